//! wasm-opt, as the npm package `binaryen` brings it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{paths, sh};

const VERSION: &str = "132.0.0";

fn folder() -> PathBuf {
    paths::tools().join(format!("binaryen-{VERSION}"))
}

pub fn find() -> Option<PathBuf> {
    let ours = folder().join("node_modules/.bin/wasm-opt");
    ours.exists().then_some(ours)
}

pub fn bring() -> Result<()> {
    // Into a folder beside it, so that a broken download is not taken for the tool.
    let fresh = paths::tools().join(format!("binaryen-{VERSION}.new"));
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh).with_context(|| format!("cannot make {}", fresh.display()))?;
    let mut npm = sh::command("npm");
    npm.current_dir(&fresh)
        .args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix", "."])
        .arg(format!("binaryen@{VERSION}"));
    sh::run(&mut npm)?;
    let _ = fs::remove_dir_all(folder());
    fs::rename(&fresh, folder()).context("cannot put wasm-opt in its place")
}
