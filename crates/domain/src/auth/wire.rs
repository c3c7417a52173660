//! What signing in and accounts send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Lang,
    access::{Permission, Powers, Role},
    grants::wire::Granted,
    id::{PartnerId, SessionId, UserId},
    list::Sort,
};

/// `POST /auth/login` and `POST /partners/login`; JSON or a form.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub username: String,
    pub password: String,
    /// The code of the authenticator, or a recovery code: only for those who have a second factor,
    /// whom `totp-required` asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp: Option<String>,
}

impl SignIn {
    /// With name and password alone.
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self { username: username.into(), password: password.into(), totp: None }
    }

    /// And the code of the second factor.
    #[must_use]
    pub fn with_code(self, code: impl Into<String>) -> Self {
        Self { totp: Some(code.into()), ..self }
    }
}

/// An access token. The refresh token travels beside it in a cookie.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenView {
    pub access_token: String,
    /// `Bearer`
    pub token_type: String,
    /// Seconds.
    pub expires_in: i64,
}

/// `GET /auth/me`: who is signed in, and what they may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeView {
    pub id: UserId,
    pub username: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub language: Lang,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerName>,
    /// Whether they manage their organisation's people.
    #[serde(default)]
    pub org_admin: bool,
    /// What one may at this moment, by role or by grant.
    pub permissions: Vec<Permission>,
    /// What was granted beside the role, and until when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub granted: Vec<Granted>,
    /// Nothing but one's own account can be reached before a second factor is set up.
    #[serde(default)]
    pub must_enroll: bool,
}

impl MeView {
    /// How far one reaches, as the server counts it.
    pub fn powers(&self) -> Powers {
        let granted = self.granted.iter().map(|granted| granted.permission).collect();
        Powers::of(self.role).granting(granted).within(self.permissions.iter().copied().collect())
    }
}

/// `GET /auth/totp`: how one stands with one's own second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorView {
    pub enabled: bool,
    /// The house demands one (setting `auth.require_totp`).
    pub required: bool,
    pub recovery_codes_left: usize,
}

/// `POST /auth/totp`: what an authenticator has to know. Shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrollmentView {
    /// Base32, to be typed by those who cannot scan.
    pub secret: String,
    /// `otpauth://…`
    pub uri: String,
    /// The same as a QR code: modules of a side,
    pub qr_size: u32,
    /// and the dark ones as the path of an SVG whose unit is a module.
    pub qr_path: String,
}

/// `POST /auth/totp/confirm`, `POST /auth/totp/disable`
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TotpCode {
    /// Of the authenticator; where a confirmed factor is given up, a recovery code does as well.
    pub code: String,
}

/// Recovery codes, each good once. Shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodesView {
    pub codes: Vec<String>,
}

/// A partner organisation by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerName {
    pub id: PartnerId,
    pub name: String,
}

/// `PUT /auth/password`
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    pub current_password: String,
    pub new_password: String,
}

/// `POST /auth/password/reset`: somebody forgot their password.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskForReset {
    /// User name or mail address.
    pub login: String,
}

/// `POST /auth/password/reset/confirm`
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmReset {
    /// Out of the mail's link.
    pub token: String,
    pub new_password: String,
}

/// `PUT /auth/me`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMe {
    pub name: String,
    pub email: String,
    pub language: Lang,
}

/// A place where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    pub id: SessionId,
    pub user_agent: String,
    pub address: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: DateTime<Utc>,
    pub is_current: bool,
}

/// A user, as administrators see one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserView {
    pub id: UserId,
    pub username: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub language: Lang,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerName>,
    /// Whether they manage their organisation's people.
    #[serde(default)]
    pub org_admin: bool,
    pub active: bool,
    #[serde(default)]
    pub has_second_factor: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// `POST /users`: somebody who is to sign in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    pub username: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    /// The organisation of a partner's person; staff have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<PartnerId>,
    #[serde(default)]
    pub language: Lang,
    /// To begin with; they change it themselves.
    pub password: String,
}

/// `PUT /users/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeUser {
    pub name: String,
    pub email: String,
    /// Staff stay staff, and partners' people partners' people.
    pub role: Role,
    pub language: Lang,
}

/// `PUT /users/{id}/password`
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    pub password: String,
}

crate::enums::wire_enum! {
    pub enum UserSort {
        #[default]
        Username = "username": "用户名", "User name";
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /users`; `q` is the beginning of a user name.
    pub struct UserListQuery sorted by UserSort = Sort::ascending(UserSort::Username);
    {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        role: Vec<Role>,
        #[serde(skip_serializing_if = "Option::is_none")]
        active: Option<bool>,
    }
}
