//! Mails that the server wrote into its folder, read by an independent parser.

use std::{fs, path::Path};

use mail_parser::{MessageParser, MimeHeaders as _};

/// A mail as its receiver sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtMail {
    pub message_id: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Name and content.
    pub attachments: Vec<(String, Vec<u8>)>,
}

/// Every mail of the folder, in the order of recipient and subject.
pub fn read_all(folder: &Path) -> Vec<CaughtMail> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut mails: Vec<_> = entries
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            (path.extension()? == "eml").then(|| read(&fs::read(path).unwrap()))
        })
        .collect();
    mails.sort_by(|a, b| (&a.to, &a.subject).cmp(&(&b.to, &b.subject)));
    mails
}

/// A mail as it went over the wire.
pub fn read(bytes: &[u8]) -> CaughtMail {
    let mail = MessageParser::default().parse(bytes).unwrap();
    let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address());
    CaughtMail {
        message_id: mail.message_id().unwrap_or_default().to_owned(),
        to: to.unwrap_or_default().to_owned(),
        subject: mail.subject().unwrap_or_default().to_owned(),
        text: mail.body_text(0).unwrap_or_default().into_owned(),
        html: mail.body_html(0).unwrap_or_default().into_owned(),
        attachments: mail
            .attachments()
            .map(|part| {
                let name = part.attachment_name().unwrap_or_default().to_owned();
                (name, part.contents().to_vec())
            })
            .collect(),
    }
}
