//! The mail with a link to set a new password.

use askama::Template;
use domain::{Lang, auth::RESET_MINUTES};
use secrecy::{ExposeSecret as _, SecretString};

use super::letters::{MASK, line};

/// To whoever forgot their password.
#[derive(Debug, Clone)]
pub struct PasswordResetLetter {
    pub username: String,
    /// When the link ends, as people in Shanghai write it.
    pub until: String,
    /// The link without its token: what the log shows.
    pub page: String,
    pub link: SecretString,
}

#[derive(Template)]
#[template(path = "mail/password_reset.html")]
pub(super) struct ResetSheet {
    l: Lang,
    kind: &'static str,
    subject: String,
    preview: String,
    greeting: String,
    username: String,
    until: String,
    minutes: i64,
    link: String,
}

impl ResetSheet {
    pub(super) fn of(
        letter: &PasswordResetLetter,
        l: Lang,
        kind: &'static str,
        subject: String,
        greeting: String,
        is_masked: bool,
    ) -> Self {
        let link = if is_masked {
            format!("{}#{MASK}", line(&letter.page))
        } else {
            letter.link.expose_secret().to_owned()
        };
        let until = line(&letter.until);
        let preview = match l {
            Lang::Zh => format!("链接在 {until} 前有效"),
            Lang::En => format!("The link is good until {until}"),
        };
        let username = line(&letter.username);
        let minutes = RESET_MINUTES;
        Self { l, kind, subject, preview, greeting, username, until, minutes, link }
    }
}

/// The same as plain text.
#[derive(Template)]
#[template(path = "mail/password_reset.txt")]
pub(super) struct ResetText<'a>(pub(super) &'a ResetSheet);

impl std::ops::Deref for ResetText<'_> {
    type Target = ResetSheet;

    fn deref(&self) -> &ResetSheet {
        self.0
    }
}
