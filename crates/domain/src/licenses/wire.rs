//! What licenses send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{ActivationMode, LicenseStatus, Stage};
use crate::{
    auth::wire::PartnerName,
    dates::EndsWithin,
    id::{CustomerId, LicenseId, OrderId, PartnerId, PurchaseId},
    list::Sort,
    money::{Amount, Currency},
    products::Edition,
};

/// A license in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseRow {
    pub id: LicenseId,
    pub number: String,
    pub status: LicenseStatus,
    pub edition: Edition,
    pub product_name_zh: String,
    pub product_name_en: String,
    pub customer_name: String,
    pub partner_name: Option<String>,
    pub activation_mode: ActivationMode,
    pub starts_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
}

/// One license.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseView {
    pub id: LicenseId,
    pub number: String,
    pub status: LicenseStatus,
    pub edition: Edition,
    pub product_code: String,
    pub product_name_zh: String,
    pub product_name_en: String,
    pub customer_id: CustomerId,
    pub customer_name: String,
    pub partner: Option<PartnerName>,
    pub order_id: OrderId,
    pub order_number: String,
    /// Workspaces; 0 is unlimited.
    pub workspaces: u32,
    /// Users; 0 is unlimited.
    pub users: u32,
    pub term_years: u32,
    pub activation_mode: ActivationMode,
    pub cluster_id: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    pub activation_deadline: Option<NaiveDate>,
    pub activated_at: Option<DateTime<Utc>>,
    pub starts_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    pub grace_days: u32,
    /// Id and fingerprint of the key that is good now; never the key itself.
    pub key_id: Option<String>,
    pub key_fingerprint: Option<String>,
    /// The steps of its life, with the day each was reached.
    pub stages: Vec<StageView>,
    pub purchases: Vec<PurchaseView>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl LicenseView {
    /// What decides about moves.
    pub const fn moves(&self) -> super::Moves {
        super::Moves {
            status: self.status,
            mode: self.activation_mode,
            sent: self.sent_at.is_some(),
            activated: self.activated_at.is_some(),
            expires_on: self.expires_on,
        }
    }
}

/// A step of a license's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageView {
    pub stage: Stage,
    pub reached_on: Option<NaiveDate>,
}

crate::enums::wire_enum! {
    pub enum PurchaseKind {
        #[default]
        New = "new": "新购", "New";
        Renewal = "renewal": "续订", "Renewal";
        Upgrade = "upgrade": "升级", "Upgrade";
        Expansion = "expansion": "扩容", "Expansion";
        Service = "service": "服务", "Service";
    }
}

crate::enums::wire_enum! {
    pub enum PaymentStatus {
        #[default]
        Pending = "pending": "待支付", "Pending";
        PartiallyPaid = "partially_paid": "部分支付", "Partially paid";
        Paid = "paid": "已支付", "Paid";
        Refunded = "refunded": "已退款", "Refunded";
        Cancelled = "cancelled": "已取消", "Canceled";
    }
}

/// A purchase that a license came of or was changed by. Money only for those who see money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseView {
    pub id: PurchaseId,
    pub kind: PurchaseKind,
    pub purchased_on: NaiveDate,
    pub sets: u32,
    pub amount: Option<Amount>,
    pub currency: Currency,
    pub payment_status: PaymentStatus,
    pub contract_number: Option<String>,
    pub order_id: OrderId,
    /// Where it moved the end of the term.
    pub old_expires_on: Option<NaiveDate>,
    pub new_expires_on: Option<NaiveDate>,
}

impl PurchaseView {
    /// Whether it was neither canceled nor paid back.
    pub const fn stands(&self) -> bool {
        !matches!(self.payment_status, PaymentStatus::Refunded | PaymentStatus::Cancelled)
    }
}

/// `POST /licenses/{id}/key`: the key, shown once it is asked for; the showing is logged.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyView {
    /// For online activation.
    pub activation_code: Option<String>,
    /// The signed key, where one was issued.
    pub key: Option<String>,
}

/// `POST /licenses/{id}/activation`: an offline activation, recorded by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordActivation {
    pub activated_on: NaiveDate,
}

/// `POST /licenses/{id}/transfer`: binds it to another cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TransferLicense {
    pub cluster_id: String,
    /// Why, in a sentence; it stands in the history and on the timeline.
    pub reason: String,
}

/// `POST /licenses/{id}/activation-mode`: activates it the other way from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeActivationMode {
    pub mode: ActivationMode,
    /// For one that goes offline and is not bound to a cluster yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_id: Option<String>,
    pub reason: String,
}

/// A change of cluster or activation mode: who, when, from what to what, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivationChangeView {
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: String,
    pub from_mode: ActivationMode,
    pub to_mode: ActivationMode,
    pub from_cluster_id: Option<String>,
    pub to_cluster_id: Option<String>,
    pub reason: String,
}

/// `POST /activations`: an installation activates itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Activate {
    pub code: String,
    pub cluster_id: String,
    /// The installed version of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// The answer to an activation.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivationView {
    pub license_number: String,
    /// The signed key, bound to the cluster.
    pub key: String,
    pub expires_on: NaiveDate,
}

crate::enums::wire_enum! {
    pub enum LicenseSort {
        #[default]
        CreatedAt = "created_at": "创建时间", "Created";
        ExpiresOn = "expires_on": "到期日", "Expires";
        Number = "number": "许可证号", "Number";
    }
}

crate::list::list_query! {
    /// `GET /licenses` and `GET /partners/licenses`; `q` is the beginning of a license number or
    /// part of a customer's name.
    pub struct LicenseListQuery sorted by LicenseSort = Sort::descending(LicenseSort::CreatedAt);
    {
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<LicenseStatus>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        edition: Vec<Edition>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        activation_mode: Vec<ActivationMode>,
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
        /// In use, and its last day is so near, or over and it is in grace.
        #[serde(skip_serializing_if = "Option::is_none")]
        ends_within: Option<EndsWithin>,
    }
}
