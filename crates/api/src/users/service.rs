//! Creating users, letting them in and not.

use domain::{
    Id, Lang,
    access::{Role, Scope},
    auth::{
        check_changed_user, check_new_user, check_password,
        wire::{ChangeUser, CreateUser, UserView},
    },
    events::{EventKind, SubjectKind},
    id::{PartnerId, UserId},
    problem::Reason,
    text::{cleaned, normalized},
    validate::Faults,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use store::{
    StoreError,
    sessions::{self, EndReason},
    users::{self, User},
};

use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch},
    sales_reps,
};

/// Somebody who is to sign in.
#[derive(Debug, Clone)]
pub struct NewUser {
    pub username: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub partner: Option<PartnerId>,
    pub language: Lang,
    pub password: SecretString,
}

impl From<CreateUser> for NewUser {
    fn from(new: CreateUser) -> Self {
        Self {
            username: new.username,
            name: new.name,
            email: new.email,
            role: new.role,
            partner: new.partner_id,
            language: new.language,
            password: new.password.into(),
        }
    }
}

/// Creates a user; `by` is nobody for what happens at a terminal.
///
/// # Errors
/// Field errors; a user name that is taken.
pub async fn create(app: &App, by: Option<UserId>, new: NewUser) -> ApiResult<UserId> {
    check_new_user(&CreateUser {
        username: new.username.clone(),
        name: new.name.clone(),
        email: new.email.clone(),
        role: new.role,
        partner_id: new.partner,
        language: new.language,
        password: new.password.expose_secret().to_owned(),
    })?;
    let user = User {
        org_admin: false,
        id: Id::from_uuid(app.id()),
        username: normalized(&new.username),
        name: cleaned(&new.name),
        email: cleaned(&new.email),
        role: new.role,
        partner_id: new.partner,
        password_hash: app.hasher.hash(new.password).await?,
        active: true,
        language: new.language,
        last_sign_in_at: None,
        created_at: app.clock.now(),
        updated_at: app.clock.now(),
        version: 1,
    };
    app.transact(async |tx| {
        let mut faults = Faults::new();
        if let Some(partner) = user.partner_id
            && !exists(tx, partner).await?
        {
            faults.add("/partner_id", Reason::UnknownReference);
        }
        if users::find_by_username(&**tx, &user.username).await?.is_some() {
            faults.add("/username", Reason::AlreadyTaken);
        }
        faults.into_result()?;
        let user = User { org_admin: is_first_admin(tx, &user).await?, ..user.clone() };
        users::insert(&**tx, &user).await?;
        sales_reps::service::begin(app, tx, &user).await?;
        let subject = user.id.as_uuid();
        let event =
            record(app, tx, EventKind::UserCreated, SubjectKind::User, subject, &user.username);
        let event = match by {
            Some(by) => event.by(by),
            None => event,
        };
        event.note(Some(user.role.as_str())).append();
        Ok(user.id)
    })
    .await
}

/// Whoever comes to an organisation that nobody manages manages it.
async fn is_first_admin(tx: &Tx, user: &User) -> ApiResult<bool> {
    match user.partner_id {
        Some(partner) => Ok(users::other_org_admins(&**tx, partner, None).await? == 0),
        None => Ok(false),
    }
}

async fn exists(tx: &Tx, partner: PartnerId) -> ApiResult<bool> {
    match store::partners::get(&**tx, Scope::Everything, partner).await {
        Ok(_) => Ok(true),
        Err(StoreError::NotFound) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Changes what a user is called, where they are written to, and what they may.
///
/// # Errors
/// Field errors; one's own role; the last active admin; 404; 412.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: UserId,
    version: IfMatch,
    change: &ChangeUser,
) -> ApiResult<UserView> {
    app.transact(async |tx| {
        let before = users::lock(&**tx, scope, id).await?;
        check_changed_user(change, before.role)?;
        let is_other_role = change.role != before.role;
        if is_other_role && id == caller.user {
            return Err(Reason::OwnRole.into());
        }
        if is_other_role {
            keep_an_admin(tx, &before).await?;
        }
        version.check(before.version)?;
        let mut after = User {
            name: cleaned(&change.name),
            email: cleaned(&change.email),
            role: change.role,
            language: change.language,
            ..before.clone()
        };
        users::save(&**tx, &mut after, tx.now).await?;
        sales_reps::service::begin(app, tx, &after).await?;
        let shown = |user: &User| {
            json!({
                "name": user.name, "email": user.email, "role": user.role,
                "language": user.language,
            })
        };
        let subject = id.as_uuid();
        record(app, tx, EventKind::UserChanged, SubjectKind::User, subject, &after.username)
            .by(caller.user)
            .changed(&shown(&before), &shown(&after))
            .append();
        Ok(())
    })
    .await?;
    Ok(users::view(&app.db.read, scope, id).await?)
}

/// Gives a user another password, for whoever forgot theirs; they are signed out everywhere.
///
/// # Errors
/// A field error; 404; 412.
pub async fn set_password(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: UserId,
    version: IfMatch,
    password: SecretString,
) -> ApiResult<UserView> {
    let known = users::find(&app.db.read, scope, id).await?;
    let mut faults = Faults::new();
    faults.check("/password", check_password(password.expose_secret(), &known.username));
    faults.into_result()?;
    let password_hash = app.hasher.hash(password).await?;
    app.transact(async |tx| {
        let before = users::lock(&**tx, scope, id).await?;
        version.check(before.version)?;
        let mut after = User { password_hash: password_hash.clone(), ..before };
        users::save(&**tx, &mut after, tx.now).await?;
        store::password_resets::void_of(&**tx, id, tx.now).await?;
        sessions::end_all(&**tx, id, None, EndReason::PasswordChanged, tx.now).await?;
        let subject = id.as_uuid();
        record(app, tx, EventKind::PasswordChanged, SubjectKind::User, subject, &after.username)
            .by(caller.user)
            .append();
        Ok(())
    })
    .await?;
    Ok(users::view(&app.db.read, scope, id).await?)
}

/// Somebody must be left who can let others in.
async fn keep_an_admin(tx: &Tx, before: &User) -> ApiResult<()> {
    let counts = before.role == Role::Admin && before.active;
    if counts && users::active_admins(&**tx).await? <= 1 {
        return Err(Reason::LastAdmin.into());
    }
    Ok(())
}

/// Lets a user in or not; deactivating ends their sessions in the same transaction.
///
/// # Errors
/// One's own account; the last active admin.
pub async fn set_active(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: UserId,
    version: IfMatch,
    active: bool,
) -> ApiResult<UserView> {
    app.transact(async |tx| {
        let before = users::lock(&**tx, scope, id).await?;
        if !active && id == caller.user {
            return Err(Reason::OwnAccount.into());
        }
        if !active {
            keep_an_admin(tx, &before).await?;
        }
        version.check(before.version)?;
        let mut after = User { active, ..before };
        users::save(&**tx, &mut after, tx.now).await?;
        let kind = if active {
            EventKind::UserReactivated
        } else {
            sessions::end_all(&**tx, id, None, EndReason::Deactivated, tx.now).await?;
            EventKind::UserDeactivated
        };
        record(app, tx, kind, SubjectKind::User, id.as_uuid(), &after.username)
            .by(caller.user)
            .append();
        Ok(())
    })
    .await?;
    Ok(users::view(&app.db.read, scope, id).await?)
}
