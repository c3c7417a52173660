//! `cargo xtask ci`: the tests, and proof that what is generated is committed.

use anyhow::{Result, bail};

use crate::args::Args;
use crate::steps::{self, Choice, Step};
use crate::{paths, sh, test};

pub fn run(mut args: Args) -> Result<()> {
    let maintainer = args.flag("--maintainer");
    args.finish()?;
    let before = changes()?;
    test::run_chosen(&Choice::ALL)?;
    let after = changes()?;
    if before != after {
        bail!("the tests changed files that are committed:\n{after}");
    }
    if maintainer { maintain() } else { Ok(()) }
}

fn changes() -> Result<String> {
    sh::capture(sh::command("git").args(["status", "--porcelain"]))
}

/// What only a maintainer's machine needs tools for.
fn maintain() -> Result<()> {
    const DENY: Step = Step { name: "deny", what: "licenses, bans and sources", work: deny };
    const MACHETE: Step =
        Step { name: "machete", what: "dependencies that nothing uses", work: machete };
    for (program, package) in [("cargo-deny", "cargo-deny"), ("cargo-machete", "cargo-machete")] {
        if paths::on_path(program).is_none() {
            bail!("{program} is missing: `cargo install --locked {package}`");
        }
    }
    steps::run(&[&DENY, &MACHETE], true)
}

fn deny() -> Result<()> {
    sh::run(&mut sh::cargo(&["deny", "check", "licenses", "bans", "sources"]))?;
    // The database of advisories lives elsewhere and may be out of reach.
    if let Err(error) = sh::run(&mut sh::cargo(&["deny", "check", "advisories"])) {
        sh::complain(&format!("advisories were not checked, or there are some: {error:#}"));
    }
    Ok(())
}

fn machete() -> Result<()> {
    sh::run(&mut sh::cargo(&["machete"]))
}
