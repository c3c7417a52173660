//! Resellers over HTTP.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::PartnerId,
    licenses::wire::{LicenseListQuery, LicenseRow},
    list::Page,
    partners::wire::{PartnerContent, PartnerListQuery, PartnerView},
    problem::Problem,
    resellers::wire::ShareStatement,
    sales_reps::wire::{PerformanceQuery, PerformanceView},
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Params, Reply, Versioned},
    licenses,
    sales_reps::performance,
};

/// List resellers: partners that sell to customers of their own.
#[utoipa::path(
    tag = "resellers",
    params(PartnerListQuery),
    security(("bearer" = ["partners.read"])),
    responses(
        (status = 200, body = Page<PartnerView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/resellers")]
pub async fn list_resellers(
    by: Allowed<may::PartnersRead>,
    ListParams(query): ListParams<PartnerListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<PartnerView>>> {
    Ok(Json(service::page(&app, by.scope, &query).await?))
}

/// Keep a new partner that is a reseller. It orders once it is approved.
#[utoipa::path(
    tag = "resellers",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = PartnerContent,
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 201, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/resellers")]
pub async fn create_reseller(
    by: Allowed<may::PartnersManage>,
    idempotent: Idempotent,
    Body(content): Body<PartnerContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::create(&app, &by.caller, once.as_ref(), &content).await
}

/// Open a reseller.
#[utoipa::path(
    tag = "resellers",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["partners.read"])),
    responses(
        (status = 200, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/resellers/{id}")]
pub async fn get_reseller(
    by: Allowed<may::PartnersRead>,
    id: Path<PartnerId>,
    app: Data<App>,
) -> ApiResult<Versioned<PartnerView>> {
    let partner = service::view(&app, by.scope, *id).await?;
    let version = partner.version;
    Ok(Versioned(partner, version))
}

/// Change a reseller as a whole; it stays one.
#[utoipa::path(
    tag = "resellers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = PartnerContent,
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 200, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/resellers/{id}")]
pub async fn change_reseller(
    by: Allowed<may::PartnersManage>,
    id: Path<PartnerId>,
    version: IfMatch,
    Body(content): Body<PartnerContent>,
    app: Data<App>,
) -> ApiResult<Versioned<PartnerView>> {
    let partner = service::change(&app, &by.caller, by.scope, *id, version, &content).await?;
    let version = partner.version;
    Ok(Versioned(partner, version))
}

/// A partner is a reseller no more; the partner stays, with all that came through it.
#[utoipa::path(
    tag = "resellers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/resellers/{id}")]
pub async fn delete_reseller(
    by: Allowed<may::PartnersManage>,
    id: Path<PartnerId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    service::delete(&app, &by.caller, by.scope, *id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List the licenses that came through a reseller; a filter for a partner is put aside.
#[utoipa::path(
    tag = "resellers",
    params(("id" = uuid::Uuid, Path), LicenseListQuery),
    security(("bearer" = ["partners.read"])),
    responses(
        (status = 200, body = Page<LicenseRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/resellers/{id}/licenses")]
pub async fn list_licenses_of_reseller(
    by: Allowed<may::PartnersRead>,
    id: Path<PartnerId>,
    ListParams(query): ListParams<LicenseListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<LicenseRow>>> {
    service::view(&app, by.scope, *id).await?;
    let query = LicenseListQuery { partner: Some(*id), ..query };
    Ok(Json(licenses::service::page(&app, &by.caller, by.scope, &query).await?))
}

/// How a reseller performed in a period, beside another period.
#[utoipa::path(
    tag = "resellers",
    params(("id" = uuid::Uuid, Path), PerformanceQuery),
    security(("bearer" = ["performance.read"])),
    responses(
        (status = 200, body = PerformanceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/resellers/{id}/performance")]
pub async fn reseller_performance(
    by: Allowed<may::PerformanceRead>,
    id: Path<PartnerId>,
    Params(query): Params<PerformanceQuery>,
    app: Data<App>,
) -> ApiResult<Json<PerformanceView>> {
    service::view(&app, by.scope, *id).await?;
    Ok(Json(performance::of_partner(&app, *id, &query).await?))
}

/// What a reseller keeps of the purchases of a period that are paid: the ratio that was agreed when
/// each was sold, of its amount without tax.
#[utoipa::path(
    tag = "resellers",
    params(("id" = uuid::Uuid, Path), PerformanceQuery),
    security(("bearer" = ["performance.read"])),
    responses(
        (status = 200, body = ShareStatement),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/resellers/{id}/statement")]
pub async fn reseller_statement(
    by: Allowed<may::PerformanceRead>,
    id: Path<PartnerId>,
    Params(query): Params<PerformanceQuery>,
    app: Data<App>,
) -> ApiResult<Json<ShareStatement>> {
    Ok(Json(service::statement(&app, by.scope, *id, &query).await?))
}
