//! Partner organisations over HTTP.

use actix_web::{
    get, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::PartnerId,
    list::Page,
    partners::wire::{ChangePartnerProfile, PartnerListQuery, PartnerView},
    problem::Problem,
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, IfMatch, ListParams, Versioned},
};

/// One's own organisation.
#[utoipa::path(
    tag = "partner portal",
    security(("bearer" = ["partner.profile"])),
    responses(
        (status = 200, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/me")]
pub async fn get_own_partner(
    by: Allowed<may::PartnerProfile>,
    app: Data<App>,
) -> ApiResult<Versioned<PartnerView>> {
    let partner = service::own(&app, &by.caller, by.scope).await?;
    let version = partner.version;
    Ok(Versioned(partner, version))
}

/// Change one's own organisation's address and contact.
#[utoipa::path(
    tag = "partner portal",
    params(("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangePartnerProfile,
    security(("bearer" = ["partner.profile"])),
    responses(
        (status = 200, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/partners/me")]
pub async fn change_own_partner(
    by: Allowed<may::PartnerProfile>,
    version: IfMatch,
    Body(change): Body<ChangePartnerProfile>,
    app: Data<App>,
) -> ApiResult<Versioned<PartnerView>> {
    let partner = service::change_own(&app, &by.caller, by.scope, version, &change).await?;
    let version = partner.version;
    Ok(Versioned(partner, version))
}

/// List partners.
#[utoipa::path(
    tag = "partners",
    params(PartnerListQuery),
    security(("bearer" = ["partners.read"])),
    responses(
        (status = 200, body = Page<PartnerView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners")]
pub async fn list_partners(
    by: Allowed<may::PartnersRead>,
    ListParams(query): ListParams<PartnerListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<PartnerView>>> {
    Ok(Json(store::partners::page(&app.db.read, by.scope, &query).await?))
}

/// Open a partner.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["partners.read"])),
    responses(
        (status = 200, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/{id}")]
pub async fn get_partner(
    by: Allowed<may::PartnersRead>,
    id: Path<PartnerId>,
    app: Data<App>,
) -> ApiResult<Versioned<PartnerView>> {
    let partner = store::partners::get(&app.db.read, by.scope, *id).await?;
    let version = partner.version;
    Ok(Versioned(partner, version))
}
