//! What engineers have to do, and what they completed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope, dates::business_day, deployments::DeploymentStatus, engineers::Done,
    id::EngineerId,
};
use sea_orm::{
    ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Engineer,
    engineer::{Column, Entity},
    visible,
};
use crate::StoreResult;

fn at_work(status: &[DeploymentStatus]) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .column(("deployment_engineers", "engineer_id"))
        .columns([
            ("deployments", "planned_on"),
            ("deployments", "started_at"),
            ("deployments", "completed_on"),
        ])
        .from("deployment_engineers")
        .inner_join(
            "deployments",
            Expr::col(("deployments", "id")).equals(("deployment_engineers", "deployment_id")),
        )
        .and_where(
            Expr::col(("deployments", "status")).is_in(status.iter().map(|one| one.as_str())),
        );
    statement
}

/// What was completed between two days, once for each engineer who worked on it. For those who may
/// read engineers.
///
/// # Errors
/// The database is not available.
pub async fn done(
    db: &impl ConnectionTrait,
    (from, until): (NaiveDate, NaiveDate),
) -> StoreResult<Vec<Done>> {
    let mut statement = at_work(&[DeploymentStatus::Completed, DeploymentStatus::Accepted]);
    statement.and_where(Expr::col(("deployments", "completed_on")).between(from, until));
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            let started: Option<DateTime<Utc>> = row.try_get("", "started_at")?;
            Ok(Done {
                engineer_id: row.try_get::<Uuid>("", "engineer_id")?.into(),
                planned_on: row.try_get("", "planned_on")?,
                started_on: started.map(business_day),
                completed_on: row.try_get("", "completed_on")?,
            })
        })
        .collect()
}

/// The planned days of the open deployments of an engineer, or of all; none where there is no day
/// yet.
///
/// # Errors
/// The database is not available.
pub async fn open(
    db: &impl ConnectionTrait,
    engineer: Option<EngineerId>,
) -> StoreResult<Vec<(EngineerId, Option<NaiveDate>)>> {
    let mut statement = at_work(&DeploymentStatus::OPEN);
    if let Some(engineer) = engineer {
        statement
            .and_where(Expr::col(("deployment_engineers", "engineer_id")).eq(engineer.as_uuid()));
    }
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            let id: Uuid = row.try_get("", "engineer_id")?;
            Ok((id.into(), row.try_get("", "planned_on")?))
        })
        .collect()
}

/// All of them by name.
///
/// # Errors
/// The database is not available.
pub async fn all(db: &impl ConnectionTrait, scope: Scope) -> StoreResult<Vec<Engineer>> {
    let rows = Entity::find().filter(visible(scope)).order_by_asc(Column::Name).all(db).await?;
    rows.into_iter().map(Engineer::try_from).collect()
}
