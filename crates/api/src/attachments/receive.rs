//! An upload (RFC 7578) of a file that is kept.

use actix_multipart::{Multipart, MultipartError};
use domain::{
    attachments::{MAX_BYTES, MediaType, check, safe_name},
    problem::{ProblemCode, Reason, Refusal},
};
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};

use crate::error::{ApiError, ApiResult};

/// Bytes beyond the limit that are still taken, and dropped, so that the sender hears the answer.
const MOST_DROPPED: usize = 4 * MAX_BYTES;

/// A file that arrived whole and is what may be attached.
#[derive(Debug)]
pub struct Received {
    pub file_name: String,
    pub media_type: MediaType,
    pub sha256: [u8; 32],
    pub content: Vec<u8>,
}

/// Takes the part `file` of a form. What the sender calls it or says that it is decides nothing.
///
/// # Errors
/// There is none; it is too large; it breaks off; it is nothing that may be attached.
pub async fn receive(form: Multipart) -> ApiResult<Received> {
    receive_as(form, check).await
}

/// The same for what else may be kept, which `check` says by the content.
///
/// # Errors
/// As [`receive`].
pub async fn receive_as(
    mut form: Multipart,
    check: impl Fn(&[u8]) -> Result<MediaType, Refusal>,
) -> ApiResult<Received> {
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|error| broken(&error))?;
        let is_wanted = field.name() == Some("file");
        let name = field.content_disposition().and_then(|it| it.get_filename()).unwrap_or_default();
        let name = name.to_owned();
        let (mut content, mut size) = (Vec::new(), 0);
        while let Some(chunk) = field.next().await {
            let chunk = chunk.map_err(|error| broken(&error))?;
            size += chunk.len();
            if size > MOST_DROPPED {
                break;
            }
            // A part that nobody asked for is read past.
            if is_wanted && size <= MAX_BYTES {
                content.extend_from_slice(&chunk);
            }
        }
        if size > MAX_BYTES {
            let most = MAX_BYTES >> 20;
            return Err(Refusal::new(Reason::AttachmentTooLarge).with("max", most).into());
        }
        if is_wanted {
            let media_type = check(&content).map_err(|refusal| refusal.at("/file"))?;
            return Ok(Received {
                file_name: safe_name(&name, media_type),
                media_type,
                sha256: Sha256::digest(&content).into(),
                content,
            });
        }
    }
    Err(Refusal::new(Reason::Required).at("/file").into())
}

fn broken(error: &MultipartError) -> ApiError {
    use MultipartError::{ContentTypeIncompatible, ContentTypeMissing};
    match error {
        ContentTypeIncompatible | ContentTypeMissing => {
            ApiError::refuse(ProblemCode::UnsupportedMediaType, "Send multipart/form-data.")
        }
        other => ApiError::refuse(ProblemCode::InvalidBody, other.to_string()),
    }
}
