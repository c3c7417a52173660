//! Usage over HTTP.

use actix_web::{
    HttpRequest, get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::LicenseId,
    orders::wire::OrderView,
    problem::Problem,
    usage::wire::{
        InstallationView, RecordUsage, RegisterInstallation, SendUsage, TrueUp, UsageQuery,
        UsageReceipt, UsageRecorded, UsageView,
    },
};

use super::{installations, recording, reports, service, true_up as orders};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, Params, Reply, client_address},
};

/// The usage of a license: the figures of each day, the high-water marks, and how both stand to what
/// was bought.
#[utoipa::path(
    tag = "usage",
    params(("id" = String, Path, description = "Id or number"), UsageQuery),
    security(("bearer" = ["licenses.read"])),
    responses(
        (status = 200, body = UsageView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/licenses/{id}/usage")]
pub async fn license_usage(
    by: Allowed<may::LicensesRead>,
    id: Path<String>,
    Params(query): Params<UsageQuery>,
    app: Data<App>,
) -> ApiResult<Json<UsageView>> {
    Ok(Json(service::view(&app, by.scope, &id, &query).await?))
}

/// The usage of a license of one's own organisation. Who entered figures, and why, is ours to know.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = String, Path, description = "Id or number"), UsageQuery),
    security(("bearer" = ["partner.licenses"])),
    responses(
        (status = 200, body = UsageView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/licenses/{id}/usage")]
pub async fn license_usage_of_partner(
    by: Allowed<may::PartnerLicenses>,
    id: Path<String>,
    Params(query): Params<UsageQuery>,
    app: Data<App>,
) -> ApiResult<Json<UsageView>> {
    let mut usage = service::view(&app, by.scope, &id, &query).await?;
    for sample in &mut usage.samples {
        (sample.entered_by, sample.reason) = (None, None);
    }
    Ok(Json(usage))
}

/// Record usage: figures that somebody was told, or the file of an installation without network.
///
/// A file is taken as a whole, or not at all where anything was done to it: changed, inserted,
/// repeated, reordered, missing or cut off, or a clock that was set back. Each is named at its line.
#[utoipa::path(
    tag = "usage",
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = RecordUsage,
    security(("bearer" = ["licenses.usage"])),
    responses(
        (status = 200, body = UsageRecorded),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/usage")]
pub async fn record_usage(
    by: Allowed<may::LicensesUsage>,
    id: Path<LicenseId>,
    idempotent: Idempotent,
    Body(body): Body<RecordUsage>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    recording::record(&app, &by.caller, by.scope, *id, once.as_ref(), &body).await
}

/// Register the key of an installation without network; the one before is not taken any more.
#[utoipa::path(
    tag = "usage",
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = RegisterInstallation,
    security(("bearer" = ["licenses.usage"])),
    responses(
        (status = 200, body = Vec<InstallationView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/installations")]
pub async fn register_installation(
    by: Allowed<may::LicensesUsage>,
    id: Path<LicenseId>,
    idempotent: Idempotent,
    Body(body): Body<RegisterInstallation>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    installations::register_by_hand(&app, &by.caller, by.scope, *id, once.as_ref(), &body).await
}

/// Draft an expansion order that makes up for usage over what was bought.
#[utoipa::path(
    tag = "usage",
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = TrueUp,
    security(("bearer" = ["orders.place"])),
    responses(
        (status = 201, body = OrderView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/true-up")]
pub async fn true_up(
    by: Allowed<may::OrdersPlace>,
    id: Path<LicenseId>,
    idempotent: Idempotent,
    Body(body): Body<TrueUp>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&body)?;
    orders::draft(&app, &by.caller, *id, once.as_ref(), body).await
}

/// Report usage, as an installation: JWS by the key that it registered when it was activated.
///
/// May be sent again: what is known already is passed over.
#[utoipa::path(
    tag = "activation",
    request_body = SendUsage,
    security(()),
    responses(
        (status = 200, body = UsageReceipt),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/usage-reports")]
pub async fn report_usage(
    request: HttpRequest,
    Body(body): Body<SendUsage>,
    app: Data<App>,
) -> ApiResult<Json<UsageReceipt>> {
    Ok(Json(reports::report(&app, &client_address(&app, &request), &body).await?))
}
