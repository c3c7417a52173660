//! Webhooks: other systems and chat groups are told of what happens, as messages over HTTP.

pub mod wire;

use crate::{
    events::EventKind,
    problem::{FieldError, Reason},
    validate::{self, Faults},
    webhooks::wire::WebhookContent,
};

/// Longest address.
pub const URL_LENGTH: usize = 1_000;

crate::enums::wire_enum! {
    /// What a message looks like, and how it is signed.
    pub enum WebhookForm {
        /// As [Standard Webhooks](https://www.standardwebhooks.com) has it.
        #[default]
        Json = "json": "通用 JSON", "Generic JSON";
        WeCom = "wecom": "企业微信", "WeCom";
        DingTalk = "dingtalk": "钉钉", "DingTalk";
        Feishu = "feishu": "飞书", "Feishu";
    }
}

impl WebhookForm {
    /// Whether the secret is ours: we draw it and show it once. The others' robots have their own.
    pub const fn draws_secret(self) -> bool {
        matches!(self, Self::Json)
    }

    /// Whether a secret of theirs is of any use: WeCom's robots know none.
    pub const fn takes_secret(self) -> bool {
        matches!(self, Self::DingTalk | Self::Feishu)
    }
}

crate::enums::wire_enum! {
    /// Where a message stands.
    pub enum CallStatus {
        #[default]
        Queued = "queued": "待发送", "Queued";
        Retrying = "retrying": "等待重试", "Retrying";
        Delivered = "delivered": "已送达", "Delivered";
        Failed = "failed": "已放弃", "Given up";
    }
}

/// Whether a webhook can be told of it. What people do with their own accounts is nobody's business
/// outside, and a webhook that is told of webhooks would never come to rest.
pub fn can_be_told(kind: EventKind) -> bool {
    let name = kind.as_str();
    !name.starts_with("user.") && !name.starts_with("webhook.") && kind != EventKind::KeyShown
}

/// Everything that can be told, in the order of the events.
pub fn kinds() -> impl Iterator<Item = EventKind> {
    EventKind::ALL.iter().copied().filter(|kind| can_be_told(*kind))
}

/// Checks a webhook before it is kept; `has_url` where an address is there that a missing one leaves
/// as it is, `http_too` where the installation allows addresses without TLS.
///
/// # Errors
/// One field error per fault.
pub fn check(
    content: &WebhookContent,
    has_url: bool,
    http_too: bool,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name", validate::text(&content.name, 1, 80));
    match content.url.as_deref().map(str::trim) {
        None | Some("") if has_url => {}
        None | Some("") => faults.add("/url", Reason::Required),
        Some(url) => {
            faults.check("/url", validate::text(url, 1, URL_LENGTH));
            if !is_address(url, http_too) {
                faults.add("/url", Reason::WebhookAddress);
            }
        }
    }
    faults.check("/secret", validate::optional_text(content.secret.as_deref(), 190));
    if content.secret.is_some() && !content.form.takes_secret() {
        faults.add("/secret", Reason::WebhookSecretUnused);
    }
    if content.kinds.is_empty() {
        faults.add("/kinds", Reason::Required);
    }
    for (index, kind) in content.kinds.iter().enumerate() {
        if !can_be_told(*kind) {
            faults.add(format!("/kinds/{index}"), Reason::WebhookKind);
        }
    }
    faults.into_result()
}

/// Whether it looks like an address of ours to call: the server looks closer when it connects.
fn is_address(url: &str, http_too: bool) -> bool {
    let rest = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => rest,
        (None, Some(rest)) if http_too => rest,
        _ => return false,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_clean = !url.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\');
    is_clean && !host.is_empty() && !host.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(url: &str) -> WebhookContent {
        WebhookContent {
            name: "值班群".to_owned(),
            url: Some(url.to_owned()),
            kinds: vec![EventKind::OrderSubmitted],
            active: true,
            ..WebhookContent::default()
        }
    }

    #[test]
    fn an_address_is_https_and_has_a_host_and_no_password() {
        for bad in [
            "",
            "ftp://a.example",
            "http://a.example",
            "https://",
            "https://u:p@a.example",
            "https://a.example/ b",
            "javascript:alert(1)",
        ] {
            let faults = check(&content(bad), false, false).unwrap_err();
            assert_eq!(faults[0].pointer, "/url", "{bad}");
        }
        assert_eq!(check(&content("https://a.example/hook?key=1"), false, false), Ok(()));
        assert_eq!(check(&content("http://a.example"), false, true), Ok(()));
        assert_eq!(check(&content(""), true, false), Ok(()), "it keeps the one it has");
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let bad = WebhookContent {
            kinds: vec![EventKind::OrderPlaced, EventKind::SignedIn],
            secret: Some("SEC".to_owned()),
            ..WebhookContent::default()
        };
        let pointers: Vec<_> =
            check(&bad, false, false).unwrap_err().into_iter().map(|fault| fault.pointer).collect();
        assert_eq!(pointers, ["/name", "/url", "/secret", "/kinds/1"]);
    }

    #[test]
    fn what_people_do_with_their_accounts_is_not_told() {
        assert!(kinds().all(|kind| !kind.as_str().starts_with("user.")));
        assert!(kinds().any(|kind| kind == EventKind::LicenseSent));
    }
}
