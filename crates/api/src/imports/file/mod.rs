//! An uploaded file, row by row. What it is shows in its first bytes, whatever it is called. It lies
//! on disk and is never held whole: a row, a dictionary of bounded size and a few buffers are all
//! that is in memory, however long it is; and whatever makes it dangerous is refused by name.

mod book;
mod parts;
mod rows;
mod strings;
mod text;

use std::{
    fs::File,
    io::{Read as _, Seek as _},
};

use domain::{
    imports::{ImportTarget, MAX_ROWS, MOST_ABOVE, RawRow, find_heading},
    problem::{Reason, Refusal},
};

use self::{book::Book, text::Text};

/// What somebody does with a row: goes on, or has had enough.
pub type Each<'a> = &'a mut dyn FnMut(RawRow) -> Result<bool, Refusal>;

/// A file that can be read, as often as one likes.
pub enum Source {
    Text(Text),
    Book(Box<Book>),
}

/// What one reading of the whole file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    pub header_row: u32,
    pub headers: Vec<String>,
    /// Below the headings.
    pub rows: u32,
}

impl Source {
    /// Looks at what the file is.
    ///
    /// # Errors
    /// Neither text nor a workbook, or one that unpacks to too much.
    pub fn open(mut file: File) -> Result<Self, Refusal> {
        let mut start = [0; 8];
        let count = file.read(&mut start).map_err(|_| Refusal::from(Reason::NotASheet))?;
        file.rewind().map_err(|_| Refusal::from(Reason::NotASheet))?;
        let start = &start[..count];
        if start.starts_with(b"PK") {
            return Ok(Self::Book(Box::new(Book::open(file)?)));
        }
        // The old workbooks of Excel, PDF and pictures are no text either.
        let is_other =
            [&b"\xd0\xcf\x11\xe0"[..], b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b"]
                .iter()
                .any(|mark| start.starts_with(mark));
        if is_other { Err(Reason::NotASheet.into()) } else { Text::open(file).map(Self::Text) }
    }

    /// How its text is encoded.
    pub fn encoding(&self) -> &'static str {
        match self {
            Self::Text(text) => text.encoding(),
            Self::Book(_) => "XLSX",
        }
    }

    /// Reads the rows that have something in them, in their order, until `each` has had enough.
    ///
    /// # Errors
    /// What cannot be read, or is more than anybody needs.
    pub fn each(&mut self, each: Each<'_>) -> Result<(), Refusal> {
        match self {
            Self::Text(text) => text.each(each),
            Self::Book(book) => book.each(each),
        }
    }

    /// Reads the whole file once: where the headings are, and how many rows are below them.
    ///
    /// # Errors
    /// What cannot be read; nothing in it; too many rows.
    pub fn survey(&mut self, target: ImportTarget) -> Result<Survey, Refusal> {
        let (mut first, mut rows) = (Vec::new(), 0_u32);
        self.each(&mut |row| {
            rows += 1;
            if first.len() <= MOST_ABOVE {
                first.push(row);
            }
            if rows > MAX_ROWS + u32::try_from(MOST_ABOVE).unwrap_or_default() {
                return Err(too_many_rows());
            }
            Ok(true)
        })?;
        let at = find_heading(target, &first);
        let below = rows.saturating_sub(1 + u32::try_from(at).unwrap_or_default());
        if below == 0 {
            return Err(Reason::EmptySheet.into());
        }
        if below > MAX_ROWS {
            return Err(too_many_rows());
        }
        let RawRow { number, cells } = first.swap_remove(at);
        let headers = cells.iter().map(|cell| cell.trim().chars().take(190).collect()).collect();
        Ok(Survey { header_row: number, headers, rows: below })
    }
}

fn too_many_rows() -> Refusal {
    Refusal::new(Reason::TooManyRows).with("max", MAX_ROWS)
}

#[cfg(test)]
mod tests;
