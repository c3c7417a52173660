//! What is done with a planned deployment: who does it, what is ticked off, and where it goes.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    dates::business_day,
    deployments::{
        DeploymentAction, check_acceptance, check_completion, check_done, check_engineers, fresh,
        ticked,
        wire::{
            AcceptDeployment, AssignEngineers, CompleteDeployment, DeploymentContent,
            DeploymentView, EngineerAtWork, ReplanDeployment, TickItems, WorkChange,
        },
    },
    events::EventKind,
    id::DeploymentId,
    orders::wire::WithReason,
    problem::{FieldError, Reason, Refusal},
    text::cleaned,
};
use serde_json::json;
use store::{
    deployments::{self, Deployment},
    engineers,
};

use super::{deployment_event, plan::unknown_engineer, views::view_of};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    http::{Caller, IfMatch, Once, Reply},
    orders::service::check_reason,
};

/// A deployment as somebody saw it who may change it.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub scope: Scope,
    pub id: DeploymentId,
    pub version: IfMatch,
}

/// Gives it to these engineers and nobody else.
///
/// # Errors
/// 404; 409 where it failed or is over; 412; field errors, an unknown or deactivated engineer among
/// them.
pub async fn assign(
    app: &App,
    caller: &Caller,
    seen: Seen,
    body: &AssignEngineers,
) -> ApiResult<DeploymentView> {
    check_engineers(&body.engineers)?;
    app.transact(async |tx| {
        let mut deployment = deployments::lock(&**tx, seen.scope, seen.id).await?;
        deployment.status.may_change()?;
        seen.version.check(deployment.version)?;
        let mut before = deployments::engineers_of(&**tx, &[deployment.id]).await?;
        let before = before.remove(&deployment.id.as_uuid()).unwrap_or_default();
        let team = team(tx, &before, body).await?;
        deployments::assign(&**tx, deployment.id, &team).await?;
        deployments::save(&**tx, &mut deployment, tx.now).await?;
        let names: Vec<&str> = team.iter().map(|one| one.name.as_str()).collect();
        deployment_event(app, tx, EventKind::DeploymentStaffed, &deployment)
            .by(caller.user)
            .note(Some(&names.join("、").chars().take(200).collect::<String>()))
            .data(json!(WorkChange::between(&before, &team)))
            .append();
        view_of(app, &**tx, deployment).await
    })
    .await
}

/// The engineers by name, locked, so that none is deleted meanwhile. Who was deactivated keeps the
/// work that they have and gets no other.
async fn team(
    tx: &Tx,
    before: &[EngineerAtWork],
    body: &AssignEngineers,
) -> ApiResult<Vec<EngineerAtWork>> {
    let ids: Vec<_> = body.engineers.iter().map(|one| one.engineer_id).collect();
    let known = engineers::lock_all(&**tx, &ids).await?;
    let named = body.engineers.iter().enumerate().map(|(index, one)| {
        let found = known.iter().find(|engineer| engineer.id == one.engineer_id);
        let Some(engineer) = found else { return Err(unknown_engineer(index)) };
        let has_it = before.iter().any(|other| other.engineer_id == engineer.id);
        if !engineer.active && !has_it {
            let at = format!("/engineers/{index}/engineer_id");
            return Err(ApiError::from(Refusal::new(Reason::EngineerInactive).at(at)));
        }
        let name = engineer.content.name.clone();
        Ok(EngineerAtWork { engineer_id: engineer.id, name, role: one.role })
    });
    named.collect()
}

/// Ticks off exactly these items.
///
/// # Errors
/// 404; 409 where it failed or is over; 412; items that are not on the list.
pub async fn tick(
    app: &App,
    caller: &Caller,
    seen: Seen,
    body: &TickItems,
) -> ApiResult<DeploymentView> {
    app.transact(async |tx| {
        let mut deployment = deployments::lock(&**tx, seen.scope, seen.id).await?;
        check_done(&deployment.checklist, &body.done)?;
        deployment.status.may_change()?;
        seen.version.check(deployment.version)?;
        let names = store::users::names(&**tx, &[caller.user]).await?;
        let name = names.get(&caller.user).cloned().unwrap_or_default();
        deployment.checklist = ticked(&deployment.checklist, &body.done, &name, tx.now);
        deployments::save(&**tx, &mut deployment, tx.now).await?;
        let so_far = format!("{}/{}", body.done.len(), deployment.checklist.len());
        let (id, number) = (deployment.id.as_uuid(), &deployment.number);
        let subject = domain::events::SubjectKind::Deployment;
        crate::events::record(app, tx, EventKind::DeploymentTicked, subject, id, number)
            .by(caller.user)
            .note(Some(&so_far))
            .append();
        view_of(app, &**tx, deployment).await
    })
    .await
}

/// Begins the work.
///
/// # Errors
/// 404; 409 where it is not planned, or is the vendor's and nobody does it; 412.
pub async fn start(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    go(app, caller, seen, once, DeploymentAction::Start, |deployment, now| {
        deployment.started_at = Some(now);
        Ok(None)
    })
    .await
}

