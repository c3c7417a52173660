//! `Idempotency-Key`: the same key and body act once; the twin gets the stored answer.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use domain::problem::ProblemCode;
use futures_util::future::{Ready, ready};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::error::{ApiError, ApiResult};

/// The key of a request, if it has one, and what it was used for.
#[derive(Debug, Clone)]
pub struct Idempotent {
    key: Option<String>,
    operation: String,
}

/// An act that happens once: its key and what exactly was asked for.
#[derive(Debug, Clone)]
pub struct Once {
    pub key: String,
    pub operation: String,
    pub fingerprint: [u8; 32],
}

impl Idempotent {
    /// For acts that may be sent without a key.
    pub fn over(&self, body: &impl Serialize) -> ApiResult<Option<Once>> {
        let Some(key) = self.key.clone() else { return Ok(None) };
        let body = serde_json::to_vec(body).map_err(anyhow::Error::from)?;
        let mut hash = Sha256::new();
        hash.update(self.operation.as_bytes());
        hash.update([0]);
        hash.update(&body);
        Ok(Some(Once {
            key,
            operation: self.operation.clone(),
            fingerprint: hash.finalize().into(),
        }))
    }

    /// For acts that issue keys or move money.
    pub fn required_over(&self, body: &impl Serialize) -> ApiResult<Option<Once>> {
        if self.key.is_none() {
            return Err(ApiError::refuse(ProblemCode::KeyRequired, ""));
        }
        self.over(body)
    }
}

impl FromRequest for Idempotent {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let operation = format!("{} {}", request.method(), request.path());
        let key = match request.headers().get("Idempotency-Key") {
            None => None,
            Some(value) => match value.to_str() {
                Ok(key) if (8..=128).contains(&key.len()) => Some(key.to_owned()),
                _ => {
                    return ready(Err(ApiError::refuse(
                        ProblemCode::KeyRequired,
                        "An idempotency key has 8 to 128 visible characters.",
                    )));
                }
            },
        };
        ready(Ok(Self { key, operation }))
    }
}
