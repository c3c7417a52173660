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
