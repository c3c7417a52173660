//! What rows come to: wrong, the same as an earlier one, the same as a record that is there, or new.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    imports::{Content, ImportTarget, Layout, RowState, read},
    problem::{FieldError, Reason, Refusal},
};
use sea_orm::ConnectionTrait;
use store::imports::{Import, Row, earlier};

use super::targets::{self, Known};
use crate::error::ApiResult;

/// A row that was looked at, and what it says where nothing is wrong with it.
pub type Assessed = (Row, Option<Content>);

/// Looks on a business day at rows that follow each other in the file, with a handful of statements for all of them.
///
/// # Errors
/// The database is not available.
pub async fn assess(
    db: &impl ConnectionTrait,
    import: &Import,
    rows: Vec<Row>,
    today: NaiveDate,
) -> ApiResult<Vec<Assessed>> {
    let Some(first) = rows.first().map(|row| row.number) else { return Ok(Vec::new()) };
    let layout = Layout::lenient(import.target, &import.columns);
    let mut read: Vec<Assessed> =
        rows.into_iter().map(|row| understood(import.target, &layout, row, today)).collect();
    name(db, &mut read).await?;
    let keys = |which: usize| -> Vec<String> {
        read.iter().filter_map(|(row, _)| row.keys[which].clone()).collect()
    };
    let (firsts, seconds) = (keys(0), keys(1));
    let mut seen = earlier(db, import.id, [&firsts, &seconds], first).await?;
    let contents: Vec<&Content> = read.iter().filter_map(|(_, content)| content.as_ref()).collect();
    let known = targets::known(db, import.target, &contents, [&firsts, &seconds]).await?;
    let known = Index::of(known);
    for (row, content) in &mut read {
        let Some(new) = content.as_ref().map(Content::check_new) else { continue };
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
                let second = targets::key_columns(import.target)[1];
                refuse(row, content, vec![Refusal::new(Reason::AlreadyTaken).at(second)]);
                continue;
            }
            (None, Found::One(one)) => {
                row.state = RowState::Exists;
                row.subject_id = Some(one.id);
                row.subject_label = Some(one.label.clone());
            }
            (None, Found::None) => match new {
                Ok(()) => row.state = RowState::Ready,
                Err(faults) => {
                    refuse(row, content, faults);
                    continue;
                }
            },
        }
        for (key, seen) in row.keys.iter().zip(&mut seen) {
            if let Some(key) = key {
                seen.entry(key.clone()).or_insert(row.number);
            }
        }
    }
    Ok(read)
}

/// Finds the records that rows name; then they have their keys.
async fn name(db: &impl ConnectionTrait, read: &mut [Assessed]) -> ApiResult<()> {
    let mut contents: Vec<Option<Content>> =
        read.iter_mut().map(|(_, content)| content.take()).collect();
    let faults = targets::links::find(db, &mut contents).await?;
    for (((row, place), content), faults) in read.iter_mut().zip(contents).zip(faults) {
        *place = content;
        if faults.is_empty() {
            row.keys = place.as_ref().map(Content::keys).unwrap_or_default();
        } else {
            refuse(row, place, faults);
        }
    }
    Ok(())
}

fn refuse(row: &mut Row, content: &mut Option<Content>, faults: Vec<FieldError>) {
    row.state = RowState::Invalid;
    row.faults = faults;
    *content = None;
}

/// The row as if nobody had looked at it before, and what it says.
fn understood(target: ImportTarget, layout: &Layout, row: Row, today: NaiveDate) -> Assessed {
    let mut row = Row::new(row.id, row.number, row.cells);
    match read(target, layout, row.number, &row.cells, today) {
        Ok(content) => (row, Some(content)),
        Err(faults) => {
            refuse(&mut row, &mut None, faults);
            (row, None)
        }
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
                    places.entry(key.clone()).or_insert(at);
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
