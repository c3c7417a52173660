//! Proposing a change. The subject's row is locked first, as for the change itself.

use domain::{
    Id,
    access::Scope,
    change_requests::{Change, ChangeStatus, check_reason, wire::ChangeLicense},
    customers::wire::ChangeCustomer,
    dates::business_day,
    events::EventKind,
    id::{CustomerId, LicenseId},
    patch::Patch,
    problem::{Reason, Refusal},
    text::cleaned,
};
use store::{
    StoreError,
    change_requests::{self, ChangeRequest},
    customers, licenses,
};

use super::{
    change_event,
    views::{as_is, view_of},
};
use crate::{
    app::{App, Tx},
    customers::change::{not_taken, today},
    error::{ApiError, ApiResult},
    http::{Caller, IfMatch, Once, Reply},
};

/// Proposes a change of a customer's data.
///
/// # Errors
/// 404; 409 where another request of it waits; 412; field errors, and where nothing is different.
pub async fn for_customer(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: CustomerId,
    version: IfMatch,
    once: Option<&Once>,
    asked: &ChangeCustomer,
) -> ApiResult<Reply> {
    asked.check()?;
    check_reason(asked.reason.as_deref())?;
    let asked = asked.clone().cleaned();
    app.transact_once(caller.user, once, async |tx| {
        let present = customers::lock(&**tx, scope, id, today(tx)).await?;
        present.in_use()?;
        no_other_waits(tx, id.as_uuid()).await?;
        version.check(present.version)?;
        let before = ChangeCustomer::as_is(&present);
        let mut change = asked.clone().differing_from(&before);
        if change.is_empty() {
            return Err(nothing_changes());
        }
        not_taken(&**tx, id, &change).await?;
        let reason = change.reason.take().unwrap_or_default();
        let of = Subject {
            customer_id: id,
            license_id: None,
            label: present.name,
            version: present.version,
        };
        let before = Change::Customer(before.limited_to(&change));
        keep(app, tx, caller, of, before, Change::Customer(change), reason).await
    })
    .await
}

/// Proposes something of a license: another cluster, another activation mode, a step of its life,
/// notes.
///
/// # Errors
/// 404; 409 where another request of it waits, or where not even who does it directly might; 412;
/// field errors.
pub async fn for_license(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: IfMatch,
    once: Option<&Once>,
    asked: &ChangeLicense,
) -> ApiResult<Reply> {
    check_reason(asked.reason.as_deref())?;
    app.transact_once(caller.user, once, async |tx| {
        let license = licenses::lock(&**tx, scope, id).await?;
        no_other_waits(tx, id.as_uuid()).await?;
        version.check(license.version)?;
        let before = ChangeLicense::as_is(as_is(&license));
        let mut change = asked.clone();
        if let Patch::Set(cluster) = &mut change.cluster_id {
            *cluster = cluster.trim().to_owned();
        }
        if let Patch::Set(notes) = &mut change.notes {
            *notes = cleaned(notes);
        }
        let mut change = change.differing_from(&before);
        change.allowed_by(license.moves(business_day(tx.now)))?;
        change.check(caller.role, as_is(&license))?;
        let reason = cleaned(&change.reason.take().unwrap_or_default());
        let of = Subject {
            customer_id: license.customer_id,
            license_id: Some(id),
            label: license.number.clone(),
            version: license.version,
        };
        let before = Change::License(before.limited_to(&change));
        keep(app, tx, caller, of, before, Change::License(change), reason).await
    })
    .await
}

/// What a change is proposed of.
struct Subject {
    customer_id: CustomerId,
    license_id: Option<LicenseId>,
    label: String,
    version: i64,
}

fn nothing_changes() -> ApiError {
    Refusal::new(Reason::NothingChanges).at("").into()
}

/// One request of a subject waits at a time: the next one would be a difference from what may not be
/// there any more when it is decided.
async fn no_other_waits(tx: &Tx, subject: uuid::Uuid) -> ApiResult<()> {
    match change_requests::open_on(&**tx, subject).await? {
        None => Ok(()),
        Some(number) => Err(Refusal::new(Reason::ChangeOpen).with("number", number).into()),
    }
}

async fn keep(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    of: Subject,
    before: Change,
    after: Change,
    reason: String,
) -> ApiResult<(u16, domain::change_requests::wire::ChangeRequestView, Option<i64>)> {
    let day = today(tx);
    let count = change_requests::next_number(&**tx, day).await?;
    let new = ChangeRequest {
        id: Id::from_uuid(app.id()),
        number: format!("CR-{}-{count:04}", day.format("%Y%m%d")),
        status: ChangeStatus::Requested,
        customer_id: of.customer_id,
        license_id: of.license_id,
        subject_label: of.label,
        subject_version: of.version,
        before,
        after,
        reason,
        requested_by: caller.user,
        decided_by: None,
        decided_at: None,
        decision_reason: None,
        created_at: tx.now,
        version: 1,
    };
    match change_requests::insert(&**tx, &new, tx.now).await {
        // Another one this instant: run again, and say which.
        Err(StoreError::Duplicate(_)) => return Err(ApiError::Deadlock),
        other => other?,
    }
    change_event(app, tx, EventKind::ChangeRequested, &new)
        .by(caller.user)
        .note(Some(&new.reason))
        .changed(&new.before.told(), &new.after.told())
        .append();
    let view = view_of(app, &**tx, new).await?;
    let version = view.version;
    Ok((201, view, Some(version)))
}
