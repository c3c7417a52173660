//! What may be done with a license by hand. The API refuses by it; the SPA greys out by it.

use chrono::{Months, NaiveDate};

use super::{ActivationMode, LicenseStatus, check_cluster_id};
use crate::{
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// Most characters of the reason for a change.
const LONGEST_REASON: usize = 200;

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

    /// Whether it may be bound to another cluster.
    ///
    /// # Errors
    /// It is over, or an online license that nobody activated: that one is free to go anywhere.
    pub fn may_transfer(self) -> Result<(), Refusal> {
        self.is_alive()?;
        match self.mode {
            ActivationMode::Online if !self.activated => Err(Reason::NotBoundYet.into()),
            _ => Ok(()),
        }
    }

    /// Whether it may be activated the other way from now on.
    ///
    /// # Errors
    /// It is over, or that is how it is activated already.
    pub fn may_change_mode(self, to: ActivationMode) -> Result<(), Refusal> {
        self.is_alive()?;
        if self.mode == to { Err(Reason::SameMode.into()) } else { Ok(()) }
    }

    /// Whether it may be taken back as if it had never been issued.
    ///
    /// # Errors
    /// It was sent, or is terminated already.
    pub fn may_take_back(self) -> Result<(), Refusal> {
        match self.status {
            LicenseStatus::Terminated => Err(Reason::LicenseTerminated.into()),
            _ if self.sent => Err(Reason::LicenseWasSent.into()),
            _ => Ok(()),
        }
    }

    pub(super) fn is_alive(self) -> Result<(), Refusal> {
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

/// Transfers of one license within a year that need no explanation: a cluster that moves, and one
/// that was lost. More of them is what sharing a license looks like; whoever transfers is told.
pub const TRANSFERS_PER_YEAR: usize = 2;

/// How many of these days lie in the year before `today`, which counts as well.
pub fn within_a_year(days: impl IntoIterator<Item = NaiveDate>, today: NaiveDate) -> usize {
    let begin = today.checked_sub_months(Months::new(12)).unwrap_or(NaiveDate::MIN);
    days.into_iter().filter(|day| *day > begin && *day <= today).count()
}

/// Checks what a transfer says, for a license that is bound to `bound_to`.
///
/// # Errors
/// One field error per fault: a cluster id that is none, or the one that it is bound to already; no
/// reason.
pub fn check_transfer(
    cluster_id: &str,
    reason: &str,
    bound_to: Option<&str>,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/cluster_id", check_cluster_id(cluster_id));
    if bound_to == Some(cluster_id) {
        faults.add("/cluster_id", Reason::SameCluster);
    }
    faults.check("/reason", validate::text(reason, 1, LONGEST_REASON));
    faults.into_result()
}

/// Checks what a change of the activation mode says. A cluster id is asked for where the license goes
/// offline without being bound to one; it cannot be changed on the way.
///
/// # Errors
/// One field error per fault.
pub fn check_mode_change(
    to: ActivationMode,
    cluster_id: Option<&str>,
    reason: &str,
    bound_to: Option<&str>,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    match (to, cluster_id, bound_to) {
        (_, Some(given), Some(bound)) if given != bound => {
            faults.add("/cluster_id", Reason::OtherCluster);
        }
        (ActivationMode::Offline, Some(given), None) => {
            faults.check("/cluster_id", check_cluster_id(given));
        }
        (ActivationMode::Offline, None, None) => {
            faults.add("/cluster_id", Reason::ClusterIdRequired);
        }
        _ => {}
    }
    faults.check("/reason", validate::text(reason, 1, LONGEST_REASON));
    faults.into_result()
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

    #[test]
    fn a_bound_license_may_be_transferred_until_it_is_over() {
        let online = Moves { mode: ActivationMode::Online, ..SENT_OFFLINE };
        let over = |status| Moves { status, ..SENT_OFFLINE }.may_transfer().unwrap_err().reason;

        assert_eq!(SENT_OFFLINE.may_transfer(), Ok(()));
        assert_eq!(online.may_transfer().unwrap_err().reason, Reason::NotBoundYet);
        assert_eq!(Moves { activated: true, ..online }.may_transfer(), Ok(()));
        let grace = Moves { status: LicenseStatus::InGrace, ..SENT_OFFLINE };
        assert_eq!(grace.may_transfer(), Ok(()));
        assert_eq!(over(LicenseStatus::Expired), Reason::LicenseExpired);
        assert_eq!(over(LicenseStatus::Suspended), Reason::LicenseSuspended);
        assert_eq!(over(LicenseStatus::Terminated), Reason::LicenseTerminated);
    }

    #[test]
    fn a_mode_changes_to_the_other_one() {
        let to = |mode| SENT_OFFLINE.may_change_mode(mode);

        assert_eq!(to(ActivationMode::Online), Ok(()));
        assert_eq!(to(ActivationMode::Offline).unwrap_err().reason, Reason::SameMode);
    }

    fn faults(outcome: Result<(), Vec<FieldError>>) -> Vec<(String, Reason)> {
        let faults = outcome.err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.pointer, fault.reason)).collect()
    }

    #[test]
    fn a_transfer_says_where_to_and_why() {
        let cluster = |reason| ("/cluster_id".to_owned(), reason);

        assert_eq!(check_transfer("cluster-two", "moved", Some("cluster-one")), Ok(()));
        assert_eq!(
            faults(check_transfer("cluster-one", " ", Some("cluster-one"))),
            [cluster(Reason::SameCluster), ("/reason".to_owned(), Reason::Required)]
        );
        assert_eq!(
            faults(check_transfer("short", "moved", None)),
            [cluster(Reason::ClusterIdInvalid)]
        );
    }

    #[test]
    fn going_offline_needs_a_cluster_and_does_not_move_to_another() {
        use ActivationMode::{Offline, Online};
        let check = |to, given, bound| faults(check_mode_change(to, given, "because", bound));
        let cluster = |reason| vec![("/cluster_id".to_owned(), reason)];

        assert_eq!(check(Online, None, Some("cluster-one")), []);
        assert_eq!(check(Online, None, None), []);
        assert_eq!(check(Offline, Some("cluster-one"), None), []);
        assert_eq!(check(Offline, None, Some("cluster-one")), []);
        assert_eq!(check(Offline, Some("cluster-one"), Some("cluster-one")), []);
        assert_eq!(check(Offline, None, None), cluster(Reason::ClusterIdRequired));
        assert_eq!(check(Offline, Some("?"), None), cluster(Reason::ClusterIdInvalid));
        for to in [Online, Offline] {
            assert_eq!(
                check(to, Some("cluster-two"), Some("cluster-one")),
                cluster(Reason::OtherCluster)
            );
        }
    }

    #[test]
    fn a_year_is_counted_back_from_today() {
        let day = |y, d| NaiveDate::from_ymd_opt(y, 11, d).unwrap();

        let days = [day(2025, 22), day(2025, 23), day(2026, 22), day(2026, 23)];
        assert_eq!(within_a_year(days, day(2026, 22)), 2);
    }
}
