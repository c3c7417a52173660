//! `cargo xtask bench <name>`: builds for release and measures.

use anyhow::{Context, Result};

use crate::args::Args;
use crate::mariadb::MariaDb;
use crate::{paths, run, sh, spa, tools};

/// What is measured on a real database server, and nowhere else.
const ON_MARIADB: [&str; 2] = ["export", "lists"];

pub fn run(mut args: Args) -> Result<()> {
    let name = args.command().context(
        "which one? `approval`, `export`, `flood`, `import`, `lists`, `mail` or `start`",
    )?;
    let quick = args.flag("--quick");
    let rows = args.value("--rows")?;
    let seed = args.value("--seed")?;
    args.finish()?;
    if name == "start" {
        tools::bring(&[tools::RUN], false)?;
        spa::build()?;
        run::build_binary(true)?;
    }
    let server = ON_MARIADB.contains(&name.as_str()).then(MariaDb::start).transpose()?;
    let mut bench = sh::cargo(&["run", "--quiet", "--release", "--package", "bench", "--"]);
    bench.arg(name).args(quick.then_some("--quick")).env("DSMS_BIN", paths::dsms(true));
    if let Some(rows) = rows {
        bench.args(["--rows", &rows]);
    }
    if let Some(seed) = seed {
        bench.args(["--seed", &seed]);
    }
    if let Some(server) = &server {
        bench.env("DSMS_TEST_DATABASE", server.url());
    }
    sh::run(&mut bench)
}
