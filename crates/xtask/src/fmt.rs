//! `cargo xtask fmt`: one format, by rustfmt.

use anyhow::Result;

use crate::args::Args;
use crate::sh;

pub fn run(mut args: Args) -> Result<()> {
    let check = args.flag("--check");
    args.finish()?;
    if check { self::check() } else { sh::run(&mut sh::cargo(&["fmt", "--all"])) }
}

pub fn check() -> Result<()> {
    sh::run(&mut sh::cargo(&["fmt", "--all", "--check"]))
}
