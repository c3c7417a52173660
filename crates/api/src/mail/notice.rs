//! A notification as a mail: its sentence, and the way to what it is about.

use std::collections::BTreeMap;

use askama::Template;
use domain::{Lang, notifications::NotificationKind};

use super::letters::line;

/// To whoever wants to be told by mail of a kind that has no letter of its own.
#[derive(Debug, Clone)]
pub struct NoticeLetter {
    pub kind: NotificationKind,
    pub params: BTreeMap<String, String>,
    /// What it is about, on the recipient's side.
    pub link: String,
}

impl NoticeLetter {
    /// The sentence, in one line whatever its parameters hold.
    fn words(&self, l: Lang) -> String {
        line(&self.kind.words(&self.params, l))
    }

    pub(super) fn subject(&self, l: Lang) -> String {
        match l {
            Lang::Zh => format!("[Dify 企业版] {}", self.words(l)),
            Lang::En => format!("[Dify Enterprise] {}", self.words(l)),
        }
    }
}

#[derive(Template)]
#[template(path = "mail/notice.html")]
pub(super) struct NoticeSheet {
    l: Lang,
    kind: &'static str,
    subject: String,
    preview: String,
    greeting: String,
    title: &'static str,
    words: String,
    link: String,
}

impl NoticeSheet {
    pub(super) fn of(
        letter: &NoticeLetter,
        l: Lang,
        kind: &'static str,
        subject: String,
        greeting: String,
    ) -> Self {
        let (words, link) = (letter.words(l), line(&letter.link));
        let title = letter.kind.name(l);
        Self { l, kind, subject, preview: words.clone(), greeting, title, words, link }
    }
}

/// The same as plain text.
#[derive(Template)]
#[template(path = "mail/notice.txt")]
pub(super) struct NoticeText<'a>(pub(super) &'a NoticeSheet);

impl std::ops::Deref for NoticeText<'_> {
    type Target = NoticeSheet;

    fn deref(&self) -> &NoticeSheet {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Letter, tests::mail},
        *,
    };

    #[test]
    fn what_people_wrote_stays_words_in_one_line() {
        let reason = "<script>alert(1)</script>\r\nBcc: everybody@example.com";
        let letter = Letter::Notice(NoticeLetter {
            kind: NotificationKind::ReturnRejected,
            params: [("number", "ORD-20261122-000001"), ("reason", reason)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            link: "https://dsms.example.com/orders/1".to_owned(),
        });
        for (lang, begins) in
            [(Lang::Zh, "[Dify 企业版] 订单"), (Lang::En, "[Dify Enterprise] The return")]
        {
            let mail = mail(&letter, lang);

            assert!(mail.subject.starts_with(begins), "{}", mail.subject);
            assert!(!mail.subject.contains(['\r', '\n']), "{}", mail.subject);
            assert!(!mail.body.html.contains("<script>"), "{}", mail.body.html);
            assert!(mail.body.html.contains("ORD-20261122-000001"));
            assert!(mail.body.text.contains("https://dsms.example.com/orders/1"));
        }
    }
}
