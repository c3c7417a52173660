//! Pausing, ending and prolonging licenses by hand, one or many: what may be done, and what has to be
//! said.

use chrono::NaiveDate;

use super::{LicenseStatus, Moves};
use crate::{
    access::{Permission, Powers, Role},
    dates::plus_days,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// Most days that a license is extended by at once.
pub const LONGEST_EXTENSION: u32 = 365;

/// Most licenses that are changed in one go.
pub const MOST_AT_ONCE: usize = 200;

/// The roles whose people licenses can be given to.
pub const OWNERS: [Role; 3] = [Role::CommercialOps, Role::SalesManager, Role::SalesRep];

/// Most characters of the reason.
const LONGEST_REASON: usize = 200;

crate::enums::wire_enum! {
    /// What is done with a license by hand.
    pub enum LicenseAction {
        /// Its keys stop being good until it is resumed. The term runs on.
        #[default]
        Suspend = "suspend": "暂停", "Suspend";
        /// Lifts a suspension.
        Resume = "resume": "恢复", "Resume";
        /// Ends it for good.
        Terminate = "terminate": "终止", "Terminate";
        /// Moves its last day, for nothing.
        Extend = "extend": "延期", "Extend";
        /// Gives it to another sales rep, or to none.
        Assign = "assign": "变更负责人", "Reassign";
    }
}

impl LicenseAction {
    /// What one needs to do it.
    pub const fn needs(self) -> Permission {
        match self {
            Self::Suspend | Self::Resume | Self::Terminate => Permission::LicensesManage,
            Self::Extend => Permission::LicensesExtend,
            Self::Assign => Permission::LicensesAssign,
        }
    }

    /// Whether it may be done with many at once. What cannot be taken back is done one by one.
    pub const fn is_for_many(self) -> bool {
        !matches!(self, Self::Terminate)
    }

    /// Whether who does it says why.
    pub const fn wants_reason(self) -> bool {
        matches!(self, Self::Suspend | Self::Terminate | Self::Extend)
    }

    /// Whether somebody with these powers may do it.
    pub const fn is_allowed(self, powers: Powers) -> bool {
        powers.may(self.needs())
    }
}

impl Moves {
    /// Whether it may be done now.
    ///
    /// # Errors
    /// The rule of the state that it is in.
    pub fn may(self, action: LicenseAction) -> Result<(), Refusal> {
        match action {
            LicenseAction::Suspend => self.may_suspend(),
            LicenseAction::Resume => self.may_resume(),
            LicenseAction::Terminate => self.may_terminate(),
            LicenseAction::Extend => self.may_extend(),
            // Whose it is stays a question after its end: somebody answers for the figures.
            LicenseAction::Assign => Ok(()),
        }
    }

    /// Whether it may be suspended.
    ///
    /// # Errors
    /// It is suspended already, or over.
    pub fn may_suspend(self) -> Result<(), Refusal> {
        self.is_alive()
    }

    /// Whether a suspension may be lifted.
    ///
    /// # Errors
    /// There is none, or the license is terminated, which is final.
    pub fn may_resume(self) -> Result<(), Refusal> {
        match self.status {
            LicenseStatus::Suspended => Ok(()),
            LicenseStatus::Terminated => Err(Reason::LicenseTerminated.into()),
            _ => Err(Reason::NotSuspended.into()),
        }
    }

    /// Whether it may be ended for good.
    ///
    /// # Errors
    /// It is already.
    pub fn may_terminate(self) -> Result<(), Refusal> {
        match self.status {
            LicenseStatus::Terminated => Err(Reason::LicenseTerminated.into()),
            _ => Ok(()),
        }
    }

    /// Whether its last day may be moved. While it is not activated its term still follows from the
    /// day on which it will be.
    ///
    /// # Errors
    /// It is over or suspended, or was never activated.
    pub fn may_extend(self) -> Result<(), Refusal> {
        self.is_alive()?;
        match (self.activated, self.expires_on) {
            (true, Some(_)) => Ok(()),
            _ => Err(Reason::TermNotSettled.into()),
        }
    }
}

/// The last day after an extension.
pub fn extended(last: NaiveDate, days: u32) -> NaiveDate {
    plus_days(last, days)
}

/// Checks the reason of an action: two characters at least where one is wanted.
///
/// # Errors
/// A field error at `/reason`.
pub fn check_life_reason(
    action: LicenseAction,
    reason: Option<&str>,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/reason", reason_of(action, reason));
    faults.into_result()
}

fn reason_of(action: LicenseAction, reason: Option<&str>) -> Result<(), Refusal> {
    if action.wants_reason() {
        validate::text(reason.unwrap_or_default(), 2, LONGEST_REASON)
    } else {
        validate::optional_text(reason, LONGEST_REASON)
    }
}

/// Checks by how many days a license is extended, and why.
///
/// # Errors
/// One field error per fault.
pub fn check_extension(days: u32, reason: Option<&str>) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/days", days_of(days));
    faults.check("/reason", reason_of(LicenseAction::Extend, reason));
    faults.into_result()
}

fn days_of(days: u32) -> Result<(), Refusal> {
    validate::range(days, 1, LONGEST_EXTENSION)
}

