//! Statuses and sources of leads over HTTP.

use actix_web::{
    get, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::{LeadSourceId, LeadStatusId},
    leads::wire::{LeadSourceContent, LeadSourceView, LeadStatusContent, LeadStatusView},
    problem::Problem,
};

use super::config;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Reply, Versioned},
};

/// The statuses of leads, in their order.
#[utoipa::path(
    tag = "leads",
    security(("bearer" = ["leads.read"])),
    responses(
        (status = 200, body = Vec<LeadStatusView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/leads/statuses")]
pub async fn list_lead_statuses(
    _: Allowed<may::LeadsRead>,
    app: Data<App>,
) -> ApiResult<Json<Vec<LeadStatusView>>> {
    Ok(Json(store::leads::statuses(&app.db.read).await?))
}

/// Add a status of leads.
#[utoipa::path(
    tag = "leads",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = LeadStatusContent,
    security(("bearer" = ["leads.manage"])),
    responses(
        (status = 201, body = LeadStatusView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/leads/statuses")]
pub async fn create_lead_status(
    by: Allowed<may::LeadsManage>,
    idempotent: Idempotent,
    Body(content): Body<LeadStatusContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    config::create_status(&app, &by.caller, once.as_ref(), &content).await
}

/// Change a status of leads.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = LeadStatusContent,
    security(("bearer" = ["leads.manage"])),
    responses(
        (status = 200, body = LeadStatusView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/leads/statuses/{id}")]
pub async fn change_lead_status(
    by: Allowed<may::LeadsManage>,
    id: Path<LeadStatusId>,
    version: IfMatch,
    Body(content): Body<LeadStatusContent>,
    app: Data<App>,
) -> ApiResult<Versioned<LeadStatusView>> {
    let one = config::change_status(&app, &by.caller, (*id, version), &content).await?;
    let version = one.version;
    Ok(Versioned(one, version))
}

/// The sources of leads, in their order.
#[utoipa::path(
    tag = "leads",
    security(("bearer" = ["leads.read"])),
    responses(
        (status = 200, body = Vec<LeadSourceView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/leads/sources")]
pub async fn list_lead_sources(
    _: Allowed<may::LeadsRead>,
    app: Data<App>,
) -> ApiResult<Json<Vec<LeadSourceView>>> {
    Ok(Json(store::leads::sources(&app.db.read).await?))
}

/// Add a source of leads.
#[utoipa::path(
    tag = "leads",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = LeadSourceContent,
    security(("bearer" = ["leads.manage"])),
    responses(
        (status = 201, body = LeadSourceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/leads/sources")]
pub async fn create_lead_source(
    by: Allowed<may::LeadsManage>,
    idempotent: Idempotent,
    Body(content): Body<LeadSourceContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    config::create_source(&app, &by.caller, once.as_ref(), &content).await
}

/// Change a source of leads.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = LeadSourceContent,
    security(("bearer" = ["leads.manage"])),
    responses(
        (status = 200, body = LeadSourceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/leads/sources/{id}")]
pub async fn change_lead_source(
    by: Allowed<may::LeadsManage>,
    id: Path<LeadSourceId>,
    version: IfMatch,
    Body(content): Body<LeadSourceContent>,
    app: Data<App>,
) -> ApiResult<Versioned<LeadSourceView>> {
    let one = config::change_source(&app, &by.caller, (*id, version), &content).await?;
    let version = one.version;
    Ok(Versioned(one, version))
}
