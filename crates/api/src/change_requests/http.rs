//! Change requests over HTTP.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    change_requests::wire::{
        ChangeLicense, ChangeRequestListQuery, ChangeRequestRow, ChangeRequestView,
    },
    customers::wire::ChangeCustomer,
    id::{ChangeRequestId, CustomerId, LicenseId},
    list::Page,
    orders::wire::WithReason,
    problem::Problem,
};

use super::{decide, propose, views};
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
};

/// Propose a change of a customer's data, with the reason; one at a time.
#[utoipa::path(
    tag = "change requests",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version of the customer that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = ChangeCustomer,
    security(("bearer" = ["customers.propose"])),
    responses(
        (status = 201, body = ChangeRequestView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/customers/{id}/change-requests")]
pub async fn propose_customer_change(
    by: Allowed<may::CustomersPropose>,
    id: Path<CustomerId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(asked): Body<ChangeCustomer>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&asked)?;
    propose::for_customer(&app, &by.caller, by.scope, *id, version, once.as_ref(), &asked).await
}

/// Propose something of a license, with the reason: another cluster, the other activation mode, a
/// suspension or its end, a later last day, the end for good, notes. One thing, one request at a time.
///
/// Engineers propose a cluster, and nothing else.
#[utoipa::path(
    tag = "change requests",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version of the license that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = ChangeLicense,
    security(("bearer" = ["licenses.propose"])),
    responses(
        (status = 201, body = ChangeRequestView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/licenses/{id}/change-requests")]
pub async fn propose_license_change(
    by: Allowed<may::LicensesPropose>,
    id: Path<LicenseId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(asked): Body<ChangeLicense>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&asked)?;
    propose::for_license(&app, &by.caller, by.scope, *id, version, once.as_ref(), &asked).await
}

/// List change requests.
#[utoipa::path(
    tag = "change requests",
    params(ChangeRequestListQuery),
    security(("bearer" = ["changes.read"])),
    responses(
        (status = 200, body = Page<ChangeRequestRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/change-requests")]
pub async fn list_change_requests(
    by: Allowed<may::ChangesRead>,
    ListParams(query): ListParams<ChangeRequestListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<ChangeRequestRow>>> {
    let user = by.caller.user;
    Ok(Json(store::change_requests::page(&app.db.read, by.scope, user, &query).await?))
}

/// Open a change request.
#[utoipa::path(
    tag = "change requests",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["changes.read"])),
    responses(
        (status = 200, body = ChangeRequestView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/change-requests/{id}")]
pub async fn get_change_request(
    by: Allowed<may::ChangesRead>,
    id: Path<ChangeRequestId>,
    app: Data<App>,
) -> ApiResult<Versioned<ChangeRequestView>> {
    let request = views::view(&app, by.scope, *id).await?;
    let version = request.version;
    Ok(Versioned(request, version))
}

/// Approve a change request: what it proposes is done, by the rules of who does it directly.
///
/// Not for who proposed it, and not where what it changes was changed since.
#[utoipa::path(
    tag = "change requests",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = String, Header, description = "The same key acts once")),
    security(("bearer" = ["changes.approve"])),
    responses(
        (status = 200, body = ChangeRequestView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/change-requests/{id}/approve")]
pub async fn approve_change_request(
    by: Allowed<may::ChangesApprove>,
    id: Path<ChangeRequestId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.required_over(&())?;
    decide::approve(&app, &by.caller, by.scope, *id, version, once.as_ref()).await
}

/// Reject a change request, with the reason.
#[utoipa::path(
    tag = "change requests",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = WithReason,
    security(("bearer" = ["changes.approve"])),
    responses(
        (status = 200, body = ChangeRequestView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/change-requests/{id}/reject")]
pub async fn reject_change_request(
    by: Allowed<may::ChangesApprove>,
    id: Path<ChangeRequestId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<WithReason>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    decide::reject(&app, &by.caller, by.scope, *id, version, once.as_ref(), &body).await
}

/// Withdraw a change request that one made oneself.
#[utoipa::path(
    tag = "change requests",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["changes.read"])),
    responses(
        (status = 200, body = ChangeRequestView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/change-requests/{id}/withdraw")]
pub async fn withdraw_change_request(
    by: Allowed<may::ChangesRead>,
    id: Path<ChangeRequestId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    decide::withdraw(&app, &by.caller, by.scope, *id, version, once.as_ref()).await
}
