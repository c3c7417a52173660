//! A file as the body: its bytes, up to a limit, and what the sender says that it is.

use actix_web::{
    FromRequest, HttpRequest, dev::Payload, http::header::CONTENT_TYPE, web::BytesMut,
};
use domain::problem::ProblemCode;
use futures_util::{StreamExt as _, future::LocalBoxFuture};

use crate::error::{ApiError, ApiResult};

/// What was sent, as it is; `LIMIT` bytes at most.
#[derive(Debug)]
pub struct Upload<const LIMIT: usize> {
    pub bytes: Vec<u8>,
    /// Lower case, without parameters; empty where nothing is said.
    pub media_type: String,
}

impl<const LIMIT: usize> FromRequest for Upload<LIMIT> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, ApiResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = header
            .and_then(|value| value.split(';').next())
            .map(|value| value.trim().to_ascii_lowercase())
            .unwrap_or_default();
        let mut payload = payload.take();
        Box::pin(async move {
            let mut bytes = BytesMut::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(|error| {
                    ApiError::refuse(ProblemCode::InvalidBody, error.to_string())
                })?;
                if bytes.len() + chunk.len() > LIMIT {
                    return Err(ApiError::refuse(
                        ProblemCode::TooLarge,
                        format!("A file has at most {LIMIT} bytes."),
                    ));
                }
                bytes.extend_from_slice(&chunk);
            }
            Ok(Self { bytes: bytes.to_vec(), media_type })
        })
    }
}
