//! Customers: the organisations that run what we sell.

mod change;
mod content;
mod credit_code;
pub mod duplicates;
pub mod merge;
mod timeline;
pub mod wire;

use chrono::NaiveDate;

use crate::problem::{Reason, Refusal};

pub use change::{LONGEST_REASON, MAX_CONTACTS};
pub use credit_code::check_credit_code;
pub use timeline::TimelineKind;

crate::enums::wire_enum! {
    pub enum Region {
        East = "east": "华东", "East China";
        South = "south": "华南", "South China";
        North = "north": "华北", "North China";
        Central = "central": "华中", "Central China";
        Southwest = "southwest": "西南", "Southwest China";
        Northwest = "northwest": "西北", "Northwest China";
        Northeast = "northeast": "东北", "Northeast China";
        HkMoTw = "hk_mo_tw": "港澳台", "Hong Kong, Macao, Taiwan";
        #[default]
        Overseas = "overseas": "海外", "Overseas";
    }
}

crate::enums::wire_enum! {
    pub enum CustomerType {
        #[default]
        Enterprise = "enterprise": "企业", "Enterprise";
        Government = "government": "政府", "Government";
        Education = "education": "教育", "Education";
        Startup = "startup": "初创", "Startup";
        Other = "other": "其他", "Other";
    }
}

crate::enums::wire_enum! {
    pub enum Industry {
        Technology = "technology": "科技", "Technology";
        Finance = "finance": "金融", "Finance";
        Manufacturing = "manufacturing": "制造", "Manufacturing";
        Energy = "energy": "能源", "Energy";
        Healthcare = "healthcare": "医疗", "Healthcare";
        Education = "education": "教育", "Education";
        Government = "government": "政府", "Government";
        Retail = "retail": "零售", "Retail";
        Consulting = "consulting": "咨询", "Consulting";
        #[default]
        Other = "other": "其他", "Other";
    }
}

crate::enums::wire_enum! {
    /// Derived from a customer's licenses (存续情况).
    pub enum Retention {
        #[default]
        Prospect = "prospect": "潜在", "Prospect";
        Active = "active": "存续", "Active";
        Expiring = "expiring": "即将到期", "Expiring";
        Lapsed = "lapsed": "已流失", "Lapsed";
    }
}

/// What a customer's licenses say of its retention.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Running {
    /// The latest last day of its licenses, those that were ended early left out.
    pub latest_expiry: Option<NaiveDate>,
    /// Whether any of them ever had a term, ended early or not.
    pub has_run: bool,
}

/// A customer's retention on a business day. A license that waits for its activation has no term
/// yet: until then its customer is a prospect.
pub fn retention(running: Running, today: NaiveDate) -> Retention {
    match running.latest_expiry {
        None if running.has_run => Retention::Lapsed,
        None => Retention::Prospect,
        Some(day) if day < today => Retention::Lapsed,
        Some(day) if day <= expiring_until(today) => Retention::Expiring,
        Some(_) => Retention::Active,
    }
}

/// The last day that counts as about to end.
pub fn expiring_until(today: NaiveDate) -> NaiveDate {
    crate::dates::plus_days(today, crate::licenses::REMINDER_DAYS)
}

impl wire::CustomerView {
    /// Whether its data may be changed, and it may be merged: it is in use.
    ///
    /// # Errors
    /// It is archived, or part of another one.
    pub fn in_use(&self) -> Result<(), Refusal> {
        match &self.merged_into {
            Some(winner) => Err(Refusal::new(Reason::CustomerMerged).with("name", &winner.name)),
            None if self.archived => Err(Reason::CustomerArchived.into()),
            None => Ok(()),
        }
    }

    /// Whether it may be restored: it is archived, and not because it was merged.
    ///
    /// # Errors
    /// It is in use, or part of another one.
    pub fn may_restore(&self) -> Result<(), Refusal> {
        match &self.merged_into {
            Some(winner) => Err(Refusal::new(Reason::CustomerMerged).with("name", &winner.name)),
            None if !self.archived => Err(Reason::CustomerNotArchived.into()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn retention_follows_the_last_day_that_still_counts() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let until =
            |days| Running { latest_expiry: Some(today + TimeDelta::days(days)), has_run: true };
        let reminder = i64::from(crate::licenses::REMINDER_DAYS);
        let ended_early = Running { latest_expiry: None, has_run: true };

        assert_eq!(retention(Running::default(), today), Retention::Prospect);
        assert_eq!(retention(ended_early, today), Retention::Lapsed);
        assert_eq!(retention(until(-1), today), Retention::Lapsed);
        assert_eq!(retention(until(0), today), Retention::Expiring);
        assert_eq!(retention(until(reminder), today), Retention::Expiring);
        assert_eq!(retention(until(reminder + 1), today), Retention::Active);
    }
}
