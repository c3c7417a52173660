//! Payments 汇款 and what they are for: entries of bank statements or money entered by hand, matched
//! with orders by the engine ([`crate::finance::matching`]) or by a person, whose word always holds.

mod state;
pub mod wire;

use std::collections::BTreeSet;

pub use self::state::{MatchStatus, PaymentAction, StatementAction, StatementStatus};
use self::wire::{BankAccountContent, MatchPart, PaymentContent};
use crate::{
    finance::{Direction, matching::Settings},
    id::OrderId,
    licenses::wire::PaymentStatus,
    money::{Amount, Currency},
    orders::OrderStatus,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// Orders that one payment is matched with at once, at most.
pub const MOST_PARTS: usize = 50;
/// Bytes of a statement's file at most.
pub const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// Orders that a search at the desk tells at most.
pub const MOST_FOUND: u64 = 20;
/// Longest payer's name, account, remark and reference that are kept; what a bank has beyond is cut.
pub const PAYER_LENGTH: usize = 160;
pub const ACCOUNT_LENGTH: usize = 64;
pub const REMARK_LENGTH: usize = 500;
pub const REFERENCE_LENGTH: usize = 120;
/// Longest note, and longest reason of ignoring.
pub const NOTE_LENGTH: usize = 500;

crate::enums::wire_enum! {
    /// Who made a match.
    pub enum MatchMethod {
        #[default]
        Manual = "manual": "人工", "By hand";
        Auto = "auto": "自动", "Automatic";
    }
}

crate::enums::wire_enum! {
    /// What a statement's file is.
    pub enum StatementFormat {
        #[default]
        Csv = "csv": "CSV", "CSV";
        Xlsx = "xlsx": "XLSX", "XLSX";
        Mt940 = "mt940": "MT940", "MT940";
    }
}

/// What decides about a payment; amounts in minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentFacts {
    pub status: MatchStatus,
    pub direction: Direction,
    pub amount: Amount,
    pub matched: Amount,
    pub currency: Currency,
    /// Whether a bank's statement brought it.
    pub is_of_bank: bool,
}

impl PaymentFacts {
    /// What of it is for nothing yet.
    pub fn open(self) -> Amount {
        self.amount.minus(self.matched).unwrap_or_default().max(Amount::ZERO)
    }

    /// Whether it may be matched with an order at all.
    ///
    /// # Errors
    /// It is ignored or matched already; the money went out.
    pub fn may_match(self) -> Result<(), Refusal> {
        if self.direction == Direction::Out {
            return Err(Reason::OutgoingPayment.into());
        }
        self.status.check(PaymentAction::Match)
    }
}

/// An order as somebody who is to be paid sees it; minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderDue {
    pub id: OrderId,
    pub status: OrderStatus,
    pub currency: Currency,
    /// Its total less what was taken back.
    pub due: Amount,
    /// What matches settled, fees of banks among it.
    pub settled: Amount,
}

impl OrderDue {
    /// What is still to be paid, never below zero.
    pub fn open(&self) -> Amount {
        self.due.minus(self.settled).unwrap_or_default().max(Amount::ZERO)
    }

    /// What a payment for it makes of its purchases.
    pub fn payment_status(&self) -> PaymentStatus {
        if self.settled <= Amount::ZERO {
            PaymentStatus::Pending
        } else if self.settled >= self.due {
            PaymentStatus::Paid
        } else {
            PaymentStatus::PartiallyPaid
        }
    }
}

/// Whether money is asked for an order in this status.
pub const fn is_payable(status: OrderStatus) -> bool {
    matches!(status, OrderStatus::Approved | OrderStatus::Fulfilled)
}

/// The most that a bank may have kept of what is open, in minor units: the bound of the engine
/// ([`Settings`]), which holds for people too.
///
/// ```
/// use domain::{money::Amount, payments::most_fee};
/// assert_eq!(most_fee(Amount::from_minor(1_000_00)), Amount::from_minor(20_00));
/// assert_eq!(most_fee(Amount::from_minor(168_000_00)), Amount::from_minor(200_00));
/// ```
pub fn most_fee(open: Amount) -> Amount {
    let settings = Settings::default();
    let share = i128::from(open.minor()) * i128::from(settings.fee_per_mille) / 1000;
    let share = i64::try_from(share).unwrap_or(i64::MAX).max(0);
    Amount::from_minor(share).min(settings.fee_most)
}

/// Checks what a payment is to be matched with: Σ of the parts is at most what is open of the
/// payment, each part with its fee at most what is open of its order. `order_of` knows the orders.
///
/// # Errors
/// One field error per fault; minor units of the payment's currency.
pub fn check_parts(
    payment: PaymentFacts,
    parts: &[MatchPart],
    order_of: impl Fn(OrderId) -> Option<OrderDue>,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if parts.is_empty() {
        faults.add("/parts", Reason::Required);
    }
    if parts.len() > MOST_PARTS {
        faults.add("/parts", Refusal::new(Reason::TooManyEntries).with("max", MOST_PARTS));
        return faults.into_result();
    }
    let mut seen = BTreeSet::new();
    for (at, part) in parts.iter().enumerate() {
        if !seen.insert(part.order_id) {
            faults.add(format!("/parts/{at}/order_id"), Reason::NamedTwice);
        }
        match order_of(part.order_id) {
            None => faults.add(format!("/parts/{at}/order_id"), Reason::UnknownReference),
            Some(order) => check_part(&mut faults, at, payment, part, &order),
        }
    }
    let sum = Amount::total(parts.iter().map(|part| part.amount));
    if sum.is_ok_and(|sum| sum > payment.open()) || sum_overflows(parts) {
        faults.add("/parts", Refusal::new(Reason::MoreThanPaid).with("open", payment.open()));
    }
    faults.into_result()
}

