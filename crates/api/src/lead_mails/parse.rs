//! A mail taken apart: MIME, charsets, nested mails and files, all of it bounded.

use chrono::DateTime;
use domain::{
    attachments::{MAX_BYTES, MediaType, safe_name},
    lead_mails::{
        Address, IncomingMail, MOST_BYTES, MOST_DEPTH, MOST_FILES, MOST_PARTS, MOST_TEXT,
        text_of_html,
    },
    problem::{Reason, Refusal},
};
use encoding_rs::GB18030;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

/// Headers that tell who wrote a mail.
const TELLING: [&str; 19] = [
    "auto-submitted",
    "content-type",
    "feedback-id",
    "list-id",
    "list-post",
    "list-unsubscribe",
    "precedence",
    "return-path",
    "x-auto-reply",
    "x-auto-response-suppress",
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-failed-recipients",
    "x-loop",
    "x-mail-autoreply",
    "x-mailer",
    "x-mailing-list",
    "sender",
];

/// Message-IDs of a header that are looked at.
const MOST_REFERENCES: usize = 50;

/// A file of a mail, under a name that harms nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedFile {
    pub file_name: String,
    pub content: Vec<u8>,
}

/// A mail and its files.
#[derive(Debug, Clone, Default)]
pub struct ParsedMail {
    pub mail: IncomingMail,
    pub files: Vec<ParsedFile>,
}

/// Takes a mail apart.
///
/// # Errors
/// It is none, it is too large, or it is nested deeper than anybody writes.
pub fn parse(raw: &[u8]) -> Result<ParsedMail, Refusal> {
    let unreadable = || Refusal::new(Reason::UnreadableMail);
    if raw.len() > MOST_BYTES {
        return Err(Refusal::new(Reason::AttachmentTooLarge).with("max", MOST_BYTES >> 20));
    }
    // Counted before anything is built of it.
    if count(raw, b"message/rfc822") > MOST_DEPTH || count(raw, b"boundary=") > MOST_PARTS {
        return Err(unreadable());
    }
    let raw = with_readable_headers(raw);
    let message = MessageParser::default().parse(raw.as_ref()).ok_or_else(unreadable)?;
    let has_head = message.from().is_some() || message.subject().is_some();
    if !has_head || message.parts.len() > MOST_PARTS {
        return Err(unreadable());
    }
    let mut mail = head(&message);
    mail.text = text(&message);
    let is_report =
        mail.header("content-type").is_some_and(|it| it.starts_with("multipart/report"));
    if !is_report && let Some(inner) = message.attachments().find_map(MessagePart::message) {
        append_forwarded(&mut mail, inner);
    }
    Ok(ParsedMail { files: files(&message), mail })
}

/// How often some words stand in a mail, in whichever case.
fn count(raw: &[u8], words: &[u8]) -> usize {
    raw.windows(words.len()).filter(|window| window.eq_ignore_ascii_case(words)).count()
}

/// Old programs write headers in GBK as it is.
fn with_readable_headers(raw: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let end = raw.windows(2).position(|two| two == b"\n\n");
    let end = raw.windows(4).position(|four| four == b"\r\n\r\n").into_iter().chain(end).min();
    let (headers, body) = raw.split_at(end.unwrap_or(raw.len()));
    if std::str::from_utf8(headers).is_ok() {
        return raw.into();
    }
    let (headers, ..) = GB18030.decode(headers);
    [headers.as_bytes(), body].concat().into()
}

fn head(message: &Message<'_>) -> IncomingMail {
    let headers = message
        .headers_raw()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .filter(|(name, _)| TELLING.contains(&name.as_str()))
        .map(|(name, value)| {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            (name, value.chars().take(300).collect())
        })
        .collect();
    IncomingMail {
        message_id: message.message_id().map(str::to_owned),
        in_reply_to: ids(message.in_reply_to()),
        references: ids(message.references()),
        from: message.from().or(message.sender()).map(address).unwrap_or_default(),
        reply_to: message.reply_to().map(address),
        subject: one_line(message.subject().unwrap_or_default(), 300),
        sent_at: message.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)),
        text: String::new(),
        headers,
    }
}

