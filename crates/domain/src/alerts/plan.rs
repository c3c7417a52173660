//! From the slots that hold and the alerts that are there to what is to be done. Done twice, the
//! second time does nothing: that is what makes the daily run safe to repeat.

use super::{AlertStatus, Slot};
use crate::id::AlertId;

crate::enums::wire_enum! {
    /// Why an alert is resolved.
    pub enum Resolution {
        /// Renewed, activated, terminated: what it was about is no more.
        #[default]
        CauseGone = "cause_gone": "原因已消除", "Its cause is gone";
        /// The next step of the same end took its place.
        Superseded = "superseded": "已升级为下一级预警", "A more urgent one took its place";
    }
}

/// An alert that was raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    pub id: AlertId,
    pub slot: Slot,
    pub status: AlertStatus,
}

/// What is to be done about one record's alerts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// For the first time.
    pub raise: Vec<Slot>,
    /// It was resolved, and its cause is back: a renewal was taken back, a license goes on.
    pub reopen: Vec<AlertId>,
    pub resolve: Vec<(AlertId, Resolution)>,
}

impl Plan {
    /// Whether there is nothing to do.
    pub const fn is_empty(&self) -> bool {
        self.raise.is_empty() && self.reopen.is_empty() && self.resolve.is_empty()
    }
}

/// Compares the slots that hold with the alerts that are there of the same record.
pub fn plan(wanted: &[Slot], stored: &[Stored]) -> Plan {
    let is_resolved = |alert: &&Stored| alert.status == AlertStatus::Resolved;
    let is_there = |slot: &&Slot| stored.iter().any(|alert| alert.slot == **slot);
    let is_wanted = |alert: &&Stored| wanted.contains(&alert.slot);
    let why = |alert: &Stored| {
        let goes_on = wanted.iter().any(|slot| slot.due_on == alert.slot.due_on);
        if goes_on { Resolution::Superseded } else { Resolution::CauseGone }
    };
    Plan {
        raise: wanted.iter().filter(|slot| !is_there(slot)).copied().collect(),
        reopen: stored
            .iter()
            .filter(|alert| is_resolved(alert) && is_wanted(alert))
            .map(|alert| alert.id)
            .collect(),
        resolve: stored
            .iter()
            .filter(|alert| !is_resolved(alert) && !is_wanted(alert))
            .map(|alert| (alert.id, why(alert)))
            .collect(),
    }
}
