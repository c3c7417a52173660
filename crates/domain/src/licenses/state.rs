//! A license's status is derived from facts, never stored by hand.

use chrono::NaiveDate;

use super::REMINDER_DAYS;
use crate::dates::plus_days;

crate::enums::wire_enum! {
    pub enum LicenseStatus {
        #[default]
        Created = "created": "已创建", "Created";
        PendingActivation = "pending_activation": "待激活", "Pending activation";
        Active = "active": "使用中", "Active";
        Expiring = "expiring": "即将到期", "Expiring";
        InGrace = "in_grace": "宽限期", "In grace";
        Expired = "expired": "已过期", "Expired";
        Suspended = "suspended": "已暂停", "Suspended";
        Terminated = "terminated": "已终止", "Terminated";
    }
}

crate::enums::wire_enum! {
    /// The life of a license, in the brief's steps.
    pub enum Stage {
        #[default]
        Created = "created": "创建", "Created";
        Deployed = "deployed": "部署", "Deployed";
        InUse = "in_use": "使用中", "In use";
        Renewed = "renewed": "续订/升级", "Renewed";
        Expired = "expired": "过期", "Expired";
    }
}

/// What the status follows from. Days are business days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; any of them may hold"
)]
pub struct Facts {
    pub terminated: bool,
    pub suspended: bool,
    pub sent: bool,
    pub activated: bool,
    /// The last day of the term, once it was sent.
    pub expires_on: Option<NaiveDate>,
    pub grace_days: u32,
}

impl Facts {
    /// The status on a day. The stronger fact wins: terminated over suspended over expired over in
    /// grace over expiring over active over pending over created.
    pub fn status(&self, today: NaiveDate) -> LicenseStatus {
        if self.terminated {
            return LicenseStatus::Terminated;
        }
        if self.suspended {
            return LicenseStatus::Suspended;
        }
        if let Some(last) = self.expires_on {
            if today > plus_days(last, self.grace_days) {
                return LicenseStatus::Expired;
            }
            if today > last {
                return LicenseStatus::InGrace;
            }
            if self.activated {
                return if plus_days(today, REMINDER_DAYS) >= last {
                    LicenseStatus::Expiring
                } else {
                    LicenseStatus::Active
                };
            }
        }
        if self.sent { LicenseStatus::PendingActivation } else { LicenseStatus::Created }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_license_ages_through_its_states() {
        let active = Facts {
            sent: true,
            activated: true,
            expires_on: Some(day(2026, 11, 22)),
            grace_days: 15,
            ..Facts::default()
        };

        assert_eq!(active.status(day(2026, 8, 23)), LicenseStatus::Active);
        assert_eq!(active.status(day(2026, 8, 24)), LicenseStatus::Expiring);
        assert_eq!(active.status(day(2026, 11, 22)), LicenseStatus::Expiring);
        assert_eq!(active.status(day(2026, 11, 23)), LicenseStatus::InGrace);
        assert_eq!(active.status(day(2026, 12, 7)), LicenseStatus::InGrace);
        assert_eq!(active.status(day(2026, 12, 8)), LicenseStatus::Expired);
    }

    #[test]
    fn before_activation_it_waits() {
        let sent = Facts { sent: true, expires_on: Some(day(2027, 1, 1)), ..Facts::default() };

        assert_eq!(Facts::default().status(day(2026, 1, 1)), LicenseStatus::Created);
        assert_eq!(sent.status(day(2026, 12, 31)), LicenseStatus::PendingActivation);
    }

    #[test]
    fn terminated_beats_suspended_beats_everything() {
        let facts = Facts { suspended: true, sent: true, ..Facts::default() };

        assert_eq!(facts.status(day(2026, 1, 1)), LicenseStatus::Suspended);
        let facts = Facts { terminated: true, ..facts };
        assert_eq!(facts.status(day(2026, 1, 1)), LicenseStatus::Terminated);
    }
}
