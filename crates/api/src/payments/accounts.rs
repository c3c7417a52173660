//! Keeping our bank accounts.

use domain::{
    Id,
    events::{EventKind, SubjectKind},
    id::BankAccountId,
    payments::{
        check_account, plain_account,
        wire::{BankAccountContent, BankAccountView},
    },
    problem::{Reason, Refusal},
    text::cleaned,
};
use serde_json::{Value, json};
use store::{StoreError, payments};

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch, Once, Reply},
};

/// Adds an account.
///
/// # Errors
/// Field errors.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &BankAccountContent,
) -> ApiResult<Reply> {
    check_account(content)?;
    app.transact_once(caller.user, once, async |tx| {
        let made =
            BankAccountView { id: Id::from_uuid(app.id()), content: clean(content), version: 1 };
        payments::insert_account(&**tx, &made, tx.now).await.map_err(taken)?;
        let (subject, name) = (SubjectKind::BankAccount, &made.content.name);
        record(app, tx, EventKind::BankAccountCreated, subject, made.id.as_uuid(), name)
            .by(caller.user)
            .changed(&Value::Null, &json!(made.content))
            .append();
        Ok((201, made, Some(1)))
    })
    .await
}

/// Changes an account; of one with statements number and currency stay.
///
/// # Errors
/// 404; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    (id, version): (BankAccountId, IfMatch),
    content: &BankAccountContent,
) -> ApiResult<BankAccountView> {
    check_account(content)?;
    app.transact(async |tx| {
        let mut one = payments::lock_account(&**tx, id).await?;
        let before = one.content.clone();
        let after = clean(content);
        let is_same =
            (&before.account_number, before.currency) == (&after.account_number, after.currency);
        if !is_same && payments::is_used(&**tx, id).await? {
            return Err(Refusal::new(Reason::AccountInUse).at("/account_number").into());
        }
        version.check(one.version)?;
        one.content = after;
        payments::save_account(&**tx, &mut one, tx.now).await.map_err(taken)?;
        let (subject, name) = (SubjectKind::BankAccount, &one.content.name);
        record(app, tx, EventKind::BankAccountChanged, subject, id.as_uuid(), name)
            .by(caller.user)
            .changed(&json!(before), &json!(one.content))
            .append();
        Ok(one)
    })
    .await
}

fn taken(error: StoreError) -> ApiError {
    match error {
        StoreError::Duplicate(_) => Refusal::new(Reason::AccountTwice).at("/account_number").into(),
        other => other.into(),
    }
}

fn clean(content: &BankAccountContent) -> BankAccountContent {
    BankAccountContent {
        name: cleaned(&content.name),
        bank: cleaned(&content.bank),
        account_number: plain_account(&content.account_number),
        ..content.clone()
    }
}
