//! Is this key genuine, and which are revoked.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    dates::business_day,
    keys::{
        RevocationClaims, masked,
        wire::{VerificationView, VerifiedLicense},
    },
    licenses::key::KeyClaims,
    problem::Reason,
    validate::Faults,
};
use store::license_keys;

use crate::{app::App, error::ApiResult, http::Guesses, signing::fingerprint};

/// Whether a key is one that we issued, and what it is worth now.
///
/// # Errors
/// Nothing was sent; 429 after many keys of one address that were none.
pub async fn verify(app: &App, address: &str, typed: &str) -> ApiResult<VerificationView> {
    // A mail program may have wrapped it.
    let key: String = typed.split_whitespace().collect();
    if key.is_empty() {
        let mut faults = Faults::new();
        faults.add("/key", Reason::Required);
        faults.into_result()?;
    }
    let guesses = Guesses::of("verify", address);
    guesses.check(app).await?;
    let license = look_up(app, &key).await?;
    if license.is_none() {
        guesses.count(app).await?;
    }
    Ok(VerificationView { genuine: license.is_some(), license })
}

/// Genuine is what our signature holds for and our own records know, byte for byte: with a stolen
/// signing key one could make the first, but not the second.
async fn look_up(app: &App, key: &str) -> ApiResult<Option<VerifiedLicense>> {
    let Ok((claims, kid)) = app.keys.recognize(key) else { return Ok(None) };
    let Some(known) = license_keys::find_by_jti(&app.db.read, &claims.jti).await? else {
        return Ok(None);
    };
    if known.fingerprint != fingerprint(key) {
        return Ok(None);
    }
    let Some((from, until)) = good_between(&claims) else { return Ok(None) };
    let since = known.facts.revocation().map(|(_, since)| since);
    Ok(Some(VerifiedLicense {
        status: known.facts.status(from, until, app.clock.now()),
        since,
        license_number: claims.sub,
        customer: masked(&claims.lic.customer),
        edition: claims.lic.edition,
        workspaces: claims.lic.workspaces,
        users: claims.lic.users,
        activation_mode: claims.lic.mode,
        valid_from: business_day(from),
        // The term ends with the midnight after its last day.
        expires_on: business_day(until - TimeDelta::seconds(1)),
        kid,
    }))
}

/// From when, and until when.
fn good_between(claims: &KeyClaims) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let instant = |seconds| DateTime::from_timestamp(seconds, 0);
    Some((instant(claims.nbf)?, instant(claims.exp)?))
}

/// The signed list of revoked keys as it is now.
///
/// # Errors
/// The database is not available.
pub async fn revocations(app: &App) -> ApiResult<String> {
    let now = app.clock.now();
    let revoked = license_keys::revoked(&app.db.read, business_day(now)).await?;
    let claims = RevocationClaims::at(now.timestamp(), app.keys.issuer(), revoked);
    Ok(app.keys.sign_revocations(&claims).map_err(anyhow::Error::from)?)
}
