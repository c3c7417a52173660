//! Sheets over HTTP, for staff and for the portal.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    post,
    web::{Data, Json},
};
use domain::{
    access::may,
    orders::sheet::{MAX_BYTES, SheetView},
    problem::{Problem, ProblemCode},
};

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    http::{Allowed, RequestContext, Upload},
};

type SheetFile = Upload<MAX_BYTES>;

/// What browsers call spreadsheets; what it is shows in the file.
const MEDIA_TYPES: [&str; 7] = [
    "",
    "application/csv",
    "application/octet-stream",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv",
    "text/plain",
];

fn check_media_type(file: &SheetFile) -> ApiResult<()> {
    if MEDIA_TYPES.contains(&file.media_type.as_str()) {
        return Ok(());
    }
    Err(ApiError::refuse(ProblemCode::UnsupportedMediaType, "Send text/csv or an xlsx workbook."))
}

fn csv(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"order-lines.csv\""))
        .body(text)
}

/// Read order lines from a spreadsheet file (xlsx, or CSV in UTF-8 or GB 18030).
///
/// Says for each row which line it is, or what is wrong with which cell. Nothing is saved.
#[utoipa::path(
    tag = "orders",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    security(("bearer" = ["orders.place"])),
    responses(
        (status = 200, body = SheetView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/orders/lines/read")]
pub async fn read_order_lines(
    by: Allowed<may::OrdersPlace>,
    request: HttpRequest,
    file: SheetFile,
    app: Data<App>,
) -> ApiResult<Json<SheetView>> {
    let Allowed { .. } = by;
    check_media_type(&file)?;
    let lang = RequestContext::of(&request).lang;
    Ok(Json(super::read(&app, None, file.bytes, lang).await?))
}

/// A CSV file to fill in: headings, and an example for each product.
#[utoipa::path(
    tag = "orders",
    security(("bearer" = ["orders.place"])),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/orders/lines/template")]
pub async fn order_line_template(
    by: Allowed<may::OrdersPlace>,
    request: HttpRequest,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let Allowed { .. } = by;
    let lang = RequestContext::of(&request).lang;
    Ok(csv(super::empty(&app, None, lang).await?))
}

/// Read order lines from a spreadsheet file (xlsx, or CSV in UTF-8 or GB 18030), in the portal.
///
/// Says for each row which line it is, or what is wrong with which cell. Nothing is saved.
#[utoipa::path(
    tag = "partner portal",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = SheetView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/orders/lines/read")]
pub async fn read_order_lines_of_partner(
    by: Allowed<may::PartnerOrders>,
    request: HttpRequest,
    file: SheetFile,
    app: Data<App>,
) -> ApiResult<Json<SheetView>> {
    check_media_type(&file)?;
    let lang = RequestContext::of(&request).lang;
    Ok(Json(super::read(&app, by.caller.partner, file.bytes, lang).await?))
}

/// A CSV file to fill in: headings, and an example for each product, in the portal.
#[utoipa::path(
    tag = "partner portal",
    security(("bearer" = ["partner.orders"])),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/orders/lines/template")]
pub async fn order_line_template_of_partner(
    by: Allowed<may::PartnerOrders>,
    request: HttpRequest,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let lang = RequestContext::of(&request).lang;
    Ok(csv(super::empty(&app, by.caller.partner, lang).await?))
}
