//! What orders send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{DeliverTo, LineKind, OrderFacts, OrderSource, OrderStatus};
use crate::{
    Lang,
    auth::wire::PartnerName,
    customers::wire::PossibleCustomer,
    id::{CustomerId, LicenseId, OrderId, OrderLineId, PartnerId, ProductId, UserId},
    licenses::{ActivationMode, LicenseStanding, LicenseStatus},
    list::Sort,
    money::{Amount, BasisPoints, Currency},
    partners::{Credit, wire::PartnerView},
    patch::Patch,
    products::{
        Edition,
        pricing::{PricedLine, PricedPart, Totals},
    },
    receivables::wire::CreditHold,
    returns::{ReturnStatus, wire::ReturnView},
};

/// Who will run the licenses of a line: a known customer, or one that approval turns into a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EndUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_phone: Option<String>,
}

/// How one set will be activated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ActivationInput {
    pub mode: ActivationMode,
    /// Needed for offline activation: the key is bound to it before it is issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_id: Option<String>,
    /// The public half of the key with which that cluster will sign its usage, where it is known
    /// already: 32 bytes in base64url, without padding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installation_key: Option<String>,
}

/// A line, as it is typed. A draft may leave open what a submission needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LineInput {
    pub kind: LineKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<ProductId>,
    /// Sets, one license each; packs per license for expansions and add-ons; units of a service.
    pub sets: u32,
    /// For new licenses and renewals; others run with what they are added to.
    pub years: u32,
    /// The last day, in place of whole years; an administrator's to set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// The licenses that it renews, upgrades or adds to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseId>,
    /// Taken off by hand; staff only, within the limit of the role.
    pub manual_discount: BasisPoints,
    pub end_user: EndUser,
    pub deliver_to: DeliverTo,
    /// The language of the mail that delivers the licenses.
    pub language: Lang,
    /// One entry per set, for new licenses.
    pub activations: Vec<ActivationInput>,
}

impl Default for LineInput {
    fn default() -> Self {
        Self {
            kind: LineKind::default(),
            product_id: None,
            sets: 1,
            years: 1,
            ends_on: None,
            licenses: Vec::new(),
            manual_discount: BasisPoints(0),
            end_user: EndUser::default(),
            deliver_to: DeliverTo::default(),
            language: Lang::default(),
            activations: vec![ActivationInput::default()],
        }
    }
}

/// What stands in an order. `POST /orders` and `POST /partners/orders`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct OrderContent {
    /// The partner it is placed for; staff only. Without one the customer buys directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<PartnerId>,
    /// The buyer's own number 客户订单号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_order_number: Option<String>,
    /// 合同号
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    pub lines: Vec<LineInput>,
}

/// `PATCH /orders/{id}`: a merge patch; lines are replaced as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ChangeOrder {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub customer_order_number: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub contract_number: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub remark: Patch<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<LineInput>>,
}

/// `POST …/{id}/submit`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SubmitOrder {
    /// The version and hash of the terms that were read and accepted.
    pub terms_version: String,
    pub terms_hash: String,
    /// The total that was shown; another one by now is refused (409 `price-changed`).
    pub expected_gross: Amount,
}

/// `POST /orders/{id}/approve`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ApproveOrder {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Which existing customers the lines' end users are, where the approver says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub end_users: Vec<EndUserChoice>,
    /// Why it is approved although its party is on credit hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_hold: Option<String>,
}

/// The end user of a line is this customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EndUserChoice {
    /// The line, from 1.
    pub line: u32,
    pub customer_id: CustomerId,
}

/// `POST /orders/{id}/reject` and `…/cancel`: why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithReason {
    pub reason: String,
}

/// A license by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseRef {
    pub id: LicenseId,
    pub number: String,
    pub status: LicenseStatus,
}

/// A line, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderLineView {
    pub id: OrderLineId,
    /// From 1.
    pub line: u32,
    pub input: LineInput,
    pub product_name_zh: Option<String>,
    pub product_name_en: Option<String>,
    pub edition: Option<Edition>,
    /// The price with its trace: live for drafts, locked from submit on. Absent while it cannot be
    /// priced yet.
    pub price: Option<PricedLine>,
    /// What approval issued or changed.
    pub licenses: Vec<LicenseRef>,
    /// What a line on licenses follows from, while it can still be changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standings: Vec<LicenseStanding>,
}

/// Who accepted which content and terms, when, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptanceView {
    pub by: String,
    pub at: DateTime<Utc>,
    /// The network address that it came from.
    pub address: Option<String>,
    pub terms_version: String,
    pub terms_hash: String,
    /// SHA-256 of the content and its prices, hexadecimal.
    pub content_hash: Option<String>,
    /// Whether the order is another one by now, and needs a new acceptance.
    pub changed_since: bool,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderView {
    pub id: OrderId,
    pub number: String,
    pub status: OrderStatus,
    pub source: OrderSource,
    pub partner: Option<PartnerName>,
    pub placed_by: UserId,
    pub placed_by_name: String,
    pub last_edited_by: UserId,
    /// Whether any of its licenses was delivered.
    pub delivered: bool,
    /// Setting: nobody approves what they placed or changed last.
    pub four_eyes: bool,
    pub customer_order_number: Option<String>,
    pub contract_number: Option<String>,
    pub remark: Option<String>,
    pub currency: Currency,
    pub lines: Vec<OrderLineView>,
    pub totals: Totals,
    pub acceptance: Option<AcceptanceView>,
    /// Why it was rejected or canceled.
    pub reason: Option<String>,
    pub decided_by_name: Option<String>,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    /// What was returned of it, or is about to be; the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<ReturnView>,
    pub version: i64,
}