fn ids(header: &mail_parser::HeaderValue<'_>) -> Vec<String> {
    let one = header.as_text().map(str::to_owned);
    let several = header.as_text_list().unwrap_or_default().iter().map(ToString::to_string);
    one.into_iter().chain(several).take(MOST_REFERENCES).collect()
}

fn address(all: &mail_parser::Address<'_>) -> Address {
    let Some(first) = all.first() else { return Address::default() };
    let email = first.address().map(|email| one_line(email, 254).to_lowercase());
    let name = first.name().map(|name| one_line(name, 120));
    Address {
        name: name
            .map(|name| name.trim_matches(['"', '\'']).to_owned())
            .filter(|name| !name.is_empty()),
        email: email.filter(|email| domain::validate::email(email).is_ok()),
    }
}

fn one_line(text: &str, most: usize) -> String {
    let plain = domain::lead_mails::plain(&text.replace(['\n', '\r', '\t'], " "));
    plain.trim().chars().take(most).collect()
}

/// What people read: plain text, or HTML without its tags where that says more.
fn text(message: &Message<'_>) -> String {
    let parts = |ids: &[u32]| -> String {
        let texts =
            ids.iter().filter_map(|id| message.part(*id)).map(|part| text_of(message, part));
        bounded(&texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n"))
    };
    let plain = parts(&message.text_body);
    let html = parts(&message.html_body);
    if plain.trim().is_empty() && html.trim().is_empty() {
        // Parts that never end are none of the body's; people read them all the same.
        let all = message.parts.iter().filter(|part| part.attachment_name().is_none());
        let texts: Vec<String> = all.map(|part| text_of(message, part)).collect();
        return bounded(texts.join("\n\n").trim());
    }
    // Some programs write nothing but "this mail is HTML" into the plain part.
    let is_hollow = plain.trim().chars().count() < 40;
    if is_hollow && html.trim().chars().count() > 2 * plain.trim().chars().count() {
        html
    } else {
        plain
    }
}

fn text_of(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    match &part.body {
        PartType::Text(text) => repaired(message, part, text),
        PartType::Html(html) => text_of_html(&repaired(message, part, html)),
        _ => String::new(),
    }
}

/// Text that says no charset is GBK where it is not UTF-8.
fn repaired(message: &Message<'_>, part: &MessagePart<'_>, text: &str) -> String {
    let has_charset = part.content_type().is_some_and(|it| it.has_attribute("charset"));
    let is_plain = part.content_transfer_encoding().is_none_or(|it| {
        ["7bit", "8bit", "binary"].iter().any(|name| it.eq_ignore_ascii_case(name))
    });
    if has_charset || !is_plain || !text.contains('\u{FFFD}') {
        return text.to_owned();
    }
    let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize);
    match raw {
        Some(raw) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
        None => text.to_owned(),
    }
}

fn bounded(text: &str) -> String {
    // Twice what is kept: what is taken out of it is not counted yet.
    let end = text.char_indices().nth(2 * MOST_TEXT).map_or(text.len(), |(at, _)| at);
    text[..end].to_owned()
}

/// A mail that came as a file of another reads as one that was passed on within the text.
fn append_forwarded(mail: &mut IncomingMail, inner: &Message<'_>) {
    let theirs = head(inner);
    let name = theirs.from.name.unwrap_or_default();
    let email = theirs.from.email.unwrap_or_default();
    mail.text = format!(
        "{}\n\n---------- Forwarded message ----------\nFrom: {name} <{email}>\nSubject: {}\n\n{}",
        mail.text.trim_end(),
        theirs.subject,
        text(inner),
    );
}

fn files(message: &Message<'_>) -> Vec<ParsedFile> {
    let named = message.attachments().filter(|part| !part.is_message());
    let files = named.filter_map(|part| {
        let content = part.contents();
        let name = part.attachment_name()?;
        (!content.is_empty() && content.len() <= MAX_BYTES).then(|| ParsedFile {
            file_name: safe_name(name, MediaType::Binary),
            content: content.to_vec(),
        })
    });
    files.take(MOST_FILES).collect()
}