/// Says that it is done, on a day since it was begun.
///
/// # Errors
/// 404; 409 where it is not in progress or the checklist is open; 412; field errors.
pub async fn complete(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
    body: &CompleteDeployment,
) -> ApiResult<Reply> {
    let version = body.product_version.as_deref().map(cleaned).filter(|text| !text.is_empty());
    go(app, caller, seen, once, DeploymentAction::Complete, |deployment, now| {
        let today = business_day(now);
        let on = body.completed_on.unwrap_or(today);
        let started_on = deployment.started_at.map_or(today, business_day);
        check_completion(on, body.product_version.as_deref(), started_on, today)?;
        deployment.completed_on = Some(on);
        let content = &mut deployment.content;
        content.product_version = version.clone().or(content.product_version.take());
        Ok(deployment.content.product_version.clone())
    })
    .await
}

/// Keeps what the signed form says.
///
/// # Errors
/// 404; 409 where it is not completed; 412; field errors.
pub async fn accept(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
    body: &AcceptDeployment,
) -> ApiResult<Reply> {
    let kept = |text: &Option<String>| text.as_deref().map(cleaned).filter(|text| !text.is_empty());
    go(app, caller, seen, once, DeploymentAction::Accept, |deployment, now| {
        let today = business_day(now);
        check_acceptance(body, deployment.completed_on.unwrap_or(today), today)?;
        let form = AcceptDeployment {
            signed_by: cleaned(&body.signed_by),
            signed_on: body.signed_on,
            form_number: kept(&body.form_number),
            remark: kept(&body.remark),
        };
        let note = form.signed_by.clone();
        deployment.acceptance = Some(form);
        Ok(Some(note))
    })
    .await
}

/// Says that it failed, and why.
///
/// # Errors
/// 404; 409 where it is not in progress; 412; no reason.
pub async fn fail(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
    body: &WithReason,
) -> ApiResult<Reply> {
    end(app, caller, seen, once, DeploymentAction::Fail, body).await
}

/// Calls it off, and says why.
///
/// # Errors
/// 404; 409 where it is not open; 412; no reason.
pub async fn cancel(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
    body: &WithReason,
) -> ApiResult<Reply> {
    end(app, caller, seen, once, DeploymentAction::Cancel, body).await
}

async fn end(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
    action: DeploymentAction,
    body: &WithReason,
) -> ApiResult<Reply> {
    check_reason(body)?;
    let reason = cleaned(&body.reason);
    go(app, caller, seen, once, action, |deployment, _| {
        deployment.reason = Some(reason.clone());
        Ok(Some(reason.clone()))
    })
    .await
}

/// Plans another try of what failed: a new day, and a list with nothing ticked off.
///
/// # Errors
/// 404; 409 where it did not fail; 412; a day outside the customer's window.
pub async fn replan(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
    body: &ReplanDeployment,
) -> ApiResult<Reply> {
    go(app, caller, seen, once, DeploymentAction::Replan, |deployment, _| {
        let planned_on = body.planned_on;
        let content = DeploymentContent { planned_on, ..deployment.content.clone() };
        domain::deployments::check(&content)?;
        deployment.content = content;
        deployment.checklist = fresh(deployment.content.kind);
        deployment.attempt += 1;
        deployment.started_at = None;
        deployment.reason = None;
        Ok(planned_on.map(|on| on.to_string()))
    })
    .await
}

const fn event_of(action: DeploymentAction) -> EventKind {
    match action {
        DeploymentAction::Start => EventKind::DeploymentStarted,
        DeploymentAction::Complete => EventKind::DeploymentCompleted,
        DeploymentAction::Accept => EventKind::DeploymentAccepted,
        DeploymentAction::Fail => EventKind::DeploymentFailed,
        DeploymentAction::Replan => EventKind::DeploymentReplanned,
        DeploymentAction::Cancel => EventKind::DeploymentCancelled,
    }
}

/// Every move: locked, allowed, as it was seen, changed, told. `change` answers the event's note.
async fn go(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
    action: DeploymentAction,
    change: impl Fn(&mut Deployment, DateTime<Utc>) -> Result<Option<String>, Vec<FieldError>>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let mut deployment = deployments::lock(&**tx, seen.scope, seen.id).await?;
        let to = facts(tx, &deployment).await?.allows(action)?;
        seen.version.check(deployment.version)?;
        let note = change(&mut deployment, tx.now)?;
        deployment.status = to;
        deployments::save(&**tx, &mut deployment, tx.now).await?;
        deployment_event(app, tx, event_of(action), &deployment)
            .by(caller.user)
            .note(note.as_deref())
            .append();
        let view = view_of(app, &**tx, deployment).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

async fn facts(
    tx: &Tx,
    deployment: &Deployment,
) -> ApiResult<domain::deployments::DeploymentFacts> {
    let at_work = deployments::engineers_of(&**tx, &[deployment.id]).await?;
    let engineers = at_work.get(&deployment.id.as_uuid()).map_or(0, Vec::len);
    Ok(domain::deployments::DeploymentFacts::new(
        deployment.status,
        deployment.content.method,
        engineers,
        &deployment.checklist,
    ))
}
