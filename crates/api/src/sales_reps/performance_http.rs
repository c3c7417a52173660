//! How sales reps perform, over HTTP.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::SalesRepId,
    problem::Problem,
    sales_reps::wire::{PerformanceQuery, PerformanceView, RankingView},
};

use super::performance;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Params},
};

/// How sales reps performed in a period, the best first, beside another period.
///
/// Amounts are ranked in one currency and never added up over several. `GET /purchases` with
/// `owner`, `gift=false`, `stands=true` (or `payment_status=paid`) and the days answers the rows
/// behind an amount.
#[utoipa::path(
    tag = "sales reps",
    params(PerformanceQuery),
    security(("bearer" = ["performance.read"])),
    responses(
        (status = 200, body = RankingView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/sales_reps/performance")]
pub async fn rank_sales_reps(
    by: Allowed<may::PerformanceRead>,
    Params(query): Params<PerformanceQuery>,
    app: Data<App>,
) -> ApiResult<Json<RankingView>> {
    Ok(Json(performance::ranking(&app, by.scope, &query).await?))
}

/// How a sales rep performed in a period, beside another period.
#[utoipa::path(
    tag = "sales reps",
    params(("id" = uuid::Uuid, Path), PerformanceQuery),
    security(("bearer" = ["performance.read"])),
    responses(
        (status = 200, body = PerformanceView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/sales_reps/{id}/performance")]
pub async fn sales_rep_performance(
    by: Allowed<may::PerformanceRead>,
    id: Path<SalesRepId>,
    Params(query): Params<PerformanceQuery>,
    app: Data<App>,
) -> ApiResult<Json<PerformanceView>> {
    Ok(Json(performance::of_rep(&app, by.scope, *id, &query).await?))
}
