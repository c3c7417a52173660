//! Our bank accounts over HTTP.

use actix_web::{
    get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::BankAccountId,
    payments::wire::{BankAccountContent, BankAccountView},
    problem::Problem,
};

use super::accounts;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Reply, Versioned},
};

/// Our bank accounts, those in use first.
#[utoipa::path(
    tag = "payments",
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = Vec<BankAccountView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/bank-accounts")]
pub async fn list_bank_accounts(
    _: Allowed<may::PaymentsRead>,
    app: Data<App>,
) -> ApiResult<Json<Vec<BankAccountView>>> {
    Ok(Json(store::payments::accounts(&app.db.read).await?))
}

/// Add a bank account of ours.
#[utoipa::path(
    tag = "payments",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = BankAccountContent,
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 201, body = BankAccountView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/bank-accounts")]
pub async fn create_bank_account(
    by: Allowed<may::PaymentsManage>,
    idempotent: Idempotent,
    Body(content): Body<BankAccountContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    accounts::create(&app, &by.caller, once.as_ref(), &content).await
}

/// Change a bank account of ours.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = BankAccountContent,
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = BankAccountView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/bank-accounts/{id}")]
pub async fn change_bank_account(
    by: Allowed<may::PaymentsManage>,
    id: Path<BankAccountId>,
    version: IfMatch,
    Body(content): Body<BankAccountContent>,
    app: Data<App>,
) -> ApiResult<Versioned<BankAccountView>> {
    let one = accounts::change(&app, &by.caller, (*id, version), &content).await?;
    let version = one.version;
    Ok(Versioned(one, version))
}
