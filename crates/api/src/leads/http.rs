//! Leads over HTTP.

use actix_web::{
    HttpResponse, delete, get, patch, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    events::wire::EventView,
    id::LeadId,
    leads::{
        Sight,
        wire::{
            BoardQuery, BoardView, ChangeLead, ConvertLead, FunnelQuery, FunnelView,
            LeadActivityView, LeadContent, LeadListQuery, LeadMoveView, LeadRow, LeadView,
            LogActivity, MoveLead, ReopenLead,
        },
    },
    list::Page,
    problem::Problem,
};

use super::{convert, moves, overview, service, service::Seen, views};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Params, Reply, Versioned},
};

/// How far somebody with this permission sees.
fn sight<G>(by: &Allowed<G>) -> Sight {
    Sight::of(by.scope, by.caller.role)
}

/// A lead at its version.
const fn versioned(view: LeadView) -> Versioned<LeadView> {
    let version = view.version;
    Versioned(view, version)
}

/// List leads.
#[utoipa::path(
    tag = "leads",
    params(LeadListQuery),
    security(("bearer" = ["leads.read"])),
    responses(
        (status = 200, body = Page<LeadRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/leads")]
pub async fn list_leads(
    by: Allowed<may::LeadsRead>,
    ListParams(query): ListParams<LeadListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<LeadRow>>> {
    Ok(Json(views::page(&app, &by.caller, sight(&by), &query).await?))
}

/// Keep a new lead; it begins in the first open status.
#[utoipa::path(
    tag = "leads",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = LeadContent,
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 201, body = LeadView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/leads")]
pub async fn create_lead(
    by: Allowed<may::LeadsWrite>,
    idempotent: Idempotent,
    Body(content): Body<LeadContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&content)?;
    service::create(&app, &by.caller, sight(&by), once.as_ref(), &content).await
}

/// The board: a column for each status, with counts, sums and cards.
#[utoipa::path(
    tag = "leads",
    params(BoardQuery),
    security(("bearer" = ["leads.read"])),
    responses(
        (status = 200, body = BoardView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/leads/board")]
pub async fn lead_board(
    by: Allowed<may::LeadsRead>,
    Params(query): Params<BoardQuery>,
    app: Data<App>,
) -> ApiResult<Json<BoardView>> {
    Ok(Json(overview::board(&app, &by.caller, sight(&by), &query).await?))
}

/// The funnel: what stands where today, and how far the leads of a period came.
#[utoipa::path(
    tag = "leads",
    params(FunnelQuery),
    security(("bearer" = ["leads.read"])),
    responses(
        (status = 200, body = FunnelView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/leads/funnel")]
pub async fn lead_funnel(
    by: Allowed<may::LeadsRead>,
    Params(query): Params<FunnelQuery>,
    app: Data<App>,
) -> ApiResult<Json<FunnelView>> {
    Ok(Json(overview::funnel(&app, &by.caller, sight(&by), &query).await?))
}

/// Open a lead.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["leads.read"])),
    responses(
        (status = 200, body = LeadView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/leads/{id}")]
pub async fn get_lead(
    by: Allowed<may::LeadsRead>,
    id: Path<LeadId>,
    app: Data<App>,
) -> ApiResult<Versioned<LeadView>> {
    Ok(versioned(views::view(&app, sight(&by), *id).await?))
}

/// Say what is known of a lead, as a whole.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = LeadContent,
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = LeadView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/leads/{id}")]
pub async fn replace_lead(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadId>,
    version: IfMatch,
    Body(content): Body<LeadContent>,
    app: Data<App>,
) -> ApiResult<Versioned<LeadView>> {
    let seen = Seen { sight: sight(&by), id: *id, version };
    Ok(versioned(service::replace(&app, &by.caller, seen, &content).await?))
}

/// Change some of what is known of a lead.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangeLead,
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = LeadView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[patch("/api/v1/leads/{id}")]
pub async fn change_lead(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadId>,
    version: IfMatch,
    Body(change): Body<ChangeLead>,
    app: Data<App>,
) -> ApiResult<Versioned<LeadView>> {
    let seen = Seen { sight: sight(&by), id: *id, version };
    Ok(versioned(service::change(&app, &by.caller, seen, &change).await?))
}

/// Delete a lead of which no order came.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    security(("bearer" = ["leads.manage"])),
    responses(
        (status = 204, description = "It is gone"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/leads/{id}")]
pub async fn delete_lead(
    by: Allowed<may::LeadsManage>,
    id: Path<LeadId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let seen = Seen { sight: sight(&by), id: *id, version };
    service::delete(&app, &by.caller, seen).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Move a lead to another status.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = MoveLead,
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = LeadView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[patch("/api/v1/leads/{id}/status")]
pub async fn move_lead(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadId>,
    version: IfMatch,
    Body(body): Body<MoveLead>,
    app: Data<App>,
) -> ApiResult<Versioned<LeadView>> {
    let seen = Seen { sight: sight(&by), id: *id, version };
    Ok(versioned(moves::go(&app, &by.caller, seen, &body).await?))
}

/// Bring back a lead that was lost or disqualified.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ReopenLead,
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = LeadView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/leads/{id}/reopen")]
pub async fn reopen_lead(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadId>,
    version: IfMatch,
    Body(body): Body<ReopenLead>,
    app: Data<App>,
) -> ApiResult<Versioned<LeadView>> {
    let seen = Seen { sight: sight(&by), id: *id, version };
    Ok(versioned(moves::reopen(&app, &by.caller, seen, &body).await?))
}

/// Win a lead, and begin the order that comes of it; for those who may place orders.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = ConvertLead,
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 201, body = LeadView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/leads/{id}/convert")]
pub async fn convert_lead(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<ConvertLead>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    let seen = Seen { sight: sight(&by), id: *id, version };
    convert::convert(&app, &by.caller, seen, once.as_ref(), &body).await
}

/// What was done about a lead, the latest first.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["leads.read"])),
    responses(
        (status = 200, body = Vec<LeadActivityView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/leads/{id}/activities")]
pub async fn list_lead_activities(
    by: Allowed<may::LeadsRead>,
    id: Path<LeadId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<LeadActivityView>>> {
    Ok(Json(views::activities(&app, sight(&by), *id).await?))
}

/// Note what was done about a lead, and what is to be done next; answers the lead.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = LogActivity,
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 201, body = LeadView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/leads/{id}/activities")]
pub async fn log_lead_activity(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadId>,
    idempotent: Idempotent,
    Body(body): Body<LogActivity>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    let subject = (sight(&by), *id);
    service::log(&app, &by.caller, subject, once.as_ref(), &body).await
}

/// Where a lead went and how long it stood there, its beginning first.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["leads.read"])),
    responses(
        (status = 200, body = Vec<LeadMoveView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/leads/{id}/history")]
pub async fn lead_history(
    by: Allowed<may::LeadsRead>,
    id: Path<LeadId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<LeadMoveView>>> {
    Ok(Json(views::history(&app, sight(&by), *id).await?))
}

/// What happened to a lead, the latest first.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["leads.read"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/leads/{id}/timeline")]
pub async fn lead_timeline(
    by: Allowed<may::LeadsRead>,
    id: Path<LeadId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(views::timeline(&app, sight(&by), *id).await?))
}
