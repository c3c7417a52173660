//! Engineers from files.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    engineers::wire::EngineerContent,
    events::{EventKind, SubjectKind},
    imports::Content,
    problem::{Reason, Refusal},
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::{
    StoreError, StoreResult,
    engineers::{self, Engineer},
    imports::Import,
};
use uuid::Uuid;

use super::{Known, Outcome, kept};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    imports::jobs::by_import,
};

pub async fn known(db: &impl ConnectionTrait, emails: &[String]) -> ApiResult<Vec<Known>> {
    let found = engineers::known(db, emails).await?;
    let known = found.into_iter().map(|engineer| Known {
        id: engineer.id.as_uuid(),
        label: engineer.content.name,
        keys: [Some(engineer.content.email), None],
    });
    Ok(known.collect())
}

pub async fn create_all(
    tx: &impl ConnectionTrait,
    new: &[(Uuid, Content)],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let new: Vec<Engineer> = new
        .iter()
        .filter_map(|(id, content)| match content {
            Content::Engineer(content) => Some(Engineer {
                id: (*id).into(),
                content: content.clone(),
                active: true,
                created_at: now,
                version: 1,
            }),
            _ => None,
        })
        .collect();
    engineers::insert_all(tx, &new, now).await
}

pub async fn update(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    asked: &EngineerContent,
) -> ApiResult<Outcome> {
    let engineer = engineers::lock(&**tx, Scope::Everything, id.into()).await?;
    let before = engineer.content.clone();
    let content = asked.clone().over(&before);
    if content == before {
        return Ok(Outcome::Unchanged);
    }
    let version = engineer.version + 1;
    if write(app, tx, import, engineer, content).await?.is_some() {
        return Ok(Outcome::Refused(vec![Refusal::new(Reason::AlreadyTaken).at("/email")]));
    }
    Ok(Outcome::Updated(kept(&before)?, version))
}

pub async fn restore(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    before: &str,
) -> ApiResult<Option<Reason>> {
    let before: EngineerContent = serde_json::from_str(before).map_err(anyhow::Error::from)?;
    let engineer = engineers::lock(&**tx, Scope::Everything, id.into()).await?;
    write(app, tx, import, engineer, before).await
}

/// Writes another content with its event; answers why it could not.
async fn write(
    app: &App,
    tx: &Tx,
    import: &Import,
    mut engineer: Engineer,
    content: EngineerContent,
) -> ApiResult<Option<Reason>> {
    let before = json!(engineer.content);
    let taken = engineers::known(&**tx, std::slice::from_ref(&content.email)).await?;
    if taken.iter().any(|other| other.id != engineer.id) {
        return Ok(Some(Reason::AlreadyTaken));
    }
    engineer.content = content;
    match engineers::save(&**tx, &mut engineer, tx.now).await {
        Err(StoreError::Duplicate(_)) => return Err(ApiError::Deadlock),
        other => other?,
    }
    let kind = EventKind::EngineerChanged;
    let (id, name) = (engineer.id.as_uuid(), &engineer.content.name);
    by_import(app, tx, import, kind, (SubjectKind::Engineer, id), name)
        .changed(&before, &json!(engineer.content))
        .append();
    Ok(None)
}

/// Removes them unless one was ever given work; answers whether it could.
pub async fn remove_all(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<bool> {
    if !engineers::with_work(tx, ids).await?.is_empty() {
        return Ok(false);
    }
    engineers::remove_all(tx, ids).await?;
    Ok(true)
}
