//! What matching sends over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    finance::matching::{AllocationKind, Evidence, Lost, Note, Rule},
    id::{OrderId, PaymentId, PaymentMatchId},
    money::{Amount, Currency},
    orders::OrderStatus,
    payments::{MatchMethod, MatchStatus},
};

/// A part of a payment and the order that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MatchPart {
    pub order_id: OrderId,
    /// Of the payment.
    pub amount: Amount,
    /// What a bank kept on the way: it settles the order, and is no money of the payment.
    #[serde(default)]
    pub fee: Amount,
}

/// `POST /payments/{id}/matches`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MatchPayment {
    pub parts: Vec<MatchPart>,
}

/// `POST /payments/{id}/refusals`: it is not for this order, and that is not proposed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefuseSuggestion {
    pub order_id: OrderId,
}

/// What one payment is for, or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatchView {
    pub id: PaymentMatchId,
    pub order_id: OrderId,
    pub order_number: String,
    /// Who owes it: the partner, else the end user.
    pub party_name: String,
    pub amount: Amount,
    pub fee: Amount,
    pub kind: AllocationKind,
    pub method: MatchMethod,
    pub rule: Option<Rule>,
    /// Of the engine, where it proposed this.
    pub score: Option<i32>,
    pub evidence: Vec<Evidence>,
    pub matched_at: DateTime<Utc>,
    pub matched_by_name: String,
    /// Absent while it stands.
    pub undone_at: Option<DateTime<Utc>>,
    pub undone_by_name: Option<String>,
}

/// An order as the desk looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenOrder {
    pub id: OrderId,
    pub number: String,
    pub status: OrderStatus,
    /// Who owes it: the partner, else the end user.
    pub party_name: String,
    pub end_user: String,
    pub contract_number: Option<String>,
    pub currency: Currency,
    pub ordered_on: NaiveDate,
    /// Its total less what was taken back.
    pub due: Amount,
    pub settled: Amount,
    pub open: Amount,
}

/// `GET /payments/open-orders`: orders with something open, twenty at most; the beginning of a number,
/// of a contract number or of whose it is, or the open amount.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct OpenOrderQuery {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

/// A part of a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposedPart {
    /// As it is now.
    pub order: OpenOrder,
    pub amount: Amount,
    pub fee: Amount,
    pub kind: AllocationKind,
}

/// What a payment may be for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalView {
    pub parts: Vec<ProposedPart>,
    /// What would be left of the payment, for no order.
    pub surplus: Amount,
    /// Thousandths of a log-odd; above zero more speaks for it than against.
    pub score: i32,
    pub evidence: Vec<Evidence>,
    pub rule: Option<Rule>,
    /// Why it is not the one; absent for the one that goes together with those of other payments.
    pub lost: Option<Lost>,
    /// Whether it can still be booked as it stands.
    pub is_open: bool,
}

/// `GET /payments/{id}/suggestions`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionsView {
    pub payment_id: PaymentId,
    pub status: MatchStatus,
    /// When the engine looked at it last; absent where it did not yet.
    pub decided_at: Option<DateTime<Utc>>,
    /// The best first.
    pub proposals: Vec<ProposalView>,
    pub notes: Vec<Note>,
}

/// What came of a run of the engine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatchRun {
    /// Open payments that it looked at.
    pub looked_at: u32,
    pub matched: u32,
    pub suggested: u32,
    /// Of which it knows nothing to say.
    pub left: u32,
}

/// A rule of the engine, and whether what it covers needs no person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleView {
    pub rule: Rule,
    pub automatic: bool,
    pub version: i64,
}

/// `PUT /payments/rules/{rule}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SwitchRule {
    pub automatic: bool,
}

/// Money that came for an order; without anything of the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderReceipt {
    pub payment_id: PaymentId,
    pub value_date: NaiveDate,
    pub amount: Amount,
    pub fee: Amount,
    pub method: MatchMethod,
}

/// `GET /orders/{id}/receipts`: what was received for an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderReceipts {
    pub currency: Currency,
    pub due: Amount,
    /// Money that came.
    pub received: Amount,
    /// What banks kept.
    pub fees: Amount,
    pub open: Amount,
    /// The first one first.
    pub receipts: Vec<OrderReceipt>,
}
