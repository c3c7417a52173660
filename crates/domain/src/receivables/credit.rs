//! Credit hold 信用冻结: nothing more is approved for who is overdue for too long with too much, until
//! the money is there or somebody who may says why it is approved all the same.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::days_overdue;
use crate::{
    money::Amount,
    partners::{MAX_TERM_DAYS, PaymentTerms, TermsFrom},
    problem::{FieldError, Reason},
    validate::{self, Faults},
};

/// Most days overdue that can be tolerated.
pub const MOST_HOLD_DAYS: u32 = 365;

/// `PUT /credit-rules`: when a party is on hold, and how customers pay who buy without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreditRules {
    /// Whether anybody is put on hold.
    pub active: bool,
    /// Days overdue that are tolerated; 0: none.
    pub after_days: u32,
    /// What may be overdue for longer than that, in the currency that it is overdue in.
    pub above: Amount,
    /// Terms of customers who buy without a partner; partners have their own.
    pub customer_terms: PaymentTerms,
}

impl Default for CreditRules {
    fn default() -> Self {
        Self {
            active: false,
            after_days: 30,
            above: Amount::ZERO,
            customer_terms: PaymentTerms::Days { days: 30, from: TermsFrom::Approval },
        }
    }
}

/// What of one instalment is overdue; minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    pub open: Amount,
    pub due_on: NaiveDate,
}

impl CreditRules {
    /// What of this counts: overdue for longer than is tolerated.
    pub fn counts(&self, overdue: Overdue, today: NaiveDate) -> bool {
        days_overdue(Some(overdue.due_on), today) > self.after_days
    }

    /// Whether a party is on hold that owes this, all in one currency.
    ///
    /// ```
    /// use domain::{money::Amount, receivables::{CreditRules, Overdue}};
    /// let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
    /// let rules = CreditRules { active: true, after_days: 10, above: Amount::from_minor(100_00), ..CreditRules::default() };
    /// let owes = |minor, d| [Overdue { open: Amount::from_minor(minor), due_on: day(d) }];
    /// assert!(rules.holds(&owes(100_01, 1), day(12)));
    /// assert!(!rules.holds(&owes(100_00, 1), day(12)), "not more than is tolerated");
    /// assert!(!rules.holds(&owes(100_01, 2), day(12)), "not longer than is tolerated");
    /// ```
    pub fn holds(&self, owed: &[Overdue], today: NaiveDate) -> bool {
        let counting = owed.iter().filter(|one| self.counts(**one, today)).map(|one| one.open);
        // What cannot be counted is more than anybody tolerates.
        self.active && Amount::total(counting).map_or(true, |sum| sum > self.above)
    }
}

/// Checks the rules.
///
/// # Errors
/// One field error per fault.
pub fn check_rules(rules: &CreditRules) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/after_days", validate::range(rules.after_days, 0, MOST_HOLD_DAYS));
    if rules.above < Amount::ZERO {
        faults.add("/above", Reason::NegativeAmount);
    }
    if let PaymentTerms::Days { days, .. } = rules.customer_terms {
        faults.check("/customer_terms/days", validate::range(days, 1, MAX_TERM_DAYS));
    }
    if let PaymentTerms::Deposit { percent } = rules.customer_terms {
        faults.check("/customer_terms/percent", validate::range(percent.0, 1, 99_99));
    }
    faults.into_result()
}
