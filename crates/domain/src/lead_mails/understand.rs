//! A mail that was taken apart, as it is understood.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Found, MOST_TEXT, Said, Verdict, forward, lines, read, verdict};

/// How often a mail may have been forwarded.
const MOST_FORWARDS: usize = 5;

/// Somebody who writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pub name: Option<String>,
    /// In lower case.
    pub email: Option<String>,
}

/// A mail after its MIME was taken apart, nothing of it trusted.
#[derive(Debug, Clone, Default)]
pub struct IncomingMail {
    pub message_id: Option<String>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    pub from: Address,
    pub reply_to: Option<Address>,
    pub subject: String,
    pub sent_at: Option<DateTime<Utc>>,
    /// The text that people read; HTML without its tags.
    pub text: String,
    /// The headers that tell who wrote it, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl IncomingMail {
    /// The first header of a name, in lower case.
    pub fn header(&self, name: &str) -> Option<String> {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.trim().to_lowercase())
    }
}

/// What was understood.
#[derive(Debug, Clone, Default)]
pub struct Understood {
    pub verdict: Verdict,
    /// What in the mail says so.
    pub because: Option<String>,
    /// Who wrote it first.
    pub sender: Address,
    /// Who passed it on to us.
    pub forwarded_by: Option<Address>,
    /// Without what forwarding put before it.
    pub subject: String,
    /// As it is shown; every place of `found` is one of it.
    pub text: String,
    pub said: Said,
    pub found: Vec<Found>,
}

/// Understands a mail. `ours` are the domains that our own people write from: they are nobody's
/// address, and `today` is what a date without a year is near to.
pub fn understand(mail: &IncomingMail, ours: &[String], today: NaiveDate) -> Understood {
    let text = plain(&mail.text);
    let (verdict, because) = verdict::of(mail);
    let mut sender = mail.from.clone();
    let mut subject = mail.subject.trim().to_owned();
    let mut forwarded_by = None;
    let mut from = 0;
    for _ in 0..MOST_FORWARDS {
        let Some(original) = forward::original(&text[from..], &subject) else { break };
        from += original.begins;
        forwarded_by.get_or_insert_with(|| sender.clone());
        sender = original.sender;
        subject = original.subject.unwrap_or_else(|| forward::bare(&subject).to_owned());
    }
    if forwarded_by.is_none()
        && let Some(reply_to) = mail.reply_to.clone()
        && reply_to.email.is_some()
        && sender.email.as_deref().is_none_or(read::is_machine)
    {
        // A form on a website writes for somebody whom one answers.
        sender = reply_to;
    }
    let lines = lines::classified(&text, from);
    let found = read::read(
        &read::Source { lines: &lines, subject: &subject, sender: &sender, ours },
        today,
    );
    let until = lines::end_of_what_is_said(&lines, from);
    let said = Said { from: small(from), until: small(until) };
    Understood { verdict, because, sender, forwarded_by, subject, text, said, found }
}

/// Texts are bounded far below.
pub(super) fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A text as it is shown and read: its lines end in one way, signs without width are gone, digits and
/// letters of full width are plain ones, and it is not longer than is kept.
///
/// ```
/// assert_eq!(domain::lead_mails::plain("Ａ１：\r\nx\u{200B}y\u{A0}z\r\n\r\n\r\n\r\n"), "A1：\nxy z");
/// ```
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.replace("\r\n", "\n").replace('\r', "\n").split('\n') {
        let line: String = line.chars().filter_map(shown).collect();
        let line = line.trim_end();
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank <= 2 {
            plain.push_str(line);
            plain.push('\n');
        }
    }
    let end = plain.char_indices().nth(MOST_TEXT).map_or(plain.len(), |(at, _)| at);
    plain.truncate(end);
    plain.trim_end().trim_start_matches('\n').to_owned()
}

fn shown(c: char) -> Option<char> {
    match c {
        '\t' => Some(c),
        '\u{A0}' | '\u{3000}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => Some(' '),
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => None,
        '\u{FEFF}' | '\u{AD}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' => None,
        '\u{FF10}'..='\u{FF19}'
        | '\u{FF21}'..='\u{FF3A}'
        | '\u{FF41}'..='\u{FF5A}'
        | '＋'
        | '＠'
        | '．' => char::from_u32(u32::from(c) - 0xFEE0),
        c if c.is_control() => None,
        c => Some(c),
    }
}
