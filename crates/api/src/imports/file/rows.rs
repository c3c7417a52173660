//! The rows of a sheet, cell after cell.

use std::io::{BufReader, Read};

use chrono::{Days, NaiveDate};
use domain::{
    imports::{MAX_COLUMNS, MAX_ROWS, MOST_ABOVE, RawRow, letters_of},
    problem::{Reason, Refusal},
};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    Each,
    book::{Look, append, attribute, refusal},
    parts::unreadable,
    strings::Strings,
};

/// From here on a number of the file has lost digits.
const EXACT: f64 = 1e15;

/// What is being read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum In {
    #[default]
    Nothing,
    Value,
    Formula,
}

/// A cell in the making.
#[derive(Debug, Default)]
struct CellDraft {
    column: usize,
    kind: String,
    style: usize,
    value: String,
    has_value: bool,
    formula: Option<String>,
}

/// A sheet that is being read.
pub struct Rows<'a, R> {
    part: R,
    looks: &'a [Look],
    strings: &'a mut Strings,
}

impl<'a, R: Read> Rows<'a, R> {
    pub const fn of(part: R, looks: &'a [Look], strings: &'a mut Strings) -> Self {
        Self { part, looks, strings }
    }

    pub fn each(self, each: Each<'_>) -> Result<(), Refusal> {
        let Self { part, looks, strings } = self;
        let mut reader = Reader::from_reader(BufReader::with_capacity(64 * 1024, part));
        let mut buffer = Vec::new();
        let mut row = RawRow::default();
        let (mut cell, mut inside) = (None::<CellDraft>, In::Nothing);
        let mut column = 0;
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|error| refusal(&error))? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        row = begun(&tag, row.number)?;
                        column = 0;
                    }
                    "c" => {
                        let draft = cell_of(&tag, column)?;
                        column = draft.column + 1;
                        cell = Some(draft);
                    }
                    "v" | "t" => {
                        inside = In::Value;
                        if let Some(cell) = &mut cell {
                            cell.has_value = true;
                        }
                    }
                    "f" => {
                        inside = In::Formula;
                        if let Some(cell) = &mut cell {
                            cell.formula = Some(String::new());
                        }
                    }
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => row = begun(&tag, row.number)?,
                    "c" => column = cell_of(&tag, column)?.column + 1,
                    "f" => {
                        if let Some(cell) = &mut cell {
                            cell.formula = Some(String::new());
                        }
                    }
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "v" | "t" | "f" => inside = In::Nothing,
                    "c" => {
                        if let Some(cell) = cell.take() {
                            put(&mut row, cell, looks, strings)?;
                        }
                    }
                    "row" => {
                        let number = row.number;
                        let done = std::mem::take(&mut row);
                        row.number = number;
                        if !done.is_blank() && !each(done)? {
                            return Ok(());
                        }
                    }
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                // A document that brings words of its own is no sheet of ours.
                Event::DocType(_) => return Err(unreadable()),
                Event::Eof => return Ok(()),
                other => match (inside, &mut cell) {
                    (In::Value, Some(cell)) => append(&mut cell.value, &other)?,
                    (In::Formula, Some(cell)) => {
                        append(cell.formula.get_or_insert_default(), &other)?;
                    }
                    _ => {}
                },
            }
        }
    }
}

/// A row that begins: at its number, or after the last one. Rows come in their order.
fn begun(tag: &BytesStart<'_>, last: u32) -> Result<RawRow, Refusal> {
    let number = match attribute(tag, "r")? {
        Some(number) => number.parse().map_err(|_| unreadable())?,
        None => last.saturating_add(1),
    };
    if number <= last {
        return Err(unreadable());
    }
    Ok(RawRow { number, cells: Vec::new() })
}

/// A cell that begins: at its place, or behind the last one.
fn cell_of(tag: &BytesStart<'_>, next: usize) -> Result<CellDraft, Refusal> {
    let column = match attribute(tag, "r")? {
        Some(place) => column_of(&place).ok_or_else(unreadable)?,
        None => next,
    };
    let style = attribute(tag, "s")?.and_then(|style| style.parse().ok()).unwrap_or_default();
    let kind = attribute(tag, "t")?.unwrap_or_default();
    Ok(CellDraft { column, kind, style, ..CellDraft::default() })
}

/// `AB12` is in the 28th column, counted from 0.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(4).fold(0, |sum: usize, letter| {
        sum * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

fn put(
    row: &mut RawRow,
    cell: CellDraft,
    looks: &[Look],
    strings: &mut Strings,
) -> Result<(), Refusal> {
    let column = cell.column;
    let text = text_of(cell, looks, strings)?;
    if text.trim().is_empty() {
        return Ok(());
    }
    let last_row = MAX_ROWS + u32::try_from(MOST_ABOVE).unwrap_or_default() + 1;
    if column >= MAX_COLUMNS || row.number > last_row {
        return Err(Refusal::new(Reason::FarCell)
            .with("cell", format!("{}{}", letters_of(column), row.number))
            .with("rows", MAX_ROWS)
            .with("columns", MAX_COLUMNS));
    }
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    row.cells[column] = text;
    Ok(())
}

/// A cell as the spreadsheet shows it. A formula is what the spreadsheet made of it the last time;
/// where the file does not keep that, or it was an error, it is what is written, with its sign.
fn text_of(cell: CellDraft, looks: &[Look], strings: &mut Strings) -> Result<String, Refusal> {
    if let Some(formula) = &cell.formula
        && (!cell.has_value || cell.kind == "e")
    {
        return Ok(format!("={formula}"));
    }
    Ok(match cell.kind.as_str() {
        "s" => {
            let index = cell.value.trim().parse().map_err(|_| unreadable())?;
            strings.get(index).ok_or_else(unreadable)?
        }
        "" | "n" if !cell.value.trim().is_empty() => {
            let number: f64 = cell.value.trim().parse().map_err(|_| unreadable())?;
            text_of_number(number, looks.get(cell.style).copied().unwrap_or_default())
        }
        "b" => if cell.value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        _ => cell.value,
    })
}

fn text_of_number(number: f64, look: Look) -> String {
    match look {
        Look::Day if (1.0..2_958_466.0).contains(&number) => day_of(number),
        Look::Percent => {
            let percent = format!("{:.2}", number * 100.0);
            format!("{}%", percent.trim_end_matches('0').trim_end_matches('.'))
        }
        _ if number.abs() >= EXACT => format!("{number:E}").replace('E', "E+"),
        _ => number.to_string(),
    }
}

/// Excel counts days from 1899-12-30.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "its range is checked")]
fn day_of(number: f64) -> String {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30);
    let day = first.and_then(|first| first.checked_add_days(Days::new(number.trunc() as u64)));
    day.map_or_else(|| number.to_string(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_the_spreadsheet_does() {
        for (place, column) in [("A1", 0), ("Z9", 25), ("AA1", 26), ("XFD1048576", 16_383)] {
            assert_eq!(column_of(place), Some(column));
            assert!(place.starts_with(&letters_of(column)));
        }
        assert_eq!(column_of("12"), None);
    }

    #[test]
    fn numbers_look_as_in_the_spreadsheet() {
        assert_eq!(text_of_number(13_800_138_000.0, Look::Number), "13800138000");
        assert_eq!(text_of_number(0.125, Look::Percent), "12.5%");
        assert_eq!(text_of_number(46_348.0, Look::Day), "2026-11-22");
        assert_eq!(text_of_number(9.131e17, Look::Number), "9.131E+17");
    }
}
