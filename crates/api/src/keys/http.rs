//! Keys over HTTP. Everything here is public.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH},
    post,
    web::{Data, Json},
};
use domain::{
    keys::wire::{VerificationView, VerifyKey},
    problem::Problem,
};
use sha2::{Digest as _, Sha256};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Body, client_address},
};

/// How long anybody between us and an installation may keep keys and list: a rotation or a
/// revocation is known everywhere after that.
const CACHING: &str = "public, max-age=300";

/// Ask whether a license key is genuine, and what it is worth now.
///
/// What is forged, foreign or garbled all gets the same answer. The customer's name is masked.
#[utoipa::path(
    tag = "activation",
    request_body = VerifyKey,
    security(()),
    responses(
        (status = 200, body = VerificationView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/verify")]
pub async fn verify_key(
    request: HttpRequest,
    Body(body): Body<VerifyKey>,
    app: Data<App>,
) -> ApiResult<Json<VerificationView>> {
    Ok(Json(service::verify(&app, &client_address(&app, &request), &body.key).await?))
}

/// The public keys that license keys are verified with (RFC 7517).
#[get("/.well-known/jwks.json")]
pub async fn jwks(request: HttpRequest, app: Data<App>) -> HttpResponse {
    cacheable(&request, "application/jwk-set+json", app.keys.jwks().to_string())
}

/// The signed list of revoked license keys (RFC 7515): for installations, and for those who carry it
/// to where no network is.
#[get("/.well-known/revocations.jwt")]
pub async fn revocations(request: HttpRequest, app: Data<App>) -> ApiResult<HttpResponse> {
    Ok(cacheable(&request, "application/jwt", service::revocations(&app).await?))
}

/// Answers 304 to who has it already.
fn cacheable(request: &HttpRequest, media_type: &str, body: String) -> HttpResponse {
    let digest = Sha256::digest(&body);
    let short: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{short}\"");
    let is_known = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, CACHING));
    if is_known { response.finish() } else { response.content_type(media_type).body(body) }
}
