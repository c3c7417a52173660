//! The people of a partner organisation: its own administrators let them in and out, and staff who
//! keep partners do the same for them. Nobody reaches another organisation's people.

pub mod http;
pub mod staff;

use domain::{
    Id,
    access::{Role, Scope},
    auth::{
        check_changed_user, check_new_user,
        wire::{ChangeUser, CreateUser, UserListQuery, UserView},
    },
    events::{EventKind, SubjectKind},
    id::{PartnerId, UserId},
    list::Page,
    partners::{
        keeps_an_org_admin, may_manage_team,
        wire::{AddColleague, ChangeColleague, LetIn},
    },
    problem::Reason,
    text::{cleaned, normalized},
    validate::Faults,
};
use secrecy::SecretString;
use serde_json::json;
use store::{
    sessions::{self, EndReason},
    users::{self, User},
};

use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch},
};

/// The caller's own organisation.
fn own(caller: &Caller) -> ApiResult<PartnerId> {
    caller.partner.ok_or_else(ApiError::not_found)
}

/// Letters and digits that are not taken for each other, in groups: 74 bits that one can read out.
fn drawn_password(app: &App) -> String {
    const ALPHABET: [char; 31] = [
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'u',
        'v', 'w', 'x', 'y', 'z', '2', '3', '4', '5', '6', '7', '8', '9',
    ];
    let letter = |_| ALPHABET.get(app.draw_below(31) as usize).copied().unwrap_or('x');
    let group = |_| (0..5).map(letter).collect::<String>();
    (0..3).map(group).collect::<Vec<_>>().join("-")
}

/// Staff manage any team; a partner's people theirs, if they are its administrators.
async fn check_manager(tx: &Tx, caller: &Caller, partner: PartnerId) -> ApiResult<()> {
    if caller.partner.is_none() {
        return Ok(());
    }
    let manager = users::find(&**tx, Scope::OfPartner(partner), caller.user).await?;
    Ok(may_manage_team(manager.org_admin)?)
}

/// The organisation's people.
///
/// # Errors
/// There is no such organisation.
pub async fn page(
    app: &App,
    partner: PartnerId,
    query: &UserListQuery,
) -> ApiResult<Page<UserView>> {
    let scope = Scope::OfPartner(partner);
    store::partners::standing(&app.db.read, partner).await?;
    Ok(users::page(&app.db.read, scope, query).await?)
}

/// Lets somebody in, with a password that is said this once.
///
/// # Errors
/// Not an administrator; field errors; a user name that is taken; no such organisation.
pub async fn add(
    app: &App,
    caller: &Caller,
    partner: PartnerId,
    new: &AddColleague,
) -> ApiResult<LetIn> {
    let password = drawn_password(app);
    check_new_user(&CreateUser {
        username: new.username.clone(),
        name: new.name.clone(),
        email: new.email.clone(),
        role: Role::Partner,
        partner_id: Some(partner),
        language: new.language,
        password: password.clone(),
    })?;
    let user = User {
        id: Id::from_uuid(app.id()),
        username: normalized(&new.username),
        name: cleaned(&new.name),
        email: cleaned(&new.email),
        role: Role::Partner,
        partner_id: Some(partner),
        org_admin: new.org_admin,
        password_hash: app.hasher.hash(SecretString::from(password.clone())).await?,
        active: true,
        language: new.language,
        last_sign_in_at: None,
        created_at: app.clock.now(),
        updated_at: app.clock.now(),
        version: 1,
    };
    app.transact(async |tx| {
        store::partners::standing(&**tx, partner).await?;
        check_manager(tx, caller, partner).await?;
        let mut faults = Faults::new();
        if users::find_by_username(&**tx, &user.username).await?.is_some() {
            faults.add("/username", Reason::AlreadyTaken);
        }
        faults.into_result()?;
        let is_first = users::other_org_admins(&**tx, partner, None).await? == 0;
        let user = User { org_admin: user.org_admin || is_first, ..user.clone() };
        users::insert(&**tx, &user).await?;
        note(app, tx, caller, EventKind::UserCreated, &user);
        Ok(())
    })
    .await?;
    let user = users::view(&app.db.read, Scope::OfPartner(partner), user.id).await?;
    Ok(LetIn { user, password })
}

