//! Signing in, staying signed in, and ending it: everywhere, at once.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Id,
    access::{Role, Scope},
    auth::{
        REFRESH_OVERLAP_SECONDS, check_password,
        wire::{ChangeMe, ChangePassword, MeView, SessionView, SignIn},
    },
    events::{EventKind, SubjectKind},
    id::{SessionId, UserId},
    problem::{ProblemCode, Reason},
    text::{cleaned, normalized},
    validate::{self, Faults},
};
use secrecy::SecretString;
use store::{
    StoreError, grants,
    sessions::{self, EndReason, Session},
    sign_in_attempts,
    users::{self, User},
};

use super::{
    password::{PasswordError, Verdict},
    second_factor::{self, AtTheDoor},
    tokens::RefreshToken,
};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::Caller,
};

/// Which door somebody stands at; each opens for its own people only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Staff,
    Partner,
}

impl Door {
    const fn is_for(self, role: Role) -> bool {
        matches!(self, Self::Partner) == role.is_partner()
    }
}

/// Where a sign-in comes from.
#[derive(Debug)]
pub struct From<'a> {
    pub address: String,
    pub user_agent: &'a str,
}

/// What somebody who signed in gets.
#[derive(Debug)]
pub struct SignedIn {
    pub access_token: String,
    pub refresh_token: SecretString,
}

impl std::convert::From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::wait(ProblemCode::Unavailable, 5),
            PasswordError::Failed(_) => Self::Fault(error.into()),
        }
    }
}

/// Checks name and password. Waiting grows per account and per address; no account can be locked
/// from outside for good.
///
/// # Errors
/// 401 whatever was wrong with name and password; `totp-required` and `wrong-code` where these are
/// right and there is a second factor; 429 with the seconds to wait.
pub async fn sign_in(app: &App, door: Door, from: &From<'_>, body: SignIn) -> ApiResult<SignedIn> {
    let username = normalized(&body.username);
    let password = SecretString::from(body.password);
    let keys = [attempt_key("user", &username), attempt_key("address", &from.address)];
    let now = app.clock.now();
    if let Some(until) = sign_in_attempts::blocked_until(&app.db.read, &keys, now).await? {
        let seconds = (until - now).num_seconds() + 1;
        return Err(ApiError::wait(ProblemCode::TooManyRequests, seconds));
    }
    let found = users::find_by_username(&app.db.read, &username).await?;
    let hash = found.as_ref().map(|user| user.password_hash.as_str());
    let verdict = app.hasher.verify(password.clone(), hash).await?;
    let user = found.filter(|user| user.active && door.is_for(user.role));
    let (Some(user), Verdict::Right { outdated }) = (user, verdict) else {
        return Err(refuse_sign_in(app, &keys, ProblemCode::WrongCredentials).await);
    };
    if let Some(partner) = user.partner_id {
        let scope = Scope::OfPartner(partner);
        let partner = store::partners::get(&app.db.read, scope, partner).await?;
        if partner.status == domain::partners::PartnerStatus::Suspended {
            return Err(refuse_sign_in(app, &keys, ProblemCode::WrongCredentials).await);
        }
    }
    match second_factor::at_the_door(app, &user, body.totp.as_deref()).await? {
        AtTheDoor::Passed => {}
        AtTheDoor::Missing => return Err(ApiError::refuse(ProblemCode::TotpRequired, "")),
        AtTheDoor::Wrong => return Err(refuse_sign_in(app, &keys, ProblemCode::WrongCode).await),
    }
    if outdated {
        rehash(app, &user, password).await?;
    }
    let session = open_session(app, &user, from).await?;
    sign_in_attempts::clear(&app.db.write, &keys[0]).await?;
    Ok(session)
}

/// A key of the table of attempts, no longer than its column.
pub(super) fn attempt_key(kind: &str, value: &str) -> String {
    format!("{kind}:{value}").chars().take(120).collect()
}

/// Counts the failure and says no, in the same words whatever was wrong with name and password.
async fn refuse_sign_in(app: &App, keys: &[String; 2], code: ProblemCode) -> ApiError {
    // Many people share an address: it is given more tries than an account.
    const TOLERANCES: [u32; 2] = [0, 20];
    let counted = app
        .transact(async |tx| {
            for (key, tolerance) in keys.iter().zip(TOLERANCES) {
                sign_in_attempts::record_failure(&**tx, key, tolerance, tx.now).await?;
            }
            Ok(())
        })
        .await;
    metrics::counter!("sign_in_failures_total").increment(1);
    match counted {
        Ok(()) => ApiError::refuse(code, ""),
        Err(error) => error,
    }
}

