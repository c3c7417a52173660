//! Permissions that somebody has for a while, beside what their role reaches: a stand-in during a
//! holiday, an audit. They end by themselves.

pub mod wire;
mod words;

use chrono::{DateTime, TimeDelta, Utc};

pub use self::words::words;
use crate::{
    access::{Permission, Reach, Role},
    id::UserId,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// What lasts longer is a matter of the role.
pub const LONGEST_DAYS: i64 = 90;
/// Most characters of a reason.
pub const LONGEST_REASON: usize = 200;

/// Somebody who gives, or gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    pub user: UserId,
    pub role: Role,
    pub active: bool,
}

/// Whether `by` may grant anything to `to`.
///
/// # Errors
/// To oneself; to a partner's person; to somebody who cannot sign in; by somebody who manages users
/// only by a grant themselves, who could otherwise prolong it by way of a friend.
pub fn allows(to: Party, by: Party) -> Result<(), Refusal> {
    let reason = if to.user == by.user {
        Reason::GrantToOneself
    } else if to.role.is_partner() {
        Reason::GrantToPartner
    } else if !to.active {
        Reason::GrantToInactive
    } else if Permission::UsersManage.reach(by.role) != Reach::Everything {
        Reason::GrantByGrant
    } else {
        return Ok(());
    };
    Err(reason.into())
}

/// Checks a grant before it is given to somebody of this role.
///
/// # Errors
/// One field error per fault, by pointer.
pub fn check(new: &wire::NewGrant, role: Role, now: DateTime<Utc>) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    if !new.permission.is_grantable() {
        faults.add("/permission", Reason::NotGrantable);
    } else if new.permission.reach(role) == Reach::Everything {
        faults.add("/permission", Reason::AlreadyPermitted);
    }
    if new.until <= now || new.until > now + TimeDelta::days(LONGEST_DAYS) {
        faults.add("/until", Refusal::new(Reason::GrantTooLong).with("days", LONGEST_DAYS));
    }
    faults.check("/reason", validate::text(&new.reason, 2, LONGEST_REASON));
    faults.into_result()
}

/// Whether a grant gives anything at `now`; its last instant does not count any more.
pub fn is_live(
    until: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> bool {
    revoked_at.is_none() && now < until
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Id;

    fn now() -> DateTime<Utc> {
        "2026-11-22T04:00:00Z".parse().unwrap()
    }

    fn party(n: u128, role: Role) -> Party {
        Party { user: Id::from_uuid(Uuid::from_u128(n)), role, active: true }
    }

    fn grant(permission: Permission, days: i64) -> wire::NewGrant {
        let until = now() + TimeDelta::days(days);
        wire::NewGrant { permission, until, reason: "年度审计".to_owned() }
    }

    #[test]
    fn nobody_grants_to_themselves_to_partners_or_by_a_grant() {
        let admin = party(1, Role::Admin);
        let refused = |to, by| allows(to, by).unwrap_err().reason;

        assert_eq!(allows(party(2, Role::SalesRep), admin), Ok(()));
        assert_eq!(refused(admin, admin), Reason::GrantToOneself);
        assert_eq!(refused(party(2, Role::Partner), admin), Reason::GrantToPartner);
        let gone = Party { active: false, ..party(2, Role::SalesRep) };
        assert_eq!(refused(gone, admin), Reason::GrantToInactive);
        let stand_in = party(3, Role::Finance);
        assert_eq!(refused(party(2, Role::SalesRep), stand_in), Reason::GrantByGrant);
    }

    #[test]
    fn what_is_only_ever_ones_own_or_had_already_is_not_granted() {
        let fault = |permission, role| check(&grant(permission, 1), role, now());
        let reason = |permission, role| fault(permission, role).unwrap_err()[0].reason;

        assert_eq!(fault(Permission::EventsRead, Role::SalesRep), Ok(()));
        assert_eq!(fault(Permission::OrdersPlace, Role::SalesRep), Ok(()), "from own to all");
        for own in [Permission::OwnAccount, Permission::PartnerOrders] {
            assert_eq!(reason(own, Role::SalesRep), Reason::NotGrantable, "{own}");
        }
        assert_eq!(reason(Permission::EventsRead, Role::Admin), Reason::AlreadyPermitted);
    }

    #[test]
    fn it_ends_later_than_now_and_within_three_months() {
        for (days, is_fine) in [(-1, false), (0, false), (1, true), (90, true), (91, false)] {
            let outcome = check(&grant(Permission::EventsRead, days), Role::Finance, now());
            assert_eq!(outcome.is_ok(), is_fine, "{days}");
        }
    }

    #[test]
    fn its_last_instant_does_not_count() {
        let until = now() + TimeDelta::seconds(1);

        assert!(is_live(until, None, now()));
        assert!(!is_live(until, None, until));
        assert!(!is_live(until, Some(now()), now()));
    }
}
