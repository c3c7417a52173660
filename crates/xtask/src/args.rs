//! A command line small enough not to need a crate that takes longer to compile than all of this.

use anyhow::{Result, bail};

/// The words after `cargo xtask`, taken out one by one; what is left over is a mistake.
pub struct Args {
    words: Vec<String>,
    /// What follows `--`: for the program that the command starts.
    trailing: Vec<String>,
}

impl Args {
    pub fn from_env() -> Self {
        Self::new(std::env::args().skip(1))
    }

    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut words: Vec<String> = words.into_iter().collect();
        let trailing = match words.iter().position(|word| word == "--") {
            Some(at) => words.drain(at..).skip(1).collect(),
            None => Vec::new(),
        };
        Self { words, trailing }
    }

    pub fn command(&mut self) -> Option<String> {
        (!self.words.is_empty()).then(|| self.words.remove(0))
    }

    /// `--name`, given or not.
    pub fn flag(&mut self, name: &str) -> bool {
        let found = self.words.iter().position(|word| word == name);
        found.map(|at| self.words.remove(at)).is_some()
    }

    /// `--name value` or `--name=value`.
    pub fn value(&mut self, name: &str) -> Result<Option<String>> {
        if let Some(at) = self.words.iter().position(|word| word == name) {
            if at + 1 == self.words.len() {
                bail!("{name} needs a value");
            }
            self.words.remove(at);
            return Ok(Some(self.words.remove(at)));
        }
        let prefix = format!("{name}=");
        let found = self.words.iter().position(|word| word.starts_with(&prefix));
        Ok(found.map(|at| self.words.remove(at)[prefix.len()..].to_owned()))
    }

    /// `--name a,b`, as a list; empty when not given.
    pub fn list(&mut self, name: &str) -> Result<Vec<String>> {
        let given = self.value(name)?.unwrap_or_default();
        Ok(given.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect())
    }

    /// Nothing may be left: a mistyped flag must not be ignored.
    pub fn finish(self) -> Result<Vec<String>> {
        if let Some(word) = self.words.first() {
            bail!("«{word}» is not understood here; see `cargo xtask help`");
        }
        Ok(self.trailing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_and_values_are_found_in_any_order() {
        let mut args = args("run --port 81 --fresh --today=2026-11-22");

        assert_eq!(args.command().as_deref(), Some("run"));
        assert!(args.flag("--fresh"));
        assert!(!args.flag("--release"));
        assert_eq!(args.value("--port").unwrap().as_deref(), Some("81"));
        assert_eq!(args.value("--today").unwrap().as_deref(), Some("2026-11-22"));
        assert!(args.finish().unwrap().is_empty());
    }

    #[test]
    fn a_mistyped_flag_is_refused() {
        let mut args = args("run --frehs");
        args.command();

        assert!(!args.flag("--fresh"));
        assert!(args.finish().is_err());
    }

    #[test]
    fn a_value_that_is_missing_is_refused() {
        assert!(args("--port").value("--port").is_err());
    }

    #[test]
    fn what_follows_two_dashes_is_passed_on() {
        assert_eq!(args("-- --ui orders").finish().unwrap(), ["--ui", "orders"]);
    }
}
