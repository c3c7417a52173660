//! Matching by hand: what a person says holds, whatever the engine thinks.

use std::collections::BTreeMap;

use domain::{
    events::{EventKind, SubjectKind},
    finance::matching::Rule,
    id::{OrderId, PaymentId, PaymentMatchId},
    money::Amount,
    payments::{
        MatchMethod, MatchStatus, OrderDue,
        wire::{MatchPart, MatchPayment, PaymentView, RefuseSuggestion, RuleView, SwitchRule},
    },
    problem::{Reason, Refusal},
};
use serde_json::json;
use store::payments;

use super::{
    booking::{How, book, parts_of},
    payment_event,
};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch, Once, Reply},
    receivables::refresh,
};

/// Locks orders and tells what is due of them.
pub(crate) async fn locked(tx: &Tx, ids: &[OrderId]) -> ApiResult<BTreeMap<OrderId, OrderDue>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let found = payments::lock_orders(&**tx, &ids).await?;
    Ok(found.into_iter().map(|order| (order.id, order)).collect())
}

/// Says what a payment is for, split over as many orders as it takes.
///
/// # Errors
/// 404; 409 where it is ignored or matched; 412; field errors where something would be more than
/// there is.
pub async fn match_by_hand(
    app: &App,
    caller: &Caller,
    (id, version): (PaymentId, IfMatch),
    once: Option<&Once>,
    body: &MatchPayment,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let mut payment = payments::lock(&**tx, id).await?;
        payment.facts().may_match()?;
        version.check(payment.version)?;
        let ids: Vec<OrderId> = body.parts.iter().map(|part| part.order_id).collect();
        let mut orders = locked(tx, &ids).await?;
        let how = as_proposed(tx, id, &body.parts).await?;
        payments::allow_again(&**tx, id, &ids).await?;
        book(app, tx, caller, &mut payment, &mut orders, &body.parts, &how).await?;
        refresh(app, tx, &ids).await?;
        Ok((201, payments::view(&**tx, id).await?, Some(payment.version)))
    })
    .await
}

/// Where the engine proposed just this, its evidence is kept with it.
async fn as_proposed(tx: &Tx, id: PaymentId, parts: &[MatchPart]) -> ApiResult<How> {
    let Some(said) = payments::suggestion_of(&**tx, id).await? else { return Ok(How::default()) };
    let mut wanted = parts.to_vec();
    wanted.sort_unstable_by_key(|part| part.order_id);
    let found = said.decision.proposals.iter().find(|one| parts_of(one).as_ref() == Some(&wanted));
    Ok(found.map_or_else(How::default, |one| How::proposed(MatchMethod::Manual, one)))
}

/// Undoes one match of a payment: the money is open again, what it settled is due again, and the
/// engine does not propose it a second time.
///
/// # Errors
/// 404; 409 where it is undone; 412.
pub async fn undo(
    app: &App,
    caller: &Caller,
    (id, version): (PaymentId, IfMatch),
    of: PaymentMatchId,
) -> ApiResult<PaymentView> {
    app.transact(async |tx| {
        let mut payment = payments::lock(&**tx, id).await?;
        let one = payments::match_of(&**tx, id, of).await?;
        if one.is_undone {
            return Err(Reason::MatchUndone.into());
        }
        version.check(payment.version)?;
        let orders = locked(tx, &[one.order_id]).await?;
        payments::undo_match(&**tx, of, caller.user, tx.now).await?;
        if let Some(before) = orders.get(&one.order_id) {
            let settled = one.amount.plus(one.fee).map_err(anyhow::Error::from)?;
            let settled = before.settled.minus(settled).map_err(anyhow::Error::from)?;
            if settled < Amount::ZERO {
                return Err(Reason::MoneyGivenBack.into());
            }
            payments::follow(&**tx, before, &OrderDue { settled, ..*before }, tx.now).await?;
        }
        payment.matched = payment.matched.minus(one.amount).map_err(anyhow::Error::from)?;
        payment.status = MatchStatus::of(payment.content.amount, payment.matched, false);
        payments::refuse(&**tx, (id, one.order_id), caller.user, tx.now).await?;
        payments::drop_suggestion(&**tx, id).await?;
        payments::save(&**tx, &mut payment, tx.now).await?;
        refresh(app, tx, &[one.order_id]).await?;
        payment_event(app, tx, EventKind::PaymentUnmatched, &payment)
            .by(caller.user)
            .data(json!({ "orders": [one.order_id] }))
            .note(Some(&one.amount.to_string()))
            .also_on(SubjectKind::Order, one.order_id.as_uuid())
            .append();
        Ok(payments::view(&**tx, id).await?)
    })
    .await
}

/// Says that a payment is not for an order; proposals with it go.
///
/// # Errors
/// 404; 412; a field error where the engine did not propose the order.
pub async fn refuse(
    app: &App,
    caller: &Caller,
    (id, version): (PaymentId, IfMatch),
    once: Option<&Once>,
    body: &RefuseSuggestion,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let payment = payments::lock(&**tx, id).await?;
        version.check(payment.version)?;
        let unknown = || Refusal::new(Reason::UnknownReference).at("/order_id");
        let said = payments::suggestion_of(&**tx, id).await?.ok_or_else(unknown)?;
        let mut decision = said.decision;
        let before = decision.proposals.len();
        decision.proposals.retain(|proposal| {
            let items = proposal.allocations.iter().filter_map(|it| it.item);
            !items.map(payments::order_of).any(|order| order == body.order_id)
        });
        if decision.proposals.len() == before {
            return Err(unknown().into());
        }
        payments::refuse(&**tx, (id, body.order_id), caller.user, tx.now).await?;
        let left = if decision.proposals.is_empty() && decision.notes.is_empty() {
            Vec::new()
        } else {
            vec![decision]
        };
        payments::keep_suggestions(&**tx, &[id], &left, tx.now).await?;
        payment_event(app, tx, EventKind::PaymentSuggestionRefused, &payment)
            .by(caller.user)
            .also_on(SubjectKind::Order, body.order_id.as_uuid())
            .append();
        let view = payments::view(&**tx, id).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

/// Says whether what a rule covers needs no person.
///
/// # Errors
/// 404; 412.
pub async fn switch_rule(
    app: &App,
    caller: &Caller,
    (rule, version): (Rule, IfMatch),
    body: &SwitchRule,
) -> ApiResult<RuleView> {
    app.transact(async |tx| {
        let before = payments::lock_rule(&**tx, rule).await?;
        version.check(before.version)?;
        if before.automatic == body.automatic {
            return Ok(before);
        }
        let switched = RuleView { automatic: body.automatic, ..before.clone() };
        let after = payments::save_rule(&**tx, &switched, tx.now).await?;
        let (kind, subject) = (EventKind::MatchingRuleSwitched, SubjectKind::MatchingRule);
        // Rules are a table of ours: its place in it is what one is known by.
        let id = uuid::Uuid::from_u128(rule as u128 + 1);
        record(app, tx, kind, subject, id, rule.label(domain::Lang::Zh))
            .by(caller.user)
            .changed(
                &json!({ "automatic": before.automatic }),
                &json!({ "automatic": after.automatic }),
            )
            .append();
        Ok(after)
    })
    .await
}
