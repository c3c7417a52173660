//! Invoices over HTTP, for the portal: what a partner may do with its own.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    events::wire::EventView,
    id::InvoiceId,
    invoices::{
        InvoiceAction,
        wire::{
            InvoiceListQuery, InvoiceRow, InvoiceView, MoveInvoice, OpenOrder, OrderInvoicing,
            PartyQuery, RequestInvoice, TitleView,
        },
    },
    list::Page,
    problem::Problem,
};

use super::{
    file, moves,
    service::{self, Seen},
    titles, views,
};
use crate::{
    app::App,
    attachments::download,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
};

/// List invoices of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(InvoiceListQuery),
    security(("bearer" = ["partner.invoices"])),
    responses(
        (status = 200, body = Page<InvoiceRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/invoices")]
pub async fn list_invoices_of_partner(
    by: Allowed<may::PartnerInvoices>,
    ListParams(query): ListParams<InvoiceListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<InvoiceRow>>> {
    Ok(Json(views::page(&app, by.scope, &query).await?))
}

/// Own orders of which something can be invoiced, the latest 100 at most.
#[utoipa::path(
    tag = "partner portal",
    security(("bearer" = ["partner.invoices"])),
    responses(
        (status = 200, body = Vec<OpenOrder>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/invoices/open-orders")]
pub async fn orders_to_invoice_of_partner(
    by: Allowed<may::PartnerInvoices>,
    app: Data<App>,
) -> ApiResult<Json<Vec<OpenOrder>>> {
    let party = PartyQuery { partner: by.caller.partner, customer: None };
    Ok(Json(views::open_orders(&app, by.scope, party).await?))
}

/// Own titles 抬头, the default one first.
#[utoipa::path(
    tag = "partner portal",
    security(("bearer" = ["partner.invoices"])),
    responses(
        (status = 200, body = Vec<TitleView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/invoices/titles")]
pub async fn list_invoice_titles_of_partner(
    by: Allowed<may::PartnerInvoices>,
    app: Data<App>,
) -> ApiResult<Json<Vec<TitleView>>> {
    let party = PartyQuery { partner: by.caller.partner, customer: None };
    Ok(Json(titles::list(&app, by.scope, party).await?))
}

/// Ask for an invoice over own orders, or parts of them.
#[utoipa::path(
    tag = "partner portal",
    params(("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = RequestInvoice,
    security(("bearer" = ["partner.invoices"])),
    responses(
        (status = 201, body = InvoiceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/invoices")]
pub async fn request_invoice_of_partner(
    by: Allowed<may::PartnerInvoices>,
    idempotent: Idempotent,
    Body(asked): Body<RequestInvoice>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&asked)?;
    service::request(&app, &by.caller, by.scope, once.as_ref(), &asked).await
}

/// Open an invoice of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = String, Path, description = "Id, our reference or number")),
    security(("bearer" = ["partner.invoices"])),
    responses(
        (status = 200, body = InvoiceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/invoices/{id}")]
pub async fn get_invoice_of_partner(
    by: Allowed<may::PartnerInvoices>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Versioned<InvoiceView>> {
    let invoice = views::view(&app, by.scope, &id).await?;
    let version = invoice.version;
    Ok(Versioned(invoice, version))
}

/// Cancel a request of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["partner.invoices"])),
    responses(
        (status = 200, body = InvoiceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/invoices/{id}/cancel")]
pub async fn cancel_invoice_of_partner(
    by: Allowed<may::PartnerInvoices>,
    id: Path<InvoiceId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<InvoiceView>> {
    let seen = Seen { scope: by.scope, id: *id, version };
    let cancel = MoveInvoice { action: InvoiceAction::Cancel, ..MoveInvoice::default() };
    let invoice = moves::walk(&app, &by.caller, seen, &cancel).await?;
    let version = invoice.version;
    Ok(Versioned(invoice, version))
}

/// Download the file of an invoice of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = String, Path, description = "Id, our reference or number")),
    security(("bearer" = ["partner.invoices"])),
    responses(
        (status = 200, content_type = "application/octet-stream", description = "The file as it was kept"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/invoices/{id}/file")]
pub async fn invoice_file_of_partner(
    by: Allowed<may::PartnerInvoices>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    download(file::content(&app, by.scope, &id).await?)
}

/// What happened to an invoice of one's own organisation, latest first.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = String, Path, description = "Id, our reference or number")),
    security(("bearer" = ["partner.invoices"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/invoices/{id}/timeline")]
pub async fn invoice_timeline_of_partner(
    by: Allowed<may::PartnerInvoices>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(views::timeline(&app, by.scope, &id).await?))
}

/// What of an own order is invoiced, asked for and open, with its invoices.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = String, Path, description = "Id or number")),
    security(("bearer" = ["partner.invoices"])),
    responses(
        (status = 200, body = OrderInvoicing),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/orders/{id}/invoicing")]
pub async fn order_invoicing_of_partner(
    by: Allowed<may::PartnerInvoices>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Json<OrderInvoicing>> {
    Ok(Json(views::of_order(&app, by.scope, &id).await?))
}
