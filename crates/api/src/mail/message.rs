//! From a mail to bytes: MIME, with every header made by the library and none from raw text.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::{
    Address, Message,
    message::{
        Attachment as Part, Body as Encoded, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use sha2::{Digest, Sha256};

use super::{Mail, MailError};

/// Whom a mail goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub name: Option<String>,
    pub address: String,
}

/// The mail as it goes out. The same mail and date give the same bytes, boundaries too.
pub fn build(mail: &Mail, from: &Mailbox, date: DateTime<Utc>) -> Result<Message, MailError> {
    let wrong = |error: &dyn std::fmt::Display| MailError::Permanent(error.to_string());
    let address: Address = mail
        .to
        .address
        .parse()
        .map_err(|error| MailError::Permanent(format!("{}: {error}", mail.to.address)))?;
    let name = mail.to.name.as_deref().map(without_breaks).filter(|name| !name.is_empty());

    let words = MultiPart::alternative()
        .boundary(boundary(mail, "words"))
        .singlepart(SinglePart::plain(mail.body.text.clone()))
        .singlepart(SinglePart::html(mail.body.html.clone()));
    let mut whole = MultiPart::mixed().boundary(boundary(mail, "whole")).multipart(words);
    for attachment in &mail.attachments {
        let media_type =
            ContentType::parse(attachment.media_type).map_err(|error| wrong(&error))?;
        // Base64 whatever it is: relays rewrap and pad lines of text.
        let bytes =
            Encoded::new_with_encoding(attachment.bytes.clone(), ContentTransferEncoding::Base64)
                .map_err(|_| MailError::Permanent("an attachment cannot be encoded".to_owned()))?;
        whole = whole.singlepart(Part::new(file_name(&attachment.name)).body(bytes, media_type));
    }

    Message::builder()
        .message_id(Some(checked_id(&mail.message_id)?))
        .date(SystemTime::from(date))
        .from(from.clone())
        .to(Mailbox::new(name, address))
        .subject(without_breaks(&mail.subject))
        // No holiday notes and receipts, please (RFC 3834; Exchange has a header of its own).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("X-Auto-Response-Suppress"),
            "All".to_owned(),
        ))
        .multipart(whole)
        .map_err(|error| wrong(&error))
}

/// Derived rather than drawn: a mail that is tried again is the same mail.
fn boundary(mail: &Mail, part: &str) -> String {
    let digest = Sha256::digest(format!("{part} {}", mail.message_id));
    let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("dsms-{part}-{hex}")
}

/// Reads `Name <address>` or an address.
pub(super) fn mailbox(text: &str) -> Result<Mailbox, MailError> {
    let wrong = |error| MailError::Permanent(format!("`{text}` is no mail address: {error}"));
    let (name, address) = match text.trim().strip_suffix('>').and_then(|rest| rest.rsplit_once('<'))
    {
        Some((name, address)) => (Some(name.trim().trim_matches('"')), address),
        None => (None, text),
    };
    let name = name.map(without_breaks).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, address.trim().parse().map_err(wrong)?))
}

/// A Message-ID in its angle brackets (RFC 5322 §3.6.4), of characters that are safe everywhere.
pub(super) fn checked_id(id: &str) -> Result<String, MailError> {
    let bare = id.trim_start_matches('<').trim_end_matches('>');
    let is_fine = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-+=".contains(c))
    };
    match bare.split_once('@') {
        Some((left, right)) if is_fine(left) && is_fine(right) && bare.len() <= 200 => {
            Ok(format!("<{bare}>"))
        }
        _ => Err(MailError::Permanent(format!("`{}` is no Message-ID", bare.escape_debug()))),
    }
}

/// A name that is one on every system.
pub(super) fn file_name(name: &str) -> String {
    let safe: String = name
        .chars()
        .take(120)
        .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' })
        .collect();
    safe.trim_start_matches('.').to_owned()
}

fn without_breaks(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    flat.split_whitespace().collect::<Vec<_>>().join(" ")
}
