//! `cargo xtask run`: from a clean clone to a product in the browser. `cargo xtask build`: to the
//! binary, no further.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::args::Args;
use crate::{paths, seed, sh, spa, tools};

pub fn run(mut args: Args) -> Result<()> {
    let release = args.flag("--release");
    let fresh = args.flag("--fresh");
    let port = match args.value("--port")? {
        Some(text) => text.parse::<u16>().with_context(|| format!("«{text}» is not a port"))?,
        None => 8080,
    };
    args.finish()?;

    bring_and_build(release)?;
    if fresh {
        seed::remove_database()?;
    }
    let dsms = paths::dsms(release);
    sh::say("Filling an empty database with the demo");
    let mut seed = sh::command(&dsms);
    seed.args(["seed", "--demo", "--if-empty"]).env("DSMS__LOG__FILTER", "warn");
    // What it prints, the accounts, is printed below, whether it was empty or not.
    sh::capture(&mut seed)?;

    let address = format!("http://127.0.0.1:{port}");
    sh::say(&format!("\nOpen {address}\n"));
    sh::run(sh::command(&dsms).args(["seed", "--demo", "--print-accounts"]))?;
    sh::dim("Ctrl-C ends it. The API's documents are at /docs, mail lies in data/mail.");
    let mut serve = sh::command(&dsms);
    serve
        .arg("serve")
        .env("DSMS__HTTP__BIND", format!("127.0.0.1:{port}"))
        .env("DSMS__HTTP__PUBLIC_URL", address);
    replace_with(&mut serve)
}

pub fn build(mut args: Args) -> Result<()> {
    let release = args.flag("--release");
    args.finish()?;
    bring_and_build(release)?;
    sh::good(&format!("built {}", paths::dsms(release).display()));
    Ok(())
}

fn bring_and_build(release: bool) -> Result<()> {
    tools::bring(&[tools::RUN], false)?;
    spa::build()?;
    build_binary(release)
}

/// The one self-contained binary, with the application inside.
pub fn build_binary(release: bool) -> Result<()> {
    if !spa::dist().join("index.html").exists() {
        bail!("there is no single-page application in {} to embed", spa::dist().display());
    }
    let mut cargo = sh::cargo(&["build", "--package", "api", "--bin", "dsms"]);
    cargo.args(release.then_some("--release"));
    sh::run(&mut cargo)?;
    let dsms = paths::dsms(release);
    if !fs::exists(&dsms)? {
        bail!("Cargo ended well, yet {} is missing", dsms.display());
    }
    Ok(())
}

/// Becomes the server, so that Ctrl-C and signals reach it alone.
#[cfg(unix)]
fn replace_with(command: &mut std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn replace_with(command: &mut std::process::Command) -> Result<()> {
    sh::run(command)
}
