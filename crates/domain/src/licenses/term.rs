//! When a license's term runs (order form, "activation and term").

use chrono::NaiveDate;

use crate::dates::{last_day_of_term, plus_days};

/// Calendar days after the first delivery within which a license is to be activated.
pub const ACTIVATION_DAYS: u32 = 7;

/// First and last day, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub starts_on: NaiveDate,
    pub expires_on: NaiveDate,
}

impl Term {
    /// With the last day that was agreed in place of its own, unless it would end before it begins.
    #[must_use]
    pub fn until(self, agreed: Option<NaiveDate>) -> Self {
        let expires_on = agreed.map_or(self.expires_on, |last| last.max(self.starts_on));
        Self { expires_on, ..self }
    }
}

/// The last day for activation. Day 0 is the business day of the first accepted delivery; sending
/// again never moves it.
pub fn activation_deadline(sent_on: NaiveDate) -> NaiveDate {
    plus_days(sent_on, ACTIVATION_DAYS)
}

/// The term of a new license: from the earlier of activation and deadline, for whole years.
///
/// ```
/// use chrono::NaiveDate;
/// use domain::licenses::term_of;
/// let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
/// let never_activated = term_of(day(1), None, 1);
/// assert_eq!(never_activated.starts_on, day(8));
/// let at_once = term_of(day(1), Some(day(2)), 1);
/// assert_eq!(at_once.expires_on, NaiveDate::from_ymd_opt(2027, 11, 1).unwrap());
/// ```
pub fn term_of(sent_on: NaiveDate, activated_on: Option<NaiveDate>, years: u32) -> Term {
    let deadline = activation_deadline(sent_on);
    let starts_on = activated_on.map_or(deadline, |day| day.clamp(sent_on, deadline));
    Term { starts_on, expires_on: last_day_of_term(starts_on, years) }
}
