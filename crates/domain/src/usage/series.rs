//! The daily figures of a license: one per day, the highest of a day counts.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::UsageSource;

/// The figures of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    pub day: NaiveDate,
    pub workspaces: u32,
    pub users: u32,
    /// The installed version of the product.
    pub version: Option<String>,
    pub source: UsageSource,
    /// Of what was entered by hand: why.
    pub reason: Option<String>,
}

impl Sample {
    /// The figures of the day when others of the same day come to it: the higher of each. What was
    /// entered by hand takes the place of what was entered by hand before, so that a slip can be
    /// mended.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        if self.source == UsageSource::Manual && other.source == UsageSource::Manual {
            return other;
        }
        let raises = other.workspaces > self.workspaces || other.users > self.users;
        let (workspaces, users) =
            (self.workspaces.max(other.workspaces), self.users.max(other.users));
        let (named, rest) = if raises { (other, self) } else { (self, other) };
        Self { workspaces, users, version: named.version.or(rest.version), ..named }
    }
}

/// The highest figure of some days, and the first day that had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Peak {
    pub count: u32,
    pub on: NaiveDate,
}

/// The highest of these figures; days go forward.
pub fn peak(series: impl IntoIterator<Item = (NaiveDate, u32)>) -> Option<Peak> {
    series.into_iter().fold(None, |highest: Option<Peak>, (on, count)| match highest {
        Some(peak) if peak.count >= count => Some(peak),
        _ => Some(Peak { count, on }),
    })
}

/// Days for which usage may be back within its limit and still counts as the same excess: who drops
/// below it over a weekend has not stopped.
pub const RUN_GAP_DAYS: i64 = 7;

/// Usage over its limit that goes on until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The first day over the limit.
    pub since: NaiveDate,
    /// The highest figure since.
    pub peak: u32,
}

/// The excess over a limit (0 is unlimited) that lasts until the latest of these figures; days go
/// forward.
pub fn run_over(series: impl IntoIterator<Item = (NaiveDate, u32)>, limit: u32) -> Option<Run> {
    let mut run: Option<(Run, NaiveDate)> = None;
    for (day, count) in series {
        let is_over = limit > 0 && count > limit;
        let goes_on = |last: NaiveDate| day - last <= TimeDelta::days(RUN_GAP_DAYS);
        run = match run.filter(|(_, last)| goes_on(*last)) {
            Some((run, _)) if is_over => Some((Run { peak: run.peak.max(count), ..run }, day)),
            None if is_over => Some((Run { since: day, peak: count }, day)),
            other => other,
        };
    }
    run.map(|(run, _)| run)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn sample(workspaces: u32, users: u32, source: UsageSource) -> Sample {
        let version = (source != UsageSource::Manual).then(|| format!("1.{users}"));
        let reason = (source == UsageSource::Manual).then(|| "电话告知".to_owned());
        Sample { day: day(1), workspaces, users, version, source, reason }
    }

    #[test]
    fn the_highest_of_a_day_counts_and_a_slip_is_mended() {
        use UsageSource::{Manual, Online};
        let first = sample(3, 40, Online);

        let higher = first.clone().with(sample(2, 50, Online));
        assert_eq!((higher.workspaces, higher.users), (3, 50));
        assert_eq!(higher.version.as_deref(), Some("1.50"));
        assert_eq!(first.clone().with(sample(1, 10, Manual)), first, "a lower one changes nothing");
        let by_hand = first.with(sample(3, 400, Manual));
        assert_eq!((by_hand.users, by_hand.source), (400, Manual));
        assert_eq!(by_hand.version.as_deref(), Some("1.40"), "what is known stays known");
        let mended = sample(3, 400, Manual).with(sample(3, 40, Manual));
        assert_eq!(mended.users, 40);
    }

    #[test]
    fn the_high_water_mark_is_the_first_day_that_reached_it() {
        let days = [(day(1), 3), (day(2), 7), (day(3), 7), (day(4), 5)];

        assert_eq!(peak(days), Some(Peak { count: 7, on: day(2) }));
        assert_eq!(peak([]), None);
    }

    #[test]
    fn an_excess_goes_on_over_a_weekend_and_ends_after_a_week() {
        let run = |series: &[(u32, u32)]| {
            run_over(series.iter().map(|(d, count)| (day(*d), *count)), 10)
                .map(|run| (run.since, run.peak))
        };

        assert_eq!(run(&[(1, 10), (2, 9)]), None);
        assert_eq!(run(&[(1, 10), (2, 11), (3, 13), (4, 12)]), Some((day(2), 13)));
        assert_eq!(run(&[(2, 11), (3, 8), (9, 10)]), Some((day(2), 11)), "seven days after");
        assert_eq!(run(&[(2, 11), (3, 8), (10, 10)]), None);
        assert_eq!(run(&[(2, 11), (10, 10), (11, 12)]), Some((day(11), 12)), "another one");
        assert_eq!(run_over([(day(1), 9_999)], 0), None, "unlimited");
    }
}
