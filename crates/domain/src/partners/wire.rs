//! What partners send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{PartnerLevel, PartnerStatus};
use crate::{id::PartnerId, list::Sort};

/// A partner organisation, as staff see it and as it sees itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerView {
    pub id: PartnerId,
    pub name: String,
    pub level: PartnerLevel,
    pub status: PartnerStatus,
    pub is_reseller: bool,
    pub region: Option<crate::customers::Region>,
    pub credit_code: Option<String>,
    pub legal_address: Option<String>,
    pub contact_name: String,
    pub contact_email: String,
    pub contact_phone: Option<String>,
    pub agreement_number: Option<String>,
    pub agreement_until: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// `PUT /partners/me`: what a partner may change of itself (not level, status or agreement).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePartnerProfile {
    pub legal_address: Option<String>,
    pub contact_name: String,
    pub contact_email: String,
    pub contact_phone: Option<String>,
}

crate::enums::wire_enum! {
    pub enum PartnerSort {
        #[default]
        Name = "name": "名称", "Name";
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /partners`; `q` is part of the name or its pinyin initials.
    pub struct PartnerListQuery sorted by PartnerSort = Sort::ascending(PartnerSort::Name);
    {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        level: Vec<PartnerLevel>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<PartnerStatus>,
    }
}
