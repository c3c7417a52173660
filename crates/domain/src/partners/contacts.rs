//! Whom to write to, and whose mails are a partner's.

use super::wire::PartnerContact;
use crate::{
    problem::{Reason, Refusal},
    validate::{self, Faults},
};

/// Most contacts beside the first one, and most addresses that a partner sends from.
pub const MAX_CONTACTS: usize = 20;
pub const MAX_SENDERS: usize = 20;

/// Where everybody may have an address: a whole domain of these says nothing of who writes.
const PUBLIC_MAIL: [&str; 22] = [
    "126.com",
    "139.com",
    "163.com",
    "188.com",
    "189.cn",
    "21cn.com",
    "aliyun.com",
    "foxmail.com",
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "msn.com",
    "outlook.com",
    "proton.me",
    "qq.com",
    "sina.cn",
    "sina.com",
    "sohu.com",
    "yahoo.com",
    "yeah.net",
];

/// Checks further contacts.
pub(super) fn check_contacts(contacts: &[PartnerContact], faults: &mut Faults) {
    if contacts.len() > MAX_CONTACTS {
        faults.add("/contacts", Refusal::new(Reason::TooManyEntries).with("max", MAX_CONTACTS));
    }
    for (index, contact) in contacts.iter().take(MAX_CONTACTS).enumerate() {
        let at = |field: &str| format!("/contacts/{index}/{field}");
        faults.check(at("name"), validate::text(&contact.name, 1, 60));
        faults.check(at("title"), validate::optional_text(contact.title.as_deref(), 60));
        faults.check(at("email"), validate::email(contact.email.trim()));
        faults.check(at("phone"), validate::optional_text(contact.phone.as_deref(), 40));
    }
}

/// Checks the addresses that a partner sends from; the same one twice is refused.
pub(super) fn check_senders(senders: &[String], faults: &mut Faults) {
    if senders.len() > MAX_SENDERS {
        let refusal = Refusal::new(Reason::TooManyEntries).with("max", MAX_SENDERS);
        faults.add("/sender_addresses", refusal);
    }
    let mut known = Vec::new();
    for (index, sender) in senders.iter().take(MAX_SENDERS).enumerate() {
        let pointer = format!("/sender_addresses/{index}");
        match sender_key(sender) {
            Err(refusal) => faults.add(pointer, refusal),
            Ok(key) if known.contains(&key) => faults.add(pointer, Reason::AlreadyTaken),
            Ok(key) => known.push(key),
        }
    }
}

/// What a partner's mails come from, as it is compared: an address, or a whole domain
/// (`yunzhi.example`, `@yunzhi.example`).
///
/// ```
/// use domain::partners::sender_key;
/// assert_eq!(sender_key(" @YunZhi.example").as_deref(), Ok("yunzhi.example"));
/// assert!(sender_key("qq.com").is_err());
/// ```
///
/// # Errors
/// Neither of them; a domain where everybody may have an address.
pub fn sender_key(text: &str) -> Result<String, Refusal> {
    let lower = text.trim().to_lowercase();
    let text = lower.strip_prefix('@').unwrap_or(&lower);
    if text.contains('@') {
        validate::email(text)?;
        return Ok(text.to_owned());
    }
    validate::email(&format!("post@{text}"))?;
    if PUBLIC_MAIL.contains(&text) {
        return Err(Refusal::new(Reason::PublicMailDomain).with("domain", text));
    }
    Ok(text.to_owned())
}

/// What a mail's sender may be known by, most telling first: the address, its domain, and the
/// domains that this one is part of.
///
/// ```
/// assert_eq!(
///     domain::partners::sender_keys_of("Wang@mail.yunzhi.example"),
///     ["wang@mail.yunzhi.example", "mail.yunzhi.example", "yunzhi.example"],
/// );
/// ```
pub fn sender_keys_of(address: &str) -> Vec<String> {
    let address = address.trim().to_lowercase();
    let Some((_, domain)) = address.rsplit_once('@') else { return Vec::new() };
    let mut keys = vec![address.clone()];
    let mut rest = domain;
    while let Some((_, parent)) = rest.split_once('.') {
        keys.push(rest.to_owned());
        rest = parent;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_an_address_or_a_domain_of_ones_own() {
        assert_eq!(sender_key("Orders@A.cn").as_deref(), Ok("orders@a.cn"));
        assert_eq!(sender_key("someone@qq.com").as_deref(), Ok("someone@qq.com"));
        assert_eq!(sender_key("@QQ.com").unwrap_err().reason, Reason::PublicMailDomain);
        for bad in ["", "@", "a b.cn", "localhost", "a@b", "x@@y.cn"] {
            assert_eq!(sender_key(bad).unwrap_err().reason, Reason::InvalidEmail, "{bad}");
        }
    }

    #[test]
    fn what_is_kept_is_found_again_by_any_mail_from_there() {
        for (kept, from) in [
            ("orders@a.cn", "ORDERS@A.CN"),
            ("@a.cn", "wang@a.cn"),
            ("a.com.cn", "wang@mail.a.com.cn"),
        ] {
            assert!(sender_keys_of(from).contains(&sender_key(kept).unwrap()), "{kept} {from}");
        }
        assert!(!sender_keys_of("wang@ba.cn").contains(&"a.cn".to_owned()));
        assert!(sender_keys_of("nobody").is_empty());
    }
}
