//! The texts that a workbook's cells share: in memory while they are few, else in a file that is
//! thrown away, so that a million different names take no more memory than their places.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
};

use domain::problem::Refusal;

use super::parts::unreadable;

/// Bytes of text that are kept in memory.
const IN_MEMORY: usize = 8 * 1024 * 1024;
/// Texts at most: a few for each row.
const MOST: usize = 4_000_000;

#[derive(Default)]
pub struct Strings {
    /// Where each text ends.
    ends: Vec<u32>,
    /// The last texts, or all.
    text: Vec<u8>,
    /// What stands before them, and how many bytes that is.
    file: Option<File>,
    in_file: usize,
}

impl Strings {
    /// Keeps one more.
    pub fn push(&mut self, text: &str) -> Result<(), Refusal> {
        if self.text.len() + text.len() > IN_MEMORY {
            self.spill().map_err(|_| unreadable())?;
        }
        self.text.extend_from_slice(text.as_bytes());
        let end = u32::try_from(self.in_file + self.text.len()).map_err(|_| too_many())?;
        if self.ends.len() >= MOST {
            return Err(too_many());
        }
        self.ends.push(end);
        Ok(())
    }

    fn spill(&mut self) -> std::io::Result<()> {
        if self.file.is_none() {
            self.file = Some(tempfile::tempfile()?);
        }
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::End(0))?;
            file.write_all(&self.text)?;
            self.in_file += self.text.len();
            self.text.clear();
        }
        Ok(())
    }

    /// The text with this index.
    pub fn get(&mut self, index: usize) -> Option<String> {
        let end = *self.ends.get(index)? as usize;
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? as usize };
        let bytes = if start >= self.in_file {
            self.text.get(start - self.in_file..end - self.in_file)?.to_vec()
        } else {
            let mut bytes = vec![0; end - start];
            let file = self.file.as_mut()?;
            file.seek(SeekFrom::Start(start as u64)).ok()?;
            file.read_exact(&mut bytes).ok()?;
            bytes
        };
        String::from_utf8(bytes).ok()
    }
}

fn too_many() -> Refusal {
    use domain::problem::Reason;
    Refusal::new(Reason::ImportTooLarge).with("max", domain::imports::MAX_BYTES / 1024 / 1024)
}
