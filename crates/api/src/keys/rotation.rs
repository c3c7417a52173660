//! Changing the key that signs, and taking an old one out of use. Done by an administrator at a
//! terminal, where the folder with the keys is; servers notice by themselves.

use std::time::Duration;

use anyhow::{Context as _, bail};
use domain::{
    dates::business_day,
    events::{EventKind, SubjectKind},
};
use sha2::{Digest as _, Sha256};
use store::license_keys::{self, SignedBy};
use uuid::Uuid;

use crate::{
    app::App,
    events::record,
    signing::{KeyInfo, SigningKeys},
};

/// From one key to another, by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    pub from: String,
    pub to: String,
}

/// A signing key, and the license keys that hang on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub key: KeyInfo,
    /// Nothing where no license key needs it any more.
    pub signed: Option<SignedBy>,
}

/// The keys of the folder, the one that signs first.
///
/// # Errors
/// The folder or the database cannot be read.
pub async fn list(app: &App) -> anyhow::Result<Vec<Kept>> {
    let mut signed = license_keys::signed_by(&app.db.read, business_day(app.clock.now())).await?;
    let keys = SigningKeys::list(app.keys.dir())?.into_iter().map(|key| Kept {
        signed: signed.iter().position(|by| by.kid == key.kid).map(|at| signed.swap_remove(at)),
        key,
    });
    Ok(keys.collect())
}

/// Makes a new key, or takes `to`, and lets it sign after `pause`: by then every server that shares the
/// folder publishes it, so that nobody meets a signature whose key is not known yet. The old key
/// verifies as before.
///
/// # Errors
/// `to` is not there, or signs already; the folder cannot be written; no database. The old key goes
/// on signing then.
pub async fn rotate(app: &App, to: Option<String>, pause: Duration) -> anyhow::Result<Rotated> {
    let dir = app.keys.dir().to_owned();
    app.keys.refresh()?;
    let from = app.keys.signing_kid();
    // By name from now on: a new file must not sign because it is the newest.
    SigningKeys::activate(&dir, &from)?;
    let to = match to {
        Some(kid) if kid == from => bail!("{kid} is the key that signs already"),
        Some(kid) if !SigningKeys::list(&dir)?.iter().any(|key| key.kid == kid) => {
            bail!("{} has no key {kid}", dir.display())
        }
        Some(kid) => kid,
        None => SigningKeys::generate(&dir, &mut rand::rng()).context("no new key")?,
    };
    tokio::time::sleep(pause).await;
    let note = format!("{from} → {to}");
    app.transact(async |tx| {
        let (kind, subject) = (EventKind::SigningKeyRotated, SubjectKind::SigningKey);
        record(app, tx, kind, subject, subject_id(&to), &to).note(Some(&note)).append();
        // Last, before the commit: without it nothing happened, and a second try does the same again.
        SigningKeys::activate(&dir, &to).map_err(anyhow::Error::from)?;
        Ok(())
    })
    .await?;
    app.keys.refresh()?;
    Ok(Rotated { from, to })
}

/// Takes a key out of use; answers how many license keys in use no longer verify by that. None,
/// unless it is `forced`.
///
/// # Errors
/// It is the one that signs, is not there, or, unless forced, license keys in use hang on it.
pub async fn retire(app: &App, kid: &str, forced: bool) -> anyhow::Result<u32> {
    let kept = list(app).await?;
    let Some(found) = kept.iter().find(|kept| kept.key.kid == kid) else {
        bail!("{} has no key {kid}", app.keys.dir().display());
    };
    if found.key.signs {
        bail!("{kid} signs: `dsms keys rotate` first");
    }
    let broken = found.signed.as_ref().map_or(0, |signed| signed.in_use);
    if let Some(SignedBy { in_use, until, .. }) = found.signed.as_ref().filter(|_| !forced) {
        bail!(
            "{in_use} of the license keys in use verify with {kid} alone, the last of them until \
             {until}: retire it after that day, or now with --force and send those licenses again"
        );
    }
    let dir = app.keys.dir().to_owned();
    let note = (broken > 0).then(|| format!("--force: {broken}"));
    app.transact(async |tx| {
        let (kind, subject) = (EventKind::SigningKeyRetired, SubjectKind::SigningKey);
        record(app, tx, kind, subject, subject_id(kid), kid).note(note.as_deref()).append();
        SigningKeys::retire(&dir, kid).map_err(anyhow::Error::from)?;
        Ok(())
    })
    .await?;
    app.keys.refresh()?;
    Ok(broken)
}

/// What the log knows a signing key by: ids of keys are longer than those of records.
fn subject_id(kid: &str) -> Uuid {
    let mut id = [0; 16];
    id.copy_from_slice(&Sha256::digest(kid)[..16]);
    uuid::Builder::from_custom_bytes(id).into_uuid()
}
