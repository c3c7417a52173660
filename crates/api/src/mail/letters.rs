//! What the mails say. Words of people and companies are hostile: one line each, no control
//! characters, and escaped by the template.

mod changed;
mod sheets;

use askama::Template as _;
use chrono::{Datelike, NaiveDate};
use domain::{Lang, deliveries::MailKind, licenses::ACTIVATION_DAYS};
use secrecy::{ExposeSecret, SecretString};

pub use self::changed::{Activation, ActivationChangedLetter};
use self::sheets::{
    LicensesSheet, LicensesText, RejectedSheet, RejectedText, SubmittedSheet, SubmittedText, given,
};
use super::{
    Attachment, Body, Mail, MailError, Recipient,
    alert_digest::{AlertDigestLetter, DigestSheet, DigestText},
    message,
    notice::{NoticeLetter, NoticeSheet, NoticeText},
    password_reset::{PasswordResetLetter, ResetSheet, ResetText},
};

/// What stands for a code where it is not to be read.
pub(super) const MASK: &str = "••••";
/// Most characters of a name in a mail; ours are shorter.
const LONGEST: usize = 200;

/// A mail before it is put into words.
#[derive(Debug, Clone)]
pub enum Letter {
    Licenses(LicensesLetter),
    ActivationChanged(Box<ActivationChangedLetter>),
    OrderRejected(OrderRejectedLetter),
    OrderSubmitted(OrderSubmittedLetter),
    Notice(NoticeLetter),
    AlertDigest(AlertDigestLetter),
    PasswordReset(PasswordResetLetter),
}

/// Licenses go to the partner, or to the customer.
#[derive(Debug, Clone)]
pub struct LicensesLetter {
    pub order_number: String,
    pub partner: Option<String>,
    /// The end user.
    pub customer: String,
    pub licenses: Vec<LicenseItem>,
    /// Where the server is reached for activation: scheme and host.
    pub server_url: String,
    /// The order in the portal.
    pub link: String,
}

/// A license in a mail.
#[derive(Debug, Clone)]
pub struct LicenseItem {
    pub number: String,
    /// The product's name in the mail's language.
    pub product: String,
    pub term_years: u32,
    /// The last day of its term, where the order changed a license that was there.
    pub changed_until: Option<NaiveDate>,
    pub handover: Handover,
}

/// How a license is handed over.
#[derive(Debug, Clone)]
pub enum Handover {
    Online {
        code: SecretString,
        activate_by: NaiveDate,
    },
    Offline {
        key: SecretString,
        cluster_id: String,
        valid_until: NaiveDate,
    },
    /// It is activated; this is its key from now on.
    Renewed {
        key: SecretString,
        valid_until: NaiveDate,
    },
}

/// An order came back, with the reason.
#[derive(Debug, Clone)]
pub struct OrderRejectedLetter {
    pub order_number: String,
    pub customer: String,
    pub reason: String,
    pub link: String,
}

/// To those who approve.
#[derive(Debug, Clone)]
pub struct OrderSubmittedLetter {
    pub order_number: String,
    pub partner: Option<String>,
    pub customer: String,
    /// With its currency, as people read it.
    pub total: String,
    pub submitted_by: String,
    pub link: String,
}

impl Letter {
    pub const fn kind(&self) -> MailKind {
        match self {
            Self::Licenses(_) => MailKind::Licenses,
            Self::ActivationChanged(_) => MailKind::ActivationChanged,
            Self::OrderRejected(_) => MailKind::OrderRejected,
            Self::OrderSubmitted(_) => MailKind::OrderSubmitted,
            Self::Notice(_) => MailKind::Notice,
            Self::AlertDigest(_) => MailKind::AlertDigest,
            Self::PasswordReset(_) => MailKind::PasswordReset,
        }
    }

