//! What purchases send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{PaymentMethod, PurchaseFacts};
use crate::{
    id::{CustomerId, LicenseId, OrderId, PartnerId, PurchaseId, UserId},
    licenses::wire::{OwnedBy, PaymentStatus, PurchaseKind},
    list::Sort,
    money::{Amount, BasisPoints, Currency},
};

/// A purchase in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseRow {
    pub id: PurchaseId,
    pub kind: PurchaseKind,
    pub purchased_on: NaiveDate,
    pub customer_id: CustomerId,
    pub customer_name: String,
    pub partner_id: Option<PartnerId>,
    pub partner_name: Option<String>,
    /// The sales rep whose it is.
    pub owner_id: Option<UserId>,
    pub owner_name: Option<String>,
    /// Absent where it was recorded by hand.
    pub order_id: Option<OrderId>,
    pub order_number: Option<String>,
    pub sets: u32,
    /// Gross, for all sets.
    pub amount: Amount,
    pub currency: Currency,
    pub payment_status: PaymentStatus,
    pub method: Option<PaymentMethod>,
    pub contract_number: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// One purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseRecord {
    pub purchase: PurchaseRow,
    /// What was bought, for each set; 0 is unlimited.
    pub workspaces: u32,
    pub users: u32,
    /// Where it moved the end of the term.
    pub old_expires_on: Option<NaiveDate>,
    pub new_expires_on: Option<NaiveDate>,
    /// The licenses that came of it or were changed by it.
    pub licenses: Vec<LicenseNumber>,
    /// What the partner keeps of it, as agreed when it was sold.
    pub profit_share: Option<BasisPoints>,
    pub notes: Option<String>,
    pub version: i64,
}

impl PurchaseRecord {
    /// What decides about it.
    pub const fn facts(&self) -> PurchaseFacts {
        PurchaseFacts {
            payment_status: self.purchase.payment_status,
            amount: self.purchase.amount,
            is_of_order: self.purchase.order_id.is_some(),
        }
    }

    /// As it can be sent back corrected; the reason is still to be given.
    pub fn correction(&self) -> CorrectPurchase {
        CorrectPurchase {
            payment_status: self.purchase.payment_status,
            method: self.purchase.method,
            contract_number: self.purchase.contract_number.clone(),
            owner_id: self.purchase.owner_id,
            notes: self.notes.clone(),
            reason: String::new(),
        }
    }
}

/// A license by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseNumber {
    pub id: LicenseId,
    pub number: String,
}

/// `POST /purchases`: a purchase that no order brought, e.g. a gift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordPurchase {
    pub customer_id: CustomerId,
    /// The license that it is for, one of the customer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license_id: Option<LicenseId>,
    /// The sales rep whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    pub kind: PurchaseKind,
    pub purchased_on: NaiveDate,
    pub sets: u32,
    /// Gross, for all sets; nothing for a gift.
    pub amount: Amount,
    #[serde(default)]
    pub currency: Currency,
    pub payment_status: PaymentStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<PaymentMethod>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// `PUT /purchases/{id}`: how it is paid, and whose it is, set right. What was bought and for how
/// much stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectPurchase {
    pub payment_status: PaymentStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<PaymentMethod>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_number: Option<String>,
    /// The sales rep whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Why, in a sentence; it stands on the timeline.
    pub reason: String,
}

/// An amount in its currency, with how many purchases are behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sum {
    pub currency: Currency,
    pub amount: Amount,
    pub purchases: u32,
}

/// `GET /purchases/stats`: which months, and whose purchases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct RevenueQuery {
    /// A day of the first month; eleven months before the last where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub from: Option<NaiveDate>,
    /// A day of the last month; this month where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub customer: Option<CustomerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub partner: Option<PartnerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub owner: Option<UserId>,
}

impl RevenueQuery {
    /// The query string, without the question mark; what is not asked for is left out.
    pub fn to_query_string(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }
}

/// What was paid, by month, kind and currency. Currencies are never added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevenueView {
    /// The first and the last day.
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Those that have any, the first month first.
    pub cells: Vec<RevenueCell>,
    /// Gifts by month and kind.
    pub gifts: Vec<GiftCell>,
    /// What the cells come to in each currency.
    pub totals: Vec<Sum>,
}

/// What was paid for purchases of a month and kind in a currency; the list with the same filters has
/// the rows behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevenueCell {
    /// The first and the last day of the month.
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub kind: PurchaseKind,
    pub currency: Currency,
    pub amount: Amount,
    pub purchases: u32,
}

/// How many gifts there were of a month and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiftCell {
    /// The first and the last day of the month.
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub kind: PurchaseKind,
    pub purchases: u32,
}

crate::enums::wire_enum! {
    pub enum PurchaseSort {
        #[default]
        PurchasedOn = "purchased_on": "购买日期", "Bought";
        Amount = "amount": "金额", "Amount";
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /purchases`; `q` is the beginning of a contract number or part of a customer's name.
    pub struct PurchaseListQuery sorted by PurchaseSort = Sort::descending(PurchaseSort::PurchasedOn);
    {
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        kind: Vec<PurchaseKind>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        payment_status: Vec<PaymentStatus>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        method: Vec<PaymentMethod>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        currency: Vec<Currency>,
        /// Only gifts, or none.
        #[serde(skip_serializing_if = "Option::is_none")]
        gift: Option<bool>,
        /// Only those that still stand, or only those that were refunded or canceled.
        #[serde(skip_serializing_if = "Option::is_none")]
        stands: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
        /// Of this sales rep.
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<UserId>,
        /// Of whoever asks, or of nobody.
        #[serde(skip_serializing_if = "Option::is_none")]
        owned_by: Option<OwnedBy>,
        /// Bought on this day or later.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<NaiveDate>,
        /// Bought on this day or earlier.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    }
}
