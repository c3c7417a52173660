//! Messages as a work queue, in the manner of `deliveries::queue`: who lost the lease changes nothing.

use chrono::{DateTime, Utc};
use domain::{
    id::{EventId, WebhookCallId, WebhookId},
    webhooks::CallStatus,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, UpdateMany, sea_query::Expr,
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    attempt,
    call::{Column, Entity, Model},
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, small, to_json},
    write,
};

/// Most characters that are kept of an answer.
const ANSWER_LENGTH: usize = 500;

/// A message about to be queued.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCall {
    pub id: WebhookCallId,
    pub webhook_id: WebhookId,
    /// One message per event and webhook; a test has an id of its own.
    pub event_id: EventId,
    pub kind: String,
    pub label: String,
    /// What is said, before it is put in the webhook's form.
    pub message: Value,
}

/// A message that a worker has leased.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub id: WebhookCallId,
    pub webhook_id: WebhookId,
    pub label: String,
    pub message: Value,
    /// How often it was leased, this time included; with the owner the token of what follows.
    pub tries: u32,
}

/// What a try came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub status: Option<u16>,
    pub answer: String,
    pub millis: u32,
}

impl TryFrom<Model> for Call {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            webhook_id: row.webhook_id.into(),
            label: row.label,
            message: from_json("webhook_calls.message", &row.message)?,
            tries: count("webhook_calls.tries", row.tries)?,
        })
    }
}

/// Queues it unless there is one for this event and webhook already; answers whether it was new.
pub async fn insert_call(
    tx: &impl ConnectionTrait,
    new: &NewCall,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let now = cut(now);
    let row = Model {
        id: new.id.as_uuid(),
        created_at: now,
        updated_at: now,
        version: 1,
        webhook_id: new.webhook_id.as_uuid(),
        event_id: new.event_id.as_uuid(),
        kind: new.kind.clone(),
        label: new.label.chars().take(190).collect(),
        message: to_json("webhook_calls.message", &new.message)?,
        status: CallStatus::Queued.as_str().to_owned(),
        tries: 0,
        next_try_at: Some(now),
        lease_owner: None,
        lease_until: None,
    };
    write::insert_if_absent(tx, row).await
}

/// Messages whose time has come and that nobody is sending.
fn due(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::Status.is_in([CallStatus::Queued.as_str(), CallStatus::Retrying.as_str()]))
        .add(Column::NextTryAt.lte(now))
        .add(Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lt(now)))
}

/// Leases up to `limit` due messages until `until`; counts the try.
pub async fn lease_due(
    db: &impl ConnectionTrait,
    owner: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u64,
) -> StoreResult<Vec<Call>> {
    let (now, until) = (cut(now), cut(until));
    let ids: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(due(now))
        .order_by_asc(Column::NextTryAt)
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
        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(due(now))
        .exec(db)
        .await?;
    let mine = Entity::find()
        .filter(Column::Id.is_in(ids))
        .filter(Column::LeaseOwner.eq(owner))
        .filter(Column::LeaseUntil.eq(until))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    mine.into_iter().map(Call::try_from).collect()
}

/// Ends the lease of a message with what its try came to.
async fn end(
    tx: &impl ConnectionTrait,
    call: &Call,
    owner: &str,
    status: CallStatus,
    next_try_at: Option<DateTime<Utc>>,
    outcome: &Outcome,
) -> StoreResult<()> {
    let update: UpdateMany<Entity> = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::NextTryAt, Expr::value(next_try_at.map(cut)))
        .col_expr(Column::LeaseOwner, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::UpdatedAt, Expr::value(cut(outcome.at)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(call.id.as_uuid()))
        .filter(Column::LeaseOwner.eq(owner))
        .filter(Column::Tries.eq(small("webhook_calls.tries", call.tries)?));
    write::one(update, tx).await?;
    let row = attempt::Model {
        id: outcome.id,
        call_id: call.id.as_uuid(),
        at: cut(outcome.at),
        status: outcome.status.map(i32::from),
        answer: outcome.answer.chars().take(ANSWER_LENGTH).collect(),
        millis: i32::try_from(outcome.millis).unwrap_or(i32::MAX),
    };
    write::insert(tx, row).await
}

/// The other side took it.
pub async fn mark_delivered(
    tx: &impl ConnectionTrait,
    call: &Call,
    owner: &str,
    outcome: &Outcome,
) -> StoreResult<()> {
    end(tx, call, owner, CallStatus::Delivered, None, outcome).await
}

/// It is tried again at `next`.
pub async fn mark_retry(
    tx: &impl ConnectionTrait,
    call: &Call,
    owner: &str,
    next: DateTime<Utc>,
    outcome: &Outcome,
) -> StoreResult<()> {
    end(tx, call, owner, CallStatus::Retrying, Some(next), outcome).await
}

/// It is not tried again by itself.
pub async fn mark_failed(
    tx: &impl ConnectionTrait,
    call: &Call,
    owner: &str,
    outcome: &Outcome,
) -> StoreResult<()> {
    end(tx, call, owner, CallStatus::Failed, None, outcome).await
}

/// The same message goes out again, now and from the first wait on. Stale where it moved meanwhile.
pub async fn send_again(
    tx: &impl ConnectionTrait,
    id: WebhookCallId,
    version: i64,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let again = Entity::update_many()
        .col_expr(Column::Status, Expr::value(CallStatus::Queued.as_str()))
        .col_expr(Column::Tries, Expr::value(0))
        .col_expr(Column::NextTryAt, Expr::value(cut(now)))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.as_uuid()))
        .filter(Column::Version.eq(version));
    write::one(again, tx).await
}
