//! A new password for whoever forgot theirs, by way of their mailbox.
//!
//! The token of the link is drawn from the server's secret and a salt each time it is needed, as
//! activation codes are: neither the queue of mails, nor an event, nor the table holds it.

use std::time::{Duration, Instant};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use domain::{
    Id,
    access::Scope,
    auth::{
        RESET_MINUTES, check_password,
        wire::{AskForReset, ConfirmReset},
    },
    dates::business_time,
    events::{EventKind, SubjectKind},
    id::PasswordResetId,
    partners::PartnerStatus,
    problem::{ProblemCode, Reason},
    text::normalized,
    validate::{self, Faults},
};
use sea_orm::ConnectionTrait;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::{
    StoreError,
    password_resets::{self, PasswordReset},
    sessions::{self, EndReason},
    sign_in_attempts,
    users::{self, User},
};

use super::service::attempt_key;
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    mail::{Letter, PasswordResetLetter},
    secret::ServerSecret,
};

/// Answers take at least this long, so that nobody learns from the clock whether there is such an
/// account. It is several times what the work takes.
const LEAST_TIME: Duration = Duration::from_millis(400);

/// Draws the tokens of links, and what they are found by.
#[derive(Debug, Clone)]
pub struct ResetTokens(ServerSecret);

impl ResetTokens {
    pub const fn new(secret: ServerSecret) -> Self {
        Self(secret)
    }

    fn bytes(&self, id: PasswordResetId, salt: &[u8; 32]) -> [u8; 32] {
        self.0.mac("password reset", &[id.as_uuid().as_bytes(), salt])
    }

    /// The token of a link: 256 bits that nobody without the server's secret can know.
    pub fn token(&self, id: PasswordResetId, salt: &[u8; 32]) -> SecretString {
        URL_SAFE_NO_PAD.encode(self.bytes(id, salt)).into()
    }

    /// What the table finds it by.
    pub fn hash(&self, id: PasswordResetId, salt: &[u8; 32]) -> [u8; 32] {
        Sha256::digest(self.bytes(id, salt)).into()
    }

    /// The same for a token that somebody presents; nothing where it cannot be one.
    pub fn hash_of(presented: &str) -> Option<[u8; 32]> {
        // 43 characters carry 32 bytes; a longer text is not worth decoding.
        if presented.len() != 43 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(presented).ok()?;
        (bytes.len() == 32).then(|| Sha256::digest(bytes).into())
    }
}

/// Sends a link to whoever this name or address belongs to. The same answer, after about the same
/// time, whether there is anybody.
///
/// # Errors
/// A field error; 429 with the seconds to wait, for accounts that do not exist as well.
pub async fn ask(app: &App, address: &str, body: &AskForReset) -> ApiResult<()> {
    let mut faults = Faults::new();
    faults.check("/login", validate::text(&body.login, 1, 254));
    faults.into_result()?;
    let started = Instant::now();
    let outcome = ask_at_once(app, address, body.login.trim()).await;
    tokio::time::sleep(LEAST_TIME.saturating_sub(started.elapsed())).await;
    outcome
}

async fn ask_at_once(app: &App, address: &str, login: &str) -> ApiResult<()> {
    /// Many people share an address: it is given more tries than an account.
    const TOLERANCES: [u32; 2] = [0, 20];
    let username = normalized(login);
    let keys = [attempt_key("reset", &username), attempt_key("reset-address", address)];
    let now = app.clock.now();
    if let Some(until) = sign_in_attempts::blocked_until(&app.db.read, &keys, now).await? {
        let seconds = (until - now).num_seconds() + 1;
        return Err(ApiError::wait(ProblemCode::TooManyRequests, seconds));
    }
    app.transact(async |tx| {
        for (key, tolerance) in keys.iter().zip(TOLERANCES) {
            sign_in_attempts::record_failure(&**tx, key, tolerance, tx.now).await?;
        }
        for user in users::find_by_login(&**tx, &username, login).await? {
            if may_enter(tx, &user).await? {
                send_link(app, tx, &user).await?;
            }
        }
        Ok(())
    })
    .await
}

/// Whoever could not sign in with the new password gets no link.
async fn may_enter(tx: &Tx, user: &User) -> ApiResult<bool> {
    let Some(partner) = user.partner_id else { return Ok(user.active) };
    let partner = store::partners::get(&**tx, Scope::OfPartner(partner), partner).await?;
    Ok(user.active && partner.status != PartnerStatus::Suspended)
}

