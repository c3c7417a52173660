//! CSV and its relatives: decoded piece by piece, split into rows by a reader that has a fixed
//! buffer for a row.

use std::{
    fs::File,
    io::{BufReader, Read as _, Seek as _, SeekFrom},
};

use csv_core::{ReadRecordResult, ReaderBuilder};
use domain::{
    imports::{MAX_COLUMNS, RawRow},
    orders::sheet::delimiter_of,
    problem::{Reason, Refusal},
};
use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::Each;

/// Bytes that are decoded at once.
const PIECE: usize = 64 * 1024;
/// Bytes of the longest row.
const LONGEST_ROW: usize = 1024 * 1024;

/// A text file.
pub struct Text {
    file: File,
    encoding: &'static Encoding,
    /// Where the text begins, behind its mark.
    start: u64,
    delimiter: u8,
}

fn unreadable() -> Refusal {
    Reason::NotASheet.into()
}

impl Text {
    /// Finds out its encoding: by its mark, by how UTF-16 looks, else UTF-8 where all of it is, else
    /// GB 18030, which contains GBK.
    pub fn open(mut file: File) -> Result<Self, Refusal> {
        let mut first = vec![0; PIECE];
        let count = fill(&mut file, &mut first)?;
        first.truncate(count);
        let marked = Encoding::for_bom(&first).map(|(encoding, length)| (encoding, length as u64));
        let (encoding, start) = match marked.or_else(|| without_mark(&first)) {
            Some(known) => known,
            None if is_whole(&file, UTF_8)? => (UTF_8, 0),
            None => (GB18030, 0),
        };
        let mut text = Self { file, encoding, start, delimiter: b',' };
        let mut pieces = Pieces::of(&text)?;
        let mut beginning = Vec::new();
        pieces.next_into(&mut beginning)?;
        let until = beginning.len().min(PIECE / 4);
        text.delimiter = delimiter_of(&String::from_utf8_lossy(&beginning[..until]));
        Ok(text)
    }

    pub fn encoding(&self) -> &'static str {
        match self.encoding.name() {
            "gb18030" => "GB18030",
            name => name,
        }
    }

    pub fn each(&mut self, each: Each<'_>) -> Result<(), Refusal> {
        let mut pieces = Pieces::of(self)?;
        let mut reader = ReaderBuilder::new().delimiter(self.delimiter).build();
        let (mut output, mut ends) = (vec![0; LONGEST_ROW], vec![0; MAX_COLUMNS + 1]);
        let (mut filled, mut ended, mut breaks, mut last) = (0, 0, 0, 0);
        let (mut input, mut at) = (Vec::with_capacity(PIECE), 0);
        loop {
            if at == input.len() {
                at = 0;
                // An empty piece says that this is the end.
                pieces.next_into(&mut input)?;
            }
            let (result, read, written, found) =
                reader.read_record(&input[at..], &mut output[filled..], &mut ends[ended..]);
            at += read;
            filled += written;
            ended += found;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    return Err(Refusal::new(Reason::CellTooLong).with("row", last + 1));
                }
                ReadRecordResult::OutputEndsFull => return Err(too_wide(last + 1)),
                ReadRecordResult::End => return Ok(()),
                ReadRecordResult::Record => {
                    let record = &output[..filled];
                    // Lines that the reader skipped are rows; line breaks within a cell are not.
                    breaks += record.split(|byte| *byte == b'\n').skip(1).count() as u64;
                    let line = reader.line().saturating_sub(1 + breaks);
                    let number = u32::try_from(line).unwrap_or(u32::MAX).max(last + 1);
                    let row = RawRow { number, cells: cells_of(record, &ends[..ended]) };
                    if row.cells.len() > MAX_COLUMNS {
                        return Err(too_wide(number));
                    }
                    (filled, ended, last) = (0, 0, number);
                    if !row.is_blank() && !each(row)? {
                        return Ok(());
                    }
                }
            }
        }
    }
}

fn too_wide(row: u32) -> Refusal {
    Refusal::new(Reason::TooManyColumns).with("row", row).with("max", MAX_COLUMNS)
}

