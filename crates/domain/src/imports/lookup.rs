//! The cells of a row by the key of their column.

use chrono::NaiveDate;

use super::{ImportColumn, Layout, MAX_CELL, layout::squeezed};
use crate::{
    Lang,
    money::{Amount, BasisPoints, Currency},
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
        number: u32,
        cells: &'a [String],
        faults: &mut Faults,
    ) -> Self {
        let found = columns.iter().enumerate().map(|(index, column)| {
            let place = layout.place(index)?;
            let cell = cells.get(place)?;
            let pointer = || format!("/{}", column.key);
            // A formula is never computed: what it shows is for the spreadsheet to have kept.
            if cell.trim_start().starts_with('=') {
                let cell = format!("{}{number}", letters_of(place));
                faults.add(pointer(), Refusal::new(Reason::FormulaCell).with("cell", cell));
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
        self.parsed(key, faults, cells::code).filter(|code| !code.is_empty())
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self, key: &str) -> bool {
        self.cell(key).is_none()
    }

    /// What a cell holds, where it holds something.
    fn parsed<T>(
        &self,
        key: &str,
        faults: &mut Faults,
        parse: impl FnOnce(&str) -> Result<T, Refusal>,
    ) -> Option<T> {
        match parse(self.cell(key)?) {
            Ok(value) => Some(value),
            Err(refusal) => {
                faults.add(format!("/{key}"), refusal);
                None
            }
        }
    }

    /// A day.
    pub fn day(&self, key: &str, faults: &mut Faults) -> Option<NaiveDate> {
        self.parsed(key, faults, cells::day)
    }

    /// An amount of money.
    pub fn amount(&self, key: &str, faults: &mut Faults) -> Option<Amount> {
        self.parsed(key, faults, cells::amount)
    }

    /// A whole number.
    pub fn whole(&self, key: &str, faults: &mut Faults) -> Option<u32> {
        self.parsed(key, faults, cells::whole)
    }

    /// A share of the whole.
    pub fn percent(&self, key: &str, faults: &mut Faults) -> Option<BasisPoints> {
        self.parsed(key, faults, cells::percent)
    }

    /// A currency, by its word or code, or as people write it.
    pub fn currency(&self, key: &str, faults: &mut Faults) -> Option<Currency> {
        if matches!(squeezed(self.cell(key)?).as_str(), "rmb" | "元" | "人民币元" | "yuan") {
            return Some(Currency::Cny);
        }
        self.one_of(key, Currency::ALL, Currency::label, Currency::as_str, faults)
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

/// A column as spreadsheets name it: `AB` is the 28th, `column` counts from 0.
pub fn letters_of(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => break,
        }
    }
    letters.into_iter().rev().collect()
}
