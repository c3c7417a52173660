//! Many engineers at once, as an import writes them and takes them back.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    Engineer,
    engineer::{Column, Entity},
};
use crate::{StoreResult, write};

/// The engineers with one of these addresses.
///
/// # Errors
/// The database is not available.
pub async fn known(db: &impl ConnectionTrait, emails: &[String]) -> StoreResult<Vec<Engineer>> {
    if emails.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find().filter(Column::Email.is_in(emails.iter().map(String::as_str)));
    found.all(db).await?.into_iter().map(Engineer::try_from).collect()
}

/// The engineers with one of these names or addresses, the first who came first. The whole house is
/// asked.
///
/// # Errors
/// The database is not available.
pub async fn called(
    db: &impl ConnectionTrait,
    names: &[String],
    emails: &[String],
) -> StoreResult<Vec<Engineer>> {
    let mut found = known(db, emails).await?;
    if !names.is_empty() {
        let named = Entity::find()
            .filter(Column::Name.is_in(names.iter().map(String::as_str)))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id);
        for row in named.all(db).await? {
            let engineer = Engineer::try_from(row)?;
            if !found.contains(&engineer) {
                found.push(engineer);
            }
        }
    }
    Ok(found)
}

/// Keeps new ones; duplicates as in [`super::insert`], and none of them is kept then.
///
/// # Errors
/// The database is not available.
pub async fn insert_all(
    tx: &impl ConnectionTrait,
    new: &[Engineer],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let rows = new.iter().map(|engineer| engineer.row(now)).collect::<StoreResult<_>>()?;
    write::insert_all(tx, rows).await
}

/// The versions of these engineers, which nobody changes until the transaction ends.
///
/// # Errors
/// The database is not available.
pub async fn versions(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<HashMap<Uuid, i64>> {
    write::versions::<Entity>(tx, (Column::Id, Column::Version), ids).await
}

/// Those of them who were ever given work.
///
/// # Errors
/// The database is not available.
pub async fn with_work(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<HashSet<Uuid>> {
    let mut statement = Query::select();
    statement
        .distinct()
        .column("engineer_id")
        .from("deployment_engineers")
        .and_where(Expr::col("engineer_id").is_in(ids.iter().copied()));
    let rows = tx.query_all(&statement).await?;
    rows.iter().map(|row| Ok(row.try_get("", "engineer_id")?)).collect()
}

/// Removes engineers.
///
/// # Errors
/// The database is not available.
pub async fn remove_all(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<()> {
    Entity::delete_many().filter(Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    Ok(())
}
