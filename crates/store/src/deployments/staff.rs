//! Who works on what.

use std::collections::HashMap;

use domain::{
    deployments::{DeploymentStatus, wire::EngineerAtWork},
    id::{DeploymentId, EngineerId, LicenseId, UserId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::work::{Column, Entity, Model};
use crate::{
    StoreResult,
    convert::{small, word},
    write,
};

/// Who works on each of these deployments, in the order in which they were named.
///
/// # Errors
/// The database is not available.
pub async fn engineers_of(
    db: &impl ConnectionTrait,
    deployments: &[DeploymentId],
) -> StoreResult<HashMap<Uuid, Vec<EngineerAtWork>>> {
    let mut found: HashMap<Uuid, Vec<EngineerAtWork>> = HashMap::new();
    if deployments.is_empty() {
        return Ok(found);
    }
    let rows = Entity::find()
        .filter(Column::DeploymentId.is_in(deployments.iter().map(|id| id.as_uuid())))
        .order_by_asc(Column::DeploymentId)
        .order_by_asc(Column::Place)
        .all(db)
        .await?;
    for row in rows {
        found.entry(row.deployment_id).or_default().push(EngineerAtWork {
            engineer_id: row.engineer_id.into(),
            name: row.name,
            role: word("deployment_engineers.role", &row.role)?,
        });
    }
    Ok(found)
}

/// Whether the engineer that `user` is works on an open deployment of a license.
///
/// # Errors
/// The database is not available.
pub async fn is_at_work(
    db: &impl ConnectionTrait,
    user: UserId,
    license: LicenseId,
) -> StoreResult<bool> {
    let mut work = Query::select();
    work.expr(Expr::val(1))
        .from("deployments")
        .inner_join(
            "deployment_engineers",
            Expr::col(("deployment_engineers", "deployment_id")).equals(("deployments", "id")),
        )
        .inner_join(
            "engineers",
            Expr::col(("engineers", "id")).equals(("deployment_engineers", "engineer_id")),
        )
        .and_where(Expr::col(("deployments", "license_id")).eq(license.as_uuid()))
        .and_where(
            Expr::col(("deployments", "status"))
                .is_in(DeploymentStatus::OPEN.map(DeploymentStatus::as_str)),
        )
        .and_where(Expr::col(("engineers", "user_id")).eq(user.as_uuid()))
        .limit(1);
    Ok(db.query_one(&work).await?.is_some())
}

/// Gives a deployment to these and nobody else; for who has locked it.
///
/// # Errors
/// The database is not available.
pub async fn assign(
    tx: &impl ConnectionTrait,
    deployment: DeploymentId,
    engineers: &[EngineerAtWork],
) -> StoreResult<()> {
    Entity::delete_many().filter(Column::DeploymentId.eq(deployment.as_uuid())).exec(tx).await?;
    write::insert_all(tx, rows(deployment, engineers)?).await
}

/// Who works on a deployment, in the order in which they are named.
pub(super) fn rows(
    deployment: DeploymentId,
    engineers: &[EngineerAtWork],
) -> StoreResult<Vec<Model>> {
    engineers
        .iter()
        .zip(1_u32..)
        .map(|(one, place)| {
            Ok(Model {
                deployment_id: deployment.as_uuid(),
                engineer_id: one.engineer_id.as_uuid(),
                name: one.name.clone(),
                role: one.role.as_str().to_owned(),
                place: small("deployment_engineers.place", place)?,
            })
        })
        .collect()
}

/// Calls an engineer by another name wherever they work.
///
/// # Errors
/// The database is not available.
pub async fn rename_engineer(
    tx: &impl ConnectionTrait,
    engineer: EngineerId,
    name: &str,
) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::Name, Expr::val(name))
        .filter(Column::EngineerId.eq(engineer.as_uuid()))
        .filter(Column::Name.ne(name))
        .exec(tx)
        .await?;
    Ok(())
}
