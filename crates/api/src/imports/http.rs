//! Imports over HTTP.

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse, delete, get,
    http::StatusCode,
    patch, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::ImportId,
    imports::{
        ImportTarget,
        wire::{
            CommitImport, FixRows, ImportListQuery, ImportRowListQuery, ImportRowView, ImportView,
            MapImport,
        },
    },
    list::Page,
    problem::Problem,
};

use super::{errors, receive::receive, service};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, IfMatch, ListParams, RequestContext, Versioned},
};

/// An upload of a list.
macro_rules! upload {
    ($target:ident, $permission:literal, $may:ident, $list:literal, $upload:ident, $doc:literal) => {
        #[doc = $doc]
        ///
        /// A form with the part `file`: xlsx, or CSV in UTF-8, GB 18030 or UTF-16, at most 128 MB and
        /// 1,000,000 rows. Answers with a preview; a long file is still being read then (`status`).
        /// Needs `imports.manage` as well.
        #[utoipa::path(
                    tag = "imports",
                    request_body(content = Vec<u8>, content_type = "multipart/form-data"),
                    security(("bearer" = [$permission])),
                    responses(
                        (status = 201, body = ImportView),
                        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
                    ),
                )]
        #[post($list)]
        pub async fn $upload(
            by: Allowed<may::$may>,
            form: Multipart,
            app: Data<App>,
        ) -> ApiResult<HttpResponse> {
            service::may_import(&by.caller)?;
            let received = receive(form).await?;
            let target = ImportTarget::$target;
            let import = service::upload(&app, &by.caller, target, received).await?;
            Ok(HttpResponse::build(StatusCode::CREATED).json(import))
        }
    };
}

/// The sheet to begin with.
macro_rules! template {
    ($target:ident, $permission:literal, $may:ident, $path:literal, $name:ident, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path(
                    tag = "imports",
                    security(("bearer" = [$permission])),
                    responses(
                        (status = 200, body = String, content_type = "text/csv"),
                        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
                    ),
                )]
        #[get($path)]
        pub async fn $name(
            by: Allowed<may::$may>,
            request: HttpRequest,
        ) -> ApiResult<HttpResponse> {
            service::may_import(&by.caller)?;
            Ok(errors::empty(ImportTarget::$target, RequestContext::of(&request).lang))
        }
    };
}

upload! {
    Customers, "customers.manage", CustomersManage,
    "/api/v1/customers/imports", import_customers,
    "Import customers from a spreadsheet."
}
template! {
    Customers, "customers.manage", CustomersManage,
    "/api/v1/customers/imports/template", customer_import_template,
    "A CSV file of customers to fill in: headings and an example."
}
upload! {
    Engineers, "engineers.write", EngineersWrite,
    "/api/v1/engineers/imports", import_engineers,
    "Import engineers from a spreadsheet."
}
template! {
    Engineers, "engineers.write", EngineersWrite,
    "/api/v1/engineers/imports/template", engineer_import_template,
    "A CSV file of engineers to fill in: headings and an example."
}
upload! {
    SalesReps, "sales_reps.write", SalesRepsWrite,
    "/api/v1/sales_reps/imports", import_sales_reps,
    "Import sales representatives from a spreadsheet."
}
template! {
    SalesReps, "sales_reps.write", SalesRepsWrite,
    "/api/v1/sales_reps/imports/template", sales_rep_import_template,
    "A CSV file of sales representatives to fill in: headings and an example."
}
upload! {
    Resellers, "partners.manage", PartnersManage,
    "/api/v1/resellers/imports", import_resellers,
    "Import resellers from a spreadsheet."
}
template! {
    Resellers, "partners.manage", PartnersManage,
    "/api/v1/resellers/imports/template", reseller_import_template,
    "A CSV file of resellers to fill in: headings and an example."
}
upload! {
    Licenses, "licenses.issue", LicensesIssue,
    "/api/v1/licenses/imports", import_licenses,
    "Import licenses of past sales from a spreadsheet: each is in use already, and nothing is sent."
}
template! {
    Licenses, "licenses.issue", LicensesIssue,
    "/api/v1/licenses/imports/template", license_import_template,
    "A CSV file of licenses of past sales to fill in: headings and an example."
}
upload! {
    Purchases, "purchases.write", PurchasesWrite,
    "/api/v1/purchases/imports", import_purchases,
    "Import purchases of the past from a spreadsheet."
}
template! {
    Purchases, "purchases.write", PurchasesWrite,
    "/api/v1/purchases/imports/template", purchase_import_template,
    "A CSV file of purchases of the past to fill in: headings and an example."
}
upload! {
    Deployments, "deployments.write", DeploymentsWrite,
    "/api/v1/deployments/imports", import_deployments,
    "Import deployments, planned or done, from a spreadsheet."
}
template! {
    Deployments, "deployments.write", DeploymentsWrite,
    "/api/v1/deployments/imports/template", deployment_import_template,
    "A CSV file of deployments, planned or done, to fill in: headings and an example."
}

