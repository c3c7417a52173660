//! `cargo xtask deep`: the suites at the numbers that only an hour allows.

use std::process::Command;

use anyhow::{Context, Result};

use crate::args::Args;
use crate::{sh, test, tools};

/// The suites read this and choose their numbers.
const DEPTH: &str = "DSMS_DEPTH";

pub fn run(args: Args) -> Result<()> {
    args.finish()?;
    tools::bring(&["rules", "mariadb"], true)?;
    if std::env::var(DEPTH).is_ok_and(|depth| depth == "deep") {
        return test::both_databases();
    }
    // A variable can only be set for a child, so this becomes its own child.
    let own = std::env::current_exe().context("cannot find this program")?;
    let mut again = Command::new(own);
    // Property tests take theirs from proptest's own variable.
    sh::run(again.arg("deep").env(DEPTH, "deep").env("PROPTEST_CASES", "20000"))
}
