//! Engineers over HTTP.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    engineers::wire::{EngineerContent, EngineerListQuery, EngineerView},
    id::EngineerId,
    list::Page,
    problem::Problem,
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
};

/// List engineers, each with how many open deployments they have.
#[utoipa::path(
    tag = "engineers",
    params(EngineerListQuery),
    security(("bearer" = ["engineers.read"])),
    responses(
        (status = 200, body = Page<EngineerView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/engineers")]
pub async fn list_engineers(
    by: Allowed<may::EngineersRead>,
    ListParams(query): ListParams<EngineerListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<EngineerView>>> {
    Ok(Json(service::page(&app, by.scope, &query).await?))
}

/// Keep a new engineer.
#[utoipa::path(
    tag = "engineers",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = EngineerContent,
    security(("bearer" = ["engineers.write"])),
    responses(
        (status = 201, body = EngineerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/engineers")]
pub async fn create_engineer(
    by: Allowed<may::EngineersWrite>,
    idempotent: Idempotent,
    Body(content): Body<EngineerContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::create(&app, &by.caller, once.as_ref(), &content).await
}

/// Open an engineer.
#[utoipa::path(
    tag = "engineers",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["engineers.read"])),
    responses(
        (status = 200, body = EngineerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/engineers/{id}")]
pub async fn get_engineer(
    by: Allowed<may::EngineersRead>,
    id: Path<EngineerId>,
    app: Data<App>,
) -> ApiResult<Versioned<EngineerView>> {
    let engineer = service::view(&app, by.scope, *id).await?;
    let version = engineer.version;
    Ok(Versioned(engineer, version))
}

/// Change an engineer as a whole.
#[utoipa::path(
    tag = "engineers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = EngineerContent,
    security(("bearer" = ["engineers.write"])),
    responses(
        (status = 200, body = EngineerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/engineers/{id}")]
pub async fn change_engineer(
    by: Allowed<may::EngineersWrite>,
    id: Path<EngineerId>,
    version: IfMatch,
    Body(content): Body<EngineerContent>,
    app: Data<App>,
) -> ApiResult<Versioned<EngineerView>> {
    let engineer = service::change(&app, &by.caller, by.scope, *id, version, &content).await?;
    let version = engineer.version;
    Ok(Versioned(engineer, version))
}

/// Delete an engineer who has no open work; what they did keeps their name.
#[utoipa::path(
    tag = "engineers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["engineers.write"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/engineers/{id}")]
pub async fn delete_engineer(
    by: Allowed<may::EngineersWrite>,
    id: Path<EngineerId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::delete(&app, &by.caller, by.scope, *id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Let an engineer be given work again.
#[utoipa::path(
    tag = "engineers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["engineers.write"])),
    responses(
        (status = 200, body = EngineerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/engineers/{id}/activate")]
pub async fn activate_engineer(
    by: Allowed<may::EngineersWrite>,
    id: Path<EngineerId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<EngineerView>> {
    let engineer = service::set_active(&app, &by.caller, by.scope, *id, version, true).await?;
    let version = engineer.version;
    Ok(Versioned(engineer, version))
}

/// Give an engineer no more work; what they have stays theirs.
#[utoipa::path(
    tag = "engineers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["engineers.write"])),
    responses(
        (status = 200, body = EngineerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/engineers/{id}/deactivate")]
pub async fn deactivate_engineer(
    by: Allowed<may::EngineersWrite>,
    id: Path<EngineerId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<EngineerView>> {
    let engineer = service::set_active(&app, &by.caller, by.scope, *id, version, false).await?;
    let version = engineer.version;
    Ok(Versioned(engineer, version))
}
