//! Mails of our own making, with what is to be read out of each: `mails/*.txt` has them as people
//! write them, and this makes the bytes that programs send, in the charsets, encodings and forms that
//! are usual, and in some that are broken.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::NaiveDate;
use domain::lead_mails::{MailField, Understood, Verdict, understand};
use encoding_rs::Encoding;

/// The texts, one mail after another.
const TEXTS: [&str; 6] = [
    include_str!("../mails/chinese.txt"),
    include_str!("../mails/english.txt"),
    include_str!("../mails/threads.txt"),
    include_str!("../mails/automatic.txt"),
    include_str!("../mails/odd.txt"),
    include_str!("../mails/more.txt"),
];

/// When they were written.
const DATE: &str = "Sun, 22 Nov 2026 10:00:00 +0800";

/// Whom our own people write as.
pub const OURS: &str = "ours.example";

/// A mail, and what is to be read out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    pub name: &'static str,
    pub raw: Vec<u8>,
    pub verdict: Verdict,
    /// Whose it is in the end.
    pub sender: String,
    /// What is not here is to be found nowhere.
    pub fields: BTreeMap<MailField, String>,
}

/// What was right, of what was read and of what was there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    pub right: u32,
    pub wrong: u32,
    pub missed: u32,
}

impl Score {
    /// Right ÷ what was read.
    pub fn precision(self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }

    /// Right ÷ what was there.
    pub fn recall(self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.missed).max(1))
    }
}

/// The mails of the corpus.
pub fn corpus() -> Vec<Sample> {
    TEXTS.iter().flat_map(|text| text.split("=== ").skip(1)).map(sample).collect()
}

/// Reads a mail as the product does.
pub fn read(raw: &[u8]) -> Understood {
    let parsed = api::lead_mails::parse::parse(raw).unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    understand(&parsed.mail, &[OURS.to_owned()], today)
}

/// Reads the whole corpus; answers the scores by field, and a line for each fault.
pub fn score(corpus: &[Sample]) -> (BTreeMap<MailField, Score>, Vec<String>) {
    let (mut scores, mut faults) = (BTreeMap::<MailField, Score>::new(), Vec::new());
    for one in corpus {
        let understood = read(&one.raw);
        if understood.verdict != one.verdict {
            faults
                .push(format!("{}: verdict {} for {}", one.name, understood.verdict, one.verdict));
        }
        if one.verdict != Verdict::Person {
            continue;
        }
        let sender = understood.sender.email.clone().unwrap_or_default();
        if sender != one.sender {
            faults.push(format!("{}: sender {sender} for {}", one.name, one.sender));
        }
        for field in MailField::ALL {
            let read = understood.found.iter().find(|found| found.field == *field);
            let read = read.map(|found| found.value.as_str());
            let expected = one.fields.get(field).map(String::as_str);
            let score = scores.entry(*field).or_default();
            let is_right = match (read, expected) {
                (Some(read), Some(expected)) => is_same(*field, read, expected),
                (None, None) => continue,
                _ => false,
            };
            score.right += u32::from(is_right);
            score.wrong += u32::from(!is_right && read.is_some());
            score.missed += u32::from(!is_right && expected.is_some());
            if !is_right {
                faults.push(format!("{}: {field} {read:?} for {expected:?}", one.name));
            }
        }
    }
    (scores, faults)
}

/// However the digits are grouped.
fn is_same(field: MailField, read: &str, expected: &str) -> bool {
    let plain = |text: &str| -> String {
        let keeps = |c: &char| {
            if field == MailField::Phone { c.is_ascii_digit() } else { !c.is_whitespace() }
        };
        text.chars().filter(keeps).collect::<String>().to_lowercase()
    };
    plain(read) == plain(expected)
}

