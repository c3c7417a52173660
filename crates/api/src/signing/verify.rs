//! Verifying license keys, with nothing but public keys: the server's own check, and the offline
//! one of `dsms license verify`.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    keys::{REVOCATIONS_TYPE, RevocationClaims},
    licenses::key::{AUDIENCE, KEY_TYPE, KeyClaims},
};
use ed25519_dalek::VerifyingKey;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, de::DeserializeOwned};

use super::{header_as, kid_of};

/// Ours have about 900 bytes; nothing much longer is worth decoding.
const MAX_KEY_BYTES: usize = 16 * 1024;

/// How far ahead of ours a clock may be.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

/// A hundred bytes for each revoked key; more than a hundred thousand of them is no list of ours.
const MAX_LIST_BYTES: usize = 16 * 1024 * 1024;

/// Why a revocation list is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    #[error("this is not a revocation list")]
    NotAList,
    #[error("it expired at {0}: fetch a newer one")]
    Expired(DateTime<Utc>),
    #[error("it is from the future: it was made at {0}")]
    FromTheFuture(DateTime<Utc>),
    #[error("it comes from another issuer")]
    Issuer,
    #[error("it was signed with a key that is not known here")]
    UnknownSigner,
    #[error("its signature is wrong: it is forged or damaged")]
    Signature,
}

/// Why a license key is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("this is not a license key")]
    Malformed,
    #[error("the key is signed in another way than ours are")]
    Algorithm,
    #[error("this is another kind of token, not a license key")]
    Type,
    #[error("the key was signed with one that is not known here")]
    UnknownSigner,
    #[error("the key's signature is wrong: it is forged or damaged")]
    Signature,
    #[error("the key comes from another issuer")]
    Issuer,
    #[error("the key is for another product")]
    Audience,
    #[error("the key is not valid before {0}")]
    NotYetValid(DateTime<Utc>),
    #[error("the key expired at {0}")]
    Expired(DateTime<Utc>),
    #[error(transparent)]
    Jwks(#[from] JwksError),
}

/// What is wrong with a JWK set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwksError {
    #[error("this is not a JWK set: {0}")]
    Malformed(String),
    #[error("the JWK set holds no Ed25519 key for signatures")]
    Empty,
    #[error("the JWK set names two keys `{0}`")]
    Twice(String),
    #[error("the key `{0}` of the JWK set is not an Ed25519 public key")]
    Weak(String),
}

/// Public keys by id.
#[derive(Clone)]
pub struct Verifier {
    keys: Vec<(String, DecodingKey)>,
    issuer: Option<String>,
    validation: Validation,
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kids: Vec<&str> = self.keys.iter().map(|(kid, _)| kid.as_str()).collect();
        f.debug_struct("Verifier")
            .field("kids", &kids)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    crv: String,
    #[serde(default)]
    x: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    kid: Option<String>,
}

impl Verifier {
    /// Reads a JWK set. Keys of other kinds are left out (RFC 7517 §5).
    pub fn from_jwks(json: &str) -> Result<Self, JwksError> {
        let set: Set =
            serde_json::from_str(json).map_err(|error| JwksError::Malformed(error.to_string()))?;
        let mut keys: Vec<(String, DecodingKey)> = Vec::new();
        for jwk in set.keys {
            let is_ours = jwk.kty == "OKP"
                && jwk.crv == "Ed25519"
                && jwk.usage.is_none_or(|usage| usage == "sig")
                && jwk.alg.is_none_or(|alg| alg == "EdDSA" || alg == "Ed25519");
            if !is_ours {
                continue;
            }
            let named = jwk.kid.clone().unwrap_or_default();
            let key = public_key(&jwk.x).ok_or(JwksError::Weak(named))?;
            let kid = jwk.kid.unwrap_or_else(|| kid_of(&key));
            if keys.iter().any(|(known, _)| *known == kid) {
                return Err(JwksError::Twice(kid));
            }
            keys.push((kid, DecodingKey::from_ed_der(key.as_bytes())));
        }
        if keys.is_empty() {
            return Err(JwksError::Empty);
        }
        let mut validation = Validation::new(Algorithm::EdDSA);
        // All claims are checked below, against the clock that we are handed.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.validate_aud = false;
        Ok(Self { keys, issuer: None, validation })
    }

    /// Takes only keys with this `iss`.
    #[must_use]
    pub fn issued_by(self, issuer: impl Into<String>) -> Self {
        Self { issuer: Some(issuer.into()), ..self }
    }

    /// Whether a public key of this id is there.
    pub fn knows(&self, kid: &str) -> bool {
        self.keys.iter().any(|(known, _)| known == kid)
    }

    /// Whether a key is genuine and good now.
    pub fn verify(&self, jws: &str, now: DateTime<Utc>) -> Result<KeyClaims, KeyError> {
        let claims = self.genuine(jws)?;
        in_force(&claims, now)?;
        Ok(claims)
    }

