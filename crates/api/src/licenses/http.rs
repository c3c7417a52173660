//! Licenses, their keys and activations over HTTP.

use actix_web::{
    HttpRequest, delete, get, patch, post, put,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    events::wire::EventView,
    id::LicenseId,
    licenses::{
        ChangeLicenseContent, CreateLicense, LicenseContent,
        wire::{
            Activate, ActivationChangeView, ActivationView, AsOfQuery, ChangeActivationMode,
            KeyView, LicenseAsOf, LicenseListQuery, LicenseRow, LicenseView, RecordActivation,
            TransferLicense,
        },
    },
    list::Page,
    problem::Problem,
};

use super::{activation, direct, edit, keys, past, service, transfer};
use crate::{
    app::App,
    error::ApiResult,
    http::{
        Allowed, Body, Idempotent, IfMatch, ListParams, Params, Reply, Versioned, client_address,
    },
};

/// List licenses.
#[utoipa::path(
    tag = "licenses",
    params(LicenseListQuery),
    security(("bearer" = ["licenses.read"])),
    responses(
        (status = 200, body = Page<LicenseRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/licenses")]
pub async fn list_licenses(
    by: Allowed<may::LicensesRead>,
    ListParams(query): ListParams<LicenseListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<LicenseRow>>> {
    Ok(Json(service::page(&app, &by.caller, by.scope, &query).await?))
}

/// Issue a license without an order: a trial, a gift, a replacement, or one that is in use already.
#[utoipa::path(
    tag = "licenses",
    params(("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = CreateLicense,
    security(("bearer" = ["licenses.issue"])),
    responses(
        (status = 201, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses")]
pub async fn create_license(
    by: Allowed<may::LicensesIssue>,
    idempotent: Idempotent,
    Body(body): Body<CreateLicense>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&body)?;
    direct::create(&app, &by.caller, once.as_ref(), &body).await
}

/// Take a license back that was issued without an order and never sent; its trace stays.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["licenses.issue"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/licenses/{id}")]
pub async fn take_back_license(
    by: Allowed<may::LicensesIssue>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    direct::take_back(&app, &by.caller, by.scope, *id, version, once.as_ref()).await
}

/// Open a license.
#[utoipa::path(
    tag = "licenses",
    params(("id" = String, Path, description = "Id or number")),
    security(("bearer" = ["licenses.read"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/licenses/{id}")]
pub async fn get_license(
    by: Allowed<may::LicensesRead>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Versioned<LicenseView>> {
    let license = service::view(&app, &by.caller, by.scope, &id).await?;
    let version = license.version;
    Ok(Versioned(license, version))
}

/// Write what stands on a license: whose it is, and notes.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = LicenseContent,
    security(("bearer" = ["licenses.manage"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[put("/api/v1/licenses/{id}")]
pub async fn replace_license(
    by: Allowed<may::LicensesManage>,
    id: Path<LicenseId>,
    version: IfMatch,
    Body(content): Body<LicenseContent>,
    app: Data<App>,
) -> ApiResult<Versioned<LicenseView>> {
    let asked = content.as_change();
    let license = edit::change(&app, &by.caller, by.scope, *id, version, &asked).await?;
    let version = license.version;
    Ok(Versioned(license, version))
}

/// Change some of what stands on a license: what is left out stays, `null` clears.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen")),
    request_body = ChangeLicenseContent,
    security(("bearer" = ["licenses.manage"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[patch("/api/v1/licenses/{id}")]
pub async fn change_license(
    by: Allowed<may::LicensesManage>,
    id: Path<LicenseId>,
    version: IfMatch,
    Body(asked): Body<ChangeLicenseContent>,
    app: Data<App>,
) -> ApiResult<Versioned<LicenseView>> {
    let license = edit::change(&app, &by.caller, by.scope, *id, version, &asked).await?;
    let version = license.version;
    Ok(Versioned(license, version))
}

/// What happened to a license, latest first.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["licenses.read"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/licenses/{id}/timeline")]
pub async fn license_timeline(
    by: Allowed<may::LicensesRead>,
    id: Path<LicenseId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(service::timeline(&app, by.scope, *id).await?))
}

/// A license as it was at the end of a day.
#[utoipa::path(
    tag = "licenses",
    params(("id" = String, Path, description = "Id or number"), AsOfQuery),
    security(("bearer" = ["licenses.read"])),
    responses(
        (status = 200, body = LicenseAsOf),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/licenses/{id}/as-of")]
pub async fn license_as_of(
    by: Allowed<may::LicensesRead>,
    id: Path<String>,
    Params(query): Params<AsOfQuery>,
    app: Data<App>,
) -> ApiResult<Json<LicenseAsOf>> {
    Ok(Json(past::view(&app, by.scope, &id, query.on).await?))
}

/// List licenses of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(LicenseListQuery),
    security(("bearer" = ["partner.licenses"])),
    responses(
        (status = 200, body = Page<LicenseRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/licenses")]
pub async fn list_licenses_of_partner(
    by: Allowed<may::PartnerLicenses>,
    ListParams(query): ListParams<LicenseListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<LicenseRow>>> {
    Ok(Json(service::page(&app, &by.caller, by.scope, &query).await?))
}

/// Open a license of one's own organisation.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = String, Path, description = "Id or number")),
    security(("bearer" = ["partner.licenses"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/licenses/{id}")]
pub async fn get_license_of_partner(
    by: Allowed<may::PartnerLicenses>,
    id: Path<String>,
    app: Data<App>,
) -> ApiResult<Versioned<LicenseView>> {
    let license = service::view(&app, &by.caller, by.scope, &id).await?;
    let version = license.version;
    Ok(Versioned(license, version))
}

/// What happened to a license of one's own organisation, latest first.
#[utoipa::path(
    tag = "partner portal",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["partner.licenses"])),
    responses(
        (status = 200, body = Vec<EventView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/partners/licenses/{id}/timeline")]
pub async fn license_timeline_of_partner(
    by: Allowed<may::PartnerLicenses>,
    id: Path<LicenseId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<EventView>>> {
    Ok(Json(service::timeline(&app, by.scope, *id).await?))
}

/// Show the key and the activation code; the showing is logged.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["licenses.key"])),
    responses(
        (status = 200, body = KeyView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/key")]
pub async fn show_license_key(
    by: Allowed<may::LicensesKey>,
    id: Path<LicenseId>,
    app: Data<App>,
) -> ApiResult<Json<KeyView>> {
    Ok(Json(keys::show(&app, &by.caller, by.scope, *id).await?))
}

/// Send a license to its recipient again.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    security(("bearer" = ["licenses.deliver"])),
    responses(
        (status = 202),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/deliveries")]
pub async fn resend_license(
    by: Allowed<may::LicensesDeliver>,
    id: Path<LicenseId>,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&())?;
    service::resend(&app, &by.caller, by.scope, *id, once.as_ref()).await
}

/// Record an offline activation; a key with the exact term replaces the first one.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = RecordActivation,
    security(("bearer" = ["licenses.deliver"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/activation")]
pub async fn record_activation(
    by: Allowed<may::LicensesDeliver>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<RecordActivation>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&body)?;
    activation::record_by_hand(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}

/// Bind a license to another cluster; the old key is revoked, a new one goes out.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = TransferLicense,
    security(("bearer" = ["licenses.deliver"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/transfer")]
pub async fn transfer_license(
    by: Allowed<may::LicensesDeliver>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<TransferLicense>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&body)?;
    transfer::transfer(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}

/// Activate a license the other way from now on: by its code, or with a key file.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    request_body = ChangeActivationMode,
    security(("bearer" = ["licenses.deliver"])),
    responses(
        (status = 200, body = LicenseView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/activation-mode")]
pub async fn change_activation_mode(
    by: Allowed<may::LicensesDeliver>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<ChangeActivationMode>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&body)?;
    transfer::change_mode(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}

/// The clusters and activation modes that a license had, latest first.
#[utoipa::path(
    tag = "licenses",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["licenses.read"])),
    responses(
        (status = 200, body = Vec<ActivationChangeView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/licenses/{id}/activation-changes")]
pub async fn list_activation_changes(
    by: Allowed<may::LicensesRead>,
    id: Path<LicenseId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<ActivationChangeView>>> {
    Ok(Json(transfer::history(&app, by.scope, *id).await?))
}

/// Activate an installation: trades an activation code for a key bound to its cluster.
///
/// Wrong codes all get the same 404; the same cluster gets the same key again.
#[utoipa::path(
    tag = "activation",
    request_body = Activate,
    security(()),
    responses(
        (status = 200, body = ActivationView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/activations")]
pub async fn activate(
    request: HttpRequest,
    Body(body): Body<Activate>,
    app: Data<App>,
) -> ApiResult<Json<ActivationView>> {
    Ok(Json(activation::activate(&app, &client_address(&app, &request), &body).await?))
}
