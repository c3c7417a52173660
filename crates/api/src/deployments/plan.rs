//! Planning deployments: by approval, by hand, and calling them off with their license.

use domain::{
    Id,
    access::Scope,
    deployments::{
        DeploymentKind, DeploymentMode, DeploymentStatus, check, check_change, fresh, number,
        wire::DeploymentContent,
    },
    events::EventKind,
    id::LicenseId,
    licenses::ActivationMode,
    problem::{Reason, Refusal},
    text::cleaned,
};
use serde_json::json;
use store::{
    StoreError,
    deployments::{self, Deployment},
    licenses::{self, License},
};

use super::{deployment_event, moves::Seen, views::view_of};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    http::{Caller, Once, Reply},
};

/// Plans a deployment of a license by hand.
///
/// # Errors
/// Field errors, a license that is not there among them; 409 where the license is terminated.
pub async fn plan(
    app: &App,
    caller: &Caller,
    scope: Scope,
    once: Option<&Once>,
    content: &DeploymentContent,
) -> ApiResult<Reply> {
    check(content)?;
    let content = clean(content);
    app.transact_once(caller.user, once, async |tx| {
        let license = match licenses::lock(&**tx, scope, content.license_id).await {
            Err(StoreError::NotFound) => {
                return Err(Refusal::new(Reason::UnknownReference).at("/license_id").into());
            }
            other => other?,
        };
        if license.terminated_at.is_some() {
            return Err(Reason::LicenseTerminated.into());
        }
        let ordinal = deployments::next_ordinal(&**tx, license.id).await?;
        let planned = planned(app, tx, &license, ordinal, content.clone());
        deployments::insert_all(&**tx, std::slice::from_ref(&planned), tx.now).await?;
        planned_event(app, tx, caller, &planned);
        let view = view_of(app, &**tx, planned).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}

/// Plans the vendor's initial deployment of licenses that are just being issued; nobody does it yet.
///
/// # Errors
/// Only the database's.
pub async fn plan_first(app: &App, tx: &Tx, caller: &Caller, issued: &[License]) -> ApiResult<()> {
    let first = |license: &License| {
        let mode = match license.activation_mode {
            ActivationMode::Online => DeploymentMode::Online,
            ActivationMode::Offline => DeploymentMode::Offline,
        };
        let content = DeploymentContent::of(license.id, DeploymentKind::Initial);
        planned(app, tx, license, 1, DeploymentContent { mode, ..content })
    };
    let all: Vec<Deployment> = issued.iter().map(first).collect();
    deployments::insert_all(&**tx, &all, tx.now).await?;
    for one in &all {
        planned_event(app, tx, caller, one);
    }
    Ok(())
}

/// Calls off the open deployments of licenses that are taken back.
///
/// # Errors
/// Only the database's.
pub async fn cancel_of(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    licenses: &[LicenseId],
    reason: &str,
) -> ApiResult<()> {
    for mut deployment in deployments::lock_open(&**tx, licenses).await? {
        deployment.status = DeploymentStatus::Cancelled;
        deployment.reason = Some(reason.chars().take(500).collect());
        deployments::save(&**tx, &mut deployment, tx.now).await?;
        deployment_event(app, tx, EventKind::DeploymentCancelled, &deployment)
            .by(caller.user)
            .note(Some(reason))
            .append();
    }
    Ok(())
}

/// Changes a plan that is not over; license and kind stay.
///
/// # Errors
/// 404; 409 where it failed or is over; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    seen: Seen,
    content: &DeploymentContent,
) -> ApiResult<domain::deployments::wire::DeploymentView> {
    app.transact(async |tx| {
        let mut deployment = deployments::lock(&**tx, seen.scope, seen.id).await?;
        let before = &deployment.content;
        check_change(content, before.license_id, before.kind)?;
        deployment.status.may_change()?;
        seen.version.check(deployment.version)?;
        let told = json!(before);
        deployment.content = clean(content);
        deployments::save(&**tx, &mut deployment, tx.now).await?;
        deployment_event(app, tx, EventKind::DeploymentChanged, &deployment)
            .by(caller.user)
            .changed(&told, &json!(deployment.content))
            .append();
        view_of(app, &**tx, deployment).await
    })
    .await
}

fn planned(
    app: &App,
    tx: &Tx,
    license: &License,
    ordinal: u32,
    content: DeploymentContent,
) -> Deployment {
    Deployment {
        id: Id::from_uuid(app.id()),
        number: number(&license.number, ordinal),
        ordinal,
        customer_id: license.customer_id,
        status: DeploymentStatus::Planned,
        checklist: fresh(content.kind),
        content,
        attempt: 1,
        started_at: None,
        completed_on: None,
        acceptance: None,
        reason: None,
        created_at: tx.now,
        version: 1,
    }
}

fn planned_event(app: &App, tx: &Tx, caller: &Caller, deployment: &Deployment) {
    let on = deployment.content.planned_on.map(|on| on.to_string());
    deployment_event(app, tx, EventKind::DeploymentPlanned, deployment)
        .by(caller.user)
        .note(on.as_deref())
        .append();
}

/// Trimmed; what is empty is nothing.
fn clean(content: &DeploymentContent) -> DeploymentContent {
    let kept = |text: &Option<String>| text.as_deref().map(cleaned).filter(|text| !text.is_empty());
    let lines = |text: &Option<String>| {
        let trimmed = text.as_deref().map(|text| text.trim().to_owned());
        trimmed.filter(|text| !text.is_empty())
    };
    DeploymentContent {
        window_hours: kept(&content.window_hours),
        product_version: kept(&content.product_version),
        server_info: lines(&content.server_info),
        notes: lines(&content.notes),
        ..content.clone()
    }
}

/// An unknown engineer is a fault of the body, not of the address.
pub fn unknown_engineer(index: usize) -> ApiError {
    let at = format!("/engineers/{index}/engineer_id");
    Refusal::new(Reason::UnknownReference).at(at).into()
}
