//! A spreadsheet file to rows of text: xlsx, or CSV in the encodings that spreadsheets here write.

use std::{
    collections::BTreeMap,
    io::{self, Cursor, Read},
};

use calamine::{DataRef, Reader as _, Xlsx};
use domain::{
    orders::sheet::{MAX_BYTES, MAX_ROWS, RawRow, rows_of_text},
    problem::{Reason, Refusal},
};
use encoding_rs::{Encoding, GB18030, UTF_8};
use zip::ZipArchive;

/// What all parts of a workbook may come to when they are unpacked.
const MAX_UNPACKED: u64 = 24 * 1024 * 1024;
/// Rows beyond what can be a sheet of lines with a heading are not kept.
const MOST_ROWS: usize = MAX_ROWS + 10;
const MOST_COLUMNS: u32 = 64;
/// From here on a number of the file has lost digits.
const EXACT: f64 = 1e15;

/// The rows of a file, whatever its name: what it is shows in its first bytes.
///
/// # Errors
/// Neither a workbook nor text, or too large.
pub fn rows_of(bytes: &[u8]) -> Result<Vec<RawRow>, Refusal> {
    if bytes.starts_with(b"PK") {
        return rows_of_workbook(bytes);
    }
    rows_of_text(&text_of(bytes)?)
}

fn unreadable() -> Refusal {
    Reason::UnreadableSheet.into()
}

/// UTF-16 and UTF-8 by their mark, UTF-8 without one, else GB 18030, which contains GBK.
fn text_of(bytes: &[u8]) -> Result<String, Refusal> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        None => (GB18030, bytes),
    };
    let (text, has_faults) = encoding.decode_without_bom_handling(bytes);
    let is_text = !has_faults && !text.contains('\0');
    if is_text { Ok(text.into_owned()) } else { Err(unreadable()) }
}

/// Unpacks everything once and keeps nothing of it: a small file may not become a large one, and
/// what an archive says of its own sizes is not believed.
fn check_unpacked(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| unreadable())?;
        let unpacked =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|_| unreadable())?;
        left = left
            .checked_sub(unpacked)
            .ok_or_else(|| Refusal::new(Reason::TooManyRows).with("max", MAX_ROWS))?;
    }
    Ok(())
}

/// The first sheet. Cells are read one after another, since a sheet with a single cell in its last
/// corner would otherwise take as much memory as a full one.
fn rows_of_workbook(bytes: &[u8]) -> Result<Vec<RawRow>, Refusal> {
    check_unpacked(bytes)?;
    let too_many = || Refusal::new(Reason::TooManyRows).with("max", MAX_ROWS);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let first = book.sheet_names().into_iter().next().ok_or_else(unreadable)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| unreadable())?;
    let percents: Vec<bool> = cells
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|f| f.format_code.contains('%')))
        .collect();
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut left = MAX_BYTES;
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let is_percent = percents.get(style).copied().unwrap_or_default();
        let text = text_of_cell(cell.get_value(), is_percent);
        if column >= MOST_COLUMNS || text.trim().is_empty() {
            continue;
        }
        left = left.checked_sub(text.len()).ok_or_else(too_many)?;
        let cells = rows.entry(row).or_default();
        let column = column as usize;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        if rows.len() > MOST_ROWS {
            return Err(too_many());
        }
    }
    Ok(rows.into_iter().map(|(row, cells)| RawRow::new(row.saturating_add(1), cells)).collect())
}

/// A cell as the spreadsheet shows it.
fn text_of_cell(value: &DataRef<'_>, is_percent: bool) -> String {
    match value {
        DataRef::Float(number) => text_of_number(*number, is_percent),
        #[expect(clippy::cast_precision_loss, reason = "large ones are shown as what is lost")]
        DataRef::Int(number) => text_of_number(*number as f64, is_percent),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => at.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn text_of_number(number: f64, is_percent: bool) -> String {
    if is_percent {
        // Two decimals are all that a discount has; more of them is the binary's dust.
        let percent = format!("{:.2}", number * 100.0);
        return format!("{}%", percent.trim_end_matches('0').trim_end_matches('.'));
    }
    if number.abs() >= EXACT {
        return format!("{number:E}").replace('E', "E+");
    }
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encodings_that_are_in_use() {
        let (gbk, _, _) = GB18030.encode("产品,套数\r\n基础版,1\r\n");
        let utf16: Vec<u8> =
            "\u{feff}产品\t套数\n基础版\t1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [&*gbk, &utf16, "\u{feff}产品,套数\n基础版,1".as_bytes()] {
            let rows = rows_of(bytes).unwrap();

            assert_eq!(rows.len(), 2);
            assert_eq!(rows[0].cells, ["产品", "套数"]);
        }
        for garbage in [&[0xff, 0xff, 0xff][..], b"a\0b", b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0"]
        {
            assert_eq!(rows_of(garbage).unwrap_err().reason, Reason::UnreadableSheet);
        }
    }

    #[test]
    fn numbers_look_as_in_the_spreadsheet() {
        assert_eq!(text_of_number(2.0, false), "2");
        assert_eq!(text_of_number(13_800_138_000.0, false), "13800138000");
        assert_eq!(text_of_number(0.05, true), "5%");
        assert_eq!(text_of_number(0.125, true), "12.5%");
        assert_eq!(text_of_number(9.131e17, false), "9.131E+17");
    }
}
