//! Many sales reps at once, as an import writes them and takes them back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    SalesRep,
    rep::{Column, Entity},
};
use crate::{StoreResult, write};

/// The sales reps with one of these addresses, the first who came first.
///
/// # Errors
/// The database is not available.
pub async fn known(db: &impl ConnectionTrait, emails: &[String]) -> StoreResult<Vec<SalesRep>> {
    if emails.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find()
        .filter(Column::Email.is_in(emails.iter().map(String::as_str)))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id);
    found.all(db).await?.into_iter().map(SalesRep::try_from).collect()
}

/// Keeps new ones, all or none.
///
/// # Errors
/// The database is not available; duplicates as in [`super::insert`].
pub async fn insert_all(
    tx: &impl ConnectionTrait,
    new: &[SalesRep],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert_all(tx, new.iter().map(|rep| rep.row(now)).collect()).await
}

/// The versions of these sales reps, which nobody changes until the transaction ends; those that
/// are gone are left out.
///
/// # Errors
/// The database is not available.
pub async fn versions(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<HashMap<Uuid, i64>> {
    write::versions::<Entity>(tx, (Column::Id, Column::Version), ids).await
}

/// Removes sales reps. One who has targets is refused as [`crate::StoreError::Reference`], and with
/// them all of them.
///
/// # Errors
/// The database is not available.
pub async fn remove_all(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<()> {
    Entity::delete_many().filter(Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    Ok(())
}