/// Changes what a colleague is called, and whether they manage the others.
///
/// # Errors
/// Not an administrator; field errors; the last administrator; 404; 412.
pub async fn change(
    app: &App,
    caller: &Caller,
    partner: PartnerId,
    id: UserId,
    version: IfMatch,
    change: &ChangeColleague,
) -> ApiResult<UserView> {
    let scope = Scope::OfPartner(partner);
    app.transact(async |tx| {
        check_manager(tx, caller, partner).await?;
        let before = users::lock(&**tx, scope, id).await?;
        let as_user = ChangeUser {
            name: change.name.clone(),
            email: change.email.clone(),
            role: before.role,
            language: change.language,
        };
        check_changed_user(&as_user, before.role)?;
        let mut after = User {
            name: cleaned(&change.name),
            email: cleaned(&change.email),
            language: change.language,
            org_admin: change.org_admin,
            ..before.clone()
        };
        keep_an_admin(tx, partner, &before, &after).await?;
        version.check(before.version)?;
        users::save(&**tx, &mut after, tx.now).await?;
        let shown = |user: &User| {
            json!({
                "name": user.name, "email": user.email, "language": user.language,
                "org_admin": user.org_admin,
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

/// Lets a colleague in no more, or again; their sessions end in the same transaction.
///
/// # Errors
/// Not an administrator; one's own account; the last administrator; 404; 412.
pub async fn set_active(
    app: &App,
    caller: &Caller,
    partner: PartnerId,
    id: UserId,
    version: IfMatch,
    active: bool,
) -> ApiResult<UserView> {
    let scope = Scope::OfPartner(partner);
    app.transact(async |tx| {
        check_manager(tx, caller, partner).await?;
        let before = users::lock(&**tx, scope, id).await?;
        if !active && id == caller.user {
            return Err(Reason::OwnAccount.into());
        }
        let mut after = User { active, ..before.clone() };
        keep_an_admin(tx, partner, &before, &after).await?;
        version.check(before.version)?;
        users::save(&**tx, &mut after, tx.now).await?;
        let kind = if active {
            EventKind::UserReactivated
        } else {
            sessions::end_all(&**tx, id, None, EndReason::Deactivated, tx.now).await?;
            EventKind::UserDeactivated
        };
        note(app, tx, caller, kind, &after);
        Ok(())
    })
    .await?;
    Ok(users::view(&app.db.read, scope, id).await?)
}

/// Gives a colleague who forgot theirs another password, said this once; they are signed out.
///
/// # Errors
/// Not an administrator; 404; 412.
pub async fn renew_password(
    app: &App,
    caller: &Caller,
    partner: PartnerId,
    id: UserId,
    version: IfMatch,
) -> ApiResult<LetIn> {
    let scope = Scope::OfPartner(partner);
    let password = drawn_password(app);
    let password_hash = app.hasher.hash(SecretString::from(password.clone())).await?;
    app.transact(async |tx| {
        check_manager(tx, caller, partner).await?;
        let before = users::lock(&**tx, scope, id).await?;
        version.check(before.version)?;
        let mut after = User { password_hash: password_hash.clone(), ..before };
        users::save(&**tx, &mut after, tx.now).await?;
        sessions::end_all(&**tx, id, None, EndReason::PasswordChanged, tx.now).await?;
        store::password_resets::void_of(&**tx, id, tx.now).await?;
        note(app, tx, caller, EventKind::PasswordChanged, &after);
        Ok(())
    })
    .await?;
    Ok(LetIn { user: users::view(&app.db.read, scope, id).await?, password })
}

/// Somebody of the organisation must be left who can let others in.
async fn keep_an_admin(tx: &Tx, partner: PartnerId, before: &User, after: &User) -> ApiResult<()> {
    let counts = |user: &User| user.org_admin && user.active;
    let others = users::other_org_admins(&**tx, partner, Some(before.id)).await?;
    Ok(keeps_an_org_admin(counts(before), counts(after), others)?)
}

fn note(app: &App, tx: &Tx, caller: &Caller, kind: EventKind, user: &User) {
    record(app, tx, kind, SubjectKind::User, user.id.as_uuid(), &user.username)
        .by(caller.user)
        .append();
}
