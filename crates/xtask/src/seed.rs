//! `cargo xtask seed`: demo data in the local database.

use std::fs;

use anyhow::{Context, Result};

use crate::args::Args;
use crate::{paths, sh};

pub fn run(mut args: Args) -> Result<()> {
    let fresh = args.flag("--fresh");
    let today = args.value("--today")?;
    args.finish()?;
    if fresh {
        remove_database()?;
    }
    let mut cargo = sh::cargo(&["run", "--quiet", "--package", "api", "--bin", "dsms", "--"]);
    cargo.args(["seed", "--demo"]);
    if let Some(today) = today {
        cargo.args(["--today", &today]);
    }
    sh::run(&mut cargo)
}

/// The embedded database of this clone; keys and caught mail stay.
pub fn remove_database() -> Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let file = paths::root().join(format!("data/dsms.db{suffix}"));
        if file.exists() {
            fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        }
    }
    sh::dim("the local database is gone");
    Ok(())
}
