//! What rows come to: wrong, the same as an earlier one, the same as a record that is there, or new.

use std::collections::HashMap;

use domain::{
    imports::{Content, ImportTarget, Layout, RowState, read},
    problem::{Reason, Refusal},
};
use sea_orm::ConnectionTrait;
use store::imports::{Import, Row, earlier};

use super::targets::{self, Known};
use crate::error::ApiResult;

/// A row that was looked at, and what it says where nothing is wrong with it.
pub type Assessed = (Row, Option<Content>);

/// Looks at rows that follow each other in the file, with a handful of statements for all of them.
///
/// # Errors
/// The database is not available.
pub async fn assess(
    db: &impl ConnectionTrait,
    import: &Import,
    rows: Vec<Row>,
) -> ApiResult<Vec<Assessed>> {
    let Some(first) = rows.first().map(|row| row.number) else { return Ok(Vec::new()) };
    let layout = Layout::lenient(import.target, &import.columns);
    let mut read: Vec<Assessed> =
        rows.into_iter().map(|row| understood(import.target, &layout, row)).collect();
    let keys = |which: usize| -> Vec<String> {
        read.iter().filter_map(|(row, _)| row.keys[which].clone()).collect()
    };
    let (firsts, seconds) = (keys(0), keys(1));
    let mut seen = earlier(db, import.id, [&firsts, &seconds], first).await?;
    let known = Index::of(targets::known(db, import.target, &firsts, &seconds).await?);
    for (row, content) in &mut read {
        if content.is_none() {
            continue;
        }
        let repeated = row
            .keys
            .iter()
            .zip(&seen)
            .find_map(|(key, seen)| key.as_ref().and_then(|key| seen.get(key)).copied());
        match (repeated, known.find(&row.keys)) {
            (Some(number), _) => {
                row.state = RowState::Repeated;
                row.repeats = Some(number);
            }
            // Its name is one's, its code another's: whose it is, nobody can tell.
            (None, Found::Two) => {
                row.state = RowState::Invalid;
                row.faults =
                    vec![Refusal::new(Reason::AlreadyTaken).at(second_column(import.target))];
                *content = None;
                continue;
            }
            (None, Found::One(one)) => {
                row.state = RowState::Exists;
                row.subject_id = Some(one.id);
                row.subject_label = Some(one.label.clone());
            }
            (None, Found::None) => row.state = RowState::Ready,
        }
        for (key, seen) in row.keys.iter().zip(&mut seen) {
            if let Some(key) = key {
                seen.entry(key.clone()).or_insert(row.number);
            }
        }
    }
    Ok(read)
}

/// The row as if nobody had looked at it before, and what it says.
fn understood(target: ImportTarget, layout: &Layout, row: Row) -> Assessed {
    let mut row = Row::new(row.id, row.number, row.cells);
    match read(target, layout, &row.cells) {
        Ok(content) => {
            row.keys = content.keys();
            (row, Some(content))
        }
        Err(faults) => {
            row.state = RowState::Invalid;
            row.faults = faults;
            (row, None)
        }
    }
}

/// The column of the second key.
const fn second_column(target: ImportTarget) -> &'static str {
    match target {
        ImportTarget::Customers => "/credit_code",
        ImportTarget::Engineers => "/email",
    }
}

/// Records by their keys.
struct Index {
    known: Vec<Known>,
    places: [HashMap<String, usize>; 2],
}

enum Found<'a> {
    None,
    One(&'a Known),
    Two,
}

impl Index {
    fn of(known: Vec<Known>) -> Self {
        let mut places = [HashMap::new(), HashMap::new()];
        for (at, one) in known.iter().enumerate() {
            for (key, places) in one.keys.iter().zip(&mut places) {
                if let Some(key) = key {
                    places.insert(key.clone(), at);
                }
            }
        }
        Self { known, places }
    }

    fn find(&self, keys: &[Option<String>; 2]) -> Found<'_> {
        let mut found = keys.iter().zip(&self.places).filter_map(|(key, places)| {
            key.as_ref().and_then(|key| places.get(key)).map(|at| &self.known[*at])
        });
        match (found.next(), found.next()) {
            (None, _) => Found::None,
            (Some(one), Some(other)) if one.id != other.id => Found::Two,
            (Some(one), _) => Found::One(one),
        }
    }
}
