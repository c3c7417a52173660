//! Deployments as they are shown.

use domain::{
    access::Scope,
    dates::business_day,
    deployments::{
        is_late,
        wire::{DeploymentListQuery, DeploymentRow, DeploymentView},
    },
    events::{SubjectKind, wire::EventView},
    id::DeploymentId,
    list::Page,
};
use sea_orm::ConnectionTrait;
use store::deployments::{self, Deployment};

use crate::{app::App, error::ApiResult, http::Caller};

/// A list; `mine` in it is what the caller works on.
pub async fn page(
    app: &App,
    caller: &Caller,
    scope: Scope,
    query: &DeploymentListQuery,
) -> ApiResult<Page<DeploymentRow>> {
    let today = app.clock.today();
    Ok(deployments::page(&app.db.read, scope, caller.user, query, today).await?)
}

/// One deployment.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(app: &App, scope: Scope, id: DeploymentId) -> ApiResult<DeploymentView> {
    let deployment = deployments::get(&app.db.read, scope, id).await?;
    view_of(app, &app.db.read, deployment).await
}

/// Everything that happened to one, latest first.
///
/// # Errors
/// 404 when out of reach.
pub async fn timeline(app: &App, scope: Scope, id: DeploymentId) -> ApiResult<Vec<EventView>> {
    let deployment = deployments::get(&app.db.read, scope, id).await?;
    let id = deployment.id.as_uuid();
    Ok(store::events::timeline(&app.db.read, scope, SubjectKind::Deployment, id).await?)
}

/// Puts the view together.
pub async fn view_of(
    app: &App,
    db: &impl ConnectionTrait,
    deployment: Deployment,
) -> ApiResult<DeploymentView> {
    let today = business_day(app.clock.now());
    let names = deployments::names(db, &deployment).await?;
    let mut at_work = deployments::engineers_of(db, &[deployment.id]).await?;
    Ok(DeploymentView {
        is_late: is_late(deployment.status, deployment.content.planned_on, today),
        engineers: at_work.remove(&deployment.id.as_uuid()).unwrap_or_default(),
        id: deployment.id,
        number: deployment.number,
        status: deployment.status,
        content: deployment.content,
        license_number: names.license_number,
        product_name_zh: names.product_name_zh,
        product_name_en: names.product_name_en,
        customer_id: deployment.customer_id,
        customer_name: names.customer_name,
        checklist: deployment.checklist,
        attempt: deployment.attempt,
        started_at: deployment.started_at,
        completed_on: deployment.completed_on,
        acceptance: deployment.acceptance,
        form: store::attachments::of_deployment(db, deployment.id).await?,
        reason: deployment.reason,
        life: names.life,
        created_at: deployment.created_at,
        version: deployment.version,
    })
}
