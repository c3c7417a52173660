//! What engineers have to do and how they performed, over HTTP. There is no money here.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    deployments::wire::{DeploymentListQuery, DeploymentRow},
    engineers::wire::{EngineersPerformance, WorkloadView},
    id::EngineerId,
    list::Page,
    problem::Problem,
    sales_reps::wire::PerformanceQuery,
};

use super::{service, work};
use crate::{
    app::App,
    deployments,
    error::ApiResult,
    http::{Allowed, ListParams, Params},
};

/// What engineers completed in a period, on time or late, and how long it took, beside another
/// period. `by` and `currency` do not matter here.
#[utoipa::path(
    tag = "engineers",
    params(PerformanceQuery),
    security(("bearer" = ["engineers.read"])),
    responses(
        (status = 200, body = EngineersPerformance),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/engineers/performance")]
pub async fn engineers_performance(
    by: Allowed<may::EngineersRead>,
    Params(query): Params<PerformanceQuery>,
    app: Data<App>,
) -> ApiResult<Json<EngineersPerformance>> {
    Ok(Json(work::performance(&app, by.scope, &query).await?))
}

/// How much open work an engineer has, and in which of the weeks ahead.
#[utoipa::path(
    tag = "engineers",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["engineers.read"])),
    responses(
        (status = 200, body = WorkloadView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/engineers/{id}/workload")]
pub async fn engineer_workload(
    by: Allowed<may::EngineersRead>,
    id: Path<EngineerId>,
    app: Data<App>,
) -> ApiResult<Json<WorkloadView>> {
    Ok(Json(work::workload(&app, by.scope, *id).await?))
}

/// List the deployments that an engineer works on; a filter for an engineer is put aside.
#[utoipa::path(
    tag = "engineers",
    params(("id" = uuid::Uuid, Path), DeploymentListQuery),
    security(("bearer" = ["deployments.read"])),
    responses(
        (status = 200, body = Page<DeploymentRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/engineers/{id}/deployments")]
pub async fn list_deployments_of_engineer(
    by: Allowed<may::DeploymentsRead>,
    id: Path<EngineerId>,
    ListParams(query): ListParams<DeploymentListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<DeploymentRow>>> {
    service::view(&app, by.scope, *id).await?;
    let query = DeploymentListQuery { engineer: Some(*id), ..query };
    Ok(Json(deployments::views::page(&app, &by.caller, by.scope, &query).await?))
}
