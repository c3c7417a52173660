//! Keeping engineers.

use domain::{
    Id,
    access::Scope,
    engineers::{
        check, may_delete,
        wire::{EngineerContent, EngineerListQuery, EngineerView},
    },
    events::{EventKind, SubjectKind},
    id::EngineerId,
    list::Page,
    problem::{FieldError, Reason, Refusal},
    text::cleaned,
};
use serde_json::json;
use store::{
    StoreError,
    engineers::{self, Engineer},
};

use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::{Record, record},
    http::{Caller, IfMatch, Once, Reply},
};

pub async fn page(
    app: &App,
    scope: Scope,
    query: &EngineerListQuery,
) -> ApiResult<Page<EngineerView>> {
    Ok(engineers::page(&app.db.read, scope, query).await?)
}

/// One engineer.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(app: &App, scope: Scope, id: EngineerId) -> ApiResult<EngineerView> {
    Ok(engineers::view(&app.db.read, scope, id).await?)
}

/// Keeps a new one.
///
/// # Errors
/// Field errors, an address or account that another has among them.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &EngineerContent,
) -> ApiResult<Reply> {
    check(content)?;
    let content = clean(content);
    app.transact_once(caller.user, once, async |tx| {
        account_of_staff(tx, &content).await?;
        let engineer = Engineer {
            id: Id::from_uuid(app.id()),
            content: content.clone(),
            active: true,
            created_at: tx.now,
            version: 1,
        };
        known_once(engineers::insert(&**tx, &engineer, tx.now).await)?;
        engineer_event(app, tx, EventKind::EngineerCreated, &engineer).by(caller.user).append();
        let view = engineers::view(&**tx, Scope::Everything, engineer.id).await?;
        Ok((201, view, Some(1)))
    })
    .await
}

/// Changes all that is kept of one.
///
/// # Errors
/// 404; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: EngineerId,
    version: IfMatch,
    content: &EngineerContent,
) -> ApiResult<EngineerView> {
    check(content)?;
    let content = clean(content);
    app.transact(async |tx| {
        let mut engineer = engineers::lock(&**tx, scope, id).await?;
        version.check(engineer.version)?;
        account_of_staff(tx, &content).await?;
        let before = json!(engineer.content);
        engineer.content = content.clone();
        known_once(engineers::save(&**tx, &mut engineer, tx.now).await)?;
        engineer_event(app, tx, EventKind::EngineerChanged, &engineer)
            .by(caller.user)
            .changed(&before, &json!(engineer.content))
            .append();
        Ok(engineers::view(&**tx, scope, id).await?)
    })
    .await
}

/// Lets one be given work, or no more.
///
/// # Errors
/// 404; 409 where nothing changes; 412.
pub async fn set_active(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: EngineerId,
    version: IfMatch,
    active: bool,
) -> ApiResult<EngineerView> {
    let kind = if active { EventKind::EngineerActivated } else { EventKind::EngineerDeactivated };
    app.transact(async |tx| {
        let mut engineer = engineers::lock(&**tx, scope, id).await?;
        if engineer.active == active {
            return Err(Reason::EngineerStatus.into());
        }
        version.check(engineer.version)?;
        engineer.active = active;
        engineers::save(&**tx, &mut engineer, tx.now).await?;
        engineer_event(app, tx, kind, &engineer).by(caller.user).append();
        Ok(engineers::view(&**tx, scope, id).await?)
    })
    .await
}

/// Deletes one who has no open work. Their row is locked, so that nobody gives them some meanwhile.
///
/// # Errors
/// 404; 409 where there is open work; 412.
pub async fn delete(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: EngineerId,
    version: IfMatch,
) -> ApiResult<()> {
    app.transact(async |tx| {
        let engineer = engineers::lock(&**tx, scope, id).await?;
        may_delete(engineers::view(&**tx, scope, id).await?.open_deployments)?;
        version.check(engineer.version)?;
        engineers::delete(&**tx, id).await?;
        engineer_event(app, tx, EventKind::EngineerDeleted, &engineer).by(caller.user).append();
        Ok(())
    })
    .await
}

fn engineer_event<'a>(app: &App, tx: &'a Tx, kind: EventKind, engineer: &Engineer) -> Record<'a> {
    let name = &engineer.content.name;
    record(app, tx, kind, SubjectKind::Engineer, engineer.id.as_uuid(), name)
}

/// The account is there and one of staff.
async fn account_of_staff(tx: &Tx, content: &EngineerContent) -> ApiResult<()> {
    let Some(user) = content.user_id else { return Ok(()) };
    match store::users::find(&**tx, Scope::Everything, user).await {
        Ok(user) if !user.role.is_partner() => Ok(()),
        Ok(_) | Err(StoreError::NotFound) => {
            Err(Refusal::new(Reason::UnknownReference).at("/user_id").into())
        }
        Err(error) => Err(error.into()),
    }
}

/// An address and an account are one engineer's.
fn known_once(outcome: Result<(), StoreError>) -> ApiResult<()> {
    let taken = |at: &str| -> FieldError { Refusal::new(Reason::AlreadyTaken).at(at) };
    match outcome {
        Err(error) if error.is_duplicate_of("uq_engineers_email") => {
            Err(ApiError::from(taken("/email")))
        }
        Err(error) if error.is_duplicate_of("uq_engineers_user_id") => {
            Err(ApiError::from(taken("/user_id")))
        }
        other => Ok(other?),
    }
}

/// Trimmed; what is empty is nothing, and addresses are in small letters.
fn clean(content: &EngineerContent) -> EngineerContent {
    let kept = |text: &Option<String>| text.as_deref().map(cleaned).filter(|text| !text.is_empty());
    EngineerContent {
        name: cleaned(&content.name),
        email: cleaned(&content.email).to_lowercase(),
        phone: kept(&content.phone),
        department: kept(&content.department),
        expertise: content.expertise.iter().map(|tag| cleaned(tag)).collect(),
        user_id: content.user_id,
    }
}
