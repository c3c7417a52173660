//! Creating, changing and deleting leads, and what was done about them.

use domain::{
    Id,
    access::Scope,
    events::EventKind,
    id::{LeadId, LeadStatusId, UserId},
    leads::{
        Sight, StatusKind, check, check_activity,
        wire::{ChangeLead, LeadContent, LeadStatusView, LeadView, LogActivity},
    },
    problem::{Reason, Refusal},
    text::cleaned,
};
use serde_json::{Value, json};
use store::{
    StoreError,
    leads::{self, Activity, Lead, Move},
};

use super::{lead_event, views};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    http::{Caller, IfMatch, Once, Reply},
    licenses::owner,
};

/// A lead as somebody saw it who may change it.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub sight: Sight,
    pub id: LeadId,
    pub version: IfMatch,
}

/// Keeps a new lead in the first open status.
///
/// # Errors
/// Field errors.
pub async fn create(
    app: &App,
    caller: &Caller,
    sight: Sight,
    once: Option<&Once>,
    content: &LeadContent,
) -> ApiResult<Reply> {
    check(content)?;
    app.transact_once(caller.user, once, async |tx| {
        let lead = create_in(app, tx, caller, sight, content).await?;
        let view = views::of(app, &**tx, lead.id).await?;
        Ok((201, view, Some(1)))
    })
    .await
}

/// The same within a transaction, for content that was checked.
///
/// # Errors
/// It names what is not there, or what may not be named.
pub(crate) async fn create_in(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    sight: Sight,
    content: &LeadContent,
) -> ApiResult<Lead> {
    let content = clean(content);
    check_references(tx, sight, None, &content).await?;
    let statuses = leads::statuses(&**tx).await?;
    let first = first_of(&statuses, StatusKind::Open)?.id;
    let lead = Lead {
        id: Id::from_uuid(app.id()),
        content,
        status_id: first,
        entered_at: tx.now,
        touched_at: tx.now,
        lost_reason: None,
        reason: None,
        created_at: tx.now,
        version: 1,
    };
    let began = beginning(app, &lead, caller.user);
    kept(tx, std::slice::from_ref(&lead), &[began]).await?;
    lead_event(app, tx, EventKind::LeadCreated, &lead)
        .by(caller.user)
        .changed(&Value::Null, &json!(lead.content))
        .append();
    Ok(lead)
}

/// Writes leads with the moves that they made.
///
/// # Errors
/// Only the database's.
async fn kept(tx: &Tx, all: &[Lead], moves: &[Move]) -> ApiResult<()> {
    leads::insert_all(&**tx, all, tx.now).await?;
    Ok(leads::keep_moves(&**tx, moves).await?)
}

/// The first move of a lead, from nothing.
fn beginning(app: &App, lead: &Lead, by: UserId) -> Move {
    Move {
        id: Id::from_uuid(app.id()),
        lead_id: lead.id,
        from: None,
        to: lead.status_id,
        at: lead.created_at,
        by,
        lost_reason: None,
        reason: None,
    }
}

/// The first status of a kind that is in use; there always is one.
pub(super) fn first_of(
    statuses: &[LeadStatusView],
    kind: StatusKind,
) -> ApiResult<&LeadStatusView> {
    let found = statuses.iter().find(|one| one.content.active && one.content.kind == kind);
    found.ok_or_else(|| anyhow::anyhow!("no active status of leads is {kind}").into())
}

/// The kind of a status that is there.
pub(super) fn kind_of(statuses: &[LeadStatusView], id: LeadStatusId) -> ApiResult<StatusKind> {
    let found = statuses.iter().find(|one| one.id == id);
    found.map(|one| one.content.kind).ok_or_else(|| ApiError::from(StoreError::NotFound))
}

/// Keeps what is known of it now, as a whole.
///
/// # Errors
/// 404; 412; field errors.
pub async fn replace(
    app: &App,
    caller: &Caller,
    seen: Seen,
    content: &LeadContent,
) -> ApiResult<LeadView> {
    save(app, caller, seen, |_| content.clone()).await
}

/// Changes some of what is known of it.
///
/// # Errors
/// 404; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    seen: Seen,
    change: &ChangeLead,
) -> ApiResult<LeadView> {
    save(app, caller, seen, |before| change.applied_to(before)).await
}

async fn save(
    app: &App,
    caller: &Caller,
    seen: Seen,
    changed: impl Fn(&LeadContent) -> LeadContent,
) -> ApiResult<LeadView> {
    app.transact(async |tx| {
        let mut lead = leads::lock(&**tx, seen.sight, seen.id).await?;
        let before = lead.content.clone();
        let content = changed(&before);
        check(&content)?;
        let content = clean(&content);
        seen.version.check(lead.version)?;
        let statuses = leads::statuses(&**tx).await?;
        let is_open = kind_of(&statuses, lead.status_id)?.is_open();
        if !is_open && content.probability.is_some() {
            return Err(Refusal::new(Reason::ClosedProbability).at("/probability").into());
        }
        check_references(tx, seen.sight, Some(&before), &content).await?;
        lead.content = content;
        if lead.content != before {
            leads::save(&**tx, &before, &mut lead, tx.now).await?;
            let owner_only =
                LeadContent { owner_id: before.owner_id, ..lead.content.clone() } == before;
            let kind = if owner_only { EventKind::LeadAssigned } else { EventKind::LeadChanged };
            lead_event(app, tx, kind, &lead)
                .by(caller.user)
                .changed(&json!(before), &json!(lead.content))
                .append();
        }
        views::of(app, &**tx, lead.id).await
    })
    .await
}

