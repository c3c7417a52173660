//! The mail to who holds a license whose cluster or activation mode changed: what is different, and
//! the key or code that counts from now on.

use askama::Template;
use domain::{Lang, licenses::ActivationMode};

use super::{
    LicenseItem, line,
    sheets::{Given, Item, given},
};
use crate::mail::{Body, Recipient};

/// How a license is activated, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    pub mode: ActivationMode,
    pub cluster_id: Option<String>,
}

/// A license was transferred to another cluster, or is activated the other way.
#[derive(Debug, Clone)]
pub struct ActivationChangedLetter {
    pub order_number: String,
    /// The end user.
    pub customer: String,
    pub license: LicenseItem,
    pub from: Activation,
    pub to: Activation,
    pub reason: String,
    /// Where the server is reached for activation: scheme and host.
    pub server_url: String,
    pub link: String,
}

impl ActivationChangedLetter {
    fn is_transfer(&self) -> bool {
        self.from.mode == self.to.mode
    }

    /// In both languages.
    pub(super) fn subjects(&self) -> (String, String) {
        let number = line(&self.license.number);
        if self.is_transfer() {
            (
                format!("[Dify 企业版] 许可证已转移集群：{number}"),
                format!("[Dify Enterprise] License moved to another cluster: {number}"),
            )
        } else {
            (
                format!("[Dify 企业版] 许可证激活方式已变更：{number}"),
                format!("[Dify Enterprise] License is activated another way: {number}"),
            )
        }
    }

    pub(super) fn render(
        &self,
        to: &Recipient,
        l: Lang,
        kind: &'static str,
        subject: String,
        is_masked: bool,
    ) -> askama::Result<Body> {
        let place = |activation: &Activation| match &activation.cluster_id {
            Some(cluster) => format!("{} · {}", activation.mode.label(l), line(cluster)),
            None => activation.mode.label(l).to_owned(),
        };
        let sheet = ChangedSheet {
            l,
            kind,
            subject,
            preview: line(&self.reason),
            greeting: super::greeting(to, l),
            is_transfer: self.is_transfer(),
            order_number: line(&self.order_number),
            customer: line(&self.customer),
            license: given(&self.license, l, is_masked),
            from: place(&self.from),
            to: place(&self.to),
            reason: self.reason.lines().take(100).map(line).collect(),
            host: line(&self.server_url),
            link: line(&self.link),
        };
        let text = ChangedText(&sheet).render()?;
        Ok(Body { html: sheet.render()?, text })
    }
}

#[derive(Template)]
#[template(path = "mail/activation_changed.html")]
struct ChangedSheet {
    l: Lang,
    kind: &'static str,
    subject: String,
    preview: String,
    greeting: String,
    is_transfer: bool,
    order_number: String,
    customer: String,
    license: Item,
    from: String,
    to: String,
    reason: Vec<String>,
    host: String,
    link: String,
}

/// The same sheet as plain text.
#[derive(Template)]
#[template(path = "mail/activation_changed.txt")]
struct ChangedText<'a>(&'a ChangedSheet);

impl std::ops::Deref for ChangedText<'_> {
    type Target = ChangedSheet;

    fn deref(&self) -> &ChangedSheet {
        self.0
    }
}
