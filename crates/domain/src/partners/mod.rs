//! Partner organisations: who may order, at which level.

pub mod wire;

use chrono::NaiveDate;

use crate::{
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

crate::enums::wire_enum! {
    pub enum PartnerLevel {
        Platinum = "platinum": "白金", "Platinum";
        Gold = "gold": "金牌", "Gold";
        Silver = "silver": "银牌", "Silver";
        Bronze = "bronze": "铜牌", "Bronze";
        #[default]
        Registered = "registered": "注册", "Registered";
    }
}

crate::enums::wire_enum! {
    pub enum PartnerStatus {
        #[default]
        Pending = "pending": "待审核", "Pending";
        Active = "active": "正常", "Active";
        Suspended = "suspended": "已暂停", "Suspended";
    }
}

/// What decides whether a partner's orders may be submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub status: PartnerStatus,
    /// Last day of the framework agreement; `None` where none was signed.
    pub agreement_until: Option<NaiveDate>,
}

impl Standing {
    /// Whether the partner may submit an order today (a business day).
    ///
    /// # Errors
    /// Not active; no framework agreement; an expired one.
    pub fn may_submit(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.status != PartnerStatus::Active {
            return Err(Refusal::new(Reason::PartnerNotActive).with("status", self.status));
        }
        match self.agreement_until {
            None => Err(Reason::AgreementMissing.into()),
            Some(until) if until < today => {
                Err(Refusal::new(Reason::AgreementExpired).with("on", until))
            }
            Some(_) => Ok(()),
        }
    }
}

/// What a partner may say of itself.
///
/// # Errors
/// One field error per fault, by pointer.
pub fn check_profile(change: &wire::ChangePartnerProfile) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/legal_address", validate::optional_text(change.legal_address.as_deref(), 200));
    faults.check("/contact_name", validate::text(&change.contact_name, 1, 60));
    faults.check("/contact_email", validate::email(change.contact_email.trim()));
    faults.check("/contact_phone", validate::optional_text(change.contact_phone.as_deref(), 40));
    faults.into_result()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_holds_through_its_last_day() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let standing = Standing { status: PartnerStatus::Active, agreement_until: Some(day(22)) };

        assert_eq!(standing.may_submit(day(22)), Ok(()));
        assert_eq!(standing.may_submit(day(23)).unwrap_err().reason, Reason::AgreementExpired);
    }
}
