//! Keeping our own companies, and publishing order terms.

use domain::{
    events::{EventKind, SubjectKind},
    id::SellerEntityId,
    problem::{Reason, Refusal},
    sellers::{SellerContent, SellerView, TermsContent, TermsVersion, check_seller, check_terms},
    text::cleaned,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::products::{self, NewTerms};

use crate::{
    app::App,
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch, Once, Reply},
};

/// SHA-256 of both texts of order terms, hexadecimal: what an acceptance refers to.
pub fn hash_of(text_zh: &str, text_en: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(text_zh.as_bytes());
    hash.update([0]);
    hash.update(text_en.as_bytes());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Changes what is kept of one of our companies. Order forms show it as it is when they are drawn.
///
/// # Errors
/// 404; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    (id, version): (SellerEntityId, IfMatch),
    content: &SellerContent,
) -> ApiResult<SellerView> {
    check_seller(content)?;
    app.transact(async |tx| {
        let mut seller = products::lock_seller(&**tx, id).await?;
        version.check(seller.version)?;
        let before = seller.content.clone();
        seller.content = SellerContent {
            name: cleaned(&content.name),
            tax_number: cleaned(&content.tax_number),
            address: cleaned(&content.address),
        };
        products::save_seller(&**tx, &mut seller, tx.now).await?;
        let (subject, name) = (SubjectKind::Seller, &seller.content.name);
        record(app, tx, EventKind::SellerChanged, subject, id.as_uuid(), name)
            .by(caller.user)
            .changed(&json!(before), &json!(seller.content))
            .append();
        Ok(seller)
    })
    .await
}

/// Publishes order terms: orders that are submitted from their day on accept them.
///
/// # Errors
/// Field errors; a version of this name is there already.
pub async fn publish(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &TermsContent,
) -> ApiResult<Reply> {
    check_terms(content, app.clock.today())?;
    app.transact_once(caller.user, once, async |tx| {
        let today = app.clock.today();
        let label = cleaned(&content.label);
        let known = products::terms_versions(&**tx, today).await?;
        if known.iter().any(|version| version.content.label == label) {
            return Err(Refusal::new(Reason::AlreadyTaken).at("/label").into());
        }
        let new = NewTerms {
            id: app.id(),
            hash: hash_of(&content.text_zh, &content.text_en),
            version: label.clone(),
            text_zh: content.text_zh.clone(),
            text_en: content.text_en.clone(),
            valid_from: content.valid_from,
        };
        products::insert_terms(&**tx, &new, tx.now).await?;
        record(app, tx, EventKind::TermsPublished, SubjectKind::Terms, new.id, &label)
            .by(caller.user)
            .changed(&Value::Null, &json!({ "valid_from": new.valid_from, "hash": new.hash }))
            .append();
        let made = products::terms_versions(&**tx, today).await?;
        let is_made = |version: &TermsVersion| version.content.label == label;
        Ok((201, made.into_iter().find(is_made), None))
    })
    .await
}
