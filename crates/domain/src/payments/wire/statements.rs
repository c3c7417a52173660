//! What bank statements send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    finance::{
        Direction,
        statements::{FaultAt, Seam},
    },
    id::{BankAccountId, PaymentId, StatementEntryId, StatementId},
    list::Sort,
    money::{Amount, Currency},
    payments::{MatchStatus, StatementFormat, StatementStatus},
};

/// `POST /statements`: the account, where the file does not name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct UploadQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<BankAccountId>,
}

/// A statement in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementRow {
    pub id: StatementId,
    pub bank_account_id: BankAccountId,
    pub bank_account_name: String,
    pub file_name: String,
    pub format: StatementFormat,
    pub status: StatementStatus,
    pub currency: Currency,
    /// The first and the last day; absent where there is no entry.
    pub from_on: Option<NaiveDate>,
    pub until_on: Option<NaiveDate>,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub income: Amount,
    pub expense: Amount,
    pub entries: u32,
    /// Entries that no statement before had.
    pub new_entries: u32,
    pub created_by_name: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementView {
    pub statement: StatementRow,
    /// What is wrong with the file, by line; the first hundred.
    pub faults: Vec<FaultAt>,
    /// How it meets the account's other statements: gaps, overlaps, balances that do not go on.
    pub seams: Vec<Seam>,
    pub version: i64,
}

/// An entry as the bank's file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryView {
    pub id: StatementEntryId,
    pub line: u32,
    pub value_date: NaiveDate,
    pub direction: Direction,
    pub amount: Amount,
    pub balance: Option<Amount>,
    pub counterparty: String,
    pub counterparty_account: String,
    pub remark: String,
    pub reference: String,
    /// The payment that it is, of this statement or of one before.
    pub payment_id: Option<PaymentId>,
    pub payment_status: Option<MatchStatus>,
}

crate::enums::wire_enum! {
    pub enum StatementSort {
        #[default]
        CreatedAt = "created_at": "上传时间", "Uploaded";
        UntilOn = "until_on": "截止日期", "Until";
    }
}

crate::list::list_query! {
    /// `GET /statements`; `q` is the beginning of the file's name.
    pub struct StatementListQuery sorted by StatementSort = Sort::descending(StatementSort::CreatedAt);
    {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<StatementStatus>,
        #[serde(skip_serializing_if = "Option::is_none")]
        account: Option<BankAccountId>,
    }
}

crate::enums::wire_enum! {
    pub enum EntrySort {
        #[default]
        Line = "line": "行号", "Line";
    }
}

crate::list::list_query! {
    /// `GET /statements/{id}/entries`; `q` is not looked at.
    pub struct EntryListQuery sorted by EntrySort = Sort::ascending(EntrySort::Line);
    {
        /// Entries that are payments already, or those that are not.
        #[serde(skip_serializing_if = "Option::is_none")]
        known: Option<bool>,
    }
}
