//! `cargo xtask e2e`: the journeys, in a real browser, against the real binary.

use anyhow::{Context, Result};

use crate::args::Args;
use crate::{paths, run, sh, spa, tools};

pub fn run(args: Args) -> Result<()> {
    let trailing = args.finish()?;
    tools::bring(&["e2e"], false)?;
    journeys(&trailing)
}

pub fn check() -> Result<()> {
    journeys(&[])
}

fn journeys(arguments: &[String]) -> Result<()> {
    spa::build()?;
    run::build_binary(false)?;
    let chromium = tools::browser::find().context("no Chromium: `cargo xtask tools`")?;
    let folder = paths::root().join("e2e");
    sh::run(sh::command("npx").current_dir(&folder).args(["--no-install", "tsc", "--noEmit"]))?;
    let mut playwright = sh::command("npx");
    playwright
        .current_dir(&folder)
        .args(["--no-install", "playwright", "test"])
        .args(arguments)
        .env("DSMS_BIN", paths::dsms(false))
        .env("DSMS_CHROMIUM", chromium);
    sh::run(&mut playwright)
}
