//! Granting something for a while, and taking it back early. The end needs nobody.

use domain::{
    Id,
    access::Scope,
    events::{EventKind, SubjectKind},
    grants::{
        Party, allows, check, is_live,
        wire::{GrantView, NewGrant},
    },
    id::{GrantId, UserId},
    problem::Reason,
};
use serde_json::json;
use store::{grants, users};

use crate::{
    app::App,
    error::ApiResult,
    events::record,
    http::{Caller, Once, Reply},
};

/// What a user was granted, over or not.
///
/// # Errors
/// 404 when out of reach.
pub async fn of_user(app: &App, scope: Scope, user: UserId) -> ApiResult<Vec<GrantView>> {
    users::find(&app.db.read, scope, user).await?;
    Ok(grants::of_user(&app.db.read, scope, user).await?)
}

/// Gives somebody a permission until an instant.
///
/// # Errors
/// To oneself, to a partner's person, by a grant; field errors; 404.
pub async fn grant(
    app: &App,
    caller: &Caller,
    scope: Scope,
    user: UserId,
    once: Option<&Once>,
    new: &NewGrant,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let to = users::lock(&**tx, scope, user).await?;
        let by = Party { user: caller.user, role: caller.role, active: true };
        allows(Party { user, role: to.role, active: to.active }, by)?;
        check(new, to.role, tx.now)?;
        let id = Id::from_uuid(app.id());
        grants::insert(&**tx, id, user, caller.user, new, tx.now).await?;
        let (kind, subject) = (EventKind::PermissionGranted, user.as_uuid());
        record(app, tx, kind, SubjectKind::User, subject, &to.username)
            .by(caller.user)
            .note(Some(&format!("{}: {}", new.permission, new.reason.trim())))
            .data(json!({"grant": id, "permission": new.permission, "until": new.until}))
            .append();
        Ok((201, grants::view(&**tx, scope, id).await?, None))
    })
    .await
}

/// Takes a grant back before its end.
///
/// # Errors
/// 404; 409 where it is over already.
pub async fn revoke(app: &App, caller: &Caller, scope: Scope, id: GrantId) -> ApiResult<()> {
    app.transact(async |tx| {
        let grant = grants::lock(&**tx, scope, id).await?;
        if !is_live(grant.until, grant.revoked_at, tx.now) {
            return Err(Reason::GrantOver.into());
        }
        grants::revoke(&**tx, &grant, caller.user, tx.now).await?;
        let user = users::find(&**tx, scope, grant.user).await?;
        let (kind, subject) = (EventKind::PermissionRevoked, user.id.as_uuid());
        record(app, tx, kind, SubjectKind::User, subject, &user.username)
            .by(caller.user)
            .note(Some(grant.permission.as_str()))
            .data(json!({"grant": id, "permission": grant.permission}))
            .append();
        Ok(())
    })
    .await
}
