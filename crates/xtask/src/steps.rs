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

impl Choice {
    pub const ALL: Self = Self { only: Vec::new(), skip: Vec::new(), keep_going: false };

    /// The chosen steps, in the order of the list.
    pub fn among<'a>(&self, steps: &'a [Step]) -> Result<Vec<&'a Step>> {
        for name in self.only.iter().chain(&self.skip) {
            if !steps.iter().any(|step| step.name == name) {
                let names: Vec<_> = steps.iter().map(|step| step.name).collect();
                bail!("there is no step «{name}»; there are {}", names.join(", "));
            }
        }
        let named = |names: &[String], step: &Step| names.iter().any(|name| name == step.name);
        Ok(steps
            .iter()
            .filter(|step| self.only.is_empty() || named(&self.only, step))
            .filter(|step| !named(&self.skip, step))
            .collect())
    }
}

/// Runs the steps in order; stops at the first failure unless told otherwise.
pub fn run(chosen: &[&Step], keep_going: bool) -> Result<()> {
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
        if failed && !keep_going {
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

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Step = Step { name: "good", what: "", work: || Ok(()) };
    const BAD: Step = Step { name: "bad", what: "", work: || bail!("no") };

    fn named(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn one_failure_fails_all() {
        assert!(run(&[&GOOD], false).is_ok());
        assert!(run(&[&BAD, &GOOD], true).is_err());
    }

    #[test]
    fn steps_are_chosen_by_name_and_a_wrong_name_is_refused() {
        let steps = [GOOD, BAD];
        let only = Choice { only: named(&["bad"]), ..Choice::ALL };
        let skip = Choice { skip: named(&["bad"]), ..Choice::ALL };
        let wrong = Choice { only: named(&["bda"]), ..Choice::ALL };

        assert_eq!(only.among(&steps).unwrap()[0].name, "bad");
        assert_eq!(skip.among(&steps).unwrap()[0].name, "good");
        assert!(wrong.among(&steps).is_err());
    }
}
