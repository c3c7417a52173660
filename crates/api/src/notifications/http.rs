//! Notifications over HTTP.

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Json},
};
use domain::{
    access::may,
    list::Page,
    notifications::wire::{
        ChooseNotifications, MarkRead, NotificationListQuery, NotificationPreferences,
        NotificationView, Unread,
    },
    problem::Problem,
};

use super::{preferences, stream};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, IfMatch, ListParams, Versioned},
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

/// What one is told of, and how: each kind that can concern one.
#[utoipa::path(
    tag = "notifications",
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = NotificationPreferences),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/notifications/preferences")]
pub async fn get_notification_preferences(
    by: Allowed<may::OwnAccount>,
    app: Data<App>,
) -> ApiResult<Versioned<NotificationPreferences>> {
    let found = preferences::of(&app, &by.caller).await?;
    let version = found.version;
    Ok(Versioned(found, version))
}

/// Choose what one is told of, and how. Kinds that are not named are as they are by default; what
/// waits for one to act stays in the list.
#[utoipa::path(
    tag = "notifications",
    params(("If-Match" = String, Header, description = "The version that was seen; 0 before the first choice")),
    request_body = ChooseNotifications,
    security(("bearer" = ["account.own"])),
    responses(
        (status = 200, body = NotificationPreferences),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/notifications/preferences")]
pub async fn choose_notifications(
    by: Allowed<may::OwnAccount>,
    version: IfMatch,
    Body(choices): Body<ChooseNotifications>,
    app: Data<App>,
) -> ApiResult<Versioned<NotificationPreferences>> {
    let chosen = preferences::choose(&app, &by.caller, version, &choices).await?;
    let version = chosen.version;
    Ok(Versioned(chosen, version))
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
