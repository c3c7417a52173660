//! Whether a customer is in use, and whose it is.

use chrono::{DateTime, Utc};
use domain::id::{CustomerId, UserId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

use super::{
    customer::{Column, Entity},
    pairs,
};
use crate::{
    StoreError, StoreResult,
    convert::{cut, uuid_opt},
    write,
};

/// Which customer is meant, and whether it is in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub id: CustomerId,
    pub name: String,
    pub version: i64,
    pub archived: bool,
}

/// The customer that stands for this one now: itself, or the one that it was made part of. Nobody
/// merges it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn standing(tx: &impl ConnectionTrait, id: CustomerId) -> StoreResult<Standing> {
    use sea_orm::QuerySelect as _;
    let find = async |id| {
        let found = Entity::find_by_id(id).lock_exclusive().one(tx).await?;
        found.ok_or(StoreError::NotFound)
    };
    let mut row = find(id.as_uuid()).await?;
    if let Some(winner) = row.merged_into {
        row = find(winner).await?;
    }
    Ok(Standing { id: row.id.into(), name: row.name, version: row.version, archived: row.archived })
}

/// Takes the customer that was read at `version` out of the lists; it is nobody's duplicate then.
pub async fn archive(
    tx: &impl ConnectionTrait,
    id: CustomerId,
    version: i64,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    set(tx, id, version, now, |update| {
        update
            .col_expr(Column::Archived, Expr::value(true))
            .col_expr(Column::ArchivedAt, Expr::value(Some(cut(now))))
    })
    .await?;
    pairs::forget(tx, id).await
}

/// Brings the customer that was read at `version` back.
pub async fn restore(
    tx: &impl ConnectionTrait,
    id: CustomerId,
    version: i64,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    set(tx, id, version, now, |update| {
        update
            .col_expr(Column::Archived, Expr::value(false))
            .col_expr(Column::ArchivedAt, Expr::value(Option::<DateTime<Utc>>::None))
    })
    .await
}

/// Gives the customer that was read at `version` to somebody, or to nobody.
pub async fn assign(
    tx: &impl ConnectionTrait,
    id: CustomerId,
    version: i64,
    owner: Option<UserId>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let owner = uuid_opt(owner);
    set(tx, id, version, now, |update| update.col_expr(Column::OwnerId, Expr::value(owner))).await
}

async fn set(
    tx: &impl ConnectionTrait,
    id: CustomerId,
    version: i64,
    now: DateTime<Utc>,
    change: impl FnOnce(sea_orm::UpdateMany<Entity>) -> sea_orm::UpdateMany<Entity>,
) -> StoreResult<()> {
    let update = Entity::update_many()
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::value(version + 1))
        .col_expr(Column::Compared, Expr::value(false))
        .filter(Column::Id.eq(id.as_uuid()).and(Column::Version.eq(version)));
    write::one(change(update), tx).await
}
