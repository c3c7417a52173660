//! Activating: by the installation with its code, or by hand for one that is offline.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    dates::{business_day, plus_days},
    events::{EventKind, SubjectKind},
    id::LicenseId,
    licenses::{
        Term, check_activated_on, check_cluster_id,
        wire::{Activate, ActivationView, RecordActivation},
    },
    problem::Reason,
    usage::check_installation_key,
    validate::{self, Faults},
};
use ed25519_dalek::VerifyingKey;
use store::licenses::{self, License};

use super::service;
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, Guesses, IfMatch, Once, Reply},
    usage::installations,
};

/// Trades a code for a key bound to a cluster. The same cluster gets the same key again.
///
/// # Errors
/// 404 for any wrong code; 409 where the license is bound elsewhere, ended, suspended or offline;
/// 429 after many wrong codes from one address.
pub async fn activate(app: &App, address: &str, body: &Activate) -> ApiResult<ActivationView> {
    let mut faults = Faults::new();
    faults.check("/cluster_id", check_cluster_id(&body.cluster_id));
    faults.check("/version", validate::optional_text(body.version.as_deref(), 40));
    if let Some(key) = &body.installation_key {
        faults.check("/installation_key", check_installation_key(key));
    }
    faults.into_result()?;
    let installation = body.installation_key.as_deref().map(installations::decoded).transpose()?;
    let guesses = Guesses::of("code", address);
    guesses.check(app).await?;
    let outcome = match app.codes.hash_of(&body.code) {
        Some(hash) => {
            app.transact(async |tx| by_code(app, tx, hash, body, installation.as_ref()).await).await
        }
        None => Err(Reason::UnknownCode.into()),
    };
    if let Err(ApiError::Refused { problem, .. }) = &outcome
        && problem.reason == Some(Reason::UnknownCode)
    {
        guesses.count(app).await?;
    }
    outcome
}

async fn by_code(
    app: &App,
    tx: &Tx,
    hash: [u8; 32],
    body: &Activate,
    installation: Option<&VerifyingKey>,
) -> ApiResult<ActivationView> {
    let Some(mut license) = licenses::lock_by_code(&**tx, hash).await? else {
        return Err(Reason::UnknownCode.into());
    };
    let today = business_day(tx.now);
    license.moves(today).may_activate_by_code()?;
    if license.activated_at.is_some() {
        if license.cluster_id.as_deref() != Some(&body.cluster_id) {
            return Err(Reason::BoundElsewhere.into());
        }
        // An answer that got lost on the way is given again, byte for byte.
        if let (Some(key), Some(expires_on)) =
            (service::key_that_verifies(app, tx, &license).await?, license.expires_on)
        {
            // It was set up anew, with another key of its own.
            if let Some(own) = installation
                && installations::register(app, tx, &license, own, &body.cluster_id).await?
            {
                installations::record_registration(app, tx, &license, own, None);
            }
            return Ok(ActivationView { license_number: license.number, key: key.jws, expires_on });
        }
    }
    license.cluster_id = Some(body.cluster_id.clone());
    // A code that was handed over otherwise counts as received today.
    let sent_on = license.sent_at.map_or(today, business_day);
    let term = start_term(tx, &mut license, sent_on, today);
    licenses::save(&**tx, &mut license, tx.now).await?;
    if let Some(own) = installation {
        installations::register(app, tx, &license, own, &body.cluster_id).await?;
    }
    record_activation(app, tx, &license, None, Some(&body.cluster_id));
    let key = service::sign_for(app, tx, &license, term).await?;
    Ok(ActivationView { license_number: license.number, key: key.jws, expires_on: term.expires_on })
}

/// Sets what follows from being activated on a day.
fn start_term(tx: &Tx, license: &mut License, sent_on: NaiveDate, on: NaiveDate) -> Term {
    let term = match (license.starts_on, license.expires_on, license.activation_deadline) {
        // After the deadline the term stands, and it may have been renewed already.
        (Some(starts_on), Some(expires_on), Some(deadline)) if on > deadline => {
            Term { starts_on, expires_on }
        }
        _ => license.first_term(sent_on, Some(on)),
    };
    license.activated_at = Some(tx.now);
    license.activated_on = Some(on);
    license.starts_on = Some(term.starts_on);
    license.expires_on = Some(term.expires_on);
    license.grace_until = Some(plus_days(term.expires_on, license.grace_days));
    term
}

fn record_activation(
    app: &App,
    tx: &Tx,
    license: &License,
    caller: Option<&Caller>,
    note: Option<&str>,
) {
    let id = license.id.as_uuid();
    let event =
        record(app, tx, EventKind::LicenseActivated, SubjectKind::License, id, &license.number)
            .note(note)
            .also_on(SubjectKind::Order, license.order_id.as_uuid())
            .also_on(SubjectKind::Customer, license.customer_id.as_uuid());
    match caller {
        Some(caller) => event.by(caller.user),
        None => event,
    }
    .append();
}

/// Records an offline activation by hand; a key with the exact term replaces the first one.
///
/// # Errors
/// 409 where it is online, not sent or activated already; 412; a day outside sending and today.
pub async fn record_by_hand(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: IfMatch,
    once: Option<&Once>,
    body: &RecordActivation,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let mut license = licenses::lock(&**tx, scope, id).await?;
        let today = business_day(tx.now);
        license.moves(today).may_record_activation()?;
        version.check(license.version)?;
        let sent_on = license.sent_at.map_or(today, business_day);
        check_activated_on(body.activated_on, sent_on, today)
            .map_err(|refusal| refusal.at("/activated_on"))?;
        let term = start_term(tx, &mut license, sent_on, body.activated_on);
        licenses::save(&**tx, &mut license, tx.now).await?;
        record_activation(app, tx, &license, Some(caller), None);
        service::sign_for(app, tx, &license, term).await?;
        let view = service::view_of(app, &**tx, caller, license).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}
