//! Products and their prices over HTTP: the price list and how it is kept.

use actix_web::{
    delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::{PriceId, ProductId},
    problem::Problem,
    products::wire::{ListedProduct, PriceList, ProductContent, ProductDetail, SetEnd, SetPrice},
};

use super::list;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Reply, Versioned},
};

/// Every product, sold or not, with all its prices: past, present and future.
#[utoipa::path(
    tag = "products",
    security(("bearer" = ["products.read"])),
    responses(
        (status = 200, body = PriceList),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/price-list")]
pub async fn get_price_list(
    by: Allowed<may::ProductsRead>,
    app: Data<App>,
) -> ApiResult<Json<PriceList>> {
    let Allowed { .. } = by;
    Ok(Json(list::price_list(&app).await?))
}

/// Open a product: its prices and its story.
#[utoipa::path(
    tag = "products",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["products.read"])),
    responses(
        (status = 200, body = ProductDetail),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/products/{id}")]
pub async fn get_product(
    by: Allowed<may::ProductsRead>,
    id: Path<ProductId>,
    app: Data<App>,
) -> ApiResult<Versioned<ProductDetail>> {
    let detail = list::detail(&app, by.scope, *id).await?;
    let version = detail.product.version;
    Ok(Versioned(detail, version))
}

/// Keep a new product. It is ordered once it has a price.
#[utoipa::path(
    tag = "products",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = ProductContent,
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 201, body = ListedProduct),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/products")]
pub async fn create_product(
    by: Allowed<may::PricesManage>,
    idempotent: Idempotent,
    Body(content): Body<ProductContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    list::create(&app, &by.caller, once.as_ref(), &content).await
}

/// Change a product, as a whole. Where licenses came of it, code, kind and edition stay.
#[utoipa::path(
    tag = "products",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ProductContent,
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 200, body = ListedProduct),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/products/{id}")]
pub async fn change_product(
    by: Allowed<may::PricesManage>,
    id: Path<ProductId>,
    version: IfMatch,
    Body(content): Body<ProductContent>,
    app: Data<App>,
) -> ApiResult<Versioned<ListedProduct>> {
    let product = list::change(&app, &by.caller, *id, version, &content).await?;
    let version = product.version;
    Ok(Versioned(product, version))
}

/// Set a new price from a day on; the one before ends the day before.
#[utoipa::path(
    tag = "products",
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = SetPrice,
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 201, body = ListedProduct),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/products/{id}/prices")]
pub async fn set_price(
    by: Allowed<may::PricesManage>,
    id: Path<ProductId>,
    idempotent: Idempotent,
    Body(price): Body<SetPrice>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&price)?;
    list::set_price(&app, &by.caller, once.as_ref(), *id, &price).await
}

/// Change a price that does not hold yet.
#[utoipa::path(
    tag = "products",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = SetPrice,
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 200, body = ListedProduct),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/prices/{id}")]
pub async fn change_price(
    by: Allowed<may::PricesManage>,
    id: Path<PriceId>,
    version: IfMatch,
    Body(price): Body<SetPrice>,
    app: Data<App>,
) -> ApiResult<Json<ListedProduct>> {
    Ok(Json(list::change_price(&app, &by.caller, *id, version, &price).await?))
}

/// End a price on a day, or let it go on until the next begins.
#[utoipa::path(
    tag = "products",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = SetEnd,
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 200, body = ListedProduct),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/prices/{id}/end")]
pub async fn end_price(
    by: Allowed<may::PricesManage>,
    id: Path<PriceId>,
    version: IfMatch,
    Body(end): Body<SetEnd>,
    app: Data<App>,
) -> ApiResult<Json<ListedProduct>> {
    Ok(Json(list::end_price(&app, &by.caller, *id, version, &end).await?))
}

/// Remove a price that does not hold yet; the one before goes on in its place.
#[utoipa::path(
    tag = "products",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 200, body = ListedProduct),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/prices/{id}")]
pub async fn remove_price(
    by: Allowed<may::PricesManage>,
    id: Path<PriceId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Json<ListedProduct>> {
    Ok(Json(list::remove_price(&app, &by.caller, *id, version).await?))
}
