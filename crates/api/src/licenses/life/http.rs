//! Licenses' lives over HTTP.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::LicenseId,
    licenses::{
        LicenseAction, check_extension, check_life_reason,
        wire::{
            AssignLicense, ChangeLicenses, ChangedLicenses, ExtendLicense, LicenseView, OwnerName,
            RenewalsQuery, RenewalsView, ResumeLicense,
        },
    },
    orders::wire::WithReason,
    problem::Problem,
};

use super::{super::renewals, Deed, bulk, change, owner, owners};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, Params, Reply},
};

/// Suspend a license: no activation any more, and its keys are on the revocation list until it is
/// resumed. Its term runs on.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = WithReason,
    security(("bearer" = ["licenses.manage"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/suspend")]
pub async fn suspend_license(
    by: Allowed<may::LicensesManage>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    check_life_reason(LicenseAction::Suspend, Some(&body.reason))?;
    let deed = Deed::new(LicenseAction::Suspend, Some(&body.reason));
    change(&app, &by.caller, by.scope, *id, version, once.as_ref(), &deed).await
}

/// Lift a license's suspension: its keys are good again, its term is what it was.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = ResumeLicense,
    security(("bearer" = ["licenses.manage"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/resume")]
pub async fn resume_license(
    by: Allowed<may::LicensesManage>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<ResumeLicense>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    check_life_reason(LicenseAction::Resume, body.reason.as_deref())?;
    let deed = Deed::new(LicenseAction::Resume, body.reason.as_deref());
    change(&app, &by.caller, by.scope, *id, version, once.as_ref(), &deed).await
}

/// End a license for good; its keys are revoked as `terminated`.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = WithReason,
    security(("bearer" = ["licenses.manage"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/terminate")]
pub async fn terminate_license(
    by: Allowed<may::LicensesManage>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    check_life_reason(LicenseAction::Terminate, Some(&body.reason))?;
    let deed = Deed::new(LicenseAction::Terminate, Some(&body.reason));
    change(&app, &by.caller, by.scope, *id, version, once.as_ref(), &deed).await
}

/// Extend a license without an order: its last day moves, and a key that says so goes out.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = ExtendLicense,
    security(("bearer" = ["licenses.extend"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/extend")]
pub async fn extend_license(
    by: Allowed<may::LicensesExtend>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<ExtendLicense>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&body)?;
    check_extension(body.days, Some(&body.reason))?;
    let deed = Deed { days: body.days, ..Deed::new(LicenseAction::Extend, Some(&body.reason)) };
    change(&app, &by.caller, by.scope, *id, version, once.as_ref(), &deed).await
}

/// Give a license to a sales rep, or to nobody.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = AssignLicense,
    security(("bearer" = ["licenses.assign"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/owner")]
pub async fn assign_license(
    by: Allowed<may::LicensesAssign>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<AssignLicense>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    check_life_reason(LicenseAction::Assign, body.reason.as_deref())?;
    let deed = Deed {
        owner: owner(&app.db.read, body.owner_id).await?,
        ..Deed::new(LicenseAction::Assign, body.reason.as_deref())
    };
    change(&app, &by.caller, by.scope, *id, version, once.as_ref(), &deed).await
}

/// List those to whom licenses can be given.
#[utoipa::path(
    tag = "licenses",
    security(("bearer" = ["licenses.read"])),
    responses(
        (status = 200, body = Vec<OwnerName>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/licenses/owners")]
pub async fn list_license_owners(
    by: Allowed<may::LicensesRead>,
    app: Data<App>,
) -> ApiResult<Json<Vec<OwnerName>>> {
    let Allowed { .. } = by;
    Ok(Json(owners(&app).await?))
}

/// Do one thing with many licenses, or ask what would come of it.
///
/// Each is done by itself; the answer says what came of each. The same key does what was not done
/// yet, and nothing twice. What is asked for needs its own permission: `licenses.manage` to suspend
/// and resume, `licenses.extend` to extend.
#[utoipa::path(
    tag = "licenses",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key acts once; needed where it is no preview")),
    request_body = ChangeLicenses,
    security(("bearer" = ["licenses.assign"])),
    responses(
        (status = 200, body = ChangedLicenses),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/bulk")]
pub async fn change_licenses(
    by: Allowed<may::LicensesAssign>,
    idempotent: Idempotent,
    Body(body): Body<ChangeLicenses>,
    app: Data<App>,
) -> ApiResult<Json<ChangedLicenses>> {
    let once = if body.preview { None } else { idempotent.required_over(&body)? };
    Ok(Json(bulk::change(&app, &by.caller, by.scope, once.as_ref(), &body).await?))
}

/// The renewals ahead, by month and owner, with what they last cost.
#[utoipa::path(
    tag = "licenses",
    params(RenewalsQuery),
    security(("bearer" = ["orders.read"])),
    responses(
        (status = 200, body = RenewalsView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/licenses/renewals")]
pub async fn list_renewals(
    by: Allowed<may::OrdersRead>,
    Params(query): Params<RenewalsQuery>,
    app: Data<App>,
) -> ApiResult<Json<RenewalsView>> {
    Ok(Json(renewals::view(&app, &by.caller, by.scope, &query).await?))
}
