//! Purchases 购买记录: what customers bought, what of it is paid, and how.

mod revenue;
pub mod wire;

use chrono::NaiveDate;

pub use self::revenue::{Sold, revenue};
use self::wire::{CorrectPurchase, RecordPurchase};
use crate::{
    licenses::wire::PaymentStatus,
    money::Amount,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

crate::enums::wire_enum! {
    /// How it was paid.
    pub enum PaymentMethod {
        #[default]
        BankTransfer = "bank_transfer": "银行转账", "Bank transfer";
        AcceptanceBill = "acceptance_bill": "承兑汇票", "Acceptance bill";
        Alipay = "alipay": "支付宝", "Alipay";
        Wechat = "wechat": "微信", "WeChat Pay";
        Cash = "cash": "现金", "Cash";
        Gift = "gift": "赠送", "Gift";
    }
}

/// Sets of a purchase at most.
const MOST_SETS: u32 = 100_000;
/// The longest reason, and the longest notes.
const TEXT_LENGTH: usize = 500;
/// The longest contract number.
const CONTRACT_LENGTH: usize = 64;

/// What decides about a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PurchaseFacts {
    pub payment_status: PaymentStatus,
    pub amount: Amount,
    /// Whether an order brought it: what was ordered is taken back with its order, not here.
    pub is_of_order: bool,
}

impl PurchaseFacts {
    /// Whether its payment may be said to stand so.
    ///
    /// ```
    /// use domain::{licenses::wire::PaymentStatus, money::Amount, purchases::PurchaseFacts};
    /// let ordered = PurchaseFacts {
    ///     payment_status: PaymentStatus::Pending,
    ///     amount: Amount::from_minor(28_000_00),
    ///     is_of_order: true,
    /// };
    /// assert!(ordered.may_become(PaymentStatus::Paid).is_ok());
    /// assert!(ordered.may_become(PaymentStatus::Cancelled).is_err());
    /// ```
    ///
    /// # Errors
    /// It was taken back for good; or the order would have to be taken back.
    pub fn may_become(self, to: PaymentStatus) -> Result<(), Refusal> {
        use PaymentStatus::{Cancelled, Paid, PartiallyPaid, Pending, Refunded};
        let from = self.payment_status;
        let is_open = match (from, to) {
            _ if from == to => true,
            (Pending | PartiallyPaid | Paid, Pending | PartiallyPaid | Paid) => true,
            (Pending, Cancelled) | (PartiallyPaid | Paid, Refunded) => !self.is_of_order,
            _ => false,
        };
        if is_open {
            Ok(())
        } else {
            Err(Refusal::new(Reason::PaymentMove).with("from", from).with("to", to))
        }
    }

    /// Whether it may be deleted: what an order brought stays.
    ///
    /// # Errors
    /// An order brought it.
    pub fn may_delete(self) -> Result<(), Refusal> {
        if self.is_of_order { Err(Reason::PurchaseOfOrder.into()) } else { Ok(()) }
    }
}

/// Checks a purchase that is recorded by hand.
///
/// # Errors
/// One field error per fault.
pub fn check_record(content: &RecordPurchase, today: NaiveDate) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if content.purchased_on > today {
        faults.add("/purchased_on", Reason::InTheFuture);
    }
    faults.check("/sets", validate::range(content.sets, 1, MOST_SETS));
    faults.check("/amount", priced(content.amount, content.method));
    let is_of_today = matches!(
        content.payment_status,
        PaymentStatus::Pending | PaymentStatus::PartiallyPaid | PaymentStatus::Paid
    );
    let is_gift = content.method == Some(PaymentMethod::Gift);
    if !is_of_today {
        let refusal = Refusal::new(Reason::PaymentMove).with("from", PaymentStatus::Pending);
        faults.add("/payment_status", refusal.with("to", content.payment_status));
    } else if is_gift && content.payment_status != PaymentStatus::Paid {
        faults.add("/payment_status", Reason::GiftIsPaid);
    }
    faults.check(
        "/contract_number",
        validate::optional_text(content.contract_number.as_deref(), CONTRACT_LENGTH),
    );
    faults.check("/notes", validate::optional_text(content.notes.as_deref(), TEXT_LENGTH));
    faults.into_result()
}

/// What costs nothing is a gift, and a gift costs nothing.
fn priced(amount: Amount, method: Option<PaymentMethod>) -> Result<(), Refusal> {
    let is_gift = method == Some(PaymentMethod::Gift);
    if amount < Amount::ZERO {
        Err(Reason::NegativeAmount.into())
    } else if is_gift && amount != Amount::ZERO {
        Err(Reason::GiftCostsNothing.into())
    } else if !is_gift && amount == Amount::ZERO {
        Err(Reason::CostsNothing.into())
    } else {
        Ok(())
    }
}

