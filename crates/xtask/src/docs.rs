//! `cargo xtask docs`: documents that the code writes, and that nobody edits.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::args::Args;
use crate::{paths, sh};

const GENERATED: [(&str, &[&str]); 2] =
    [("docs/permissions.md", &["docs", "permissions"]), ("docs/states.md", &["docs", "states"])];

pub fn run(mut args: Args) -> Result<()> {
    let check = args.flag("--check");
    args.finish()?;
    if check { self::check() } else { write() }
}

fn write() -> Result<()> {
    for (file, question) in GENERATED {
        fs::write(paths::root().join(file), dsms(question)?)
            .with_context(|| format!("cannot write {file}"))?;
        sh::good(&format!("{file} is current"));
    }
    Ok(())
}

pub fn check() -> Result<()> {
    for (file, question) in GENERATED {
        let kept = fs::read_to_string(paths::root().join(file)).unwrap_or_default();
        if kept != dsms(question)? {
            bail!("{file} is not what the code says: `cargo xtask docs`");
        }
    }
    Ok(())
}

/// The manual of the code itself: a broken link in it is an error.
pub fn rustdoc() -> Result<()> {
    let mut cargo = sh::cargo(&["doc", "--workspace", "--exclude", "frontend", "--no-deps"]);
    cargo.args(["--document-private-items", "--locked"]).env("RUSTDOCFLAGS", "-D warnings");
    sh::run(&mut cargo)
}

/// What the product itself says.
pub fn dsms(question: &[&str]) -> Result<String> {
    let mut cargo = sh::cargo(&["run", "--quiet", "--package", "api", "--bin", "dsms", "--"]);
    sh::capture(cargo.args(question))
}
