//! An upload (RFC 7578) of a mail as it was saved: `.eml`.

use actix_multipart::Multipart;
use domain::{
    lead_mails::MOST_BYTES,
    problem::{ProblemCode, Reason, Refusal},
};
use futures_util::StreamExt as _;

use crate::error::{ApiError, ApiResult};

/// Bytes beyond the limit that are still taken, and dropped, so that the sender hears the answer.
const MOST_DROPPED: usize = 2 * MOST_BYTES;

/// Takes the part `file` of a form.
///
/// # Errors
/// There is none; it is too large; it breaks off.
pub async fn receive(mut form: Multipart) -> ApiResult<Vec<u8>> {
    let broken = |error: actix_multipart::MultipartError| {
        ApiError::refuse(ProblemCode::InvalidBody, error.to_string())
    };
    while let Some(field) = form.next().await {
        let mut field = field.map_err(broken)?;
        let is_wanted = field.name() == Some("file");
        let (mut content, mut size) = (Vec::new(), 0);
        while let Some(chunk) = field.next().await {
            let chunk = chunk.map_err(broken)?;
            size += chunk.len();
            if size > MOST_DROPPED {
                break;
            }
            if is_wanted && size <= MOST_BYTES {
                content.extend_from_slice(&chunk);
            }
        }
        if size > MOST_BYTES {
            let most = MOST_BYTES >> 20;
            return Err(Refusal::new(Reason::AttachmentTooLarge).with("max", most).into());
        }
        if is_wanted {
            return Ok(content);
        }
    }
    Err(Refusal::new(Reason::Required).at("/file").into())
}
