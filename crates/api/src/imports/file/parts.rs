//! The parts of a workbook, unpacked as they are read and never further than a spreadsheet goes.
//! What an archive says of its own sizes is not believed: it only makes the refusal quicker.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek as _, SeekFrom},
};

use domain::problem::{Reason, Refusal};
use zip::ZipArchive;

/// Parts of a workbook at most, and bytes of its table of contents.
const MOST_PARTS: u16 = 2_000;
const LARGEST_CONTENTS: u32 = 2 * 1024 * 1024;
/// Bytes that a part may unpack to: so many times what it is packed as, and never more than this.
const LARGEST_RATIO: u64 = 150;
const SMALL: u64 = 4 * 1024 * 1024;
const LARGEST_PART: u64 = 1024 * 1024 * 1024;
/// Bytes between two marks of XML at most: what a reader keeps of it at once.
const LONGEST_PIECE: usize = 1024 * 1024;

pub type Archive = ZipArchive<BufReader<File>>;

pub fn unreadable() -> Refusal {
    Reason::NotASheet.into()
}

fn bomb() -> Refusal {
    Reason::SheetBomb.into()
}

/// Opens the archive once its end says that its table of contents is one that can be read.
pub fn open(mut file: File) -> Result<Archive, Refusal> {
    check_contents(&mut file).map_err(|_| unreadable())??;
    file.rewind().map_err(|_| unreadable())?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| unreadable())?;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| unreadable())?;
        if part.size() > most_of(part.compressed_size()) {
            return Err(bomb());
        }
    }
    Ok(archive)
}

/// What a part that is packed into so many bytes may come to.
fn most_of(packed: u64) -> u64 {
    packed.saturating_mul(LARGEST_RATIO).clamp(SMALL, LARGEST_PART)
}

/// The record at the end of every archive says how many parts there are, before any is looked at.
fn check_contents(file: &mut File) -> io::Result<Result<(), Refusal>> {
    const RECORD: usize = 22;
    let length = file.seek(SeekFrom::End(0))?;
    let tail = length.min(u64::from(u16::MAX) + RECORD as u64);
    file.seek(SeekFrom::Start(length - tail))?;
    let mut end = Vec::new();
    file.take(tail).read_to_end(&mut end)?;
    let found = end.windows(RECORD).rev().find(|record| record.starts_with(b"PK\x05\x06"));
    let Some(record) = found else { return Ok(Err(unreadable())) };
    let parts = u16::from_le_bytes([record[10], record[11]]);
    let bytes = u32::from_le_bytes([record[12], record[13], record[14], record[15]]);
    let is_fine = parts <= MOST_PARTS && bytes <= LARGEST_CONTENTS;
    Ok(if is_fine { Ok(()) } else { Err(bomb()) })
}

/// A part as it unpacks.
pub fn part<'a>(archive: &'a mut Archive, name: &str) -> Result<Option<impl Read + 'a>, Refusal> {
    let Some(index) = archive.index_for_name(name.trim_start_matches('/')) else { return Ok(None) };
    let part = archive.by_index(index).map_err(|_| unreadable())?;
    let left = most_of(part.compressed_size());
    Ok(Some(Bounded { part, left, since_mark: 0 }))
}

/// Stops reading where no spreadsheet goes.
struct Bounded<R> {
    part: R,
    left: u64,
    /// Bytes since the last mark of XML.
    since_mark: usize,
}

/// How a reader learns that it was a bomb.
pub const BOMB: &str = "this unpacks to far more than a spreadsheet";

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.part.read(buffer)?;
        let read = &buffer[..count];
        self.since_mark = match read.iter().rposition(|byte| *byte == b'<') {
            Some(at) => count - at,
            None => self.since_mark + count,
        };
        let is_too_much = self.left < count as u64 || self.since_mark > LONGEST_PIECE;
        if is_too_much {
            return Err(io::Error::other(BOMB));
        }
        self.left -= count as u64;
        Ok(count)
    }
}
