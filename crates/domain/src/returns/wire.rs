//! What returns send over HTTP.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{RefundBasis, ReturnFacts, ReturnStatus};
use crate::{
    id::{OrderId, ReturnId, UserId},
    money::{Amount, Currency},
};

/// `POST /orders/{id}/returns`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestReturn {
    /// The order's lines, from 1.
    pub lines: Vec<u32>,
    #[serde(default)]
    pub basis: RefundBasis,
    pub reason: String,
}

/// A line that is returned, and what is paid back for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnedLine {
    pub line: u32,
    /// What it had cost.
    pub gross: Amount,
    /// What is paid back of it.
    pub refund: Amount,
}

/// One return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnView {
    pub id: ReturnId,
    pub number: String,
    pub status: ReturnStatus,
    pub order_id: OrderId,
    pub order_number: String,
    pub basis: RefundBasis,
    pub reason: String,
    pub lines: Vec<ReturnedLine>,
    pub refund: Amount,
    pub currency: Currency,
    pub requested_by: UserId,
    pub requested_by_name: String,
    pub requested_at: DateTime<Utc>,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was rejected.
    pub decision_reason: Option<String>,
    /// Setting: nobody approves what they asked for.
    pub four_eyes: bool,
    pub version: i64,
}

impl ReturnView {
    /// What decides about decisions.
    pub const fn facts(&self) -> ReturnFacts {
        ReturnFacts {
            status: self.status,
            requested_by: self.requested_by,
            four_eyes: self.four_eyes,
        }
    }
}
