//! Purchases over HTTP.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    events::wire::EventView,
    id::PurchaseId,
    list::Page,
    problem::Problem,
    purchases::wire::{
        CorrectPurchase, PurchaseListQuery, PurchaseRecord, PurchaseRow, RecordPurchase,
        RevenueQuery, RevenueView,
    },
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Params, Reply, Versioned},
};

/// What was paid, by month, kind and currency; gifts apart.
///
/// Only purchases that are paid in full count, in the month in which they were bought. `GET
/// /purchases` with `payment_status=paid`, `gift=false` and a cell's kind, currency and days answers
/// the rows behind its number. Currencies are never added up.
#[utoipa::path(
    tag = "purchases",
    params(RevenueQuery),
    security(("bearer" = ["purchases.read"])),
    responses(
        (status = 200, body = RevenueView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/purchases/stats")]
pub async fn purchase_stats(
    by: Allowed<may::PurchasesRead>,
    Params(query): Params<RevenueQuery>,
    app: Data<App>,
) -> ApiResult<Json<RevenueView>> {
    Ok(Json(service::stats(&app, by.scope, &query).await?))
}

/// List purchases.
#[utoipa::path(
    tag = "purchases",
    params(PurchaseListQuery),
    security(("bearer" = ["purchases.read"])),
    responses(
        (status = 200, body = Page<PurchaseRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/purchases")]
pub async fn list_purchases(
    by: Allowed<may::PurchasesRead>,
    ListParams(query): ListParams<PurchaseListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<PurchaseRow>>> {
    Ok(Json(service::page(&app, &by.caller, by.scope, &query).await?))
}

/// Record a purchase that no order brought, e.g. a gift.
#[utoipa::path(
    tag = "purchases",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = RecordPurchase,
    security(("bearer" = ["purchases.write"])),
    responses(
        (status = 201, body = PurchaseRecord),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/purchases")]
pub async fn record_purchase(
    by: Allowed<may::PurchasesWrite>,
    idempotent: Idempotent,
    Body(content): Body<RecordPurchase>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::record_by_hand(&app, &by.caller, once.as_ref(), &content).await
}

/// Open a purchase.
#[utoipa::path(
    tag = "purchases",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["purchases.read"])),
    responses(
        (status = 200, body = PurchaseRecord),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/purchases/{id}")]
pub async fn get_purchase(
    by: Allowed<may::PurchasesRead>,
    id: Path<PurchaseId>,
    app: Data<App>,
) -> ApiResult<Versioned<PurchaseRecord>> {
    let purchase = service::view(&app, by.scope, *id).await?;
    let version = purchase.version;
    Ok(Versioned(purchase, version))
}

/// What happened to a purchase, latest first: each correction with what it was and why.
#[utoipa::path(
    tag = "purchases",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["purchases.read"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/purchases/{id}/timeline")]
pub async fn purchase_timeline(
    by: Allowed<may::PurchasesRead>,
    id: Path<PurchaseId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(service::timeline(&app, by.scope, *id).await?))
}

/// Set right how a purchase is paid and whose it is. What it was, what it is, and why stand on its
/// timeline.
#[utoipa::path(
    tag = "purchases",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = CorrectPurchase,
    security(("bearer" = ["purchases.write"])),
    responses(
        (status = 200, body = PurchaseRecord),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/purchases/{id}")]
pub async fn correct_purchase(
    by: Allowed<may::PurchasesWrite>,
    id: Path<PurchaseId>,
    version: IfMatch,
    Body(content): Body<CorrectPurchase>,
    app: Data<App>,
) -> ApiResult<Versioned<PurchaseRecord>> {
    let purchase = service::correct(&app, &by.caller, by.scope, *id, version, &content).await?;
    let version = purchase.version;
    Ok(Versioned(purchase, version))
}

/// Delete a purchase that was recorded by hand; what an order brought stays.
#[utoipa::path(
    tag = "purchases",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["purchases.write"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/purchases/{id}")]
pub async fn delete_purchase(
    by: Allowed<may::PurchasesWrite>,
    id: Path<PurchaseId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::delete(&app, &by.caller, by.scope, *id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}
