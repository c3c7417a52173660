//! Who is told of deployments: those who do them, of what others decided.

use std::collections::BTreeMap;

use domain::{
    Id,
    access::Scope,
    deployments::wire::WorkChange,
    events::EventKind,
    id::{EngineerId, UserId},
    notifications::NotificationKind,
};
use store::{
    deployments::{self, Deployment},
    engineers,
    events::LeasedEvent,
};

use super::routing::Route;
use crate::{app::Tx, error::ApiResult};

/// What is said where no day is agreed; it is not known who reads it.
const NO_DAY: &str = "待定 / to be agreed";

/// The notifications that follow from an event of a deployment: to whom it was given and from whom
/// it was taken, and to everybody who does it that its day is another.
///
/// # Errors
/// Only the database's.
pub async fn routes_of(tx: &Tx, event: &LeasedEvent) -> ApiResult<Vec<Route>> {
    let id = Id::from_uuid(event.subject_id);
    let is_moved = match event.kind {
        EventKind::DeploymentStaffed => false,
        EventKind::DeploymentReplanned => true,
        EventKind::DeploymentChanged => {
            let day = |when: &str| event.data[when].get("planned_on").cloned().unwrap_or_default();
            day("before") != day("after")
        }
        _ => return Ok(Vec::new()),
    };
    if event.kind == EventKind::DeploymentChanged && !is_moved {
        return Ok(Vec::new());
    }
    let deployment = deployments::get(&**tx, Scope::Everything, id).await?;
    let mut routes = Vec::new();
    if is_moved {
        let mut team = deployments::engineers_of(&**tx, &[id]).await?;
        let team = team.remove(&id.as_uuid()).unwrap_or_default();
        let team: Vec<EngineerId> = team.into_iter().map(|one| one.engineer_id).collect();
        let people = people(tx, &team).await?;
        routes.push((NotificationKind::DeploymentMoved, people));
    } else {
        // Written before there were such notifications, it says of nobody.
        let change: WorkChange = serde_json::from_value(event.data.clone()).unwrap_or_default();
        for (kind, who) in [
            (NotificationKind::DeploymentAssigned, &change.assigned),
            (NotificationKind::DeploymentUnassigned, &change.unassigned),
        ] {
            routes.push((kind, people(tx, who).await?));
        }
    }
    routes.retain(|(_, people)| !people.is_empty());
    if routes.is_empty() {
        return Ok(Vec::new());
    }
    let params = params(tx, &deployment).await?;
    Ok(routes.into_iter().map(|(kind, people)| (kind, people, params.clone())).collect())
}

/// Those of these engineers who may sign in.
async fn people(tx: &Tx, who: &[EngineerId]) -> ApiResult<Vec<UserId>> {
    Ok(engineers::users_of(&**tx, who).await?)
}

async fn params(tx: &Tx, deployment: &Deployment) -> ApiResult<BTreeMap<String, String>> {
    let names = deployments::names(&**tx, deployment).await?;
    let day = deployment.content.planned_on;
    let day = day.map_or_else(|| NO_DAY.to_owned(), |on| on.to_string());
    Ok(BTreeMap::from([
        ("number".to_owned(), deployment.number.clone()),
        ("who".to_owned(), names.customer_name),
        ("day".to_owned(), day),
    ]))
}