fn sum_overflows(parts: &[MatchPart]) -> bool {
    Amount::total(parts.iter().map(|part| part.amount)).is_err()
}

fn check_part(
    faults: &mut Faults,
    at: usize,
    payment: PaymentFacts,
    part: &MatchPart,
    order: &OrderDue,
) {
    let pointer = |field: &str| format!("/parts/{at}/{field}");
    if !is_payable(order.status) {
        faults.add(
            pointer("order_id"),
            Refusal::new(Reason::OrderNotPayable).with("status", order.status),
        );
    }
    if order.currency != payment.currency {
        let refusal =
            Refusal::new(Reason::OtherCurrencyOfOrder).with("currency", order.currency.as_str());
        faults.add(pointer("order_id"), refusal);
    }
    if part.amount <= Amount::ZERO {
        faults.add(pointer("amount"), Reason::AmountNotPositive);
    }
    let most = most_fee(order.open());
    if part.fee < Amount::ZERO || part.fee > most {
        faults.add(pointer("fee"), Refusal::new(Reason::FeeTooLarge).with("max", most));
    }
    if part.amount.plus(part.fee).map_or(true, |sum| sum > order.open()) {
        faults
            .add(pointer("amount"), Refusal::new(Reason::MoreThanOpen).with("open", order.open()));
    }
}

/// What the payment status of an order's purchase becomes when what was received changes: it follows
/// as long as it says what the money said before; where somebody corrected it by hand it stays. None:
/// it stays as it is.
pub fn followed(now: PaymentStatus, before: &OrderDue, after: &OrderDue) -> Option<PaymentStatus> {
    let (was, is) = (before.payment_status(), after.payment_status());
    (now == was && is != was).then_some(is)
}

/// How sure it is that somebody pays for a party, of 1000, after so many matches by hand that people
/// left as they are: once is enough to be known ([`Settings::alias_from`]).
pub fn alias_weight(times: u32) -> u16 {
    u16::try_from(times.min(3) * 150 + 500).unwrap_or(950)
}

/// Checks a bank account of ours.
///
/// # Errors
/// One field error per fault.
pub fn check_account(content: &BankAccountContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name", validate::text(&content.name, 1, 80));
    faults.check("/bank", validate::text(&content.bank, 1, 80));
    let number = plain_account(&content.account_number);
    faults.check("/account_number", validate::text(&number, 4, ACCOUNT_LENGTH));
    let is_plain = number.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_plain {
        faults.add("/account_number", Reason::InvalidCharacters);
    }
    faults.into_result()
}

/// An account's number without the spaces and hyphens that people write into it.
pub fn plain_account(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// Checks a payment that somebody enters.
///
/// # Errors
/// One field error per fault.
pub fn check_payment(
    content: &PaymentContent,
    today: chrono::NaiveDate,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if content.value_date > today {
        faults.add("/value_date", Reason::InTheFuture);
    }
    if content.amount <= Amount::ZERO {
        faults.add("/amount", Reason::AmountNotPositive);
    }
    faults.check("/payer_name", validate::text(&content.payer_name, 0, PAYER_LENGTH));
    faults.check("/payer_account", validate::text(&content.payer_account, 0, ACCOUNT_LENGTH));
    faults.check("/remark", validate::text(&content.remark, 0, REMARK_LENGTH));
    faults.check("/bank_reference", validate::text(&content.bank_reference, 0, REFERENCE_LENGTH));
    faults.check("/note", validate::optional_text(content.note.as_deref(), NOTE_LENGTH));
    if content.payer_name.trim().is_empty() && content.remark.trim().is_empty() {
        faults.add("/payer_name", Reason::Required);
    }
    faults.into_result()
}

/// Checks what a payment becomes: of what a bank said only our note may change, and of what is matched
/// neither currency nor below what is matched.
///
/// # Errors
/// One field error per fault.
pub fn check_change(
    facts: PaymentFacts,
    before: &PaymentContent,
    after: &PaymentContent,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    let note_only = PaymentContent { note: before.note.clone(), ..after.clone() } == *before;
    if facts.is_of_bank && !note_only {
        faults.add("", Reason::PaymentOfBank);
    }
    if facts.matched > Amount::ZERO && after.currency != before.currency {
        faults.add("/currency", Reason::MatchedAlready);
    }
    if after.amount < facts.matched {
        faults.add("/amount", Refusal::new(Reason::LessThanMatched).with("matched", facts.matched));
    }
    faults.into_result()
}

#[cfg(test)]
mod tests;
