//! A forgotten password, over HTTP.

use actix_web::{HttpRequest, HttpResponse, post, web::Data};
use domain::{
    auth::wire::{AskForReset, ConfirmReset},
    problem::Problem,
};

use super::reset;
use crate::{
    app::App,
    error::ApiResult,
    http::{Body, client_address},
};

/// Ask for a mail with a link to set a new password.
///
/// The answer is the same whether there is such an account or not.
#[utoipa::path(
    tag = "auth",
    request_body = AskForReset,
    security(()),
    responses(
        (status = 202),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/auth/password/reset")]
pub async fn ask_for_reset(
    request: HttpRequest,
    Body(body): Body<AskForReset>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    reset::ask(&app, &client_address(&app, &request), &body).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Set a new password with the token of such a link.
///
/// It is good once; every session ends.
#[utoipa::path(
    tag = "auth",
    request_body = ConfirmReset,
    security(()),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/auth/password/reset/confirm")]
pub async fn confirm_reset(
    Body(body): Body<ConfirmReset>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    reset::confirm(&app, body).await?;
    Ok(HttpResponse::NoContent().finish())
}
