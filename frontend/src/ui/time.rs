//! When: relative where it is near, a date where it is not, and always the exact instant on hover.
//! Business time is Shanghai's.

use std::{sync::LazyLock, time::Duration};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use leptos::prelude::*;

use crate::i18n::t;

static NOW: LazyLock<ArcRwSignal<DateTime<Utc>>> = LazyLock::new(|| ArcRwSignal::new(read_clock()));

fn read_clock() -> DateTime<Utc> {
    if cfg!(target_family = "wasm") {
        // Milliseconds since 1970 fit into an i64 for the next 292 million years.
        #[expect(clippy::cast_possible_truncation, reason = "see above")]
        let millis = js_sys::Date::now() as i64;
        DateTime::from_timestamp_millis(millis).unwrap_or_default()
    } else {
        DateTime::default()
    }
}

/// The time of the page: ticks twice a minute, for everybody at once.
#[derive(Debug, Clone, Copy)]
pub struct Clock;

impl Clock {
    /// Now (tracked).
    pub fn now() -> DateTime<Utc> {
        NOW.get()
    }

    /// Today in Shanghai (tracked).
    pub fn today() -> NaiveDate {
        domain::dates::business_day(Self::now())
    }

    /// Starts ticking. Called once, by the application.
    pub fn start() {
        set_interval(|| NOW.set(read_clock()), Duration::from_secs(30));
    }
}

fn exact(at: DateTime<Utc>) -> String {
    let local = at.naive_utc() + TimeDelta::hours(8);
    local.format("%Y-%m-%d %H:%M").to_string()
}

fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (now - at).num_seconds();
    let (past, seconds) = (seconds >= 0, seconds.unsigned_abs());
    let minutes = (seconds + 30) / 60;
    match (minutes, past) {
        _ if seconds < 45 => t::common::just_now.get().to_owned(),
        (0..60, true) => t::common::minutes_ago(minutes),
        (0..60, false) => t::common::in_minutes(minutes),
        (60..1_440, true) => t::common::hours_ago(minutes / 60),
        (60..1_440, false) => t::common::in_hours(minutes / 60),
        (1_440..10_080, true) => t::common::days_ago(minutes / 1_440),
        (1_440..10_080, false) => t::common::in_days(minutes / 1_440),
        _ => domain::dates::business_day(at).to_string(),
    }
}

/// An instant.
#[component]
pub fn Time(
    #[prop(into)] at: Signal<DateTime<Utc>>,
    /// Date and time in full, for logs and facts.
    #[prop(optional)]
    full: bool,
) -> impl IntoView {
    view! {
        <time
            class="time"
            datetime=move || at.get().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
            data-tip=move || (!full).then(|| exact(at.get()))
        >
            {move || if full { exact(at.get()) } else { relative(at.get(), Clock::now()) }}
        </time>
    }
    .into_any()
}

/// A day, `2026-11-22`; with how far it is, where that is asked for.
#[component]
pub fn Day(
    #[prop(into)] on: Signal<NaiveDate>,
    /// Adds «in 12 days».
    #[prop(optional)]
    distance: bool,
) -> impl IntoView {
    let far = move || {
        distance.then(|| {
            let days = (on.get() - Clock::today()).num_days();
            let words = match days {
                0 => t::common::today.get().to_owned(),
                1.. => t::common::in_days(days),
                _ => t::common::days_ago(-days),
            };
            view! { <span class="muted">" · " {words}</span> }
        })
    };
    view! {
        <span class="time">
            <time datetime=move || on.get().to_string()>{move || on.get().to_string()}</time>
            {far}
        </span>
    }
    .into_any()
}
