//! Booking: a payment and the orders that it is for are locked, what is open is read anew, and only
//! then something is written. Engine and people go through here, and nobody else settles an order.

use std::collections::BTreeMap;

use domain::{
    Id,
    events::{EventKind, SubjectKind},
    finance::matching::{AllocationKind, Evidence, Proposal, Rule},
    id::OrderId,
    money::Amount,
    payments::{MatchMethod, MatchStatus, OrderDue, check_parts, wire::MatchPart},
};
use serde_json::json;
use store::payments::{self, Match, Payment};

use super::payment_event;
use crate::{
    app::{App, Tx},
    error::ApiResult,
    http::Caller,
};

/// Who matches, and why.
#[derive(Debug, Clone, Default)]
pub struct How {
    pub method: MatchMethod,
    pub rule: Option<Rule>,
    pub score: Option<i32>,
    pub evidence: Vec<Evidence>,
}

impl How {
    /// As the engine proposed it.
    pub fn proposed(method: MatchMethod, proposal: &Proposal) -> Self {
        Self {
            method,
            rule: proposal.rule,
            score: Some(proposal.score),
            evidence: proposal.evidence.clone(),
        }
    }
}

/// What of a proposal can be booked, an entry per order; what is for no order stays open. None where
/// nothing is, or a part is in another currency, which a person has to judge.
pub fn parts_of(proposal: &Proposal) -> Option<Vec<MatchPart>> {
    let mut parts: BTreeMap<OrderId, (Amount, Amount)> = BTreeMap::new();
    for allocation in &proposal.allocations {
        let Some(item) = allocation.item else { continue };
        let order = payments::order_of(item);
        let (amount, fee) = parts.entry(order).or_default();
        match allocation.kind {
            AllocationKind::Exchange | AllocationKind::Refund => return None,
            AllocationKind::Fee => *fee = fee.plus(allocation.amount).ok()?,
            _ => *amount = amount.plus(allocation.amount).ok()?,
        }
    }
    let part = |(order_id, (amount, fee))| MatchPart { order_id, amount, fee };
    (!parts.is_empty()).then(|| parts.into_iter().map(part).collect())
}

/// Settles orders with a payment; all of them are locked, `orders` is what is due of them and is kept
/// current. Purchases follow; what is due is for the caller to refresh, once for all that it books.
///
/// # Errors
/// 409 where the payment cannot be matched; field errors where something would be more than there is.
pub async fn book(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    payment: &mut Payment,
    orders: &mut BTreeMap<OrderId, OrderDue>,
    parts: &[MatchPart],
    how: &How,
) -> ApiResult<()> {
    payment.facts().may_match()?;
    check_parts(payment.facts(), parts, |id| orders.get(&id).copied())?;
    let mut matches = Vec::with_capacity(parts.len());
    for part in parts {
        let Some(order) = orders.get_mut(&part.order_id) else { continue };
        let before = *order;
        let settled = part.amount.plus(part.fee).map_err(anyhow::Error::from)?;
        let kind = if part.fee > Amount::ZERO {
            AllocationKind::Fee
        } else if settled == before.open() {
            AllocationKind::Exact
        } else {
            AllocationKind::Partial
        };
        order.settled = before.settled.plus(settled).map_err(anyhow::Error::from)?;
        payments::follow(&**tx, &before, order, tx.now).await?;
        payment.matched = payment.matched.plus(part.amount).map_err(anyhow::Error::from)?;
        matches.push(Match {
            id: Id::from_uuid(app.id()),
            payment_id: payment.id,
            order_id: part.order_id,
            amount: part.amount,
            fee: part.fee,
            kind,
            method: how.method,
            rule: how.rule,
            score: how.score,
            evidence: how.evidence.clone(),
            by: caller.user,
            is_undone: false,
        });
    }
    payments::keep_matches(&**tx, &matches, tx.now).await?;
    payments::drop_suggestion(&**tx, payment.id).await?;
    payment.status = MatchStatus::of(payment.content.amount, payment.matched, false);
    payments::save(&**tx, payment, tx.now).await?;
    let note = match how.method {
        MatchMethod::Auto => how.method.label(domain::Lang::Zh),
        MatchMethod::Manual => "",
    };
    let event = payment_event(app, tx, EventKind::PaymentMatched, payment);
    let event = parts
        .iter()
        .fold(event, |event, part| event.also_on(SubjectKind::Order, part.order_id.as_uuid()));
    let orders: Vec<OrderId> = parts.iter().map(|part| part.order_id).collect();
    event.by(caller.user).note(Some(note)).data(json!({ "orders": orders })).append();
    Ok(())
}
