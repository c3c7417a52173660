//! `cargo xtask openapi`: the published document, from the code.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::args::Args;
use crate::{docs, paths, sh};

const FILE: &str = "crates/api/openapi.json";

pub fn run(mut args: Args) -> Result<()> {
    let check = args.flag("--check");
    args.finish()?;
    if check { self::check() } else { write() }
}

fn write() -> Result<()> {
    let file = paths::root().join(FILE);
    fs::write(&file, printed()?).with_context(|| format!("cannot write {FILE}"))?;
    sh::good(&format!("{FILE} is current"));
    Ok(())
}

pub fn check() -> Result<()> {
    let published = fs::read_to_string(paths::root().join(FILE)).unwrap_or_default();
    if published != printed()? {
        bail!("{FILE} is not what the code says: `cargo xtask openapi`");
    }
    Ok(())
}

fn printed() -> Result<String> {
    docs::dsms(&["openapi"])
}
