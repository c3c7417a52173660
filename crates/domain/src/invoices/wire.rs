//! What invoices send over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    InvoiceAction, InvoiceFacts, InvoiceKind, InvoiceMedium, InvoiceStatus, RedConfirmation,
    RedReason, TitleKind,
};
use crate::{
    attachments::wire::AttachmentView,
    id::{CustomerId, InvoiceId, InvoiceTitleId, OrderId, PartnerId},
    list::Sort,
    money::{Amount, BasisPoints, Currency},
};

/// Whom an invoice names 抬头.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvoiceTitle {
    #[serde(default)]
    pub kind: TitleKind,
    pub name: String,
    /// 15 to 20 digits and capitals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// `PUT /invoices/{id}`: what may be changed of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvoiceContent {
    #[serde(default)]
    pub medium: InvoiceMedium,
    #[serde(default)]
    pub kind: InvoiceKind,
    pub title: InvoiceTitle,
    /// Why the title names somebody else than the contract party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_reason: Option<String>,
    /// What is printed on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Where it is to be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// An order that is to be invoiced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestedOrder {
    pub order_id: OrderId,
    /// A part, tax included; everything that is open where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

/// `POST /invoices` and `POST /partners/invoices`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestInvoice {
    /// All of one party, seller and currency.
    pub orders: Vec<RequestedOrder>,
    pub content: InvoiceContent,
    /// The invoice in whose place it is issued 换开: reversed whole, or void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<InvoiceId>,
    /// Keep the title in the title book.
    #[serde(default)]
    pub keep_title: bool,
}

/// `PUT /invoices/{id}/status`: a move by name, with what it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveInvoice {
    pub action: InvoiceAction,
    /// To issue on legacy paper: the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// To issue: the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// To issue or deliver: the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// To issue: the tax classification of lines whose product has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_classification: Option<String>,
    /// To reject, make void or refuse: why. To deliver: how, or to whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A part of a line that is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RedLine {
    /// The invoice's line, from 1.
    pub line: u32,
    /// Tax included; more than nothing.
    pub gross: Amount,
}

/// `POST /invoices/{id}/red`: a red letter 红冲.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RedInvoice {
    pub reason: RedReason,
    /// What is taken back; everything that is left where it is empty.
    #[serde(default)]
    pub lines: Vec<RedLine>,
    /// The buyer used the invoice already and has to confirm, within 72 hours.
    #[serde(default)]
    pub needs_confirmation: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// A line of an invoice. Of a red letter, quantity and amounts are negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceLine {
    /// From 1.
    pub line: u32,
    pub order_id: OrderId,
    pub order_number: String,
    /// The order's line, from 1.
    pub order_line: u32,
    pub name: String,
    pub unit: String,
    /// 税收分类编码, 19 digits.
    pub tax_classification: Option<String>,
    /// A decimal text of at most 13 decimals.
    pub quantity: String,
    /// Tax included; a decimal text of at most 13 decimals.
    pub unit_price: String,
    pub tax_rate: BasisPoints,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
    /// Of a red letter: the line that it takes back.
    pub of_line: Option<u32>,
}

/// An invoice in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceRow {
    pub id: InvoiceId,
    /// Our own number, from the request on: `INV-YYYYMMDD-NNNN`.
    pub reference: String,
    /// Of legacy paper, once issued.
    pub code: Option<String>,
    /// Once issued.
    pub number: Option<String>,
    pub status: InvoiceStatus,
    pub medium: InvoiceMedium,
    pub kind: InvoiceKind,
    /// Of a red letter: how far the counterparty agreed by now.
    pub confirmation: Option<RedConfirmation>,
    pub partner_id: Option<PartnerId>,
    pub customer_id: Option<CustomerId>,
    /// The contract party.
    pub party_name: String,
    pub title: String,
    pub tax_number: Option<String>,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
    pub currency: Currency,
    pub issued_on: Option<NaiveDate>,
    pub delivered_on: Option<NaiveDate>,
    pub requested_by_name: String,
    pub created_at: DateTime<Utc>,
}

/// An order of an invoice, and what of it is on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoicedOrder {
    pub order_id: OrderId,
    pub number: String,
    pub gross: Amount,
}

/// Another invoice that this one has to do with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceLink {
    pub id: InvoiceId,
    pub reference: String,
    pub number: Option<String>,
    pub status: InvoiceStatus,
    /// Of a red letter.
    pub confirmation: Option<RedConfirmation>,
    pub gross: Amount,
    pub issued_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
}

