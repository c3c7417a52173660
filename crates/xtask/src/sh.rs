//! Other programs: started with a clean environment, shown before they run, and blamed by name.

use std::ffi::OsStr;
use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use anyhow::{Context, Result, bail};

use crate::paths;

/// A program in the root of the clone, without the variables that Cargo set for *this* program.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(paths::root());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let ours = text == "CARGO"
            || text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text == "CARGO_PRIMARY_PACKAGE"
            || text == "RUST_RECURSION_COUNT";
        if ours {
            command.env_remove(&name);
        }
    }
    match outside_library_path() {
        Some(path) => command.env("LD_LIBRARY_PATH", path),
        None => command.env_remove("LD_LIBRARY_PATH"),
    };
    command
}

/// `cargo run` adds the target folder and its own compiler's libraries; another compiler must not
/// find those.
fn outside_library_path() -> Option<std::ffi::OsString> {
    let path = env::var_os("LD_LIBRARY_PATH")?;
    let target = paths::target();
    let kept: Vec<_> = env::split_paths(&path)
        .filter(|folder| !folder.starts_with(&target))
        .filter(|folder| !folder.components().any(|part| part.as_os_str() == "toolchains"))
        .collect();
    if kept.is_empty() { None } else { env::join_paths(kept).ok() }
}

/// The toolchain's Cargo, natively.
pub fn cargo(args: &[&str]) -> Command {
    let mut cargo = command("cargo");
    cargo.args(args);
    cargo
}

/// The line as a person would type it.
fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut line = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}

/// Runs it in front of the person's eyes.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    dim(&format!("$ {line}"));
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs it, but no longer than `limit`: what asks the network may hang.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let line = shown(command);
    dim(&format!("$ {line}"));
    let mut child =
        command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start `{line}`"))?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            if status.success() {
                return Ok(());
            }
            bail!("`{line}` failed ({status})");
        }
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            bail!("`{line}` did not end within {} s", limit.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// Runs it quietly and gives back what it printed.
pub fn capture(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("`{line}` failed ({})\n{}", output.status, words.trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed no UTF-8"))
}

/// Whether it can be started and ends well, without a word.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn painted(text: &str, code: &str) -> String {
    let plain = !io::stdout().is_terminal() || env::var_os("NO_COLOR").is_some();
    if plain { text.to_owned() } else { format!("\x1b[{code}m{text}\x1b[0m") }
}

/// What is being done.
pub fn say(text: &str) {
    line(&painted(text, "1"));
}

/// A detail of it.
pub fn dim(text: &str) {
    line(&painted(text, "2"));
}

pub fn good(text: &str) {
    line(&painted(text, "32"));
}

pub fn complain(text: &str) {
    let mut err = io::stderr().lock();
    // Nobody is left to tell if even this fails.
    let _ = writeln!(err, "{}", painted(text, "31"));
}

/// Flushed at once: the children write to the same place.
fn line(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// `1 min 05 s`, `12 s`, `0.3 s`.
pub fn elapsed(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}
