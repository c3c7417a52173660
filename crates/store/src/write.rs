//! How rows are written: inserted whole, changed under a condition that one row must meet.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable,
    QueryFilter, QuerySelect, UpdateMany, sea_query::IntoCondition,
};
use uuid::Uuid;

use crate::{StoreError, StoreResult};

/// SQLite takes 32 766 parameters in a statement.
const PARAMETERS: usize = 32_000;
/// Rows of one INSERT: more gain nothing, and cost memory.
const ROWS_AT_ONCE: usize = 2_000;

pub(crate) async fn insert<M, A>(db: &impl ConnectionTrait, model: M) -> StoreResult<()>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let row = model.into_active_model().reset_all();
    A::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Inserts the row unless a unique index has one like it. Asked by trying: an upsert's count of
/// rows does not tell on MySQL.
pub(crate) async fn insert_if_absent<M, A>(db: &impl ConnectionTrait, model: M) -> StoreResult<bool>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    match insert(db, model).await {
        Ok(()) => Ok(true),
        Err(StoreError::Duplicate(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(crate) async fn insert_all<M, A>(db: &impl ConnectionTrait, models: Vec<M>) -> StoreResult<()>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count();
    let at_once = (PARAMETERS / columns.max(1)).clamp(1, ROWS_AT_ONCE);
    let mut rows = models.into_iter().map(|model| model.into_active_model().reset_all());
    loop {
        let some: Vec<A> = rows.by_ref().take(at_once).collect();
        if some.is_empty() {
            return Ok(());
        }
        A::Entity::insert_many(some).exec_without_returning(db).await?;
    }
}

/// Writes every column of a row that is still as `condition` says.
pub(crate) async fn update_one<M, A>(
    db: &impl ConnectionTrait,
    model: M,
    condition: impl IntoCondition,
) -> StoreResult<()>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let row = model.into_active_model().reset_all();
    one(A::Entity::update_many().set(row).filter(condition.into_condition()), db).await
}

/// Runs an update that must hit one row.
pub(crate) async fn one<E: EntityTrait>(
    update: UpdateMany<E>,
    db: &impl ConnectionTrait,
) -> StoreResult<()> {
    match update.exec(db).await?.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Stale),
    }
}

/// The versions of these rows, which nobody changes until the transaction ends; those that are gone
/// are left out.
pub(crate) async fn versions<E: EntityTrait>(
    tx: &impl ConnectionTrait,
    (id, version): (E::Column, E::Column),
    ids: &[Uuid],
) -> StoreResult<HashMap<Uuid, i64>> {
    let found = E::find()
        .select_only()
        .columns([id, version])
        .filter(id.is_in(ids.iter().copied()))
        .lock_exclusive()
        .into_tuple::<(Uuid, i64)>();
    Ok(found.all(tx).await?.into_iter().collect())
}
