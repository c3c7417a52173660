//! The cells of a row by the key of their column.

use super::{ImportColumn, Layout, MAX_CELL, layout::squeezed};
use crate::{
    Lang,
    orders::sheet::cells::{self, plain},
    problem::{Reason, Refusal},
    validate::Faults,
};

/// A row under a layout; what is a formula or is too long is noted as a fault and taken for empty.
pub(super) struct Row<'a> {
    columns: &'static [ImportColumn],
    cells: Vec<Option<&'a str>>,
}

impl<'a> Row<'a> {
    pub fn of(
        columns: &'static [ImportColumn],
        layout: &Layout,
        cells: &'a [String],
        faults: &mut Faults,
    ) -> Self {
        let found = columns.iter().enumerate().map(|(index, column)| {
            let cell = cells.get(layout.place(index)?)?;
            let pointer = || format!("/{}", column.key);
            // A formula is never computed: what it would show is for a spreadsheet to say.
            if cell.trim_start().starts_with('=') {
                faults.add(pointer(), Reason::FormulaCell);
                return None;
            }
            if cell.chars().count() > MAX_CELL {
                faults.add(pointer(), Refusal::new(Reason::TooLong).with("max", MAX_CELL));
                return None;
            }
            Some(cell.as_str()).filter(|cell| !cell.trim().is_empty())
        });
        Self { columns, cells: found.collect() }
    }

    fn cell(&self, key: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|column| column.key == key)?;
        self.cells.get(at).copied().flatten()
    }

    /// A text on one line.
    pub fn text(&self, key: &str) -> Option<String> {
        self.cell(key).map(plain).filter(|text| !text.is_empty())
    }

    /// A text that may have several lines.
    pub fn lines(&self, key: &str) -> Option<String> {
        let text = self.cell(key)?.trim().trim_start_matches('\'').replace("\r\n", "\n");
        Some(text).filter(|text| !text.is_empty())
    }

    /// A number or an id that is a text, as it was before a spreadsheet took it for a number.
    pub fn code(&self, key: &str, faults: &mut Faults) -> Option<String> {
        match cells::code(self.cell(key)?) {
            Ok(code) => Some(code).filter(|code| !code.is_empty()),
            Err(refusal) => {
                faults.add(format!("/{key}"), refusal);
                None
            }
        }
    }

    /// One of an enum's values, by its word in either language or its name on the wire.
    pub fn one_of<T: Copy + 'static>(
        &self,
        key: &str,
        all: &'static [T],
        words: impl Fn(T, Lang) -> &'static str,
        wire: impl Fn(T) -> &'static str,
        faults: &mut Faults,
    ) -> Option<T> {
        let wanted = squeezed(self.cell(key)?);
        let means = |value: &T| {
            [words(*value, Lang::Zh), words(*value, Lang::En), wire(*value)]
                .iter()
                .any(|word| squeezed(word) == wanted)
        };
        let found = all.iter().copied().find(means);
        if found.is_none() {
            let allowed: Vec<_> = all.iter().map(|value| words(*value, Lang::Zh)).collect();
            let refusal = Refusal::new(Reason::NotOneOf).with("allowed", allowed.join(" / "));
            faults.add(format!("/{key}"), refusal);
        }
        found
    }

    /// The parts of a cell that holds several.
    pub fn parts(&self, key: &str) -> Vec<String> {
        let separators = [';', '；', ',', '，', '、', '|', '\n'];
        let parts = self.cell(key).unwrap_or_default().split(separators).map(plain);
        parts.filter(|part| !part.is_empty()).collect()
    }
}
