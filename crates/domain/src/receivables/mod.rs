//! Receivables 应收: what is due of approved orders and since when, what stands to the credit of whoever
//! paid, and when nothing more is approved for who does not pay.

mod balance;
mod credit;
pub mod wire;

use chrono::NaiveDate;

pub use self::{
    balance::{EntryKind, NOTE_LENGTH, check_amount, check_note, money_back},
    credit::{CreditRules, MOST_HOLD_DAYS, Overdue, check_rules},
};
use crate::{
    dates::plus_days,
    money::{Amount, AmountError, BasisPoints},
    partners::{PaymentTerms, TermsFrom},
};

/// Days overdue at which an order is an alert again; each once.
pub const OVERDUE_STEPS: [u32; 5] = [1, 7, 30, 60, 90];
/// Parties that a summary names at most, those that owe most first.
pub const MOST_PARTIES: usize = 200;
/// Days whose bookings DSO looks at.
pub const DSO_DAYS: u32 = 90;

crate::enums::wire_enum! {
    /// How long something is overdue.
    pub enum AgeBucket {
        #[default]
        NotDue = "not_due": "未到期", "Not due";
        Days30 = "1_30": "1–30 天", "1–30 days";
        Days60 = "31_60": "31–60 天", "31–60 days";
        Days90 = "61_90": "61–90 天", "61–90 days";
        Days180 = "91_180": "91–180 天", "91–180 days";
        Days365 = "181_365": "181–365 天", "181–365 days";
        Over365 = "over_365": "365 天以上", "Over 365 days";
    }
}

impl AgeBucket {
    /// The fewest and the most days overdue; none where there is no bound. What is not due has neither.
    pub const fn days(self) -> (Option<u32>, Option<u32>) {
        match self {
            Self::NotDue => (None, Some(0)),
            Self::Days30 => (Some(1), Some(30)),
            Self::Days60 => (Some(31), Some(60)),
            Self::Days90 => (Some(61), Some(90)),
            Self::Days180 => (Some(91), Some(180)),
            Self::Days365 => (Some(181), Some(365)),
            Self::Over365 => (Some(366), None),
        }
    }

    /// Where something stands on a business day. The last day of a term is in time; what has no day
    /// yet is not due.
    ///
    /// ```
    /// use domain::receivables::AgeBucket;
    /// let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
    /// assert_eq!(AgeBucket::of(Some(day(23)), day(23)), AgeBucket::NotDue);
    /// assert_eq!(AgeBucket::of(Some(day(22)), day(23)), AgeBucket::Days30);
    /// assert_eq!(AgeBucket::of(None, day(23)), AgeBucket::NotDue);
    /// ```
    pub fn of(due_on: Option<NaiveDate>, today: NaiveDate) -> Self {
        let days = days_overdue(due_on, today);
        let fits = |bucket: &&Self| bucket.days().1.is_none_or(|most| days <= most);
        Self::ALL.iter().find(fits).copied().unwrap_or_default()
    }

    /// The first and the last due day of what stands here on a business day.
    pub fn due_between(self, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let before = |days: u32| today.checked_sub_days(chrono::Days::new(u64::from(days)));
        let (fewest, most) = self.days();
        (most.and_then(before), fewest.and_then(before))
    }
}

/// Days since something was due; none where it is not over.
pub fn days_overdue(due_on: Option<NaiveDate>, today: NaiveDate) -> u32 {
    due_on.map_or(0, |on| u32::try_from((today - on).num_days()).unwrap_or_default())
}

/// The days that terms of payment count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderDays {
    pub approved_on: NaiveDate,
    /// Everything was handed over.
    pub delivered_on: Option<NaiveDate>,
    /// The first invoice was issued.
    pub invoiced_on: Option<NaiveDate>,
}

/// A part of an order that falls due on a day of its own; minor units of the order's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    /// From 1, in the order in which they are settled.
    pub ordinal: u32,
    pub amount: Amount,
    /// What nobody paid of it.
    pub open: Amount,
    /// The last day in time; none until what it counts from has happened.
    pub due_on: Option<NaiveDate>,
}

/// What is due of an order when, and what of it is open after `settled` was paid: money settles what
/// is due first. Their amounts make the whole. Rates are as in DOMAIN.md, "Order": prepaid, deposit,
/// days from approval, delivery or invoice.
///
/// # Errors
/// An amount that cannot be counted.
pub fn instalments(
    terms: PaymentTerms,
    due: Amount,
    settled: Amount,
    days: OrderDays,
) -> Result<Vec<Instalment>, AmountError> {
    let parts = match terms {
        PaymentTerms::Prepaid => vec![(due, Some(days.approved_on))],
        PaymentTerms::Deposit { percent } => {
            let whole = i128::from(BasisPoints::WHOLE.0);
            let first = due.scaled(i128::from(percent.0), whole)?;
            vec![(first, Some(days.approved_on)), (due.minus(first)?, days.delivered_on)]
        }
        PaymentTerms::Days { days: within, from } => {
            let start = match from {
                TermsFrom::Approval => Some(days.approved_on),
                TermsFrom::Delivery => days.delivered_on,
                TermsFrom::Invoice => days.invoiced_on,
            };
            vec![(due, start.map(|start| plus_days(start, within)))]
        }
    };
    let mut left = settled.max(Amount::ZERO);
    let mut found = Vec::with_capacity(parts.len());
    for (ordinal, (amount, due_on)) in (1..).zip(parts) {
        let paid = left.min(amount);
        left = left.minus(paid)?;
        found.push(Instalment { ordinal, amount, open: amount.minus(paid)?, due_on });
    }
    Ok(found)
}

/// Days sales outstanding: what is open, in days of what was booked in the last [`DSO_DAYS`]; rounded
/// half up. None where nothing was booked.
///
/// ```
/// use domain::{money::Amount, receivables::days_sales_outstanding as dso};
/// let yuan = |yuan: i64| Amount::from_minor(yuan * 100);
/// assert_eq!(dso(yuan(50), yuan(100)), Some(45));
/// assert_eq!(dso(yuan(50), Amount::ZERO), None);
/// ```
pub fn days_sales_outstanding(open: Amount, booked: Amount) -> Option<u32> {
    if booked <= Amount::ZERO {
        return None;
    }
    let days = i128::from(open.minor()) * i128::from(DSO_DAYS);
    let booked = i128::from(booked.minor());
    u32::try_from((days * 2 + booked) / (booked * 2)).ok()
}

#[cfg(test)]
mod tests;
