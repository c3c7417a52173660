//! Deployments from files: planned, or done before anybody planned them here.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    dates::business_day,
    deployments::{
        CheckedItem, DeploymentStatus, EngineerRole, check, check_completion, fresh, number,
        wire::{DeploymentContent, EngineerAtWork},
    },
    events::{EventKind, SubjectKind},
    id::LicenseId,
    imports::{Content, DeploymentLine, deployment_key},
    problem::{FieldError, Reason},
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, StoreResult,
    deployments::{self, Deployment},
    engineers::{self, Engineer},
    imports::Import,
    licenses::{self, License},
};
use uuid::Uuid;

use super::{Known, Outcome, kept};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    imports::jobs::by_import,
};

/// The deployments of these rows' licenses.
pub async fn known(db: &impl ConnectionTrait, contents: &[&Content]) -> ApiResult<Vec<Known>> {
    let ids: Vec<LicenseId> = contents.iter().filter_map(|content| license_of(content)).collect();
    let known = deployments::known(db, &ids).await?.into_iter().map(|one| {
        let DeploymentContent { license_id, kind, environment, planned_on, .. } = one.content;
        let day = one.completed_on.or(planned_on);
        Known {
            id: one.id.as_uuid(),
            label: one.number,
            keys: [Some(deployment_key(license_id, kind, environment, day)), None],
        }
    });
    Ok(known.collect())
}

fn license_of(content: &Content) -> Option<LicenseId> {
    match content {
        Content::Deployment(line) => line.license.id,
        _ => None,
    }
}

/// Keeps new ones; their licenses are locked, so that no two have the same number.
pub async fn create_all(
    tx: &impl ConnectionTrait,
    new: &[(Uuid, Content)],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let mut ids: Vec<LicenseId> =
        new.iter().filter_map(|(_, content)| license_of(content)).collect();
    ids.sort_unstable();
    ids.dedup();
    let locked = licenses::lock_all(tx, &ids).await?;
    let by_id: HashMap<LicenseId, &License> = locked.iter().map(|one| (one.id, one)).collect();
    let mut last = deployments::last_ordinals(tx, &ids).await?;
    let lines: Vec<(Uuid, &DeploymentLine)> = new
        .iter()
        .filter_map(|(id, content)| match content {
            Content::Deployment(line) => Some((*id, &**line)),
            _ => None,
        })
        .collect();
    let staff = team_of(tx, lines.iter().map(|(_, line)| *line)).await?;
    let (mut all, mut teams) = (Vec::new(), Vec::new());
    for (id, line) in lines {
        let license = line.license.id.and_then(|id| by_id.get(&id)).copied();
        let license = license.ok_or(StoreError::NotFound)?;
        let ordinal = last.entry(license.id).or_default();
        *ordinal += 1;
        let deployment = deployment(id, line, license, *ordinal, now);
        teams.push((deployment.id, at_work(line, &staff)));
        all.push(deployment);
    }
    deployments::insert_all(tx, &all, now).await?;
    deployments::staff_all(tx, &teams).await
}

/// What is done has no checklist: nobody ticked it off here.
fn deployment(
    id: Uuid,
    line: &DeploymentLine,
    license: &License,
    ordinal: u32,
    now: DateTime<Utc>,
) -> Deployment {
    let content = line.over(None);
    let status = line.status();
    let is_open = status.is_open();
    Deployment {
        id: id.into(),
        number: number(&license.number, ordinal),
        ordinal,
        customer_id: license.customer_id,
        status,
        checklist: if is_open { fresh(content.kind) } else { Vec::new() },
        content,
        attempt: 1,
        started_at: None,
        completed_on: line.completed_on,
        acceptance: None,
        reason: None,
        created_at: now,
        version: 1,
    }
}

/// Those whom the lines name, whom nobody deletes until the transaction ends.
async fn team_of(
    tx: &impl ConnectionTrait,
    lines: impl Iterator<Item = &DeploymentLine>,
) -> StoreResult<Vec<Engineer>> {
    let mut ids: Vec<_> =
        lines.flat_map(|line| line.engineers.iter().filter_map(|one| one.id)).collect();
    ids.sort_unstable();
    ids.dedup();
    engineers::lock_all(tx, &ids).await
}