    pub fn subject(&self, language: Lang) -> String {
        let (zh, en) = match self {
            Self::Licenses(letter) => {
                let (order, customer) = (line(&letter.order_number), line(&letter.customer));
                let (zh, en) = if letter.is_change() {
                    ("许可证更新", "Your renewed licenses")
                } else {
                    ("许可证交付", "Your licenses")
                };
                (
                    format!("[Dify 企业版] {zh}：{order}（{customer}）"),
                    format!("[Dify Enterprise] {en}: {order} ({customer})"),
                )
            }
            Self::ActivationChanged(letter) => letter.subjects(),
            Self::OrderRejected(letter) => {
                let order = line(&letter.order_number);
                (
                    format!("[Dify 企业版] 订单需要修改：{order}"),
                    format!("[Dify Enterprise] Order needs changes: {order}"),
                )
            }
            Self::OrderSubmitted(letter) => {
                let order = line(&letter.order_number);
                let from = line(letter.partner.as_deref().unwrap_or(&letter.customer));
                (
                    format!("[Dify 企业版] 订单待审核：{order}（{from}）"),
                    format!("[Dify Enterprise] Order waits for approval: {order} ({from})"),
                )
            }
            Self::Notice(letter) => return letter.subject(language),
            Self::AlertDigest(letter) => return letter.subject(language),
            Self::PasswordReset(_) => (
                "[Dify 企业版] 重置密码".to_owned(),
                "[Dify Enterprise] Set a new password".to_owned(),
            ),
        };
        match language {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Puts it into words.
    pub fn compose(
        &self,
        message_id: &str,
        to: Recipient,
        language: Lang,
    ) -> Result<Mail, MailError> {
        let render = |is_masked| self.render(&to, language, is_masked);
        let failed = |error: askama::Error| MailError::Permanent(error.to_string());
        let (body, masked) = (render(false).map_err(failed)?, render(true).map_err(failed)?);
        let attachments = match self {
            Self::Licenses(letter) => letter.licenses.iter().filter_map(key_file).collect(),
            Self::ActivationChanged(letter) => key_file(&letter.license).into_iter().collect(),
            Self::OrderRejected(_)
            | Self::OrderSubmitted(_)
            | Self::Notice(_)
            | Self::AlertDigest(_)
            | Self::PasswordReset(_) => Vec::new(),
        };
        Ok(Mail {
            message_id: message::checked_id(message_id)?,
            kind: self.kind(),
            to,
            language,
            subject: self.subject(language),
            body,
            masked,
            attachments,
        })
    }

    fn render(&self, to: &Recipient, l: Lang, is_masked: bool) -> askama::Result<Body> {
        let kind = self.kind().label(l);
        let subject = self.subject(l);
        let greeting = greeting(to, l);
        match self {
            Self::ActivationChanged(letter) => letter.render(to, l, kind, subject, is_masked),
            Self::Licenses(letter) => {
                let sheet = LicensesSheet {
                    l,
                    kind,
                    preview: licenses_preview(letter, l),
                    subject,
                    greeting,
                    order_number: line(&letter.order_number),
                    partner: letter.partner.as_deref().map(line),
                    customer: line(&letter.customer),
                    licenses: letter
                        .licenses
                        .iter()
                        .map(|item| given(item, l, is_masked))
                        .collect(),
                    is_change: letter.is_change(),
                    host: line(&letter.server_url),
                    rule: rule(l),
                    link: line(&letter.link),
                };
                let text = LicensesText(&sheet).render()?;
                Ok(Body { html: sheet.render()?, text })
            }
            Self::OrderRejected(letter) => {
                let sheet = RejectedSheet {
                    l,
                    kind,
                    preview: line(&letter.reason),
                    subject,
                    greeting,
                    order_number: line(&letter.order_number),
                    customer: line(&letter.customer),
                    reason: letter.reason.lines().take(100).map(line).collect(),
                    link: line(&letter.link),
                };
                let text = RejectedText(&sheet).render()?;
                Ok(Body { html: sheet.render()?, text })
            }
            Self::OrderSubmitted(letter) => {
                let sheet = SubmittedSheet {
                    l,
                    kind,
                    preview: format!("{} · {}", line(&letter.customer), line(&letter.total)),
                    subject,
                    greeting,
                    order_number: line(&letter.order_number),
                    partner: letter.partner.as_deref().map(line),
                    customer: line(&letter.customer),
                    total: line(&letter.total),
                    submitted_by: line(&letter.submitted_by),
                    link: line(&letter.link),
                };
                let text = SubmittedText(&sheet).render()?;
                Ok(Body { html: sheet.render()?, text })
            }
            Self::Notice(letter) => {
                let sheet = NoticeSheet::of(letter, l, kind, subject, greeting);
                let text = NoticeText(&sheet).render()?;
                Ok(Body { html: sheet.render()?, text })
            }
            Self::AlertDigest(letter) => {
                let sheet = DigestSheet::of(letter, l, kind, subject, greeting);
                let text = DigestText(&sheet).render()?;
                Ok(Body { html: sheet.render()?, text })
            }
            Self::PasswordReset(letter) => {
                let sheet = ResetSheet::of(letter, l, kind, subject, greeting, is_masked);
                let text = ResetText(&sheet).render()?;
                Ok(Body { html: sheet.render()?, text })
            }
        }
    }
}

impl LicensesLetter {
    /// Whether all of it is about licenses that were there already.
    fn is_change(&self) -> bool {
        self.licenses.iter().all(|item| item.changed_until.is_some())
    }
}

impl LicenseItem {
    fn file_name(&self) -> String {
        format!("{}.lic", self.number)
    }
}

fn greeting(to: &Recipient, l: Lang) -> String {
    match (to.name.as_deref().map(line).filter(|name| !name.is_empty()), l) {
        (Some(name), Lang::Zh) => format!("{name}，您好："),
        (Some(name), Lang::En) => format!("Dear {name},"),
        (None, Lang::Zh) => "您好：".to_owned(),
        (None, Lang::En) => "Hello,".to_owned(),
    }
}

/// The key, byte for byte, under the license's number.
fn key_file(item: &LicenseItem) -> Option<Attachment> {
    match &item.handover {
        Handover::Online { .. } => None,
        Handover::Offline { key, .. } | Handover::Renewed { key, .. } => Some(Attachment {
            name: message::file_name(&item.file_name()),
            // What RFC 7515 §9.2.1 calls the compact form.
            media_type: "application/jose",
            bytes: key.expose_secret().as_bytes().to_vec(),
        }),
    }
}

/// The order form's rule, in the words of the order form.
fn rule(l: Lang) -> String {
    match l {
        Lang::Zh => format!(
            "请在许可证发送之日起 {ACTIVATION_DAYS} 个自然日内激活。许可证期限自激活之日起算；逾期未激活的，自第 \
             {ACTIVATION_DAYS} 日起算。重新发送不改变此期限。"
        ),
        Lang::En => format!(
            "Activate within {ACTIVATION_DAYS} calendar days of sending. The term begins on the day of \
             activation, and on the {ACTIVATION_DAYS}th day if there was none by then. Sending again does \
             not move it."
        ),
    }
}

fn licenses_preview(letter: &LicensesLetter, l: Lang) -> String {
    let numbers: Vec<String> = letter.licenses.iter().map(|item| line(&item.number)).collect();
    numbers.join(l.pick("、", ", "))
}

/// A day as people of the language write it.
fn day(on: NaiveDate, l: Lang) -> String {
    match l {
        Lang::Zh => format!("{}年{}月{}日", on.year(), on.month(), on.day()),
        Lang::En => on.format("%-d %B %Y").to_string(),
    }
}

fn term(years: u32, l: Lang) -> String {
    match l {
        Lang::Zh => format!("{years} 年"),
        Lang::En if years == 1 => "1 year".to_owned(),
        Lang::En => format!("{years} years"),
    }
}

/// One line of somebody's words: no line breaks that would forge a line of ours, no characters
/// that turn the direction of writing or are not seen.
pub(super) fn line(text: &str) -> String {
    let is_invisible = |c: char| {
        matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' |
            '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c })
        .take(LONGEST * 2)
        .collect();
    let joined = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.chars().take(LONGEST).collect()
}
