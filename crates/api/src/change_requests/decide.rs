//! Deciding about a proposed change. What is approved is done by the use case of who does it
//! directly, in the same transaction: its rules, events and keys follow.

use domain::{
    access::Scope,
    change_requests::{
        Change, ChangeAction, ChangeStatus, difference, needed,
        wire::{ChangeLicense, ChangeRequestView},
    },
    events::EventKind,
    id::{ChangeRequestId, LicenseId},
    licenses::{
        ChangeLicenseContent,
        wire::{ChangeActivationMode, TransferLicense},
    },
    orders::wire::WithReason,
    problem::{Problem, ProblemCode, Reason, Refusal},
    text::cleaned,
};
use store::{
    change_requests::{self, ChangeRequest},
    customers, licenses,
};

use super::{
    change_event,
    views::{moved, view_of},
};
use crate::{
    app::{App, Tx},
    customers::change::{change_within, today},
    error::{ApiError, ApiResult},
    http::{Caller, IfMatch, Once, Reply},
    licenses::{
        edit,
        life::{self, Deed},
        transfer,
    },
    orders::service::check_reason,
};

/// Approves a change and makes it.
///
/// # Errors
/// 403 for who may not do it directly; 404; 409 where it was decided, four eyes, what it changes was
/// changed since, or where the change is not allowed any more; 412; field errors of the change itself.
pub async fn approve(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: ChangeRequestId,
    version: IfMatch,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let request = lock(tx, scope, id).await?;
        let facts = request.facts(app.config.approval.four_eyes);
        let to = facts.allows(ChangeAction::Approve, caller.actor())?;
        version.check(request.version)?;
        may_do_it(caller, &request)?;
        let moved = moved(&**tx, &request, today(tx)).await?;
        if !moved.is_empty() {
            return Err(outdated(&moved));
        }
        apply(app, tx, caller, &request).await?;
        change_event(app, tx, EventKind::ChangeApproved, &request)
            .by(caller.user)
            .note(Some(&request.subject_label))
            .append();
        decided(app, tx, caller, request, to, None).await
    })
    .await
}

/// Rejects a change, with the reason; another one may be proposed then.
///
/// # Errors
/// 404; 409 where it was decided; 412; no reason.
pub async fn reject(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: ChangeRequestId,
    version: IfMatch,
    once: Option<&Once>,
    body: &WithReason,
) -> ApiResult<Reply> {
    check_reason(body)?;
    let reason = cleaned(&body.reason);
    app.transact_once(caller.user, once, async |tx| {
        let request = lock(tx, scope, id).await?;
        let facts = request.facts(app.config.approval.four_eyes);
        let to = facts.allows(ChangeAction::Reject, caller.actor())?;
        version.check(request.version)?;
        change_event(app, tx, EventKind::ChangeRejected, &request)
            .by(caller.user)
            .note(Some(&reason))
            .append();
        decided(app, tx, caller, request, to, Some(reason.clone())).await
    })
    .await
}

/// Withdraws what one proposed oneself.
///
/// # Errors
/// 404; 403 where somebody else proposed it; 409 where it was decided; 412.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: ChangeRequestId,
    version: IfMatch,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let request = lock(tx, scope, id).await?;
        let facts = request.facts(app.config.approval.four_eyes);
        let to = facts.allows(ChangeAction::Withdraw, caller.actor())?;
        version.check(request.version)?;
        change_event(app, tx, EventKind::ChangeWithdrawn, &request).by(caller.user).append();
        decided(app, tx, caller, request, to, None).await
    })
    .await
}

/// The request, with its subject locked: nobody changes or decides either until the transaction
/// ends.
async fn lock(tx: &Tx, scope: Scope, id: ChangeRequestId) -> ApiResult<ChangeRequest> {
    let request = change_requests::get(&**tx, scope, id).await?;
    if let Some(license) = request.license_id {
        licenses::lock(&**tx, Scope::Everything, license).await?;
    } else {
        let (customer, today) = (request.customer_id, today(tx));
        drop(customers::lock(&**tx, Scope::Everything, customer, today).await?);
    }
    // Read again: it may have been decided while the subject was waited for.
    Ok(change_requests::get(&**tx, scope, id).await?)
}

/// Whoever approves must be one who may do it directly.
fn may_do_it(caller: &Caller, request: &ChangeRequest) -> ApiResult<()> {
    for change in difference(&request.before, &request.after) {
        let needed = needed(request.subject(), &change.field);
        if !caller.powers.may(needed) {
            let needed = format!("This needs `{needed}`.");
            return Err(ApiError::refuse(ProblemCode::NotPermitted, needed));
        }
    }
    Ok(())
}

/// What was proposed differs from what is not there any more.
fn outdated(moved: &[String]) -> ApiError {
    let refusal = Refusal::new(Reason::ChangeOutdated);
    let errors = moved.iter().map(|field| refusal.clone().at(format!("/{field}"))).collect();
    Problem { errors, ..Problem::from(refusal) }.into()
}

async fn apply(app: &App, tx: &Tx, caller: &Caller, request: &ChangeRequest) -> ApiResult<()> {
    let reason = request.reason.clone();
    match (&request.after, request.license_id) {
        (Change::Customer(change), _) => {
            let (id, today) = (request.customer_id, today(tx));
            let present = customers::get(&**tx, Scope::Everything, id, today).await?;
            let note = format!("{} · {reason}", request.number);
            change_within(app, tx, caller, &present, change, Some(&note)).await.map(drop)
        }
        (Change::License(change), Some(id)) => {
            apply_to_license(app, tx, caller, request, change, id).await
        }
        (Change::License(_), None) => {
            Err(anyhow::anyhow!("{} is of no license", request.number).into())
        }
    }
}

/// Does it by the use case of who does it directly.
async fn apply_to_license(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    request: &ChangeRequest,
    change: &ChangeLicense,
    id: LicenseId,
) -> ApiResult<()> {
    let (scope, reason) = (Scope::Everything, request.reason.clone());
    if let Some(action) = change.action() {
        let last = licenses::get(&**tx, scope, id).await?.expires_on;
        let deed = Deed { days: change.days_after(last), ..Deed::new(action, Some(&reason)) };
        return life::within(app, tx, caller, scope, id, None, &deed).await.map(drop);
    }
    let cluster = change.cluster().map(str::to_owned);
    match (change.activation_mode, cluster) {
        (Some(mode), cluster_id) => {
            let body = ChangeActivationMode { mode, cluster_id, reason };
            transfer::change_mode_within(app, tx, caller, scope, id, None, &body).await.map(drop)
        }
        (None, Some(cluster_id)) => {
            let body = TransferLicense { cluster_id, installation_key: None, reason };
            transfer::transfer_within(app, tx, caller, scope, id, None, &body).await.map(drop)
        }
        (None, None) => {
            let present = licenses::get(&**tx, scope, id).await?;
            let asked = ChangeLicenseContent { notes: change.notes.clone(), ..Default::default() };
            edit::change_within(app, tx, caller, scope, present, asked).await.map(drop)
        }
    }
}

/// Keeps the decision.
async fn decided(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    mut request: ChangeRequest,
    to: ChangeStatus,
    reason: Option<String>,
) -> ApiResult<(u16, ChangeRequestView, Option<i64>)> {
    request.status = to;
    request.decided_by = Some(caller.user);
    request.decided_at = Some(tx.now);
    request.decision_reason = reason;
    change_requests::save(&**tx, &mut request, tx.now).await?;
    let view = view_of(app, &**tx, request).await?;
    let version = view.version;
    Ok((200, view, Some(version)))
}
