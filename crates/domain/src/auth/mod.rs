//! Signing in: what a password must be, how long to wait after wrong ones.

pub mod second_factor;
pub mod wire;

use crate::{
    access::Role,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// Fewest and most characters of a password (NIST SP 800-63B §3.1.1 asks for at least 8).
pub const PASSWORD_LENGTH: (usize, usize) = (8, 128);

/// Seconds that an access token is good for.
pub const ACCESS_SECONDS: i64 = 15 * 60;

/// Minutes that the link of a password reset is good for.
pub const RESET_MINUTES: i64 = 30;

/// Seconds during which the predecessor of a refresh token is accepted once more: two tabs may
/// have asked at the same moment.
pub const REFRESH_OVERLAP_SECONDS: i64 = 30;

/// Passwords that guessing programs try first, compared without case.
const COMMON: [&str; 40] = [
    "12345678",
    "123456789",
    "1234567890",
    "11111111",
    "00000000",
    "88888888",
    "66666666",
    "12341234",
    "11223344",
    "87654321",
    "123123123",
    "147258369",
    "password",
    "password1",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "qwertyui",
    "qwerty123",
    "qwertyuiop",
    "1q2w3e4r",
    "1qaz2wsx",
    "asdfghjkl",
    "abcd1234",
    "abc12345",
    "a1234567",
    "a12345678",
    "aa123456",
    "iloveyou",
    "woaini1314",
    "5201314520",
    "admin123",
    "admin888",
    "administrator",
    "root1234",
    "letmein1",
    "welcome1",
    "changeme",
    "difydify",
    "dify1234",
];

/// Whether a new password will do.
///
/// # Errors
/// Too short, too long, or one that guessing programs try first, the user's own name among them.
pub fn check_password(password: &str, username: &str) -> Result<(), Refusal> {
    let (min, max) = PASSWORD_LENGTH;
    let length = password.chars().count();
    if length < min {
        return Err(Refusal::new(Reason::TooShort).with("min", min));
    }
    if length > max {
        return Err(Refusal::new(Reason::TooLong).with("max", max));
    }
    let lower = password.to_lowercase();
    let first = lower.chars().next();
    if COMMON.contains(&lower.as_str())
        || lower == username.to_lowercase()
        || lower.chars().all(|c| Some(c) == first)
    {
        return Err(Reason::PasswordCommon.into());
    }
    Ok(())
}

/// Whether somebody can be given an account.
///
/// # Errors
/// One field error per fault, by pointer.
pub fn check_new_user(new: &wire::CreateUser) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/username", validate::text(&new.username, 2, 60));
    check_person(&new.name, &new.email, &mut faults);
    match (new.role.is_partner(), new.partner_id) {
        (true, None) => faults.add("/partner_id", Reason::Required),
        (false, Some(_)) => faults.add("/partner_id", Reason::PartnerOfStaff),
        _ => {}
    }
    faults.check("/password", check_password(&new.password, &new.username));
    faults.into_result()
}

/// Whether an account may become this; `role` is the present one.
///
/// # Errors
/// One field error per fault, by pointer.
pub fn check_changed_user(change: &wire::ChangeUser, role: Role) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    check_person(&change.name, &change.email, &mut faults);
    if change.role.is_partner() != role.is_partner() {
        faults.add("/role", Reason::OtherSide);
    }
    faults.into_result()
}

fn check_person(name: &str, email: &str, faults: &mut Faults) {
    faults.check("/name", validate::text(name, 1, 60));
    faults.check("/email", validate::email(email.trim()));
}

/// Wrong passwords that cost no waiting: people mistype.
pub const FREE_FAILURES: u32 = 4;

/// Seconds to wait after this many wrong passwords in a row: none for the first four, then 1, 2,
/// 4 … up to 15 minutes. There is no lock that somebody else could put on an account for good.
pub const fn wait_after(failures: u32) -> i64 {
    if failures <= FREE_FAILURES {
        return 0;
    }
    let doublings = failures - FREE_FAILURES - 1;
    if doublings >= 10 { 15 * 60 } else { 1 << doublings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partners_people_have_a_partner_and_staff_have_none() {
        let new = |role, partner_id| wire::CreateUser {
            username: "shenqing".to_owned(),
            name: "沈青".to_owned(),
            email: "shen@xixi.example".to_owned(),
            role,
            partner_id,
            language: crate::Lang::Zh,
            password: "correct horse battery".to_owned(),
        };
        let partner = Some(crate::Id::from_uuid(uuid::Uuid::from_u128(1)));

        assert!(check_new_user(&new(Role::Partner, partner)).is_ok());
        assert!(check_new_user(&new(Role::Engineer, None)).is_ok());
        for wrong in [new(Role::Partner, None), new(Role::Engineer, partner)] {
            assert_eq!(check_new_user(&wrong).unwrap_err()[0].pointer, "/partner_id");
        }
    }

    #[test]
    fn nobody_changes_sides() {
        let change = |role| wire::ChangeUser {
            name: "沈青".to_owned(),
            email: "shen@xixi.example".to_owned(),
            role,
            language: crate::Lang::Zh,
        };

        assert!(check_changed_user(&change(Role::SalesManager), Role::SalesRep).is_ok());
        assert!(check_changed_user(&change(Role::Admin), Role::Partner).is_err());
    }

    #[test]
    fn guessable_passwords_are_refused() {
        for bad in ["short", "Password123", "zhangwei88", "aaaaaaaaaaaa"] {
            assert!(check_password(bad, "ZhangWei88").is_err(), "{bad}");
        }
        assert_eq!(check_password("七月的风与八月的雨", "zhangwei"), Ok(()));
    }

    #[test]
    fn waiting_grows_and_ends_at_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..=16).map(wait_after).collect();

        assert_eq!(waits[..8], [0, 0, 0, 0, 0, 1, 2, 4]);
        assert!(waits.is_sorted());
        assert_eq!(wait_after(u32::MAX), 900);
    }
}
