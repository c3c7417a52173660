//! What was accepted, and whether the order still is that.

use domain::orders::wire::AcceptanceView;
use sha2::{Digest as _, Sha256};
use store::orders::Order;

/// SHA-256 of an order's content and prices under these terms, hexadecimal.
pub fn content_hash(order: &Order, terms_hash: &str) -> String {
    let digest = Sha256::digest(order.accepted_content(terms_hash));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The acceptance as it is shown; `name` says what a person is called.
pub fn view(order: &Order, name: impl Fn(domain::id::UserId) -> String) -> Option<AcceptanceView> {
    let acceptance = order.acceptance.as_ref()?;
    let kept = acceptance.content_hash.as_ref();
    Some(AcceptanceView {
        by: name(acceptance.by),
        at: acceptance.at,
        address: acceptance.address.clone(),
        terms_version: acceptance.terms_version.clone(),
        terms_hash: acceptance.terms_hash.clone(),
        content_hash: kept.cloned(),
        changed_since: kept
            .is_some_and(|kept| *kept != content_hash(order, &acceptance.terms_hash)),
    })
}
