//! Temporary grants over HTTP.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    grants::wire::{GrantView, NewGrant},
    id::{GrantId, UserId},
    problem::Problem,
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, Reply},
};

/// List what a user was granted beside their role, the latest first; what is over too.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 200, body = Vec<GrantView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/users/{id}/grants")]
pub async fn list_grants_of_user(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<GrantView>>> {
    Ok(Json(service::of_user(&app, by.scope, *id).await?))
}

/// Grant a permission for a while.
///
/// It reaches everything and ends by itself. Not to oneself, and not to partners' people.
#[utoipa::path(
    tag = "users",
    params(
        ("id" = uuid::Uuid, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once"),
    ),
    request_body = NewGrant,
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 201, body = GrantView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/users/{id}/grants")]
pub async fn grant_permission(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    idempotent: Idempotent,
    Body(new): Body<NewGrant>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&new)?;
    service::grant(&app, &by.caller, by.scope, *id, once.as_ref(), &new).await
}

/// Take a grant back before its end.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/grants/{id}")]
pub async fn revoke_grant(
    by: Allowed<may::UsersManage>,
    id: Path<GrantId>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::revoke(&app, &by.caller, by.scope, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