/// Checks a correction, before anybody knows whether it changes something.
///
/// # Errors
/// One field error per fault.
pub fn check_correction(
    before: PurchaseFacts,
    content: &CorrectPurchase,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    let is_gift = content.method == Some(PaymentMethod::Gift);
    match before.may_become(content.payment_status) {
        Err(refusal) => faults.add("/payment_status", refusal),
        Ok(()) if is_gift && is_due(content.payment_status) => {
            faults.add("/payment_status", Reason::GiftIsPaid);
        }
        Ok(()) => {}
    }
    if is_gift && before.amount != Amount::ZERO {
        faults.add("/method", Reason::GiftCostsNothing);
    }
    faults.check(
        "/contract_number",
        validate::optional_text(content.contract_number.as_deref(), CONTRACT_LENGTH),
    );
    faults.check("/notes", validate::optional_text(content.notes.as_deref(), TEXT_LENGTH));
    faults.check("/reason", validate::text(&content.reason, 1, TEXT_LENGTH));
    faults.into_result()
}

/// Whether something is still to be paid.
const fn is_due(status: PaymentStatus) -> bool {
    matches!(status, PaymentStatus::Pending | PaymentStatus::PartiallyPaid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn content() -> RecordPurchase {
        RecordPurchase {
            customer_id: uuid::Uuid::nil().into(),
            license_id: None,
            owner_id: None,
            kind: crate::licenses::wire::PurchaseKind::New,
            purchased_on: day(22),
            sets: 1,
            amount: Amount::from_minor(100),
            currency: Currency::Cny,
            payment_status: PaymentStatus::Paid,
            method: Some(PaymentMethod::Cash),
            contract_number: None,
            notes: None,
        }
    }

    fn faults(content: &RecordPurchase) -> Vec<(String, Reason)> {
        let found = check_record(content, day(22)).err().unwrap_or_default();
        found.into_iter().map(|fault| (fault.pointer, fault.reason)).collect()
    }

    #[test]
    fn what_costs_nothing_is_a_gift() {
        let free = RecordPurchase { amount: Amount::ZERO, ..content() };
        let gift = RecordPurchase { method: Some(PaymentMethod::Gift), ..free.clone() };
        let priced = RecordPurchase { amount: Amount::from_minor(1), ..gift.clone() };
        let due = RecordPurchase { payment_status: PaymentStatus::Pending, ..gift.clone() };

        assert_eq!(faults(&gift), []);
        assert_eq!(faults(&free), [("/amount".to_owned(), Reason::CostsNothing)]);
        assert_eq!(faults(&priced), [("/amount".to_owned(), Reason::GiftCostsNothing)]);
        assert_eq!(faults(&due), [("/payment_status".to_owned(), Reason::GiftIsPaid)]);
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let bad = RecordPurchase {
            purchased_on: day(23),
            sets: 0,
            amount: Amount::from_minor(-1),
            payment_status: PaymentStatus::Refunded,
            contract_number: Some("x".repeat(65)),
            ..content()
        };
        let pointers: Vec<_> = faults(&bad).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(
            pointers,
            ["/purchased_on", "/sets", "/amount", "/payment_status", "/contract_number"]
        );
        assert_eq!(faults(&content()), []);
    }

    #[test]
    fn what_was_taken_back_stays_so_and_orders_take_back_their_own() {
        for from in PaymentStatus::ALL {
            for to in PaymentStatus::ALL {
                let of = |is_of_order| PurchaseFacts {
                    payment_status: *from,
                    amount: Amount::ZERO,
                    is_of_order,
                };
                let stands = |s| {
                    use PaymentStatus::{Paid, PartiallyPaid, Pending};
                    matches!(s, Pending | PartiallyPaid | Paid)
                };
                let (ordered, by_hand) = (of(true).may_become(*to), of(false).may_become(*to));
                if from == to {
                    assert!(ordered.is_ok() && by_hand.is_ok());
                } else {
                    assert_eq!(ordered.is_ok(), stands(*from) && stands(*to), "{from} {to}");
                    assert!(ordered.is_err() || by_hand.is_ok(), "{from} {to}");
                    assert!(stands(*from) || by_hand.is_err(), "{from} {to}");
                }
            }
        }
    }

    #[test]
    fn a_correction_says_why() {
        let before = PurchaseFacts {
            payment_status: PaymentStatus::Pending,
            amount: Amount::from_minor(5),
            is_of_order: true,
        };
        let content = CorrectPurchase {
            payment_status: PaymentStatus::Refunded,
            method: Some(PaymentMethod::Gift),
            contract_number: None,
            owner_id: None,
            notes: None,
            reason: " ".to_owned(),
        };

        let found = check_correction(before, &content).unwrap_err();

        let pointers: Vec<_> = found.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/payment_status", "/method", "/reason"]);
    }
}
