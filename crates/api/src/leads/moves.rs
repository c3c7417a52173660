//! Where leads go: over the board, to their end and back.

use domain::{
    Id,
    events::EventKind,
    id::LeadStatusId,
    leads::{
        LeadAction, StatusKind, check_reasons,
        wire::{LeadStatusView, LeadView, MoveLead, ReopenLead},
    },
    problem::{Reason, Refusal},
};
use serde_json::json;
use store::leads::{self, Lead, Move};

use super::{
    lead_event,
    service::{Seen, first_of, kind_of, text_of},
    views,
};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    http::Caller,
};

/// Moves a lead to another status.
///
/// # Errors
/// 404; 409 where no move leads there; 412; field errors.
pub async fn go(app: &App, caller: &Caller, seen: Seen, body: &MoveLead) -> ApiResult<LeadView> {
    app.transact(async |tx| {
        let mut lead = leads::lock(&**tx, seen.sight, seen.id).await?;
        let statuses = leads::statuses(&**tx).await?;
        let to = named(&statuses, body.status_id)?;
        let action = action(&statuses, &lead, to)?;
        check_reasons(action, body.reason.as_deref(), body.lost_reason)?;
        seen.version.check(lead.version)?;
        walk(app, tx, caller, &mut lead, &statuses, body).await?;
        views::of(app, &**tx, lead.id).await
    })
    .await
}

/// Brings back what was lost or disqualified.
///
/// # Errors
/// 404; 409 where it is open or won; 412; field errors.
pub async fn reopen(
    app: &App,
    caller: &Caller,
    seen: Seen,
    body: &ReopenLead,
) -> ApiResult<LeadView> {
    app.transact(async |tx| {
        let mut lead = leads::lock(&**tx, seen.sight, seen.id).await?;
        let statuses = leads::statuses(&**tx).await?;
        let from = kind_of(&statuses, lead.status_id)?;
        if from.after(LeadAction::Reopen).is_none() {
            let refusal = Refusal::new(Reason::IllegalLeadMove).with("kind", from);
            return Err(refusal.with("action", LeadAction::Reopen).into());
        }
        check_reasons(LeadAction::Reopen, Some(&body.reason), None)?;
        let to = match body.status_id {
            None => first_of(&statuses, StatusKind::Open)?,
            Some(id) => {
                let is_it = |one: &&LeadStatusView| {
                    one.id == id && one.content.active && one.content.kind.is_open()
                };
                let found = statuses.iter().find(is_it);
                found.ok_or_else(|| Refusal::new(Reason::UnknownReference).at("/status_id"))?
            }
        };
        seen.version.check(lead.version)?;
        let body =
            MoveLead { status_id: to.id, lost_reason: None, reason: Some(body.reason.clone()) };
        walk(app, tx, caller, &mut lead, &statuses, &body).await?;
        views::of(app, &**tx, lead.id).await
    })
    .await
}

/// The status that is named; none is a fault of the body.
fn named(statuses: &[LeadStatusView], id: LeadStatusId) -> ApiResult<&LeadStatusView> {
    let found = statuses.iter().find(|one| one.id == id);
    found.ok_or_else(|| Refusal::new(Reason::UnknownReference).at("/status_id").into())
}

/// What the move would be.
fn action(statuses: &[LeadStatusView], lead: &Lead, to: &LeadStatusView) -> ApiResult<LeadAction> {
    if to.id == lead.status_id {
        return Err(Reason::SameLeadStatus.into());
    }
    let action = kind_of(statuses, lead.status_id)?.action_to(to.content.kind)?;
    if to.content.active {
        Ok(action)
    } else {
        Err(Refusal::new(Reason::NotActive).at("/status_id").into())
    }
}

const fn event_of(action: LeadAction) -> EventKind {
    match action {
        LeadAction::Advance => EventKind::LeadMoved,
        LeadAction::Win => EventKind::LeadWon,
        LeadAction::Lose => EventKind::LeadLost,
        LeadAction::Disqualify => EventKind::LeadDisqualified,
        LeadAction::Reopen => EventKind::LeadReopened,
    }
}

/// Makes the move of a locked lead that was found right: a row of its history, and an event. What is
/// over has no probability of its own, and nothing to be done next.
///
/// # Errors
/// 409 where no move leads there.
pub(super) async fn walk(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    lead: &mut Lead,
    statuses: &[LeadStatusView],
    said: &MoveLead,
) -> ApiResult<()> {
    let to = named(statuses, said.status_id)?;
    let action = action(statuses, lead, to)?;
    let (from, before) = (lead.status_id, lead.content.clone());
    let reason = text_of(said.reason.as_deref());
    let step = Move {
        id: Id::from_uuid(app.id()),
        lead_id: lead.id,
        from: Some(from),
        to: to.id,
        at: tx.now,
        by: caller.user,
        lost_reason: said.lost_reason,
        reason: reason.clone(),
    };
    leads::keep_moves(&**tx, std::slice::from_ref(&step)).await?;
    lead.status_id = to.id;
    (lead.entered_at, lead.touched_at) = (tx.now, tx.now);
    (lead.lost_reason, lead.reason) = (said.lost_reason, reason.clone());
    if !to.content.kind.is_open() {
        lead.content.probability = None;
        (lead.content.next_step, lead.content.next_on) = (None, None);
    }
    leads::save(&**tx, &before, lead, tx.now).await?;
    let name = |id| {
        let found = statuses.iter().find(|one: &&LeadStatusView| one.id == id);
        found.map(|one| one.content.name_zh.clone())
    };
    lead_event(app, tx, event_of(action), lead)
        .by(caller.user)
        .note(reason.as_deref())
        .changed(
            &json!({ "status": name(from) }),
            &json!({ "status": name(to.id), "lost_reason": said.lost_reason }),
        )
        .append();
    Ok(())
}
