//! Usage: what installations run of what was bought. Reports are a chain that the installation signs
//! ([`chain`]); of each day the highest counts (`series`); what is over is tolerated or not
//! ([`Overage`]), and made up for by an expansion (`true_up`).

pub mod chain;
#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod chain_tests;
mod overage;
mod series;
mod true_up;
pub mod wire;

use chrono::{NaiveDate, TimeDelta};

use self::wire::{ManualUsage, RecordUsage, UsageQuery};
use crate::{
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

pub use overage::{MOST_TOLERATED, Overage, OverageLevel, OverageMode, check_overage};
pub use series::{Peak, RUN_GAP_DAYS, Run, Sample, peak, run_over};
pub use true_up::{Pack, needed};

crate::enums::wire_enum! {
    /// What is counted.
    pub enum UsageMetric {
        Workspaces = "workspaces": "工作空间", "Workspaces";
        #[default]
        Users = "users": "用户", "Users";
    }
}

crate::enums::wire_enum! {
    /// How a figure came to us.
    pub enum UsageSource {
        #[default]
        Online = "online": "在线上报", "Reported";
        Offline = "offline": "离线文件", "Offline file";
        Manual = "manual": "人工录入", "By hand";
    }
}

/// Most workspaces or users that anybody reports.
pub const MOST_USED: u32 = 1_000_000;
/// Days of usage that are shown at once, at most.
pub const MOST_DAYS_SHOWN: u32 = 400;
/// Days of usage that are shown where nothing is said.
pub const USUAL_DAYS_SHOWN: u32 = 90;
/// Days whose highest figures are made up for.
pub const PEAK_DAYS: u32 = 365;
/// Days that are looked back to see since when usage is over.
pub const RUN_DAYS: u32 = 400;
/// Reports that an installation sends at once, at most.
pub const MOST_REPORTS: usize = 400;
/// Lines of a usage file, at most: four years of days, and its end.
pub const MOST_LINES: usize = 1_500;
/// Characters of a usage file, at most.
pub const MOST_CHARACTERS: usize = 960_000;
/// Characters of a public Ed25519 key in base64url.
const KEY_CHARACTERS: usize = 43;

/// The days between which usage is shown on a business day.
///
/// # Errors
/// One field error per fault: an end before the beginning, too many days.
pub fn shown_days(
    query: &UsageQuery,
    today: NaiveDate,
) -> Result<(NaiveDate, NaiveDate), Vec<FieldError>> {
    let days = |days: u32| TimeDelta::days(i64::from(days));
    let to = query.to.unwrap_or(today);
    let usual = to.checked_sub_signed(days(USUAL_DAYS_SHOWN - 1)).unwrap_or(NaiveDate::MIN);
    let from = query.from.unwrap_or(usual);
    let mut faults = Faults::new();
    if to < from {
        faults.add("/to", Reason::EndsBeforeItBegins);
    } else if to - from >= days(MOST_DAYS_SHOWN) {
        faults.add("/from", Refusal::new(Reason::TooManyEntries).with("max", MOST_DAYS_SHOWN));
    }
    faults.into_result().map(|()| (from, to))
}

/// Checks a public key as installations send it: base64url without padding. Whether it is a point of
/// the curve is for who decodes it.
///
/// # Errors
/// Something else.
pub fn check_installation_key(key: &str) -> Result<(), Refusal> {
    let is_fine = key.len() == KEY_CHARACTERS
        && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if is_fine { Ok(()) } else { Err(Reason::InstallationKeyInvalid.into()) }
}

impl RecordUsage {
    /// Checks that it is one of the two, and what somebody typed. `issued_on` is the day on which the
    /// license was made.
    ///
    /// # Errors
    /// One field error per fault.
    pub fn check(&self, issued_on: NaiveDate, today: NaiveDate) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        match (&self.manual, &self.file) {
            (None, None) => faults.add("/manual", Reason::Required),
            (Some(_), Some(_)) => faults.add("/file", Reason::ManualOrFile),
            (Some(manual), None) => manual.check(&mut faults, issued_on, today),
            (None, Some(file)) if file.len() > MOST_CHARACTERS => {
                faults.add("/file", Refusal::new(Reason::TooLong).with("max", MOST_CHARACTERS));
            }
            (None, Some(_)) => {}
        }
        faults.into_result()
    }
}

impl ManualUsage {
    fn check(&self, faults: &mut Faults, issued_on: NaiveDate, today: NaiveDate) {
        if !(issued_on..=today).contains(&self.day) {
            faults.add("/manual/day", Refusal::new(Reason::NotThatDay).with("from", issued_on));
        }
        faults.check("/manual/workspaces", validate::range(self.workspaces, 0, MOST_USED));
        faults.check("/manual/users", validate::range(self.users, 0, MOST_USED));
        faults.check("/manual/version", validate::optional_text(self.version.as_deref(), 40));
        faults.check("/manual/reason", validate::text(&self.reason, 2, 200));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn manual() -> ManualUsage {
        let reason = "客户邮件告知".to_owned();
        ManualUsage { day: day(20), workspaces: 3, users: 40, version: None, reason }
    }

    fn pointers(body: &RecordUsage) -> Vec<String> {
        let faults = body.check(day(2), day(22)).err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn what_is_recorded_is_typed_or_a_file_and_every_fault_is_named() {
        let typed = |manual| RecordUsage { manual: Some(manual), file: None };
        let bad =
            ManualUsage { day: day(23), users: MOST_USED + 1, reason: " ".to_owned(), ..manual() };

        assert_eq!(pointers(&typed(manual())), [""; 0]);
        assert_eq!(pointers(&typed(ManualUsage { day: day(1), ..manual() })), ["/manual/day"]);
        assert_eq!(pointers(&typed(bad)), ["/manual/day", "/manual/users", "/manual/reason"]);
        assert_eq!(pointers(&RecordUsage::default()), ["/manual"]);
        let both = RecordUsage { manual: Some(manual()), file: Some(String::new()) };
        assert_eq!(pointers(&both), ["/file"]);
    }

    #[test]
    fn ninety_days_are_shown_and_no_more_than_four_hundred() {
        let query = |from, to| UsageQuery { from, to };

        let usual = shown_days(&query(None, None), day(22)).unwrap();
        assert_eq!(((usual.1 - usual.0).num_days(), usual.1), (89, day(22)));
        assert!(shown_days(&query(Some(day(22)), Some(day(21))), day(22)).is_err());
        let long_ago = day(22) - TimeDelta::days(400);
        assert!(shown_days(&query(Some(long_ago), None), day(22)).is_err());
        assert!(shown_days(&query(Some(long_ago + TimeDelta::days(1)), None), day(22)).is_ok());
    }

    #[test]
    fn a_key_has_the_form_of_one() {
        assert_eq!(check_installation_key(&"A".repeat(43)), Ok(()));
        for bad in ["", "A", &"A".repeat(44), &"+".repeat(43)] {
            assert!(check_installation_key(bad).is_err(), "{bad}");
        }
    }
}
