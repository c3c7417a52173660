//! Change requests as they are shown.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    change_requests::{
        Change, ChangeStatus, LicenseAsIs, difference,
        wire::{ChangeLicense, ChangeRequestView},
    },
    customers::wire::ChangeCustomer,
    id::{ChangeRequestId, UserId},
};
use sea_orm::ConnectionTrait;
use store::{
    change_requests::{self, ChangeRequest},
    customers,
    licenses::{self, License},
    users,
};

use crate::{app::App, error::ApiResult};

/// One change request.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(app: &App, scope: Scope, id: ChangeRequestId) -> ApiResult<ChangeRequestView> {
    let request = change_requests::get(&app.db.read, scope, id).await?;
    view_of(app, &app.db.read, request).await
}

/// The fields that a waiting request changes and that hold something else by now than when it was
/// proposed.
pub async fn moved(
    db: &impl ConnectionTrait,
    request: &ChangeRequest,
    today: NaiveDate,
) -> ApiResult<Vec<String>> {
    let present = match (&request.after, request.license_id) {
        (Change::Customer(after), _) => {
            let id = request.customer_id;
            let customer = customers::get(db, Scope::Everything, id, today).await?;
            Change::Customer(ChangeCustomer::as_is(&customer).limited_to(after))
        }
        (Change::License(after), Some(id)) => {
            let license = licenses::get(db, Scope::Everything, id).await?;
            Change::License(ChangeLicense::as_is(as_is(&license)).limited_to(after))
        }
        (Change::License(_), None) => request.before.clone(),
    };
    let moved = difference(&request.before, &present);
    Ok(moved.into_iter().map(|change| change.field).collect())
}

/// What a license holds of what may be proposed to be otherwise.
pub fn as_is(license: &License) -> LicenseAsIs<'_> {
    LicenseAsIs {
        cluster_id: license.cluster_id.as_deref(),
        activation_mode: license.activation_mode,
        suspended: license.suspended_at.is_some(),
        terminated: license.terminated_at.is_some(),
        expires_on: license.expires_on,
        notes: license.notes.as_deref(),
    }
}

/// Puts the view together.
pub async fn view_of(
    app: &App,
    db: &impl ConnectionTrait,
    request: ChangeRequest,
) -> ApiResult<ChangeRequestView> {
    let moved = match request.status {
        ChangeStatus::Requested => moved(db, &request, app.clock.today()).await?,
        _ => Vec::new(),
    };
    let people: Vec<UserId> =
        [Some(request.requested_by), request.decided_by].into_iter().flatten().collect();
    let names = users::names(db, &people).await?;
    let name = |user: &UserId| names.get(user).cloned().unwrap_or_default();
    Ok(ChangeRequestView {
        subject: request.subject(),
        subject_id: request.subject_id(),
        fields: difference(&request.before, &request.after),
        moved,
        requested_by_name: name(&request.requested_by),
        decided_by_name: request.decided_by.as_ref().map(name),
        four_eyes: app.config.approval.four_eyes,
        id: request.id,
        number: request.number,
        status: request.status,
        subject_label: request.subject_label,
        reason: request.reason,
        requested_by: request.requested_by,
        requested_at: request.created_at,
        decided_at: request.decided_at,
        decision_reason: request.decision_reason,
        version: request.version,
    })
}