/// What a lead names is there, and may be named by whoever says so; what it named before may stay.
async fn check_references(
    tx: &Tx,
    sight: Sight,
    before: Option<&LeadContent>,
    content: &LeadContent,
) -> ApiResult<()> {
    if before.is_none_or(|before| before.owner_id != content.owner_id) {
        sight.may_give_to(content.owner_id).map_err(|refusal| refusal.at("/owner_id"))?;
        owner(&**tx, content.owner_id).await?;
    }
    if before.is_none_or(|before| before.source_id != content.source_id) {
        let sources = leads::sources(&**tx).await?;
        let found = sources.iter().find(|one| one.id == content.source_id);
        let reason = match found {
            Some(one) if one.content.active => None,
            Some(_) => Some(Reason::NotActive),
            None => Some(Reason::UnknownReference),
        };
        if let Some(reason) = reason {
            return Err(Refusal::new(reason).at("/source_id").into());
        }
    }
    if let Some(partner) = content.partner_id
        && before.is_none_or(|before| before.partner_id != content.partner_id)
    {
        let found = store::partners::get(&**tx, Scope::Everything, partner).await;
        known("/partner_id", found.map(drop))?;
    }
    if let Some(product) = content.product_id
        && store::products::find_many(&**tx, &[product]).await?.is_empty()
    {
        return Err(Refusal::new(Reason::UnknownReference).at("/product_id").into());
    }
    if let Some(customer) = content.customer_id {
        let found = store::customers::name_of(&**tx, Scope::Everything, customer).await;
        known("/customer_id", found.map(drop))?;
    }
    Ok(())
}

/// What is named and not there is a fault of the body, not of the address.
pub(crate) fn known(pointer: &str, outcome: Result<(), StoreError>) -> ApiResult<()> {
    match outcome {
        Err(StoreError::NotFound) => Err(Refusal::new(Reason::UnknownReference).at(pointer).into()),
        other => Ok(other?),
    }
}

/// Deletes one of which no order came; what it was stays in the audit log.
///
/// # Errors
/// 404; 409 where orders came of it; 412.
pub async fn delete(app: &App, caller: &Caller, seen: Seen) -> ApiResult<()> {
    app.transact(async |tx| {
        let lead = leads::lock(&**tx, seen.sight, seen.id).await?;
        if !leads::orders_of(&**tx, lead.id).await?.is_empty() {
            return Err(Reason::LeadHasOrders.into());
        }
        seen.version.check(lead.version)?;
        delete_in(app, tx, caller, &lead).await
    })
    .await
}

/// Deletes one that may be deleted, within a transaction.
///
/// # Errors
/// The database is not available.
pub(crate) async fn delete_in(app: &App, tx: &Tx, caller: &Caller, lead: &Lead) -> ApiResult<()> {
    leads::delete(&**tx, lead.id).await?;
    lead_event(app, tx, EventKind::LeadDeleted, lead)
        .by(caller.user)
        .changed(&json!(lead.content), &Value::Null)
        .append();
    Ok(())
}

/// Notes what was done, and what is to be done next.
///
/// # Errors
/// 404; field errors.
pub async fn log(
    app: &App,
    caller: &Caller,
    (sight, id): (Sight, LeadId),
    once: Option<&Once>,
    activity: &LogActivity,
) -> ApiResult<Reply> {
    check_activity(activity, app.clock.now())?;
    app.transact_once(caller.user, once, async |tx| {
        let mut lead = leads::lock(&**tx, sight, id).await?;
        let happened_at = activity.happened_at.unwrap_or(tx.now).min(tx.now);
        let done = Activity {
            id: Id::from_uuid(app.id()),
            lead_id: id,
            kind: activity.kind,
            happened_at,
            text: activity.text.trim().to_owned(),
            outcome: text_of(activity.outcome.as_deref()),
            by: caller.user,
        };
        leads::log(&**tx, std::slice::from_ref(&done), tx.now).await?;
        let before = lead.content.clone();
        if let Some(next) = &activity.next {
            lead.content.next_step = text_of(next.step.as_deref());
            lead.content.next_on = next.on;
        }
        lead.touched_at = lead.touched_at.max(happened_at);
        leads::save(&**tx, &before, &mut lead, tx.now).await?;
        let note: String = format!("{}：{}", done.kind.label(domain::Lang::Zh), done.text)
            .chars()
            .take(200)
            .collect();
        lead_event(app, tx, EventKind::LeadActivityLogged, &lead)
            .by(caller.user)
            .note(Some(&note))
            .changed(&next_of(&before), &next_of(&lead.content))
            .append();
        Ok((201, views::of(app, &**tx, id).await?, Some(lead.version)))
    })
    .await
}

fn next_of(content: &LeadContent) -> Value {
    json!({ "next_step": content.next_step, "next_on": content.next_on })
}

/// Trimmed; what is empty is nothing.
pub(super) fn text_of(text: Option<&str>) -> Option<String> {
    text.map(cleaned).filter(|text| !text.is_empty())
}

fn clean(content: &LeadContent) -> LeadContent {
    let lines = content.notes.as_deref().map(|notes| notes.trim().to_owned());
    LeadContent {
        title: cleaned(&content.title),
        company: cleaned(&content.company),
        contact_name: text_of(content.contact_name.as_deref()),
        contact_email: text_of(content.contact_email.as_deref()).map(|email| email.to_lowercase()),
        contact_phone: text_of(content.contact_phone.as_deref()),
        next_step: text_of(content.next_step.as_deref()),
        notes: lines.filter(|notes| !notes.is_empty()),
        ..content.clone()
    }
}
