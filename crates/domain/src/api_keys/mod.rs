//! API keys: how programs come in. A key acts in somebody's name, may no more than they may at that
//! moment, and of that only its scopes.

pub mod wire;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    access::{Permission, PermissionSet, Powers},
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// How every key begins, so that it is recognised in the wrong place.
pub const PREFIX: &str = "dsms_";
/// What is to live longer is renewed.
pub const LONGEST_DAYS: i64 = 366;
/// Most characters of a name.
pub const LONGEST_NAME: usize = 60;

/// Most keys of one user or organisation that are in force.
pub const MOST_LIVE: u32 = 50;

/// What a partner's program needs: products and prices, orders, licenses.
const PORTAL: [Permission; 3] =
    [Permission::PartnerCatalogue, Permission::PartnerOrders, Permission::PartnerLicenses];

/// Scopes that keys of these powers can have: what staff can be granted, but for managing users,
/// which would open everything else; of the portal what programs need. Never one's own account:
/// a key cannot make keys.
pub fn scopes_of(powers: Powers) -> Vec<Permission> {
    let is_offered = |permission: &Permission| {
        PORTAL.contains(permission)
            || (permission.is_grantable() && *permission != Permission::UsersManage)
    };
    powers.permissions().into_iter().filter(is_offered).collect()
}

/// What whoever has these powers may with a key of these scopes: of what they may at this moment,
/// what the key names, and nothing that no key opens.
#[must_use]
pub fn narrowed(powers: Powers, scopes: PermissionSet) -> Powers {
    let open = scopes_of(powers).into_iter().filter(|scope| scopes.contains(*scope));
    powers.within(open.collect())
}

/// Checks a key before it is made; `offered` is [`scopes_of`] whoever it acts for.
///
/// # Errors
/// One field error per fault, by pointer.
pub fn check(
    new: &wire::NewApiKey,
    offered: &[Permission],
    now: DateTime<Utc>,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name", validate::text(&new.name, 1, LONGEST_NAME));
    if new.scopes.is_empty() {
        faults.add("/scopes", Reason::Required);
    }
    for (index, scope) in new.scopes.iter().enumerate() {
        if !offered.contains(scope) || new.scopes[..index].contains(scope) {
            faults.add(format!("/scopes/{index}"), Reason::NotAScope);
        }
    }
    if new.expires_at <= now || new.expires_at > now + TimeDelta::days(LONGEST_DAYS) {
        faults.add("/expires_at", Refusal::new(Reason::KeyTooLong).with("days", LONGEST_DAYS));
    }
    faults.into_result()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Reach, Role};

    #[test]
    fn a_key_reaches_neither_the_account_nor_the_users_of_whoever_has_it() {
        for role in Role::ALL {
            let scopes = scopes_of(Powers::of(*role));
            for kept in [Permission::OwnAccount, Permission::OwnKeys, Permission::UsersManage] {
                assert!(!scopes.contains(&kept), "{role} {kept}");
            }
            assert!(scopes.iter().all(|scope| scope.reach(*role) != Reach::Nothing), "{role}");
        }
        let portal = scopes_of(Powers::of(Role::Partner));
        assert_eq!(portal.len(), PORTAL.len());
        assert!(PORTAL.iter().all(|scope| portal.contains(scope)));
    }

    #[test]
    fn a_key_that_names_everything_still_opens_no_account_and_no_users() {
        for role in Role::ALL {
            let powers = Powers::of(*role);
            let all = narrowed(powers, PermissionSet::ALL);
            for kept in [Permission::OwnAccount, Permission::OwnKeys, Permission::UsersManage] {
                assert_eq!(all.reach(kept), Reach::Nothing, "{role} {kept}");
            }
            for permission in Permission::ALL {
                let one = narrowed(powers, PermissionSet::NONE.with(*permission));
                assert!(one.permissions().iter().all(|open| open == permission), "{role}");
                let reach = one.reach(*permission);
                assert!(reach == Reach::Nothing || reach == powers.reach(*permission), "{role}");
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_key_is_named() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let new = wire::NewApiKey {
            name: " ".to_owned(),
            scopes: vec![Permission::OrdersRead, Permission::OwnAccount, Permission::OrdersRead],
            expires_at: now,
        };
        let offered = scopes_of(Powers::of(Role::Finance));

        let faults = check(&new, &offered, now).unwrap_err();
        let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/scopes/1", "/scopes/2", "/expires_at"]);
        let expires_at = now + TimeDelta::days(366);
        let scopes = vec![Permission::OrdersRead];
        let fine = wire::NewApiKey { name: "BI".to_owned(), scopes, expires_at };
        assert_eq!(check(&fine, &offered, now), Ok(()));
        let nothing = wire::NewApiKey { scopes: Vec::new(), ..fine.clone() };
        assert_eq!(check(&nothing, &offered, now).unwrap_err()[0].pointer, "/scopes");
        let long = wire::NewApiKey { expires_at: expires_at + TimeDelta::seconds(1), ..fine };
        assert_eq!(check(&long, &offered, now).unwrap_err()[0].pointer, "/expires_at");
    }
}
