//! What happened: append-only; audit trail, work queue and timelines in one. An event is written in
//! the transaction of the change that it tells of.

mod chain;
pub(crate) mod event;
pub(crate) mod link;
mod queue;
mod views;

use chrono::{DateTime, Utc};
use domain::{
    events::{EventKind, SubjectKind},
    id::{EventId, UserId},
};
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    chain::{Break, ChainReport, seal_batch, verify_chain},
    queue::{LeasedEvent, fail, finish, lease_batch, release},
    views::{page, timeline},
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
    /// On whose timelines it stands beside its subject's.
    pub links: Vec<(SubjectKind, Uuid)>,
}

/// Writes an event and its places on timelines.
pub async fn append(tx: &impl ConnectionTrait, event: NewEvent) -> StoreResult<()> {
    let id = event.id.as_uuid();
    let at = cut(event.at);
    let mut subjects = event.links;
    subjects.push((event.subject_kind, event.subject_id));
    subjects.sort_unstable();
    subjects.dedup();
    let row = event::Model {
        id,
        kind: event.kind.as_str().to_owned(),
        subject_kind: event.subject_kind.as_str().to_owned(),
        subject_id: event.subject_id,
        subject_label: event.subject_label.chars().take(190).collect(),
        actor_id: uuid_opt(event.actor),
        note: event.note,
        data: to_json("events.data", &event.data)?,
        at,
        done_at: None,
        lease_owner: None,
        lease_until: None,
        attempts: 0,
        last_error: None,
        seq: None,
        hash: None,
    };
    write::insert(tx, row).await?;
    let links = subjects
        .into_iter()
        .map(|(kind, subject_id)| link::Model {
            subject_kind: kind.as_str().to_owned(),
            subject_id,
            at,
            event_id: id,
        })
        .collect();
    write::insert_all(tx, links).await
}

/// Whether the event was committed: asked after the answer to a COMMIT was lost.
pub async fn exists(db: &impl ConnectionTrait, id: EventId) -> StoreResult<bool> {
    Ok(event::Entity::find_by_id(id.as_uuid()).one(db).await?.is_some())
}

#[cfg(test)]
mod tests;
