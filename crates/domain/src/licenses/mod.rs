//! Licenses: what is sold, proven by a signed key.

pub mod code;
mod direct;
mod edit;
mod history;
pub mod key;
mod life;
mod moves;
mod renewals;
mod standing;
mod state;
mod term;
pub mod wire;
mod years;

use crate::problem::{Reason, Refusal};

pub use direct::{CreateLicense, LONGEST_PAST, PastTerm};
pub use edit::{ChangeLicenseContent, LONGEST_NOTES, LicenseContent, check_notes};
pub use history::{Bought, Days, Image, Place, Turn, as_of};
pub use life::{
    LONGEST_EXTENSION, LicenseAction, MOST_AT_ONCE, OWNERS, check_extension, check_life_reason,
    extended,
};
pub use moves::{
    Moves, TRANSFERS_PER_YEAR, check_activated_on, check_mode_change, check_transfer, within_a_year,
};
pub use renewals::{Due, RENEWABLE, RENEWAL_MONTHS, board, month_of};
pub use standing::{HeldAddon, LapsedRenewal, LicenseStanding, Segment, raised};
pub use state::{Facts, LicenseStatus, Stage};
pub use term::{ACTIVATION_DAYS, Term, activation_deadline, term_of};
pub use years::{Years, days};

/// Days before the end at which a license counts as expiring: the first reminder.
pub const REMINDER_DAYS: u32 = 90;

crate::enums::wire_enum! {
    pub enum ActivationMode {
        #[default]
        Online = "online": "在线", "Online";
        Offline = "offline": "离线", "Offline";
    }
}

/// A cluster id: 8 to 64 letters, digits, dots, underscores or hyphens.
///
/// # Errors
/// Something else.
pub fn check_cluster_id(id: &str) -> Result<(), Refusal> {
    let fine = (8..=64).contains(&id.len())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if fine { Ok(()) } else { Err(Reason::ClusterIdInvalid.into()) }
}

/// A license's number from its edition, the month of its issue and a number below a million, which
/// is drawn, not counted: a number tells nobody how many were sold.
///
/// ```
/// use chrono::NaiveDate;
/// use domain::{licenses::number, products::Edition};
/// let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
/// assert_eq!(number(Edition::Enterprise, day, 386_037), "ENT-202611-386037");
/// ```
pub fn number(edition: crate::products::Edition, on: chrono::NaiveDate, drawn: u32) -> String {
    format!("{}-{}-{:06}", edition.prefix(), on.format("%Y%m"), drawn % 1_000_000)
}
