//! Many deployments at once, as an import finds them, writes them and takes them back.

use std::collections::HashMap;

use domain::{
    deployments::{DeploymentStatus, wire::EngineerAtWork},
    id::{DeploymentId, LicenseId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    Deployment,
    deployment::{Column, Entity},
    staff, work,
};
use crate::{StoreResult, convert::count, write};

/// The deployments of these licenses that were not called off, the first of each license first.
///
/// # Errors
/// The database is not available.
pub async fn known(
    db: &impl ConnectionTrait,
    licenses: &[LicenseId],
) -> StoreResult<Vec<Deployment>> {
    if licenses.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find()
        .filter(Column::LicenseId.is_in(licenses.iter().map(|id| id.as_uuid())))
        .filter(Column::Status.ne(DeploymentStatus::Cancelled.as_str()))
        .order_by_asc(Column::LicenseId)
        .order_by_asc(Column::Ordinal);
    super::all(found.all(db).await?)
}

/// The highest ordinal among the deployments of each of these licenses, for who has locked the
/// licenses; those that have none are left out.
///
/// # Errors
/// The database is not available.
pub async fn last_ordinals(
    tx: &impl ConnectionTrait,
    licenses: &[LicenseId],
) -> StoreResult<HashMap<LicenseId, u32>> {
    let found: Vec<(Uuid, i32)> = Entity::find()
        .select_only()
        .column(Column::LicenseId)
        .column_as(Column::Ordinal.max(), "last")
        .filter(Column::LicenseId.is_in(licenses.iter().map(|id| id.as_uuid())))
        .group_by(Column::LicenseId)
        .into_tuple()
        .all(tx)
        .await?;
    let read =
        |(license, last): (Uuid, i32)| Ok((license.into(), count("deployments.ordinal", last)?));
    found.into_iter().map(read).collect()
}

/// Gives new deployments to who does them, all in one statement.
///
/// # Errors
/// The database is not available.
pub async fn staff_all(
    tx: &impl ConnectionTrait,
    teams: &[(DeploymentId, Vec<EngineerAtWork>)],
) -> StoreResult<()> {
    let mut rows = Vec::new();
    for (id, team) in teams {
        rows.extend(staff::rows(*id, team)?);
    }
    write::insert_all(tx, rows).await
}

/// The versions of these deployments, which nobody changes until the transaction ends; those that
/// are gone are left out.
///
/// # Errors
/// The database is not available.
pub async fn versions(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<HashMap<Uuid, i64>> {
    write::versions::<Entity>(tx, (Column::Id, Column::Version), ids).await
}

/// Removes deployments, and who did them, as if they had never been.
///
/// # Errors
/// The database is not available.
pub async fn remove_all(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<()> {
    let ids = || ids.iter().copied();
    work::Entity::delete_many().filter(work::Column::DeploymentId.is_in(ids())).exec(tx).await?;
    Entity::delete_many().filter(Column::Id.is_in(ids())).exec(tx).await?;
    Ok(())
}
