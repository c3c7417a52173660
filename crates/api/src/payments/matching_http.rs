//! Matching over HTTP.

use actix_web::{
    delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    finance::matching::Rule,
    id::{OrderId, PaymentId, PaymentMatchId},
    payments::wire::{
        MatchPayment, MatchRun, OpenOrder, OpenOrderQuery, OrderReceipts, PaymentView,
        RefuseSuggestion, RuleView, SuggestionsView, SwitchRule,
    },
    problem::Problem,
};

use super::{http::versioned, matching, run, suggestions};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Params, Reply, Versioned},
};

/// The rules of matching, and which of them need no person.
#[utoipa::path(
    tag = "payments",
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = Vec<RuleView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/payments/rules")]
pub async fn list_matching_rules(
    _: Allowed<may::PaymentsRead>,
    app: Data<App>,
) -> ApiResult<Json<Vec<RuleView>>> {
    Ok(Json(store::payments::rules(&app.db.read).await?))
}

/// Say whether what a rule covers needs no person.
#[utoipa::path(
    tag = "payments",
    params(("rule" = Rule, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = SwitchRule,
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = RuleView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/payments/rules/{rule}")]
pub async fn switch_matching_rule(
    by: Allowed<may::PaymentsManage>,
    rule: Path<Rule>,
    version: IfMatch,
    Body(body): Body<SwitchRule>,
    app: Data<App>,
) -> ApiResult<Versioned<RuleView>> {
    let one = matching::switch_rule(&app, &by.caller, (*rule, version), &body).await?;
    let version = one.version;
    Ok(Versioned(one, version))
}

/// Find orders with something open, twenty at most.
#[utoipa::path(
    tag = "payments",
    params(OpenOrderQuery),
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = Vec<OpenOrder>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/payments/open-orders")]
pub async fn list_open_orders(
    _: Allowed<may::PaymentsRead>,
    Params(query): Params<OpenOrderQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<OpenOrder>>> {
    Ok(Json(store::payments::open_orders(&app.db.read, &query).await?))
}

/// Let the engine look at everything open: what needs no person is matched, the rest suggested.
#[utoipa::path(
    tag = "payments",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = MatchRun),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/payments/match")]
pub async fn match_payments(
    by: Allowed<may::PaymentsManage>,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    run::run(&app, &by.caller, once.as_ref()).await
}

/// What the engine says of a payment, and why; the best first.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = SuggestionsView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/payments/{id}/suggestions")]
pub async fn payment_suggestions(
    _: Allowed<may::PaymentsRead>,
    id: Path<PaymentId>,
    app: Data<App>,
) -> ApiResult<Json<SuggestionsView>> {
    Ok(Json(suggestions::view(&app, *id).await?))
}

/// Say what a payment is for, split over as many orders as it takes.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = MatchPayment,
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 201, body = PaymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/payments/{id}/matches")]
pub async fn match_payment(
    by: Allowed<may::PaymentsManage>,
    id: Path<PaymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<MatchPayment>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    matching::match_by_hand(&app, &by.caller, (*id, version), once.as_ref(), &body).await
}

/// Undo one match of a payment; it stays in its history.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), ("of" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = PaymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/payments/{id}/matches/{of}")]
pub async fn undo_payment_match(
    by: Allowed<may::PaymentsManage>,
    path: Path<(PaymentId, PaymentMatchId)>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<PaymentView>> {
    let (id, of) = path.into_inner();
    Ok(versioned(matching::undo(&app, &by.caller, (id, version), of).await?))
}

/// Say that a payment is not for an order that was suggested; it is not suggested again.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = RefuseSuggestion,
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = PaymentView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/payments/{id}/refusals")]
pub async fn refuse_suggestion(
    by: Allowed<may::PaymentsManage>,
    id: Path<PaymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<RefuseSuggestion>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    matching::refuse(&app, &by.caller, (*id, version), once.as_ref(), &body).await
}

/// What was received for an order, and what is open; nothing of the bank.
#[utoipa::path(
    tag = "orders",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["orders.read"])),
    responses(
        (status = 200, body = OrderReceipts),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders/{id}/receipts")]
pub async fn order_receipts(
    by: Allowed<may::OrdersRead>,
    id: Path<OrderId>,
    app: Data<App>,
) -> ApiResult<Json<OrderReceipts>> {
    // For who may see the order.
    store::orders::find(&app.db.read, by.scope, *id).await?;
    Ok(Json(store::payments::receipts(&app.db.read, *id).await?))
}
