//! Access tokens (JWT, HS256 and nothing else) and refresh tokens (opaque, kept as a hash).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{
    auth::ACCESS_SECONDS,
    id::{SessionId, UserId},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::CryptoRng;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::secret::ServerSecret;

/// The header's `typ` (RFC 9068): no other kind of token is taken for one of ours.
pub const ACCESS_TYPE: &str = "at+jwt";
/// The claim `aud`.
pub const ACCESS_AUDIENCE: &str = "dsms-api";

/// Ours have about 400 bytes; nothing much longer is worth decoding.
const MAX_TOKEN_BYTES: usize = 2048;
/// Seconds by which the clocks of two nodes may differ before the one refuses what the other has
/// just issued. Says nothing about the end: that is exact.
const CLOCK_SKEW_SECONDS: i64 = 5;
const REFRESH_BYTES: usize = 32;

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// What a good access token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    pub user: UserId,
    pub session: SessionId,
    pub issued_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Why a token is not taken. Callers learn no more than "sign in"; this is for the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("the token is malformed")]
    Malformed,
    #[error("the token is signed in another way than ours are")]
    Algorithm,
    #[error("this is another kind of token")]
    Type,
    #[error("the token's signature is wrong")]
    Signature,
    #[error("the token comes from elsewhere")]
    Issuer,
    #[error("the token is for somebody else")]
    Audience,
    #[error("the token is not valid yet")]
    NotYetValid,
    #[error("the token has expired")]
    Expired,
}

/// Issues and verifies access tokens.
#[derive(Debug, Clone)]
pub struct Tokens {
    issuer: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Tokens {
    pub fn new(secret: &ServerSecret, issuer: impl Into<String>) -> Self {
        let key = secret.mac("access token", &[]);
        let mut validation = Validation::new(Algorithm::HS256);
        // All claims are checked below, against the clock that we are handed.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.validate_aud = false;
        Self {
            issuer: issuer.into(),
            encoding: EncodingKey::from_secret(&key),
            decoding: DecodingKey::from_secret(&key),
            validation,
        }
    }

    /// A token for the next quarter of an hour.
    pub fn issue(
        &self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let iat = now.timestamp();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: ACCESS_AUDIENCE.to_owned(),
            sub: user,
            sid: session,
            iat,
            nbf: iat,
            exp: iat + ACCESS_SECONDS,
        };
        let header = Header { typ: Some(ACCESS_TYPE.to_owned()), ..Header::new(Algorithm::HS256) };
        jsonwebtoken::encode(&header, &claims, &self.encoding)
    }

    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Access, TokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(TokenError::Malformed);
        }
        let read = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)?;
        let claims = read.claims;
        if read.header.typ.as_deref() != Some(ACCESS_TYPE) {
            return Err(TokenError::Type);
        }
        if claims.iss != self.issuer {
            return Err(TokenError::Issuer);
        }
        if claims.aud != ACCESS_AUDIENCE {
            return Err(TokenError::Audience);
        }
        let now = now.timestamp();
        if now >= claims.exp {
            return Err(TokenError::Expired);
        }
        if now < claims.nbf.saturating_sub(CLOCK_SKEW_SECONDS) {
            return Err(TokenError::NotYetValid);
        }
        let instant = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(TokenError::Malformed);
        Ok(Access {
            user: claims.sub,
            session: claims.sid,
            issued_at: instant(claims.iat)?,
            expires_at: instant(claims.exp)?,
        })
    }
}

impl From<jsonwebtoken::errors::Error> for TokenError {
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

/// A refresh token: the text goes to the browser, the hash into the database.
#[derive(Debug)]
pub struct RefreshToken {
    pub text: SecretString,
    pub hash: [u8; 32],
}

impl RefreshToken {
    pub fn draw(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut bytes = [0; REFRESH_BYTES];
        rng.fill_bytes(&mut bytes);
        Self { text: URL_SAFE_NO_PAD.encode(bytes).into(), hash: Sha256::digest(bytes).into() }
    }

    /// What a token that somebody presents is found by; nothing where it cannot be one.
    pub fn hash_of(text: &str) -> Option<[u8; 32]> {
        // 43 characters carry 32 bytes; a longer text is not worth decoding.
        if text.len() != 43 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == REFRESH_BYTES).then(|| Sha256::digest(bytes).into())
    }
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
