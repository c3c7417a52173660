//! Payments over HTTP.

use actix_web::{
    delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    events::wire::EventView,
    id::PaymentId,
    list::Page,
    payments::wire::{
        IgnorePayment, PaymentContent, PaymentListQuery, PaymentRow, PaymentSum, PaymentView,
    },
    problem::Problem,
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
};

/// A payment at its version.
pub(super) const fn versioned(view: PaymentView) -> Versioned<PaymentView> {
    let version = view.version;
    Versioned(view, version)
}

/// List payments.
#[utoipa::path(
    tag = "payments",
    params(PaymentListQuery),
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = Page<PaymentRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/payments")]
pub async fn list_payments(
    _: Allowed<may::PaymentsRead>,
    ListParams(query): ListParams<PaymentListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<PaymentRow>>> {
    Ok(Json(store::payments::page(&app.db.read, &query).await?))
}

/// Enter money that came in another way than by a bank statement.
#[utoipa::path(
    tag = "payments",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = PaymentContent,
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 201, body = PaymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/payments")]
pub async fn create_payment(
    by: Allowed<may::PaymentsManage>,
    idempotent: Idempotent,
    Body(content): Body<PaymentContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::create(&app, &by.caller, once.as_ref(), &content).await
}

/// What came in, by currency and status; currencies are never added up.
#[utoipa::path(
    tag = "payments",
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = Vec<PaymentSum>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/payments/summary")]
pub async fn payment_summary(
    _: Allowed<may::PaymentsRead>,
    app: Data<App>,
) -> ApiResult<Json<Vec<PaymentSum>>> {
    Ok(Json(store::payments::sums(&app.db.read).await?))
}

/// Open a payment: what it is for, and what it was for.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = PaymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/payments/{id}")]
pub async fn get_payment(
    _: Allowed<may::PaymentsRead>,
    id: Path<PaymentId>,
    app: Data<App>,
) -> ApiResult<Versioned<PaymentView>> {
    Ok(versioned(store::payments::view(&app.db.read, *id).await?))
}

/// Say what is known of a payment; of an entry of a bank only the note changes.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = PaymentContent,
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = PaymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/payments/{id}")]
pub async fn replace_payment(
    by: Allowed<may::PaymentsManage>,
    id: Path<PaymentId>,
    version: IfMatch,
    Body(content): Body<PaymentContent>,
    app: Data<App>,
) -> ApiResult<Versioned<PaymentView>> {
    Ok(versioned(service::replace(&app, &by.caller, (*id, version), &content).await?))
}

/// What happened to a payment, the latest first.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/payments/{id}/timeline")]
pub async fn payment_timeline(
    _: Allowed<may::PaymentsRead>,
    id: Path<PaymentId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(service::timeline(&app, *id).await?))
}

/// Say that a payment is for none of our orders, and why.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = IgnorePayment,
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = PaymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/payments/{id}/ignore")]
pub async fn ignore_payment(
    by: Allowed<may::PaymentsManage>,
    id: Path<PaymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<IgnorePayment>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    service::ignore(&app, &by.caller, (*id, version), once.as_ref(), &body).await
}

/// Look at a payment again that was ignored.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = PaymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/payments/{id}/ignore")]
pub async fn restore_payment(
    by: Allowed<may::PaymentsManage>,
    id: Path<PaymentId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<PaymentView>> {
    Ok(versioned(service::restore(&app, &by.caller, (*id, version)).await?))
}
