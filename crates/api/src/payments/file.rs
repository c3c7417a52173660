//! A bank's file: a sheet or MT940, whatever it is called.

use std::{
    fs::File,
    io::{Read as _, Seek as _},
};

use domain::{
    finance::statements::{
        Defaults, Fault, FaultAt, MOST_ENTRIES, Statement, find_columns, read_mt940, read_rows,
    },
    payments::{MOST_BYTES, StatementFormat},
    problem::{Reason, Refusal},
};
use encoding_rs::{GB18030, UTF_8};

use crate::imports::file::Source;

/// Rows above, below and between the entries of a sheet.
const MOST_OTHERS: usize = 1_000;

/// What a file says, or what is wrong with it.
pub struct Contents {
    pub format: StatementFormat,
    pub read: Result<Vec<Statement>, Vec<FaultAt>>,
}

/// Reads a file whole; `defaults` is what a sheet may leave unsaid.
///
/// # Errors
/// It is none that can be read at all, or too large.
pub fn contents(mut file: File, size: u64, defaults: &Defaults) -> Result<Contents, Refusal> {
    let unreadable = |_| Refusal::from(Reason::NotASheet);
    if size > MOST_BYTES {
        let most = MOST_BYTES / 1024 / 1024;
        return Err(Refusal::new(Reason::ImportTooLarge).with("max", most));
    }
    let mut start = [0; 4096];
    let count = file.read(&mut start).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    if is_mt940(&start[..count]) {
        let mut bytes = Vec::new();
        file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
        return Ok(Contents { format: StatementFormat::Mt940, read: read_mt940(&text_of(&bytes)) });
    }
    let mut source = Source::open(file)?;
    let format = match source {
        Source::Text(_) => StatementFormat::Csv,
        Source::Book(_) => StatementFormat::Xlsx,
    };
    let mut rows = Vec::new();
    source.each(&mut |row| {
        rows.push(row);
        if rows.len() > MOST_ENTRIES + MOST_OTHERS {
            return Err(Refusal::new(Reason::TooManyRows).with("max", MOST_ENTRIES));
        }
        Ok(true)
    })?;
    if rows.is_empty() {
        return Err(Reason::EmptySheet.into());
    }
    let read = match find_columns(&rows) {
        Some((heading, columns)) => {
            read_rows(&rows, heading, &columns, defaults).map(|statement| vec![statement])
        }
        None => Err(vec![FaultAt { line: rows[0].number, fault: Fault::NoHeading }]),
    };
    Ok(Contents { format, read })
}

/// Whether a line begins with the tag of the account, and one before it with the tag of a message or
/// the network's envelope.
fn is_mt940(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    let first = text.trim_start_matches('\u{feff}').trim_start();
    let begins = first.starts_with(":20:") || first.starts_with("{1:") || first.starts_with(":25:");
    begins && text.lines().any(|line| line.starts_with(":25:"))
}

/// UTF-8 where all of it is, else GB 18030.
fn text_of(bytes: &[u8]) -> String {
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => text.into_owned(),
        None => GB18030.decode(bytes).0.into_owned(),
    }
}
