//! Crediting a party with what it paid, setting it off, paying it back; and undoing any of these. The
//! payment is locked first, then the order, then the balance, as everywhere.

use domain::{
    Id,
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::{BalanceEntryId, PartyBalanceId, PaymentId},
    money::Amount,
    payments::{MatchStatus, OrderDue, is_payable},
    problem::{Reason, Refusal},
    receivables::{
        EntryKind, check_amount, check_note,
        wire::{BalanceView, CreditParty, PayBack, SetOff},
    },
    text::cleaned,
    validate::Faults,
};
use serde_json::json;
use store::{
    StoreError, payments,
    receivables::{self, Entry},
};

use super::{balance_event, refresh};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    http::{Caller, IfMatch, Once, Reply},
    payments::matching::locked,
};

fn kept(note: Option<&str>) -> Option<String> {
    note.map(cleaned).filter(|note| !note.is_empty())
}

/// Credits a party with a part of a payment that is for no order: a deposit, or what was paid too
/// much. Σ of what a payment is for never exceeds it: its row is locked.
///
/// # Errors
/// 404; 409 where it is ignored or matched; 412; field errors.
pub async fn credit_party(
    app: &App,
    caller: &Caller,
    (id, version): (PaymentId, IfMatch),
    once: Option<&Once>,
    body: &CreditParty,
) -> ApiResult<Reply> {
    check_note(body.note.as_deref())?;
    app.transact_once(caller.user, once, async |tx| {
        let mut payment = payments::lock(&**tx, id).await?;
        payment.facts().may_match()?;
        version.check(payment.version)?;
        let mut faults = Faults::new();
        check_amount(&mut faults, body.amount, payment.facts().open(), Reason::MoreThanPaid);
        if body.partner_id.is_some() == body.customer_id.is_some() {
            faults.add("/partner_id", Reason::OneParty);
        }
        faults.into_result()?;
        let name = party_name(tx, body).await?;
        let currency = payment.content.currency;
        let party = (body.partner_id, body.customer_id);
        let new_id = Id::from_uuid(app.id());
        let mut balance = receivables::find_or_make(&**tx, new_id, party, currency, tx.now).await?;
        let entry = Entry {
            id: Id::from_uuid(app.id()),
            balance_id: balance.id,
            kind: EntryKind::Deposit,
            amount: body.amount,
            entered_on: payment.content.value_date,
            payment_id: Some(id),
            order_id: None,
            note: kept(body.note.as_deref()),
            by: caller.user,
            is_undone: false,
        };
        receivables::add_entry(&**tx, &mut balance, &entry, tx.now).await?;
        payment.matched = payment.matched.plus(body.amount).map_err(anyhow::Error::from)?;
        payment.status = MatchStatus::of(payment.content.amount, payment.matched, false);
        payments::drop_suggestion(&**tx, id).await?;
        payments::save(&**tx, &mut payment, tx.now).await?;
        balance_event(app, tx, EventKind::BalanceCredited, &balance, &name)
            .by(caller.user)
            .note(Some(&body.amount.display(currency)))
            .also_on(SubjectKind::Payment, id.as_uuid())
            .append();
        Ok((201, receivables::balance_view(&**tx, balance.id).await?, Some(balance.version)))
    })
    .await
}

/// What the party is called; it is there.
async fn party_name(tx: &Tx, body: &CreditParty) -> ApiResult<String> {
    let unknown = |at: &str| Refusal::from(Reason::UnknownReference).at(at);
    let scope = domain::access::Scope::Everything;
    if let Some(partner) = body.partner_id {
        return match store::partners::get(&**tx, scope, partner).await {
            Ok(found) => Ok(found.name),
            Err(StoreError::NotFound) => Err(unknown("/partner_id").into()),
            Err(error) => Err(error.into()),
        };
    }
    let Some(customer) = body.customer_id else { return Ok(String::new()) };
    match store::customers::name_of(&**tx, scope, customer).await {
        Ok(name) => Ok(name),
        Err(StoreError::NotFound) => Err(unknown("/customer_id").into()),
        Err(error) => Err(error.into()),
    }
}

/// Uses a balance for an order of the same party.
///
/// # Errors
/// 404; 412; field errors where it is more than there is, or than is open of the order.
pub async fn set_off(
    app: &App,
    caller: &Caller,
    (id, version): (PartyBalanceId, IfMatch),
    once: Option<&Once>,
    body: &SetOff,
) -> ApiResult<Reply> {
    check_note(body.note.as_deref())?;
    app.transact_once(caller.user, once, async |tx| {
        let orders = locked(tx, &[body.order_id]).await?;
        let mut balance = receivables::lock_balance(&**tx, id).await?;
        version.check(balance.version)?;
        let before = orders.get(&body.order_id).copied();
        let unknown = || Refusal::new(Reason::UnknownReference).at("/order_id");
        let before: OrderDue = before.ok_or_else(unknown)?;
        let mut faults = Faults::new();
        check_amount(&mut faults, body.amount, balance.balance, Reason::BalanceTooLow);
        if body.amount > before.open() {
            let refusal = Refusal::new(Reason::MoreThanOpen).with("open", before.open());
            faults.add("/amount", refusal);
        }
        if !is_payable(before.status) {
            let refusal = Refusal::new(Reason::OrderNotPayable).with("status", before.status);
            faults.add("/order_id", refusal);
        }
        if before.currency != balance.currency {
            let refusal = Refusal::new(Reason::OtherCurrencyOfOrder);
            faults.add("/order_id", refusal.with("currency", before.currency.as_str()));
        }
        let (_, partner, customer) = receivables::to_give_back(&**tx, body.order_id).await?;
        let is_theirs = match partner {
            Some(partner) => balance.partner_id == Some(partner),
            None => customer.is_some() && balance.customer_id == customer,
        };
        if !is_theirs {
            faults.add("/order_id", Reason::OrderOfOther);
        }
        faults.into_result()?;
        let entry = Entry {
            id: Id::from_uuid(app.id()),
            balance_id: id,
            kind: EntryKind::Offset,
            amount: body.amount,
            entered_on: business_day(tx.now),
            payment_id: None,
            order_id: Some(body.order_id),
            note: kept(body.note.as_deref()),
            by: caller.user,
            is_undone: false,
        };
        receivables::add_entry(&**tx, &mut balance, &entry, tx.now).await?;
        let settled = before.settled.plus(body.amount).map_err(anyhow::Error::from)?;
        payments::follow(&**tx, &before, &OrderDue { settled, ..before }, tx.now).await?;
        refresh(app, tx, &[body.order_id]).await?;
        let view = receivables::balance_view(&**tx, id).await?;
        balance_event(app, tx, EventKind::BalanceOffset, &balance, &view.balance.party_name)
            .by(caller.user)
            .note(Some(&body.amount.display(balance.currency)))
            .data(json!({ "orders": [body.order_id] }))
            .also_on(SubjectKind::Order, body.order_id.as_uuid())
            .append();
        Ok((201, view, Some(balance.version)))
    })
    .await
}

