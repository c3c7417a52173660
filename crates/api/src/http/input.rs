//! Reading what was sent: bodies whose faults are named field by field, list queries, versions.

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_TYPE, IF_MATCH},
    web::BytesMut,
};
use domain::{
    list::ListQuery,
    problem::{ProblemCode, Reason, Refusal},
};
use futures_util::{
    StreamExt as _,
    future::{LocalBoxFuture, Ready, ready},
};
use serde::de::DeserializeOwned;

use crate::{
    app::App,
    error::{ApiError, ApiResult},
};

/// A JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, ApiResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limit = App::of(request).config.http.body_limit;
        let media_type =
            request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(
                |value| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
            );
        let mut payload = payload.take();
        Box::pin(async move {
            let mut bytes = BytesMut::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(|error| {
                    ApiError::refuse(ProblemCode::InvalidBody, error.to_string())
                })?;
                if bytes.len() + chunk.len() > limit {
                    return Err(ApiError::refuse(
                        ProblemCode::TooLarge,
                        format!("A body has at most {limit} bytes."),
                    ));
                }
                bytes.extend_from_slice(&chunk);
            }
            match media_type.as_deref() {
                Some("application/json") => read_json(&bytes).map(Self),
                Some("application/x-www-form-urlencoded") => serde_html_form::from_bytes(&bytes)
                    .map(Self)
                    .map_err(|error| ApiError::refuse(ProblemCode::InvalidBody, error.to_string())),
                None if bytes.is_empty() => read_json(b"{}").map(Self),
                _ => Err(ApiError::refuse(
                    ProblemCode::UnsupportedMediaType,
                    "Send application/json.",
                )),
            }
        })
    }
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| refusal(&error))?;
    reader.end().map_err(|error| ApiError::refuse(ProblemCode::InvalidBody, error.to_string()))?;
    Ok(value)
}

/// JSON that is none is a 400; a field that does not fit is a 422 that names the field.
fn refusal(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    let words = error.inner().to_string();
    if !error.inner().is_data() {
        return ApiError::refuse(ProblemCode::InvalidBody, words);
    }
    let quoted = words.split('`').nth(1).unwrap_or_default();
    let pointer = pointer_of(error.path());
    if words.starts_with("unknown field") {
        // The path names the unknown field itself.
        return Refusal::new(Reason::UnknownField).at(pointer).into();
    }
    if words.starts_with("missing field") {
        return Refusal::new(Reason::Required).at(format!("{pointer}/{quoted}")).into();
    }
    let expected = words.split(" at line ").next().unwrap_or_default();
    Refusal::new(Reason::WrongType).with("expected", expected).at(pointer).into()
}

/// A JSON pointer (RFC 6901) of a path into a body.
fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

/// A list's query string.
#[derive(Debug)]
pub struct ListParams<Q>(pub Q);

impl<Q: ListQuery> FromRequest for ListParams<Q> {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            Q::from_query_string(request.query_string())
                .map(Self)
                .map_err(|error| ApiError::refuse(ProblemCode::InvalidQuery, error)),
        )
    }
}

/// Any other query string.
#[derive(Debug)]
pub struct Params<Q>(pub Q);

impl<Q: DeserializeOwned> FromRequest for Params<Q> {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            serde_html_form::from_str(request.query_string())
                .map(Self)
                .map_err(|error| ApiError::refuse(ProblemCode::InvalidQuery, error.to_string())),
        )
    }
}

/// The version that the caller has seen; required.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(i64);

impl IfMatch {
    /// The version as somebody read it.
    pub const fn of(version: i64) -> Self {
        Self(version)
    }

    /// # Errors
    /// 412 where somebody else was faster.
    pub fn check(self, version: i64) -> ApiResult<()> {
        if self.0 == version {
            Ok(())
        } else {
            Err(ApiError::refuse(ProblemCode::VersionMismatch, ""))
        }
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        ready(match header {
            None => Err(ApiError::refuse(ProblemCode::VersionRequired, "")),
            // `"5"`, or the `"5-…"` of an answer's ETag: what counts is the version before the hyphen.
            Some(tag) => tag
                .trim()
                .strip_prefix('"')
                .and_then(|tag| tag.strip_suffix('"'))
                .and_then(|tag| tag.split('-').next())
                .and_then(|version| version.parse().ok())
                .map(Self)
                .ok_or_else(|| ApiError::refuse(ProblemCode::VersionMismatch, "")),
        })
    }
}
