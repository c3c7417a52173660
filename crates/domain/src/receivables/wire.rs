//! What receivables and balances send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{AgeBucket, CreditRules, EntryKind};
use crate::{
    id::{
        BalanceEntryId, CustomerId, OrderId, PartnerId, PartyBalanceId, PartyId, PaymentId,
        ReceivableId, UserId,
    },
    list::Sort,
    money::{Amount, Currency},
    partners::PaymentTerms,
};

/// What is due of an order on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceivableRow {
    pub id: ReceivableId,
    pub order_id: OrderId,
    pub order_number: String,
    /// Which instalment of the order, from 1.
    pub ordinal: u32,
    pub partner_id: Option<PartnerId>,
    pub partner_name: Option<String>,
    pub customer_id: Option<CustomerId>,
    /// The end user.
    pub customer_name: String,
    /// Who sees to the customer.
    pub owner_name: Option<String>,
    pub currency: Currency,
    pub terms: PaymentTerms,
    pub ordered_on: NaiveDate,
    /// The last day in time; absent until what it counts from has happened.
    pub due_on: Option<NaiveDate>,
    pub amount: Amount,
    pub open: Amount,
    pub days_overdue: u32,
    pub bucket: AgeBucket,
}

crate::enums::wire_enum! {
    pub enum ReceivableSort {
        #[default]
        DueOn = "due_on": "到期日", "Due";
        Open = "open": "未付金额", "Open";
        OrderedOn = "ordered_on": "批准日期", "Approved";
    }
}

crate::list::list_query! {
    /// `GET /receivables`: what is open; `q` is the beginning of the order's number or of the
    /// partner's name, or a word of the end user's.
    pub struct ReceivableListQuery sorted by ReceivableSort = Sort::ascending(ReceivableSort::DueOn);
    {
        /// Any of these ages.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        bucket: Vec<AgeBucket>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        currency: Vec<Currency>,
        #[serde(skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
        /// The end user.
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
        /// Of customers whom this user sees to.
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<UserId>,
    }
}

crate::enums::wire_enum! {
    /// By what receivables are added up.
    pub enum SummaryBy {
        #[default]
        Partner = "partner": "合作伙伴", "Partner";
        Customer = "customer": "客户", "Customer";
        Rep = "rep": "销售", "Sales rep";
    }
}

/// `GET /receivables/summary`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct SummaryQuery {
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub by: SummaryBy,
}

/// What is open of one age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgeSum {
    pub bucket: AgeBucket,
    pub open: Amount,
}

/// What somebody owes in a currency, by age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgeingRow {
    /// The partner's, customer's or user's; absent where there is none, and of a total.
    pub id: Option<uuid::Uuid>,
    pub name: Option<String>,
    pub currency: Currency,
    pub open: Amount,
    /// What of it is overdue.
    pub overdue: Amount,
    /// Of every age, the youngest first.
    pub ages: Vec<AgeSum>,
}

/// What is open of a currency, and how many days of bookings that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgeingTotal {
    pub ageing: AgeingRow,
    /// Booked in the last 90 days.
    pub booked: Amount,
    /// Days sales outstanding; absent where nothing was booked.
    pub dso: Option<u32>,
}

/// Everything that is open, by currency and age, and by whom; currencies are never added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceivableSummary {
    pub today: NaiveDate,
    pub totals: Vec<AgeingTotal>,
    pub by: SummaryBy,
    /// Who owes most first, 200 at most.
    pub rows: Vec<AgeingRow>,
}

/// The rules of credit at their version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreditRulesView {
    pub rules: CreditRules,
    pub version: i64,
}

/// What keeps an order from being approved: what its party is overdue with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreditHold {
    pub party_id: PartyId,
    pub party_name: String,
    pub is_partner: bool,
    pub currency: Currency,
    /// What is overdue for longer than is tolerated.
    pub overdue: Amount,
    /// The first of it was due on this day.
    pub since: NaiveDate,
    pub days: u32,
}

/// `GET /receivables/standing`: of one partner or of one customer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct StandingOfQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub partner: Option<PartnerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub customer: Option<CustomerId>,
}

/// What a party owes, what stands to its credit, and whether it is on hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyStanding {
    pub ageing: Vec<AgeingRow>,
    pub balances: Vec<BalanceSum>,
    pub holds: Vec<CreditHold>,
}

/// What stands to a party's credit in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BalanceSum {
    pub id: PartyBalanceId,
    pub currency: Currency,
    pub balance: Amount,
}

/// A balance in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BalanceRow {
    pub id: PartyBalanceId,
    pub partner_id: Option<PartnerId>,
    pub customer_id: Option<CustomerId>,
    pub party_name: String,
    pub currency: Currency,
    pub balance: Amount,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

crate::enums::wire_enum! {
    pub enum BalanceSort {
        #[default]
        UpdatedAt = "updated_at": "更新时间", "Changed";
        Balance = "balance": "余额", "Balance";
    }
}

crate::list::list_query! {
    /// `GET /balances`; `q` is the beginning of the partner's or customer's name.
    pub struct BalanceListQuery sorted by BalanceSort = Sort::descending(BalanceSort::UpdatedAt);
    {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        currency: Vec<Currency>,
        #[serde(skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
    }
}

/// What changed a balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BalanceEntry {
    pub id: BalanceEntryId,
    pub kind: EntryKind,
    pub amount: Amount,
    pub entered_on: NaiveDate,
    pub payment_id: Option<PaymentId>,
    pub payer_name: Option<String>,
    pub order_id: Option<OrderId>,
    pub order_number: Option<String>,
    pub note: Option<String>,
    pub entered_at: DateTime<Utc>,
    pub entered_by_name: String,
    pub undone_at: Option<DateTime<Utc>>,
    pub undone_by_name: Option<String>,
}

/// One balance with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BalanceView {
    pub balance: BalanceRow,
    /// The latest first.
    pub entries: Vec<BalanceEntry>,
    pub version: i64,
}

/// `POST /payments/{id}/deposits`: a part of the payment is for no order, and stands to the credit of
/// one partner or one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreditParty {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<PartnerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    pub amount: Amount,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `POST /balances/{id}/offsets`: used for an order of the same party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetOff {
    pub order_id: OrderId,
    pub amount: Amount,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `POST /balances/{id}/refunds`: paid back to the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PayBack {
    pub amount: Amount,
    /// The day on which it was paid.
    pub paid_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
