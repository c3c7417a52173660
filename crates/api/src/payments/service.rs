//! Entering payments, setting them right, ignoring them.

use domain::{
    Id,
    access::Scope,
    events::{EventKind, SubjectKind, wire::EventView},
    finance::Direction,
    id::PaymentId,
    money::Amount,
    payments::{
        MatchStatus, NOTE_LENGTH, PaymentAction, check_change, check_payment, plain_account,
        wire::{IgnorePayment, PaymentContent, PaymentView},
    },
    problem::{Reason, Refusal},
    text::cleaned,
    validate::{self, Faults},
};
use serde_json::{Value, json};
use store::payments::{self, Payment};

use super::payment_event;
use crate::{
    app::{App, Tx},
    error::ApiResult,
    http::{Caller, IfMatch, Once, Reply},
};

/// Keeps money that came in another way than by a statement.
///
/// # Errors
/// Field errors.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &PaymentContent,
) -> ApiResult<Reply> {
    check_payment(content, app.clock.today())?;
    let content = clean(content);
    app.transact_once(caller.user, once, async |tx| {
        check_account(tx, &content).await?;
        let payment = Payment {
            id: Id::from_uuid(app.id()),
            content: content.clone(),
            statement_id: None,
            identity: None,
            direction: Direction::In,
            matched: Amount::ZERO,
            status: MatchStatus::Unmatched,
            ignored_reason: None,
            created_at: tx.now,
            version: 1,
        };
        payments::insert_all(&**tx, std::slice::from_ref(&payment), tx.now).await?;
        payment_event(app, tx, EventKind::PaymentRecorded, &payment)
            .by(caller.user)
            .changed(&Value::Null, &json!(payment.content))
            .append();
        Ok((201, payments::view(&**tx, payment.id).await?, Some(1)))
    })
    .await
}

/// The account is one of ours, and of the same currency.
async fn check_account(tx: &Tx, content: &PaymentContent) -> ApiResult<()> {
    let Some(id) = content.bank_account_id else { return Ok(()) };
    let accounts = payments::accounts(&**tx).await?;
    let reason = match accounts.iter().find(|one| one.id == id) {
        None => Reason::UnknownReference,
        Some(one) if one.content.currency != content.currency => {
            let refusal = Refusal::new(Reason::AccountCurrency);
            return Err(refusal.with("currency", content.currency.as_str()).at("/currency").into());
        }
        Some(_) => return Ok(()),
    };
    Err(Refusal::new(reason).at("/bank_account_id").into())
}

/// Keeps what is known of a payment; of a bank's entry only the note changes.
///
/// # Errors
/// 404; 412; field errors.
pub async fn replace(
    app: &App,
    caller: &Caller,
    (id, version): (PaymentId, IfMatch),
    content: &PaymentContent,
) -> ApiResult<PaymentView> {
    check_payment(content, app.clock.today())?;
    app.transact(async |tx| {
        let mut payment = payments::lock(&**tx, id).await?;
        let before = payment.content.clone();
        let after = match payment.statement_id {
            // As the bank wrote it, and not as we would.
            Some(_) => PaymentContent { note: clean(content).note, ..content.clone() },
            None => clean(content),
        };
        check_change(payment.facts(), &before, &after)?;
        version.check(payment.version)?;
        if after == before {
            return Ok(payments::view(&**tx, id).await?);
        }
        check_account(tx, &after).await?;
        payment.content = after;
        if payment.matched > Amount::ZERO {
            payment.status = MatchStatus::of(payment.content.amount, payment.matched, false);
        }
        payments::save(&**tx, &mut payment, tx.now).await?;
        payment_event(app, tx, EventKind::PaymentChanged, &payment)
            .by(caller.user)
            .changed(&json!(before), &json!(payment.content))
            .append();
        Ok(payments::view(&**tx, id).await?)
    })
    .await
}

/// Says that a payment is for none of our orders.
///
/// # Errors
/// 404; 409 where it is matched; 412; field errors.
pub async fn ignore(
    app: &App,
    caller: &Caller,
    (id, version): (PaymentId, IfMatch),
    once: Option<&Once>,
    body: &IgnorePayment,
) -> ApiResult<Reply> {
    let mut faults = Faults::new();
    faults.check("/reason", validate::text(&body.reason, 1, NOTE_LENGTH));
    faults.into_result()?;
    let reason = cleaned(&body.reason);
    app.transact_once(caller.user, once, async |tx| {
        let mut payment = payments::lock(&**tx, id).await?;
        payment.status.check(PaymentAction::Ignore)?;
        version.check(payment.version)?;
        payment.status = MatchStatus::Ignored;
        payment.ignored_reason = Some(reason.clone());
        payments::drop_suggestion(&**tx, id).await?;
        payments::save(&**tx, &mut payment, tx.now).await?;
        payment_event(app, tx, EventKind::PaymentIgnored, &payment)
            .by(caller.user)
            .note(Some(&reason))
            .append();
        Ok((200, payments::view(&**tx, id).await?, Some(payment.version)))
    })
    .await
}

/// Takes that back.
///
/// # Errors
/// 404; 409 where nobody ignored it; 412.
pub async fn restore(
    app: &App,
    caller: &Caller,
    (id, version): (PaymentId, IfMatch),
) -> ApiResult<PaymentView> {
    app.transact(async |tx| {
        let mut payment = payments::lock(&**tx, id).await?;
        payment.status.check(PaymentAction::Restore)?;
        version.check(payment.version)?;
        payment.status = MatchStatus::of(payment.content.amount, payment.matched, false);
        payment.ignored_reason = None;
        payments::save(&**tx, &mut payment, tx.now).await?;
        payment_event(app, tx, EventKind::PaymentRestored, &payment).by(caller.user).append();
        Ok(payments::view(&**tx, id).await?)
    })
    .await
}

/// Everything that happened to it, latest first.
///
/// # Errors
/// 404.
pub async fn timeline(app: &App, id: PaymentId) -> ApiResult<Vec<EventView>> {
    payments::view(&app.db.read, id).await?;
    let (scope, kind) = (Scope::Everything, SubjectKind::Payment);
    Ok(store::events::timeline(&app.db.read, scope, kind, id.as_uuid()).await?)
}

fn clean(content: &PaymentContent) -> PaymentContent {
    let note = content.note.as_deref().map(|note| note.trim().to_owned());
    PaymentContent {
        payer_name: cleaned(&content.payer_name),
        payer_account: plain_account(&content.payer_account),
        remark: cleaned(&content.remark),
        bank_reference: cleaned(&content.bank_reference),
        note: note.filter(|note| !note.is_empty()),
        ..content.clone()
    }
}
