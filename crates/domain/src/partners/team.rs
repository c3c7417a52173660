//! The people of a partner organisation, managed by its own administrators.

use crate::problem::{Reason, Refusal};

/// Whether somebody of the organisation may manage its people.
///
/// # Errors
/// Not one of its administrators.
pub fn may_manage_team(is_org_admin: bool) -> Result<(), Refusal> {
    if is_org_admin { Ok(()) } else { Err(Reason::OrgAdminOnly.into()) }
}

/// Whether a colleague may cease to be an administrator who can sign in. `counts_now` and
/// `counts_after` say whether they are an active administrator, `others` how many others are.
///
/// # Errors
/// Nobody would be left who can let others in.
pub fn keeps_an_org_admin(
    counts_now: bool,
    counts_after: bool,
    others: u32,
) -> Result<(), Refusal> {
    if counts_now && !counts_after && others == 0 {
        return Err(Reason::LastOrgAdmin.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_administrator_stays() {
        assert_eq!(keeps_an_org_admin(true, false, 0).unwrap_err().reason, Reason::LastOrgAdmin);
        assert!(keeps_an_org_admin(true, false, 1).is_ok());
        assert!(keeps_an_org_admin(false, false, 0).is_ok(), "a colleague without the hat may go");
        assert!(keeps_an_org_admin(true, true, 0).is_ok());
        assert!(may_manage_team(false).is_err());
    }
}
