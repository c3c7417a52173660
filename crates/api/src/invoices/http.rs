//! Invoices over HTTP, for staff.

use actix_multipart::Multipart;
use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    events::wire::EventView,
    id::{InvoiceId, InvoiceTitleId},
    invoices::{
        file::check as check_file,
        wire::{
            InvoiceContent, InvoiceListQuery, InvoiceRow, InvoiceSum, InvoiceView, KeepTitle,
            MoveInvoice, OpenOrder, OrderInvoicing, PartyQuery, RedInvoice, RequestInvoice,
            TitleView,
        },
    },
    list::Page,
    problem::Problem,
};

use super::{
    file, moves, red,
    service::{self, Seen},
    titles, views,
};
use crate::{
    app::App,
    attachments::{download, receive_as},
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Params, Reply, Versioned},
};

/// List invoices, requests and red letters.
#[utoipa::path(
    tag = "invoices",
    params(InvoiceListQuery),
    security(("bearer" = ["invoices.read"])),
    responses(
        (status = 200, body = Page<InvoiceRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/invoices")]
pub async fn list_invoices(
    by: Allowed<may::InvoicesRead>,
    ListParams(query): ListParams<InvoiceListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<InvoiceRow>>> {
    Ok(Json(views::page(&app, by.scope, &query).await?))
}

/// What the invoices of the list come to, by currency, red letters taken off. Paging counts for nothing.
#[utoipa::path(
    tag = "invoices",
    params(InvoiceListQuery),
    security(("bearer" = ["invoices.read"])),
    responses(
        (status = 200, body = Vec<InvoiceSum>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/invoices/sums")]
pub async fn invoice_sums(
    by: Allowed<may::InvoicesRead>,
    ListParams(query): ListParams<InvoiceListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<InvoiceSum>>> {
    Ok(Json(views::sums(&app, by.scope, &query).await?))
}

/// The orders of a party of which something can be invoiced, the latest 100 at most.
#[utoipa::path(
    tag = "invoices",
    params(PartyQuery),
    security(("bearer" = ["invoices.request"])),
    responses(
        (status = 200, body = Vec<OpenOrder>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/invoices/open-orders")]
pub async fn orders_to_invoice(
    by: Allowed<may::InvoicesRequest>,
    Params(party): Params<PartyQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<OpenOrder>>> {
    Ok(Json(views::open_orders(&app, by.scope, party).await?))
}

/// A party's titles 抬头, the default one first.
#[utoipa::path(
    tag = "invoices",
    params(PartyQuery),
    security(("bearer" = ["invoices.request"])),
    responses(
        (status = 200, body = Vec<TitleView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/invoices/titles")]
pub async fn list_invoice_titles(
    by: Allowed<may::InvoicesRequest>,
    Params(party): Params<PartyQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<TitleView>>> {
    Ok(Json(titles::list(&app, by.scope, party).await?))
}

/// Keep a title 抬头 of a partner or customer, in the place of its one of the same name.
#[utoipa::path(
    tag = "invoices",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = KeepTitle,
    security(("bearer" = ["invoices.request"])),
    responses(
        (status = 201, body = TitleView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/invoices/titles")]
pub async fn keep_invoice_title(
    by: Allowed<may::InvoicesRequest>,
    idempotent: Idempotent,
    Body(new): Body<KeepTitle>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&new)?;
    titles::keep(&app, &by.caller, once.as_ref(), &new).await
}

/// Take a title out of the book; invoices keep theirs.
#[utoipa::path(
    tag = "invoices",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["invoices.request"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/invoices/titles/{id}")]
pub async fn remove_invoice_title(
    by: Allowed<may::InvoicesRequest>,
    id: Path<InvoiceTitleId>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    titles::remove(&app, &by.caller, by.scope, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ask for an invoice over orders of one party, or parts of them.
///
/// Amounts follow the orders' locked prices; what was asked for or issued before is taken off, and the
/// last part takes the remainder.
#[utoipa::path(
    tag = "invoices",
    params(("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = RequestInvoice,
    security(("bearer" = ["invoices.request"])),
    responses(
        (status = 201, body = InvoiceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/invoices")]
pub async fn request_invoice(
    by: Allowed<may::InvoicesRequest>,
    idempotent: Idempotent,
    Body(asked): Body<RequestInvoice>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&asked)?;
    service::request(&app, &by.caller, by.scope, once.as_ref(), &asked).await
}

/// Open an invoice.
#[utoipa::path(
    tag = "invoices",
    params(("id" = String, Path, description = "Id, our reference or number")),
    security(("bearer" = ["invoices.read"])),
    responses(
        (status = 200, body = InvoiceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/invoices/{id}")]
pub async fn get_invoice(
    by: Allowed<may::InvoicesRead>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Versioned<InvoiceView>> {
    let invoice = views::view(&app, by.scope, &id).await?;
    let version = invoice.version;
    Ok(Versioned(invoice, version))
}

/// Change a request that was not issued yet: medium, kind, title, remark, where it is sent.
#[utoipa::path(
    tag = "invoices",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = InvoiceContent,
    security(("bearer" = ["invoices.request"])),
    responses(
        (status = 200, body = InvoiceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/invoices/{id}")]
pub async fn change_invoice(
    by: Allowed<may::InvoicesRequest>,
    id: Path<InvoiceId>,
    version: IfMatch,
    Body(content): Body<InvoiceContent>,
    app: Data<App>,
) -> ApiResult<Versioned<InvoiceView>> {
    let seen = Seen { scope: by.scope, id: *id, version };
    let invoice = service::change(&app, &by.caller, seen, &content).await?;
    let version = invoice.version;
    Ok(Versioned(invoice, version))
}

/// Move an invoice by name.
///
/// `issue` with number and day (legacy paper: code), `deliver` with the day, `reject`, `void` and
/// `refuse` with a reason, `cancel`, `confirm`, `withdraw`. Whoever asks for invoices may cancel
/// requests; everything else needs `invoices.manage`.
#[utoipa::path(
    tag = "invoices",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = MoveInvoice,
    security(("bearer" = ["invoices.request"])),
    responses(
        (status = 200, body = InvoiceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/invoices/{id}/status")]
pub async fn move_invoice(
    by: Allowed<may::InvoicesRequest>,
    id: Path<InvoiceId>,
    version: IfMatch,
    Body(moved): Body<MoveInvoice>,
    app: Data<App>,
) -> ApiResult<Versioned<InvoiceView>> {
    let seen = Seen { scope: by.scope, id: *id, version };
    let invoice = moves::walk(&app, &by.caller, seen, &moved).await?;
    let version = invoice.version;
    Ok(Versioned(invoice, version))
}

/// Keep the file of an issued invoice, instead of the one that is there.
///
/// A form with the part `file`: PDF, OFD or XML by its content, at most 10 MiB.
#[utoipa::path(
    tag = "invoices",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body(content = Vec<u8>, content_type = "multipart/form-data"),
    security(("bearer" = ["invoices.manage"])),
    responses(
        (status = 200, body = InvoiceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/invoices/{id}/file")]
pub async fn keep_invoice_file(
    by: Allowed<may::InvoicesManage>,
    id: Path<InvoiceId>,
    version: IfMatch,
    upload: Multipart,
    app: Data<App>,
) -> ApiResult<Versioned<InvoiceView>> {
    let received = receive_as(upload, check_file).await?;
    let seen = Seen { scope: by.scope, id: *id, version };
    let invoice = file::keep(&app, &by.caller, seen, &received).await?;
    let version = invoice.version;
    Ok(Versioned(invoice, version))
}

/// Download the file of an invoice. It is to be saved: browsers do not show it.
#[utoipa::path(
    tag = "invoices",
    params(("id" = String, Path, description = "Id, our reference or number")),
    security(("bearer" = ["invoices.read"])),
    responses(
        (status = 200, content_type = "application/octet-stream", description = "The file as it was kept"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/invoices/{id}/file")]
pub async fn invoice_file(
    by: Allowed<may::InvoicesRead>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    download(file::content(&app, by.scope, &id).await?)
}

/// Begin a red letter 红冲 that takes an issued invoice back, whole or line by line.
///
/// It is issued once the counterparty confirmed, where that is needed; an unanswered question lapses
/// after 72 hours.
#[utoipa::path(
    tag = "invoices",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = RedInvoice,
    security(("bearer" = ["invoices.manage"])),
    responses(
        (status = 201, body = InvoiceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/invoices/{id}/red")]
pub async fn begin_red_letter(
    by: Allowed<may::InvoicesManage>,
    id: Path<InvoiceId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(asked): Body<RedInvoice>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&asked)?;
    let seen = Seen { scope: by.scope, id: *id, version };
    red::begin_red(&app, &by.caller, seen, once.as_ref(), &asked).await
}

/// What happened to an invoice, latest first.
#[utoipa::path(
    tag = "invoices",
    params(("id" = String, Path, description = "Id, our reference or number")),
    security(("bearer" = ["invoices.read"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/invoices/{id}/timeline")]
pub async fn invoice_timeline(
    by: Allowed<may::InvoicesRead>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(views::timeline(&app, by.scope, &id).await?))
}

/// What of an order is invoiced 开票额, asked for and open, with its invoices.
#[utoipa::path(
    tag = "orders",
    params(("id" = String, Path, description = "Id or number")),
    security(("bearer" = ["invoices.read"])),
    responses(
        (status = 200, body = OrderInvoicing),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders/{id}/invoicing")]
pub async fn order_invoicing(
    by: Allowed<may::InvoicesRead>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Json<OrderInvoicing>> {
    Ok(Json(views::of_order(&app, by.scope, &id).await?))
}
