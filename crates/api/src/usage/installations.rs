//! Registering the key that an installation made for itself.

use domain::{
    Id,
    access::Scope,
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::LicenseId,
    licenses::check_cluster_id,
    orders::wire::OrderContent,
    problem::{FieldError, Reason, Refusal},
    usage::{
        check_installation_key,
        wire::{InstallationView, RegisterInstallation},
    },
    validate::Faults,
};
use ed25519_dalek::VerifyingKey;
use store::{
    licenses::{self, License},
    usage::{self, Installation},
};

use super::jws;
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::{Caller, Once, Reply},
};

const POINTER: &str = "/installation_key";

/// The key that somebody sent.
///
/// # Errors
/// A field error: it is none.
pub fn decoded(key: &str) -> Result<VerifyingKey, FieldError> {
    check_installation_key(key).map_err(|refusal| refusal.at(POINTER))?;
    jws::public_key(key).ok_or_else(|| Refusal::new(Reason::InstallationKeyInvalid).at(POINTER))
}

/// Checks that the keys which offline sets of an order bring are keys.
///
/// # Errors
/// A field error for each that is none.
pub fn check_all(content: &OrderContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    for (line, input) in content.lines.iter().enumerate() {
        for (set, activation) in input.activations.iter().enumerate() {
            let pointer = format!("/lines/{line}/activations/{set}{POINTER}");
            let key = activation.key().map_or(Ok(()), |key| decoded(key).map(drop));
            faults.check(pointer, key.map_err(|_| Reason::InstallationKeyInvalid.into()));
        }
    }
    faults.into_result()
}

/// Registers the key that came with the cluster of a license, if one did.
///
/// # Errors
/// A field error: it is none.
pub async fn register_with_cluster(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    license: &License,
    key: Option<&str>,
) -> ApiResult<()> {
    let (Some(key), Some(cluster)) = (key, license.cluster_id.as_deref()) else { return Ok(()) };
    let key = decoded(key)?;
    if register(app, tx, license, &key, cluster).await? {
        record_registration(app, tx, license, &key, Some(caller));
    }
    Ok(())
}

/// Registers a key with a license that the transaction holds; the one before is retired. Answers
/// whether anything changed.
///
/// # Errors
/// Only the database's.
pub async fn register(
    app: &App,
    tx: &Tx,
    license: &License,
    key: &VerifyingKey,
    cluster_id: &str,
) -> ApiResult<bool> {
    let kid = jws::key_id(key);
    let known = usage::lock_installations(&**tx, license.id).await?;
    let is_current = |one: &Installation| {
        one.retired_at.is_none() && one.kid == kid && one.cluster_id == cluster_id
    };
    if known.iter().any(is_current) {
        return Ok(false);
    }
    let today = business_day(tx.now);
    for one in &known {
        let is_it = one.kid == kid;
        let changed = match (is_it, one.retired_at) {
            // It is back, perhaps on another cluster: its chain goes on.
            (true, _) => Installation {
                retired_at: None,
                cluster_id: cluster_id.to_owned(),
                heard_on: today,
                ..one.clone()
            },
            (false, None) => Installation { retired_at: Some(tx.now), ..one.clone() },
            (false, Some(_)) => continue,
        };
        usage::save_installation(&**tx, &changed, tx.now).await?;
    }
    if known.iter().all(|one| one.kid != kid) {
        let new = Installation {
            id: Id::from_uuid(app.id()),
            license_id: license.id,
            kid,
            public_key: key.to_bytes(),
            cluster_id: cluster_id.to_owned(),
            registered_at: tx.now,
            retired_at: None,
            head: None,
            heard_on: today,
            heard_at: None,
            version: 1,
        };
        usage::insert_installation(&**tx, &new, tx.now).await?;
    }
    Ok(true)
}

/// Writes down that a key was registered.
pub fn record_registration(
    app: &App,
    tx: &Tx,
    license: &License,
    key: &VerifyingKey,
    caller: Option<&Caller>,
) {
    let kind = EventKind::InstallationRegistered;
    let event = record(app, tx, kind, SubjectKind::License, license.id.as_uuid(), &license.number)
        .note(Some(&jws::key_id(key)));
    match caller {
        Some(caller) => event.by(caller.user),
        None => event,
    }
    .append();
}

/// Registers the key of an installation without network, as it was told with its cluster.
///
/// # Errors
/// 404; field errors: no key, another cluster than the one that the license is bound to.
pub async fn register_by_hand(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    once: Option<&Once>,
    body: &RegisterInstallation,
) -> ApiResult<Reply> {
    let mut faults = Faults::new();
    faults.check("/cluster_id", check_cluster_id(&body.cluster_id));
    faults.check(POINTER, check_installation_key(&body.installation_key));
    faults.into_result()?;
    let key = decoded(&body.installation_key)?;
    app.transact_once(caller.user, once, async |tx| {
        let license = licenses::lock(&**tx, scope, id).await?;
        match license.cluster_id.as_deref() {
            Some(bound) if bound == body.cluster_id => {}
            Some(_) => {
                let refusal = Refusal::from(Reason::UsageOtherClusterBound);
                return Err(refusal.at("/cluster_id").into());
            }
            None => return Err(Refusal::from(Reason::NotBoundYet).at("/cluster_id").into()),
        }
        if register(app, tx, &license, &key, &body.cluster_id).await? {
            record_registration(app, tx, &license, &key, Some(caller));
        }
        let all = usage::installations(&**tx, id).await?;
        let all: Vec<InstallationView> = all.into_iter().map(InstallationView::from).collect();
        Ok((200, all, None))
    })
    .await
}
