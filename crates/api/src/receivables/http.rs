//! Receivables and rules of credit over HTTP.

use actix_web::{
    get, put,
    web::{Data, Json},
};
use domain::{
    access::may,
    list::Page,
    problem::Problem,
    receivables::{
        CreditRules,
        wire::{
            CreditRulesView, PartyStanding, ReceivableListQuery, ReceivableRow, ReceivableSummary,
            StandingOfQuery, SummaryQuery,
        },
    },
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, IfMatch, ListParams, Params, Versioned},
};

/// List what is open of approved orders, an instalment a row.
#[utoipa::path(
    tag = "receivables",
    params(ReceivableListQuery),
    security(("bearer" = ["receivables.read"])),
    responses(
        (status = 200, body = Page<ReceivableRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/receivables")]
pub async fn list_receivables(
    _: Allowed<may::ReceivablesRead>,
    ListParams(query): ListParams<ReceivableListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<ReceivableRow>>> {
    Ok(Json(service::page(&app, &query).await?))
}

/// What is open by currency and age, and by partner, customer or sales rep; currencies are never
/// added up.
#[utoipa::path(
    tag = "receivables",
    params(SummaryQuery),
    security(("bearer" = ["receivables.read"])),
    responses(
        (status = 200, body = ReceivableSummary),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/receivables/summary")]
pub async fn receivable_summary(
    _: Allowed<may::ReceivablesRead>,
    Params(query): Params<SummaryQuery>,
    app: Data<App>,
) -> ApiResult<Json<ReceivableSummary>> {
    Ok(Json(service::summary(&app, &query).await?))
}

/// What one partner or one customer owes, what stands to its credit, and whether it is on credit hold.
#[utoipa::path(
    tag = "receivables",
    params(StandingOfQuery),
    security(("bearer" = ["receivables.read"])),
    responses(
        (status = 200, body = PartyStanding),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/receivables/standing")]
pub async fn party_standing(
    _: Allowed<may::ReceivablesRead>,
    Params(query): Params<StandingOfQuery>,
    app: Data<App>,
) -> ApiResult<Json<PartyStanding>> {
    Ok(Json(service::standing(&app, &query).await?))
}

/// When a party is on credit hold, and how customers pay who buy without a partner.
#[utoipa::path(
    tag = "receivables",
    security(("bearer" = ["receivables.read"])),
    responses(
        (status = 200, body = CreditRulesView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/credit-rules")]
pub async fn get_credit_rules(
    _: Allowed<may::ReceivablesRead>,
    app: Data<App>,
) -> ApiResult<Versioned<CreditRulesView>> {
    let view = store::receivables::rules(&app.db.read).await?;
    let version = view.version;
    Ok(Versioned(view, version))
}

/// Change the rules of credit. Orders that were approved keep their terms.
#[utoipa::path(
    tag = "receivables",
    params(("If-Match" = String, Header, description = "The version that was seen")),
    request_body = CreditRules,
    security(("bearer" = ["receivables.manage"])),
    responses(
        (status = 200, body = CreditRulesView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/credit-rules")]
pub async fn change_credit_rules(
    by: Allowed<may::ReceivablesManage>,
    version: IfMatch,
    Body(rules): Body<CreditRules>,
    app: Data<App>,
) -> ApiResult<Versioned<CreditRulesView>> {
    let view = service::change_rules(&app, &by.caller, version, &rules).await?;
    let version = view.version;
    Ok(Versioned(view, version))
}
