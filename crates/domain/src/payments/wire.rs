//! What payments send over HTTP.

mod matching;
mod statements;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use self::{
    matching::{
        MatchPart, MatchPayment, MatchRun, MatchView, OpenOrder, OpenOrderQuery, OrderReceipt,
        OrderReceipts, ProposalView, ProposedPart, RefuseSuggestion, RuleView, SuggestionsView,
        SwitchRule,
    },
    statements::{
        EntryListQuery, EntrySort, EntryView, StatementListQuery, StatementRow, StatementSort,
        StatementView, UploadQuery,
    },
};
use super::{MatchStatus, PaymentFacts};
use crate::{
    finance::Direction,
    id::{BankAccountId, OrderId, PaymentId, StatementId},
    list::Sort,
    money::{Amount, Currency},
};

/// `POST /bank-accounts` and `PUT /bank-accounts/{id}`: an account of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BankAccountContent {
    /// What we call it.
    pub name: String,
    pub bank: String,
    /// Spaces and hyphens do not count.
    pub account_number: String,
    pub currency: Currency,
    /// Whether statements may be uploaded to it.
    #[serde(default = "yes")]
    pub active: bool,
}

const fn yes() -> bool {
    true
}

/// One account of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BankAccountView {
    pub id: BankAccountId,
    pub content: BankAccountContent,
    pub version: i64,
}

/// `POST /payments` and `PUT /payments/{id}`: money that came in. Of an entry of a bank only the note
/// can change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PaymentContent {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_account_id: Option<BankAccountId>,
    pub value_date: NaiveDate,
    pub amount: Amount,
    pub currency: Currency,
    /// Payer's name or remark: one of them is said.
    #[serde(default)]
    pub payer_name: String,
    #[serde(default)]
    pub payer_account: String,
    #[serde(default)]
    pub remark: String,
    #[serde(default)]
    pub bank_reference: String,
    /// Our own, for colleagues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `POST /payments/{id}/ignore`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IgnorePayment {
    /// Why it is for none of our orders.
    pub reason: String,
}

/// A payment in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentRow {
    pub id: PaymentId,
    pub value_date: NaiveDate,
    pub direction: Direction,
    pub amount: Amount,
    /// What of it is for orders.
    pub matched: Amount,
    /// What of it is for nothing yet.
    pub open: Amount,
    pub currency: Currency,
    pub payer_name: String,
    pub payer_account: String,
    pub remark: String,
    pub bank_reference: String,
    pub bank_account_id: Option<BankAccountId>,
    pub bank_account_name: Option<String>,
    /// The statement that brought it; absent where it was entered by hand.
    pub statement_id: Option<StatementId>,
    pub status: MatchStatus,
    pub ignored_reason: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl PaymentRow {
    /// What decides about it.
    pub const fn facts(&self) -> PaymentFacts {
        PaymentFacts {
            status: self.status,
            direction: self.direction,
            amount: self.amount,
            matched: self.matched,
            currency: self.currency,
            is_of_bank: self.statement_id.is_some(),
        }
    }
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentView {
    pub payment: PaymentRow,
    /// As it can be sent back changed.
    pub content: PaymentContent,
    /// What it is for, and what it was for until somebody undid it; the first one first.
    pub matches: Vec<MatchView>,
    pub version: i64,
}

/// What payments of one currency and status come to: `GET /payments/summary`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentSum {
    pub currency: Currency,
    pub status: MatchStatus,
    pub payments: u32,
    pub amount: Amount,
    pub matched: Amount,
}

crate::enums::wire_enum! {
    pub enum PaymentSort {
        #[default]
        ValueDate = "value_date": "到账日期", "Value date";
        Amount = "amount": "金额", "Amount";
        CreatedAt = "created_at": "录入时间", "Recorded";
    }
}

crate::list::list_query! {
    /// `GET /payments`; `q` is the beginning of the payer's name or of the bank's reference, or the
    /// amount.
    pub struct PaymentListQuery sorted by PaymentSort = Sort::descending(PaymentSort::ValueDate);
    {
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<MatchStatus>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        direction: Vec<Direction>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        currency: Vec<Currency>,
        /// On this account of ours.
        #[serde(skip_serializing_if = "Option::is_none")]
        account: Option<BankAccountId>,
        /// Brought by this statement.
        #[serde(skip_serializing_if = "Option::is_none")]
        statement: Option<StatementId>,
        /// Matched with this order.
        #[serde(skip_serializing_if = "Option::is_none")]
        order: Option<OrderId>,
        /// Of this day or later.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<NaiveDate>,
        /// Of this day or earlier.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    }
}
