//! What sales reps send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::SalesRepKind;
use crate::{
    customers::Region,
    id::{SalesRepId, SalesTargetId, UserId},
    list::Sort,
    money::{Amount, Currency},
    purchases::wire::Sum,
};

/// `POST /sales_reps` and `PUT /sales_reps/{id}`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SalesRepContent {
    pub name: String,
    pub email: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default)]
    pub kind: SalesRepKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// The account with which they sign in, if they do: what it owns is theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}

/// One sales rep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SalesRepView {
    pub id: SalesRepId,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub kind: SalesRepKind,
    pub position: Option<String>,
    pub region: Option<Region>,
    pub active: bool,
    pub user_id: Option<UserId>,
    pub user_name: Option<String>,
    /// Licenses that are theirs.
    pub licenses: u32,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl SalesRepView {
    /// As it can be sent back changed.
    pub fn content(&self) -> SalesRepContent {
        SalesRepContent {
            name: self.name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            kind: self.kind,
            position: self.position.clone(),
            region: self.region,
            user_id: self.user_id,
        }
    }
}

crate::enums::wire_enum! {
    pub enum SalesRepSort {
        #[default]
        Name = "name": "姓名", "Name";
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /sales_reps`; `q` is the beginning of a name or address.
    pub struct SalesRepListQuery sorted by SalesRepSort = Sort::ascending(SalesRepSort::Name);
    {
        /// Only those who sell now, or only those who do not.
        #[serde(skip_serializing_if = "Option::is_none")]
        active: Option<bool>,
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        kind: Vec<SalesRepKind>,
    }
}

/// What somebody sold in a period. Figures that are never mixed: what was sold, what of it is paid,
/// how much there was to renew, and what came of the leads that began then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figures {
    /// Purchases that stand, paid or not, in each currency.
    pub booked: Vec<Sum>,
    /// Purchases that are paid, in each currency.
    pub paid: Vec<Sum>,
    /// Licenses that were issued.
    pub licenses: u32,
    /// Licenses whose term ended in the period, and how many of them were renewed.
    pub up_for_renewal: u32,
    pub renewed: u32,
    /// Leads that began in the period, and how many of them are won by now.
    pub leads: u32,
    pub leads_won: u32,
}

crate::enums::wire_enum! {
    /// What a period is compared with.
    pub enum Compare {
        #[default]
        Previous = "previous": "上一期间", "The period before";
        Year = "year": "去年同期", "A year before";
    }
}

crate::enums::wire_enum! {
    /// By what one is ranked.
    pub enum RankBy {
        #[default]
        Paid = "paid": "已收款", "Paid";
        Booked = "booked": "签约额", "Booked";
        Licenses = "licenses": "许可证数", "Licenses";
        Renewals = "renewals": "续订数", "Renewals";
        Won = "won": "成单商机", "Leads won";
    }
}

/// `GET /sales_reps/performance`, `GET /sales_reps/{id}/performance`,
/// `GET /resellers/{id}/performance` and `GET /engineers/performance`: which period, beside which.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct PerformanceQuery {
    /// The first day; that of the year where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub from: Option<NaiveDate>,
    /// The last day; that of this month where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub until: Option<NaiveDate>,
    /// Beside which other period.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub compare: Option<Compare>,
    /// By what the best comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub by: Option<RankBy>,
    /// In which currency amounts are ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub currency: Option<Currency>,
}

impl PerformanceQuery {
    /// The query string, without the question mark; what is not asked for is left out.
    pub fn to_query_string(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }
}

/// A sales rep among the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RepPerformance {
    pub sales_rep_id: SalesRepId,
    pub user_id: Option<UserId>,
    pub name: String,
    pub active: bool,
    /// From 1; those who are alike share one.
    pub rank: u32,
    pub figures: Figures,
    /// In the period that this one is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Figures>,
}

/// `GET /sales_reps/performance`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RankingView {
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// The days of the period that this one is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_until: Option<NaiveDate>,
    pub by: RankBy,
    pub currency: Currency,
    /// The best first.
    pub rows: Vec<RepPerformance>,
}

/// `GET /sales_reps/{id}/performance` and `GET /resellers/{id}/performance`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PerformanceView {
    pub from: NaiveDate,
    pub until: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_until: Option<NaiveDate>,
    pub figures: Figures,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Figures>,
    /// What was paid of the purchases of each month, the first month first.
    pub months: Vec<MonthPaid>,
}

/// What was paid of the purchases of a month, in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthPaid {
    /// The first and the last day of the month.
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub currency: Currency,
    pub amount: Amount,
}

/// `POST /targets` and `PUT /targets/{id}`: what a sales rep is to sell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetContent {
    pub sales_rep_id: SalesRepId,
    pub year: u32,
    /// 1 to 4; absent: the whole year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarter: Option<u32>,
    #[serde(default)]
    pub currency: Currency,
    /// Paid purchases, gross.
    pub amount: Amount,
}

/// A target, and how much of it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TargetView {
    pub id: SalesTargetId,
    pub sales_rep_id: SalesRepId,
    pub sales_rep_name: String,
    pub user_id: Option<UserId>,
    pub year: u32,
    /// 1 to 4; absent: the whole year.
    pub quarter: Option<u32>,
    /// Its first and its last day.
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub currency: Currency,
    pub amount: Amount,
    /// What was paid of the purchases of that time.
    pub reached: Amount,
    /// In whole percent, rounded down.
    pub percent: u32,
    pub version: i64,
}

crate::enums::wire_enum! {
    pub enum TargetSort {
        #[default]
        Year = "year": "年度", "Year";
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /targets`; there is nothing to search for.
    pub struct TargetListQuery sorted by TargetSort = Sort::descending(TargetSort::Year);
    {
        #[serde(skip_serializing_if = "Option::is_none")]
        year: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        sales_rep: Option<SalesRepId>,
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        currency: Vec<Currency>,
    }
}
