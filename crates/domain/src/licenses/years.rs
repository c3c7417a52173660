//! Lengths of time in years, exact: prices are per year, and a term may be part of one.

use chrono::{Datelike, NaiveDate};

use crate::dates::{last_day_of_term, plus_days};

/// Years as a fraction. Never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    pub numerator: i128,
    pub denominator: i128,
}

impl Years {
    pub const NONE: Self = Self { numerator: 0, denominator: 1 };

    pub fn whole(years: u32) -> Self {
        Self { numerator: i128::from(years), denominator: 1 }
    }

    /// A period with both its days: the whole years that fit into it, and of the year that begins
    /// then as many days as are left, out of those that this year has.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use domain::licenses::Years;
    /// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    /// assert_eq!(Years::of_period(day(2026, 1, 1), day(2027, 12, 31)), Years::whole(2));
    /// let half = Years::of_period(day(2026, 1, 1), day(2026, 7, 2));
    /// assert_eq!((half.numerator, half.denominator), (183, 365));
    /// ```
    pub fn of_period(from: NaiveDate, until: NaiveDate) -> Self {
        if until < from {
            return Self::NONE;
        }
        let between = u32::try_from(until.year() - from.year()).unwrap_or_default() + 1;
        let fits = |years: &u32| last_day_of_term(from, *years) <= until;
        let whole = (1..=between).rev().find(fits).unwrap_or_default();
        let next = if whole == 0 { from } else { plus_days(last_day_of_term(from, whole), 1) };
        let left = days(next, until);
        if left == 0 {
            return Self::whole(whole);
        }
        let in_year = days(next, last_day_of_term(from, whole + 1)).max(left);
        Self::whole(whole).plus(Self { numerator: left, denominator: in_year })
    }

    /// The sum, in lowest terms, so that many periods do not outgrow the type.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            numerator: self.numerator * other.denominator + other.numerator * self.denominator,
            denominator: self.denominator * other.denominator,
        }
        .reduced()
    }

    /// The part of it that `days` of `total` days are.
    #[must_use]
    pub fn part(self, days: i128, total: i128) -> Self {
        Self { numerator: self.numerator * days, denominator: self.denominator * total.max(1) }
            .reduced()
    }

    /// The whole years in it.
    pub fn floor(self) -> u32 {
        u32::try_from(self.numerator / self.denominator).unwrap_or(u32::MAX)
    }

    fn reduced(self) -> Self {
        let divisor = greatest_common_divisor(self.numerator, self.denominator);
        Self { numerator: self.numerator / divisor, denominator: self.denominator / divisor }
    }
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.max(1) } else { greatest_common_divisor(b, a % b) }
}

/// Days from one to another, both counted; none where the end comes first.
pub fn days(from: NaiveDate, until: NaiveDate) -> i128 {
    i128::from((until - from).num_days() + 1).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_leap_years_day_is_one_of_its_366() {
        let span = Years::of_period(day(2027, 3, 1), day(2028, 2, 29));
        assert_eq!(span, Years::whole(1));

        let span = Years::of_period(day(2028, 1, 1), day(2028, 1, 1));
        assert_eq!((span.numerator, span.denominator), (1, 366));
    }

    #[test]
    fn nothing_is_no_years() {
        assert_eq!(Years::of_period(day(2026, 1, 2), day(2026, 1, 1)), Years::NONE);
        assert_eq!(days(day(2026, 1, 2), day(2026, 1, 1)), 0);
    }

    #[cfg(not(target_family = "wasm"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #[test]
            fn a_term_of_whole_years_is_whole(
                start in 0_u32..20_000, years in 1_u32..9,
            ) {
                let from = plus_days(day(1990, 1, 1), start);
                let until = last_day_of_term(from, years);
                // 29 February: the term of one year already ends on 28 February.
                prop_assert_eq!(Years::of_period(from, until), Years::whole(years));
            }

            #[test]
            fn one_day_more_is_longer(start in 0_u32..20_000, length in 0_u32..3_000) {
                let from = plus_days(day(1990, 1, 1), start);
                let shorter = Years::of_period(from, plus_days(from, length));
                let longer = Years::of_period(from, plus_days(from, length + 1));
                prop_assert!(
                    longer.numerator * shorter.denominator
                        > shorter.numerator * longer.denominator
                );
            }
        }
    }
}
