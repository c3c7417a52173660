//! What checking a key sends over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::KeyStatus;
use crate::{licenses::ActivationMode, products::Edition};

/// `POST /verify`: is this key genuine?
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VerifyKey {
    /// The key as it came: the content of the `.lic` file. Spaces and line breaks do not count.
    pub key: String,
}

/// The answer. What is forged, foreign or garbled is all the same: not genuine, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerificationView {
    pub genuine: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<VerifiedLicense>,
}

/// What a genuine key stands for, as far as anybody who found it may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerifiedLicense {
    pub status: KeyStatus,
    /// Since when it is superseded, revoked, suspended or terminated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    pub license_number: String,
    /// The first character of the customer's name; stars for the others.
    pub customer: String,
    pub edition: Edition,
    /// Workspaces; 0 is unlimited.
    pub workspaces: u32,
    /// Users; 0 is unlimited.
    pub users: u32,
    pub activation_mode: ActivationMode,
    /// The first day on which the key is good.
    pub valid_from: NaiveDate,
    /// The last day of the term.
    pub expires_on: NaiveDate,
    /// The id of the key that signed it, as in `/.well-known/jwks.json`.
    pub kid: String,
}
