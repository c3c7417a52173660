//! What cuts the browser's program into parts. Its marks in the program are
//! `wasm_split_helpers`' (see Cargo.lock), which says what versions it understands.

use std::path::PathBuf;

use anyhow::Result;

use super::install;

const VERSION: &str = "0.2.4";

pub fn find() -> Option<PathBuf> {
    install::find("wasm_split_cli_support", "wasm-split-cli", VERSION)
}

pub fn bring() -> Result<()> {
    install::bring("wasm_split_cli_support", VERSION, &["build-binary"])
}
