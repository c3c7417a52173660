//! Targets: what a sales rep is to sell in a year, or in a quarter of it, in one currency.

use chrono::{Months, NaiveDate};

use super::wire::TargetContent;
use crate::{
    money::Amount,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// The first and the last day of a quarter, or of the whole year.
///
/// ```
/// use chrono::NaiveDate;
/// use domain::sales_reps::quarter_days;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// assert_eq!(quarter_days(2026, Some(2)), (day(4, 1), day(6, 30)));
/// assert_eq!(quarter_days(2026, None), (day(1, 1), day(12, 31)));
/// ```
pub fn quarter_days(year: u32, quarter: Option<u32>) -> (NaiveDate, NaiveDate) {
    let year = i32::try_from(year).unwrap_or_default();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let (skipped, months) = quarter.map_or((0, 12), |q| (q.saturating_sub(1) * 3, 3));
    let from = first.checked_add_months(Months::new(skipped)).unwrap_or(first);
    let next = from.checked_add_months(Months::new(months));
    (from, next.and_then(|day| day.pred_opt()).unwrap_or(from))
}

/// Checks a target before it is set.
///
/// # Errors
/// One field error per fault.
pub fn check_target(content: &TargetContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/year", validate::range(content.year, 2000, 2100));
    if let Some(quarter) = content.quarter {
        faults.check("/quarter", validate::range(quarter, 1, 4));
    }
    if content.amount <= Amount::ZERO {
        faults.add("/amount", Refusal::new(Reason::AmountNotPositive));
    }
    faults.into_result()
}

/// How much of a target was reached, in whole percent, rounded down: 100 only where all of it was.
pub fn attained(reached: Amount, target: Amount) -> u32 {
    let percent = i128::from(reached.minor()) * 100 / i128::from(target.minor().max(1));
    u32::try_from(percent.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn quarters_make_the_year() {
        let (from, until) = quarter_days(2028, None);
        let mut next = from;
        for quarter in 1..=4 {
            let (first, last) = quarter_days(2028, Some(quarter));
            assert_eq!(first, next);
            next = last.succ_opt().unwrap();
        }
        assert_eq!(next.pred_opt().unwrap(), until);
    }

    #[test]
    fn a_target_is_an_amount_of_a_year() {
        let bad = TargetContent {
            sales_rep_id: uuid::Uuid::nil().into(),
            year: 26,
            quarter: Some(5),
            currency: Currency::Cny,
            amount: Amount::ZERO,
        };
        let found = check_target(&bad).unwrap_err();
        let pointers: Vec<_> = found.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/year", "/quarter", "/amount"]);
    }

    #[test]
    fn all_of_it_is_a_hundred_and_less_is_less() {
        let target = Amount::from_minor(1_000_00);
        assert_eq!(attained(Amount::from_minor(999_99), target), 99);
        assert_eq!(attained(target, target), 100);
        assert_eq!(attained(Amount::from_minor(-5), target), 0);
    }
}
