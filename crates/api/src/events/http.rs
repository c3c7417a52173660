//! The audit log over HTTP.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::{
    access::may,
    events::wire::{EventListQuery, EventView},
    list::Page,
    problem::Problem,
};

use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, ListParams},
};

/// The audit log.
#[utoipa::path(
    tag = "events",
    params(EventListQuery),
    security(("bearer" = ["events.read"])),
    responses(
        (status = 200, body = Page<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/events")]
pub async fn list_events(
    by: Allowed<may::EventsRead>,
    ListParams(query): ListParams<EventListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<EventView>>> {
    Ok(Json(store::events::page(&app.db.read, by.scope, &query).await?))
}
