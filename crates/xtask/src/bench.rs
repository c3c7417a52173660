//! `cargo xtask bench <name>`: builds for release and measures.

use anyhow::{Context, Result};

use crate::args::Args;
use crate::{paths, run, sh, spa, tools};

pub fn run(mut args: Args) -> Result<()> {
    let name = args.command().context("which one? `approval`, `flood` or `start`")?;
    let quick = args.flag("--quick");
    let rows = args.value("--rows")?;
    args.finish()?;
    if name == "start" {
        tools::bring(&[tools::RUN], false)?;
        spa::build()?;
        run::build_binary(true)?;
    }
    let mut bench = sh::cargo(&["run", "--quiet", "--release", "--package", "bench", "--"]);
    bench.arg(name).args(quick.then_some("--quick")).env("DSMS_BIN", paths::dsms(true));
    if let Some(rows) = rows {
        bench.args(["--rows", &rows]);
    }
    sh::run(&mut bench)
}
