//! Orders over HTTP, for staff.

use actix_web::{
    get, patch, post,
    web::{Data, Json, Path},
};
use domain::{
    access::{Scope, may},
    events::wire::EventView,
    id::OrderId,
    licenses::LicenseStanding,
    list::Page,
    orders::{
        form::OrderForm,
        wire::{
            ApproveOrder, ChangeOrder, OrderContent, OrderListQuery, OrderRow, OrderView,
            ReviewView, StandingQuery, SubmitOrder, WithReason,
        },
    },
    problem::Problem,
};

use super::{
    approval,
    form::{self, Paper, PrintQuery},
    review, service, standing,
};
use crate::{
    app::App,
    error::ApiResult,
    http::{
        Allowed, Body, ClientAddress, Idempotent, IfMatch, ListParams, Params, Reply, Versioned,
    },
};

/// List orders.
#[utoipa::path(
    tag = "orders",
    params(OrderListQuery),
    security(("bearer" = ["orders.read"])),
    responses(
        (status = 200, body = Page<OrderRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders")]
pub async fn list_orders(
    by: Allowed<may::OrdersRead>,
    ListParams(query): ListParams<OrderListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<OrderRow>>> {
    Ok(Json(service::page(&app, &by.caller, by.scope, &query).await?))
}

/// Keep a draft.
#[utoipa::path(
    tag = "orders",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = OrderContent,
    security(("bearer" = ["orders.place"])),
    responses(
        (status = 201, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/orders")]
pub async fn place_order(
    by: Allowed<may::OrdersPlace>,
    idempotent: Idempotent,
    Body(content): Body<OrderContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::place(&app, &by.caller, once.as_ref(), &content).await
}

/// Licenses that lines can be placed on: to renew, upgrade or add to.
#[utoipa::path(
    tag = "orders",
    params(StandingQuery),
    security(("bearer" = ["orders.place"])),
    responses(
        (status = 200, body = Vec<LicenseStanding>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders/licenses")]
pub async fn licenses_for_lines(
    by: Allowed<may::OrdersPlace>,
    Params(query): Params<StandingQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<LicenseStanding>>> {
    let Allowed { .. } = by;
    Ok(Json(standing::find(&app, Scope::Everything, &query).await?))
}

/// Open an order.
#[utoipa::path(
    tag = "orders",
    params(("id" = String, Path, description = "Id or number")),
    security(("bearer" = ["orders.read"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders/{id}")]
pub async fn get_order(
    by: Allowed<may::OrdersRead>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Versioned<OrderView>> {
    let order = service::view(&app, by.scope, &id).await?;
    let version = order.version;
    Ok(Versioned(order, version))
}

/// Change a draft or a rejected order; lines are replaced as a whole.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangeOrder,
    security(("bearer" = ["orders.place"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[patch("/api/v1/orders/{id}")]
pub async fn change_order(
    by: Allowed<may::OrdersPlace>,
    id: Path<OrderId>,
    version: IfMatch,
    Body(change): Body<ChangeOrder>,
    app: Data<App>,
) -> ApiResult<Versioned<OrderView>> {
    let order = service::change(&app, &by.caller, by.scope, *id, version, &change).await?;
    let version = order.version;
    Ok(Versioned(order, version))
}

/// Price, lock and hand in an order.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = SubmitOrder,
    security(("bearer" = ["orders.place"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/orders/{id}/submit")]
pub async fn submit_order(
    by: Allowed<may::OrdersPlace>,
    id: Path<OrderId>,
    version: IfMatch,
    idempotent: Idempotent,
    from: ClientAddress,
    Body(submit): Body<SubmitOrder>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&submit)?;
    let submission = service::Submission { body: &submit, from };
    service::submit(&app, &by.caller, by.scope, *id, version, once.as_ref(), &submission).await
}

/// Cancel an order.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = WithReason,
    security(("bearer" = ["orders.place"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/orders/{id}/cancel")]
pub async fn cancel_order(
    by: Allowed<may::OrdersPlace>,
    id: Path<OrderId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    service::cancel(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}

/// Make a new draft with the same content.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["orders.place"])),
    responses(
        (status = 201, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/orders/{id}/clone")]
pub async fn clone_order(
    by: Allowed<may::OrdersPlace>,
    id: Path<OrderId>,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    service::duplicate(&app, &by.caller, by.scope, *id, once.as_ref()).await
}

/// What happened to an order, latest first.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["orders.read"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders/{id}/timeline")]
pub async fn order_timeline(
    by: Allowed<may::OrdersRead>,
    id: Path<OrderId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(service::timeline(&app, by.scope, *id).await?))
}

/// Everything that stands on an order's paper form.
#[utoipa::path(
    tag = "orders",
    params(("id" = String, Path, description = "Id or number")),
    security(("bearer" = ["orders.read"])),
    responses(
        (status = 200, body = OrderForm),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders/{id}/form")]
pub async fn order_form(
    by: Allowed<may::OrdersRead>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Json<OrderForm>> {
    Ok(Json(form::form(&app, by.scope, &id).await?))
}

/// An order's paper form as a PDF; a draft is marked as one.
#[utoipa::path(
    tag = "orders",
    params(("id" = String, Path, description = "Id or number"), PrintQuery),
    security(("bearer" = ["orders.read"])),
    responses(
        (status = 200, body = Paper, content_type = "application/pdf"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders/{id}/print")]
pub async fn print_order(
    by: Allowed<may::OrdersRead>,
    id: Path<String>,
    Params(query): Params<PrintQuery>,
    app: Data<App>,
) -> ApiResult<Paper> {
    let lang = query.lang(by.caller.language);
    form::paper(&app, by.scope, &id, lang).await
}

/// Approve a submitted order.
///
/// Creates the end users, issues the licenses and sends them on their way; not for who placed it.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = ApproveOrder,
    security(("bearer" = ["orders.approve"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/orders/{id}/approve")]
pub async fn approve_order(
    by: Allowed<may::OrdersApprove>,
    id: Path<OrderId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(approve): Body<ApproveOrder>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&approve)?;
    approval::approve(&app, &by.caller, by.scope, *id, version, once.as_ref(), &approve).await
}

/// Reject a submitted order, with the reason.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = WithReason,
    security(("bearer" = ["orders.approve"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/orders/{id}/reject")]
pub async fn reject_order(
    by: Allowed<may::OrdersApprove>,
    id: Path<OrderId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    approval::reject(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}

/// What an approver needs beside the order: the partner's standing, possible duplicates, what will be issued.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["orders.approve"])),
    responses(
        (status = 200, body = ReviewView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders/{id}/review")]
pub async fn review_order(
    by: Allowed<may::OrdersApprove>,
    id: Path<OrderId>,
    app: Data<App>,
) -> ApiResult<Json<ReviewView>> {
    Ok(Json(review::review(&app, by.scope, *id).await?))
}