/// Stores the password with today's parameters while it is at hand.
async fn rehash(app: &App, user: &User, password: SecretString) -> ApiResult<()> {
    let password_hash = app.hasher.hash(password).await?;
    let renewed = User { password_hash, ..user.clone() };
    app.transact(async |tx| Ok(users::save(&**tx, &mut renewed.clone(), tx.now).await?)).await
}

async fn open_session(app: &App, user: &User, from: &From<'_>) -> ApiResult<SignedIn> {
    let refresh = RefreshToken::draw(&mut rand::rng());
    let id: SessionId = Id::from_uuid(app.id());
    let now = app.clock.now();
    let session = Session {
        id,
        user_id: user.id,
        refresh_hash: refresh.hash,
        previous_hash: None,
        rotated_at: now,
        expires_at: session_end(app, now),
        ended_at: None,
        user_agent: from.user_agent.chars().take(200).collect(),
        address: from.address.clone(),
        created_at: now,
        last_used_at: now,
    };
    app.transact(async |tx| {
        sessions::insert(&**tx, &session).await?;
        users::record_sign_in(&**tx, user.id, tx.now).await?;
        record(app, tx, EventKind::SignedIn, SubjectKind::User, user.id.as_uuid(), &user.username)
            .by(user.id)
            .append();
        Ok(())
    })
    .await?;
    tracing::info!(user.id = %user.id, "signed in");
    Ok(SignedIn { access_token: access_token(app, user.id, id)?, refresh_token: refresh.text })
}

/// When somebody who does not come back signs in again.
fn session_end(app: &App, now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::days(i64::from(app.config.auth.session_days))
}

fn access_token(app: &App, user: UserId, session: SessionId) -> ApiResult<String> {
    Ok(app.tokens.issue(user, session, app.clock.now()).map_err(anyhow::Error::from)?)
}

/// Trades a refresh token for the next one. Two tabs may come at once: the predecessor is taken for
/// another half minute. Later it is somebody who copied it, and the session ends.
///
/// # Errors
/// 401 where the session is over.
pub async fn refresh(app: &App, presented: Option<&str>) -> ApiResult<SignedIn> {
    let over = || ApiError::refuse(ProblemCode::SignInRequired, "");
    let hash = presented.and_then(RefreshToken::hash_of).ok_or_else(over)?;
    let next = RefreshToken::draw(&mut rand::rng());
    let now = app.clock.now();
    let overlap = TimeDelta::seconds(REFRESH_OVERLAP_SECONDS);
    let outcome = app
        .transact(async |tx| {
            let session = sessions::find_by_refresh(&**tx, &hash).await?;
            let Some(session) = session.filter(|session| session.is_alive(now)) else {
                return Ok(None);
            };
            let is_current = session.refresh_hash == hash;
            if !is_current && now - session.rotated_at > overlap {
                end_stolen(app, tx, &session).await?;
                return Ok(None);
            }
            let caller = sessions::caller(&**tx, session.id, now).await?;
            if !caller.is_some_and(|caller| caller.may_enter()) {
                return Ok(None);
            }
            let until = session_end(app, now);
            let present = session.refresh_hash;
            match sessions::rotate(&**tx, session.id, &present, next.hash, until, now).await {
                // The other tab was faster by a moment; this one asks again with its new cookie.
                Err(StoreError::Stale) => Ok(None),
                other => Ok(other.map(|()| Some((session.user_id, session.id)))?),
            }
        })
        .await?;
    let (user, session) = outcome.ok_or_else(over)?;
    Ok(SignedIn { access_token: access_token(app, user, session)?, refresh_token: next.text })
}

/// A refresh token came back long after its successor was used: whoever has it, the session ends.
async fn end_stolen(app: &App, tx: &Tx, session: &Session) -> ApiResult<()> {
    sessions::end(&**tx, session.user_id, session.id, EndReason::TokenReused, tx.now).await?;
    let (user, _) = users::profile(&**tx, session.user_id).await?;
    let subject = user.id.as_uuid();
    record(app, tx, EventKind::SessionReused, SubjectKind::User, subject, &user.username)
        .by(user.id)
        .append();
    Ok(())
}

