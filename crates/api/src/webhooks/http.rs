//! Webhooks over HTTP.

use actix_web::{
    HttpResponse, delete, get,
    http::header::CACHE_CONTROL,
    post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::{WebhookCallId, WebhookId},
    list::Page,
    problem::Problem,
    webhooks::wire::{
        WebhookCallListQuery, WebhookCallRow, WebhookContent, WebhookListQuery, WebhookSecret,
        WebhookView,
    },
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, IfMatch, ListParams, Versioned},
};

/// List webhooks.
#[utoipa::path(
    tag = "webhooks",
    params(WebhookListQuery),
    security(("bearer" = ["webhooks.manage"])),
    responses(
        (status = 200, body = Page<WebhookView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/webhooks")]
pub async fn list_webhooks(
    by: Allowed<may::WebhooksManage>,
    ListParams(query): ListParams<WebhookListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<WebhookView>>> {
    Ok(Json(service::page(&app, by.scope, &query).await?))
}

/// Open a webhook.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["webhooks.manage"])),
    responses(
        (status = 200, body = WebhookView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/webhooks/{id}")]
pub async fn get_webhook(
    by: Allowed<may::WebhooksManage>,
    id: Path<WebhookId>,
    app: Data<App>,
) -> ApiResult<Versioned<WebhookView>> {
    let webhook = service::get(&app, by.scope, *id).await?;
    let version = webhook.version;
    Ok(Versioned(webhook, version))
}

/// Keep a new webhook. The answer has its secret, which is never shown again; so there is no
/// idempotency key, under which the answer would be kept.
#[utoipa::path(
    tag = "webhooks",
    request_body = WebhookContent,
    security(("bearer" = ["webhooks.manage"])),
    responses(
        (status = 201, body = WebhookSecret),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/webhooks")]
pub async fn create_webhook(
    by: Allowed<may::WebhooksManage>,
    Body(content): Body<WebhookContent>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let made = service::create(&app, &by.caller, &content).await?;
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(made))
}

/// Change a webhook as a whole; address and a robot's secret stay where they are left out.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = WebhookContent,
    security(("bearer" = ["webhooks.manage"])),
    responses(
        (status = 200, body = WebhookView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/webhooks/{id}")]
pub async fn change_webhook(
    by: Allowed<may::WebhooksManage>,
    id: Path<WebhookId>,
    version: IfMatch,
    Body(content): Body<WebhookContent>,
    app: Data<App>,
) -> ApiResult<Versioned<WebhookView>> {
    let webhook = service::change(&app, &by.caller, by.scope, *id, version, &content).await?;
    let version = webhook.version;
    Ok(Versioned(webhook, version))
}

/// Delete a webhook with its messages.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["webhooks.manage"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/webhooks/{id}")]
pub async fn delete_webhook(
    by: Allowed<may::WebhooksManage>,
    id: Path<WebhookId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::delete(&app, &by.caller, by.scope, *id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Draw a new secret, which is shown this once.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["webhooks.manage"])),
    responses(
        (status = 200, body = WebhookSecret),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/webhooks/{id}/secret")]
pub async fn renew_webhook_secret(
    by: Allowed<may::WebhooksManage>,
    id: Path<WebhookId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let renewed = service::renew_secret(&app, &by.caller, by.scope, *id, version).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(renewed))
}

/// Send a message that says that it is a test.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["webhooks.manage"])),
    responses(
        (status = 201, body = WebhookCallRow),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/webhooks/{id}/test")]
pub async fn test_webhook(
    by: Allowed<may::WebhooksManage>,
    id: Path<WebhookId>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let call = service::test(&app, &by.caller, by.scope, *id).await?;
    Ok(HttpResponse::Created().json(call))
}

/// List the messages of a webhook, with what each try came to.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = uuid::Uuid, Path), WebhookCallListQuery),
    security(("bearer" = ["webhooks.manage"])),
    responses(
        (status = 200, body = Page<WebhookCallRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/webhooks/{id}/calls")]
pub async fn list_webhook_calls(
    by: Allowed<may::WebhooksManage>,
    id: Path<WebhookId>,
    ListParams(query): ListParams<WebhookCallListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<WebhookCallRow>>> {
    Ok(Json(store::webhooks::calls(&app.db.read, by.scope, *id, &query).await?))
}

/// Send a message again, under the id that it had.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["webhooks.manage"])),
    responses(
        (status = 200, body = WebhookCallRow),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/webhook-calls/{id}/replay")]
pub async fn replay_webhook_call(
    by: Allowed<may::WebhooksManage>,
    id: Path<WebhookCallId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<WebhookCallRow>> {
    let call = service::replay(&app, &by.caller, by.scope, *id, version).await?;
    let version = call.version;
    Ok(Versioned(call, version))
}
