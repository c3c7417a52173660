//! What the templates of mails are filled with.

use askama::Template;
use domain::Lang;
use secrecy::ExposeSecret;

use super::{Handover, LicenseItem, MASK, day, line, term};
use crate::mail::message;

/// A license as the template shows it.
pub(super) struct Item {
    pub(super) number: String,
    pub(super) product: String,
    pub(super) term: String,
    pub(super) mode: &'static str,
    pub(super) handover: Given,
}

pub(super) enum Given {
    Code { code: String, activate_by: String },
    File { name: String, cluster_id: String, valid_until: String },
    Renewed { name: String, valid_until: String },
}

pub(super) fn given(item: &LicenseItem, l: Lang, is_masked: bool) -> Item {
    use domain::licenses::ActivationMode::{Offline, Online};
    let (mode, handover) = match &item.handover {
        Handover::Online { code, activate_by } => {
            let code = if is_masked { MASK } else { code.expose_secret() };
            (Online, Given::Code { code: code.to_owned(), activate_by: day(*activate_by, l) })
        }
        Handover::Offline { cluster_id, valid_until, .. } => (
            Offline,
            Given::File {
                name: message::file_name(&item.file_name()),
                cluster_id: line(cluster_id),
                valid_until: day(*valid_until, l),
            },
        ),
        Handover::Renewed { valid_until, .. } => (
            Online,
            Given::Renewed {
                name: message::file_name(&item.file_name()),
                valid_until: day(*valid_until, l),
            },
        ),
    };
    let term = match item.changed_until {
        Some(last) => format!("{} {}", l.pick("有效期至", "valid until"), day(last, l)),
        None => term(item.term_years, l),
    };
    Item {
        number: line(&item.number),
        product: line(&item.product),
        term,
        mode: mode.label(l),
        handover,
    }
}

#[derive(Template)]
#[template(path = "mail/licenses.html")]
pub(super) struct LicensesSheet {
    pub(super) l: Lang,
    pub(super) kind: &'static str,
    pub(super) subject: String,
    pub(super) preview: String,
    pub(super) greeting: String,
    pub(super) order_number: String,
    pub(super) partner: Option<String>,
    pub(super) customer: String,
    pub(super) licenses: Vec<Item>,
    pub(super) is_change: bool,
    pub(super) host: String,
    pub(super) rule: String,
    pub(super) link: String,
}

/// Which instructions a mail needs.
impl LicensesSheet {
    fn any(&self, is: impl Fn(&Given) -> bool) -> bool {
        self.licenses.iter().any(|item| is(&item.handover))
    }

    fn has_online(&self) -> bool {
        self.any(|given| matches!(given, Given::Code { .. }))
    }

    fn has_offline(&self) -> bool {
        self.any(|given| matches!(given, Given::File { .. }))
    }

    fn has_renewed(&self) -> bool {
        self.any(|given| matches!(given, Given::Renewed { .. }))
    }
}

#[derive(Template)]
#[template(path = "mail/order_rejected.html")]
pub(super) struct RejectedSheet {
    pub(super) l: Lang,
    pub(super) kind: &'static str,
    pub(super) subject: String,
    pub(super) preview: String,
    pub(super) greeting: String,
    pub(super) order_number: String,
    pub(super) customer: String,
    pub(super) reason: Vec<String>,
    pub(super) link: String,
}

#[derive(Template)]
#[template(path = "mail/order_submitted.html")]
pub(super) struct SubmittedSheet {
    pub(super) l: Lang,
    pub(super) kind: &'static str,
    pub(super) subject: String,
    pub(super) preview: String,
    pub(super) greeting: String,
    pub(super) order_number: String,
    pub(super) partner: Option<String>,
    pub(super) customer: String,
    pub(super) total: String,
    pub(super) submitted_by: String,
    pub(super) link: String,
}

/// The same sheets as plain text.
macro_rules! text_of {
    ($( $text:ident = $sheet:ident, $path:literal; )+) => { $(
        #[derive(Template)]
        #[template(path = $path)]
        pub(super) struct $text<'a>(pub(super) &'a $sheet);

        impl std::ops::Deref for $text<'_> {
            type Target = $sheet;

            fn deref(&self) -> &$sheet {
                self.0
            }
        }
    )+ };
}

text_of! {
    LicensesText = LicensesSheet, "mail/licenses.txt";
    RejectedText = RejectedSheet, "mail/order_rejected.txt";
    SubmittedText = SubmittedSheet, "mail/order_submitted.txt";
}
