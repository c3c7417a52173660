//! Which alerts people are told of: once each, and again when they slept or came back.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    alerts::{AlertStatus, wire::AlertView},
    id::AlertId,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    alert::{Column, Entity},
    changed, views,
};
use crate::StoreResult;

/// Wakes up to `limit` alerts that slept until before `day`; answers them, as they were.
///
/// # Errors
/// The database is not available.
pub async fn wake(
    tx: &impl ConnectionTrait,
    day: NaiveDate,
    limit: u64,
    now: DateTime<Utc>,
) -> StoreResult<Vec<AlertView>> {
    let slept: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Status.eq(AlertStatus::Snoozed.as_str()))
        .filter(Column::SnoozedUntil.lt(day))
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(tx)
        .await?;
    let slept: Vec<AlertId> = slept.into_iter().map(AlertId::from_uuid).collect();
    let woken = views::by_ids(tx, Scope::Everything, &slept).await?;
    if woken.is_empty() {
        return Ok(woken);
    }
    changed(now)
        .col_expr(Column::Status, Expr::value(AlertStatus::Open.as_str()))
        .col_expr(Column::SnoozedUntil, Expr::value(None::<NaiveDate>))
        .col_expr(Column::DigestOn, Expr::value(None::<NaiveDate>))
        .filter(Column::Id.is_in(slept.iter().map(|id| id.as_uuid())))
        .filter(Column::Status.eq(AlertStatus::Snoozed.as_str()))
        .exec(tx)
        .await?;
    Ok(woken)
}

/// Up to `limit` open alerts that nobody was told of yet.
///
/// # Errors
/// The database is not available.
pub async fn fresh(tx: &impl ConnectionTrait, limit: u64) -> StoreResult<Vec<AlertView>> {
    let ids: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::DigestOn.is_null())
        .filter(Column::Status.eq(AlertStatus::Open.as_str()))
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(tx)
        .await?;
    let ids: Vec<AlertId> = ids.into_iter().map(AlertId::from_uuid).collect();
    views::by_ids(tx, Scope::Everything, &ids).await
}

/// Says that these were part of a day's digest. No change of theirs: whoever looks at one now may act
/// on it.
///
/// # Errors
/// The database is not available.
pub async fn mark_told(
    tx: &impl ConnectionTrait,
    ids: &[AlertId],
    day: NaiveDate,
) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::DigestOn, Expr::value(day))
        .filter(Column::Id.is_in(ids.iter().map(|id| id.as_uuid())))
        .exec(tx)
        .await?;
    Ok(())
}
