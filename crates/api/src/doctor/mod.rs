//! `dsms doctor`: what is unsafe about this installation, in its settings, on its machine and in its
//! database. Production does not start with what is grave.

mod database;
mod host;
mod rules;
mod settings;

use std::fmt;

use serde_json::{Value, json};
use store::Db;

pub use database::{examine as examine_database, of_mysql};
pub use host::{Host, examine as examine_host};
pub use rules::{Gravity, Rule};
pub use settings::examine as examine_settings;

use crate::{app::Clock, config::Config};

/// A fault that was found, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub rule: Rule,
    /// The place, where the rule alone does not say it. Never a secret.
    pub place: Option<String>,
}

impl Finding {
    pub const fn is_grave(&self) -> bool {
        matches!(self.rule.gravity(), Gravity::Grave)
    }

    fn json(&self) -> Value {
        json!({
            "code": self.rule.code(),
            "grave": self.is_grave(),
            "what": self.rule.what(),
            "mend": self.rule.mend(),
            "place": self.place,
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule.code(), self.rule.what())?;
        if let Some(place) = &self.place {
            write!(f, " ({place})")?;
        }
        write!(f, "; {}", self.rule.mend())
    }
}

/// Findings as they are made.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn when(&mut self, is_so: bool, rule: Rule) {
        if is_so {
            self.0.push(Finding { rule, place: None });
        }
    }

    fn at(&mut self, rule: Rule, place: impl fmt::Display) {
        self.0.push(Finding { rule, place: Some(place.to_string()) });
    }
}

/// What can be seen without the database: settings, files, disk.
pub fn before_start(config: &Config) -> Vec<Finding> {
    let mut found = examine_settings(config);
    found.extend(examine_host(config, &Host::look(config)));
    found
}

/// Everything. Opens the database as it is and changes nothing.
pub async fn examine(config: &Config) -> Vec<Finding> {
    let mut found = before_start(config);
    found.extend(database::examine_closed(config, &Clock::System).await);
    found
}

/// The grave ones among them, in words.
pub fn complaints(found: &[Finding]) -> Vec<String> {
    found.iter().filter(|finding| finding.is_grave()).map(ToString::to_string).collect()
}

/// Refuses to serve over a database in which something grave was found.
///
/// # Errors
/// Each finding, in words.
pub async fn refuse_grave(config: &Config, db: &Db, clock: &Clock) -> anyhow::Result<()> {
    let complaints = complaints(&examine_database(config, db, clock).await);
    if complaints.is_empty() {
        return Ok(());
    }
    anyhow::bail!("unsafe database:\n  {}", complaints.join("\n  "))
}

/// For people: a line each, the grave ones first.
pub fn report(found: &[Finding]) -> String {
    if found.is_empty() {
        return "No unsafe settings.\n".to_owned();
    }
    let (grave, mild): (Vec<_>, Vec<_>) = found.iter().partition(|finding| finding.is_grave());
    let lines = |of: Vec<&Finding>, word: &str| -> String {
        of.into_iter().map(|finding| format!("{word}  {finding}\n")).collect()
    };
    lines(grave, "unsafe  ") + &lines(mild, "consider")
}

/// For programs.
pub fn report_json(found: &[Finding]) -> String {
    found.iter().map(Finding::json).collect::<Value>().to_string()
}