fn sample(text: &'static str) -> Sample {
    let (head, body) = text.split_once("\n---\n").unwrap();
    let mut lines = head.lines();
    let name = lines.next().unwrap();
    let (mut form, mut from, mut subject) = ("plain utf-8 8bit", "", "");
    let (mut verdict, mut sender, mut headers) = (Verdict::Person, None, Vec::new());
    let mut fields = BTreeMap::new();
    for line in lines {
        let (key, value) = line.split_once(": ").unwrap();
        match key {
            "as" => form = value,
            "from" => from = value,
            "subject" => subject = value,
            "verdict" => verdict = value.parse().unwrap(),
            "sender" => sender = Some(value.to_owned()),
            "header" => headers.push(value),
            field => {
                fields.insert(field.parse::<MailField>().unwrap(), value.to_owned());
            }
        }
    }
    let own = from.rsplit(['<', ' ']).next().unwrap().trim_end_matches('>').to_lowercase();
    // Whoever expects nothing else is to be answered where the mail came from.
    let email = fields.get(&MailField::Email).cloned();
    let answers = email.or_else(|| Some(sender.clone().unwrap_or_else(|| own.clone())));
    fields.insert(MailField::Email, answers.unwrap_or_default());
    fields.retain(|_, value| value != "none");
    let mail = Draft { name, form, from, subject, headers, body: body.trim_end() };
    Sample { name, raw: mail.bytes(), verdict, sender: sender.unwrap_or(own), fields }
}

/// A mail as a person wrote it.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// Its Message-ID, without the domain.
    pub name: &'a str,
    /// Form, charset, transfer encoding.
    pub form: &'a str,
    pub from: &'a str,
    pub subject: &'a str,
    pub headers: Vec<&'a str>,
    pub body: &'a str,
}

impl Draft<'_> {
    /// As a program sends it.
    pub fn bytes(&self) -> Vec<u8> {
        let mut words = self.form.split(' ');
        let (form, charset, encoding) =
            (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let part = |kind: &str, text: &str| part(kind, text, charset, encoding);
        let content = match form {
            "html" => part("text/html", self.body),
            "nocharset" => {
                let mut raw = b"Content-Type: text/plain\r\n\r\n".to_vec();
                raw.extend(encoded(self.body, charset));
                raw
            }
            "alternative" => multipart("alternative", "A1", &[
                part("text/plain", self.body),
                part("text/html", &format!("<div>{}</div>", self.body.replace('\n', "<br>\n"))),
            ]),
            "alternative-hollow" => multipart("alternative", "A1", &[
                part("text/plain", "HTML"),
                part("text/html", self.body),
            ]),
            "mixed" => multipart("mixed", "M1", &[
                part("text/plain", self.body),
                b"Content-Type: application/pdf; name=\"rfp.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\
                  Content-Disposition: attachment; filename=\"rfp.pdf\"\r\n\r\nJVBERi0xLjcK\r\n"
                    .to_vec(),
            ]),
            "report" => multipart("report; report-type=delivery-status", "R1", &[
                part("text/plain", self.body),
                b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n".to_vec(),
            ]),
            "rfc822" => {
                let (outer, inner) = self.body.split_once("\n~~~~\n").unwrap();
                let (head, text) = inner.split_once("\n\n").unwrap();
                let mut attached = b"Content-Type: message/rfc822\r\n\r\n".to_vec();
                for line in head.lines() {
                    attached.extend(encoded_header(line, charset));
                }
                attached.extend(part("text/plain", text));
                multipart("mixed", "F1", &[part("text/plain", outer), attached])
            }
            "broken-boundary" => {
                // The end of the parts is never said.
                let mut whole = multipart("mixed", "B1", &[part("text/plain", self.body)]);
                whole.truncate(whole.len() - 8);
                whole
            }
            "broken-truncated" => {
                let mut whole = part("text/plain", self.body);
                whole.truncate(whole.len() - 41);
                whole
            }
            _ => part("text/plain", self.body),
        };
        let mut raw = Vec::new();
        let is_raw = form == "broken-header";
        for line in [format!("From: {}", self.from), format!("Subject: {}", self.subject)] {
            if is_raw {
                raw.extend(encoded(&line, charset));
                raw.extend(b"\r\n");
            } else {
                raw.extend(encoded_header(&line, charset));
            }
        }
        let id = format!(
            "To: sales@{OURS}\r\nDate: {DATE}\r\nMessage-ID: <{}@corpus.example>\r\n",
            self.name
        );
        raw.extend(id.as_bytes());
        for header in &self.headers {
            raw.extend(header.as_bytes());
            raw.extend(b"\r\n");
        }
        raw.extend(b"MIME-Version: 1.0\r\n");
        raw.extend(content);
        raw
    }
}