/// Who is signed in, and what they may do.
pub async fn me(app: &App, caller: &Caller) -> ApiResult<MeView> {
    let (user, partner) = users::profile(&app.db.read, caller.user).await?;
    // Asked only where there is something: most people have no grants.
    let granted = if caller.powers.has_grants() {
        grants::live_of(&app.db.read, user.id, app.clock.now()).await?
    } else {
        Vec::new()
    };
    Ok(MeView {
        id: user.id,
        username: user.username,
        name: user.name,
        email: user.email,
        role: user.role,
        language: user.language,
        partner,
        org_admin: user.org_admin,
        permissions: caller.powers.permissions(),
        granted,
        must_enroll: caller.must_enroll,
    })
}

/// Changes one's own name, address and language.
pub async fn change_me(app: &App, caller: &Caller, change: &ChangeMe) -> ApiResult<MeView> {
    let mut faults = Faults::new();
    faults.check("/name", validate::text(&change.name, 1, 60));
    faults.check("/email", validate::email(change.email.trim()));
    faults.into_result()?;
    app.transact(async |tx| {
        let before = users::lock(&**tx, Scope::OfUser(caller.user), caller.user).await?;
        let mut after = User {
            name: cleaned(&change.name),
            email: cleaned(&change.email),
            language: change.language,
            ..before.clone()
        };
        users::save(&**tx, &mut after, tx.now).await?;
        record(app, tx, EventKind::UserChanged, SubjectKind::User, after.id.as_uuid(), &after.username)
            .by(caller.user)
            .changed(
                &serde_json::json!({"name": before.name, "email": before.email, "language": before.language}),
                &serde_json::json!({"name": after.name, "email": after.email, "language": after.language}),
            )
            .append();
 Ok(())
    })
    .await?;
    me(app, caller).await
}

/// Changes one's password; every other session ends.
///
/// # Errors
/// The present password is wrong; the new one will not do.
pub async fn change_password(app: &App, caller: &Caller, change: ChangePassword) -> ApiResult<()> {
    let (user, _) = users::profile(&app.db.read, caller.user).await?;
    let mut faults = Faults::new();
    faults.check("/new_password", check_password(&change.new_password, &user.username));
    if change.new_password == change.current_password {
        faults.add("/new_password", Reason::PasswordSame);
    }
    faults.into_result()?;
    let current = SecretString::from(change.current_password);
    if app.hasher.verify(current, Some(&user.password_hash)).await? == Verdict::Wrong {
        let mut faults = Faults::new();
        faults.add("/current_password", Reason::PasswordWrong);
        return faults.into_result().map_err(Into::into);
    }
    let password_hash = app.hasher.hash(SecretString::from(change.new_password)).await?;
    app.transact(async |tx| {
        let mut user = users::lock(&**tx, Scope::OfUser(caller.user), caller.user).await?;
        user.password_hash = password_hash.clone();
        users::save(&**tx, &mut user, tx.now).await?;
        store::password_resets::void_of(&**tx, user.id, tx.now).await?;
        let (except, reason) = (Some(caller.session), EndReason::PasswordChanged);
        sessions::end_all(&**tx, user.id, except, reason, tx.now).await?;
        record(
            app,
            tx,
            EventKind::PasswordChanged,
            SubjectKind::User,
            user.id.as_uuid(),
            &user.username,
        )
        .by(user.id)
        .append();
        Ok(())
    })
    .await
}

/// Where one is signed in.
pub async fn sessions(app: &App, caller: &Caller) -> ApiResult<Vec<SessionView>> {
    let now = app.clock.now();
    Ok(sessions::live(&app.db.read, caller.user, caller.session, now).await?)
}

/// Ends one of one's own sessions.
///
/// # Errors
/// 404 for another's.
pub async fn end_session(app: &App, caller: &Caller, id: SessionId) -> ApiResult<()> {
    app.transact(async |tx| {
        Ok(sessions::end(&**tx, caller.user, id, EndReason::SignedOut, tx.now).await?)
    })
    .await
}

/// Signs out everywhere.
pub async fn end_all_sessions(app: &App, caller: &Caller) -> ApiResult<()> {
    app.transact(async |tx| {
        let reason = EndReason::SignedOutEverywhere;
        sessions::end_all(&**tx, caller.user, None, reason, tx.now).await?;
        Ok(())
    })
    .await
}
