//! Sales reps over HTTP.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::{SalesRepId, UserId},
    licenses::wire::{LicenseListQuery, LicenseRow},
    list::Page,
    problem::Problem,
    sales_reps::wire::{SalesRepContent, SalesRepListQuery, SalesRepView},
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
    licenses,
};

/// List sales reps, each with how many licenses they have.
#[utoipa::path(
    tag = "sales reps",
    params(SalesRepListQuery),
    security(("bearer" = ["sales_reps.read"])),
    responses(
        (status = 200, body = Page<SalesRepView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/sales_reps")]
pub async fn list_sales_reps(
    by: Allowed<may::SalesRepsRead>,
    ListParams(query): ListParams<SalesRepListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<SalesRepView>>> {
    Ok(Json(service::page(&app, by.scope, &query).await?))
}

/// Keep a new sales rep.
#[utoipa::path(
    tag = "sales reps",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = SalesRepContent,
    security(("bearer" = ["sales_reps.write"])),
    responses(
        (status = 201, body = SalesRepView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/sales_reps")]
pub async fn create_sales_rep(
    by: Allowed<may::SalesRepsWrite>,
    idempotent: Idempotent,
    Body(content): Body<SalesRepContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::create(&app, &by.caller, once.as_ref(), &content).await
}

/// Open a sales rep.
#[utoipa::path(
    tag = "sales reps",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["sales_reps.read"])),
    responses(
        (status = 200, body = SalesRepView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/sales_reps/{id}")]
pub async fn get_sales_rep(
    by: Allowed<may::SalesRepsRead>,
    id: Path<SalesRepId>,
    app: Data<App>,
) -> ApiResult<Versioned<SalesRepView>> {
    let rep = service::view(&app, by.scope, *id).await?;
    let version = rep.version;
    Ok(Versioned(rep, version))
}

/// Change a sales rep as a whole.
#[utoipa::path(
    tag = "sales reps",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = SalesRepContent,
    security(("bearer" = ["sales_reps.write"])),
    responses(
        (status = 200, body = SalesRepView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/sales_reps/{id}")]
pub async fn change_sales_rep(
    by: Allowed<may::SalesRepsWrite>,
    id: Path<SalesRepId>,
    version: IfMatch,
    Body(content): Body<SalesRepContent>,
    app: Data<App>,
) -> ApiResult<Versioned<SalesRepView>> {
    let rep = service::change(&app, &by.caller, by.scope, *id, version, &content).await?;
    let version = rep.version;
    Ok(Versioned(rep, version))
}

/// Delete a sales rep who has no targets; what they sold stays with their account.
#[utoipa::path(
    tag = "sales reps",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["sales_reps.write"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/sales_reps/{id}")]
pub async fn delete_sales_rep(
    by: Allowed<may::SalesRepsWrite>,
    id: Path<SalesRepId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::delete(&app, &by.caller, by.scope, *id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A sales rep sells again.
#[utoipa::path(
    tag = "sales reps",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["sales_reps.write"])),
    responses(
        (status = 200, body = SalesRepView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/sales_reps/{id}/activate")]
pub async fn activate_sales_rep(
    by: Allowed<may::SalesRepsWrite>,
    id: Path<SalesRepId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<SalesRepView>> {
    let rep = service::set_active(&app, &by.caller, by.scope, *id, version, true).await?;
    let version = rep.version;
    Ok(Versioned(rep, version))
}

/// A sales rep sells no more; what they have stays theirs.
#[utoipa::path(
    tag = "sales reps",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["sales_reps.write"])),
    responses(
        (status = 200, body = SalesRepView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/sales_reps/{id}/deactivate")]
pub async fn deactivate_sales_rep(
    by: Allowed<may::SalesRepsWrite>,
    id: Path<SalesRepId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<SalesRepView>> {
    let rep = service::set_active(&app, &by.caller, by.scope, *id, version, false).await?;
    let version = rep.version;
    Ok(Versioned(rep, version))
}

/// List the licenses of a sales rep; a filter for an owner is put aside.
#[utoipa::path(
    tag = "sales reps",
    params(("id" = uuid::Uuid, Path), LicenseListQuery),
    security(("bearer" = ["sales_reps.read"])),
    responses(
        (status = 200, body = Page<LicenseRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/sales_reps/{id}/licenses")]
pub async fn list_licenses_of_sales_rep(
    by: Allowed<may::SalesRepsRead>,
    id: Path<SalesRepId>,
    ListParams(query): ListParams<LicenseListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<LicenseRow>>> {
    let rep = service::view(&app, by.scope, *id).await?;
    // Who signs in nowhere owns nothing: a nil account has no licenses.
    let owner = rep.user_id.unwrap_or(UserId::from_uuid(uuid::Uuid::nil()));
    let query = LicenseListQuery { owner: Some(owner), owned_by: None, ..query };
    Ok(Json(licenses::service::page(&app, &by.caller, by.scope, &query).await?))
}
