//! «Good morning»: by the clock in Shanghai.

use chrono::{TimeDelta, Timelike as _};
use leptos::prelude::*;

use crate::{i18n::t, state::Session, ui::Clock};

/// The title of a home page (tracked).
pub fn greeting(session: Session) -> Signal<String> {
    Signal::derive(move || {
        let name = session.me().map(|me| me.name.clone()).unwrap_or_default();
        match (Clock::now() + TimeDelta::hours(8)).hour() {
            5..12 => t::home::morning(name),
            12..18 => t::home::afternoon(name),
            _ => t::home::evening(name),
        }
    })
}
