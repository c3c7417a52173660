//! Which column of a file is which: by its heading, in Chinese or English and in any order, below
//! whatever stands above the headings.

use super::{ImportColumn, ImportTarget, MAX_COLUMNS, RawRow, columns};
use crate::{
    Lang,
    orders::sheet::cells::plain,
    problem::{FieldError, Reason, Refusal},
    text::normalized,
    validate::Faults,
};

/// Most rows above the headings: a title, a date, a remark.
pub const MOST_ABOVE: usize = 20;

/// Where each of a target's columns stands in a row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout(Vec<Option<usize>>);

impl Layout {
    /// Reads a mapping: for each column of the file the key of what it is, or nothing.
    ///
    /// # Errors
    /// A key that is not known or named twice; a required column that nothing is mapped to.
    pub fn of(
        target: ImportTarget,
        mapping: &[Option<String>],
        width: usize,
    ) -> Result<Self, Vec<FieldError>> {
        let known = columns(target);
        let mut faults = Faults::new();
        if mapping.len() > width.min(MAX_COLUMNS) {
            let refusal = Refusal::new(Reason::TooManyEntries).with("max", width);
            faults.add("/columns", refusal);
        }
        let mut places = vec![None; known.len()];
        for (at, key) in mapping.iter().enumerate().take(MAX_COLUMNS) {
            let Some(key) = key else { continue };
            match known.iter().position(|column| column.key == key) {
                None => faults.add(format!("/columns/{at}"), Reason::UnknownReference),
                Some(column) if places[column].is_some() => {
                    faults.add(format!("/columns/{at}"), Reason::NamedTwice);
                }
                Some(column) => places[column] = Some(at),
            }
        }
        for missing in missing(known, &places) {
            let name = format!("{} {}", missing.title(Lang::Zh), missing.title(Lang::En));
            faults.add("/columns", Refusal::new(Reason::MissingColumn).with("name", name));
        }
        faults.into_result()?;
        Ok(Self(places))
    }

    /// The same of a mapping that may miss what is required: such rows say what they lack.
    pub fn lenient(target: ImportTarget, mapping: &[Option<String>]) -> Self {
        let place = |column: &ImportColumn| {
            mapping.iter().position(|key| key.as_deref() == Some(column.key))
        };
        Self(columns(target).iter().map(place).collect())
    }

    /// Where the column with this index in the target's table stands.
    pub(super) fn place(&self, column: usize) -> Option<usize> {
        self.0.get(column).copied().flatten()
    }
}

fn missing<'a>(
    known: &'a [ImportColumn],
    places: &'a [Option<usize>],
) -> impl Iterator<Item = &'a ImportColumn> {
    known.iter().zip(places).filter(|(column, at)| column.required && at.is_none()).map(|(c, _)| c)
}

/// Letters and digits alone, in small letters, without what stands in brackets.
pub(super) fn squeezed(heading: &str) -> String {
    let heading = normalized(&plain(heading));
    let words = heading.split('(').next().unwrap_or_default();
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn column_of(target: ImportTarget, heading: &str) -> Option<&'static ImportColumn> {
    let heading = squeezed(heading);
    if heading.is_empty() {
        return None;
    }
    columns(target).iter().find(|column| column.is_meant_by(&heading))
}

/// Which of the first rows has the headings: the first of which at least half, and at least two (of
/// a single column one), are known. Where none is, it is the first of them: what its words mean is
/// then for somebody to say.
pub fn find_heading(target: ImportTarget, rows: &[RawRow]) -> usize {
    let is_heading = |row: &RawRow| {
        let filled = row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let known = row.cells.iter().filter(|cell| column_of(target, cell).is_some()).count();
        known > 0 && known * 2 >= filled && known >= filled.min(2)
    };
    rows.iter().take(MOST_ABOVE + 1).position(is_heading).unwrap_or_default()
}

/// What the columns below these headings are, as far as that can be told; each only once.
pub fn proposed(target: ImportTarget, headings: &[String]) -> Vec<Option<String>> {
    let mut taken = Vec::new();
    headings
        .iter()
        .map(|heading| {
            let column = column_of(target, heading)?;
            if taken.contains(&column.key) {
                return None;
            }
            taken.push(column.key);
            Some(column.key.to_owned())
        })
        .collect()
}
