//! The compiler for the browser: rustup's where its target can be had, else Debian's.
//!
//! Debian's `rustc-web` has no wasm standard library either, but it has the library's sources, so
//! Cargo builds it once (about a minute) and keeps it. Only the wasm build sees that compiler.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::tools::apt;
use crate::{paths, sh};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// Two minutes for forty megabytes; a host that cannot be reached answers sooner or never.
const PATIENCE: Duration = Duration::from_mins(2);

pub enum Toolchain {
    /// The usual toolchain, which has the target.
    Native,
    /// Debian's, in a folder of its own that goes in front of PATH.
    Debian { shims: PathBuf, linker: PathBuf },
}

impl Toolchain {
    /// What this machine has.
    pub fn find() -> Option<Self> {
        let sysroot = sysroot().ok()?;
        let native = sysroot.join("lib/rustlib").join(TARGET).join("lib");
        if native.is_dir() {
            return Some(Self::Native);
        }
        let complete = Path::new("/usr/bin/rustc").exists()
            && Path::new("/usr/bin/cargo").exists()
            && Path::new("/usr/lib/rustlib/src/rust/library/std").exists()
            && debian_is_new_enough();
        let linker = linker_folder(&sysroot)?;
        complete.then(|| Self::Debian { shims: paths::tools().join("debian-rust/bin"), linker })
    }

    /// What this machine has, or can be given.
    pub fn bring() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        sh::say("wasm: the compiler lacks the browser's target; asking rustup for it");
        if paths::on_path("rustup").is_some() {
            let mut rustup = sh::command("rustup");
            rustup.args(["target", "add", TARGET]);
            if let Err(error) = sh::run_within(&mut rustup, PATIENCE) {
                sh::dim(&format!("rustup cannot: {error:#}"));
            }
        }
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        sh::say("wasm: taking Debian's compiler for the browser's part");
        apt::install(&["rustc-web", "cargo-web", "rust-web-src"])?;
        Self::find().with_context(|| {
            format!(
                "no compiler for {TARGET}: add it with `rustup target add {TARGET}`, or install \
                 Debian's rustc-web, cargo-web and rust-web-src (1.95 or newer)"
            )
        })
    }

    /// What this machine has; for commands that come after [`Self::bring`].
    pub fn expect() -> Result<Self> {
        Self::find().context("no compiler for wasm: `cargo xtask tools` brings one")
    }

    /// Cargo for wasm.
    pub fn cargo(&self, args: &[&str]) -> Result<Command> {
        let mut cargo = match self {
            Self::Native => sh::command("cargo"),
            Self::Debian { shims, .. } => sh::command(shims.join("cargo")),
        };
        cargo.args(args);
        self.prepare(&mut cargo)?;
        Ok(cargo)
    }

    /// Makes `command` build for wasm.
    fn prepare(&self, command: &mut Command) -> Result<()> {
        let mut front = Vec::new();
        if let Self::Debian { shims, linker } = self {
            place_shims(shims)?;
            front.extend([shims.clone(), linker.clone()]);
            // Building the standard library is not a stable feature yet.
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env_remove("RUSTUP_TOOLCHAIN")
                .env_remove("RUSTC")
                .env_remove("RUSTDOC");
        }
        command.env("PATH", paths::path_with(&front)).env("CARGO_TARGET_DIR", paths::wasm_target());
        Ok(())
    }

    /// Debian keeps its clippy in a package of its own, which one can do without.
    pub fn bring_clippy(&self) {
        if matches!(self, Self::Debian { .. })
            && !self.has_clippy()
            && let Err(error) = apt::install(&["rust-web-clippy"])
        {
            sh::dim(&format!("no clippy for the browser's part: {error:#}"));
        }
    }

    pub fn has_clippy(&self) -> bool {
        match self {
            Self::Native => sh::succeeds(sh::command("cargo").args(["clippy", "--version"])),
            Self::Debian { .. } => Path::new("/usr/bin/clippy-driver").exists(),
        }
    }
}

fn sysroot() -> Result<PathBuf> {
    let printed = sh::capture(sh::command("rustc").args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(printed.trim()))
}

/// rustup's toolchains bring the linker for wasm; Debian's does not.
fn linker_folder(sysroot: &Path) -> Option<PathBuf> {
    let hosts = fs::read_dir(sysroot.join("lib/rustlib")).ok()?;
    hosts.flatten().map(|host| host.path().join("bin")).find(|bin| bin.join("rust-lld").exists())
}

fn debian_is_new_enough() -> bool {
    let version = sh::capture(sh::command("/usr/bin/rustc").arg("--version")).unwrap_or_default();
    minor_version(&version).is_some_and(|minor| minor >= 95)
}

/// `rustc 1.96.0 (…)` is 96.
fn minor_version(printed: &str) -> Option<u32> {
    printed.split_whitespace().nth(1)?.split('.').nth(1)?.parse().ok()
}

/// Links to Debian's programs, so that nothing else of `/usr/bin` moves to the front of PATH.
fn place_shims(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for program in ["cargo", "rustc", "rustdoc", "cargo-clippy", "clippy-driver"] {
        let (real, shim) = (Path::new("/usr/bin").join(program), folder.join(program));
        if real.exists() && !shim.exists() {
            link(&real, &shim)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(real: &Path, shim: &Path) -> Result<()> {
    match std::os::unix::fs::symlink(real, shim) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("cannot link {}", shim.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    bail!("Debian's compiler is for Debian")
}

/// The version that Cargo.lock names: the program must be the library's exact twin.
pub fn bindgen_version() -> Result<String> {
    let lock = fs::read_to_string(paths::root().join("Cargo.lock")).context("Cargo.lock")?;
    locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

/// The rules' own tests, compiled for wasm and run by Node.
pub fn test_rules() -> Result<()> {
    let toolchain = Toolchain::expect()?;
    let runner = crate::tools::bindgen::find()?.context("no wasm-bindgen: `cargo xtask tools`")?;
    let runner = runner.with_file_name("wasm-bindgen-test-runner");
    if !runner.exists() {
        bail!("{} is missing", runner.display());
    }
    let args = ["test", "--package", "domain", "--target", TARGET, "--test", "wasm"];
    let mut cargo = toolchain.cargo(&args)?;
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    if env::var_os("WASM_BINDGEN_TEST_TIMEOUT").is_none() {
        cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    }
    sh::run(&mut cargo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_read() {
        let lock = "[[package]]\nname = \"wasm-bindgen-x\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "absent"), None);
    }

    #[test]
    fn the_compilers_version_is_read() {
        assert_eq!(minor_version("rustc 1.96.0 (ac68faa20 2026-05-25)"), Some(96));
        assert_eq!(minor_version("no such thing"), None);
    }
}
