//! Partner organisations over HTTP.

use actix_web::{
    get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::PartnerId,
    list::Page,
    orders::wire::WithReason,
    partners::wire::{ChangePartnerProfile, PartnerContent, PartnerListQuery, PartnerView},
    problem::Problem,
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
    orders::service::check_reason,
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
    let today = app.clock.today();
    Ok(Json(store::partners::page(&app.db.read, by.scope, &query, today).await?))
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

/// Keep a new partner. It orders once it is approved.
#[utoipa::path(
    tag = "partners",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = PartnerContent,
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 201, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners")]
pub async fn create_partner(
    by: Allowed<may::PartnersManage>,
    idempotent: Idempotent,
    Body(content): Body<PartnerContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::create(&app, &by.caller, once.as_ref(), &content).await
}

/// Change a partner, as a whole.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = PartnerContent,
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 200, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/partners/{id}")]
pub async fn change_partner(
    by: Allowed<may::PartnersManage>,
    id: Path<PartnerId>,
    version: IfMatch,
    Body(content): Body<PartnerContent>,
    app: Data<App>,
) -> ApiResult<Versioned<PartnerView>> {
    let partner = service::change(&app, &by.caller, *id, version, &content).await?;
    let version = partner.version;
    Ok(Versioned(partner, version))
}

/// Approve a new partner, or let a suspended one go on.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 200, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/{id}/approve")]
pub async fn approve_partner(
    by: Allowed<may::PartnersManage>,
    id: Path<PartnerId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<PartnerView>> {
    let partner = service::approve(&app, &by.caller, *id, version).await?;
    let version = partner.version;
    Ok(Versioned(partner, version))
}

/// Suspend a partner; its people are signed out at once.
#[utoipa::path(
    tag = "partners",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = WithReason,
    security(("bearer" = ["partners.manage"])),
    responses(
        (status = 200, body = PartnerView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/partners/{id}/suspend")]
pub async fn suspend_partner(
    by: Allowed<may::PartnersManage>,
    id: Path<PartnerId>,
    version: IfMatch,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Versioned<PartnerView>> {
    check_reason(&body)?;
    let partner = service::suspend(&app, &by.caller, *id, version, &body.reason).await?;
    let version = partner.version;
    Ok(Versioned(partner, version))
}
