//! The events as a work queue. A worker leases some by a conditional update, acts, and says that
//! they are done under the same token (owner and attempt): one that was too slow and lost its lease
//! changes nothing any more. Which rows are open is asked anew each time; ids and instants are not
//! in the order of commits, so nobody remembers how far they read.

use chrono::{DateTime, Utc};
use domain::{
    events::{EventKind, SubjectKind},
    id::{EventId, UserId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::event::{Column, Entity, Model};
use crate::{
    StoreResult,
    convert::{count, cut, from_json, id_opt, word},
    write,
};

/// An event that a worker has leased.
#[derive(Debug, Clone, PartialEq)]
pub struct LeasedEvent {
    pub id: EventId,
    pub kind: EventKind,
    pub subject_kind: SubjectKind,
    pub subject_id: Uuid,
    pub subject_label: String,
    pub actor: Option<UserId>,
    pub note: Option<String>,
    pub data: serde_json::Value,
    pub at: DateTime<Utc>,
    /// How often it was leased, this time included; with the owner the token that [`finish`] asks.
    pub attempts: u32,
}

/// Events that nobody works on and whose time has come.
fn open(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::DoneAt.is_null())
        .add(Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lt(now)))
}

/// Leases up to `limit` open events until `until`, the oldest first.
pub async fn lease_batch(
    db: &impl ConnectionTrait,
    owner: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u64,
) -> StoreResult<Vec<LeasedEvent>> {
    let (now, until) = (cut(now), cut(until));
    let ids: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(open(now))
        .order_by_asc(Column::At)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::update_many()
        .col_expr(Column::LeaseOwner, Expr::value(owner))
        .col_expr(Column::LeaseUntil, Expr::value(until))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(open(now))
        .exec(db)
        .await?;
    let leased = Entity::find()
        .filter(Column::Id.is_in(ids))
        .filter(Column::DoneAt.is_null())
        .filter(Column::LeaseOwner.eq(owner))
        .filter(Column::LeaseUntil.eq(until))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    leased.into_iter().map(LeasedEvent::try_from).collect()
}

impl TryFrom<Model> for LeasedEvent {
    type Error = crate::StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            kind: word("events.kind", &row.kind)?,
            subject_kind: word("events.subject_kind", &row.subject_kind)?,
            subject_id: row.subject_id,
            subject_label: row.subject_label,
            actor: id_opt(row.actor_id),
            note: row.note,
            data: from_json("events.data", &row.data)?,
            at: row.at,
            attempts: count("events.attempts", row.attempts)?,
        })
    }
}

/// The event as far as it is leased under this token.
fn held(id: EventId, owner: &str, attempts: u32) -> Condition {
    Condition::all()
        .add(Column::Id.eq(id.as_uuid()))
        .add(Column::DoneAt.is_null())
        .add(Column::LeaseOwner.eq(owner))
        .add(Column::Attempts.eq(attempts))
}

/// Marks a leased event as done. [`crate::StoreError::Stale`] where the lease was lost: roll back.
pub async fn finish(
    db: &impl ConnectionTrait,
    id: EventId,
    owner: &str,
    attempts: u32,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let done = Entity::update_many()
        .col_expr(Column::DoneAt, Expr::value(cut(now)))
        .col_expr(Column::LeaseOwner, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::LastError, Expr::value(None::<String>))
        .filter(held(id, owner, attempts));
    write::one(done, db).await
}

/// Gives a leased event back, to be tried again at `next_try_at`.
pub async fn fail(
    db: &impl ConnectionTrait,
    id: EventId,
    owner: &str,
    attempts: u32,
    error: &str,
    next_try_at: DateTime<Utc>,
) -> StoreResult<()> {
    let failed = Entity::update_many()
        .col_expr(Column::LeaseOwner, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(cut(next_try_at)))
        .col_expr(Column::LastError, Expr::value(error.chars().take(2_000).collect::<String>()))
        .filter(held(id, owner, attempts));
    write::one(failed, db).await
}

/// Gives back everything that `owner` has leased: it is shutting down.
pub async fn release(db: &impl ConnectionTrait, owner: &str) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::LeaseOwner, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::DoneAt.is_null())
        .filter(Column::LeaseOwner.eq(owner))
        .exec(db)
        .await?;
    Ok(())
}
