//! What partners send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{PartnerLevel, PartnerStatus, PaymentTerms};
use crate::{
    Lang,
    auth::wire::UserView,
    dates::EndsWithin,
    id::PartnerId,
    list::Sort,
    money::{Amount, BasisPoints},
};

/// Somebody to write to at a partner, beside the first one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartnerContact {
    pub name: String,
    /// What they are there: 采购经理.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub email: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

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
    /// The first contact, to whom mails go.
    pub contact_name: String,
    #[serde(default)]
    pub contact_title: Option<String>,
    pub contact_email: String,
    pub contact_phone: Option<String>,
    /// Further contacts.
    #[serde(default)]
    pub contacts: Vec<PartnerContact>,
    /// Addresses and domains that its mails come from.
    #[serde(default)]
    pub sender_addresses: Vec<String>,
    /// What it may owe; not agreed where it is absent.
    #[serde(default)]
    pub credit_limit: Option<Amount>,
    #[serde(default)]
    pub payment_terms: PaymentTerms,
    /// What it keeps of what is collected, net, in hundredths of a percent.
    #[serde(default)]
    pub profit_share: Option<BasisPoints>,
    pub agreement_number: Option<String>,
    pub agreement_signed_on: Option<NaiveDate>,
    /// The last day that it holds.
    pub agreement_until: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// `POST /partners` and `PUT /partners/{id}`: what staff keep of a partner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartnerContent {
    /// As it is registered; the party of orders and invoices.
    pub name: String,
    #[serde(default)]
    pub is_reseller: bool,
    pub level: PartnerLevel,
    pub region: Option<crate::customers::Region>,
    /// 统一社会信用代码 (GB 32100).
    pub credit_code: Option<String>,
    pub legal_address: Option<String>,
    pub contact_name: String,
    #[serde(default)]
    pub contact_title: Option<String>,
    /// Where order results and licenses go.
    pub contact_email: String,
    pub contact_phone: Option<String>,
    /// Further contacts.
    #[serde(default)]
    pub contacts: Vec<PartnerContact>,
    /// Addresses and domains that its mails come from; each is one partner's.
    #[serde(default)]
    pub sender_addresses: Vec<String>,
    /// What it may owe.
    #[serde(default)]
    pub credit_limit: Option<Amount>,
    #[serde(default)]
    pub payment_terms: PaymentTerms,
    /// What it keeps of what is collected, net, in hundredths of a percent. Orders that are approved
    /// from now on have it.
    #[serde(default)]
    pub profit_share: Option<BasisPoints>,
    /// The framework agreement: without one that holds, no order is submitted.
    pub agreement_number: Option<String>,
    pub agreement_signed_on: Option<NaiveDate>,
    /// The last day that it holds.
    pub agreement_until: Option<NaiveDate>,
}

impl PartnerContent {
    /// The part that the partner may change itself.
    pub fn profile(&self) -> ChangePartnerProfile {
        ChangePartnerProfile {
            legal_address: self.legal_address.clone(),
            contact_name: self.contact_name.clone(),
            contact_title: self.contact_title.clone(),
            contact_email: self.contact_email.clone(),
            contact_phone: self.contact_phone.clone(),
            contacts: self.contacts.clone(),
        }
    }
}

impl From<&PartnerView> for PartnerContent {
    fn from(partner: &PartnerView) -> Self {
        Self {
            name: partner.name.clone(),
            is_reseller: partner.is_reseller,
            level: partner.level,
            region: partner.region,
            credit_code: partner.credit_code.clone(),
            legal_address: partner.legal_address.clone(),
            contact_name: partner.contact_name.clone(),
            contact_title: partner.contact_title.clone(),
            contact_email: partner.contact_email.clone(),
            contact_phone: partner.contact_phone.clone(),
            contacts: partner.contacts.clone(),
            sender_addresses: partner.sender_addresses.clone(),
            credit_limit: partner.credit_limit,
            payment_terms: partner.payment_terms,
            profit_share: partner.profit_share,
            agreement_number: partner.agreement_number.clone(),
            agreement_signed_on: partner.agreement_signed_on,
            agreement_until: partner.agreement_until,
        }
    }
}

/// `PUT /partners/me`: what a partner may change of itself (not level, status or agreement).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePartnerProfile {
    pub legal_address: Option<String>,
    pub contact_name: String,
    #[serde(default)]
    pub contact_title: Option<String>,
    pub contact_email: String,
    pub contact_phone: Option<String>,
    /// Further contacts, all of them.
    #[serde(default)]
    pub contacts: Vec<PartnerContact>,
}

/// `POST /partners/users` and `POST /partners/{id}/users`: somebody who is to sign in for the
/// organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddColleague {
    pub username: String,
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub language: Lang,
    /// Whether they manage the others.
    #[serde(default)]
    pub org_admin: bool,
}

/// `PUT /partners/users/{id}` and `PUT /partners/{id}/users/{user}`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeColleague {
    pub name: String,
    pub email: String,
    pub language: Lang,
    /// Whether they manage the others.
    pub org_admin: bool,
}

/// A colleague with a password to begin with, which is shown this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LetIn {
    pub user: UserView,
    pub password: String,
}

crate::enums::wire_enum! {
    pub enum PartnerSort {
        #[default]
        Name = "name": "名称", "Name";
        CreatedAt = "created_at": "创建时间", "Created";
        AgreementUntil = "agreement_until": "协议到期日", "Agreement ends";
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
        /// Only resellers, or none.
        #[serde(skip_serializing_if = "Option::is_none")]
        reseller: Option<bool>,
        /// Whose framework agreement ends so soon, or is over.
        #[serde(skip_serializing_if = "Option::is_none")]
        agreement_ends_within: Option<EndsWithin>,
    }
}
