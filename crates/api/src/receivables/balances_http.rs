//! Balances of parties over HTTP.

use actix_web::{
    delete, get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::{BalanceEntryId, PartyBalanceId, PaymentId},
    list::Page,
    problem::Problem,
    receivables::wire::{BalanceListQuery, BalanceRow, BalanceView, CreditParty, PayBack, SetOff},
};

use super::balances;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
};

/// List what stands to the credit of parties.
#[utoipa::path(
    tag = "receivables",
    params(BalanceListQuery),
    security(("bearer" = ["receivables.read"])),
    responses(
        (status = 200, body = Page<BalanceRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/balances")]
pub async fn list_balances(
    _: Allowed<may::ReceivablesRead>,
    ListParams(query): ListParams<BalanceListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<BalanceRow>>> {
    Ok(Json(store::receivables::balance_listing_page(&app.db.read, &query).await?))
}

/// Open a balance: what made it, the latest first.
#[utoipa::path(
    tag = "receivables",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["receivables.read"])),
    responses(
        (status = 200, body = BalanceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/balances/{id}")]
pub async fn get_balance(
    _: Allowed<may::ReceivablesRead>,
    id: Path<PartyBalanceId>,
    app: Data<App>,
) -> ApiResult<Versioned<BalanceView>> {
    let view = store::receivables::balance_view(&app.db.read, *id).await?;
    let version = view.version;
    Ok(Versioned(view, version))
}

/// Credit a partner or a customer with a part of a payment that is for no order.
#[utoipa::path(
    tag = "receivables",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = CreditParty,
    security(("bearer" = ["receivables.manage"])),
    responses(
        (status = 201, body = BalanceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/payments/{id}/deposits")]
pub async fn credit_party(
    by: Allowed<may::ReceivablesManage>,
    id: Path<PaymentId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<CreditParty>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&body)?;
    balances::credit_party(&app, &by.caller, (*id, version), once.as_ref(), &body).await
}

/// Set a balance off against an order of the same party.
#[utoipa::path(
    tag = "receivables",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = SetOff,
    security(("bearer" = ["receivables.manage"])),
    responses(
        (status = 201, body = BalanceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/balances/{id}/offsets")]
pub async fn set_off_balance(
    by: Allowed<may::ReceivablesManage>,
    id: Path<PartyBalanceId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<SetOff>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&body)?;
    balances::set_off(&app, &by.caller, (*id, version), once.as_ref(), &body).await
}

/// Note that a party was paid back.
#[utoipa::path(
    tag = "receivables",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = PayBack,
    security(("bearer" = ["receivables.manage"])),
    responses(
        (status = 201, body = BalanceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/balances/{id}/refunds")]
pub async fn pay_back_balance(
    by: Allowed<may::ReceivablesManage>,
    id: Path<PartyBalanceId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<PayBack>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&body)?;
    balances::pay_back(&app, &by.caller, (*id, version), once.as_ref(), &body).await
}

/// Undo one entry of a balance; it stays in its history.
#[utoipa::path(
    tag = "receivables",
    params(("id" = uuid::Uuid, Path), ("of" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["receivables.manage"])),
    responses(
        (status = 200, body = BalanceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/balances/{id}/entries/{of}")]
pub async fn undo_balance_entry(
    by: Allowed<may::ReceivablesManage>,
    path: Path<(PartyBalanceId, BalanceEntryId)>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<BalanceView>> {
    let (id, of) = path.into_inner();
    let view = balances::undo(&app, &by.caller, (id, version), of).await?;
    let version = view.version;
    Ok(Versioned(view, version))
}
