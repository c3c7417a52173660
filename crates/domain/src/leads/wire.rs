//! What leads send over HTTP.

mod config;
mod funnel;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{ActivityKind, LostReason, StatusColor, StatusKind};
use crate::{
    customers::{Industry, Region, wire::CustomerLink},
    id::{
        CustomerId, LeadActivityId, LeadId, LeadSourceId, LeadStatusId, OrderId, PartnerId,
        ProductId, UserId,
    },
    licenses::wire::OwnedBy,
    list::Sort,
    money::{Amount, Currency},
    orders::OrderStatus,
    patch::Patch,
};

pub use self::config::{LeadSourceContent, LeadSourceView, LeadStatusContent, LeadStatusView};
pub use self::funnel::{
    BoardColumn, BoardQuery, BoardView, CohortStage, CohortView, FunnelQuery, FunnelStage,
    FunnelView, LeadSum,
};

/// `POST /leads` and `PUT /leads/{id}`: what is known of it. A new one begins in the first open
/// status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeadContent {
    pub title: String,
    pub company: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_phone: Option<String>,
    /// The sales rep whose it is; without one it is in the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// The partner who brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<PartnerId>,
    pub source_id: LeadSourceId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<Industry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// The product that is of interest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_id: Option<ProductId>,
    /// What it may be worth; nothing where nobody knows yet.
    #[serde(default)]
    pub amount: Amount,
    #[serde(default)]
    pub currency: Currency,
    /// When it is to be won.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_on: Option<NaiveDate>,
    /// In percent, where it is another than its status's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_on: Option<NaiveDate>,
    /// The customer that it is, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// `PATCH /leads/{id}`: a merge patch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ChangeLead {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub contact_name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub contact_email: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub contact_phone: Patch<String>,
    /// The sales rep whose it is; null puts it into the pool.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<UserId>))]
    pub owner_id: Patch<UserId>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<PartnerId>))]
    pub partner_id: Patch<PartnerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_id: Option<LeadSourceId>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Industry>))]
    pub industry: Patch<Industry>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Region>))]
    pub region: Patch<Region>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ProductId>))]
    pub product_id: Patch<ProductId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NaiveDate>))]
    pub expected_on: Patch<NaiveDate>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<u32>))]
    pub probability: Patch<u32>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub next_step: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NaiveDate>))]
    pub next_on: Patch<NaiveDate>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<CustomerId>))]
    pub customer_id: Patch<CustomerId>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub notes: Patch<String>,
}

impl ChangeLead {
    /// What the change leaves of what was there.
    #[must_use]
    pub fn applied_to(&self, before: &LeadContent) -> LeadContent {
        let (change, mut after) = (self.clone(), before.clone());
        after.title = change.title.unwrap_or(after.title);
        after.company = change.company.unwrap_or(after.company);
        change.contact_name.apply(&mut after.contact_name);
        change.contact_email.apply(&mut after.contact_email);
        change.contact_phone.apply(&mut after.contact_phone);
        change.owner_id.apply(&mut after.owner_id);
        change.partner_id.apply(&mut after.partner_id);
        after.source_id = change.source_id.unwrap_or(after.source_id);
        change.industry.apply(&mut after.industry);
        change.region.apply(&mut after.region);
        change.product_id.apply(&mut after.product_id);
        after.amount = change.amount.unwrap_or(after.amount);
        after.currency = change.currency.unwrap_or(after.currency);
        change.expected_on.apply(&mut after.expected_on);
        change.probability.apply(&mut after.probability);
        change.next_step.apply(&mut after.next_step);
        change.next_on.apply(&mut after.next_on);
        change.customer_id.apply(&mut after.customer_id);
        change.notes.apply(&mut after.notes);
        after
    }
}

/// `PATCH /leads/{id}/status`: where it goes. Losing wants one of the reasons, disqualifying and
/// reopening a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveLead {
    pub status_id: LeadStatusId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_reason: Option<LostReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `POST /leads/{id}/reopen`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReopenLead {
    /// The open status that it comes back to; the first one where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_id: Option<LeadStatusId>,
    /// Why, in a sentence.
    pub reason: String,
}

/// `POST /leads/{id}/convert`: it is won, and an order is begun with what is known. Without any of
/// the customers named here the order names the lead's company, and approval makes it a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConvertLead {
    /// The customer that it is; the one that the lead names where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Whether the company is kept as a customer now; for those who may create customers.
    #[serde(default)]
    pub create_customer: bool,
    /// What is ordered; the product of interest where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_id: Option<ProductId>,
    #[serde(default = "one")]
    pub sets: u32,
    #[serde(default = "one")]
    pub years: u32,
}

