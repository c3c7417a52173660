//! wasm-bindgen's program and its test runner.

use std::path::PathBuf;

use anyhow::Result;

use super::install;
use crate::wasm;

pub fn find() -> Result<Option<PathBuf>> {
    Ok(install::find("wasm-bindgen-cli", "wasm-bindgen", &wasm::bindgen_version()?))
}

pub fn bring() -> Result<()> {
    install::bring("wasm-bindgen-cli", &wasm::bindgen_version()?, &[])
}
