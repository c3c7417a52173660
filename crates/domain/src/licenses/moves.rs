//! What may be done with a license by hand. The API refuses by it; the SPA greys out by it.

use chrono::NaiveDate;

use super::{ActivationMode, LicenseStatus};
use crate::problem::{Reason, Refusal};

/// What decides about moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moves {
    pub status: LicenseStatus,
    pub mode: ActivationMode,
    pub sent: bool,
    pub activated: bool,
    pub expires_on: Option<NaiveDate>,
}

impl Moves {
    /// Whether it may be sent to its recipient again. (Not having arrived yet is a good reason to.)
    ///
    /// # Errors
    /// The license is terminated.
    pub fn may_send_again(self) -> Result<(), Refusal> {
        match self.status {
            LicenseStatus::Terminated => Err(Reason::LicenseTerminated.into()),
            _ => Ok(()),
        }
    }

    /// Whether its code may be traded for a key.
    ///
    /// # Errors
    /// It is over, or an offline license, whose key was bound to a cluster when it was issued.
    pub fn may_activate_by_code(self) -> Result<(), Refusal> {
        self.is_alive()?;
        match self.mode {
            ActivationMode::Offline => Err(Reason::OfflineOnly.into()),
            ActivationMode::Online => Ok(()),
        }
    }

    /// Whether an offline activation may be recorded.
    ///
    /// # Errors
    /// It is an online license, not sent yet, activated already, or over.
    pub fn may_record_activation(self) -> Result<(), Refusal> {
        self.is_alive()?;
        if self.mode == ActivationMode::Online {
            return Err(Reason::OnlineOnly.into());
        }
        if self.activated {
            return Err(Reason::AlreadyActivated.into());
        }
        if self.sent { Ok(()) } else { Err(Reason::NotSentYet.into()) }
    }

    fn is_alive(self) -> Result<(), Refusal> {
        match self.status {
            LicenseStatus::Terminated => Err(Reason::LicenseTerminated.into()),
            LicenseStatus::Suspended => Err(Reason::LicenseSuspended.into()),
            LicenseStatus::Expired => {
                let on = self.expires_on.map(|day| day.to_string()).unwrap_or_default();
                Err(Refusal::new(Reason::LicenseExpired).with("on", on))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a license that was sent on one day can have been activated on another.
///
/// # Errors
/// Before it was sent, or after today.
pub fn check_activated_on(
    day: NaiveDate,
    sent_on: NaiveDate,
    today: NaiveDate,
) -> Result<(), Refusal> {
    if (sent_on..=today).contains(&day) { Ok(()) } else { Err(Reason::ActivatedInFuture.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT_OFFLINE: Moves = Moves {
        status: LicenseStatus::PendingActivation,
        mode: ActivationMode::Offline,
        sent: true,
        activated: false,
        expires_on: None,
    };

    #[test]
    fn only_a_sent_offline_license_is_activated_by_hand() {
        let reason = |moves: Moves| moves.may_record_activation().unwrap_err().reason;

        assert_eq!(SENT_OFFLINE.may_record_activation(), Ok(()));
        let online = Moves { mode: ActivationMode::Online, ..SENT_OFFLINE };
        assert_eq!(reason(online), Reason::OnlineOnly);
        assert_eq!(reason(Moves { sent: false, ..SENT_OFFLINE }), Reason::NotSentYet);
        assert_eq!(reason(Moves { activated: true, ..SENT_OFFLINE }), Reason::AlreadyActivated);
    }

    #[test]
    fn a_code_is_for_online_licenses_that_are_not_over() {
        let online = Moves { mode: ActivationMode::Online, sent: false, ..SENT_OFFLINE };
        let over = |status| Moves { status, ..online }.may_activate_by_code().unwrap_err().reason;

        assert_eq!(online.may_activate_by_code(), Ok(()));
        assert_eq!(SENT_OFFLINE.may_activate_by_code().unwrap_err().reason, Reason::OfflineOnly);
        assert_eq!(over(LicenseStatus::Expired), Reason::LicenseExpired);
        assert_eq!(over(LicenseStatus::Suspended), Reason::LicenseSuspended);
        assert_eq!(over(LicenseStatus::Terminated), Reason::LicenseTerminated);
    }

    #[test]
    fn what_is_over_is_not_sent_again() {
        let over = Moves { status: LicenseStatus::Terminated, ..SENT_OFFLINE };

        assert_eq!(over.may_send_again().unwrap_err().reason, Reason::LicenseTerminated);
        assert_eq!(SENT_OFFLINE.may_send_again(), Ok(()));
    }

    #[test]
    fn activation_lies_between_sending_and_today() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();

        assert_eq!(check_activated_on(day(22), day(22), day(22)), Ok(()));
        assert!(check_activated_on(day(21), day(22), day(23)).is_err());
        assert!(check_activated_on(day(24), day(22), day(23)).is_err());
    }
}
