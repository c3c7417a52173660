//! The file of an invoice: PDF, OFD or XML by its content, whatever it is called.

use crate::{
    attachments::{MAX_BYTES, MediaType},
    problem::{Reason, Refusal},
};

/// The first entry that every OFD document has (GB/T 33190).
const OFD_ROOT: &[u8] = b"OFD.xml";

/// What a file is; none where it is no invoice's.
///
/// ```
/// use domain::{attachments::MediaType, invoices::file::of};
/// assert_eq!(of(b"%PDF-1.7\n"), Some(MediaType::Pdf));
/// assert_eq!(of(b"\xEF\xBB\xBF<?xml version=\"1.0\"?><EInvoice/>"), Some(MediaType::Xml));
/// assert_eq!(of(b"PK\x03\x04word/document.xml"), None);
/// ```
pub fn of(content: &[u8]) -> Option<MediaType> {
    let text = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content);
    if content.starts_with(b"%PDF-") {
        Some(MediaType::Pdf)
    } else if text.starts_with(b"<?xml") {
        Some(MediaType::Xml)
    } else if content.starts_with(b"PK\x03\x04")
        && content.windows(OFD_ROOT.len()).any(|some| some == OFD_ROOT)
    {
        Some(MediaType::Ofd)
    } else {
        None
    }
}

/// Says what a file is that is to be kept beside an invoice.
///
/// # Errors
/// It is too large; it is none of the three.
pub fn check(content: &[u8]) -> Result<MediaType, Refusal> {
    if content.len() > MAX_BYTES {
        return Err(Refusal::new(Reason::AttachmentTooLarge).with("max", MAX_BYTES >> 20));
    }
    of(content).ok_or_else(|| Refusal::new(Reason::NotAnInvoiceFile))
}
