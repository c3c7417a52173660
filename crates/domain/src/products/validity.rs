//! From which day to which day something holds; the last day counts.

use chrono::NaiveDate;

crate::enums::wire_enum! {
    /// Where something that holds for a while lies, seen from a day.
    pub enum Phase {
        Past = "past": "已失效", "Over";
        #[default]
        Present = "present": "生效中", "In force";
        Future = "future": "未生效", "Upcoming";
    }
}

/// Days in a row, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    pub from: NaiveDate,
    /// The last day; `None` until further notice.
    pub until: Option<NaiveDate>,
}

impl Validity {
    pub fn holds_on(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether there is a day on which both hold.
    pub fn overlaps(self, other: Self) -> bool {
        let begins_in_time = |one: Self, two: Self| two.until.is_none_or(|until| one.from <= until);
        begins_in_time(self, other) && begins_in_time(other, self)
    }

    pub fn phase(self, today: NaiveDate) -> Phase {
        if self.from > today {
            Phase::Future
        } else if self.holds_on(today) {
            Phase::Present
        } else {
            Phase::Past
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn days(from: u32, until: Option<u32>) -> Validity {
        Validity { from: day(from), until: until.map(day) }
    }

    #[test]
    fn the_last_day_counts() {
        let november = days(10, Some(20));

        assert_eq!(november.phase(day(9)), Phase::Future);
        assert_eq!(november.phase(day(10)), Phase::Present);
        assert_eq!(november.phase(day(20)), Phase::Present);
        assert_eq!(november.phase(day(21)), Phase::Past);
    }

    #[test]
    fn what_shares_a_day_overlaps_and_what_follows_does_not() {
        for (other, overlaps) in [
            (days(1, Some(9)), false),
            (days(1, Some(10)), true),
            (days(12, Some(13)), true),
            (days(20, None), true),
            (days(21, None), false),
            (days(1, None), true),
        ] {
            assert_eq!(days(10, Some(20)).overlaps(other), overlaps, "{other:?}");
            assert_eq!(other.overlaps(days(10, Some(20))), overlaps, "{other:?}");
        }
    }
}
