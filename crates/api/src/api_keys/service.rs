//! Making keys, and making them worthless.

use domain::{
    Id,
    access::{Powers, Role, Scope},
    api_keys::{
        MOST_LIVE, check, scopes_of,
        wire::{ApiKeyMade, ApiKeyView, NewApiKey},
    },
    events::{EventKind, SubjectKind},
    id::{ApiKeyId, PartnerId},
    problem::{ProblemCode, Reason, Refusal},
};
use secrecy::ExposeSecret as _;
use serde_json::json;
use store::{
    api_keys::{self, Made, Owner},
    partners, users,
};

use super::ApiToken;
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::{Record, record},
    http::Caller,
};

/// Whose keys somebody works with.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// One's own.
    Own,
    /// A partner organisation's, by those who manage partners.
    Partner(PartnerId, Scope),
}

impl Whose {
    const fn scope(self, caller: &Caller) -> Scope {
        match self {
            Self::Own => Scope::OfUser(caller.user),
            Self::Partner(partner, _) => Scope::OfPartner(partner),
        }
    }

    /// 404 for a partner that is out of reach.
    async fn check(self, app: &App) -> ApiResult<()> {
        if let Self::Partner(partner, scope) = self {
            partners::get(&app.db.read, scope, partner).await?;
        }
        Ok(())
    }
}

/// The keys, the latest first; what is over too.
///
/// # Errors
/// 404 for a partner that is out of reach.
pub async fn list(app: &App, caller: &Caller, whose: Whose) -> ApiResult<Vec<ApiKeyView>> {
    whose.check(app).await?;
    Ok(api_keys::list(&app.db.read, whose.scope(caller)).await?)
}

/// Makes a key. What it is, is said once, in this answer.
///
/// # Errors
/// Field errors; 404; 403 for a program; a partner that nobody signs in for; too many keys.
pub async fn create(
    app: &App,
    caller: &Caller,
    whose: Whose,
    new: &NewApiKey,
) -> ApiResult<ApiKeyMade> {
    no_program(caller)?;
    whose.check(app).await?;
    let powers = match whose {
        Whose::Own => caller.powers,
        Whose::Partner(..) => Powers::of(Role::Partner),
    };
    check(new, &scopes_of(powers), app.clock.now())?;
    let token = ApiToken::draw(&mut rand::rng());
    let key = app
        .transact(async |tx| {
            let owner = owner(tx, caller, whose).await?;
            if api_keys::live(&**tx, whose.scope(caller), tx.now).await? >= MOST_LIVE {
                return Err(Refusal::new(Reason::TooManyKeys).with("max", MOST_LIVE).into());
            }
            let id = Id::from_uuid(app.id());
            let made =
                Made { id, owner, created_by: caller.user, start: &token.start, hash: token.hash };
            api_keys::insert(&**tx, &made, new, tx.now).await?;
            event(app, tx, caller, EventKind::ApiKeyCreated, owner, new.name.trim())
                .await?
                .data(json!({"key": id, "scopes": new.scopes, "expires_at": new.expires_at}))
                .append();
            Ok(api_keys::view(&**tx, whose.scope(caller), id).await?)
        })
        .await?;
    Ok(ApiKeyMade { key, token: token.text.expose_secret().to_owned() })
}

/// A key works on no keys, whatever it may besides: one that got lost would live on in others.
fn no_program(caller: &Caller) -> ApiResult<()> {
    match caller.key {
        Some(_) => Err(ApiError::refuse(ProblemCode::NotPermitted, "Not with an API key.")),
        None => Ok(()),
    }
}

/// In whose name the key acts: one's own, or that of the organisation's first active person. Locked,
/// so that keys of one are made one after the other.
async fn owner(tx: &Tx, caller: &Caller, whose: Whose) -> ApiResult<Owner> {
    match whose {
        Whose::Own => {
            users::lock(&**tx, Scope::OfUser(caller.user), caller.user).await?;
            Ok(Owner { user: caller.user, partner: None })
        }
        Whose::Partner(partner, _) => {
            let people = users::of_partner(&**tx, partner).await?;
            let first = people.first().ok_or(Reason::NobodyToActFor)?;
            users::lock(&**tx, Scope::OfPartner(partner), first.id).await?;
            Ok(Owner { user: first.id, partner: Some(partner) })
        }
    }
}

/// Makes a key worthless, with the next request.
///
/// # Errors
/// 404 for another's; 403 for a program; 409 where it is already.
pub async fn revoke(app: &App, caller: &Caller, whose: Whose, id: ApiKeyId) -> ApiResult<()> {
    no_program(caller)?;
    whose.check(app).await?;
    app.transact(async |tx| {
        let key = api_keys::lock(&**tx, whose.scope(caller), id).await?;
        if key.revoked_at.is_some() {
            return Err(Reason::KeyRevoked.into());
        }
        api_keys::revoke(&**tx, id, tx.now).await?;
        event(app, tx, caller, EventKind::ApiKeyRevoked, key.owner, &key.name)
            .await?
            .data(json!({"key": id}))
            .append();
        Ok(())
    })
    .await
}

/// It stands on the organisation's timeline, or on the user's.
async fn event<'a>(
    app: &App,
    tx: &'a Tx,
    caller: &Caller,
    kind: EventKind,
    owner: Owner,
    name: &str,
) -> ApiResult<Record<'a>> {
    let begun = if let Some(id) = owner.partner {
        let partner = partners::get(&**tx, Scope::OfPartner(id), id).await?;
        record(app, tx, kind, SubjectKind::Partner, id.as_uuid(), &partner.name)
    } else {
        let user = users::find(&**tx, Scope::OfUser(owner.user), owner.user).await?;
        record(app, tx, kind, SubjectKind::User, user.id.as_uuid(), &user.username)
    };
    Ok(begun.by(caller.user).note(Some(name)))
}
