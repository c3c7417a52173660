//! `cargo install` into a folder of its own per version.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::Result;

use crate::{paths, sh};

/// The program of exactly this version: where `bring` put it, or on PATH.
pub fn find(package: &str, program: &str, version: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    let ours = folder(package, version).join("bin").join(name);
    if ours.is_file() {
        return Some(ours);
    }
    let other = paths::on_path(program)?;
    let printed = sh::capture(sh::command(&other).arg("--version")).ok()?;
    printed.split_whitespace().any(|word| word == version).then_some(other)
}

/// Takes a prebuilt program where `cargo binstall` is at hand, else compiles it, quickly rather
/// than well: these programs run for seconds.
pub fn bring(package: &str, version: &str, features: &[&str]) -> Result<()> {
    let folder = folder(package, version);
    if features.is_empty() && paths::on_path("cargo-binstall").is_some() {
        let mut binstall = sh::cargo(&["binstall", "--no-confirm", "--locked", "--root"]);
        binstall.arg(&folder).arg(format!("{package}@{version}"));
        match sh::run(&mut binstall) {
            Ok(()) => return Ok(()),
            Err(error) => sh::dim(&format!("compiling instead: {error:#}")),
        }
    }
    // A tool's own lock file may name versions that a lagging index lacks, so a second try does
    // without it.
    let build = paths::tools().join("build");
    let features = features.join(",");
    let compile = |locked| compile(package, version, &features, &folder, &build, locked);
    let done = compile(true).or_else(|error| {
        sh::dim(&format!("once more without the tool's lock file: {error:#}"));
        compile(false)
    });
    if done.is_ok() {
        // Only space; the next tool would not reuse it.
        let _ = fs::remove_dir_all(&build);
    }
    done
}

fn compile(
    package: &str,
    version: &str,
    features: &str,
    folder: &Path,
    build: &Path,
    locked: bool,
) -> Result<()> {
    let mut cargo = sh::cargo(&["install", package, "--version", version, "--root"]);
    cargo
        .arg(folder)
        .args(["--features", features])
        .args(locked.then_some("--locked"))
        .env("CARGO_TARGET_DIR", build)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    sh::run(&mut cargo)
}

fn folder(package: &str, version: &str) -> PathBuf {
    paths::tools().join(format!("{package}-{version}"))
}
