//! What happened in the demo, in days before today: orders, and what was ordered afterwards on the
//! licenses they brought. States follow from dates; nothing here says how anything stands.

mod ended;
mod prolonged;
mod recent;
mod running;

use domain::{licenses::ActivationMode, products::Edition};

/// How an order's story goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Draft,
    Submitted,
    Rejected(&'static str),
    /// Rejected, changed as was asked for, handed in again, and delivered.
    Mended(&'static str),
    /// Given up by who placed it, before anybody decided.
    Cancelled(&'static str),
    /// Approved and delivered; activated so many days after, if ever.
    Delivered {
        activated_after: Option<i64>,
    },
    /// Delivered and activated, and suspended after two months.
    Suspended(&'static str),
    /// Delivered and activated, and transferred to another cluster after two months.
    Transferred(&'static str),
    /// Delivered and activated, and terminated after two months.
    Terminated(&'static str),
    /// Approved, but the mail server does not take the mail for now.
    Undelivered,
    /// Approved, but there is no such address.
    Bounced,
    /// Approved, not delivered, and taken back by an administrator.
    Withdrawn(&'static str),
}

/// A line of a first order. An end user is named by a part of its name.
#[derive(Debug, Clone, Copy)]
pub enum Line {
    /// Edition, sets, years, end user, mode.
    New(Edition, u32, u32, &'static str, ActivationMode),
    /// Product code, units, end user.
    Service(&'static str, u32, &'static str),
}

/// What is ordered on the licenses of a story.
#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// For so many years.
    Renewal(u32),
    Upgrade(Edition),
    /// Product code and packs for each license.
    Packs(&'static str, u32),
}

/// A later order on the licenses of a story.
#[derive(Debug, Clone, Copy)]
pub struct Later {
    /// Days before today on which it was placed.
    pub days_ago: i64,
    pub change: Change,
    pub fate: Fate,
}

/// An order of the demo, and what followed from it.
#[derive(Debug, Clone, Copy)]
pub struct Story {
    /// Index of the partner; `None` where sales placed it for a customer who buys directly.
    pub partner: Option<usize>,
    /// Days before today on which it was placed.
    pub days_ago: i64,
    pub lines: &'static [Line],
    pub fate: Fate,
    pub then: &'static [Later],
}

/// All stories, theme by theme.
pub fn all() -> impl Iterator<Item = &'static Story> {
    [&ended::STORIES[..], &prolonged::STORIES, &running::STORIES, &recent::STORIES]
        .into_iter()
        .flatten()
}

const fn story(partner: usize, days_ago: i64, lines: &'static [Line], fate: Fate) -> Story {
    Story { partner: Some(partner), days_ago, lines, fate, then: &[] }
}

const fn direct(days_ago: i64, lines: &'static [Line], fate: Fate) -> Story {
    Story { partner: None, days_ago, lines, fate, then: &[] }
}

impl Story {
    const fn then(self, then: &'static [Later]) -> Self {
        Self { then, ..self }
    }
}

const fn later(days_ago: i64, change: Change) -> Later {
    Later { days_ago, change, fate: WAITING }
}

const fn renewed(days_ago: i64, years: u32) -> Later {
    later(days_ago, Change::Renewal(years))
}

const fn upgraded(days_ago: i64, to: Edition) -> Later {
    later(days_ago, Change::Upgrade(to))
}

const fn added(days_ago: i64, code: &'static str, packs: u32) -> Later {
    later(days_ago, Change::Packs(code, packs))
}

impl Later {
    /// The same, but this came of it.
    const fn but(self, fate: Fate) -> Self {
        Self { fate, ..self }
    }
}

/// Delivered, and activated so many days after.
const fn used(after: i64) -> Fate {
    Fate::Delivered { activated_after: Some(after) }
}

/// Delivered; there is nothing to activate, or nobody did.
const WAITING: Fate = Fate::Delivered { activated_after: None };

const USERS: &str = "DIFY-USERS-50";
const WORKSPACES: &str = "DIFY-WORKSPACE-1";
const AUDIT: &str = "DIFY-AUDIT";
const DEPLOYMENT: &str = "SVC-DEPLOY";
const TRAINING: &str = "SVC-TRAINING";

#[cfg(test)]
mod tests {
    use super::{
        super::customers::{CUSTOMERS, NEWCOMERS},
        *,
    };

    #[test]
    fn every_end_user_is_one_and_only_one() {
        for line in all().flat_map(|story| story.lines) {
            let (Line::New(.., named, _) | Line::Service(.., named)) = line;
            let names = CUSTOMERS.iter().map(|customer| customer.0);
            let found = names.filter(|name| name.contains(named)).count();
            let newcomers = NEWCOMERS.iter().filter(|(name, ..)| name.contains(named)).count();
            assert!(found == 1 || (found == 0 && newcomers == 1), "{named}: {found}, {newcomers}");
        }
    }

    #[test]
    fn what_is_told_lasted_eighteen_months_and_goes_forward() {
        assert!(all().all(|story| (0..=548).contains(&story.days_ago)));
        for story in all().filter(|story| !story.then.is_empty()) {
            let days = [story.days_ago].into_iter().chain(story.then.iter().map(|l| l.days_ago));
            let days: Vec<i64> = days.collect();
            assert!(days.windows(2).all(|two| two[0] > two[1] + 7), "{days:?}");
        }
    }
}
