//! A license as it was. What it is now is known, and of all that changed it what was before; so the
//! past is found by going back from the present, one change after the other.

use chrono::{DateTime, NaiveDate, Utc};

use super::{ActivationMode, Facts};
use crate::id::{ProductId, UserId};

/// What changes of a license in the course of its life.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; any of them may hold"
)]
pub struct Image {
    pub bought: Bought,
    pub place: Place,
    pub starts_on: Option<NaiveDate>,
    pub owner: Option<UserId>,
    pub sent: bool,
    pub activated: bool,
    pub suspended: bool,
    pub terminated: bool,
}

/// What orders change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bought {
    pub product_id: ProductId,
    /// Workspaces; 0 is unlimited.
    pub workspaces: u32,
    /// Users; 0 is unlimited.
    pub users: u32,
    pub expires_on: Option<NaiveDate>,
}

/// Where and how it is activated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub mode: ActivationMode,
    pub cluster_id: Option<String>,
}

/// The days of a term, as far as they are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    pub starts_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
}

/// A change, with what it was before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Delivered for the first time; where nobody had activated it, its term follows from that.
    Sent {
        days: Option<(Days, Days)>,
    },
    /// Activated: until the deadline that settles the term, and online the cluster.
    Activated {
        days: Option<(Days, Days)>,
        cluster_id: Option<String>,
    },
    /// An order changed it, or was taken back.
    Bought {
        before: Bought,
        after: Bought,
    },
    /// Another cluster or activation mode.
    Moved {
        before: Place,
        after: Place,
    },
    /// Extended without an order.
    Extended {
        before: Option<NaiveDate>,
        after: Option<NaiveDate>,
    },
    Assigned {
        before: Option<UserId>,
        after: Option<UserId>,
    },
    Suspended,
    Resumed,
    Terminated,
}

impl Image {
    /// What its status followed from.
    pub const fn facts(&self, grace_days: u32) -> Facts {
        Facts {
            terminated: self.terminated,
            suspended: self.suspended,
            sent: self.sent,
            activated: self.activated,
            expires_on: self.bought.expires_on,
            grace_days,
        }
    }

    const fn set_days(&mut self, days: Option<Days>) {
        if let Some(days) = days {
            self.starts_on = days.starts_on;
            self.bought.expires_on = days.expires_on;
        }
    }
}

impl Turn {
    /// The license after it happened.
    pub fn apply(&self, image: &mut Image) {
        match self {
            Self::Sent { days } => {
                image.sent = true;
                image.set_days(days.map(|(_, after)| after));
            }
            Self::Activated { days, cluster_id } => {
                image.activated = true;
                image.set_days(days.map(|(_, after)| after));
                if image.place.mode == ActivationMode::Online {
                    image.place.cluster_id.clone_from(cluster_id);
                }
            }
            Self::Bought { after, .. } => image.bought = after.clone(),
            Self::Moved { after, .. } => image.place = after.clone(),
            Self::Extended { after, .. } => image.bought.expires_on = *after,
            Self::Assigned { after, .. } => image.owner = *after,
            Self::Suspended => image.suspended = true,
            Self::Resumed => image.suspended = false,
            Self::Terminated => image.terminated = true,
        }
    }

    /// The license before it happened.
    pub fn undo(&self, image: &mut Image) {
        match self {
            Self::Sent { days } => {
                image.sent = false;
                image.set_days(days.map(|(before, _)| before));
            }
            Self::Activated { days, .. } => {
                image.activated = false;
                image.set_days(days.map(|(before, _)| before));
                // Online it is bound by its activation, and free to go anywhere before.
                if image.place.mode == ActivationMode::Online {
                    image.place.cluster_id = None;
                }
            }
            Self::Bought { before, .. } => image.bought = before.clone(),
            Self::Moved { before, .. } => image.place = before.clone(),
            Self::Extended { before, .. } => image.bought.expires_on = *before,
            Self::Assigned { before, .. } => image.owner = *before,
            Self::Suspended => image.suspended = false,
            Self::Resumed => image.suspended = true,
            Self::Terminated => image.terminated = false,
        }
    }
}

/// The license as it was just before an instant: the present without what happened then and since.
/// `turns` come in the order in which they happened.
pub fn as_of(present: Image, turns: &[(DateTime<Utc>, Turn)], until: DateTime<Utc>) -> Image {
    let mut image = present;
    for (_, turn) in turns.iter().rev().take_while(|(at, _)| *at >= until) {
        turn.undo(&mut image);
    }
    image
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::Id;

    fn new() -> Image {
        Image {
            bought: Bought {
                product_id: Id::from_uuid(Uuid::from_u128(1)),
                workspaces: 1,
                users: 10,
                expires_on: None,
            },
            place: Place { mode: ActivationMode::Online, cluster_id: None },
            starts_on: None,
            owner: None,
            sent: false,
            activated: false,
            suspended: false,
            terminated: false,
        }
    }

    fn day(n: u32) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(740_000 + i32::try_from(n).unwrap())
    }

    /// The nth kind of turn that a license as it is can take; none where it cannot.
    fn turn(image: &Image, kind: u8, n: u32) -> Option<Turn> {
        let days = Days { starts_on: image.starts_on, expires_on: image.bought.expires_on };
        let next = Days { starts_on: day(n), expires_on: day(n + 365) };
        Some(match kind {
            0 if !image.sent => Turn::Sent { days: (!image.activated).then_some((days, next)) },
            // After the deadline the term stands.
            1 if !image.activated => Turn::Activated {
                days: n.is_multiple_of(2).then_some((days, next)),
                cluster_id: Some(format!("cluster-{n}")),
            },
            2 => Turn::Bought {
                before: image.bought.clone(),
                after: Bought {
                    product_id: Id::from_uuid(Uuid::from_u128(u128::from(n))),
                    workspaces: n,
                    users: n + 1,
                    expires_on: day(n + 700),
                },
            },
            3 => Turn::Moved {
                before: image.place.clone(),
                after: Place {
                    mode: ActivationMode::Offline,
                    cluster_id: Some(format!("moved-{n}")),
                },
            },
            4 => Turn::Extended { before: image.bought.expires_on, after: day(n + 30) },
            5 => Turn::Assigned {
                before: image.owner,
                after: Some(Id::from_uuid(Uuid::from_u128(u128::from(n)))),
            },
            6 if !image.suspended && !image.terminated => Turn::Suspended,
            7 if image.suspended && !image.terminated => Turn::Resumed,
            8 if !image.terminated => Turn::Terminated,
            _ => return None,
        })
    }

    proptest! {
        #[test]
        fn as_of_is_what_a_replay_comes_to(
            steps in prop::collection::vec((0..9_u8, 0..900_u32, 0..3_i64), 0..40),
        ) {
            let mut image = new();
            let mut at = DateTime::UNIX_EPOCH;
            let mut turns = Vec::new();
            for (kind, n, hours) in steps {
                // Several may happen at the same instant.
                at += TimeDelta::hours(hours);
                if let Some(turn) = turn(&image, kind, n) {
                    turn.apply(&mut image);
                    turns.push((at, turn));
                }
            }
            for hours in -1..=(at.timestamp() / 3600 + 1) {
                let until = DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
                let mut replayed = new();
                for (_, turn) in turns.iter().filter(|(at, _)| *at < until) {
                    turn.apply(&mut replayed);
                }
                prop_assert_eq!(as_of(image.clone(), &turns, until), replayed);
            }
        }
    }
}
