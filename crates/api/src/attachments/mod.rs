//! Files beside records: taken from a form, and given out for saving, never for looking at in our
//! own origin.

mod receive;

use actix_web::{
    HttpResponse,
    http::header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, Charset, ContentDisposition,
        DispositionParam, DispositionType, ExtendedValue, X_CONTENT_TYPE_OPTIONS,
    },
};
use sha2::{Digest as _, Sha256};
use store::attachments::Attachment;

use crate::error::{ApiError, ApiResult};

pub use receive::{Received, receive, receive_as};

/// The file as an answer that browsers save: they are told not to show it, not to guess what it is,
/// and to let nothing in it run should they show it nevertheless.
///
/// # Errors
/// It is not what was kept.
pub fn download(attachment: Attachment) -> ApiResult<HttpResponse> {
    let Attachment { file_name, media_type, sha256, content } = attachment;
    if Sha256::digest(&content).as_slice() != sha256 {
        return Err(ApiError::Fault(anyhow::anyhow!("an attachment is not what was kept")));
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type.as_str()))
        .insert_header(disposition(&file_name))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(content))
}

/// RFC 6266: a plain name for whoever knows no other, and the real one.
fn disposition(file_name: &str) -> ContentDisposition {
    let plain: String =
        file_name.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '_' }).collect();
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename(plain),
            DispositionParam::FilenameExt(ExtendedValue {
                charset: Charset::Ext("UTF-8".to_owned()),
                language_tag: None,
                value: file_name.as_bytes().to_vec(),
            }),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_is_one_header_of_ascii() {
        let header = disposition("验收单 1.pdf").to_string();
        assert_eq!(
            header,
            "attachment; filename=\"___ 1.pdf\"; \
             filename*=UTF-8''%E9%AA%8C%E6%94%B6%E5%8D%95%201.pdf"
        );
    }
}
