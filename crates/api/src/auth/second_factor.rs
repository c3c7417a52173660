//! The second factor: setting it up, asking for it at the door, and doing without it again.

use anyhow::anyhow;
use chrono::{DateTime, Utc};
use domain::{
    Id,
    access::Scope,
    auth::{
        second_factor::{RECOVERY_CODES, RECOVERY_LENGTH, SKEW_STEPS, Typed, recovery_code},
        wire::{EnrollmentView, RecoveryCodesView, SecondFactorView, TotpCode},
    },
    events::{EventKind, SubjectKind},
    id::UserId,
    problem::{ProblemCode, Reason, Refusal},
};
use qrcodegen::{QrCode, QrCodeEcc};
use secrecy::{ExposeSecret as _, SecretSlice};
use store::{
    second_factors::{self, SecondFactor},
    sign_in_attempts,
    users::{self, User},
};
use totp_rs::{Algorithm, Builder, Totp};

use super::service::attempt_key;
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::Caller,
};

/// What an authenticator shows the code under.
const ISSUER: &str = "DSMS";
/// 160 bits, as RFC 4226 §4 recommends.
const SECRET_BYTES: usize = 20;
/// Seconds of a step, and figures of a code: what every authenticator takes for granted.
const STEP_SECONDS: u64 = 30;
const DIGITS: u8 = 6;

/// What became of the code at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtTheDoor {
    /// It was right, or none is asked of them.
    Passed,
    Missing,
    Wrong,
}

fn totp(secret: &SecretSlice<u8>, username: &str) -> ApiResult<Totp> {
    let built = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_skew(SKEW_STEPS)
        .with_step_duration(STEP_SECONDS)
        .with_secret(secret.expose_secret().to_vec())
        .with_issuer(Some(ISSUER))
        .with_account_name(username.replace(':', "."))
        .build();
    Ok(built.map_err(|error| anyhow!("the second factor cannot be used: {error}"))?)
}

fn open(app: &App, factor: &SecondFactor) -> ApiResult<SecretSlice<u8>> {
    let owner = factor.user.as_uuid();
    Ok(app.sealer.open(owner.as_bytes(), &factor.secret).map_err(anyhow::Error::from)?.into())
}

/// What a recovery code is kept as: with the server's secret mixed in, so that a copy of the table
/// cannot be tried against.
fn recovery_hash(app: &App, user: UserId, code: &str) -> String {
    app.sealer.fingerprint(&[b"recovery code", user.as_uuid().as_bytes(), code.as_bytes()])
}

/// Takes a code, once: whether it is right, and none that was taken before. The factor is changed
/// by that, and kept when the transaction commits.
///
/// Wrong ones are counted in the same transaction, under the lock on the factor: however many come
/// at once, each is counted before the next is looked at. A wrong one must therefore be committed.
///
/// # Errors
/// 429 after several wrong ones, with the seconds to wait: six figures are soon guessed otherwise.
async fn take(
    app: &App,
    tx: &Tx,
    factor: &mut SecondFactor,
    username: &str,
    typed: &str,
) -> ApiResult<bool> {
    let key = attempt_key("totp", &factor.user.to_string());
    let keys = std::slice::from_ref(&key);
    if let Some(until) = sign_in_attempts::blocked_until(&**tx, keys, tx.now).await? {
        let seconds = (until - tx.now).num_seconds() + 1;
        return Err(ApiError::wait(ProblemCode::TooManyRequests, seconds));
    }
    let is_right = use_up(app, factor, username, typed, tx.now)?;
    if is_right {
        second_factors::save(&**tx, factor, tx.now).await?;
        sign_in_attempts::clear(&**tx, &key).await?;
    } else {
        sign_in_attempts::record_failure(&**tx, &key, 0, tx.now).await?;
    }
    Ok(is_right)
}

