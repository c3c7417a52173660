//! The calendar and the statistics over HTTP.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::{
    access::may,
    deployments::wire::{CalendarQuery, CalendarView, StatisticsQuery, StatisticsView},
    problem::Problem,
};

use super::overview;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Params},
};

/// The deployments of some days, by their planned day and the customer's window.
#[utoipa::path(
    tag = "deployments",
    params(CalendarQuery),
    security(("bearer" = ["deployments.read"])),
    responses(
        (status = 200, body = CalendarView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/deployments/calendar")]
pub async fn deployment_calendar(
    by: Allowed<may::DeploymentsRead>,
    Params(query): Params<CalendarQuery>,
    app: Data<App>,
) -> ApiResult<Json<CalendarView>> {
    Ok(Json(overview::calendar(&app, &by.caller, by.scope, &query).await?))
}

/// How long licenses take from the order to the running installation, by month and by product.
#[utoipa::path(
    tag = "deployments",
    params(StatisticsQuery),
    security(("bearer" = ["deployments.read"])),
    responses(
        (status = 200, body = StatisticsView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/deployments/statistics")]
pub async fn deployment_statistics(
    by: Allowed<may::DeploymentsRead>,
    Params(query): Params<StatisticsQuery>,
    app: Data<App>,
) -> ApiResult<Json<StatisticsView>> {
    Ok(Json(overview::statistics(&app, by.scope, &query).await?))
}
