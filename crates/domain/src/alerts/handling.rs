//! What people do with an alert: it stays until its cause is gone, but need not be looked at again.

use chrono::NaiveDate;

use crate::{
    dates::plus_days,
    problem::{Reason, Refusal},
};

crate::enums::wire_enum! {
    /// Where an alert stands.
    pub enum AlertStatus {
        #[default]
        Open = "open": "待处理", "Open";
        Acknowledged = "acknowledged": "已确认", "Acknowledged";
        Snoozed = "snoozed": "已推迟", "Snoozed";
        Resolved = "resolved": "已解除", "Resolved";
    }
}

crate::enums::wire_enum! {
    /// What can be done with one.
    pub enum AlertAction {
        /// Somebody sees to it.
        #[default]
        Acknowledge = "acknowledge": "确认", "Acknowledge";
        /// Not now: it comes back on the day after.
        Snooze = "snooze": "推迟", "Snooze";
        /// Neither of both any more.
        Reopen = "reopen": "重新打开", "Reopen";
    }
}

/// Days for which an alert can be snoozed at most.
pub const LONGEST_SNOOZE: u32 = 90;

impl AlertStatus {
    /// Where it stands after this.
    ///
    /// # Errors
    /// It is resolved; it is open already.
    pub fn after(self, action: AlertAction) -> Result<Self, Refusal> {
        match (self, action) {
            (Self::Resolved, _) => Err(Reason::AlertResolved.into()),
            (Self::Open, AlertAction::Reopen) => Err(Reason::AlertOpen.into()),
            (_, AlertAction::Acknowledge) => Ok(Self::Acknowledged),
            (_, AlertAction::Snooze) => Ok(Self::Snoozed),
            (_, AlertAction::Reopen) => Ok(Self::Open),
        }
    }
}

/// Checks the last day on which an alert sleeps: from tomorrow on, and not for ever.
///
/// # Errors
/// Another day.
pub fn check_snooze(until: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    let (first, last) = (plus_days(today, 1), plus_days(today, LONGEST_SNOOZE));
    if (first..=last).contains(&until) {
        Ok(())
    } else {
        Err(Refusal::new(Reason::OutOfRange).with("min", first).with("max", last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_resolved_stays_so_and_the_rest_can_be_changed_again() {
        for action in AlertAction::ALL {
            let refused = AlertStatus::Resolved.after(*action).unwrap_err();
            assert_eq!(refused.reason, Reason::AlertResolved);
        }
        assert_eq!(
            AlertStatus::Open.after(AlertAction::Reopen).unwrap_err().reason,
            Reason::AlertOpen
        );
        for status in [AlertStatus::Acknowledged, AlertStatus::Snoozed] {
            assert_eq!(status.after(AlertAction::Reopen), Ok(AlertStatus::Open));
        }
        assert_eq!(AlertStatus::Snoozed.after(AlertAction::Snooze), Ok(AlertStatus::Snoozed));
    }

    #[test]
    fn a_snooze_ends() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let after = |days| check_snooze(plus_days(today, days), today).is_ok();

        assert!(!after(0));
        assert!(after(1) && after(LONGEST_SNOOZE));
        assert!(!after(LONGEST_SNOOZE + 1));
    }
}
