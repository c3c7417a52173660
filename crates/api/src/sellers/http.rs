//! Our own companies and the order terms over HTTP.

use actix_web::{
    get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::SellerEntityId,
    problem::Problem,
    sellers::{SellerContent, SellerView, TermsContent, TermsVersion},
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Reply, Versioned},
};

/// Our companies, the one that sells first.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = ["sellers.manage"])),
    responses(
        (status = 200, body = Vec<SellerView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/sellers")]
pub async fn list_sellers(
    _: Allowed<may::SellersManage>,
    app: Data<App>,
) -> ApiResult<Json<Vec<SellerView>>> {
    Ok(Json(store::products::sellers(&app.db.read).await?))
}

/// Change what is kept of one of our companies.
#[utoipa::path(
    tag = "sellers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = SellerContent,
    security(("bearer" = ["sellers.manage"])),
    responses(
        (status = 200, body = SellerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/sellers/{id}")]
pub async fn change_seller(
    by: Allowed<may::SellersManage>,
    id: Path<SellerEntityId>,
    version: IfMatch,
    Body(content): Body<SellerContent>,
    app: Data<App>,
) -> ApiResult<Versioned<SellerView>> {
    let seller = service::change(&app, &by.caller, (*id, version), &content).await?;
    let version = seller.version;
    Ok(Versioned(seller, version))
}

/// Every version of the order terms, the latest first.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = ["sellers.manage"])),
    responses(
        (status = 200, body = Vec<TermsVersion>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/terms")]
pub async fn list_terms(
    _: Allowed<may::SellersManage>,
    app: Data<App>,
) -> ApiResult<Json<Vec<TermsVersion>>> {
    Ok(Json(store::products::terms_versions(&app.db.read, app.clock.today()).await?))
}

/// Publish order terms.
///
/// They are never changed afterwards: orders refer to what was accepted by its hash.
#[utoipa::path(
    tag = "sellers",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = TermsContent,
    security(("bearer" = ["sellers.manage"])),
    responses(
        (status = 201, body = TermsVersion),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/terms")]
pub async fn publish_terms(
    by: Allowed<may::SellersManage>,
    idempotent: Idempotent,
    Body(content): Body<TermsContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::publish(&app, &by.caller, once.as_ref(), &content).await
}
