//! Bank statements over HTTP.

use actix_multipart::Multipart;
use actix_web::{
    HttpResponse, delete, get,
    http::StatusCode,
    post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::StatementId,
    list::Page,
    payments::wire::{
        EntryListQuery, EntryView, StatementListQuery, StatementRow, StatementView, UploadQuery,
    },
    problem::Problem,
};

use super::statements;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Idempotent, IfMatch, ListParams, Params, Reply, Versioned},
    imports::receive::receive,
};

const fn versioned(view: StatementView) -> Versioned<StatementView> {
    let version = view.version;
    Versioned(view, version)
}

/// List bank statements.
#[utoipa::path(
    tag = "payments",
    params(StatementListQuery),
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = Page<StatementRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/statements")]
pub async fn list_statements(
    _: Allowed<may::PaymentsRead>,
    ListParams(query): ListParams<StatementListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<StatementRow>>> {
    Ok(Json(store::payments::page_of_statements(&app.db.read, &query).await?))
}

/// Upload a bank statement.
///
/// A form with the part `file`: xlsx, CSV in UTF-8 or GB 18030, or MT940, at most 32 MB. Answers with
/// a preview of each account's statement; nothing counts before it is committed.
#[utoipa::path(
    tag = "payments",
    params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "multipart/form-data"),
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 201, body = Vec<StatementView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/statements")]
pub async fn upload_statement(
    by: Allowed<may::PaymentsManage>,
    Params(query): Params<UploadQuery>,
    form: Multipart,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let received = receive(form).await?;
    let made = statements::upload(&app, &by.caller, query.account, received).await?;
    Ok(HttpResponse::build(StatusCode::CREATED).json(made))
}

/// Open a bank statement: what is wrong with it, and how it meets the others.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = StatementView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/statements/{id}")]
pub async fn get_statement(
    _: Allowed<may::PaymentsRead>,
    id: Path<StatementId>,
    app: Data<App>,
) -> ApiResult<Versioned<StatementView>> {
    Ok(versioned(store::payments::statement_view(&app.db.read, *id).await?))
}

/// List the entries of a bank statement, in the order of the file.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), EntryListQuery),
    security(("bearer" = ["payments.read"])),
    responses(
        (status = 200, body = Page<EntryView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/statements/{id}/entries")]
pub async fn list_statement_entries(
    _: Allowed<may::PaymentsRead>,
    id: Path<StatementId>,
    ListParams(query): ListParams<EntryListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<EntryView>>> {
    let statement = store::payments::statement_view(&app.db.read, *id).await?.statement;
    Ok(Json(store::payments::entries(&app.db.read, &statement, &query).await?))
}

/// Make payments of the entries of a bank statement that are none yet.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = StatementView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/statements/{id}/commit")]
pub async fn commit_statement(
    by: Allowed<may::PaymentsManage>,
    id: Path<StatementId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    statements::commit(&app, &by.caller, (*id, version), once.as_ref()).await
}

/// Take a bank statement back with the payments that it brought, none of which is matched. A preview is discarded.
#[utoipa::path(
    tag = "payments",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["payments.manage"])),
    responses(
        (status = 200, body = StatementView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/statements/{id}")]
pub async fn undo_statement(
    by: Allowed<may::PaymentsManage>,
    id: Path<StatementId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<StatementView>> {
    Ok(versioned(statements::undo(&app, &by.caller, (*id, version)).await?))
}
