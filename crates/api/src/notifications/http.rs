//! Notifications over HTTP.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json},
};
use domain::{
    access::may,
    list::Page,
    notifications::wire::{MarkRead, NotificationListQuery, NotificationView, Unread},
    problem::Problem,
};

use super::stream;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, ListParams},
};

/// List one's own notifications.
#[utoipa::path(
    tag = "notifications",
    params(NotificationListQuery),
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = Page<NotificationView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/notifications")]
pub async fn list_notifications(
    by: Allowed<may::OwnAccount>,
    ListParams(query): ListParams<NotificationListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<NotificationView>>> {
    Ok(Json(store::notifications::page(&app.db.read, by.caller.user, &query).await?))
}

/// How many are unread.
#[utoipa::path(
    tag = "notifications",
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = Unread),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/notifications/unread")]
pub async fn count_unread(by: Allowed<may::OwnAccount>, app: Data<App>) -> ApiResult<Json<Unread>> {
    Ok(Json(stream::unread(&app, by.caller.user).await?))
}

/// Mark notifications as read.
#[utoipa::path(
    tag = "notifications",
    request_body = MarkRead,
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = Unread),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/notifications/read")]
pub async fn mark_read(
    by: Allowed<may::OwnAccount>,
    Body(which): Body<MarkRead>,
    app: Data<App>,
) -> ApiResult<Json<Unread>> {
    let now = app.clock.now();
    store::notifications::mark_read(&app.db.write, by.caller.user, &which.ids, now).await?;
    app.live.announce(by.caller.user);
    Ok(Json(stream::unread(&app, by.caller.user).await?))
}

/// The number of unread notifications, now and whenever it changes: server-sent events.
#[utoipa::path(
    tag = "notifications",
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = Unread),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/notifications/stream")]
pub async fn stream_notifications(
    by: Allowed<may::OwnAccount>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    Ok(stream::open(app, by.caller))
}
