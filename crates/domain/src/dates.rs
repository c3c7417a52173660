//! Business days and terms. A business day is a day in Shanghai; a term ends with its last day.

use chrono::{
    DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone,
    Utc,
};

/// China has one time zone and no summer time.
const SHANGHAI_SECONDS_EAST: i32 = 8 * 3600;

crate::enums::wire_enum! {
    /// How soon something ends.
    pub enum EndsWithin {
        ThirtyDays = "30": "30 天内", "Within 30 days";
        SixtyDays = "60": "60 天内", "Within 60 days";
        #[default]
        NinetyDays = "90": "90 天内", "Within 90 days";
    }
}

impl EndsWithin {
    /// The last day that is meant, counted from today.
    pub fn until(self, today: NaiveDate) -> NaiveDate {
        let days = match self {
            Self::ThirtyDays => 30,
            Self::SixtyDays => 60,
            Self::NinetyDays => 90,
        };
        plus_days(today, days)
    }
}

fn shanghai() -> FixedOffset {
    // In range by construction; UTC is the (unreachable) alternative to a panic.
    FixedOffset::east_opt(SHANGHAI_SECONDS_EAST).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

/// The business day of an instant.
pub fn business_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&shanghai()).date_naive()
}

/// An instant as people read it in business: day and minute in Shanghai, `2026-11-22 16:30`.
pub fn business_time(at: DateTime<Utc>) -> String {
    at.with_timezone(&shanghai()).format("%Y-%m-%d %H:%M").to_string()
}

/// The clock on the wall in Shanghai.
pub fn wall_clock(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&shanghai()).naive_local()
}

/// The instant at which a business day begins.
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    match shanghai().from_local_datetime(&midnight) {
        chrono::LocalResult::Single(at) => at.with_timezone(&Utc),
        // A fixed offset has neither gaps nor twins.
        _ => DateTime::from_naive_utc_and_offset(midnight, Utc),
    }
}

/// The instant at which a term that ends on `last_day` is over: the next midnight.
pub fn end_of(last_day: NaiveDate) -> DateTime<Utc> {
    start_of(plus_days(last_day, 1))
}

/// `day` and `days` later (the calendar's end where there is none).
pub fn plus_days(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

/// The last day of a term of whole years: the day before the anniversary. A term that starts on
/// 29 February ends on 28 February where the anniversary's year has no 29th.
///
/// ```
/// use chrono::NaiveDate;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// assert_eq!(domain::dates::last_day_of_term(day(2026, 11, 22), 1), day(2027, 11, 21));
/// ```
pub fn last_day_of_term(starts_on: NaiveDate, years: u32) -> NaiveDate {
    let anniversary = starts_on.checked_add_months(Months::new(years.saturating_mul(12)));
    match anniversary {
        // chrono clamps 29 February to 28 February; that day is the last one already.
        Some(day) if day.day() < starts_on.day() => day,
        Some(day) => day.pred_opt().unwrap_or(day),
        None => NaiveDate::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_day_in_shanghai_begins_at_sixteen_utc() {
        let just_before = Utc.with_ymd_and_hms(2026, 11, 21, 15, 59, 59).unwrap();
        let just_after = Utc.with_ymd_and_hms(2026, 11, 21, 16, 0, 0).unwrap();

        assert_eq!(business_day(just_before), day(2026, 11, 21));
        assert_eq!(business_day(just_after), day(2026, 11, 22));
        assert_eq!(start_of(day(2026, 11, 22)), just_after);
    }

    #[test]
    fn terms_end_the_day_before_the_anniversary_in_leap_years_too() {
        assert_eq!(last_day_of_term(day(2024, 2, 29), 1), day(2025, 2, 28));
        assert_eq!(last_day_of_term(day(2024, 2, 29), 4), day(2028, 2, 28));
        assert_eq!(last_day_of_term(day(2025, 3, 1), 3), day(2028, 2, 29));
    }
}
