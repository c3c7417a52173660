//! What was paid, by month, kind and currency. Each number is asked for with a list's filters, so
//! that the rows of that list are what is behind it.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::wire::{GiftCell, PurchaseListQuery, RevenueCell, RevenueQuery, RevenueView, Sum};
use crate::{
    licenses::{
        month_of,
        wire::{PaymentStatus, PurchaseKind},
    },
    money::{Amount, AmountError, Currency},
    problem::{FieldError, Reason, Refusal},
    validate::Faults,
};

/// Months where nothing is asked for.
const MONTHS: u32 = 12;
/// Most months.
const MOST_MONTHS: u32 = 60;

/// The purchases of one day, kind and currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sold {
    pub on: NaiveDate,
    pub kind: PurchaseKind,
    pub currency: Currency,
    pub is_gift: bool,
    pub purchases: u32,
    /// Gross, together.
    pub amount: Amount,
}

impl RevenueQuery {
    /// The first and the last day, of whole months.
    pub fn days(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (last, until) = month_of(self.until.unwrap_or(today));
        let back = || last.checked_sub_months(Months::new(MONTHS - 1)).unwrap_or(last);
        let (from, _) = month_of(self.from.unwrap_or_else(back));
        (from, until)
    }

    /// Checks how far they lie apart.
    ///
    /// # Errors
    /// A field error at `/until`.
    pub fn check(&self, today: NaiveDate) -> Result<(), Vec<FieldError>> {
        let (from, until) = self.days(today);
        let mut faults = Faults::new();
        if until < from {
            faults.add("/until", Reason::EndsBeforeItBegins);
        } else if from.checked_add_months(Months::new(MOST_MONTHS)).is_none_or(|end| end <= until) {
            faults.add("/until", Refusal::new(Reason::PeriodTooLong).with("max", MOST_MONTHS));
        }
        faults.into_result()
    }

    /// The list of the purchases that are counted.
    pub fn list(&self, today: NaiveDate) -> PurchaseListQuery {
        let (from, until) = self.days(today);
        PurchaseListQuery {
            payment_status: vec![PaymentStatus::Paid],
            customer: self.customer,
            partner: self.partner,
            owner: self.owner,
            from: Some(from),
            until: Some(until),
            ..PurchaseListQuery::default()
        }
    }

    /// The list of the purchases behind a cell.
    pub fn list_of(&self, cell: &RevenueCell, today: NaiveDate) -> PurchaseListQuery {
        PurchaseListQuery {
            kind: vec![cell.kind],
            currency: vec![cell.currency],
            gift: Some(false),
            from: Some(cell.from),
            until: Some(cell.until),
            ..self.list(today)
        }
    }
}

/// Puts days together to months; each currency by itself, gifts apart.
///
/// # Errors
/// Amounts that do not fit.
pub fn revenue(
    (from, until): (NaiveDate, NaiveDate),
    sold: &[Sold],
) -> Result<RevenueView, AmountError> {
    let mut paid: BTreeMap<(NaiveDate, PurchaseKind, Currency), (Amount, u32)> = BTreeMap::new();
    let mut given: BTreeMap<(NaiveDate, PurchaseKind), u32> = BTreeMap::new();
    let mut totals: BTreeMap<Currency, (Amount, u32)> = BTreeMap::new();
    for day in sold {
        let (month, _) = month_of(day.on);
        if day.is_gift {
            *given.entry((month, day.kind)).or_default() += day.purchases;
            continue;
        }
        let cell = paid.entry((month, day.kind, day.currency)).or_default();
        for (amount, purchases) in [cell, totals.entry(day.currency).or_default()] {
            *amount = amount.plus(day.amount)?;
            *purchases += day.purchases;
        }
    }
    Ok(RevenueView {
        from,
        until,
        cells: paid
            .into_iter()
            .map(|((month, kind, currency), (amount, purchases))| RevenueCell {
                from: month,
                until: month_of(month).1,
                kind,
                currency,
                amount,
                purchases,
            })
            .collect(),
        gifts: given
            .into_iter()
            .map(|((month, kind), purchases)| GiftCell {
                from: month,
                until: month_of(month).1,
                kind,
                purchases,
            })
            .collect(),
        totals: totals
            .into_iter()
            .map(|(currency, (amount, purchases))| Sum { currency, amount, purchases })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_year_of_whole_months_unless_asked_otherwise() {
        let today = day(2026, 11, 22);
        let year = RevenueQuery::default();
        let long = RevenueQuery { from: Some(day(2021, 11, 30)), ..year.clone() };
        let back = RevenueQuery { until: Some(day(2020, 1, 1)), from: Some(today), ..year.clone() };

        assert_eq!(year.days(today), (day(2025, 12, 1), day(2026, 11, 30)));
        assert!(year.check(today).is_ok());
        assert_eq!(long.check(today).unwrap_err()[0].reason, Reason::PeriodTooLong);
        assert_eq!(back.check(today).unwrap_err()[0].reason, Reason::EndsBeforeItBegins);
    }

    #[cfg(not(target_family = "wasm"))]
    proptest::proptest! {
        #[test]
        fn months_kinds_and_currencies_make_the_whole_and_are_never_mixed(
            rows in proptest::collection::vec(
                (0_u64..700, 0_usize..5, 0_usize..4, proptest::bool::ANY, 1_u32..9, 0_i64..10_i64.pow(9)), 0..60,
            ),
        ) {
            let first = day(2025, 1, 1);
            let sold: Vec<_> = rows
                .into_iter()
                .map(|(days, kind, currency, is_gift, purchases, minor)| Sold {
                    on: first + chrono::Days::new(days),
                    kind: PurchaseKind::ALL[kind],
                    currency: Currency::ALL[currency],
                    is_gift,
                    purchases,
                    amount: Amount::from_minor(if is_gift { 0 } else { minor }),
                })
                .collect();

            let view = revenue((first, day(2026, 12, 31)), &sold).unwrap();

            for currency in Currency::ALL {
                let of = |row: &&Sold| row.currency == *currency && !row.is_gift;
                let paid: Amount = sold.iter().filter(of).map(|row| row.amount).sum();
                let count: u32 = sold.iter().filter(of).map(|row| row.purchases).sum();
                let cells = || view.cells.iter().filter(|cell| cell.currency == *currency);
                proptest::prop_assert_eq!(cells().map(|cell| cell.amount).sum::<Amount>(), paid);
                proptest::prop_assert_eq!(cells().map(|cell| cell.purchases).sum::<u32>(), count);
                let total = view.totals.iter().find(|sum| sum.currency == *currency);
                let told = total.map(|sum| (sum.amount, sum.purchases)).unwrap_or_default();
                proptest::prop_assert_eq!(told, (paid, count));
            }
            let gifts: u32 = sold.iter().filter(|row| row.is_gift).map(|row| row.purchases).sum();
            proptest::prop_assert_eq!(view.gifts.iter().map(|cell| cell.purchases).sum::<u32>(), gifts);
            for cell in &view.cells {
                let behind: Amount = sold
                    .iter()
                    .filter(|row| (cell.from..=cell.until).contains(&row.on) && !row.is_gift)
                    .filter(|row| row.kind == cell.kind && row.currency == cell.currency)
                    .map(|row| row.amount)
                    .sum();
                proptest::prop_assert_eq!(behind, cell.amount);
            }
        }
    }
}
