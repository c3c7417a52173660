//! Reports as text: compact JWS (RFC 7515) of the installation's Ed25519 key, and files of them, one on
//! a line. What stands in them is `domain::usage::chain`'s.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::usage::chain::{CLOSING_TYPE, ClosingClaims, Line, REPORT_TYPE, Report, UsageClaims};
use ed25519_dalek::{SigningKey, VerifyingKey, pkcs8::EncodePrivateKey as _};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Validation};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

use crate::signing::{header_as, kid_of};

/// Longest report; ours have about 500 characters.
const MAX_REPORT: usize = 4_096;

/// SHA-256 of a report's text, in base64url: what the next one names as `prev`.
pub fn digest(report: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(report))
}

/// A public key as installations send it; nothing where it is none, or a weak one.
pub fn public_key(text: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes).ok().filter(|key| !key.is_weak())
}

/// The id of a key: its thumbprint (RFC 7638).
pub fn key_id(key: &VerifyingKey) -> String {
    kid_of(key)
}

/// Who says to have signed a report, and of which license: not believed, only looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub kid: String,
    pub license_number: String,
}

/// Looks up who says to have signed the first line of a file that says so.
pub fn claimed<'a>(lines: impl IntoIterator<Item = &'a str>) -> Option<Claimed> {
    lines.into_iter().filter(|line| line.len() <= MAX_REPORT).find_map(|line| {
        let kid = jsonwebtoken::decode_header(line).ok()?.kid?;
        let payload = URL_SAFE_NO_PAD.decode(line.split('.').nth(1)?).ok()?;
        let says: serde_json::Value = serde_json::from_slice(&payload).ok()?;
        Some(Claimed { kid, license_number: says.get("sub")?.as_str()?.to_owned() })
    })
}

/// The public key of an installation: reads what it signed.
pub struct Reader {
    kid: String,
    key: DecodingKey,
    validation: Validation,
}

impl Reader {
    /// Of a key that was checked when it was registered.
    pub fn new(kid: &str, public_key: &[u8; 32]) -> Self {
        let mut validation = Validation::new(Algorithm::EdDSA);
        // All claims are looked at by the rules, against the clock that they are handed.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.validate_aud = false;
        Self { kid: kid.to_owned(), key: DecodingKey::from_ed_der(public_key), validation }
    }

    /// A line: a report, the end of a file, or neither.
    pub fn read(&self, line: &str) -> Line {
        if line.len() > MAX_REPORT {
            return Line::Broken;
        }
        if let Some(claims) = self.decode::<UsageClaims>(line, REPORT_TYPE) {
            return Line::Report(Report { claims, digest: digest(line) });
        }
        self.decode::<ClosingClaims>(line, CLOSING_TYPE).map_or(Line::Broken, Line::Closing)
    }

    fn decode<T: DeserializeOwned>(&self, line: &str, typ: &str) -> Option<T> {
        let header = jsonwebtoken::decode_header(line).ok()?;
        if header != header_as(typ, &self.kid) {
            return None;
        }
        Some(jsonwebtoken::decode(line, &self.key, &self.validation).ok()?.claims)
    }
}

/// The private key of an installation: signs its reports. `Debug` shows nothing of it.
pub struct Signer {
    kid: String,
    public: String,
    key: EncodingKey,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl Signer {
    /// Of 32 secret bytes.
    ///
    /// # Errors
    /// The key cannot be written down, which no bytes cause.
    pub fn new(seed: &[u8; 32]) -> anyhow::Result<Self> {
        let key = SigningKey::from_bytes(seed);
        let public = key.verifying_key();
        let der = key.to_pkcs8_der().map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(Self {
            kid: kid_of(&public),
            public: URL_SAFE_NO_PAD.encode(public.as_bytes()),
            key: EncodingKey::from_ed_der(der.as_bytes()),
        })
    }

    /// The id of the key.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half, as `POST /activations` takes it.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// # Errors
    /// As the signer.
    pub fn report(&self, claims: &UsageClaims) -> anyhow::Result<String> {
        self.sign(REPORT_TYPE, claims)
    }

    /// # Errors
    /// As the signer.
    pub fn closing(&self, claims: &ClosingClaims) -> anyhow::Result<String> {
        self.sign(CLOSING_TYPE, claims)
    }

    fn sign(&self, typ: &str, claims: &impl Serialize) -> anyhow::Result<String> {
        Ok(jsonwebtoken::encode(&header_as(typ, &self.kid), claims, &self.key)?)
    }
}
