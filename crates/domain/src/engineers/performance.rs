//! What engineers brought to life, on time or late, and how long it took. There is no money here.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::wire::{EngineerFigures, WorkWeek};
use crate::id::EngineerId;

/// A deployment that an engineer worked on and that was completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    pub engineer_id: EngineerId,
    pub planned_on: Option<NaiveDate>,
    pub started_on: Option<NaiveDate>,
    pub completed_on: NaiveDate,
}

/// What each engineer completed; who completed nothing is not among them.
pub fn figures(done: &[Done]) -> BTreeMap<EngineerId, EngineerFigures> {
    let mut by_engineer: BTreeMap<EngineerId, (EngineerFigures, Vec<u32>)> = BTreeMap::new();
    for one in done {
        let (figures, took) = by_engineer.entry(one.engineer_id).or_default();
        figures.completed += 1;
        if let Some(planned) = one.planned_on {
            figures.planned += 1;
            figures.on_time += u32::from(one.completed_on <= planned);
        }
        let days = one.started_on.map(|started| (one.completed_on - started).num_days() + 1);
        took.extend(days.and_then(|days| u32::try_from(days).ok()));
    }
    by_engineer
        .into_iter()
        .map(|(id, (figures, took))| (id, EngineerFigures { median_days: median(took), ..figures }))
        .collect()
}

/// The middle one; the lower one of two.
fn median(mut days: Vec<u32>) -> Option<u32> {
    days.sort_unstable();
    days.get(days.len().saturating_sub(1) / 2).copied()
}

impl EngineerFigures {
    /// How many of those with a planned day were completed by it, in whole percent.
    pub fn on_time_rate(&self) -> Option<u32> {
        (u64::from(self.on_time) * 100)
            .checked_div(u64::from(self.planned))
            .and_then(|percent| u32::try_from(percent).ok())
    }
}

/// Weeks that a workload looks ahead.
pub const WEEKS_AHEAD: u32 = 8;

/// The weeks ahead, Monday to Sunday, with how many of the planned days fall into each.
pub fn weeks(today: NaiveDate, planned: &[NaiveDate]) -> Vec<WorkWeek> {
    let monday = today.week(chrono::Weekday::Mon).first_day();
    (0..WEEKS_AHEAD)
        .map(|week| {
            let after = |days: u32| {
                monday.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
            };
            let (from, until) = (after(week * 7), after(week * 7 + 6));
            let within = planned.iter().filter(|day| (from..=until).contains(*day));
            let deployments = u32::try_from(within.count()).unwrap_or(u32::MAX);
            WorkWeek { from, until, deployments }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    #[test]
    fn on_time_is_by_the_planned_day_and_the_middle_one_is_how_long_it_took() {
        let id = uuid::Uuid::nil().into();
        let done = |planned: Option<u32>, started: u32, completed: u32| Done {
            engineer_id: id,
            planned_on: planned.map(day),
            started_on: Some(day(started)),
            completed_on: day(completed),
        };
        let all = [
            done(Some(5), 4, 5),
            done(Some(5), 4, 6),
            done(None, 1, 9),
            Done { started_on: None, ..done(Some(9), 1, 1) },
        ];

        let found = figures(&all)[&id];

        assert_eq!((found.completed, found.planned, found.on_time), (4, 3, 2));
        assert_eq!((found.on_time_rate(), found.median_days), (Some(66), Some(3)));
        assert_eq!(EngineerFigures::default().on_time_rate(), None);
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn a_week_begins_on_monday() {
        // 22 November 2026 is a Sunday.
        let weeks = weeks(day(22), &[day(15), day(16), day(22), day(23)]);

        assert_eq!((weeks[0].from, weeks[0].until), (day(16), day(22)));
        assert_eq!((weeks[0].deployments, weeks[1].deployments), (2, 1));
        assert_eq!(weeks.len(), 8);
    }
}
