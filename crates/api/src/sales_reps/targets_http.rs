//! Targets over HTTP.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::SalesTargetId,
    list::Page,
    problem::Problem,
    sales_reps::wire::{TargetContent, TargetListQuery, TargetView},
};

use super::targets;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
};

/// List targets, each with what was reached of it: what was paid of the purchases of its time.
#[utoipa::path(
    tag = "targets",
    params(TargetListQuery),
    security(("bearer" = ["performance.read"])),
    responses(
        (status = 200, body = Page<TargetView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/targets")]
pub async fn list_targets(
    by: Allowed<may::PerformanceRead>,
    ListParams(query): ListParams<TargetListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<TargetView>>> {
    Ok(Json(targets::page(&app, by.scope, &query).await?))
}

/// Set what a sales rep is to sell in a year, or in a quarter of it.
#[utoipa::path(
    tag = "targets",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = TargetContent,
    security(("bearer" = ["targets.write"])),
    responses(
        (status = 201, body = TargetView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/targets")]
pub async fn set_target(
    by: Allowed<may::TargetsWrite>,
    idempotent: Idempotent,
    Body(content): Body<TargetContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    targets::set(&app, &by.caller, once.as_ref(), &content).await
}

/// Open a target.
#[utoipa::path(
    tag = "targets",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["performance.read"])),
    responses(
        (status = 200, body = TargetView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/targets/{id}")]
pub async fn get_target(
    by: Allowed<may::PerformanceRead>,
    id: Path<SalesTargetId>,
    app: Data<App>,
) -> ApiResult<Versioned<TargetView>> {
    let target = targets::view(&app, by.scope, *id).await?;
    let version = target.version;
    Ok(Versioned(target, version))
}

/// Change a target as a whole.
#[utoipa::path(
    tag = "targets",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = TargetContent,
    security(("bearer" = ["targets.write"])),
    responses(
        (status = 200, body = TargetView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/targets/{id}")]
pub async fn change_target(
    by: Allowed<may::TargetsWrite>,
    id: Path<SalesTargetId>,
    version: IfMatch,
    Body(content): Body<TargetContent>,
    app: Data<App>,
) -> ApiResult<Versioned<TargetView>> {
    let target = targets::change(&app, &by.caller, by.scope, *id, version, &content).await?;
    let version = target.version;
    Ok(Versioned(target, version))
}

/// Delete a target.
#[utoipa::path(
    tag = "targets",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["targets.write"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/targets/{id}")]
pub async fn delete_target(
    by: Allowed<may::TargetsWrite>,
    id: Path<SalesTargetId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    targets::delete(&app, &by.caller, by.scope, *id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}
