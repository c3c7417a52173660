//! Deployments as far as alerts are concerned: what is due when, and who is told.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    alerts::DeploymentFacts,
    dates::business_day,
    deployments::EngineerRole,
    id::{CustomerId, DeploymentId, UserId},
};
use sea_orm::{
    ConnectionTrait, EntityTrait, ExprTrait, QuerySelect,
    sea_query::{Expr, Order, Query},
};
use uuid::Uuid;

use super::{
    Subject,
    scan::{Batch, Place, batch, by_day},
};
use crate::{
    StoreError, StoreResult,
    convert::{id_opt, word},
    deployments::{Deployment, deployment},
};

/// A deployment, as far as its days are concerned, and who sees to its license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDeployment {
    pub id: DeploymentId,
    pub number: String,
    pub customer_id: CustomerId,
    pub owner_id: Option<UserId>,
    pub facts: DeploymentFacts,
}

/// Deployments whose next step was due between two days.
///
/// # Errors
/// The database is not available.
pub async fn due_between(
    db: &impl ConnectionTrait,
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> StoreResult<Batch> {
    let statement = due(days, after, limit);
    batch(db, &statement, limit, |id| Subject::Deployment(id.into())).await
}

pub(super) fn due(
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> sea_orm::sea_query::SelectStatement {
    by_day("deployments", "due_on", days, after, limit)
}

/// These deployments, in no order.
///
/// # Errors
/// The database is not available.
pub async fn deployments_of(
    db: &impl ConnectionTrait,
    ids: &[DeploymentId],
) -> StoreResult<Vec<DueDeployment>> {
    use sea_orm::FromQueryResult as _;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = Query::select();
    statement
        .column(("deployments", sea_orm::sea_query::Asterisk))
        .expr_as(Expr::col(("licenses", "owner_id")), "license_owner")
        .from("deployments")
        .inner_join("licenses", Expr::col(("licenses", "id")).equals(("deployments", "license_id")))
        .and_where(Expr::col(("deployments", "id")).is_in(ids.iter().map(|id| id.as_uuid())));
    let read = |row: &sea_orm::QueryResult| {
        let one = Deployment::try_from(deployment::Model::from_query_result(row, "")?)?;
        let started_on = one.started_at.map(business_day);
        Ok::<_, StoreError>(DueDeployment {
            id: one.id,
            number: one.number,
            customer_id: one.customer_id,
            owner_id: id_opt(row.try_get("", "license_owner")?),
            facts: DeploymentFacts {
                status: one.status,
                due_on: domain::deployments::due_on(one.status, &one.content, started_on),
            },
        })
    };
    db.query_all(&statement).await?.iter().map(read).collect()
}

/// One, kept from changing until the transaction ends.
///
/// # Errors
/// The database is not available.
pub async fn lock_deployment(
    tx: &impl ConnectionTrait,
    id: DeploymentId,
) -> StoreResult<Option<DueDeployment>> {
    let locked = deployment::Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    match locked {
        Some(_) => Ok(deployments_of(tx, &[id]).await?.pop()),
        None => Ok(None),
    }
}

/// Who leads each of these deployments, where they may sign in: the project lead, or else whoever was
/// named first.
///
/// # Errors
/// The database is not available.
pub async fn leads(
    db: &impl ConnectionTrait,
    ids: &[DeploymentId],
) -> StoreResult<HashMap<DeploymentId, UserId>> {
    let mut found: HashMap<DeploymentId, (bool, Option<UserId>)> = HashMap::new();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut statement = Query::select();
    statement
        .column(("deployment_engineers", "deployment_id"))
        .column(("deployment_engineers", "role"))
        .column(("engineers", "user_id"))
        .from("deployment_engineers")
        .inner_join(
            "engineers",
            Expr::col(("engineers", "id")).equals(("deployment_engineers", "engineer_id")),
        )
        .and_where(
            Expr::col(("deployment_engineers", "deployment_id"))
                .is_in(ids.iter().map(|id| id.as_uuid())),
        )
        .order_by(("deployment_engineers", "place"), Order::Asc);
    for row in db.query_all(&statement).await? {
        let id = row.try_get::<Uuid>("", "deployment_id")?.into();
        let role: EngineerRole =
            word("deployment_engineers.role", &row.try_get::<String>("", "role")?)?;
        let user = id_opt(row.try_get("", "user_id")?);
        let is_lead = role == EngineerRole::Lead;
        let known = found.entry(id).or_insert((is_lead, user));
        if is_lead && !known.0 {
            *known = (true, user);
        }
    }
    Ok(found.into_iter().filter_map(|(id, (_, user))| Some((id, user?))).collect())
}
