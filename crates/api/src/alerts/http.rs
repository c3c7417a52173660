//! Alerts over HTTP.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::{Scope, may},
    alerts::wire::{
        AcknowledgeAlerts, Acknowledged, AlertCounts, AlertListQuery, AlertView, SnoozeAlert,
    },
    id::AlertId,
    list::Page,
    problem::Problem,
};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
};

/// List alerts.
#[utoipa::path(
    tag = "alerts",
    params(AlertListQuery),
    security(("bearer" = ["alerts.read"])),
    responses(
        (status = 200, body = Page<AlertView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/alerts")]
pub async fn list_alerts(
    by: Allowed<may::AlertsRead>,
    ListParams(query): ListParams<AlertListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<AlertView>>> {
    Ok(Json(service::page(&app, &by.caller, by.scope, &query).await?))
}

/// List alerts of one's own organisation: of its licenses, and of its agreement.
#[utoipa::path(
    tag = "partner portal",
    params(AlertListQuery),
    security(("bearer" = ["partner.licenses"])),
    responses(
        (status = 200, body = Page<AlertView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/alerts")]
pub async fn list_alerts_of_partner(
    by: Allowed<may::PartnerLicenses>,
    ListParams(query): ListParams<AlertListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<AlertView>>> {
    Ok(Json(service::page_of_partner(&app, &by.caller, by.scope, &query).await?))
}

/// How many alerts are open: in all, critical ones, and those of one's own customers.
#[utoipa::path(
    tag = "alerts",
    security(("bearer" = ["alerts.read"])),
    responses(
        (status = 200, body = AlertCounts),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/alerts/counts")]
pub async fn count_alerts(
    by: Allowed<may::AlertsRead>,
    app: Data<App>,
) -> ApiResult<Json<AlertCounts>> {
    Ok(Json(service::counts(&app, &by.caller, by.scope).await?))
}

/// Open an alert.
#[utoipa::path(
    tag = "alerts",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["alerts.read"])),
    responses(
        (status = 200, body = AlertView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/alerts/{id}")]
pub async fn get_alert(
    by: Allowed<may::AlertsRead>,
    id: Path<AlertId>,
    app: Data<App>,
) -> ApiResult<Versioned<AlertView>> {
    let alert = store::alerts::get(&app.db.read, by.scope, *id).await?;
    if by.scope == Scope::Everything && !service::may_see(&by.caller, alert.kind) {
        return Err(store::StoreError::NotFound.into());
    }
    let version = alert.version;
    Ok(Versioned(alert, version))
}

/// Acknowledge several alerts at once: all of them, or none where one is out of reach.
#[utoipa::path(
    tag = "alerts",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = AcknowledgeAlerts,
    security(("bearer" = ["alerts.write"])),
    responses(
        (status = 200, body = Acknowledged),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/alerts/acknowledge")]
pub async fn acknowledge_alerts(
    by: Allowed<may::AlertsWrite>,
    idempotent: Idempotent,
    Body(body): Body<AcknowledgeAlerts>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    service::acknowledge_all(&app, &by.caller, by.scope, once.as_ref(), &body).await
}

/// Acknowledge an alert: somebody sees to it.
#[utoipa::path(
    tag = "alerts",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["alerts.write"])),
    responses(
        (status = 200, body = AlertView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/alerts/{id}/acknowledge")]
pub async fn acknowledge_alert(
    by: Allowed<may::AlertsWrite>,
    id: Path<AlertId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    service::acknowledge(&app, &by.caller, by.scope, *id, version, once.as_ref()).await
}

/// Snooze an alert: it is open again on the day after.
#[utoipa::path(
    tag = "alerts",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = SnoozeAlert,
    security(("bearer" = ["alerts.write"])),
    responses(
        (status = 200, body = AlertView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/alerts/{id}/snooze")]
pub async fn snooze_alert(
    by: Allowed<may::AlertsWrite>,
    id: Path<AlertId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<SnoozeAlert>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    service::snooze(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}

/// Take back that an alert was acknowledged or snoozed.
#[utoipa::path(
    tag = "alerts",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["alerts.write"])),
    responses(
        (status = 200, body = AlertView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/alerts/{id}/reopen")]
pub async fn reopen_alert(
    by: Allowed<may::AlertsWrite>,
    id: Path<AlertId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    service::reopen(&app, &by.caller, by.scope, *id, version, once.as_ref()).await
}
