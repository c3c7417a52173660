//! What happened: append-only; audit trail, work queue and timelines in one. An event is written in
//! the transaction of the change that it tells of.

mod chain;
pub(crate) mod event;
pub(crate) mod head;
pub(crate) mod link;
mod queue;
mod views;

use chrono::{DateTime, Utc};
use domain::{
    events::{EventKind, SubjectKind},
    id::{ApiKeyId, EventId, UserId},
};
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    chain::{Break, ChainReport, Flaw, Head, HeadSeal, Place, seal_batch, verify_chain},
    queue::{LeasedEvent, fail, finish, lease_batch, release},
    views::{noted, page, timeline},
};
use crate::{
    StoreResult,
    convert::{cut, to_json, uuid_opt},
    write,
};

/// An event about to be written. `data` holds what changed (before and after); never a key, a code
/// or a token.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// Chosen before the first try, so that a lost answer to COMMIT can be looked up.
    pub id: EventId,
    pub kind: EventKind,
    pub subject_kind: SubjectKind,
    pub subject_id: Uuid,
    /// What people call the subject.
    pub subject_label: String,
    /// Nobody for what the system does.
    pub actor: Option<UserId>,
    /// A reason, a remark, a recipient.
    pub note: Option<String>,
    pub data: serde_json::Value,
    pub at: DateTime<Utc>,
    /// From where it was caused.
    pub origin: Origin,
    /// On whose timelines it stands beside its subject's.
    pub links: Vec<(SubjectKind, Uuid)>,
}

/// From where something was caused: a request tells, what the system does by itself does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The caller's network address.
    pub address: Option<String>,
    /// The API key, where a program came in with one.
    pub key: Option<ApiKeyId>,
}

/// Writes events and their places on timelines, all with two statements.
pub async fn append(tx: &impl ConnectionTrait, mut events: Vec<NewEvent>) -> StoreResult<()> {
    let links = events.iter_mut().flat_map(links).collect();
    let rows = events.into_iter().map(row).collect::<StoreResult<_>>()?;
    write::insert_all(tx, rows).await?;
    write::insert_all(tx, links).await
}

/// Where it stands: each timeline once.
fn links(event: &mut NewEvent) -> Vec<link::Model> {
    let (at, event_id) = (cut(event.at), event.id.as_uuid());
    let mut subjects = std::mem::take(&mut event.links);
    subjects.push((event.subject_kind, event.subject_id));
    subjects.sort_unstable();
    subjects.dedup();
    let link = |(kind, subject_id): (SubjectKind, Uuid)| link::Model {
        subject_kind: kind.as_str().to_owned(),
        subject_id,
        at,
        event_id,
    };
    subjects.into_iter().map(link).collect()
}

fn row(event: NewEvent) -> StoreResult<event::Model> {
    Ok(event::Model {
        id: event.id.as_uuid(),
        kind: event.kind.as_str().to_owned(),
        subject_kind: event.subject_kind.as_str().to_owned(),
        subject_id: event.subject_id,
        subject_label: event.subject_label.chars().take(190).collect(),
        actor_id: uuid_opt(event.actor),
        note: event.note,
        data: to_json("events.data", &event.data)?,
        at: cut(event.at),
        address: event.origin.address,
        api_key_id: uuid_opt(event.origin.key),
        done_at: None,
        lease_owner: None,
        lease_until: None,
        attempts: 0,
        last_error: None,
        seq: None,
        hash: None,
    })
}

/// Whether the event was committed: asked after the answer to a COMMIT was lost.
pub async fn exists(db: &impl ConnectionTrait, id: EventId) -> StoreResult<bool> {
    Ok(event::Entity::find_by_id(id.as_uuid()).one(db).await?.is_some())
}

#[cfg(test)]
mod tests;
