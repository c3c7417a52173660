//! Returns over HTTP. They are read with their order.

use actix_web::{
    post,
    web::{Data, Path},
};
use domain::{
    access::may,
    id::{OrderId, ReturnId},
    orders::wire::WithReason,
    problem::Problem,
    returns::wire::{RequestReturn, ReturnView},
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Reply},
};

/// Ask for lines of an approved order to be taken back.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version of the order that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = RequestReturn,
    security(("bearer" = ["returns.request"])),
    responses(
        (status = 201, body = ReturnView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/orders/{id}/returns")]
pub async fn request_return(
    by: Allowed<may::ReturnsRequest>,
    id: Path<OrderId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(request): Body<RequestReturn>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&request)?;
    service::request(&app, &by.caller, by.scope, *id, version, once.as_ref(), &request).await
}

/// Approve a return.
///
/// Licenses that its lines brought are terminated, those that they changed are again what they
/// were, and purchases are refunded or canceled; not for who asked for it.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    security(("bearer" = ["returns.approve"])),
    responses(
        (status = 200, body = ReturnView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/returns/{id}/approve")]
pub async fn approve_return(
    by: Allowed<may::ReturnsApprove>,
    id: Path<ReturnId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&())?;
    service::approve(&app, &by.caller, by.scope, *id, version, once.as_ref()).await
}

/// Reject a return, with the reason.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = WithReason,
    security(("bearer" = ["returns.approve"])),
    responses(
        (status = 200, body = ReturnView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/returns/{id}/reject")]
pub async fn reject_return(
    by: Allowed<may::ReturnsApprove>,
    id: Path<ReturnId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    service::reject(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}
