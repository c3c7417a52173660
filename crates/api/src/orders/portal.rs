//! Orders over HTTP, for the portal: what a partner may do with its own.

use actix_web::{
    get, patch, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    events::wire::EventView,
    id::OrderId,
    licenses::LicenseStanding,
    list::Page,
    orders::{
        form::OrderForm,
        wire::{
            ChangeOrder, OrderContent, OrderListQuery, OrderRow, OrderView, StandingQuery,
            SubmitOrder, WithReason,
        },
    },
    problem::Problem,
};

use super::{
    form::{self, Paper, PrintQuery},
    service, standing,
};
use crate::{
    app::App,
    error::ApiResult,
    http::{
        Allowed, Body, ClientAddress, Idempotent, IfMatch, ListParams, Params, Reply, Versioned,
    },
};

/// List orders of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(OrderListQuery),
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = Page<OrderRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/orders")]
pub async fn list_orders_of_partner(
    by: Allowed<may::PartnerOrders>,
    ListParams(query): ListParams<OrderListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<OrderRow>>> {
    Ok(Json(service::page(&app, &by.caller, by.scope, &query).await?))
}

/// Keep a draft of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = OrderContent,
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 201, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/orders")]
pub async fn place_order_of_partner(
    by: Allowed<may::PartnerOrders>,
    idempotent: Idempotent,
    Body(content): Body<OrderContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::place(&app, &by.caller, once.as_ref(), &content).await
}

/// Own licenses that lines can be placed on: to renew, upgrade or add to.
#[utoipa::path(
    tag = "partner portal",
    params(StandingQuery),
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = Vec<LicenseStanding>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/orders/licenses")]
pub async fn licenses_for_lines_of_partner(
    by: Allowed<may::PartnerOrders>,
    Params(query): Params<StandingQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<LicenseStanding>>> {
    Ok(Json(standing::find(&app, by.scope, &query).await?))
}

/// Open an order of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = String, Path, description = "Id or number")),
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/orders/{id}")]
pub async fn get_order_of_partner(
    by: Allowed<may::PartnerOrders>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Versioned<OrderView>> {
    let order = service::view(&app, by.scope, &id).await?;
    let version = order.version;
    Ok(Versioned(order, version))
}

/// Change a draft or a rejected order of one's own organisation; lines are replaced as a whole.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangeOrder,
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[patch("/api/v1/partners/orders/{id}")]
pub async fn change_order_of_partner(
    by: Allowed<may::PartnerOrders>,
    id: Path<OrderId>,
    version: IfMatch,
    Body(change): Body<ChangeOrder>,
    app: Data<App>,
) -> ApiResult<Versioned<OrderView>> {
    let order = service::change(&app, &by.caller, by.scope, *id, version, &change).await?;
    let version = order.version;
    Ok(Versioned(order, version))
}

/// Price, lock and hand in an order of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = SubmitOrder,
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/orders/{id}/submit")]
pub async fn submit_order_of_partner(
    by: Allowed<may::PartnerOrders>,
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

/// Cancel an order of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = WithReason,
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/orders/{id}/cancel")]
pub async fn cancel_order_of_partner(
    by: Allowed<may::PartnerOrders>,
    id: Path<OrderId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    service::cancel(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}

/// Make a new draft with the same content of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 201, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/orders/{id}/clone")]
pub async fn clone_order_of_partner(
    by: Allowed<may::PartnerOrders>,
    id: Path<OrderId>,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    service::duplicate(&app, &by.caller, by.scope, *id, once.as_ref()).await
}

/// What happened to an order of one's own organisation, latest first.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/orders/{id}/timeline")]
pub async fn order_timeline_of_partner(
    by: Allowed<may::PartnerOrders>,
    id: Path<OrderId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(service::timeline(&app, by.scope, *id).await?))
}

/// Everything that stands on the paper form of one's own organisation's order.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = String, Path, description = "Id or number")),
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = OrderForm),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/orders/{id}/form")]
pub async fn order_form_of_partner(
    by: Allowed<may::PartnerOrders>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Json<OrderForm>> {
    Ok(Json(form::form(&app, by.scope, &id).await?))
}

/// The paper form of one's own organisation's order as a PDF; a draft is marked as one.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = String, Path, description = "Id or number"), PrintQuery),
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = Paper, content_type = "application/pdf"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/orders/{id}/print")]
pub async fn print_order_of_partner(
    by: Allowed<may::PartnerOrders>,
    id: Path<String>,
    Params(query): Params<PrintQuery>,
    app: Data<App>,
) -> ApiResult<Paper> {
    let lang = query.lang(by.caller.language);
    form::paper(&app, by.scope, &id, lang).await
}