impl Default for ConvertLead {
    fn default() -> Self {
        Self { customer_id: None, create_customer: false, product_id: None, sets: 1, years: 1 }
    }
}

const fn one() -> u32 {
    1
}

/// What is to be done next, and when; nothing where both are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NextStep {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// `POST /leads/{id}/activities`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LogActivity {
    #[serde(default)]
    pub kind: ActivityKind,
    /// When it was; now where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened_at: Option<DateTime<Utc>>,
    pub text: String,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What is to be done next instead of what was planned; where it is absent that stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextStep>,
}

/// Something that was done about a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadActivityView {
    pub id: LeadActivityId,
    pub kind: ActivityKind,
    pub happened_at: DateTime<Utc>,
    pub text: String,
    pub outcome: Option<String>,
    pub by_name: String,
}

/// A move of a lead, and how long it stood where that led.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadMoveView {
    /// Absent for its beginning.
    pub from: Option<StatusName>,
    pub to: StatusName,
    pub at: DateTime<Utc>,
    pub by_name: String,
    pub lost_reason: Option<LostReason>,
    pub reason: Option<String>,
    /// When it went on; absent where it stands there still.
    pub left_at: Option<DateTime<Utc>>,
    /// Whole days there, until today where it stands there still.
    pub days: u32,
}

/// A status by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusName {
    pub id: LeadStatusId,
    pub name_zh: String,
    pub name_en: String,
    pub kind: StatusKind,
    pub color: StatusColor,
}

/// A lead in a list, or a card on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadRow {
    pub id: LeadId,
    pub title: String,
    pub company: String,
    pub contact_name: Option<String>,
    pub status: StatusName,
    /// Since when it stands there.
    pub entered_at: DateTime<Utc>,
    /// When something happened last: a move or an activity.
    pub touched_at: DateTime<Utc>,
    /// Nothing has happened for longer than its status allows.
    pub is_rotting: bool,
    pub owner_id: Option<UserId>,
    pub owner_name: Option<String>,
    pub partner_id: Option<PartnerId>,
    pub partner_name: Option<String>,
    pub source_id: LeadSourceId,
    pub source_name_zh: String,
    pub source_name_en: String,
    pub amount: Amount,
    pub currency: Currency,
    /// In percent: its own, or its status's.
    pub probability: u32,
    /// The amount as far as it is probable.
    pub weighted: Amount,
    pub expected_on: Option<NaiveDate>,
    pub next_step: Option<String>,
    pub next_on: Option<NaiveDate>,
    pub lost_reason: Option<LostReason>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// One lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadView {
    pub lead: LeadRow,
    /// As it can be sent back changed.
    pub content: LeadContent,
    pub customer: Option<CustomerLink>,
    pub product_name_zh: Option<String>,
    pub product_name_en: Option<String>,
    /// Why it was lost, disqualified or reopened.
    pub reason: Option<String>,
    /// The orders that it became.
    pub orders: Vec<LeadOrder>,
    pub version: i64,
}

/// An order that came of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeadOrder {
    pub id: OrderId,
    pub number: String,
    pub status: OrderStatus,
}

crate::enums::wire_enum! {
    pub enum LeadSort {
        #[default]
        CreatedAt = "created_at": "创建时间", "Created";
        Amount = "amount": "金额", "Amount";
        ExpectedOn = "expected_on": "预计成交", "Expected";
        NextOn = "next_on": "下一步日期", "Next step";
    }
}

crate::list::list_query! {
    /// `GET /leads`; `q` is part of the company's name or the title, or their pinyin initials.
    pub struct LeadListQuery sorted by LeadSort = Sort::descending(LeadSort::CreatedAt);
    {
        /// In any of these statuses.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<LeadStatusId>,
        /// In statuses of these kinds.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        kind: Vec<StatusKind>,
        /// That ever came to this stage of the funnel, or beyond it.
        #[serde(skip_serializing_if = "Option::is_none")]
        reached: Option<LeadStatusId>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        source: Vec<LeadSourceId>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        region: Vec<Region>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        industry: Vec<Industry>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        currency: Vec<Currency>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        lost_reason: Vec<LostReason>,
        /// Of this sales rep.
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<UserId>,
        /// Of whoever asks, or of nobody: the pool.
        #[serde(skip_serializing_if = "Option::is_none")]
        owned_by: Option<OwnedBy>,
        #[serde(skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
        /// Of which this order came.
        #[serde(skip_serializing_if = "Option::is_none")]
        order: Option<OrderId>,
        /// Created on this day or later.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<NaiveDate>,
        /// Created on this day or earlier.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
        /// Whose next step is due on this day or earlier.
        #[serde(skip_serializing_if = "Option::is_none")]
        due_until: Option<NaiveDate>,
    }
}
