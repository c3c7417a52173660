//! `cargo xtask lint`: clippy with warnings as errors, natively and for wasm.

use anyhow::Result;

use crate::args::Args;
use crate::{sh, tools, wasm};

/// What runs in the browser.
const BROWSER: [&str; 6] = ["--package", "domain", "--package", "client", "--package", "frontend"];

pub fn run(args: Args) -> Result<()> {
    args.finish()?;
    tools::bring(&["lint"], false)?;
    check()
}

pub fn check() -> Result<()> {
    native()?;
    browser()
}

fn native() -> Result<()> {
    let mut cargo = sh::cargo(&["clippy", "--workspace", "--exclude", "frontend"]);
    cargo.args(["--all-targets", "--locked", "--", "-D", "warnings"]);
    sh::run(&mut cargo)
}

fn browser() -> Result<()> {
    let toolchain = wasm::Toolchain::expect()?;
    let target = ["--target", wasm::TARGET, "--locked"];
    toolchain.bring_clippy();
    if toolchain.has_clippy() {
        let mut cargo = toolchain.cargo(&["clippy"])?;
        cargo.args(BROWSER).args(target).args(["--", "-D", "warnings"]);
        return sh::run(&mut cargo);
    }
    sh::dim("no clippy for the browser's compiler here: the compiler's own warnings only");
    let mut cargo = toolchain.cargo(&["check"])?;
    // Not RUSTFLAGS, which would build the world again.
    cargo.args(BROWSER).args(target).args(["-Zwarnings", "--config", "build.warnings='deny'"]);
    sh::run(&mut cargo)
}
