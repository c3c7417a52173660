//! Node itself, and the packages of the browser's journeys.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::{paths, sh};

const OLDEST: u32 = 20;

pub fn found() -> Option<String> {
    paths::on_path("npm")?;
    let version = sh::capture(sh::command("node").arg("--version")).ok()?;
    let version = version.trim();
    let major = version.trim_start_matches('v').split('.').next().unwrap_or_default();
    (major.parse::<u32>().unwrap_or(0) >= OLDEST).then(|| version.to_owned())
}

pub fn refuse() -> Result<()> {
    bail!("install Node {OLDEST} or newer, with npm; it is one of the three things assumed here")
}

fn journeys() -> PathBuf {
    paths::root().join("e2e")
}

/// npm leaves a copy of the lock file; it must be newer than ours.
pub fn journeys_ready() -> bool {
    let modified = |file: &str| fs::metadata(journeys().join(file)).and_then(|m| m.modified()).ok();
    let (lock, installed) =
        (modified("package-lock.json"), modified("node_modules/.package-lock.json"));
    lock.is_some() && installed >= lock
}

pub fn bring_journeys() -> Result<()> {
    let mut npm = sh::command("npm");
    npm.current_dir(journeys())
        .args(["ci", "--no-audit", "--no-fund"])
        // The system's Chromium is used.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    sh::run(&mut npm)
}