fn at_work(line: &DeploymentLine, staff: &[Engineer]) -> Vec<EngineerAtWork> {
    let named = line.engineers.iter().filter_map(|link| {
        let engineer = staff.iter().find(|engineer| Some(engineer.id) == link.id)?;
        Some(EngineerAtWork {
            engineer_id: engineer.id,
            name: engineer.content.name.clone(),
            role: EngineerRole::default(),
        })
    });
    named.collect()
}

/// All of a deployment that a row may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Standing {
    content: DeploymentContent,
    status: DeploymentStatus,
    completed_on: Option<NaiveDate>,
    checklist: Vec<CheckedItem>,
    engineers: Vec<EngineerAtWork>,
}

async fn standing(tx: &Tx, deployment: &Deployment) -> ApiResult<Standing> {
    let mut teams = deployments::engineers_of(&**tx, &[deployment.id]).await?;
    Ok(Standing {
        content: deployment.content.clone(),
        status: deployment.status,
        completed_on: deployment.completed_on,
        checklist: deployment.checklist.clone(),
        engineers: teams.remove(&deployment.id.as_uuid()).unwrap_or_default(),
    })
}

impl Standing {
    /// What it is with a row. What was not ticked off of what is done is left out.
    fn with(&self, line: &DeploymentLine, staff: &[Engineer]) -> Self {
        let mut after = Self { content: line.over(Some(&self.content)), ..self.clone() };
        if !line.engineers.is_empty() {
            after.engineers = at_work(line, staff);
            for one in &mut after.engineers {
                let before = self.engineers.iter().find(|old| old.engineer_id == one.engineer_id);
                one.role = before.map_or(one.role, |old| old.role);
            }
        }
        if line.completed_on.is_some() {
            after.completed_on = line.completed_on;
            if self.status.is_open() {
                after.status = DeploymentStatus::Completed;
                after.checklist.retain(|item| item.done_at.is_some());
            }
        }
        after
    }
}

/// What forbids that a deployment becomes this by a row.
fn check_move(
    line: &DeploymentLine,
    deployment: &Deployment,
    after: &Standing,
    today: NaiveDate,
) -> Result<(), Vec<FieldError>> {
    deployment.status.may_change().map_err(|refusal| vec![refusal.at("/license")])?;
    check(&after.content)?;
    if let Some(on) = line.completed_on {
        let begun = deployment.started_at.map_or(on.min(today), business_day);
        check_completion(on, None, begun, today)?;
        line.check_done(after.engineers.len())?;
    }
    Ok(())
}

pub async fn update(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    asked: &DeploymentLine,
) -> ApiResult<Outcome> {
    let deployment = deployments::lock(&**tx, Scope::Everything, id.into()).await?;
    let staff = team_of(&**tx, std::iter::once(asked)).await?;
    let before = standing(tx, &deployment).await?;
    let after = before.with(asked, &staff);
    if after == before {
        return Ok(Outcome::Unchanged);
    }
    if let Err(faults) = check_move(asked, &deployment, &after, business_day(tx.now)) {
        return Ok(Outcome::Refused(faults));
    }
    let version = deployment.version + 1;
    write(app, tx, import, deployment, &before, after).await?;
    Ok(Outcome::Updated(kept(&before)?, version))
}

pub async fn restore(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    before: &str,
) -> ApiResult<Option<Reason>> {
    let before: Standing = serde_json::from_str(before).map_err(anyhow::Error::from)?;
    let deployment = deployments::lock(&**tx, Scope::Everything, id.into()).await?;
    let present = standing(tx, &deployment).await?;
    write(app, tx, import, deployment, &present, before).await?;
    Ok(None)
}

async fn write(
    app: &App,
    tx: &Tx,
    import: &Import,
    mut deployment: Deployment,
    before: &Standing,
    after: Standing,
) -> ApiResult<()> {
    let told = (json!(before), json!(after));
    if after.engineers != before.engineers {
        deployments::assign(&**tx, deployment.id, &after.engineers).await?;
    }
    deployment.content = after.content;
    deployment.status = after.status;
    deployment.completed_on = after.completed_on;
    deployment.checklist = after.checklist;
    deployments::save(&**tx, &mut deployment, tx.now).await?;
    let subject = (SubjectKind::Deployment, deployment.id.as_uuid());
    by_import(app, tx, import, EventKind::DeploymentChanged, subject, &deployment.number)
        .also_on(SubjectKind::License, deployment.content.license_id.as_uuid())
        .also_on(SubjectKind::Customer, deployment.customer_id.as_uuid())
        .changed(&told.0, &told.1)
        .append();
    Ok(())
}