/// Makes a new link, and the older ones worthless; the mail follows from the event.
async fn send_link(app: &App, tx: &Tx, user: &User) -> ApiResult<()> {
    let id = Id::from_uuid(app.id());
    let salt: [u8; 32] = rand::random();
    let reset = PasswordReset {
        id,
        user: user.id,
        salt,
        token_hash: app.resets.hash(id, &salt),
        expires_at: tx.now + TimeDelta::minutes(RESET_MINUTES),
    };
    password_resets::void_of(&**tx, user.id, tx.now).await?;
    password_resets::insert(&**tx, &reset, tx.now).await?;
    let (kind, subject) = (EventKind::PasswordResetAsked, user.id.as_uuid());
    record(app, tx, kind, SubjectKind::User, subject, &user.username)
        .data(json!({ "reset": id }))
        .append();
    Ok(())
}

/// The mail with the link. The token stands behind `#`: browsers send that to nobody, so it is in no
/// server's log.
///
/// # Errors
/// The database is not available.
pub async fn letter(
    app: &App,
    db: &impl ConnectionTrait,
    id: PasswordResetId,
) -> ApiResult<Letter> {
    let reset = password_resets::get(db, id).await?;
    let user = users::find(db, Scope::Everything, reset.user).await?;
    let url = app.config.http.public_url.trim_end_matches('/');
    let token = app.resets.token(id, &reset.salt);
    Ok(Letter::PasswordReset(PasswordResetLetter {
        username: user.username,
        until: business_time(reset.expires_at),
        page: format!("{url}/reset-password"),
        link: format!("{url}/reset-password#{}", token.expose_secret()).into(),
    }))
}

/// Sets a new password with the token of a link; every session ends.
///
/// # Errors
/// The link is over or used; the new password will not do.
pub async fn confirm(app: &App, body: ConfirmReset) -> ApiResult<()> {
    let over = || ApiError::from(Reason::ResetOver);
    let now = app.clock.now();
    let hash = ResetTokens::hash_of(body.token.trim()).ok_or_else(over)?;
    let reset = password_resets::find_live(&app.db.read, &hash, now).await?.ok_or_else(over)?;
    let known = users::find(&app.db.read, Scope::Everything, reset.user).await?;
    let mut faults = Faults::new();
    faults.check("/new_password", check_password(&body.new_password, &known.username));
    faults.into_result()?;
    let password_hash = app.hasher.hash(SecretString::from(body.new_password)).await?;
    app.transact(async |tx| {
        let user = users::lock(&**tx, Scope::Everything, reset.user).await?;
        if !may_enter(tx, &user).await? {
            return Err(over());
        }
        match password_resets::use_up(&**tx, reset.id, tx.now).await {
            Err(StoreError::Stale) => return Err(over()),
            other => other?,
        }
        let mut user = User { password_hash: password_hash.clone(), ..user };
        users::save(&**tx, &mut user, tx.now).await?;
        sessions::end_all(&**tx, user.id, None, EndReason::PasswordChanged, tx.now).await?;
        sign_in_attempts::clear(&**tx, &attempt_key("user", &user.username)).await?;
        let (kind, subject) = (EventKind::PasswordReset, user.id.as_uuid());
        record(app, tx, kind, SubjectKind::User, subject, &user.username).by(user.id).append();
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn tokens() -> ResetTokens {
        ResetTokens::new(ServerSecret::new(&"0123456789abcdef0123456789abcdef".into()).unwrap())
    }

    #[test]
    fn a_token_is_found_by_its_hash_and_drawn_again_from_its_salt() {
        let id = |n| PasswordResetId::from_uuid(Uuid::from_u128(n));
        let token = tokens().token(id(1), &[7; 32]);
        let text = token.expose_secret();

        assert_eq!(ResetTokens::hash_of(text), Some(tokens().hash(id(1), &[7; 32])));
        assert_eq!(text, tokens().token(id(1), &[7; 32]).expose_secret());
        assert_ne!(text, tokens().token(id(1), &[8; 32]).expose_secret());
        assert_ne!(text, tokens().token(id(2), &[7; 32]).expose_secret());
        for bad in ["", &text[1..], &format!("{text}A"), &"A".repeat(9999), &"*".repeat(43)] {
            assert_eq!(ResetTokens::hash_of(bad), None, "{bad:.60}");
        }
    }
}
