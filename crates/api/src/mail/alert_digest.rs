//! The day's new alerts of one person, in one mail.

use askama::Template;
use chrono::NaiveDate;
use domain::{
    Lang,
    alerts::{AlertKind, Severity},
};
use serde::{Deserialize, Serialize};

use super::letters::line;

/// To whoever sees to customers or partners.
#[derive(Debug, Clone)]
pub struct AlertDigestLetter {
    /// How many are new.
    pub count: u64,
    /// Of these, those that are critical.
    pub critical: u64,
    /// The most urgent of them.
    pub items: Vec<DigestItem>,
    /// The inbox.
    pub link: String,
}

/// An alert in the mail, as it was when the mail was queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestItem {
    pub kind: AlertKind,
    pub severity: Severity,
    /// The number of the license or deployment, or the partner's name.
    pub label: String,
    pub customer: Option<String>,
    pub due_on: NaiveDate,
}

impl AlertDigestLetter {
    fn words(&self, l: Lang) -> String {
        let (count, critical) = (self.count, self.critical);
        match l {
            Lang::Zh => format!("新增 {count} 条预警（紧急 {critical} 条）"),
            Lang::En if count == 1 => format!("1 new alert ({critical} critical)"),
            Lang::En => format!("{count} new alerts ({critical} critical)"),
        }
    }

    pub(super) fn subject(&self, l: Lang) -> String {
        format!("{} {}", l.pick("[Dify 企业版]", "[Dify Enterprise]"), self.words(l))
    }
}

/// A row of the mail's table.
struct Row {
    severity: &'static str,
    is_critical: bool,
    kind: &'static str,
    what: String,
    due_on: NaiveDate,
}

#[derive(Template)]
#[template(path = "mail/alert_digest.html")]
pub(super) struct DigestSheet {
    l: Lang,
    kind: &'static str,
    subject: String,
    preview: String,
    greeting: String,
    title: String,
    rows: Vec<Row>,
    /// How many are not named.
    more: u64,
    link: String,
}

impl DigestSheet {
    pub(super) fn of(
        letter: &AlertDigestLetter,
        l: Lang,
        kind: &'static str,
        subject: String,
        greeting: String,
    ) -> Self {
        let row = |item: &DigestItem| Row {
            severity: item.severity.label(l),
            is_critical: item.severity == Severity::Critical,
            kind: item.kind.label(l),
            what: match &item.customer {
                Some(customer) => format!("{} · {}", line(&item.label), line(customer)),
                None => line(&item.label),
            },
            due_on: item.due_on,
        };
        let rows: Vec<Row> = letter.items.iter().map(row).collect();
        let more = letter.count.saturating_sub(rows.len() as u64);
        let preview = rows.first().map(|row| row.what.clone()).unwrap_or_default();
        let (title, link) = (letter.words(l), line(&letter.link));
        Self { l, kind, subject, preview, greeting, title, rows, more, link }
    }
}

/// The same as plain text.
#[derive(Template)]
#[template(path = "mail/alert_digest.txt")]
pub(super) struct DigestText<'a>(pub(super) &'a DigestSheet);

impl std::ops::Deref for DigestText<'_> {
    type Target = DigestSheet;

    fn deref(&self) -> &DigestSheet {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            Letter,
            tests::{has_all, mail},
        },
        *,
    };

    #[test]
    fn each_is_named_in_a_line_and_the_rest_is_counted() {
        let item = DigestItem {
            kind: AlertKind::InGrace,
            severity: Severity::Critical,
            label: "ENT-202611-386037".to_owned(),
            customer: Some("<b>银行</b>\r\nBcc: x@example.com".to_owned()),
            due_on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        };
        let letter = Letter::AlertDigest(AlertDigestLetter {
            count: 3,
            critical: 1,
            items: vec![item],
            link: "https://dsms.example.com/alerts".to_owned(),
        });

        for (lang, subject, more) in [
            (Lang::Zh, "新增 3 条预警（紧急 1 条）", "另有 2 条"),
            (Lang::En, "3 new alerts (1 critical)", "2 more"),
        ] {
            let mail = mail(&letter, lang);
            assert!(mail.subject.ends_with(subject), "{}", mail.subject);
            for body in [&mail.body.text, &mail.body.html] {
                has_all(body, &["ENT-202611-386037", "2026-11-20", more, "/alerts"]);
                has_all(body, &[AlertKind::InGrace.label(lang), Severity::Critical.label(lang)]);
            }
            assert!(!mail.body.html.contains("<b>银行"), "{}", mail.body.html);
            assert!(!mail.body.text.contains("\nBcc"), "{}", mail.body.text);
        }
    }
}
