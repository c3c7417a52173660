//! What resellers send over HTTP, beside what partners do.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    id::{OrderId, PartnerId, PurchaseId},
    licenses::wire::PurchaseKind,
    money::{Amount, BasisPoints, Currency},
};

/// What a partner keeps of one paid purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareLine {
    pub purchase_id: PurchaseId,
    pub purchased_on: NaiveDate,
    pub kind: PurchaseKind,
    pub customer_name: String,
    pub order_id: Option<OrderId>,
    pub order_number: Option<String>,
    pub currency: Currency,
    /// What was paid, and that without its tax: the base.
    pub gross: Amount,
    pub net: Amount,
    /// As agreed when it was sold, in hundredths of a percent.
    pub ratio: BasisPoints,
    pub share: Amount,
}

/// What a statement comes to in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareTotal {
    pub currency: Currency,
    pub gross: Amount,
    pub net: Amount,
    pub share: Amount,
}

/// `GET /resellers/{id}/statement`: what a reseller keeps of what was paid in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareStatement {
    pub reseller_id: PartnerId,
    pub reseller_name: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// The first purchase first.
    pub lines: Vec<ShareLine>,
    pub totals: Vec<ShareTotal>,
}
