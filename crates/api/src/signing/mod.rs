//! License keys: compact JWS, Ed25519, that any JOSE library verifies against our JWKS.

mod activation;
mod files;
mod ring;
mod verify;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{
    keys::{REVOCATIONS_TYPE, RevocationClaims},
    licenses::key::{AUDIENCE, KEY_TYPE, KeyClaims},
};
use ed25519_dalek::{SigningKey, VerifyingKey, pkcs8::EncodePrivateKey};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub use activation::ActivationCodes;
pub use files::{FileAccess, KeyFileError, KeyInfo, complaints};
pub use ring::KeyRing;
pub use verify::{
    JwksError, KeyError, ListError, Verifier, revocations_with_jwks, verify_with_jwks,
};

/// The keys that licenses are signed with. One signs, all verify. `Debug` shows no private key.
#[derive(Debug, Clone)]
pub struct SigningKeys {
    issuer: String,
    signing: EncodingKey,
    signing_kid: String,
    verifier: Verifier,
    jwks: Value,
}

/// A license key, and what may be told about it.
#[derive(Debug, Clone)]
pub struct SignedKey {
    pub jws: SecretString,
    /// The signing key's id.
    pub kid: String,
    /// The license key's own id.
    pub jti: String,
    /// SHA-256 of the key's text in hex: what `sha256sum` says of the file that people get.
    pub fingerprint: String,
}

/// Claims that we would not take for ours.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the claims are not those of our license keys: iss `{iss}`, aud `{aud}`")]
    Foreign { iss: String, aud: String },
    #[error("signing failed: {0}")]
    Failed(#[from] jsonwebtoken::errors::Error),
}

impl SigningKeys {
    /// Puts keys together: the first one signs. Files are read with [`SigningKeys::load`].
    fn from_keys(keys: &[SigningKey], issuer: &str) -> Option<Self> {
        let first = keys.first()?;
        let der = first.to_pkcs8_der().ok()?;
        let entries: Vec<Value> = keys.iter().map(|key| jwk(&key.verifying_key())).collect();
        let jwks = json!({ "keys": entries });
        let verifier = Verifier::from_jwks(&jwks.to_string()).ok()?.issued_by(issuer);
        Some(Self {
            issuer: issuer.to_owned(),
            signing: EncodingKey::from_ed_der(der.as_bytes()),
            signing_kid: kid_of(&first.verifying_key()),
            verifier,
            jwks,
        })
    }

    /// The id of the key that signs.
    pub fn signing_kid(&self) -> &str {
        &self.signing_kid
    }

    /// The claim `iss` of every key signed here.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Whether what this key signed verifies.
    pub fn knows(&self, kid: &str) -> bool {
        self.verifier.knows(kid)
    }

    /// The public keys as a JWK set (RFC 7517, RFC 8037); the signing one first.
    pub fn jwks(&self) -> &Value {
        &self.jwks
    }

    /// Signs. The same claims give the same key, byte for byte, as long as the same key signs.
    pub fn sign(&self, claims: &KeyClaims) -> Result<SignedKey, SignError> {
        if claims.iss != self.issuer || claims.aud != AUDIENCE {
            return Err(SignError::Foreign { iss: claims.iss.clone(), aud: claims.aud.clone() });
        }
        let jws = jsonwebtoken::encode(&header(&self.signing_kid), claims, &self.signing)?;
        Ok(SignedKey {
            fingerprint: fingerprint(&jws),
            jws: jws.into(),
            kid: self.signing_kid.clone(),
            jti: claims.jti.clone(),
        })
    }

    /// Signs a revocation list, with the same key as licenses.
    pub fn sign_revocations(&self, claims: &RevocationClaims) -> Result<String, SignError> {
        if claims.iss != self.issuer {
            return Err(SignError::Foreign { iss: claims.iss.clone(), aud: String::new() });
        }
        let header = header_as(REVOCATIONS_TYPE, &self.signing_kid);
        Ok(jsonwebtoken::encode(&header, claims, &self.signing)?)
    }

    /// Whether a license key is ours and good now.
    pub fn verify(&self, jws: &str, now: DateTime<Utc>) -> Result<KeyClaims, KeyError> {
        self.verifier.verify(jws, now)
    }

    /// What a license key of ours says, be it expired or not, and the id of the key that signed it.
    pub fn recognize(&self, jws: &str) -> Result<(KeyClaims, String), KeyError> {
        self.verifier.recognize(jws)
    }

    /// Whether a license key is ours, be it expired or not.
    pub fn genuine(&self, jws: &str) -> Result<KeyClaims, KeyError> {
        self.verifier.genuine(jws)
    }
}

impl SignedKey {
    /// The key's text as bytes, which is what the file that people get holds.
    pub fn as_bytes(&self) -> &[u8] {
        self.jws.expose_secret().as_bytes()
    }
}

/// SHA-256 of a key's text in hex.
pub fn fingerprint(jws: &str) -> String {
    Sha256::digest(jws).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The one header that our keys have.
fn header(kid: &str) -> Header {
    header_as(KEY_TYPE, kid)
}

/// The one header of what we sign as a `typ`.
pub(crate) fn header_as(typ: &str, kid: &str) -> Header {
    Header { typ: Some(typ.to_owned()), kid: Some(kid.to_owned()), ..Header::new(Algorithm::EdDSA) }
}

fn jwk(key: &VerifyingKey) -> Value {
    json!({
        "kty": "OKP",
        "crv": "Ed25519",
        "use": "sig",
        "alg": "EdDSA",
        "kid": kid_of(key),
        "x": URL_SAFE_NO_PAD.encode(key.as_bytes()),
    })
}

/// The JWK thumbprint (RFC 7638, RFC 8037 appendix A.3): the same key has the same id everywhere.
pub(crate) fn kid_of(key: &VerifyingKey) -> String {
    let x = URL_SAFE_NO_PAD.encode(key.as_bytes());
    // Exactly these members, in this order, without space: the RFC's canonical form.
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
}

#[cfg(test)]
mod tests;
