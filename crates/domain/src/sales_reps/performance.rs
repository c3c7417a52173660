//! What somebody sold in a period, beside another period, and who sold more. Each currency is ranked
//! by itself.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};

use super::wire::{Compare, MonthPaid, PerformanceQuery, RankBy, RepPerformance};
use crate::{
    licenses::month_of,
    money::{Amount, AmountError, Currency},
    problem::{FieldError, Reason, Refusal},
    purchases::{Sold, wire::Sum},
    validate::Faults,
};

pub use super::wire::Figures;

/// Days of a period at most.
const MOST_MONTHS: u32 = 60;

/// A period of days, both inclusive.
pub type Period = (NaiveDate, NaiveDate);

impl PerformanceQuery {
    /// The period: this year up to the end of this month where nothing is asked for.
    pub fn days(&self, today: NaiveDate) -> Period {
        use chrono::Datelike as _;
        let until = self.until.unwrap_or_else(|| month_of(today).1);
        let first = NaiveDate::from_ymd_opt(until.year(), 1, 1).unwrap_or(until);
        (self.from.unwrap_or(first), until)
    }

    /// Checks how far its days lie apart.
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
}

/// The period that one is compared with: as long and just before it, or the same days a year ago.
pub fn compared((from, until): Period, with: Compare) -> Period {
    match with {
        Compare::Previous => {
            let length = u64::try_from((until - from).num_days()).unwrap_or_default();
            let last = from.pred_opt().unwrap_or(from);
            (last.checked_sub_days(Days::new(length)).unwrap_or(last), last)
        }
        Compare::Year => {
            let back = |day: NaiveDate| day.checked_sub_months(Months::new(12)).unwrap_or(day);
            // A period that ends with its month ends with that month then, in leap years too.
            let end =
                if until == month_of(until).1 { month_of(back(until)).1 } else { back(until) };
            (back(from), end)
        }
    }
}

/// A part of what somebody sold, as the database adds it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Booked(Sum),
    Paid(Sum),
    Licenses(u32),
    /// Licenses that were renewed whose term ended in the period.
    Renewed(u32),
    /// Licenses whose term ended in the period and that were not renewed.
    Lapsed(u32),
    /// Leads that began in the period.
    Leads(u32),
    /// Those of them that are won.
    Won(u32),
}

/// Puts parts together; each currency by itself.
///
/// # Errors
/// Amounts that do not fit.
pub fn figures_of(parts: impl IntoIterator<Item = Part>) -> Result<Figures, AmountError> {
    let mut figures = Figures::default();
    let (mut booked, mut paid) = (BTreeMap::new(), BTreeMap::new());
    for part in parts {
        match part {
            Part::Booked(sum) => add(&mut booked, sum)?,
            Part::Paid(sum) => add(&mut paid, sum)?,
            Part::Licenses(count) => figures.licenses += count,
            Part::Renewed(count) => {
                figures.renewed += count;
                figures.up_for_renewal += count;
            }
            Part::Lapsed(count) => figures.up_for_renewal += count,
            Part::Leads(count) => figures.leads += count,
            Part::Won(count) => figures.leads_won += count,
        }
    }
    figures.booked = booked.into_values().collect();
    figures.paid = paid.into_values().collect();
    Ok(figures)
}

fn add(to: &mut BTreeMap<Currency, Sum>, sum: Sum) -> Result<(), AmountError> {
    let nothing = Sum { currency: sum.currency, amount: Amount::ZERO, purchases: 0 };
    let kept = to.entry(sum.currency).or_insert(nothing);
    kept.amount = kept.amount.plus(sum.amount)?;
    kept.purchases += sum.purchases;
    Ok(())
}

/// What was paid of the purchases of each month, the first month first; each currency by itself.
///
/// # Errors
/// Amounts that do not fit.
pub fn months_of(sold: &[Sold]) -> Result<Vec<MonthPaid>, AmountError> {
    let mut months: BTreeMap<(NaiveDate, Currency), Amount> = BTreeMap::new();
    for day in sold {
        let month = months.entry((month_of(day.on).0, day.currency)).or_default();
        *month = month.plus(day.amount)?;
    }
    let month =
        |((from, currency), amount)| MonthPaid { from, until: month_of(from).1, currency, amount };
    Ok(months.into_iter().map(month).collect())
}

impl Figures {
    /// What was paid in a currency.
    pub fn paid_in(&self, currency: Currency) -> Amount {
        in_currency(&self.paid, currency)
    }

    /// What was sold in a currency, paid or not.
    pub fn booked_in(&self, currency: Currency) -> Amount {
        in_currency(&self.booked, currency)
    }

    /// How many of the licenses up for renewal were renewed, in whole percent; none where none was.
    pub fn renewal_rate(&self) -> Option<u32> {
        percent(self.renewed, self.up_for_renewal)
    }

    /// How many of the leads of the period are won by now, in whole percent; none where none began.
    /// By cohort, so that it never exceeds 100.
    pub fn conversion_rate(&self) -> Option<u32> {
        percent(self.leads_won, self.leads)
    }

