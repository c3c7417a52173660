//! A list of steps: announced, timed, and added up at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::sh;

pub struct Step {
    pub name: &'static str,
    pub what: &'static str,
    pub work: fn() -> Result<()>,
}

pub struct Choice {
    pub only: Vec<String>,
    pub skip: Vec<String>,
    pub keep_going: bool,
}

/// Runs the chosen steps in order; stops at the first failure unless told otherwise.
pub fn run(steps: &[Step], choice: &Choice) -> Result<()> {
    for name in choice.only.iter().chain(&choice.skip) {
        if !steps.iter().any(|step| step.name == name) {
            let names: Vec<_> = steps.iter().map(|step| step.name).collect();
            bail!("there is no step «{name}»; there are {}", names.join(", "));
        }
    }
    let wanted = |step: &&Step| {
        (choice.only.is_empty() || choice.only.iter().any(|name| name == step.name))
            && !choice.skip.iter().any(|name| name == step.name)
    };
    let chosen: Vec<&Step> = steps.iter().filter(wanted).collect();

    let started = Instant::now();
    let mut done: Vec<(&Step, Duration, Result<()>)> = Vec::new();
    for (at, step) in chosen.iter().enumerate() {
        sh::say(&format!("\n── {}/{} {}: {}", at + 1, chosen.len(), step.name, step.what));
        let begun = Instant::now();
        let result = (step.work)();
        let failed = result.is_err();
        match &result {
            Ok(()) => sh::good(&format!("   {} ok, {}", step.name, sh::elapsed(begun.elapsed()))),
            Err(error) => sh::complain(&format!("   {} FAILED: {error:#}", step.name)),
        }
        done.push((step, begun.elapsed(), result));
        if failed && !choice.keep_going {
            break;
        }
    }

    sh::say("\n── Summary");
    for (step, time, result) in &done {
        let verdict = if result.is_ok() { "ok" } else { "FAILED" };
        sh::dim(&format!("   {:<10} {:>13}  {verdict}", step.name, sh::elapsed(*time)));
    }
    for step in chosen.iter().skip(done.len()) {
        sh::dim(&format!("   {:<10} {:>13}  not reached", step.name, ""));
    }
    let failed: Vec<_> = done.iter().filter(|(.., r)| r.is_err()).map(|(s, ..)| s.name).collect();
    let total = sh::elapsed(started.elapsed());
    if failed.is_empty() {
        sh::good(&format!("   everything holds, {total}"));
        return Ok(());
    }
    bail!(
        "{} failed after {total}; again with `cargo xtask test --only {}`",
        failed.join(", "),
        failed.join(",")
    )
}
