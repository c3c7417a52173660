//! The living demo: its stories are told through the product's own use cases, in order of time, so
//! that every state, event and figure is one that the product itself would make.

use std::sync::PoisonError;

use chrono::{DateTime, TimeDelta, Utc};
use domain::dates::business_day;

use super::{
    orders::{Step, Teller},
    people::{self, PARTNERS, PASSWORD, STAFF},
    prices,
    stories::{Fate, STORIES},
};
use crate::{
    app::{App, Clock},
    error::ApiResult,
};

/// The accounts of the demo, one per line: role, user name, password, name.
pub fn accounts() -> String {
    let mut text = String::new();
    for (username, name, role) in STAFF {
        text += &format!("{role:<16} {username:<12} {PASSWORD}  {name}\n");
    }
    for partner in PARTNERS.iter().take(3) {
        let (username, name) = (partner.username, partner.name);
        text += &format!("{:<16} {username:<12} {PASSWORD}  {name}\n", "partner");
    }
    text
}

/// Sets the app's clock.
pub fn set_clock(app: &App, at: DateTime<Utc>) {
    if let Clock::Stopped(clock) = &app.clock {
        *clock.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

/// Tells the demo as of `now`.
///
/// # Errors
/// A use case refuses: then the demo is wrong.
pub async fn tell(app: &App, now: DateTime<Utc>) -> ApiResult<()> {
    let first = STORIES.iter().map(|story| story.days_ago).max().unwrap_or_default();
    set_clock(app, now - TimeDelta::days(first + 30));
    let people = people::create_all(app, business_day(now)).await?;
    prices::announce(app, people.admin, business_day(now)).await?;
    let mut teller = Teller::new(app, people).await?;
    for (at, index, step) in schedule(now) {
        set_clock(app, at);
        teller.tell(index, step).await?;
    }
    set_clock(app, now);
    teller.settle().await
}

/// Every step of every story, in order of time; nothing lies in the future.
fn schedule(now: DateTime<Utc>) -> Vec<(DateTime<Utc>, usize, Step)> {
    let mut steps = Vec::new();
    for (index, story) in STORIES.iter().enumerate() {
        let minutes = i64::try_from(index).unwrap_or_default() * 7 % 90;
        let placed = now - TimeDelta::days(story.days_ago) + TimeDelta::minutes(minutes)
            - TimeDelta::hours(2);
        let mut add = |after: TimeDelta, step| steps.push(((placed + after).min(now), index, step));
        add(TimeDelta::zero(), Step::Place);
        if story.fate == Fate::Draft {
            continue;
        }
        add(TimeDelta::minutes(20), Step::Submit);
        match story.fate {
            Fate::Draft | Fate::Submitted => {}
            Fate::Rejected(_) | Fate::Cancelled(_) => add(TimeDelta::hours(20), Step::Decide),
            Fate::Undelivered => add(TimeDelta::hours(22), Step::Decide),
            Fate::Delivered { activated_after } => {
                add(TimeDelta::hours(5), Step::Decide);
                if let Some(days) = activated_after {
                    add(TimeDelta::days(days) + TimeDelta::hours(6), Step::Activate);
                }
            }
            Fate::Suspended(_) | Fate::Transferred(_) | Fate::Terminated(_) => {
                add(TimeDelta::hours(5), Step::Decide);
                add(TimeDelta::days(2), Step::Activate);
                add(TimeDelta::days(60), Step::End);
            }
        }
    }
    steps.sort_by_key(|(at, index, step)| (*at, *index, *step));
    steps
}
