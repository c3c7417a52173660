//! An upload (RFC 7578) that goes to a file that is thrown away, never to memory.

use std::{
    fs::File,
    io::{BufWriter, Seek as _, Write as _},
};

use actix_multipart::Multipart;
use domain::{
    imports::MAX_BYTES,
    problem::{ProblemCode, Reason, Refusal},
};
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};

use crate::error::{ApiError, ApiResult};

/// Bytes beyond the limit that are still taken, and dropped, so that the sender hears the answer.
const MOST_DROPPED: usize = 4 * MAX_BYTES;

/// A file that arrived whole.
pub struct Received {
    pub file: File,
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256.
    pub hash: [u8; 32],
}

/// Takes the part `file` of a form.
///
/// # Errors
/// There is none; it is too large; it breaks off.
pub async fn receive(mut form: Multipart) -> ApiResult<Received> {
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|error| broken(&error))?;
        if field.name() != Some("file") {
            // A part that nobody asked for is read past.
            while let Some(chunk) = field.next().await {
                chunk.map_err(|error| broken(&error))?;
            }
            continue;
        }
        let name = field.content_disposition().and_then(|it| it.get_filename()).unwrap_or_default();
        let name = plain_name(name);
        let mut file = BufWriter::new(tempfile::tempfile().map_err(anyhow::Error::from)?);
        let (mut hash, mut size) = (Sha256::new(), 0);
        while let Some(chunk) = field.next().await {
            let chunk = chunk.map_err(|error| broken(&error))?;
            size += chunk.len();
            if size > MOST_DROPPED {
                break;
            }
            if size <= MAX_BYTES {
                hash.update(&chunk);
                file.write_all(&chunk).map_err(anyhow::Error::from)?;
            }
        }
        if size > MAX_BYTES {
            let most = MAX_BYTES / 1024 / 1024;
            return Err(Refusal::new(Reason::ImportTooLarge).with("max", most).into());
        }
        let mut file = file.into_inner().map_err(|error| anyhow::Error::msg(error.to_string()))?;
        file.rewind().map_err(anyhow::Error::from)?;
        return Ok(Received { file, name, size: size as u64, hash: hash.finalize().into() });
    }
    Err(Refusal::new(Reason::Required).at("/file").into())
}

fn broken(error: &actix_multipart::MultipartError) -> ApiError {
    use actix_multipart::MultipartError::{ContentTypeIncompatible, ContentTypeMissing};
    match error {
        ContentTypeIncompatible | ContentTypeMissing => {
            ApiError::refuse(ProblemCode::UnsupportedMediaType, "Send multipart/form-data.")
        }
        other => ApiError::refuse(ProblemCode::InvalidBody, other.to_string()),
    }
}

/// A stranger's name for a file, without its folders and on one line.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(180).collect();
    if plain.trim().is_empty() { "import".to_owned() } else { plain.trim().to_owned() }
}
