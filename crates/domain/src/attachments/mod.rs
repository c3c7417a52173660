//! Attachments 附件: files that people put beside a record. What a file is, its content says; a
//! stranger's name for it is made harmless before it is kept.

pub mod wire;

use crate::problem::{Reason, Refusal};

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 10 << 20;
/// Longest name of a file, in characters.
pub const NAME_LENGTH: usize = 120;
/// What a file is called of which nothing usable is said.
const NAMELESS: &str = "attachment";

crate::enums::wire_enum! {
    /// What may be attached: what is signed on paper, scanned or photographed.
    pub enum MediaType {
        #[default]
        Pdf = "application/pdf": "PDF", "PDF";
        Jpeg = "image/jpeg": "JPEG", "JPEG";
        Png = "image/png": "PNG", "PNG";
        Webp = "image/webp": "WebP", "WebP";
        /// Invoices only: the national format of fixed layout (GB/T 33190).
        Ofd = "application/ofd": "OFD", "OFD";
        /// Invoices only.
        Xml = "application/xml": "XML", "XML";
        /// Files of mails only: kept as they came, whatever they are, and given out for saving.
        Binary = "application/octet-stream": "文件", "File";
    }
}

impl MediaType {
    /// What a file is by its first bytes; none where it is nothing that may be attached.
    ///
    /// ```
    /// use domain::attachments::MediaType;
    /// assert_eq!(MediaType::of(b"%PDF-1.7\n"), Some(MediaType::Pdf));
    /// assert_eq!(MediaType::of(b"<svg xmlns="), None);
    /// ```
    pub fn of(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if content.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP".as_slice()) {
            Some(Self::Webp)
        } else {
            None
        }
    }

    /// How names of such files end; the first is the one that is put there.
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Ofd => &["ofd"],
            Self::Xml => &["xml"],
            Self::Binary => &[],
        }
    }
}

/// Says what a file is that is to be attached.
///
/// # Errors
/// It is too large; it is nothing that may be attached, whatever it is called.
pub fn check(content: &[u8]) -> Result<MediaType, Refusal> {
    if content.len() > MAX_BYTES {
        return Err(Refusal::new(Reason::AttachmentTooLarge).with("max", MAX_BYTES >> 20));
    }
    MediaType::of(content).ok_or_else(|| Refusal::new(Reason::UnknownFile))
}

/// A stranger's name for a file, as it may be kept and offered for download: without folders, on one
/// line, with nothing in it that a file system or a reader would take for something else, and ending
/// as such files end.
///
/// ```
/// use domain::attachments::{MediaType, safe_name};
/// assert_eq!(safe_name(r"C:\Users\wang\验收单 1.PDF", MediaType::Pdf), "验收单 1.PDF");
/// assert_eq!(safe_name("../../etc/passwd", MediaType::Png), "passwd.png");
/// ```
pub fn safe_name(name: &str, media_type: MediaType) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !is_hostile(*c)).collect();
    let plain = plain.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let ending = |name: &str| {
        let (_, ending) = name.rsplit_once('.')?;
        media_type.endings().contains(&ending.to_ascii_lowercase().as_str()).then_some(ending.len())
    };
    let (stem, ending) = match ending(plain) {
        Some(length) => plain.split_at(plain.len() - length - 1),
        None => (plain, ""),
    };
    let ending = match (ending, media_type.endings().first()) {
        ("", Some(first)) => format!(".{first}"),
        (own, _) => own.to_owned(),
    };
    let room = NAME_LENGTH - ending.chars().count();
    let stem: String = stem.chars().take(room).collect();
    let stem = stem.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let stem = if stem.is_empty() { NAMELESS } else { stem };
    format!("{stem}{ending}")
}

/// What has no place in a name: control characters, signs that turn the direction of a text or have
/// no width (a name that reads otherwise than it is), and what file systems and shells reserve.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '%' | ';' | '`' | '$' | '\u{AD}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202F}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{61C}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        let webp = b"RIFF\x10\0\0\0WEBPVP8 ";
        assert_eq!(MediaType::of(webp), Some(MediaType::Webp));
        assert_eq!(MediaType::of(&[0xFF, 0xD8, 0xFF, 0xE0]), Some(MediaType::Jpeg));
        assert_eq!(MediaType::of(b"\x89PNG\r\n\x1a\n\0"), Some(MediaType::Png));
        for other in [
            b"".as_slice(),
            b"%PD",
            b"<html><script>alert(1)</script>",
            b"\n%PDF-1.7",
            b"RIFF\x10\0\0\0WAVEfmt ",
            b"MZ\x90\0",
            b"PK\x03\x04",
            b"GIF89a",
        ] {
            assert_eq!(MediaType::of(other), None, "{other:?}");
        }
    }

    #[test]
    fn a_file_is_refused_by_its_size_and_by_what_it_is() {
        let mut large = b"%PDF-1.7".to_vec();
        large.resize(MAX_BYTES, b' ');
        assert_eq!(check(&large), Ok(MediaType::Pdf));
        large.push(b' ');
        assert_eq!(check(&large).unwrap_err().reason, Reason::AttachmentTooLarge);
        assert_eq!(check(b"MZ").unwrap_err().reason, Reason::UnknownFile);
    }

    #[test]
    fn hostile_names_are_harmless() {
        let pdf = |name| safe_name(name, MediaType::Pdf);
        for (name, kept) in [
            ("", "attachment.pdf"),
            ("..", "attachment.pdf"),
            (".pdf", "pdf.pdf"),
            ("a\r\nSet-Cookie: b=1.pdf", "aSet-Cookie b=1.pdf"),
            ("\"quoted\";x=\"y.pdf", "quotedx=y.pdf"),
            // What would read as `form-exe.pdf`.
            ("form-\u{202E}fdp.exe", "form-fdp.exe.pdf"),
            ("page.html", "page.html.pdf"),
            ("photo.JPG", "photo.JPG.pdf"),
            ("..\\..\\windows\\system32\\cmd.exe", "cmd.exe.pdf"),
        ] {
            assert_eq!(pdf(name), kept, "{name:?}");
        }
        assert_eq!(safe_name("photo.jpeg", MediaType::Jpeg), "photo.jpeg");
    }

    proptest! {
        #[test]
        fn every_name_is_one_line_short_and_ends_as_it_should(name in "\\PC{0,300}|.{0,200}") {
            let kept = safe_name(&name, MediaType::Webp);
            prop_assert!(kept.chars().count() <= NAME_LENGTH);
            prop_assert!(kept.to_ascii_lowercase().ends_with(".webp"));
            prop_assert!(kept.len() > ".webp".len());
            prop_assert!(!kept.starts_with(['.', ' ']));
            prop_assert!(!kept.chars().any(|c| is_hostile(c) || c == '/' || c == '\\'));
            prop_assert_eq!(safe_name(&kept, MediaType::Webp), kept, "once is enough");
        }
    }
}