/// Notes that a party was paid back.
///
/// # Errors
/// 404; 412; field errors where it is more than there is, or of a day to come.
pub async fn pay_back(
    app: &App,
    caller: &Caller,
    (id, version): (PartyBalanceId, IfMatch),
    once: Option<&Once>,
    body: &PayBack,
) -> ApiResult<Reply> {
    check_note(body.note.as_deref())?;
    app.transact_once(caller.user, once, async |tx| {
        let mut balance = receivables::lock_balance(&**tx, id).await?;
        version.check(balance.version)?;
        let mut faults = Faults::new();
        check_amount(&mut faults, body.amount, balance.balance, Reason::BalanceTooLow);
        if body.paid_on > business_day(tx.now) {
            faults.add("/paid_on", Reason::InTheFuture);
        }
        faults.into_result()?;
        let entry = Entry {
            id: Id::from_uuid(app.id()),
            balance_id: id,
            kind: EntryKind::Refund,
            amount: body.amount,
            entered_on: body.paid_on,
            payment_id: None,
            order_id: None,
            note: kept(body.note.as_deref()),
            by: caller.user,
            is_undone: false,
        };
        receivables::add_entry(&**tx, &mut balance, &entry, tx.now).await?;
        let view = receivables::balance_view(&**tx, id).await?;
        balance_event(app, tx, EventKind::BalanceRefunded, &balance, &view.balance.party_name)
            .by(caller.user)
            .note(Some(&body.amount.display(balance.currency)))
            .append();
        Ok((201, view, Some(balance.version)))
    })
    .await
}

/// Undoes one entry: the payment is open again, the order is due again, what was paid back is there
/// again. What was drawn on cannot be taken away.
///
/// # Errors
/// 404; 409 where it is undone, follows from an order, or was drawn on; 412.
pub async fn undo(
    app: &App,
    caller: &Caller,
    (id, version): (PartyBalanceId, IfMatch),
    of: BalanceEntryId,
) -> ApiResult<BalanceView> {
    app.transact(async |tx| {
        let seen = receivables::entry_of(&**tx, of).await?;
        if seen.balance_id != id {
            return Err(StoreError::NotFound.into());
        }
        // What an entry is about never changes; whether it stands is read again below.
        let mut payment = match seen.payment_id {
            Some(payment) => Some(payments::lock(&**tx, payment).await?),
            None => None,
        };
        let orders: Vec<_> = seen.order_id.into_iter().collect();
        let dues = locked(tx, &orders).await?;
        let mut balance = receivables::lock_balance(&**tx, id).await?;
        let entry = receivables::entry_of(&**tx, of).await?;
        if entry.is_undone {
            return Err(Reason::EntryUndone.into());
        }
        entry.kind.may_undo()?;
        if entry.kind.adds() && entry.amount > balance.balance {
            let refusal = Refusal::new(Reason::BalanceDrawn);
            return Err(refusal.with("open", balance.balance.display(balance.currency)).into());
        }
        version.check(balance.version)?;
        receivables::undo_entry(&**tx, &mut balance, &entry, caller.user, tx.now).await?;
        if let Some(payment) = &mut payment {
            payment.matched = payment.matched.minus(entry.amount).map_err(anyhow::Error::from)?;
            payment.status = MatchStatus::of(payment.content.amount, payment.matched, false);
            payments::save(&**tx, payment, tx.now).await?;
        }
        if let Some(before) = entry.order_id.and_then(|order| dues.get(&order)) {
            let settled = before.settled.minus(entry.amount).map_err(anyhow::Error::from)?;
            if settled < Amount::ZERO {
                return Err(Reason::MoneyGivenBack.into());
            }
            payments::follow(&**tx, before, &OrderDue { settled, ..*before }, tx.now).await?;
        }
        refresh(app, tx, &orders).await?;
        let view = receivables::balance_view(&**tx, id).await?;
        let mut event = balance_event(
            app,
            tx,
            EventKind::BalanceEntryUndone,
            &balance,
            &view.balance.party_name,
        )
        .by(caller.user)
        .note(Some(&entry.amount.display(balance.currency)))
        .data(json!({ "orders": orders }));
        if let Some(payment) = entry.payment_id {
            event = event.also_on(SubjectKind::Payment, payment.as_uuid());
        }
        if let Some(order) = entry.order_id {
            event = event.also_on(SubjectKind::Order, order.as_uuid());
        }
        event.append();
        Ok(view)
    })
    .await
}
