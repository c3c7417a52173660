//! Mails as a work queue, in the manner of `events::queue`: who lost the lease changes nothing.

use chrono::{DateTime, Utc};
use domain::{
    deliveries::{DeliveryStatus, Withdrawal},
    id::{DeliveryId, OrderId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, UpdateMany, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    delivery::{Column, Entity},
    views::{Delivery, by_ids},
};
use crate::{
    StoreResult,
    convert::{cut, small},
    write,
};

/// Most characters that are kept of a mail server's complaint.
const ERROR_LENGTH: usize = 1_000;

/// Mails whose time has come and that nobody is sending.
fn due(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(
            Column::Status
                .is_in([DeliveryStatus::Queued.as_str(), DeliveryStatus::Retrying.as_str()]),
        )
        .add(Column::NextTryAt.lte(now))
        .add(Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lt(now)))
}

/// Leases up to `limit` due mails until `until`; counts the try.
pub async fn lease_due(
    db: &impl ConnectionTrait,
    owner: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u64,
) -> StoreResult<Vec<Delivery>> {
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
    let mine: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(ids))
        .filter(Column::LeaseOwner.eq(owner))
        .filter(Column::LeaseUntil.eq(until))
        .into_tuple()
        .all(db)
        .await?;
    by_ids(db, mine).await
}

/// A change to a mail that is leased under this token; the lease ends with it.
fn held(
    id: DeliveryId,
    owner: &str,
    tries: u32,
    status: DeliveryStatus,
    now: DateTime<Utc>,
) -> StoreResult<UpdateMany<Entity>> {
    Ok(Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::LeaseOwner, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.as_uuid()))
        .filter(Column::LeaseOwner.eq(owner))
        .filter(Column::Tries.eq(small("deliveries.tries", tries)?)))
}

/// The mail server took it.
pub async fn mark_sent(
    tx: &impl ConnectionTrait,
    id: DeliveryId,
    owner: &str,
    tries: u32,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let sent = held(id, owner, tries, DeliveryStatus::Sent, now)?
        .col_expr(Column::DeliveredAt, Expr::value(cut(now)))
        .col_expr(Column::NextTryAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::LastError, Expr::value(None::<String>));
    write::one(sent, tx).await
}

/// It is tried again at `next_try_at`.
pub async fn mark_retry(
    tx: &impl ConnectionTrait,
    id: DeliveryId,
    owner: &str,
    tries: u32,
    error: &str,
    next_try_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let later = held(id, owner, tries, DeliveryStatus::Retrying, now)?
        .col_expr(Column::NextTryAt, Expr::value(cut(next_try_at)))
        .col_expr(Column::LastError, Expr::value(shortened(error)));
    write::one(later, tx).await
}

/// It is not tried again by itself; `bounced` where the other side said never.
pub async fn mark_failed(
    tx: &impl ConnectionTrait,
    id: DeliveryId,
    owner: &str,
    tries: u32,
    error: &str,
    bounced: bool,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let status = if bounced { DeliveryStatus::Bounced } else { DeliveryStatus::Failed };
    let failed = held(id, owner, tries, status, now)?
        .col_expr(Column::NextTryAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::LastError, Expr::value(shortened(error)));
    write::one(failed, tx).await
}

fn shortened(error: &str) -> String {
    error.chars().take(ERROR_LENGTH).collect()
}

/// A failed one is tried again, now and from the first wait on. Stale where it moved meanwhile.
pub async fn retry_now(
    tx: &impl ConnectionTrait,
    id: DeliveryId,
    version: i64,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let again = Entity::update_many()
        .col_expr(Column::Status, Expr::value(DeliveryStatus::Queued.as_str()))
        .col_expr(Column::Tries, Expr::value(0))
        .col_expr(Column::NextTryAt, Expr::value(cut(now)))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.as_uuid()))
        .filter(Column::Version.eq(version));
    write::one(again, tx).await
}

/// Mails of a canceled order that did not go out do not go out; answers how many.
pub async fn withdraw_of_order(
    tx: &impl ConnectionTrait,
    order: OrderId,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let withdrawn = Entity::update_many()
        .col_expr(Column::Status, Expr::value(DeliveryStatus::Failed.as_str()))
        .col_expr(Column::NextTryAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::LastError, Expr::value(Withdrawal::OrderCanceled.as_str()))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::OrderId.eq(order.as_uuid()))
        .filter(Column::Status.ne(DeliveryStatus::Sent.as_str()))
        .exec(tx)
        .await?;
    Ok(withdrawn.rows_affected)
}
