//! What a mail says that a lead needs: company, contact, phone, mail, product, users, budget and date,
//! each with where it stands and how sure that is. Text that is quoted is not read.

mod amounts;
mod company;
mod contact;
mod dates;
mod phone;

use chrono::NaiveDate;

use super::{
    Address, Found, MailField, MailPlace,
    lines::{Class, Line},
    patterns,
    understand::small,
};
use crate::products::Edition;

pub(super) use contact::is_name;

/// What is read.
pub(super) struct Source<'a> {
    pub lines: &'a [Line<'a>],
    pub subject: &'a str,
    pub sender: &'a Address,
    /// Domains of our own.
    pub ours: &'a [String],
}

impl<'a> Source<'a> {
    /// The lines that the writer wrote.
    fn own(&self) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(|line| line.class != Class::Quoted && !line.text.trim().is_empty())
    }

    fn signature(&self) -> impl Iterator<Item = &Line<'a>> {
        self.own().filter(|line| line.class == Class::Signature)
    }

    fn is_ours(&self, email: &str) -> bool {
        let domain = email.rsplit('@').next().unwrap_or_default();
        self.ours.iter().any(|own| domain == own || domain.ends_with(&format!(".{own}")))
    }
}

/// Something that may be what is looked for.
#[derive(Debug, Clone)]
struct Candidate {
    value: String,
    place: MailPlace,
    from: usize,
    until: usize,
    confidence: u32,
}

impl Candidate {
    /// A part of a line.
    fn of(line: &Line<'_>, part: &str, confidence: u32) -> Self {
        let part = part.trim();
        // Where it stands: it is a part of the line, else it is taken for its beginning.
        let at = (part.as_ptr() as usize).checked_sub(line.text.as_ptr() as usize);
        let at = at.filter(|at| at + part.len() <= line.text.len()).unwrap_or_default();
        let from = line.from + at;
        Self {
            value: part.to_owned(),
            place: MailPlace::Text,
            from,
            until: from + part.len(),
            confidence,
        }
    }

    fn elsewhere(place: MailPlace, value: &str, confidence: u32) -> Self {
        Self { value: value.trim().to_owned(), place, from: 0, until: 0, confidence }
    }

    fn worth(self, value: String) -> Self {
        Self { value, ..self }
    }

    fn found(self, field: MailField) -> Found {
        Found {
            field,
            value: self.value.chars().take(120).collect(),
            place: self.place,
            from: small(self.from),
            until: small(self.until),
            confidence: self.confidence,
        }
    }
}

/// The surest; of several as sure, the first.
fn best(all: impl IntoIterator<Item = Candidate>) -> Option<Candidate> {
    let mut best: Option<Candidate> = None;
    for one in all {
        if best.as_ref().is_none_or(|best| one.confidence > best.confidence) {
            best = Some(one);
        }
    }
    best
}

/// Everything that is found, one of each at most.
pub(super) fn read(source: &Source<'_>, today: NaiveDate) -> Vec<Found> {
    let found = [
        (MailField::Company, company::company(source)),
        (MailField::Contact, contact::contact(source)),
        (MailField::Phone, phone::phone(source)),
        (MailField::Email, email(source)),
        (MailField::Product, product(source)),
        (MailField::Users, amounts::users(source)),
        (MailField::Budget, amounts::budget(source)),
        (MailField::Date, dates::date(source, today)),
    ];
    found.into_iter().filter_map(|(field, one)| Some(one?.found(field))).collect()
}

/// Whether nobody reads what is sent there.
pub(super) fn is_machine(email: &str) -> bool {
    let local = email.split('@').next().unwrap_or_default();
    let plain: String = local.chars().filter(char::is_ascii_alphanumeric).collect();
    [
        "noreply",
        "donotreply",
        "notreply",
        "notification",
        "notifications",
        "system",
        "webform",
        "mailer",
    ]
    .iter()
    .any(|word| plain.starts_with(word))
}

fn email(source: &Source<'_>) -> Option<Candidate> {
    let sender = source.sender.email.as_deref().filter(|email| !source.is_ours(email));
    let by_header = sender
        .filter(|email| !is_machine(email))
        .map(|email| Candidate::elsewhere(MailPlace::Sender, email, 90));
    let in_text = source.own().flat_map(|line| {
        patterns::EMAIL.find_iter(line.text).map(move |found| {
            let before = line.text[..found.start()].to_lowercase();
            let is_labeled =
                ["邮箱", "邮件", "email", "e-mail", "mail", "电邮"].iter().any(|label| {
                    before.trim_end_matches([':', '：', ' ', '\t', '】']).ends_with(label)
                });
            let confidence = match (line.class, is_labeled) {
                (Class::Signature, true) => 92,
                (_, true) => 95,
                (Class::Signature, false) => 88,
                _ => 70,
            };
            Candidate::of(line, found.as_str(), confidence)
        })
    });
    let in_text: Vec<_> = in_text
        .map(|one| {
            let lower = one.value.to_lowercase();
            one.worth(lower)
        })
        .filter(|one| !source.is_ours(&one.value) && !is_machine(&one.value))
        .collect();
    // The sender's own, where it stands in the text, can be shown there.
    let same = in_text.iter().find(|one| Some(one.value.as_str()) == sender).cloned();
    let same = same.map(|one| Candidate { confidence: 98, ..one });
    // Another address is whom to answer only where it says so.
    let has_header = by_header.is_some();
    let named = in_text.into_iter().filter(|one| !has_header || one.confidence >= 92);
    best(same.into_iter().chain(named).chain(by_header))
}

/// Words by which an edition is named, the most telling first.
const EDITIONS: [(&str, Edition); 12] = [
    ("企业版", Edition::Enterprise),
    ("enterprise edition", Edition::Enterprise),
    ("enterprise plan", Edition::Enterprise),
    ("enterprise license", Edition::Enterprise),
    ("enterprise version", Edition::Enterprise),
    ("专业版", Edition::Professional),
    ("professional", Edition::Professional),
    ("标准版", Edition::Standard),
    ("standard edition", Edition::Standard),
    ("基础版", Edition::Basic),
    ("basic edition", Edition::Basic),
    ("dify enterprise", Edition::Enterprise),
];

fn product(source: &Source<'_>) -> Option<Candidate> {
    let in_text = source.own().flat_map(|line| {
        // Lower case of what is compared is as long as it was.
        let lower = line.text.to_ascii_lowercase();
        EDITIONS
            .iter()
            .enumerate()
            .filter_map(|(place, (words, edition))| {
                let at = lower.find(words)?;
                let part = &line.text[at..at + words.len()];
                let confidence = 90 - u32::try_from(place / 6).unwrap_or_default();
                Some(Candidate::of(line, part, confidence).worth(edition.as_str().to_owned()))
            })
            .collect::<Vec<_>>()
    });
    let subject = source.subject.to_lowercase();
    let in_subject = EDITIONS
        .iter()
        .find(|(words, _)| subject.contains(words))
        .map(|(_, edition)| Candidate::elsewhere(MailPlace::Subject, edition.as_str(), 85));
    best(in_text.chain(in_subject))
}