fn encoded(text: &str, charset: &str) -> Vec<u8> {
    let encoding = Encoding::for_label(charset.as_bytes()).unwrap();
    let (bytes, ..) = encoding.encode(text);
    bytes.into_owned()
}

/// A header as RFC 2047 has it where it is not ASCII; addresses keep their angle brackets.
fn encoded_header(line: &str, charset: &str) -> Vec<u8> {
    let (name, value) = line.split_once(": ").unwrap();
    if value.is_ascii() {
        return format!("{line}\r\n").into_bytes();
    }
    let (words, rest) = match value.rsplit_once(" <") {
        Some((words, address)) => (words.trim_matches('"'), format!(" <{address}")),
        None => (value, String::new()),
    };
    let words = STANDARD.encode(encoded(words, charset));
    format!("{name}: =?{charset}?B?{words}?={rest}\r\n").into_bytes()
}

fn part(kind: &str, text: &str, charset: &str, encoding: &str) -> Vec<u8> {
    let bytes = encoded(&text.replace('\n', "\r\n"), charset);
    let mut part = format!(
        "Content-Type: {kind}; charset=\"{charset}\"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    .into_bytes();
    match encoding {
        "base64" => {
            for line in STANDARD.encode(&bytes).as_bytes().chunks(76) {
                part.extend(line);
                part.extend(b"\r\n");
            }
        }
        "quoted-printable" => part.extend(quoted(&bytes)),
        _ => part.extend(&bytes),
    }
    part.extend(b"\r\n");
    part
}

fn quoted(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut length) = (Vec::new(), 0);
    for &byte in bytes {
        if byte == b'\n' || byte == b'\r' {
            out.push(byte);
            length = 0;
            continue;
        }
        if length > 70 {
            out.extend(b"=\r\n");
            length = 0;
        }
        if byte == b'=' || !(b' '..=b'~').contains(&byte) {
            out.extend(format!("={byte:02X}").as_bytes());
            length += 3;
        } else {
            out.push(byte);
            length += 1;
        }
    }
    out
}

fn multipart(kind: &str, boundary: &str, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut whole =
        format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n").into_bytes();
    for part in parts {
        whole.extend(format!("--{boundary}\r\n").as_bytes());
        whole.extend(part);
    }
    whole.extend(format!("--{boundary}--\r\n").as_bytes());
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `cargo xtask bench mail` prints in full.
    #[test]
    fn the_corpus_is_read_as_well_as_promised() {
        let corpus = corpus();
        let (scores, faults) = score(&corpus);

        assert!(corpus.len() >= 120, "{} mails", corpus.len());
        let print: Vec<String> = scores
            .iter()
            .map(|(field, it)| format!("{field} {:.3} {:.3}", it.precision(), it.recall()))
            .collect();
        println!("{print:#?}\n{}", faults.join("\n"));
        for field in [MailField::Company, MailField::Phone, MailField::Email] {
            let score = scores[&field];
            assert!(score.precision() >= 0.95, "{field}: {score:?}");
            assert!(score.recall() >= 0.85, "{field}: {score:?}");
        }
        let verdicts = faults.iter().filter(|fault| fault.contains(": verdict ")).count();
        assert_eq!(verdicts, 0);
    }

    /// What is shown as evidence is what was read.
    #[test]
    fn every_evidence_stands_where_it_is_said_to() {
        for one in corpus() {
            let read = read(&one.raw);
            for found in
                read.found.iter().filter(|it| it.place == domain::lead_mails::MailPlace::Text)
            {
                let part = &read.text[found.from as usize..found.until as usize];
                assert!(!part.trim().is_empty(), "{}: {found:?}", one.name);
                if matches!(found.field, MailField::Company | MailField::Contact | MailField::Phone)
                {
                    assert_eq!(part, found.value, "{}", one.name);
                }
                assert!(
                    found.from >= read.said.from && found.until <= read.said.until,
                    "{}",
                    one.name
                );
            }
        }
    }
}
