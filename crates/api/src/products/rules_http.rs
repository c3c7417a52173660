//! Discount rules over HTTP.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::PriceRuleId,
    problem::Problem,
    products::wire::{RuleContent, RuleList, RuleView, SetEnd},
};

use super::rules;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Reply, Versioned},
};

/// Every discount rule, whenever it holds.
#[utoipa::path(
    tag = "products",
    security(("bearer" = ["products.read"])),
    responses(
        (status = 200, body = RuleList),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/price-rules")]
pub async fn list_price_rules(
    by: Allowed<may::ProductsRead>,
    app: Data<App>,
) -> ApiResult<Json<RuleList>> {
    let Allowed { .. } = by;
    Ok(Json(rules::list(&app).await?))
}

/// Keep a new discount rule.
#[utoipa::path(
    tag = "products",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = RuleContent,
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 201, body = RuleView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/price-rules")]
pub async fn create_price_rule(
    by: Allowed<may::PricesManage>,
    idempotent: Idempotent,
    Body(content): Body<RuleContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    rules::create(&app, &by.caller, once.as_ref(), &content).await
}

/// Change a discount rule that does not hold yet, as a whole.
#[utoipa::path(
    tag = "products",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = RuleContent,
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 200, body = RuleView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/price-rules/{id}")]
pub async fn change_price_rule(
    by: Allowed<may::PricesManage>,
    id: Path<PriceRuleId>,
    version: IfMatch,
    Body(content): Body<RuleContent>,
    app: Data<App>,
) -> ApiResult<Versioned<RuleView>> {
    let rule = rules::change(&app, &by.caller, *id, version, &content).await?;
    let version = rule.version;
    Ok(Versioned(rule, version))
}

/// End a discount rule on a day, or let it go on until further notice.
#[utoipa::path(
    tag = "products",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = SetEnd,
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 200, body = RuleView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/price-rules/{id}/end")]
pub async fn end_price_rule(
    by: Allowed<may::PricesManage>,
    id: Path<PriceRuleId>,
    version: IfMatch,
    Body(end): Body<SetEnd>,
    app: Data<App>,
) -> ApiResult<Versioned<RuleView>> {
    let rule = rules::end(&app, &by.caller, *id, version, &end).await?;
    let version = rule.version;
    Ok(Versioned(rule, version))
}

/// Remove a discount rule that does not hold yet.
#[utoipa::path(
    tag = "products",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["prices.manage"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/price-rules/{id}")]
pub async fn remove_price_rule(
    by: Allowed<may::PricesManage>,
    id: Path<PriceRuleId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    rules::remove(&app, &by.caller, *id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}
