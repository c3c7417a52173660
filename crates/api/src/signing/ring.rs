//! The keys of a running server: read again when their folder changes, so that a rotation needs no
//! restart and servers that share the folder agree within seconds.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use chrono::{DateTime, Utc};
use domain::{keys::RevocationClaims, licenses::key::KeyClaims};
use serde_json::Value;

use super::{FileAccess, KeyError, KeyFileError, SignError, SignedKey, SigningKeys, files};

/// The keys as they are now. `Debug` shows no private key.
#[derive(Debug)]
pub struct KeyRing {
    dir: PathBuf,
    issuer: String,
    access: FileAccess,
    held: RwLock<Held>,
}

#[derive(Debug)]
struct Held {
    keys: Arc<SigningKeys>,
    /// What the folder looked like when it was last read, be it that it could be read or not.
    seen: Vec<Seen>,
}

/// A file by what changes with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    name: PathBuf,
    modified: Option<SystemTime>,
    size: u64,
    /// Who is named as the one that signs; a copy may keep time and size.
    names: Option<String>,
}

impl KeyRing {
    /// Opens the folder of a server; see [`SigningKeys::open`].
    ///
    /// # Errors
    /// A file that is not as it should be; in production also a folder without keys.
    pub fn open(dir: &Path, issuer: &str, is_production: bool) -> Result<Self, KeyFileError> {
        let keys = SigningKeys::open(dir, issuer, is_production)?;
        let access = if is_production { FileAccess::OwnerOnly } else { FileAccess::Anybody };
        let held = Held { keys: Arc::new(keys), seen: look(dir) };
        Ok(Self { dir: dir.to_owned(), issuer: issuer.to_owned(), access, held: RwLock::new(held) })
    }

    /// Reads the folder again if it changed; answers whether it did. Where it cannot be read the keys
    /// stay what they are, and the error is told once for each change.
    ///
    /// # Errors
    /// A file that is not as it should be.
    pub fn refresh(&self) -> Result<bool, KeyFileError> {
        // Before reading: what changes meanwhile is seen at the next look.
        let seen = look(&self.dir);
        if self.held.read().unwrap_or_else(PoisonError::into_inner).seen == seen {
            return Ok(false);
        }
        let read = SigningKeys::load(&self.dir, &self.issuer, None, self.access);
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        held.seen = seen;
        held.keys = Arc::new(read?);
        Ok(true)
    }

    fn keys(&self) -> Arc<SigningKeys> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).keys.clone()
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The claim `iss` of everything signed here.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The id of the key that signs.
    pub fn signing_kid(&self) -> String {
        self.keys().signing_kid().to_owned()
    }

    /// Whether what this key signed still verifies.
    pub fn knows(&self, kid: &str) -> bool {
        self.keys().knows(kid)
    }

    /// The public keys as a JWK set; the signing one first.
    pub fn jwks(&self) -> Value {
        self.keys().jwks().clone()
    }

    /// See [`SigningKeys::sign`].
    ///
    /// # Errors
    /// Claims that are not ours.
    pub fn sign(&self, claims: &KeyClaims) -> Result<SignedKey, SignError> {
        self.keys().sign(claims)
    }

    /// See [`SigningKeys::sign_revocations`].
    ///
    /// # Errors
    /// Claims that are not ours.
    pub fn sign_revocations(&self, claims: &RevocationClaims) -> Result<String, SignError> {
        self.keys().sign_revocations(claims)
    }

    /// Whether a license key is ours and good now by its own claims.
    ///
    /// # Errors
    /// It is not.
    pub fn verify(&self, jws: &str, now: DateTime<Utc>) -> Result<KeyClaims, KeyError> {
        self.keys().verify(jws, now)
    }

    /// What a license key says and which key signed it, be it expired or not. A signer that is not known
    /// may have come a moment ago: the folder is looked at before that is said.
    ///
    /// # Errors
    /// It is not ours.
    pub fn recognize(&self, jws: &str) -> Result<(KeyClaims, String), KeyError> {
        match self.keys().recognize(jws) {
            Err(KeyError::UnknownSigner) if self.refresh().is_ok_and(|changed| changed) => {
                self.keys().recognize(jws)
            }
            outcome => outcome,
        }
    }
}

/// What would change if the folder's keys did. A folder that cannot be read looks empty.
fn look(dir: &Path) -> Vec<Seen> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let mut seen: Vec<Seen> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            if !files::is_key_file(&path) && !files::is_marker(&path) {
                return None;
            }
            let metadata = fs::metadata(&path).ok();
            Some(Seen {
                modified: metadata.as_ref().and_then(|found| found.modified().ok()),
                size: metadata.map_or(0, |found| found.len()),
                names: files::is_marker(&path).then(|| files::named_active(dir)).flatten(),
                name: path,
            })
        })
        .collect();
    seen.sort();
    seen
}
