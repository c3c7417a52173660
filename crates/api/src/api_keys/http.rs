//! API keys over HTTP.

use actix_web::{
    HttpResponse, delete, get,
    http::header::CACHE_CONTROL,
    post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    api_keys::wire::{ApiKeyMade, ApiKeyView, NewApiKey},
    id::{ApiKeyId, PartnerId},
    problem::Problem,
};

use super::service::{self, Whose};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body},
};

/// What is shown once is kept by no cache; and by no idempotency key either.
fn shown_once(made: &ApiKeyMade) -> HttpResponse {
    HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(made)
}

/// List one's API keys: those in force and over, then the revoked ones.
#[utoipa::path(
    tag = "API keys",
    security(("bearer" = ["account.keys"])),
    responses(
        (status = 200, body = Vec<ApiKeyView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/api-keys")]
pub async fn list_api_keys(
    by: Allowed<may::OwnKeys>,
    app: Data<App>,
) -> ApiResult<Json<Vec<ApiKeyView>>> {
    Ok(Json(service::list(&app, &by.caller, Whose::Own).await?))
}

/// Make an API key of one's own.
///
/// It is shown in this answer only. It may what its owner may, as far as its scopes go.
#[utoipa::path(
    tag = "API keys",
    request_body = NewApiKey,
    security(("bearer" = ["account.keys"])),
    responses(
        (status = 201, body = ApiKeyMade),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/api-keys")]
pub async fn create_api_key(
    by: Allowed<may::OwnKeys>,
    Body(new): Body<NewApiKey>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    Ok(shown_once(&service::create(&app, &by.caller, Whose::Own, &new).await?))
}

/// Revoke one of one's API keys.
#[utoipa::path(
    tag = "API keys",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["account.keys"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/api-keys/{id}")]
pub async fn revoke_api_key(
    by: Allowed<may::OwnKeys>,
    id: Path<ApiKeyId>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::revoke(&app, &by.caller, Whose::Own, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List a partner organisation's API keys: those in force and over, then the revoked ones.
#[utoipa::path(
    tag = "API keys",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 200, body = Vec<ApiKeyView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/{id}/keys")]
pub async fn list_api_keys_of_partner(
    by: Allowed<may::PartnersManage>,
    id: Path<PartnerId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<ApiKeyView>>> {
    Ok(Json(service::list(&app, &by.caller, Whose::Partner(*id, by.scope)).await?))
}

/// Make an API key for a partner organisation.
///
/// It is shown in this answer only. Orders that are placed with it have the source `api`.
#[utoipa::path(
    tag = "API keys",
    params(("id" = uuid::Uuid, Path)),
    request_body = NewApiKey,
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 201, body = ApiKeyMade),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/{id}/keys")]
pub async fn create_api_key_of_partner(
    by: Allowed<may::PartnersManage>,
    id: Path<PartnerId>,
    Body(new): Body<NewApiKey>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let whose = Whose::Partner(*id, by.scope);
    Ok(shown_once(&service::create(&app, &by.caller, whose, &new).await?))
}

/// Revoke an API key of a partner organisation.
#[utoipa::path(
    tag = "API keys",
    params(("id" = uuid::Uuid, Path), ("key" = uuid::Uuid, Path)),
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/partners/{id}/keys/{key}")]
pub async fn revoke_api_key_of_partner(
    by: Allowed<may::PartnersManage>,
    path: Path<(PartnerId, ApiKeyId)>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let (partner, key) = *path;
    service::revoke(&app, &by.caller, Whose::Partner(partner, by.scope), key).await?;
    Ok(HttpResponse::NoContent().finish())
}
