//! Debian's packages, for what no folder of one's own can hold.

use std::io::{self, IsTerminal};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{paths, sh};

/// Installs packages as root, or through sudo, or says what a person must do.
pub fn install(packages: &[&str]) -> Result<()> {
    let line = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    if paths::on_path("apt-get").is_none() {
        bail!("install what corresponds to `{line}` with this system's own package manager");
    }
    if !is_root() && !may_sudo() {
        bail!("this needs root, and sudo is not at hand; as root: {line}");
    }
    if !packages.iter().all(|package| is_known(package)) {
        sh::run(apt(&["update", "-qq"]).current_dir("/"))?;
    }
    if sh::run(&mut install_command(packages)).is_ok() {
        return Ok(());
    }
    sh::dim("once more, with fresh package lists");
    sh::run(&mut apt(&["update", "-qq"]))?;
    sh::run(&mut install_command(packages))
}

fn install_command(packages: &[&str]) -> Command {
    let mut command = apt(&[
        "install",
        "--yes",
        "--no-install-recommends",
        "-qq",
        "-o",
        "DPkg::Lock::Timeout=300",
        "-o",
        "Dpkg::Use-Pty=0",
    ]);
    if std::env::var_os("CI").is_some() {
        // A machine that is thrown away need not survive a power cut: thousands of small files.
        command.args(["-o", "Dpkg::Options::=--force-unsafe-io"]);
    }
    command.args(packages);
    command
}

/// Whether the package lists name it. A new machine has none.
fn is_known(package: &str) -> bool {
    let policy = sh::capture(sh::command("apt-cache").args(["policy", package]));
    policy.is_ok_and(|text| text.contains("Candidate:") && !text.contains("Candidate: (none)"))
}

fn apt(args: &[&str]) -> Command {
    let mut command = if is_root() {
        sh::command("env")
    } else {
        let mut sudo = sh::command("sudo");
        if !io::stdin().is_terminal() {
            sudo.arg("--non-interactive");
        }
        sudo.arg("env");
        sudo
    };
    // RUNLEVEL=1: no package may start a service.
    command.args(["DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get"]).args(args);
    command
}

fn is_root() -> bool {
    sh::capture(sh::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn may_sudo() -> bool {
    paths::on_path("sudo").is_some()
        && (io::stdin().is_terminal()
            || sh::succeeds(sh::command("sudo").args(["--non-interactive", "true"])))
}
