//! Answers: a single resource with its `ETag`, and the outcome of an act that may be replayed.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH},
    },
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// `"version-hash"`: the version for `If-Match`, the hash because a view also shows neighbours.
pub fn etag(version: i64, body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    let short: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{version}-{short}\"")
}

/// One resource at a version; answers 304 to who has it already.
#[derive(Debug)]
pub struct Versioned<T>(pub T, pub i64);

impl<T: Serialize> Responder for Versioned<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let body = match serde_json::to_vec(&self.0) {
            Ok(body) => body,
            Err(error) => return HttpResponse::from_error(error),
        };
        let etag = etag(self.1, &body);
        let is_known = request
            .headers()
            .get(IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|known| known.split(',').any(|tag| tag.trim() == etag));
        if is_known {
            return HttpResponse::NotModified().insert_header((ETAG, etag)).finish();
        }
        HttpResponse::Ok()
            .insert_header((ETAG, etag))
            .insert_header((CACHE_CONTROL, "no-cache, private"))
            .content_type("application/json")
            .body(body)
    }
}

/// What an act came to: done just now, or remembered from the first time it was asked for.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub body: String,
    pub etag: Option<String>,
    pub is_replay: bool,
}

impl Reply {
    /// The outcome of an act, at the version it led to.
    pub fn of(status: u16, body: &impl Serialize, version: Option<i64>) -> anyhow::Result<Self> {
        let body = serde_json::to_string(body)?;
        let etag = version.map(|version| etag(version, body.as_bytes()));
        Ok(Self { status, body, etag, is_replay: false })
    }
}

impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        response.content_type("application/json");
        if let Some(etag) = self.etag {
            response.insert_header((ETAG, etag));
        }
        if self.is_replay {
            response.insert_header(("Idempotent-Replayed", "true"));
        }
        response.body(self.body)
    }
}
