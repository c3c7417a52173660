//! Products and prices over HTTP.

use actix_web::{
    get, post,
    web::{Data, Json},
};
use domain::{
    access::may,
    problem::Problem,
    products::{
        pricing::Quote,
        wire::{Catalogue, QuoteRequest, Simulation},
    },
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body},
};

/// Products, prices, rules and terms: all that a live price needs.
#[utoipa::path(
    tag = "products",
    security(("bearer" = ["products.read"])),
    responses(
        (status = 200, body = Catalogue),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/products")]
pub async fn get_catalogue(
    by: Allowed<may::ProductsRead>,
    app: Data<App>,
) -> ApiResult<Json<Catalogue>> {
    let Allowed { .. } = by;
    Ok(Json(service::catalogue(&app, None).await?))
}

/// Price lines for anybody on any day, with the trace of each and the rules behind it.
#[utoipa::path(
    tag = "products",
    request_body = QuoteRequest,
    security(("bearer" = ["products.read"])),
    responses(
        (status = 200, body = Simulation),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/products/quote")]
pub async fn quote(
    by: Allowed<may::ProductsRead>,
    Body(request): Body<QuoteRequest>,
    app: Data<App>,
) -> ApiResult<Json<Simulation>> {
    Ok(Json(service::simulate(&app, by.caller.role, &request).await?))
}

/// Products, prices, rules and terms as they hold for one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    security(("bearer" = ["partner.catalogue"])),
    responses(
        (status = 200, body = Catalogue),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/products")]
pub async fn get_catalogue_of_partner(
    by: Allowed<may::PartnerCatalogue>,
    app: Data<App>,
) -> ApiResult<Json<Catalogue>> {
    Ok(Json(service::catalogue(&app, by.caller.partner).await?))
}

/// Price lines for one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    request_body = QuoteRequest,
    security(("bearer" = ["partner.catalogue"])),
    responses(
        (status = 200, body = Quote),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/quote")]
pub async fn quote_of_partner(
    by: Allowed<may::PartnerCatalogue>,
    Body(request): Body<QuoteRequest>,
    app: Data<App>,
) -> ApiResult<Json<Quote>> {
    let lines = service::without_manual_discounts(request)?;
    Ok(Json(service::quote(&app, by.caller.partner, &lines).await?))
}
