//! What API keys send over HTTP.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{access::Permission, id::ApiKeyId};

/// `POST /api-keys`, `POST /partners/{id}/keys`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewApiKey {
    /// What it is for.
    pub name: String,
    pub scopes: Vec<Permission>,
    pub expires_at: DateTime<Utc>,
}

/// A key, without itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeyView {
    pub id: ApiKeyId,
    pub name: String,
    /// How it begins, to recognise it by.
    pub start: String,
    pub scopes: Vec<Permission>,
    /// In whose name it acts.
    pub acts_as: String,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A key that was just made. `token` is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeyMade {
    pub key: ApiKeyView,
    /// For `Authorization: Bearer …`.
    pub token: String,
}
