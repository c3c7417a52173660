//! Usage day by day against what was bought: a bar a day, those above the line in another color. The
//! figures stand in words beside it, and as a table below.

use std::fmt::Write as _;

use chrono::NaiveDate;
use domain::usage::{
    UsageMetric,
    wire::{UsageSampleView, UsageView},
};
use leptos::prelude::*;

use super::limit_in_words;
use crate::i18n::{lang, t};

/// The size of the drawing; it is stretched to its place.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 120.0;
/// Of a day's width, the part that its bar fills.
const FILLED: f64 = 0.7;

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
struct Drawing {
    /// The bars within the limit and those above it, as outlines of one path each.
    within: String,
    over: String,
    /// How high the limit is drawn, from above; none where there is none.
    limit_at: Option<f64>,
    /// What the upper edge stands for.
    top: u32,
}

const fn count_of(sample: &UsageSampleView, metric: UsageMetric) -> u32 {
    match metric {
        UsageMetric::Workspaces => sample.workspaces,
        UsageMetric::Users => sample.users,
    }
}

/// Lays out the bars of some days; `limit` 0 is none.
fn draw(days: &[(NaiveDate, u32)], (from, to): (NaiveDate, NaiveDate), limit: u32) -> Drawing {
    let highest = days.iter().map(|(_, count)| *count).max().unwrap_or_default();
    // A little air above, so that what is over shows as over.
    let top = highest.max(limit).max(1);
    let top = top.saturating_add((top / 8).max(1));
    let height_of = |count: u32| HEIGHT * f64::from(count) / f64::from(top);
    let width = i32::try_from((to - from).num_days() + 1).map_or(WIDTH, |n| WIDTH / f64::from(n));
    let (mut within, mut over) = (String::new(), String::new());
    for (day, count) in days {
        let Ok(place) = i32::try_from((*day - from).num_days()) else { continue };
        let x = width * (f64::from(place) + (1.0 - FILLED) / 2.0);
        let (w, h) = (width * FILLED, height_of(*count));
        let path = if limit > 0 && *count > limit { &mut over } else { &mut within };
        // Writing into a text does not fail.
        let _ = write!(path, "M{x:.1} {HEIGHT}v-{h:.1}h{w:.1}v{h:.1}z");
    }
    let limit_at = (limit > 0).then(|| HEIGHT - height_of(limit));
    Drawing { within, over, limit_at, top }
}

/// The chart of one of the two figures.
pub fn usage_chart(usage: &UsageView, metric: UsageMetric) -> AnyView {
    let of = usage.metric(metric);
    let (limit, peak) = (of.limit, of.high_water.map_or(0, |peak| peak.count));
    let (from, to) = (usage.from, usage.to);
    let days: Vec<_> =
        usage.samples.iter().map(|sample| (sample.day, count_of(sample, metric))).collect();
    let Drawing { within, over, limit_at, top } = draw(&days, (from, to), limit);
    let label = move || t::usage::chart(metric.label(lang()), limit_in_words(limit), peak);
    let line = limit_at.map(|y| {
        view! { <line class="usage-chart__limit" x1="0" x2=WIDTH y1=y y2=y></line> }
    });
    view! {
        <figure class="usage-chart">
            <svg
                role="img"
                aria-label=label
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                preserveAspectRatio="none"
            >
                <path class="usage-chart__within" d=within></path>
                <path class="usage-chart__over" d=over></path>
                {line}
            </svg>
            <figcaption class="row row--spread muted small" aria-hidden="true">
                <span>{from.to_string()}</span>
                <span>{format!("0 – {top}")}</span>
                <span>{to.to_string()}</span>
            </figcaption>
        </figure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    #[test]
    fn what_is_over_stands_above_the_line_and_apart() {
        let drawn = draw(&[(day(1), 40), (day(3), 60)], (day(1), day(4)), 50);

        assert_eq!(drawn.top, 67);
        assert_eq!(drawn.within.matches('M').count(), 1);
        assert!(drawn.over.starts_with("M387.0 120v-107.5h126.0"), "{}", drawn.over);
        let limit_at = drawn.limit_at.unwrap();
        assert!(limit_at > HEIGHT - 107.5 && limit_at < HEIGHT - 71.6);
    }

    #[test]
    fn without_a_limit_nothing_is_over_and_nothing_known_is_nothing_drawn() {
        let drawn = draw(&[(day(1), 4_000)], (day(1), day(1)), 0);
        assert_eq!((drawn.over.as_str(), drawn.limit_at), ("", None));

        let empty = draw(&[], (day(1), day(1)), 0);
        assert_eq!((empty.within.as_str(), empty.top), ("", 2));
    }
}
