//! What attachments send over HTTP.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::MediaType;

/// A file beside a record; its content is fetched by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentView {
    pub file_name: String,
    pub media_type: MediaType,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its content, in lower-case hex digits.
    pub sha256: String,
    pub uploaded_by: String,
    pub uploaded_at: DateTime<Utc>,
}
