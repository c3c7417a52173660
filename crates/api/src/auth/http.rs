//! Signing in and out, and one's own account, over HTTP.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    delete, get,
    http::header::{CACHE_CONTROL, USER_AGENT},
    post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    auth::{
        ACCESS_SECONDS,
        wire::{ChangeMe, ChangePassword, MeView, SessionView, SignIn, TokenView},
    },
    id::SessionId,
    problem::Problem,
};
use secrecy::ExposeSecret as _;

use super::service::{self, Door, SignedIn};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, client_address},
};

/// The refresh token's cookie.
const COOKIE: &str = "dsms_refresh";

/// Sign in as staff.
///
/// The refresh token travels in a cookie.
#[utoipa::path(
    tag = "auth",
    request_body = SignIn,
    security(()),
    responses(
        (status = 200, body = TokenView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/auth/login")]
pub async fn sign_in_staff(
    request: HttpRequest,
    Body(body): Body<SignIn>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    sign_in(&app, &request, Door::Staff, body).await
}

/// Sign in as a partner.
#[utoipa::path(
    tag = "auth",
    request_body = SignIn,
    security(()),
    responses(
        (status = 200, body = TokenView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/login")]
pub async fn sign_in_partner(
    request: HttpRequest,
    Body(body): Body<SignIn>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    sign_in(&app, &request, Door::Partner, body).await
}

/// Trade the refresh cookie for a new access token.
///
/// The cookie is rotated; one that was used before ends the session.
#[utoipa::path(
    tag = "auth",
    security(()),
    responses(
        (status = 200, body = TokenView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/auth/refresh")]
pub async fn refresh_session(request: HttpRequest, app: Data<App>) -> ApiResult<HttpResponse> {
    let presented = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned());
    let signed_in = service::refresh(&app, presented.as_deref()).await?;
    Ok(answer(&app, signed_in))
}

/// Sign out here.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = ["account.own"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/auth/logout")]
pub async fn sign_out(by: Allowed<may::OwnAccount>, app: Data<App>) -> ApiResult<HttpResponse> {
    service::end_session(&app, &by.caller, by.caller.session).await?;
    Ok(HttpResponse::NoContent().cookie(cookie(&app, String::new(), 0)).finish())
}

/// Who is signed in, and what they may do.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = MeView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/auth/me")]
pub async fn get_me(by: Allowed<may::OwnAccount>, app: Data<App>) -> ApiResult<Json<MeView>> {
    Ok(Json(service::me(&app, &by.caller).await?))
}

/// Change one's own name, address and language.
#[utoipa::path(
    tag = "auth",
    request_body = ChangeMe,
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = MeView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/auth/me")]
pub async fn change_me(
    by: Allowed<may::OwnAccount>,
    Body(change): Body<ChangeMe>,
    app: Data<App>,
) -> ApiResult<Json<MeView>> {
    Ok(Json(service::change_me(&app, &by.caller, &change).await?))
}

/// Change one's password; every other session ends.
#[utoipa::path(
    tag = "auth",
    request_body = ChangePassword,
    security(("bearer" = ["account.own"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/auth/password")]
pub async fn change_password(
    by: Allowed<may::OwnAccount>,
    Body(change): Body<ChangePassword>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::change_password(&app, &by.caller, change).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Where one is signed in.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = Vec<SessionView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/auth/sessions")]
pub async fn list_sessions(
    by: Allowed<may::OwnAccount>,
    app: Data<App>,
) -> ApiResult<Json<Vec<SessionView>>> {
    Ok(Json(service::sessions(&app, &by.caller).await?))
}

/// Sign out everywhere.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = ["account.own"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/auth/sessions")]
pub async fn sign_out_everywhere(
    by: Allowed<may::OwnAccount>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::end_all_sessions(&app, &by.caller).await?;
    Ok(HttpResponse::NoContent().cookie(cookie(&app, String::new(), 0)).finish())
}

/// End one of one's sessions.
#[utoipa::path(
    tag = "auth",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["account.own"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/auth/sessions/{id}")]
pub async fn end_session(
    by: Allowed<may::OwnAccount>,
    id: Path<SessionId>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::end_session(&app, &by.caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn sign_in(
    app: &App,
    request: &HttpRequest,
    door: Door,
    body: SignIn,
) -> ApiResult<HttpResponse> {
    let user_agent =
        request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let from = service::From { address: client_address(app, request), user_agent };
    Ok(answer(app, service::sign_in(app, door, &from, body).await?))
}

fn answer(app: &App, signed_in: SignedIn) -> HttpResponse {
    let seconds = i64::from(app.config.auth.session_days) * 24 * 3600;
    HttpResponse::Ok()
        .cookie(cookie(app, signed_in.refresh_token.expose_secret().to_owned(), seconds))
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(TokenView {
            access_token: signed_in.access_token,
            token_type: "Bearer".to_owned(),
            expires_in: ACCESS_SECONDS,
        })
}

/// Not for scripts, not for other sites, and for the sign-in paths only.
fn cookie(app: &App, value: String, seconds: i64) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/api/v1/auth")
        .http_only(true)
        .secure(app.config.http.is_tls())
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(seconds))
        .finish()
}
