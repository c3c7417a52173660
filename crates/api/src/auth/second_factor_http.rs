//! One's own second factor over HTTP, and taking somebody's from them.

use actix_web::{
    HttpResponse, delete, get,
    http::header::CACHE_CONTROL,
    post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    auth::wire::{EnrollmentView, RecoveryCodesView, SecondFactorView, TotpCode},
    id::UserId,
    problem::Problem,
};
use serde::Serialize;

use super::second_factor;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body},
};

/// What is shown once is kept by no cache.
fn shown_once(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(body)
}

/// How one stands with one's own second factor.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = SecondFactorView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/auth/totp")]
pub async fn get_second_factor(
    by: Allowed<may::OwnAccount>,
    app: Data<App>,
) -> ApiResult<Json<SecondFactorView>> {
    Ok(Json(second_factor::view(&app, &by.caller).await?))
}

/// Begin to set up a second factor.
///
/// Shows the secret, once. It is not asked for before it is confirmed.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = EnrollmentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/auth/totp")]
pub async fn begin_second_factor(
    by: Allowed<may::OwnAccount>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    Ok(shown_once(&second_factor::begin(&app, &by.caller).await?))
}

/// Confirm the second factor with a first code.
///
/// Shows the recovery codes, once.
#[utoipa::path(
    tag = "auth",
    request_body = TotpCode,
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = RecoveryCodesView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/auth/totp/confirm")]
pub async fn confirm_second_factor(
    by: Allowed<may::OwnAccount>,
    Body(body): Body<TotpCode>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    Ok(shown_once(&second_factor::confirm(&app, &by.caller, &body).await?))
}

/// Do without a second factor again, after one last code.
#[utoipa::path(
    tag = "auth",
    request_body = TotpCode,
    security(("bearer" = ["account.own"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/auth/totp/disable")]
pub async fn disable_second_factor(
    by: Allowed<may::OwnAccount>,
    Body(body): Body<TotpCode>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    second_factor::disable(&app, &by.caller, &body).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take the second factor from a user who lost it.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/users/{id}/totp")]
pub async fn reset_second_factor(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    second_factor::reset(&app, &by.caller, by.scope, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
