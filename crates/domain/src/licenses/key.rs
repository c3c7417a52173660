//! What a license key says: a compact JWS (RFC 7515), `alg: EdDSA`, that any JOSE library verifies.

use serde::{Deserialize, Serialize};

use super::ActivationMode;
use crate::products::Edition;

/// The header's `typ`.
pub const KEY_TYPE: &str = "license+jwt";
/// The claim `aud`.
pub const AUDIENCE: &str = "dify-enterprise";

/// The claims of a license key (RFC 7519 §4.1, and our own `lic`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyClaims {
    /// Who issued it.
    pub iss: String,
    /// The license's number.
    pub sub: String,
    pub aud: String,
    /// Seconds since 1970.
    pub iat: i64,
    pub nbf: i64,
    /// The midnight after the last day of the term, in Shanghai.
    pub exp: i64,
    /// The key's own id.
    pub jti: String,
    pub lic: LicenseClaims,
}

/// What the license grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseClaims {
    pub edition: Edition,
    /// The product's code.
    pub product: String,
    /// The customer's name.
    pub customer: String,
    /// 0 is unlimited.
    pub workspaces: u32,
    /// 0 is unlimited.
    pub users: u32,
    pub mode: ActivationMode,
    /// The cluster that the key is bound to.
    pub cluster_id: Option<String>,
    /// The last day for activation, where the key was signed before it.
    pub activation_deadline: Option<chrono::NaiveDate>,
}