    fn measure(&self, by: RankBy, currency: Currency) -> i64 {
        match by {
            RankBy::Paid => self.paid_in(currency).minor(),
            RankBy::Booked => self.booked_in(currency).minor(),
            RankBy::Licenses => i64::from(self.licenses),
            RankBy::Renewals => i64::from(self.renewed),
            RankBy::Won => i64::from(self.leads_won),
        }
    }
}

/// In whole percent, rounded down; none of nothing.
fn percent(part: u32, whole: u32) -> Option<u32> {
    let percent = (u64::from(part) * 100).checked_div(u64::from(whole))?;
    u32::try_from(percent).ok()
}

fn in_currency(sums: &[Sum], currency: Currency) -> Amount {
    let found = sums.iter().find(|sum| sum.currency == currency);
    found.map(|sum| sum.amount).unwrap_or_default()
}

/// Puts the best first and numbers them; those who are alike share a rank, by name.
pub fn ranked(
    mut rows: Vec<RepPerformance>,
    by: RankBy,
    currency: Currency,
) -> Vec<RepPerformance> {
    let measure = |row: &RepPerformance| row.figures.measure(by, currency);
    rows.sort_by(|a, b| measure(b).cmp(&measure(a)).then_with(|| a.name.cmp(&b.name)));
    let (mut last, mut rank) = (None, 0);
    for (row, place) in rows.iter_mut().zip(1..) {
        let measured = measure(row);
        if last != Some(measured) {
            rank = place;
        }
        row.rank = rank;
        last = Some(measured);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn sum(currency: Currency, minor: i64) -> Sum {
        Sum { currency, amount: Amount::from_minor(minor), purchases: 1 }
    }

    #[test]
    fn a_period_is_compared_with_one_as_long() {
        let quarter = (day(2026, 4, 1), day(2026, 6, 30));
        assert_eq!(compared(quarter, Compare::Previous), (day(2025, 12, 31), day(2026, 3, 31)));
        let february = (day(2028, 2, 1), day(2028, 2, 29));
        assert_eq!(compared(february, Compare::Year), (day(2027, 2, 1), day(2027, 2, 28)));
        let back = (day(2027, 2, 1), day(2029, 2, 28));
        assert_eq!(compared(back, Compare::Year), (day(2026, 2, 1), day(2028, 2, 29)));
    }

    #[test]
    fn the_year_so_far_unless_asked_otherwise() {
        let today = day(2026, 11, 22);
        let query = PerformanceQuery::default();
        assert_eq!(query.days(today), (day(2026, 1, 1), day(2026, 11, 30)));
        let back = PerformanceQuery { from: Some(day(2027, 1, 1)), ..query };
        assert_eq!(back.check(today).unwrap_err()[0].reason, Reason::EndsBeforeItBegins);
    }

    #[test]
    fn parts_make_the_whole_and_currencies_stay_apart() {
        let figures = figures_of([
            Part::Paid(sum(Currency::Cny, 3)),
            Part::Paid(sum(Currency::Usd, 5)),
            Part::Paid(sum(Currency::Cny, 4)),
            Part::Booked(sum(Currency::Cny, 9)),
            Part::Licenses(2),
            Part::Renewed(2),
            Part::Lapsed(1),
            Part::Leads(3),
            Part::Won(1),
        ])
        .unwrap();

        assert_eq!(figures.paid_in(Currency::Cny).minor(), 7);
        assert_eq!(figures.paid_in(Currency::Usd).minor(), 5);
        assert_eq!(figures.booked_in(Currency::Usd), Amount::ZERO);
        assert_eq!(figures.paid[0].purchases, 2);
        assert_eq!((figures.up_for_renewal, figures.renewal_rate()), (3, Some(66)));
        assert_eq!((figures.leads, figures.conversion_rate()), (3, Some(33)));
        assert_eq!(Figures::default().renewal_rate(), None);
        assert_eq!(Figures::default().conversion_rate(), None);
    }

    #[test]
    fn those_who_are_alike_share_a_rank() {
        let row = |name: &str, cny: i64, usd: i64| RepPerformance {
            sales_rep_id: uuid::Uuid::nil().into(),
            user_id: None,
            name: name.to_owned(),
            active: true,
            rank: 0,
            figures: Figures {
                paid: vec![sum(Currency::Cny, cny), sum(Currency::Usd, usd)],
                ..Figures::default()
            },
            before: None,
        };
        let rows = vec![row("甲", 5, 900), row("乙", 9, 0), row("丙", 5, 1), row("丁", 1, 2)];

        let by = |currency| -> Vec<(u32, String)> {
            let ranked = ranked(rows.clone(), RankBy::Paid, currency);
            ranked.into_iter().map(|row| (row.rank, row.name)).collect()
        };

        let told = |all: [(u32, &str); 4]| all.map(|(rank, name)| (rank, name.to_owned()));
        assert_eq!(by(Currency::Cny), told([(1, "乙"), (2, "丙"), (2, "甲"), (4, "丁")]));
        assert_eq!(by(Currency::Usd), told([(1, "甲"), (2, "丁"), (3, "丙"), (4, "乙")]));
    }
}