/// Whether what was typed is right at this moment; if so, the factor takes it no more.
fn use_up(
    app: &App,
    factor: &mut SecondFactor,
    username: &str,
    typed: &str,
    now: DateTime<Utc>,
) -> ApiResult<bool> {
    match Typed::read(typed) {
        None => Ok(false),
        Some(Typed::Code(code)) => {
            let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
            // Compared in constant time by the library.
            let step = totp(&open(app, factor)?, username)?.check(&code, seconds);
            let step = step.and_then(|step| i64::try_from(step).ok());
            let Some(step) = step.filter(|step| *step > factor.last_step) else {
                return Ok(false);
            };
            factor.last_step = step;
            Ok(true)
        }
        Some(Typed::Recovery(code)) => {
            // Keyed hashes: how long comparing them takes says nothing about a code.
            let hash = recovery_hash(app, factor.user, &code);
            let before = factor.recovery.len();
            // Only a confirmed factor has any.
            factor.recovery.retain(|kept| *kept != hash);
            Ok(factor.recovery.len() < before)
        }
    }
}

/// Asks somebody whose password was right for their code, if they have a second factor.
///
/// # Errors
/// 429 after several wrong codes.
pub async fn at_the_door(app: &App, user: &User, typed: Option<&str>) -> ApiResult<AtTheDoor> {
    let known = second_factors::find(&app.db.read, user.id).await?;
    if known.is_none_or(|factor| factor.confirmed_at.is_none()) {
        return Ok(AtTheDoor::Passed);
    }
    let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else {
        return Ok(AtTheDoor::Missing);
    };
    let is_right = app
        .transact(async |tx| {
            let Some(mut factor) = second_factors::lock(&**tx, user.id).await? else {
                return Ok(true);
            };
            take(app, tx, &mut factor, &user.username, typed).await
        })
        .await?;
    Ok(if is_right { AtTheDoor::Passed } else { AtTheDoor::Wrong })
}

/// How one stands with one's own second factor.
pub async fn view(app: &App, caller: &Caller) -> ApiResult<SecondFactorView> {
    let factor = second_factors::find(&app.db.read, caller.user).await?;
    let confirmed = factor.filter(|factor| factor.confirmed_at.is_some());
    Ok(SecondFactorView {
        enabled: confirmed.is_some(),
        required: is_required(app, caller),
        recovery_codes_left: confirmed.map_or(0, |factor| factor.recovery.len()),
    })
}

fn is_required(app: &App, caller: &Caller) -> bool {
    app.config.auth.require_totp && !caller.role.is_partner()
}

/// Begins: draws a secret and shows it. Nothing is asked for at the door before it is confirmed;
/// beginning again forgets the secret that was shown before.
///
/// # Errors
/// 409 where there is one already.
pub async fn begin(app: &App, caller: &Caller) -> ApiResult<EnrollmentView> {
    let drawn: [u8; SECRET_BYTES] = rand::random();
    let secret: SecretSlice<u8> = drawn.to_vec().into();
    let (user, _) = users::profile(&app.db.read, caller.user).await?;
    let sealed = app
        .sealer
        .seal(user.id.as_uuid().as_bytes(), secret.expose_secret())
        .map_err(anyhow::Error::from)?;
    app.transact(async |tx| {
        let known = second_factors::lock(&**tx, user.id).await?;
        if known.is_some_and(|factor| factor.confirmed_at.is_some()) {
            return Err(Reason::SecondFactorOn.into());
        }
        second_factors::remove(&**tx, user.id).await?;
        let factor = SecondFactor {
            id: Id::from_uuid(app.id()),
            user: user.id,
            secret: sealed.clone(),
            confirmed_at: None,
            last_step: 0,
            recovery: Vec::new(),
            created_at: tx.now,
            version: 1,
        };
        Ok(second_factors::insert(&**tx, &factor, tx.now).await?)
    })
    .await?;
    let totp = totp(&secret, &user.username)?;
    let uri = totp.to_url().map_err(|error| anyhow!("no address of the second factor: {error}"))?;
    let (qr_size, qr_path) = drawing(&uri)?;
    Ok(EnrollmentView { secret: totp.secret().to_base32(), uri, qr_size, qr_path })
}

