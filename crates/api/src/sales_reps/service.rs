//! Keeping sales reps.

use domain::{
    Id,
    access::{Role, Scope},
    events::{EventKind, SubjectKind},
    id::SalesRepId,
    list::Page,
    problem::{Reason, Refusal},
    sales_reps::{
        check, may_delete,
        wire::{SalesRepContent, SalesRepListQuery, SalesRepView},
    },
    text::cleaned,
};
use serde_json::json;
use store::{
    StoreError,
    sales_reps::{self, SalesRep},
    users::User,
};

use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::{Record, record},
    http::{Caller, IfMatch, Once, Reply},
};

pub async fn page(
    app: &App,
    scope: Scope,
    query: &SalesRepListQuery,
) -> ApiResult<Page<SalesRepView>> {
    Ok(sales_reps::page(&app.db.read, scope, query).await?)
}

/// One rep.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(app: &App, scope: Scope, id: SalesRepId) -> ApiResult<SalesRepView> {
    Ok(sales_reps::view(&app.db.read, scope, id).await?)
}

/// Keeps a new one.
///
/// # Errors
/// Field errors, an account that another has among them.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &SalesRepContent,
) -> ApiResult<Reply> {
    check(content)?;
    let content = clean(content);
    app.transact_once(caller.user, once, async |tx| {
        account_of_staff(tx, &content).await?;
        let rep = SalesRep {
            id: Id::from_uuid(app.id()),
            content: content.clone(),
            active: true,
            created_at: tx.now,
            version: 1,
        };
        known_once(sales_reps::insert(&**tx, &rep, tx.now).await)?;
        rep_event(app, tx, EventKind::SalesRepCreated, &rep).by(caller.user).append();
        let view = sales_reps::view(&**tx, Scope::Everything, rep.id).await?;
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
    id: SalesRepId,
    version: IfMatch,
    content: &SalesRepContent,
) -> ApiResult<SalesRepView> {
    check(content)?;
    let content = clean(content);
    app.transact(async |tx| {
        let mut rep = sales_reps::lock(&**tx, scope, id).await?;
        version.check(rep.version)?;
        account_of_staff(tx, &content).await?;
        let before = json!(rep.content);
        rep.content = content.clone();
        known_once(sales_reps::save(&**tx, &mut rep, tx.now).await)?;
        rep_event(app, tx, EventKind::SalesRepChanged, &rep)
            .by(caller.user)
            .changed(&before, &json!(rep.content))
            .append();
        Ok(sales_reps::view(&**tx, scope, id).await?)
    })
    .await
}

/// Says whether one sells now.
///
/// # Errors
/// 404; 409 where nothing changes; 412.
pub async fn set_active(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: SalesRepId,
    version: IfMatch,
    active: bool,
) -> ApiResult<SalesRepView> {
    let kind = if active { EventKind::SalesRepActivated } else { EventKind::SalesRepDeactivated };
    app.transact(async |tx| {
        let mut rep = sales_reps::lock(&**tx, scope, id).await?;
        if rep.active == active {
            return Err(Reason::SalesRepStatus.into());
        }
        version.check(rep.version)?;
        rep.active = active;
        sales_reps::save(&**tx, &mut rep, tx.now).await?;
        rep_event(app, tx, kind, &rep).by(caller.user).append();
        Ok(sales_reps::view(&**tx, scope, id).await?)
    })
    .await
}

/// Deletes one who has no targets; what they sold stays with their account.
///
/// # Errors
/// 404; 409 where there are targets; 412.
pub async fn delete(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: SalesRepId,
    version: IfMatch,
) -> ApiResult<()> {
    app.transact(async |tx| {
        let rep = sales_reps::lock(&**tx, scope, id).await?;
        may_delete(sales_reps::targets::count_of(&**tx, id).await?)?;
        version.check(rep.version)?;
        sales_reps::delete(&**tx, id).await?;
        rep_event(app, tx, EventKind::SalesRepDeleted, &rep).by(caller.user).append();
        Ok(())
    })
    .await
}

/// Whoever comes to sell has a page, under the name of their account. That they came is told by the
/// event of the account.
///
/// # Errors
/// Only the database's.
pub async fn begin(app: &App, tx: &Tx, user: &User) -> ApiResult<()> {
    let sells = matches!(user.role, Role::SalesRep | Role::SalesManager);
    if !sells || sales_reps::of_user(&**tx, user.id).await?.is_some() {
        return Ok(());
    }
    let rep = SalesRep {
        id: Id::from_uuid(app.id()),
        content: SalesRepContent {
            name: user.name.clone(),
            email: user.email.clone(),
            user_id: Some(user.id),
            ..SalesRepContent::default()
        },
        active: true,
        created_at: tx.now,
        version: 1,
    };
    Ok(sales_reps::insert(&**tx, &rep, tx.now).await?)
}

fn rep_event<'a>(app: &App, tx: &'a Tx, kind: EventKind, rep: &SalesRep) -> Record<'a> {
    let name = &rep.content.name;
    record(app, tx, kind, SubjectKind::SalesRep, rep.id.as_uuid(), name)
}

/// The account is there and one of staff.
async fn account_of_staff(tx: &Tx, content: &SalesRepContent) -> ApiResult<()> {
    let Some(user) = content.user_id else { return Ok(()) };
    match store::users::find(&**tx, Scope::Everything, user).await {
        Ok(user) if !user.role.is_partner() => Ok(()),
        Ok(_) | Err(StoreError::NotFound) => {
            Err(Refusal::new(Reason::UnknownReference).at("/user_id").into())
        }
        Err(error) => Err(error.into()),
    }
}

/// An account is one sales rep's.
fn known_once(outcome: Result<(), StoreError>) -> ApiResult<()> {
    match outcome {
        Err(error) if error.is_duplicate_of("uq_sales_reps_user_id") => {
            Err(Refusal::new(Reason::AlreadyTaken).at("/user_id").into())
        }
        other => Ok(other?),
    }
}

/// Trimmed; what is empty is nothing, and addresses are in small letters.
fn clean(content: &SalesRepContent) -> SalesRepContent {
    let kept = |text: &Option<String>| text.as_deref().map(cleaned).filter(|text| !text.is_empty());
    SalesRepContent {
        name: cleaned(&content.name),
        email: cleaned(&content.email).to_lowercase(),
        phone: kept(&content.phone),
        position: kept(&content.position),
        ..content.clone()
    }
}
