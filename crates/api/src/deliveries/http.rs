//! The log of mails over HTTP.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    deliveries::wire::{DeliveryListQuery, DeliveryRow, DeliveryView},
    id::DeliveryId,
    list::Page,
    problem::Problem,
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, IfMatch, ListParams, Versioned},
};

/// List mails.
#[utoipa::path(
    tag = "deliveries",
    params(DeliveryListQuery),
    security(("bearer" = ["deliveries.manage"])),
    responses(
        (status = 200, body = Page<DeliveryRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/deliveries")]
pub async fn list_deliveries(
    by: Allowed<may::DeliveriesManage>,
    ListParams(query): ListParams<DeliveryListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<DeliveryRow>>> {
    Ok(Json(store::deliveries::page(&app.db.read, by.scope, &query).await?))
}

/// Read a mail; keys and codes are masked.
#[utoipa::path(
    tag = "deliveries",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["deliveries.manage"])),
    responses(
        (status = 200, body = DeliveryView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/deliveries/{id}")]
pub async fn get_delivery(
    by: Allowed<may::DeliveriesManage>,
    id: Path<DeliveryId>,
    app: Data<App>,
) -> ApiResult<Versioned<DeliveryView>> {
    let delivery = service::view(&app, by.scope, *id).await?;
    let version = delivery.version;
    Ok(Versioned(delivery, version))
}

/// Try a failed mail again, now.
#[utoipa::path(
    tag = "deliveries",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["deliveries.manage"])),
    responses(
        (status = 200, body = DeliveryView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/deliveries/{id}/retry")]
pub async fn retry_delivery(
    by: Allowed<may::DeliveriesManage>,
    id: Path<DeliveryId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<DeliveryView>> {
    let delivery = service::retry(&app, &by.caller, by.scope, *id, version).await?;
    let version = delivery.version;
    Ok(Versioned(delivery, version))
}
