//! Text to rows of cells and back: tab, comma or semicolon between cells, quoted cells with line
//! breaks, rows counted as the spreadsheet counts them.

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::{MAX_BYTES, MAX_ROWS, columns::MOST_ABOVE};
use crate::problem::{Reason, Refusal};

/// Most cells of a row that are looked at, and most characters of one. A hundred cluster ids of
/// 64 characters fit.
const MAX_CELLS: usize = 64;
const MAX_CHARS: usize = 8000;

/// A row as it stands in the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawRow {
    /// As the sheet counts, from 1.
    pub number: u32,
    pub cells: Vec<String>,
}

impl RawRow {
    /// A row of these cells; what is beyond any use is cut off.
    pub fn new(number: u32, cells: impl IntoIterator<Item = String>) -> Self {
        let cut = |cell: String| match cell.char_indices().nth(MAX_CHARS) {
            Some((end, _)) => cell[..end].to_owned(),
            None => cell,
        };
        Self { number, cells: cells.into_iter().take(MAX_CELLS).map(cut).collect() }
    }

    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| super::cells::plain(cell).is_empty())
    }
}

/// The rows of a text that was pasted from a spreadsheet or is a CSV file.
///
/// # Errors
/// Too long, or too many rows.
pub fn rows_of_text(text: &str) -> Result<Vec<RawRow>, Refusal> {
    let too_many = || Refusal::new(Reason::TooManyRows).with("max", MAX_ROWS);
    if text.len() > MAX_BYTES {
        return Err(too_many());
    }
    let mut text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    // The last row ends like the others, so that counting lines counts rows.
    text.push('\n');
    let mut reader = ReaderBuilder::new().delimiter(delimiter_of(&text)).build();
    let mut input = text.as_bytes();
    let (mut output, mut filled) = (vec![0; input.len() + 1], 0);
    let (mut ends, mut ended) = (vec![0; MAX_CELLS], 0);
    let (mut rows, mut breaks_in_cells) = (Vec::new(), 0);
    loop {
        let (result, read, written, found) =
            reader.read_record(input, &mut output[filled..], &mut ends[ended..]);
        input = &input[read..];
        filled += written;
        ended += found;
        match result {
            ReadRecordResult::InputEmpty => {}
            // There is room for all of the input; should there not be, what was read counts.
            ReadRecordResult::OutputFull | ReadRecordResult::End => return Ok(rows),
            ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            ReadRecordResult::Record => {
                let record = &output[..filled];
                // Lines that the reader skipped are rows; line breaks within a cell are not.
                breaks_in_cells += record.split(|byte| *byte == b'\n').skip(1).count() as u64;
                let number = reader.line().saturating_sub(1 + breaks_in_cells).max(1);
                let row = RawRow::new(
                    u32::try_from(number).unwrap_or(u32::MAX),
                    cells_of(record, &ends[..ended]),
                );
                if !row.is_blank() {
                    rows.push(row);
                }
                if rows.len() > MAX_ROWS + MOST_ABOVE {
                    return Err(too_many());
                }
                (filled, ended) = (0, 0);
            }
        }
    }
}

fn cells_of(record: &[u8], ends: &[usize]) -> Vec<String> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts
        .zip(ends)
        .take(MAX_CELLS)
        .map(|(start, end)| {
            let bytes = record.get(start..*end).unwrap_or_default();
            String::from_utf8_lossy(bytes).into_owned()
        })
        .collect()
}

/// What stands between cells, by the first rows: a tab where there is one, since spreadsheets copy
/// so; else a comma or a semicolon, whichever there are more of.
pub fn delimiter_of(text: &str) -> u8 {
    let (mut quoted, mut rows) = (false, 0);
    let (mut commas, mut semicolons) = (0, 0);
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => rows += 1,
            b'\t' if !quoted => return b'\t',
            b',' if !quoted => commas += 1,
            b';' if !quoted => semicolons += 1,
            _ => {}
        }
        if rows > MOST_ABOVE {
            break;
        }
    }
    if semicolons > commas { b';' } else { b',' }
}

/// A CSV file (RFC 4180) that spreadsheets open as it is: with a byte order mark, and without a
/// cell that they would take for a formula (an apostrophe in front says that it is text).
pub fn csv_of(rows: &[Vec<String>]) -> String {
    let mut text = String::from('\u{feff}');
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
        text += &cells.join(",");
        text += "\r\n";
    }
    text
}

fn csv_cell(cell: &str) -> String {
    let marked = if cell.starts_with(['=', '+', '-', '@', '\t', '\'']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if marked.contains([',', ';', '"', '\n', '\r', '\t']) {
        format!("\"{}\"", marked.replace('"', "\"\""))
    } else {
        marked
    }
}
