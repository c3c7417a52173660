//! Trunk, which builds the single-page application.

use std::path::PathBuf;

use anyhow::Result;

use super::install;

const VERSION: &str = "0.21.14";

pub fn find() -> Option<PathBuf> {
    install::find("trunk", "trunk", VERSION)
}

pub fn bring() -> Result<()> {
    install::bring("trunk", VERSION, &[])
}