/// The cells of a record, without the empty ones at its end.
fn cells_of(record: &[u8], ends: &[usize]) -> Vec<String> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let mut cells: Vec<String> = starts
        .zip(ends)
        .map(|(start, end)| {
            String::from_utf8_lossy(record.get(start..*end).unwrap_or_default()).into_owned()
        })
        .collect();
    while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells
}

fn fill(file: &mut File, buffer: &mut [u8]) -> Result<usize, Refusal> {
    file.rewind().map_err(|_| unreadable())?;
    let mut count = 0;
    while count < buffer.len() {
        match file.read(&mut buffer[count..]).map_err(|_| unreadable())? {
            0 => break,
            more => count += more,
        }
    }
    Ok(count)
}

/// UTF-16 without a mark: every other byte of its signs and digits is a zero.
fn without_mark(first: &[u8]) -> Option<(&'static Encoding, u64)> {
    let zeros = |from: usize| first.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let least = (first.len() / 64).max(1);
    match even.cmp(&odd) {
        std::cmp::Ordering::Less if odd > least && even == 0 => Some((UTF_16LE, 0)),
        std::cmp::Ordering::Greater if even > least && odd == 0 => Some((UTF_16BE, 0)),
        _ => None,
    }
}

/// Whether all of it is text in this encoding.
fn is_whole(file: &File, encoding: &'static Encoding) -> Result<bool, Refusal> {
    let file = file.try_clone().map_err(|_| unreadable())?;
    let text = Text { file, encoding, start: 0, delimiter: b',' };
    let mut pieces = Pieces::of(&text)?;
    let mut piece = Vec::with_capacity(PIECE);
    loop {
        match pieces.next_into(&mut piece) {
            Ok(()) if piece.is_empty() => return Ok(true),
            Ok(()) => {}
            Err(refusal) if refusal.reason == Reason::BrokenEncoding => return Ok(false),
            Err(refusal) => return Err(refusal),
        }
    }
}

/// The text as UTF-8, a piece at a time; its lines end with a line feed.
struct Pieces {
    file: BufReader<File>,
    decoder: Decoder,
    input: Vec<u8>,
    output: Vec<u8>,
    lines: u32,
    after_return: bool,
    is_over: bool,
}

impl Pieces {
    fn of(text: &Text) -> Result<Self, Refusal> {
        let mut file = text.file.try_clone().map_err(|_| unreadable())?;
        file.seek(SeekFrom::Start(text.start)).map_err(|_| unreadable())?;
        Ok(Self {
            file: BufReader::with_capacity(PIECE, file),
            decoder: text.encoding.new_decoder_without_bom_handling(),
            input: vec![0; PIECE / 4],
            output: vec![0; PIECE],
            lines: 1,
            after_return: false,
            is_over: false,
        })
    }

    /// Puts the next piece in the place of the last one; nothing at the end.
    fn next_into(&mut self, piece: &mut Vec<u8>) -> Result<(), Refusal> {
        piece.clear();
        while piece.is_empty() && !self.is_over {
            let count = self.file.read(&mut self.input).map_err(|_| unreadable())?;
            self.is_over = count == 0;
            let mut rest = &self.input[..count];
            loop {
                let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                    rest,
                    &mut self.output,
                    self.is_over,
                );
                rest = &rest[read..];
                for byte in &self.output[..written] {
                    let was_return = std::mem::replace(&mut self.after_return, *byte == b'\r');
                    match *byte {
                        b'\n' if was_return => {}
                        b'\r' | b'\n' => {
                            self.lines = self.lines.saturating_add(1);
                            piece.push(b'\n');
                        }
                        // What no text has.
                        0..=8 | 14..=25 | 27..=31 => return Err(unreadable()),
                        other => piece.push(other),
                    }
                }
                match result {
                    DecoderResult::InputEmpty => break,
                    DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(..) => {
                        return Err(Refusal::new(Reason::BrokenEncoding).with("row", self.lines));
                    }
                }
            }
        }
        Ok(())
    }
}