impl super::wire::ChangeLicenses {
    /// Checks what is asked for of many: which ones, what, and what it takes.
    ///
    /// # Errors
    /// One field error per fault.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        if self.licenses.is_empty() {
            faults.add("/licenses", Reason::Required);
        } else if self.licenses.len() > MOST_AT_ONCE {
            let refusal = Refusal::new(Reason::TooManyEntries).with("max", MOST_AT_ONCE);
            faults.check("/licenses", Err(refusal));
        }
        if !self.action.is_for_many() {
            faults.add("/action", Reason::OneByOne);
        }
        faults.check("/reason", reason_of(self.action, self.reason.as_deref()));
        match (self.action, self.days) {
            (LicenseAction::Extend, days) => faults.check("/days", days_of(days.unwrap_or(0))),
            (_, Some(_)) => faults.add("/days", Reason::NotForAction),
            _ => {}
        }
        if self.owner_id.is_some() && self.action != LicenseAction::Assign {
            faults.add("/owner_id", Reason::NotForAction);
        }
        faults.into_result()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        Id,
        licenses::{ActivationMode, wire::ChangeLicenses},
    };

    fn day() -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2026, 11, 22)
    }

    fn moves(status: LicenseStatus) -> Moves {
        Moves {
            status,
            mode: ActivationMode::Online,
            sent: true,
            activated: true,
            expires_on: day(),
        }
    }

    fn refused(status: LicenseStatus, action: LicenseAction) -> Option<Reason> {
        moves(status).may(action).err().map(|refusal| refusal.reason)
    }

    #[test]
    fn what_may_be_done_follows_from_the_status() {
        use LicenseAction::{Assign, Extend, Resume, Suspend, Terminate};
        use LicenseStatus::{Active, Expired, InGrace, Suspended, Terminated};
        let table = [
            (Active, [None, Some(Reason::NotSuspended), None, None, None]),
            (InGrace, [None, Some(Reason::NotSuspended), None, None, None]),
            (
                Expired,
                [
                    Some(Reason::LicenseExpired),
                    Some(Reason::NotSuspended),
                    None,
                    Some(Reason::LicenseExpired),
                    None,
                ],
            ),
            (
                Suspended,
                [Some(Reason::LicenseSuspended), None, None, Some(Reason::LicenseSuspended), None],
            ),
        ];
        for (status, expected) in table {
            let found = [Suspend, Resume, Terminate, Extend, Assign].map(|a| refused(status, a));
            assert_eq!(found, expected, "{status}");
        }
        for action in [Suspend, Resume, Terminate, Extend] {
            let over = Some(Reason::LicenseTerminated);
            assert_eq!(refused(Terminated, action), over, "terminated is final");
        }
    }

    #[test]
    fn a_term_that_may_still_move_is_not_extended() {
        let waiting = Moves { activated: false, ..moves(LicenseStatus::PendingActivation) };

        assert_eq!(waiting.may_extend().unwrap_err().reason, Reason::TermNotSettled);
        assert_eq!(waiting.may_suspend(), Ok(()));
        assert_eq!(extended(day().unwrap(), 9), NaiveDate::from_ymd_opt(2026, 12, 1).unwrap());
    }

    #[test]
    fn who_sells_neither_stops_nor_prolongs() {
        let allowed = |role| {
            let powers = Powers::of(role);
            let all = LicenseAction::ALL.iter();
            all.filter(|action| action.is_allowed(powers)).map(|a| a.as_str()).collect::<Vec<_>>()
        };

        assert_eq!(allowed(Role::Admin), ["suspend", "resume", "terminate", "extend", "assign"]);
        assert_eq!(allowed(Role::CommercialOps), ["suspend", "resume", "terminate", "assign"]);
        assert_eq!(allowed(Role::SalesManager), ["assign"]);
        for role in [Role::SalesRep, Role::Engineer, Role::Finance, Role::Partner] {
            assert!(allowed(role).is_empty(), "{role}");
        }
    }

    fn asked(action: LicenseAction) -> ChangeLicenses {
        ChangeLicenses {
            licenses: vec![Id::from_uuid(Uuid::from_u128(1))],
            action,
            reason: Some("客户欠款".to_owned()),
            days: (action == LicenseAction::Extend).then_some(30),
            owner_id: None,
            preview: true,
        }
    }

    fn faults(asked: &ChangeLicenses) -> Vec<(String, Reason)> {
        let faults = asked.check().err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.pointer, fault.reason)).collect()
    }

    #[test]
    fn many_are_changed_with_all_that_it_takes() {
        let at = |pointer: &str, reason| (pointer.to_owned(), reason);
        for action in LicenseAction::ALL.iter().filter(|action| action.is_for_many()) {
            assert_eq!(faults(&asked(*action)), [], "{action}");
        }
        let ended = asked(LicenseAction::Terminate);
        assert_eq!(faults(&ended), [at("/action", Reason::OneByOne)]);
        let silent = ChangeLicenses { reason: None, ..asked(LicenseAction::Suspend) };
        assert_eq!(faults(&silent), [at("/reason", Reason::Required)]);
        assert_eq!(faults(&ChangeLicenses { reason: None, ..asked(LicenseAction::Resume) }), []);
        let none = ChangeLicenses { licenses: Vec::new(), ..asked(LicenseAction::Resume) };
        assert_eq!(faults(&none), [at("/licenses", Reason::Required)]);
        let many = ChangeLicenses {
            licenses: vec![Id::from_uuid(Uuid::nil()); MOST_AT_ONCE + 1],
            ..asked(LicenseAction::Resume)
        };
        assert_eq!(faults(&many), [at("/licenses", Reason::TooManyEntries)]);
        for days in [None, Some(0), Some(LONGEST_EXTENSION + 1)] {
            let long = ChangeLicenses { days, ..asked(LicenseAction::Extend) };
            assert_eq!(faults(&long), [at("/days", Reason::OutOfRange)]);
        }
        let odd = ChangeLicenses {
            days: Some(3),
            owner_id: Some(Id::from_uuid(Uuid::nil())),
            ..asked(LicenseAction::Suspend)
        };
        assert_eq!(
            faults(&odd),
            [at("/days", Reason::NotForAction), at("/owner_id", Reason::NotForAction)]
        );
    }
}