/// List the imports of what one may make oneself.
#[utoipa::path(
    tag = "imports",
    params(ImportListQuery),
    security(("bearer" = ["imports.manage"])),
    responses(
        (status = 200, body = Page<ImportView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/imports")]
pub async fn list_imports(
    by: Allowed<may::ImportsManage>,
    ListParams(query): ListParams<ImportListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<ImportView>>> {
    Ok(Json(service::page(&app, &by.caller, &query).await?))
}

/// Open an import: what its columns are, and how far it has come.
#[utoipa::path(
    tag = "imports",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["imports.manage"])),
    responses(
        (status = 200, body = ImportView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/imports/{id}")]
pub async fn get_import(
    by: Allowed<may::ImportsManage>,
    id: Path<ImportId>,
    app: Data<App>,
) -> ApiResult<Versioned<ImportView>> {
    let import = service::view(&app, &by.caller, *id).await?;
    let version = import.version;
    Ok(Versioned(import, version))
}

/// List the rows of an import, in the order of the file.
#[utoipa::path(
    tag = "imports",
    params(("id" = uuid::Uuid, Path), ImportRowListQuery),
    security(("bearer" = ["imports.manage"])),
    responses(
        (status = 200, body = Page<ImportRowView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/imports/{id}/rows")]
pub async fn list_import_rows(
    by: Allowed<may::ImportsManage>,
    id: Path<ImportId>,
    ListParams(query): ListParams<ImportRowListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<ImportRowView>>> {
    Ok(Json(service::rows(&app, &by.caller, *id, &query).await?))
}

/// Say what the columns of a preview are; it is remembered for the next file with these headings.
#[utoipa::path(
    tag = "imports",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = MapImport,
    security(("bearer" = ["imports.manage"])),
    responses(
        (status = 200, body = ImportView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/imports/{id}/mapping")]
pub async fn map_import(
    by: Allowed<may::ImportsManage>,
    id: Path<ImportId>,
    version: IfMatch,
    Body(asked): Body<MapImport>,
    app: Data<App>,
) -> ApiResult<Versioned<ImportView>> {
    let import = service::map(&app, &by.caller, *id, version, &asked).await?;
    let version = import.version;
    Ok(Versioned(import, version))
}

/// Correct rows of a preview.
#[utoipa::path(
    tag = "imports",
    params(("id" = uuid::Uuid, Path)),
    request_body = FixRows,
    security(("bearer" = ["imports.manage"])),
    responses(
        (status = 200, body = ImportView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[patch("/api/v1/imports/{id}/rows")]
pub async fn fix_import_rows(
    by: Allowed<may::ImportsManage>,
    id: Path<ImportId>,
    Body(asked): Body<FixRows>,
    app: Data<App>,
) -> ApiResult<Versioned<ImportView>> {
    let import = service::fix(&app, &by.caller, *id, &asked).await?;
    let version = import.version;
    Ok(Versioned(import, version))
}

/// The rows that are wrong as a CSV file, with what is wrong behind them.
#[utoipa::path(
    tag = "imports",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["imports.manage"])),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/imports/{id}/errors")]
pub async fn import_errors(
    by: Allowed<may::ImportsManage>,
    id: Path<ImportId>,
    request: HttpRequest,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let import = service::view(&app, &by.caller, *id).await?;
    let lang = RequestContext::of(&request).lang;
    Ok(errors::answer(app, &import, lang))
}

/// Write the rows of a preview, or again of an import that was undone. `GET` tells how far it is.
#[utoipa::path(
    tag = "imports",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = CommitImport,
    security(("bearer" = ["imports.manage"])),
    responses(
        (status = 202, body = ImportView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/imports/{id}/commit")]
pub async fn commit_import(
    by: Allowed<may::ImportsManage>,
    id: Path<ImportId>,
    version: IfMatch,
    Body(asked): Body<CommitImport>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let import = service::commit(&app, &by.caller, *id, version, &asked).await?;
    Ok(HttpResponse::Accepted().json(import))
}

/// Undo the whole import: what it created is removed, what it changed is as it was before. What was
/// changed since stays and is listed. A preview is given up.
#[utoipa::path(
    tag = "imports",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["imports.manage"])),
    responses(
        (status = 202, body = ImportView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/imports/{id}")]
pub async fn undo_import(
    by: Allowed<may::ImportsManage>,
    id: Path<ImportId>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Accepted().json(service::undo(&app, &by.caller, *id).await?))
}

/// Go on with an import that was stopped after it had failed again and again, where it stood.
#[utoipa::path(
    tag = "imports",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["imports.manage"])),
    responses(
        (status = 202, body = ImportView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/imports/{id}/retry")]
pub async fn retry_import(
    by: Allowed<may::ImportsManage>,
    id: Path<ImportId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Accepted().json(service::retry(&app, &by.caller, *id, version).await?))
}