/// The modules of a QR code, as the path of an SVG whose unit is a module.
fn drawing(text: &str) -> ApiResult<(u32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|error| anyhow!("the address does not fit into a QR code: {error}"))?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                path += &format!("M{x} {y}h1v1h-1z");
            }
        }
    }
    Ok((code.size().unsigned_abs(), path))
}

fn wrong() -> ApiError {
    Refusal::from(Reason::CodeWrong).at("/code").into()
}

/// Confirms with a first code that the authenticator has the secret. From now on it is asked for.
///
/// # Errors
/// A wrong code; 409 where nothing was begun, or it is confirmed already; 429.
pub async fn confirm(app: &App, caller: &Caller, body: &TotpCode) -> ApiResult<RecoveryCodesView> {
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|_| recovery_code(rand::random::<[u8; RECOVERY_LENGTH]>()))
        .collect();
    let is_right = app
        .transact(async |tx| {
            let user = users::lock(&**tx, Scope::OfUser(caller.user), caller.user).await?;
            let Some(mut factor) = second_factors::lock(&**tx, user.id).await? else {
                return Err(Reason::EnrollmentNotBegun.into());
            };
            if factor.confirmed_at.is_some() {
                return Err(Reason::SecondFactorOn.into());
            }
            if !take(app, tx, &mut factor, &user.username, &body.code).await? {
                return Ok(false);
            }
            let bare = codes.iter().map(|code| code.replace('-', ""));
            factor.recovery = bare.map(|code| recovery_hash(app, user.id, &code)).collect();
            factor.confirmed_at = Some(tx.now);
            second_factors::save(&**tx, &mut factor, tx.now).await?;
            tell(app, tx, EventKind::SecondFactorOn, &user, caller);
            Ok(true)
        })
        .await?;
    if is_right { Ok(RecoveryCodesView { codes }) } else { Err(wrong()) }
}

/// Does without it again, after one last code.
///
/// # Errors
/// A wrong code; 409 where there is none, or the house demands one; 429.
pub async fn disable(app: &App, caller: &Caller, body: &TotpCode) -> ApiResult<()> {
    if is_required(app, caller) {
        return Err(Reason::SecondFactorRequired.into());
    }
    let is_right = app
        .transact(async |tx| {
            let user = users::lock(&**tx, Scope::OfUser(caller.user), caller.user).await?;
            let factor = second_factors::lock(&**tx, user.id).await?;
            let Some(mut factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else {
                return Err(Reason::SecondFactorOff.into());
            };
            if !take(app, tx, &mut factor, &user.username, &body.code).await? {
                return Ok(false);
            }
            second_factors::remove(&**tx, user.id).await?;
            tell(app, tx, EventKind::SecondFactorOff, &user, caller);
            Ok(true)
        })
        .await?;
    if is_right { Ok(()) } else { Err(wrong()) }
}

/// Takes it from somebody who lost authenticator and recovery codes.
///
/// # Errors
/// One's own; 404 where there is none.
pub async fn reset(app: &App, caller: &Caller, scope: Scope, user: UserId) -> ApiResult<()> {
    app.transact(async |tx| {
        let user = users::lock(&**tx, scope, user).await?;
        if user.id == caller.user {
            return Err(Reason::OwnSecondFactor.into());
        }
        if !second_factors::remove(&**tx, user.id).await? {
            return Err(ApiError::not_found());
        }
        tell(app, tx, EventKind::SecondFactorReset, &user, caller);
        Ok(())
    })
    .await
}

fn tell(app: &App, tx: &Tx, kind: EventKind, user: &User, caller: &Caller) {
    record(app, tx, kind, SubjectKind::User, user.id.as_uuid(), &user.username)
        .by(caller.user)
        .append();
}