    /// Whether a key is genuine, be it expired or not.
    pub fn genuine(&self, jws: &str) -> Result<KeyClaims, KeyError> {
        Ok(self.recognize(jws)?.0)
    }

    /// What a genuine key says, be it expired or not, and the id of the key that signed it.
    pub fn recognize(&self, jws: &str) -> Result<(KeyClaims, String), KeyError> {
        let (claims, kid) = self.decode::<KeyClaims>(jws, KEY_TYPE, MAX_KEY_BYTES)?;
        if claims.aud != AUDIENCE {
            return Err(KeyError::Audience);
        }
        if self.is_foreign(&claims.iss) {
            return Err(KeyError::Issuer);
        }
        Ok((claims, kid))
    }

    /// What a genuine revocation list that is good now says.
    pub fn revocations(
        &self,
        jws: &str,
        now: DateTime<Utc>,
    ) -> Result<RevocationClaims, ListError> {
        let (claims, _) = self
            .decode::<RevocationClaims>(jws, REVOCATIONS_TYPE, MAX_LIST_BYTES)
            .map_err(|error| match error {
                KeyError::UnknownSigner => ListError::UnknownSigner,
                KeyError::Signature => ListError::Signature,
                _ => ListError::NotAList,
            })?;
        if self.is_foreign(&claims.iss) {
            return Err(ListError::Issuer);
        }
        let instant = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(ListError::NotAList);
        let (made, until) = (instant(claims.iat)?, instant(claims.exp)?);
        if now >= until {
            return Err(ListError::Expired(until));
        }
        // Clocks of installations differ a little.
        if made > now + CLOCK_SKEW {
            return Err(ListError::FromTheFuture(made));
        }
        Ok(claims)
    }

    fn is_foreign(&self, iss: &str) -> bool {
        self.issuer.as_ref().is_some_and(|issuer| issuer != iss)
    }

    /// The claims of something that we signed as a `typ`, and the id of the key that did it.
    fn decode<T: DeserializeOwned>(
        &self,
        jws: &str,
        typ: &str,
        longest: usize,
    ) -> Result<(T, String), KeyError> {
        if jws.len() > longest {
            return Err(KeyError::Malformed);
        }
        let found = jsonwebtoken::decode_header(jws)?;
        if found.alg != Algorithm::EdDSA {
            return Err(KeyError::Algorithm);
        }
        if found.typ.as_deref() != Some(typ) {
            return Err(KeyError::Type);
        }
        let kid = found.kid.as_deref().unwrap_or_default();
        let (kid, key) =
            self.keys.iter().find(|(known, _)| known == kid).ok_or(KeyError::UnknownSigner)?;
        // `crit`, `jwk`, `jku` and the like are nothing of ours; none is obeyed, none is let by.
        if found != header_as(typ, kid) {
            return Err(KeyError::Malformed);
        }
        let claims = jsonwebtoken::decode::<T>(jws, key, &self.validation)?.claims;
        Ok((claims, kid.clone()))
    }
}

/// Whether a genuine key is good at an instant.
fn in_force(claims: &KeyClaims, now: DateTime<Utc>) -> Result<(), KeyError> {
    let instant = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(KeyError::Malformed);
    let (from, until) = (instant(claims.nbf)?, instant(claims.exp)?);
    if now >= until {
        return Err(KeyError::Expired(until));
    }
    if now < from {
        return Err(KeyError::NotYetValid(from));
    }
    Ok(())
}

/// Verifies a key against a JWK set, as `GET /.well-known/jwks.json` answers it. Without an issuer
/// to look for, who trusts the set trusts what it signed.
pub fn verify_with_jwks(
    jws: &str,
    jwks_json: &str,
    issuer: Option<&str>,
    now: DateTime<Utc>,
) -> Result<KeyClaims, KeyError> {
    let verifier =
        Verifier { issuer: issuer.map(str::to_owned), ..Verifier::from_jwks(jwks_json)? };
    verifier.verify(jws, now)
}

/// Verifies a revocation list against a JWK set.
pub fn revocations_with_jwks(
    list: &str,
    jwks_json: &str,
    issuer: Option<&str>,
    now: DateTime<Utc>,
) -> Result<RevocationClaims, ListError> {
    let verifier = Verifier::from_jwks(jwks_json).map_err(|_| ListError::UnknownSigner)?;
    Verifier { issuer: issuer.map(str::to_owned), ..verifier }.revocations(list, now)
}

fn public_key(x: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(x).ok()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes).ok().filter(|key| !key.is_weak())
}

impl From<jsonwebtoken::errors::Error> for KeyError {
    fn from(error: jsonwebtoken::errors::Error) -> Self {
        use jsonwebtoken::errors::ErrorKind;
        match error.kind() {
            ErrorKind::InvalidSignature => Self::Signature,
            ErrorKind::InvalidAlgorithm
            | ErrorKind::InvalidAlgorithmName
            | ErrorKind::UnsupportedAlgorithm => Self::Algorithm,
            _ => Self::Malformed,
        }
    }
}