/// One invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceView {
    pub invoice: InvoiceRow,
    pub content: InvoiceContent,
    pub seller_name: String,
    pub seller_tax_number: String,
    pub orders: Vec<InvoicedOrder>,
    pub lines: Vec<InvoiceLine>,
    /// What red letters have of each line, asked for or issued; in the lines' order, never negative.
    pub reversed: Vec<Amount>,
    pub file: Option<AttachmentView>,
    /// The invoice that it takes back.
    pub reverses: Option<InvoiceLink>,
    /// The invoice in whose place it was asked for.
    pub replaces: Option<InvoiceLink>,
    /// The red letters that take it back.
    pub red: Vec<InvoiceLink>,
    pub red_reason: Option<RedReason>,
    /// Why it was rejected, refused or made void; how it was delivered.
    pub reason: Option<String>,
    /// When the counterparty was asked to confirm a red letter.
    pub asked_at: Option<DateTime<Utc>>,
    pub version: i64,
}

impl InvoiceView {
    /// What decides about moves.
    pub fn facts(&self) -> InvoiceFacts {
        InvoiceFacts {
            status: self.invoice.status,
            medium: self.invoice.medium,
            confirmation: self.invoice.confirmation.zip(self.asked_at),
            issued_on: self.invoice.issued_on,
            reversed: self.reversed.iter().copied().sum(),
            gross: self.invoice.gross,
        }
    }
}

/// What of an order is invoiced, asked for, and still open. Red letters are taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderInvoicing {
    pub order_id: OrderId,
    pub number: String,
    pub partner_id: Option<PartnerId>,
    pub customer_id: Option<CustomerId>,
    /// The contract party.
    pub party_name: String,
    pub currency: Currency,
    pub gross: Amount,
    /// What approved returns paid back.
    pub refunded: Amount,
    /// 开票额: issued, red letters off.
    pub invoiced: Amount,
    /// Asked for and not issued yet.
    pub requested: Amount,
    pub open: Amount,
    /// What is invoiced beyond what still stands: a red letter is due.
    pub red_due: Amount,
    pub invoices: Vec<InvoiceLink>,
    /// Whether it can be invoiced at all: it was approved.
    pub invoiceable: bool,
}

/// An order of which something can be invoiced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenOrder {
    pub order_id: OrderId,
    pub number: String,
    pub submitted_at: Option<DateTime<Utc>>,
    pub currency: Currency,
    pub gross: Amount,
    pub open: Amount,
}

/// `GET /invoices/open-orders` and `GET /invoices/titles`: whose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct PartyQuery {
    /// Of this partner; or
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub partner: Option<PartnerId>,
    /// of this customer, who bought without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub customer: Option<CustomerId>,
}

/// What invoices come to in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceSum {
    pub currency: Currency,
    pub invoices: u32,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
}

/// A title of the title book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TitleView {
    pub id: InvoiceTitleId,
    pub partner_id: Option<PartnerId>,
    pub customer_id: Option<CustomerId>,
    pub title: InvoiceTitle,
    /// The one that forms begin with.
    pub is_default: bool,
}

/// `POST /invoices/titles`: keeps a title, or the newer form of one of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KeepTitle {
    /// Of this partner; or
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<PartnerId>,
    /// of this customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    pub title: InvoiceTitle,
    #[serde(default)]
    pub is_default: bool,
}

crate::enums::wire_enum! {
    pub enum InvoiceSort {
        #[default]
        CreatedAt = "created_at": "申请时间", "Requested";
        IssuedOn = "issued_on": "开票日期", "Issued";
        Gross = "gross": "金额", "Amount";
    }
}

crate::list::list_query! {
    /// `GET /invoices` and `GET /partners/invoices`; `q` is the beginning of a number, of a title or
    /// of our own reference.
    pub struct InvoiceListQuery sorted by InvoiceSort = Sort::descending(InvoiceSort::CreatedAt);
    {
        /// Any of these.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<InvoiceStatus>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        kind: Vec<InvoiceKind>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        medium: Vec<InvoiceMedium>,
        /// Only red letters, or none.
        #[serde(skip_serializing_if = "Option::is_none")]
        red: Option<bool>,
        /// Of this partner; staff only.
        #[serde(skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerId>,
        /// About this order.
        #[serde(skip_serializing_if = "Option::is_none")]
        order: Option<OrderId>,
        /// Issued in the month of this day.
        #[serde(skip_serializing_if = "Option::is_none")]
        month: Option<NaiveDate>,
    }
}
