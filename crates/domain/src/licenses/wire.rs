//! What licenses send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{ActivationMode, LicenseAction, LicenseStatus, Stage};
use crate::{
    auth::wire::PartnerName,
    dates::EndsWithin,
    id::{CustomerId, LicenseId, OrderId, PartnerId, PurchaseId, UserId},
    list::Sort,
    money::{Amount, Currency},
    problem::Problem,
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
    /// The sales rep whose it is; for staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
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
    /// The sales rep whose it is; for staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerName>,
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
    /// While it is suspended: since when, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_reason: Option<String>,
    /// When it was ended for good, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminated_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminated_reason: Option<String>,
    /// For staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
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

/// A sales rep, as an owner of licenses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnerName {
    pub id: UserId,
    pub name: String,
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
    /// Absent where it was recorded by hand.
    pub order_id: Option<OrderId>,
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
    /// The public half of the key with which that cluster signs its usage, of an offline license.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installation_key: Option<String>,
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

/// `POST /licenses/{id}/resume`: lifts a suspension; one may say why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ResumeLicense {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `POST /licenses/{id}/extend`: moves its last day, without an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtendLicense {
    /// By so many days, at most 365.
    pub days: u32,
    pub reason: String,
}

/// `POST /licenses/{id}/owner`: gives it to a sales rep, or to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignLicense {
    pub owner_id: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `POST /licenses/bulk`: does one thing with many licenses, or says what would come of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeLicenses {
    /// Which ones, at most 200.
    pub licenses: Vec<LicenseId>,
    /// Anything but `terminate`.
    pub action: LicenseAction,
    /// Why; needed to suspend and to extend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// By how many days they are extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// To whom they are given; absent: to nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// Only say what would come of it.
    pub preview: bool,
}

/// What came of `POST /licenses/bulk`, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedLicenses {
    pub preview: bool,
    /// In the order in which they were named.
    pub items: Vec<ChangedLicense>,
}

impl ChangedLicenses {
    /// How many it was, or would be, done with.
    pub fn done(&self) -> usize {
        self.items.iter().filter(|item| item.refused.is_none()).count()
    }
}

/// What came of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedLicense {
    pub id: LicenseId,
    /// Absent where there is no such license.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its last day afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
    /// Why it stayed as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Problem>,
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
    /// The public half of the Ed25519 key that the installation made for itself, with which it signs
    /// usage reports: 32 bytes in base64url, without padding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installation_key: Option<String>,
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

/// `GET /licenses/{id}/as-of`: on which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AsOfQuery {
    /// A day between its issue and today.
    pub on: NaiveDate,
}

/// A license as it was at the end of a business day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseAsOf {
    pub on: NaiveDate,
    pub status: LicenseStatus,
    pub product_name_zh: String,
    pub product_name_en: String,
    /// Workspaces; 0 is unlimited.
    pub workspaces: u32,
    /// Users; 0 is unlimited.
    pub users: u32,
    pub starts_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    pub activation_mode: ActivationMode,
    pub cluster_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerName>,
}

/// `GET /licenses/renewals`: how far the board goes, and whose licenses it counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct RenewalsQuery {
    /// A day of the first month; two months ago where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub from: Option<NaiveDate>,
    /// How many months, at most 24; 12 where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub months: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub partner: Option<PartnerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub owner: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub owned_by: Option<OwnedBy>,
}

impl RenewalsQuery {
    /// The query string, without the question mark; what is not asked for is left out.
    pub fn to_query_string(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }
}

/// The renewals ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewalsView {
    /// The first and the last day of the board.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Months and owners that have any, the next month first.
    pub cells: Vec<RenewalCell>,
}

/// The licenses of an owner that end in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewalCell {
    /// The first and the last day of the month.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Absent: nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerName>,
    pub licenses: u32,
    /// What they were last sold or renewed for, gross, in each currency: an estimate of what a
    /// renewal brings, without what was added since and without today's prices.
    pub amounts: Vec<RenewalAmount>,
}

/// An amount with its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewalAmount {
    pub currency: Currency,
    pub amount: Amount,
}

crate::enums::wire_enum! {
    /// Whose licenses.
    pub enum OwnedBy {
        #[default]
        Me = "me": "我负责的", "Mine";
        Nobody = "nobody": "未分配", "Nobody's";
    }
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
        /// Of this sales rep; staff only.
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<UserId>,
        /// Of whoever asks, or of nobody; staff only.
        #[serde(skip_serializing_if = "Option::is_none")]
        owned_by: Option<OwnedBy>,
        /// Its last day is this one or a later one.
        #[serde(skip_serializing_if = "Option::is_none")]
        ends_from: Option<NaiveDate>,
        /// Its last day is this one or an earlier one.
        #[serde(skip_serializing_if = "Option::is_none")]
        ends_to: Option<NaiveDate>,
        /// In use, and its last day is so near, or over and it is in grace.
        #[serde(skip_serializing_if = "Option::is_none")]
        ends_within: Option<EndsWithin>,
    }
}
