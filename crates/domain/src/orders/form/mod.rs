//! The paper form that an order replaces: both parties, the agreement, the lines, the totals, what
//! was accepted, the terms in full. [`OrderForm`] is what it is made of; [`Sheet`] is what stands on
//! it, word for word, so that the page and the PDF say the same.

mod rows;
mod sheet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::sheet::{COLUMNS, Fact, Sheet, SheetParty, SheetRow, Sign};
use super::wire::OrderView;
use crate::products::wire::TermsView;

/// `GET /orders/{id}/form`: an order with everything else that its paper form shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderForm {
    pub order: OrderView,
    pub seller: FormParty,
    /// The contracting party: the partner, or the end customer who buys directly.
    pub buyer: FormParty,
    /// The framework agreement that the order stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<FormAgreement>,
    /// The terms that were accepted; those in force where nothing was accepted yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsView>,
}

/// A party of the contract.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FormParty {
    pub name: String,
    /// 统一社会信用代码, which is also the tax number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<String>,
}

/// The framework agreement with a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormAgreement {
    pub number: String,
    pub signed_on: Option<NaiveDate>,
    /// The last day that it holds.
    pub valid_until: Option<NaiveDate>,
}

#[cfg(test)]
mod tests;
