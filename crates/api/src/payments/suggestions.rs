//! What the engine said of one payment, with the orders as they are now.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    finance::matching::Proposal,
    id::{OrderId, PaymentId},
    money::Amount,
    payments::{
        OrderDue, check_parts,
        wire::{OpenOrder, ProposalView, ProposedPart, SuggestionsView},
    },
};
use store::payments;

use super::booking::parts_of;
use crate::{app::App, error::ApiResult};

/// What the engine said last, the best first.
///
/// # Errors
/// 404.
pub async fn view(app: &App, id: PaymentId) -> ApiResult<SuggestionsView> {
    let db = &app.db.read;
    let row = payments::view(db, id).await?.payment;
    let Some(said) = payments::suggestion_of(db, id).await? else {
        return Ok(SuggestionsView {
            payment_id: id,
            status: row.status,
            decided_at: None,
            proposals: Vec::new(),
            notes: Vec::new(),
        });
    };
    let allocations = said.decision.proposals.iter().flat_map(|one| &one.allocations);
    let ids: BTreeSet<OrderId> =
        allocations.filter_map(|one| one.item.map(payments::order_of)).collect();
    let ids: Vec<OrderId> = ids.into_iter().collect();
    let orders: BTreeMap<OrderId, OpenOrder> =
        payments::orders_by_id(db, &ids).await?.into_iter().map(|one| (one.id, one)).collect();
    let facts = row.facts();
    let due = |id: OrderId| orders.get(&id).map(due_of);
    let shown = |proposal: &Proposal| {
        let parts = parts_of(proposal);
        let is_open = parts.as_ref().is_some_and(|parts| check_parts(facts, parts, due).is_ok());
        proposed(proposal, &orders, is_open)
    };
    Ok(SuggestionsView {
        payment_id: id,
        status: row.status,
        decided_at: Some(said.decided_at),
        proposals: said.decision.proposals.iter().map(shown).collect(),
        notes: said.decision.notes,
    })
}

/// What decides about an order.
const fn due_of(order: &OpenOrder) -> OrderDue {
    OrderDue {
        id: order.id,
        status: order.status,
        currency: order.currency,
        due: order.due,
        settled: order.settled,
    }
}

fn proposed(
    proposal: &Proposal,
    orders: &BTreeMap<OrderId, OpenOrder>,
    is_open: bool,
) -> ProposalView {
    use domain::finance::matching::AllocationKind::Fee;
    let mut parts: Vec<ProposedPart> = Vec::new();
    let mut surplus = Amount::ZERO;
    for one in &proposal.allocations {
        let Some(order) = one.item.and_then(|item| orders.get(&payments::order_of(item))) else {
            surplus = surplus.plus(one.amount).unwrap_or(surplus);
            continue;
        };
        let known = parts.iter().position(|part| part.order.id == order.id);
        let at = known.unwrap_or(parts.len());
        if known.is_none() {
            let (amount, fee) = (Amount::ZERO, Amount::ZERO);
            parts.push(ProposedPart { order: order.clone(), amount, fee, kind: one.kind });
        }
        let part = &mut parts[at];
        let sum = if one.kind == Fee { &mut part.fee } else { &mut part.amount };
        *sum = sum.plus(one.amount).unwrap_or(*sum);
    }
    ProposalView {
        parts,
        surplus,
        score: proposal.score,
        evidence: proposal.evidence.clone(),
        rule: proposal.rule,
        lost: proposal.lost,
        is_open,
    }
}
