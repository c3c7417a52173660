//! Invoices 发票 (fapiao): what a partner or customer is invoiced for, from the request to the red
//! letter 红字发票 that takes it back. Amounts follow an order's locked figures; nobody types them.

pub mod file;
mod red;
mod split;
mod state;
#[cfg(test)]
mod tests;
mod title;
pub mod wire;

pub use red::{check_red, red_lines};
pub use split::{Billable, OpenLine, Split, lines_of, refunded, split};
pub use state::{
    CONFIRMATION_HOURS, InvoiceAction, InvoiceFacts, InvoiceStatus, RedConfirmation, RedReason,
};
pub use title::{check_title, check_title_reason, is_contract_party};

use chrono::{Datelike, NaiveDate};

use crate::{
    orders::OrderStatus,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

crate::enums::wire_enum! {
    /// What an invoice is made of.
    pub enum InvoiceMedium {
        /// 数电票: fully digital, a number of 20 digits and no code.
        #[default]
        Digital = "digital": "数电票", "Digital";
        /// 数电纸票: numbered like a digital one, printed on paper.
        DigitalPaper = "digital_paper": "数电纸票", "Digital, on paper";
        /// 税控发票: a code and a number of 8 digits.
        Legacy = "legacy": "税控纸票", "Legacy paper";
    }
}

crate::enums::wire_enum! {
    pub enum InvoiceKind {
        /// 增值税专用发票: the buyer deducts its tax.
        #[default]
        Special = "special": "专票", "Special VAT";
        /// 增值税普通发票.
        Ordinary = "ordinary": "普票", "Ordinary VAT";
    }
}

crate::enums::wire_enum! {
    /// Who a title names.
    pub enum TitleKind {
        #[default]
        Enterprise = "enterprise": "企业", "Enterprise";
        Person = "person": "个人", "Person";
    }
}

/// Most orders of one invoice.
pub const MAX_ORDERS: usize = 20;
/// Digits of a digital invoice's number (总局公告 2024 年第 11 号).
const DIGITAL_DIGITS: usize = 20;
/// Digits of a legacy invoice's number.
const LEGACY_DIGITS: usize = 8;
/// Digits of a tax classification code 税收分类编码.
const CLASSIFICATION_DIGITS: usize = 19;

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

impl InvoiceMedium {
    /// Digits of its numbers.
    pub const fn digits(self) -> usize {
        match self {
            Self::Digital | Self::DigitalPaper => DIGITAL_DIGITS,
            Self::Legacy => LEGACY_DIGITS,
        }
    }

    /// Whether it has a code beside its number.
    pub const fn has_code(self) -> bool {
        matches!(self, Self::Legacy)
    }
}

/// Whether an order in this status can be invoiced: what was approved and stands.
///
/// # Errors
/// It was not approved, or was canceled.
pub fn check_order(status: OrderStatus) -> Result<(), Refusal> {
    match status {
        OrderStatus::Approved | OrderStatus::Fulfilled => Ok(()),
        status => Err(Refusal::new(Reason::NotInvoiceable).with("status", status)),
    }
}

/// Checks what is asked for, without looking at the orders. `party` is the contract party's name.
///
/// # Errors
/// One field error per fault.
pub fn check_request(request: &wire::RequestInvoice, party: &str) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if request.orders.is_empty() {
        faults.add("/orders", Reason::Required);
    }
    if request.orders.len() > MAX_ORDERS {
        faults.add("/orders", Refusal::new(Reason::TooManyEntries).with("max", MAX_ORDERS));
    }
    for (index, order) in request.orders.iter().enumerate() {
        let is_twice =
            request.orders.iter().take(index).any(|before| before.order_id == order.order_id);
        if is_twice {
            faults.add(format!("/orders/{index}/order_id"), Reason::NamedTwice);
        }
        if order.amount.is_some_and(|amount| amount.minor() <= 0) {
            faults.add(format!("/orders/{index}/amount"), Reason::AmountNotPositive);
        }
    }
    for fault in check_content(&request.content, party).err().unwrap_or_default() {
        let pointer = format!("/content{}", fault.pointer);
        faults.add_all(Err(vec![FieldError { pointer, ..fault }]));
    }
    faults.into_result()
}

/// Checks what may still be changed of a request: medium, kind, title, remark, where it is sent.
///
/// # Errors
/// One field error per fault.
pub fn check_content(content: &wire::InvoiceContent, party: &str) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.add_all(check_title(content.medium, content.kind, &content.title));
    faults.add_all(check_title_reason(&content.title.name, party, content.title_reason.as_deref()));
    faults.check("/remark", validate::optional_text(content.remark.as_deref(), 200));
    if let Some(email) = content.email.as_deref() {
        faults.check("/email", validate::email(email.trim()));
    }
    faults.into_result()
}

/// Checks code, number, day and classification with which an invoice is issued, on the business day
/// `today`.
///
/// # Errors
/// One field error per fault.
pub fn check_issue(
    medium: InvoiceMedium,
    moved: &wire::MoveInvoice,
    today: NaiveDate,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    let number = moved.number.as_deref().unwrap_or_default().trim();
    if !is_digits(number, medium.digits()) {
        faults.add(
            "/number",
            Refusal::new(Reason::InvoiceNumberFormat).with("digits", medium.digits()),
        );
    }
    let code = moved.code.as_deref().unwrap_or_default().trim();
    if medium.has_code() {
        if !is_digits(code, 10) && !is_digits(code, 12) {
            faults.add("/code", Reason::InvoiceCodeFormat);
        }
    } else if !code.is_empty() {
        faults.add("/code", Reason::InvoiceCodeUnused);
    }
    match moved.on {
        None => faults.add("/on", Reason::Required),
        Some(on) if on > today => faults.add("/on", Reason::InTheFuture),
        Some(_) => {}
    }
    if let Some(code) = moved.tax_classification.as_deref().map(str::trim)
        && !code.is_empty()
        && !is_digits(code, CLASSIFICATION_DIGITS)
    {
        faults.add("/tax_classification", Reason::InvalidTaxClassification);
    }
    faults.into_result()
}

/// Whether two days are of one month.
pub(crate) fn same_month(one: NaiveDate, other: NaiveDate) -> bool {
    (one.year(), one.month()) == (other.year(), other.month())
}
