//! Keeping statuses and sources of leads.

use domain::{
    Id,
    events::{EventKind, SubjectKind},
    id::{LeadSourceId, LeadStatusId},
    leads::{
        MOST_CONFIGURED, check_source, check_status,
        wire::{LeadSourceContent, LeadSourceView, LeadStatusContent, LeadStatusView},
    },
    problem::{Reason, Refusal},
    text::cleaned,
};
use serde_json::{Value, json};
use store::{StoreError, leads};

use crate::{
    app::App,
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch, Once, Reply},
};

/// Adds a status.
///
/// # Errors
/// Field errors.
pub async fn create_status(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &LeadStatusContent,
) -> ApiResult<Reply> {
    check_status(content)?;
    app.transact_once(caller.user, once, async |tx| {
        if leads::lock_statuses(&**tx).await?.len() >= MOST_CONFIGURED {
            return Err(too_many());
        }
        let made =
            LeadStatusView { id: Id::from_uuid(app.id()), content: clean(content), version: 1 };
        leads::insert_status(&**tx, &made, tx.now).await?;
        let (subject, name) = (SubjectKind::LeadStatus, &made.content.name_zh);
        record(app, tx, EventKind::LeadStatusCreated, subject, made.id.as_uuid(), name)
            .by(caller.user)
            .changed(&Value::Null, &json!(made.content))
            .append();
        Ok((201, made, Some(1)))
    })
    .await
}

fn too_many() -> crate::error::ApiError {
    Refusal::new(Reason::TooManyEntries).with("max", MOST_CONFIGURED).at("").into()
}

/// Changes a status; what it means stays, and of each meaning one stays in use.
///
/// # Errors
/// 404; 412; field errors.
pub async fn change_status(
    app: &App,
    caller: &Caller,
    (id, version): (LeadStatusId, IfMatch),
    content: &LeadStatusContent,
) -> ApiResult<LeadStatusView> {
    check_status(content)?;
    app.transact(async |tx| {
        let all = leads::lock_statuses(&**tx).await?;
        let found = all.iter().find(|one| one.id == id).cloned();
        let mut one = found.ok_or(StoreError::NotFound)?;
        if content.kind != one.content.kind {
            return Err(Refusal::new(Reason::StatusKindFixed).at("/kind").into());
        }
        let stays = |other: &LeadStatusView| {
            other.id != id && other.content.active && other.content.kind == content.kind
        };
        if !content.active && !all.iter().any(stays) {
            return Err(Refusal::new(Reason::LastStatusOfKind).at("/active").into());
        }
        version.check(one.version)?;
        let before = json!(one.content);
        one.content = clean(content);
        leads::save_status(&**tx, &mut one, tx.now).await?;
        let (subject, name) = (SubjectKind::LeadStatus, &one.content.name_zh);
        record(app, tx, EventKind::LeadStatusChanged, subject, id.as_uuid(), name)
            .by(caller.user)
            .changed(&before, &json!(one.content))
            .append();
        Ok(one)
    })
    .await
}

/// Adds a source.
///
/// # Errors
/// Field errors.
pub async fn create_source(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &LeadSourceContent,
) -> ApiResult<Reply> {
    check_source(content)?;
    app.transact_once(caller.user, once, async |tx| {
        if leads::sources(&**tx).await?.len() >= MOST_CONFIGURED {
            return Err(too_many());
        }
        let made = LeadSourceView {
            id: Id::from_uuid(app.id()),
            content: clean_source(content),
            version: 1,
        };
        leads::insert_source(&**tx, &made, tx.now).await?;
        let (subject, name) = (SubjectKind::LeadSource, &made.content.name_zh);
        record(app, tx, EventKind::LeadSourceCreated, subject, made.id.as_uuid(), name)
            .by(caller.user)
            .changed(&Value::Null, &json!(made.content))
            .append();
        Ok((201, made, Some(1)))
    })
    .await
}

/// Changes a source.
///
/// # Errors
/// 404; 412; field errors.
pub async fn change_source(
    app: &App,
    caller: &Caller,
    (id, version): (LeadSourceId, IfMatch),
    content: &LeadSourceContent,
) -> ApiResult<LeadSourceView> {
    check_source(content)?;
    app.transact(async |tx| {
        let mut one = leads::lock_source(&**tx, id).await?;
        version.check(one.version)?;
        let before = json!(one.content);
        one.content = clean_source(content);
        leads::save_source(&**tx, &mut one, tx.now).await?;
        let (subject, name) = (SubjectKind::LeadSource, &one.content.name_zh);
        record(app, tx, EventKind::LeadSourceChanged, subject, id.as_uuid(), name)
            .by(caller.user)
            .changed(&before, &json!(one.content))
            .append();
        Ok(one)
    })
    .await
}

fn clean(content: &LeadStatusContent) -> LeadStatusContent {
    LeadStatusContent {
        name_zh: cleaned(&content.name_zh),
        name_en: cleaned(&content.name_en),
        ..content.clone()
    }
}

fn clean_source(content: &LeadSourceContent) -> LeadSourceContent {
    LeadSourceContent {
        name_zh: cleaned(&content.name_zh),
        name_en: cleaned(&content.name_en),
        ..content.clone()
    }
}
