//! What was measured, against its floor: a table for people, then one line of JSON for programs.

use anyhow::bail;
use serde_json::{Map, Value, json};

/// Which side of the floor is the good one.
#[derive(Debug, Clone, Copy)]
pub enum Better {
    Higher,
    Lower,
}

/// The figures of one run.
#[derive(Debug, Default)]
pub struct Report {
    figures: Map<String, Value>,
    missed: Vec<String>,
}

impl Report {
    /// Takes a figure that has a floor, by its name in the list of goals.
    pub fn goal(&mut self, name: &str, what: &str, figure: f64, better: Better, floor: f64) {
        let holds = match better {
            Better::Higher => figure >= floor,
            Better::Lower => figure <= floor,
        };
        let verdict = if holds { "holds" } else { "MISSED" };
        println!("{name:<14} {figure:>10.3}   floor {floor:>8.3}   {verdict:<7} {what}");
        self.figures.insert(name.to_owned(), json!(figure));
        if !holds {
            self.missed.push(name.to_owned());
        }
    }

    /// Takes a figure that only explains another.
    pub fn detail(&mut self, name: &str, what: &str, figure: f64) {
        println!("{name:<14} {figure:>10.3}   {:>23} {what}", "");
        self.figures.insert(name.to_owned(), json!(figure));
    }

    /// Prints the line for programs.
    ///
    /// # Errors
    /// A floor was missed.
    pub fn end(self) -> anyhow::Result<()> {
        println!("{}", Value::Object(self.figures));
        if self.missed.is_empty() {
            return Ok(());
        }
        bail!("missed: {}", self.missed.join(", "))
    }
}
