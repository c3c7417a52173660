//! Mails: from what happened to words in two languages, and from words to somebody's mail server.

mod alert_digest;
mod letters;
mod message;
mod notice;
mod password_reset;
mod transport;

use std::fmt;

use chrono::{DateTime, Utc};
use domain::{Lang, deliveries::MailKind, id::DeliveryId};
use lettre::message::Mailbox;

pub use alert_digest::{AlertDigestLetter, DigestItem};
pub use letters::{
    Activation, ActivationChangedLetter, Handover, Letter, LicenseItem, LicensesLetter,
    OrderRejectedLetter, OrderSubmittedLetter,
};
pub use message::{Recipient, build};
pub use notice::NoticeLetter;
pub use password_reset::PasswordResetLetter;
pub use transport::{SmtpSettings, Tls, Transport};

/// A mail, ready to go. It may carry codes and keys: `Debug` shows none of its words.
#[derive(Clone)]
pub struct Mail {
    /// With its angle brackets; the same at every try, so that a mail that arrives twice is seen
    /// as one.
    pub message_id: String,
    pub kind: MailKind,
    pub to: Recipient,
    pub language: Lang,
    pub subject: String,
    pub body: Body,
    /// The same with `••••` for every code: what the log shows.
    pub masked: Body,
    pub attachments: Vec<Attachment>,
}

/// The words, twice.
#[derive(Clone, PartialEq, Eq)]
pub struct Body {
    pub text: String,
    pub html: String,
}

/// A file that goes with a mail.
#[derive(Clone)]
pub struct Attachment {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("message_id", &self.message_id)
            .field("kind", &self.kind)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// Why a mail did not go out.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Worth another try: 4yz, no connection, time-out, or the server does not take our password.
    #[error("{0}")]
    Temporary(String),
    /// Not worth one: 5yz, or an address that is none. A person has to look.
    #[error("{0}")]
    Permanent(String),
}

impl MailError {
    /// Whether another try may succeed.
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary(_))
    }
}

/// Where mails go, and in whose name.
#[derive(Debug, Clone)]
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
}

impl Mailer {
    /// `from` as in a header: `Dify 企业版 <licenses@example.com>`, or the address alone.
    pub fn new(transport: Transport, from: &str) -> Result<Self, MailError> {
        Ok(Self { transport, from: message::mailbox(from)? })
    }

    /// The same, but mails go nowhere: demo data is not delivered.
    #[must_use]
    pub fn discarding(self) -> Self {
        Self { transport: Transport::Discard, ..self }
    }

    /// The Message-ID of a delivery, which stays with it.
    pub fn message_id(&self, delivery: DeliveryId) -> String {
        format!("<{delivery}@{}>", self.from.email.domain())
    }

    /// Hands a mail over, and answers what the server said to it.
    pub async fn send(&self, mail: &Mail, date: DateTime<Utc>) -> Result<String, MailError> {
        self.transport.send(&build(mail, &self.from, date)?).await
    }
}

#[cfg(test)]
mod tests;
