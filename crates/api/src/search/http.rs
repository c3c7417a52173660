//! Searching over HTTP.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::{
    access::may,
    problem::Problem,
    search::wire::{Hit, SearchQuery},
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Params},
};

/// Find licenses, deployments, orders, customers, partners, products and users that one may read: by the
/// beginning of a number, part of a name, or its pinyin initials; at most five of each kind.
#[utoipa::path(
    tag = "search",
    params(SearchQuery),
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = Vec<Hit>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/search")]
pub async fn search(
    by: Allowed<may::OwnAccount>,
    Params(query): Params<SearchQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<Hit>>> {
    Ok(Json(service::search(&app, &by.caller, &query.q).await?))
}

/// Find licenses, customers and orders of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(SearchQuery),
    security(("bearer" = ["partner.profile"])),
    responses(
        (status = 200, body = Vec<Hit>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/search")]
pub async fn search_of_partner(
    by: Allowed<may::PartnerProfile>,
    Params(query): Params<SearchQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<Hit>>> {
    Ok(Json(service::search_of_partner(&app, &by.caller, &query.q).await?))
}