impl OrderView {
    /// What decides about moves.
    pub const fn facts(&self) -> OrderFacts {
        OrderFacts {
            status: self.status,
            placed_by: self.placed_by,
            last_edited_by: self.last_edited_by,
            delivered: self.delivered,
            four_eyes: self.four_eyes,
        }
    }

    /// What stands in it, to be edited or cloned.
    pub fn content(&self) -> OrderContent {
        OrderContent {
            partner_id: self.partner.as_ref().map(|partner| partner.id),
            customer_order_number: self.customer_order_number.clone(),
            contract_number: self.contract_number.clone(),
            remark: self.remark.clone(),
            lines: self.lines.iter().map(|line| line.input.clone()).collect(),
        }
    }
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderRow {
    pub id: OrderId,
    pub number: String,
    pub status: OrderStatus,
    pub source: OrderSource,
    pub partner_name: Option<String>,
    /// The first line's end user.
    pub end_user: String,
    pub lines: u32,
    pub sets: u32,
    pub gross: Amount,
    pub currency: Currency,
    pub placed_by_name: String,
    /// Why it was rejected or canceled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// `GET /orders/{id}/review`: what the approver needs beside the order itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewView {
    pub partner: Option<PartnerView>,
    /// The partner's other orders: how many were approved, and what they came to.
    pub partner_orders: u32,
    pub partner_gross: Amount,
    /// What the partner owes, would owe and may owe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    /// Who is on credit hold and keeps it from being approved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<CreditHold>,
    pub end_users: Vec<EndUserReview>,
    pub will_issue: Vec<WillIssue>,
    pub will_change: Vec<WillChange>,
}

/// A license that approval will change, as it was priced at submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WillChange {
    pub line: u32,
    pub kind: LineKind,
    pub part: PricedPart,
    /// Somebody changed it since: the order has to be submitted again.
    pub has_moved: bool,
    /// Where the mail goes.
    pub recipient: String,
}

/// What is known of a line's end user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndUserReview {
    pub line: u32,
    pub name: String,
    /// The customer it will be: named by the order, or the same name after normalisation.
    pub matched: Option<PossibleCustomer>,
    /// Customers that it might be.
    pub possible: Vec<PossibleCustomer>,
}

/// Licenses that approval will issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WillIssue {
    pub line: u32,
    pub edition: Edition,
    pub end_user: String,
    pub years: u32,
    pub online: u32,
    pub offline: u32,
    /// Where the mail goes.
    pub recipient: String,
    /// The last day at the latest, were it delivered and never activated today.
    pub expires_on_latest: NaiveDate,
}

/// `GET /orders/licenses` and `GET /partners/orders/licenses`: licenses that lines can be placed
/// on, twenty at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct StandingQuery {
    /// The beginning of a license number or part of a customer's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Sold through this partner; staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerId>,
    /// These licenses, at most 50.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub license: Vec<LicenseId>,
}

/// Most licenses that are asked for by their ids.
pub const MOST_NAMED: usize = 50;

impl StandingQuery {
    /// The query string, without the question mark; what is not asked for is left out.
    pub fn to_query_string(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }
}

crate::enums::wire_enum! {
    /// Whose orders.
    pub enum PlacedBy {
        #[default]
        Me = "me": "我创建的", "Placed by me";
    }
}

crate::enums::wire_enum! {
    pub enum OrderSort {
        #[default]
        CreatedAt = "created_at": "创建时间", "Created";
        SubmittedAt = "submitted_at": "提交时间", "Submitted";
        Number = "number": "订单号", "Number";
        Gross = "gross": "金额", "Total";
    }
}

crate::list::list_query! {
    /// `GET /orders` and `GET /partners/orders`; `q` is the beginning of an order number or part of
    /// an end user's name.
    pub struct OrderListQuery sorted by OrderSort = Sort::descending(OrderSort::CreatedAt);
    {
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<OrderStatus>,
        /// Of this partner; staff only.
        #[serde(skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
        /// Placed by whoever asks.
        #[serde(skip_serializing_if = "Option::is_none")]
        placed_by: Option<PlacedBy>,
        /// With a line for this customer; staff only.
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
        /// From any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        source: Vec<OrderSource>,
        /// With a return in any of these states.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        returns: Vec<ReturnStatus>,
        /// Created on this day or later.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<NaiveDate>,
        /// Created on this day or earlier.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    }
}
