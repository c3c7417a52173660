//! Running the engine over everything open: what a rule that is switched on covers is booked, the
//! rest is kept for people to confirm.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    finance::{
        Direction,
        matching::{Band, Decision, propose},
    },
    id::{OrderId, PaymentId},
    money::Amount,
    payments::{MatchMethod, PaymentAction, wire::MatchRun},
};
use store::payments::{self, Payment};

use super::{
    booking::{How, book, parts_of},
    matching::locked,
};
use crate::{
    app::App,
    error::ApiResult,
    http::{Caller, Once, Reply},
};

/// What the engine said, and of what.
struct Said {
    decisions: Vec<Decision>,
    /// What was open of each payment when it was asked.
    open: BTreeMap<PaymentId, Amount>,
}

/// Lets the engine look at everything open. What changed while it was thinking is left for the next
/// run.
///
/// # Errors
/// Only the database's.
pub async fn run(app: &App, caller: &Caller, once: Option<&Once>) -> ApiResult<Reply> {
    let said = Arc::new(ask(app).await?);
    app.transact_once(caller.user, once, async |tx| {
        let ids: Vec<PaymentId> = said.open.keys().copied().collect();
        let rows = payments::lock_all(&**tx, &ids).await?;
        let mut rows: BTreeMap<PaymentId, Payment> = rows
            .into_iter()
            .filter(|row| {
                let is_same = said.open.get(&row.id) == Some(&row.facts().open());
                is_same && row.status.allows(PaymentAction::Match)
            })
            .map(|row| (row.id, row))
            .collect();
        let mut orders = locked(tx, &wanted(&said.decisions)).await?;
        let mut done = MatchRun { looked_at: count(rows.len()), ..MatchRun::default() };
        let mut waiting = Vec::new();
        let mut booked = Vec::new();
        for decision in &said.decisions {
            let Some(payment) = rows.get_mut(&decision.payment) else { continue };
            if let Some((parts, how)) = automatic(decision) {
                let fits = domain::payments::check_parts(payment.facts(), &parts, |id| {
                    orders.get(&id).copied()
                });
                if fits.is_ok() && payment.facts().may_match().is_ok() {
                    book(app, tx, caller, payment, &mut orders, &parts, &how).await?;
                    done.matched += 1;
                    booked.extend(parts.iter().map(|part| part.order_id));
                    rows.remove(&decision.payment);
                    continue;
                }
            }
            let said = told(decision, payment.direction);
            match said.as_ref().and_then(Decision::chosen) {
                Some(_) => done.suggested += 1,
                None => done.left += 1,
            }
            waiting.extend(said);
        }
        crate::receivables::refresh(app, tx, &booked).await?;
        let ids: Vec<PaymentId> = rows.into_keys().collect();
        payments::keep_suggestions(&**tx, &ids, &waiting, tx.now).await?;
        Ok((200, done, None))
    })
    .await
}

/// Reads the ledger and lets the engine think, away from the threads that answer.
async fn ask(app: &App) -> ApiResult<Said> {
    let ledger = payments::ledger(&app.db.read).await?;
    let settings = payments::settings(&app.db.read).await?;
    let open = ledger.payments.iter().map(|payment| (payment.id, payment.open)).collect();
    let thinking = tokio::task::spawn_blocking(move || propose(&ledger, &settings));
    Ok(Said { decisions: thinking.await.map_err(anyhow::Error::from)?, open })
}

/// What is booked without a person.
fn automatic(decision: &Decision) -> Option<(Vec<domain::payments::wire::MatchPart>, How)> {
    let chosen = decision.chosen().filter(|_| decision.band == Band::Automatic)?;
    if chosen.allocations.iter().any(|part| part.item.is_none()) {
        return None;
    }
    Some((parts_of(chosen)?, How::proposed(MatchMethod::Auto, chosen)))
}

/// The orders that are to be settled.
fn wanted(decisions: &[Decision]) -> Vec<OrderId> {
    let parts = decisions.iter().filter_map(automatic).flat_map(|(parts, _)| parts);
    parts.map(|part| part.order_id).collect::<BTreeSet<_>>().into_iter().collect()
}

/// What people are told: readings with an order in them, and of money that went out only what it took
/// back.
fn told(decision: &Decision, direction: Direction) -> Option<Decision> {
    let mut told = decision.clone();
    told.proposals.retain(|proposal| {
        direction == Direction::In && proposal.allocations.iter().any(|part| part.item.is_some())
    });
    (!told.proposals.is_empty() || !told.notes.is_empty()).then_some(told)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
