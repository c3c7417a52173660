//! Creating users, letting them in and not.

use domain::{
    Id, Lang,
    access::{Role, Scope},
    auth::{check_password, wire::UserView},
    events::{EventKind, SubjectKind},
    id::{PartnerId, UserId},
    problem::Reason,
    text::{cleaned, normalized},
    validate::{self, Faults},
};
use secrecy::{ExposeSecret as _, SecretString};
use store::{
    sessions::{self, EndReason},
    users::{self, User},
};

use crate::{
    app::App,
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch},
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

/// Creates a user; `by` is nobody for what happens at a terminal.
///
/// # Errors
/// Field errors; a user name that is taken.
pub async fn create(app: &App, by: Option<UserId>, new: NewUser) -> ApiResult<UserId> {
    let mut faults = Faults::new();
    faults.check("/username", validate::text(&new.username, 2, 60));
    faults.check("/name", validate::text(&new.name, 1, 60));
    faults.check("/email", validate::email(new.email.trim()));
    faults.check("/password", check_password(new.password.expose_secret(), &new.username));
    faults.into_result()?;
    let user = User {
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
        if users::find_by_username(&**tx, &user.username).await?.is_some() {
            let mut faults = Faults::new();
            faults.add("/username", Reason::AlreadyTaken);
            faults.into_result()?;
        }
        users::insert(&**tx, &user).await?;
        let subject = user.id.as_uuid();
        let event =
            record(app, tx, EventKind::UserCreated, SubjectKind::User, subject, &user.username);
        let event = match by {
            Some(by) => event.by(by),
            None => event,
        };
        event.note(Some(user.role.as_str())).append().await?;
        Ok(user.id)
    })
    .await
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
        let is_last_admin = before.role == Role::Admin
            && before.active
            && !active
            && users::active_admins(&**tx).await? <= 1;
        if is_last_admin {
            return Err(Reason::LastAdmin.into());
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
            .append()
            .await
    })
    .await?;
    Ok(users::view(&app.db.read, scope, id).await?)
}
