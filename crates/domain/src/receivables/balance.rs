//! What stands to the credit of a party 往来余额: deposits, what was paid too much, what an order gives
//! back; drawn by other orders and by refunds.

use crate::{
    money::Amount,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// Longest note of an entry.
pub const NOTE_LENGTH: usize = 500;

crate::enums::wire_enum! {
    /// What changes a balance.
    pub enum EntryKind {
        /// A part of a payment that is for no order (yet): a deposit, or what was paid too much.
        #[default]
        Deposit = "deposit": "意向金／多付", "Deposit or overpayment";
        /// What was paid for an order that was canceled or returned.
        Returned = "returned": "订单退款转入", "Given back by an order";
        /// Used for an order.
        Offset = "offset": "冲抵订单", "Set off against an order";
        /// Paid back.
        Refund = "refund": "退款", "Paid back";
    }
}

impl EntryKind {
    /// Whether it adds to the balance.
    pub const fn adds(self) -> bool {
        matches!(self, Self::Deposit | Self::Returned)
    }

    /// Its amount as it changes the balance.
    pub fn signed(self, amount: Amount) -> Amount {
        if self.adds() { amount } else { Amount::from_minor(amount.minor().saturating_neg()) }
    }

    /// Whether a person may undo it. What an order gave back stands as long as the order is as it is.
    ///
    /// # Errors
    /// It follows from an order.
    pub fn may_undo(self) -> Result<(), Refusal> {
        if self == Self::Returned { Err(Reason::EntryOfOrder.into()) } else { Ok(()) }
    }
}

/// What an order gives back to whoever paid, once less of it is due than was settled: what is beyond,
/// and never more than came in (what a bank kept is not ours to give). Minor units.
///
/// ```
/// use domain::{money::Amount, receivables::money_back};
/// let yuan = |yuan: i64| Amount::from_minor(yuan * 100);
/// // 98 came in and the bank kept 2 of an order of 100 that was canceled.
/// assert_eq!(money_back(yuan(0), yuan(100), yuan(2)), yuan(98));
/// assert_eq!(money_back(yuan(40), yuan(100), yuan(2)), yuan(60));
/// assert_eq!(money_back(yuan(100), yuan(70), yuan(0)), yuan(0));
/// ```
pub fn money_back(due: Amount, settled: Amount, fees: Amount) -> Amount {
    let beyond = settled.minus(due).unwrap_or_default();
    let came_in = settled.minus(fees).unwrap_or_default();
    beyond.min(came_in).max(Amount::ZERO)
}

/// Checks an amount that an entry is about: above zero, and at most what there is.
pub fn check_amount(faults: &mut Faults, amount: Amount, most: Amount, beyond: Reason) {
    if amount <= Amount::ZERO {
        faults.add("/amount", Reason::AmountNotPositive);
    } else if amount > most {
        faults.add("/amount", Refusal::new(beyond).with("open", most));
    }
}

/// Checks the note of an entry.
///
/// # Errors
/// A field error at `/note`.
pub fn check_note(note: Option<&str>) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/note", validate::optional_text(note, NOTE_LENGTH));
    faults.into_result()
}
