//! The calendar: which days a page of it has, and which deployments stand there.

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};

use super::wire::CalendarQuery;
use crate::{
    problem::{FieldError, Reason, Refusal},
    validate::Faults,
};

/// Days that are asked for at once, at most: the six weeks into which any month fits.
pub const MOST_DAYS_SHOWN: u32 = 42;
/// Deployments of a page at most.
pub const MOST_SHOWN: usize = 500;
/// A customer's window that began so many days before the page is still shown on it.
pub const WINDOW_REACH: u32 = 31;

crate::enums::wire_enum! {
    /// How much of the calendar is shown.
    pub enum CalendarSpan {
        #[default]
        Month = "month": "月", "Month";
        Week = "week": "周", "Week";
    }
}

impl CalendarSpan {
    /// The first and last day of the page that has a day on it: whole weeks, from Monday on.
    pub fn days(self, on: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (first, last) = match self {
            Self::Month => {
                let first = on.with_day(1).unwrap_or(on);
                (first, last_of_month(first))
            }
            Self::Week => (on, on),
        };
        (first.week(Weekday::Mon).first_day(), last.week(Weekday::Mon).last_day())
    }

    /// A day of the page before.
    pub fn before(self, on: NaiveDate) -> NaiveDate {
        match self {
            Self::Month => on.with_day(1).unwrap_or(on).checked_sub_months(Months::new(1)),
            Self::Week => on.checked_sub_days(Days::new(7)),
        }
        .unwrap_or(on)
    }

    /// A day of the page after.
    pub fn after(self, on: NaiveDate) -> NaiveDate {
        match self {
            Self::Month => on.with_day(1).unwrap_or(on).checked_add_months(Months::new(1)),
            Self::Week => on.checked_add_days(Days::new(7)),
        }
        .unwrap_or(on)
    }
}

/// The last day of the month that begins on `first`.
fn last_of_month(first: NaiveDate) -> NaiveDate {
    let next = first.checked_add_months(Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(first)
}

impl CalendarQuery {
    /// The days that are meant: the page of this month where nothing is said.
    ///
    /// # Errors
    /// One field error: it ends before it begins, or is longer than a page.
    pub fn period(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Vec<FieldError>> {
        let (first, last) = CalendarSpan::Month.days(self.from.unwrap_or(today));
        let from = self.from.unwrap_or(first);
        let until = self.until.unwrap_or_else(|| last.max(from));
        let mut faults = Faults::new();
        let most = from.checked_add_days(Days::new(u64::from(MOST_DAYS_SHOWN) - 1));
        if until < from {
            faults.add("/until", Reason::EndsBeforeItBegins);
        } else if let Some(most) = most.filter(|most| until > *most) {
            faults.add(
                "/until",
                Refusal::new(Reason::OutOfRange).with("min", from).with("max", most),
            );
        }
        faults.into_result()?;
        Ok((from, until))
    }
}

/// Whether a plan has something on one of these days: its own day, or else a day of the customer's
/// window.
pub fn is_shown(
    planned_on: Option<NaiveDate>,
    window: (Option<NaiveDate>, Option<NaiveDate>),
    (from, until): (NaiveDate, NaiveDate),
) -> bool {
    let meets = |first: NaiveDate, last: NaiveDate| first <= until && last >= from;
    let window = match window {
        (Some(first), Some(last)) => meets(first, last),
        (Some(day), None) | (None, Some(day)) => meets(day, day),
        (None, None) => false,
    };
    planned_on.is_some_and(|on| meets(on, on)) || window
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    #[test]
    fn a_page_has_whole_weeks() {
        assert_eq!(CalendarSpan::Month.days(day(11, 18)), (day(10, 26), day(12, 6)));
        assert_eq!(CalendarSpan::Week.days(day(11, 22)), (day(11, 16), day(11, 22)));
        assert_eq!(CalendarSpan::Month.after(day(1, 31)), day(2, 1));
        assert_eq!(CalendarSpan::Month.before(day(3, 31)), day(2, 1));
        assert_eq!(CalendarSpan::Week.after(day(11, 22)), day(11, 29));
    }

    #[test]
    fn a_page_is_asked_for_and_no_more() {
        let asked = |from, until| CalendarQuery { from, until, ..CalendarQuery::default() };
        let of = |from, until| asked(from, until).period(day(11, 22));

        assert_eq!(of(None, None), Ok((day(10, 26), day(12, 6))));
        assert_eq!(of(Some(day(3, 1)), Some(day(4, 11))), Ok((day(3, 1), day(4, 11))));
        let long = of(Some(day(3, 1)), Some(day(4, 12))).unwrap_err();
        assert_eq!((long[0].pointer.as_str(), long[0].reason), ("/until", Reason::OutOfRange));
        let back = of(Some(day(3, 2)), Some(day(3, 1))).unwrap_err();
        assert_eq!(back[0].reason, Reason::EndsBeforeItBegins);
    }

    #[test]
    fn a_window_is_shown_beside_the_planned_day() {
        let page = (day(11, 2), day(11, 8));
        let shown =
            |planned: Option<NaiveDate>, from, until| is_shown(planned, (from, until), page);

        assert!(shown(Some(day(11, 8)), None, None));
        assert!(shown(None, Some(day(10, 1)), Some(day(11, 2))));
        assert!(shown(Some(day(11, 20)), Some(day(11, 7)), Some(day(11, 30))));
        assert!(!shown(Some(day(11, 9)), Some(day(11, 9)), None));
        assert!(!shown(None, None, None));
    }

    proptest! {
        #[test]
        fn every_day_is_on_its_page_and_the_pages_follow_each_other(offset in 0_i64..20_000) {
            let on = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::TimeDelta::days(offset);
            for span in CalendarSpan::ALL {
                let (first, last) = span.days(on);
                prop_assert!((first..=last).contains(&on));
                prop_assert_eq!((first.weekday(), last.weekday()), (Weekday::Mon, Weekday::Sun));
                prop_assert!((last - first).num_days() < i64::from(MOST_DAYS_SHOWN));
                let (next, _) = span.days(span.after(on));
                prop_assert!(next > first && next <= last + chrono::TimeDelta::days(1));
                let (_, ends) = span.days(span.before(on));
                prop_assert!(ends < last && ends >= first - chrono::TimeDelta::days(1));
            }
        }
    }
}
