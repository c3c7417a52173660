//! Partner organisations: who may order, at which level.

mod contacts;
mod credit;
mod team;
pub mod wire;

use chrono::NaiveDate;

use crate::{
    customers::check_credit_code,
    money::BasisPoints,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

pub use contacts::{MAX_CONTACTS, MAX_SENDERS, sender_key, sender_keys_of};
pub use credit::{Credit, MAX_TERM_DAYS, PaymentTerms, TermsFrom};
pub use team::{keeps_an_org_admin, may_manage_team};

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

impl PartnerStatus {
    /// Whether the partner may be approved: a new one for the first time, a suspended one again.
    ///
    /// # Errors
    /// It is active already.
    pub fn may_approve(self) -> Result<(), Refusal> {
        match self {
            Self::Pending | Self::Suspended => Ok(()),
            Self::Active => Err(Reason::PartnerActive.into()),
        }
    }

    /// Whether the partner may be suspended: its people are out, its orders are not submitted.
    ///
    /// # Errors
    /// It is not active.
    pub fn may_suspend(self) -> Result<(), Refusal> {
        match self {
            Self::Active => Ok(()),
            other => Err(Refusal::new(Reason::PartnerNotActive).with("status", other)),
        }
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
    check_contact(change, &mut faults);
    faults.into_result()
}

fn check_contact(change: &wire::ChangePartnerProfile, faults: &mut Faults) {
    faults.check("/legal_address", validate::optional_text(change.legal_address.as_deref(), 200));
    faults.check("/contact_name", validate::text(&change.contact_name, 1, 60));
    faults.check("/contact_title", validate::optional_text(change.contact_title.as_deref(), 60));
    faults.check("/contact_email", validate::email(change.contact_email.trim()));
    faults.check("/contact_phone", validate::optional_text(change.contact_phone.as_deref(), 40));
    contacts::check_contacts(&change.contacts, faults);
}

/// What staff may keep of a partner.
///
/// # Errors
/// One field error per fault, by pointer.
pub fn check_content(content: &wire::PartnerContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name", validate::text(&content.name, 2, 120));
    if let Some(code) = content.credit_code.as_deref().map(str::trim).filter(|c| !c.is_empty()) {
        faults.check("/credit_code", check_credit_code(code));
    }
    let number = content.agreement_number.as_deref();
    faults.check("/agreement_number", validate::optional_text(number, 64));
    if let (Some(signed), Some(until)) = (content.agreement_signed_on, content.agreement_until)
        && until < signed
    {
        faults.add("/agreement_until", Reason::EndsBeforeItBegins);
    }
    check_contact(&content.profile(), &mut faults);
    contacts::check_senders(&content.sender_addresses, &mut faults);
    if content.credit_limit.is_some_and(|limit| limit.minor() < 0) {
        faults.add("/credit_limit", Reason::NegativeAmount);
    }
    content.payment_terms.check(&mut faults);
    if let Some(share) = content.profit_share {
        faults.check("/profit_share", validate::range(share.0, 0, BasisPoints::WHOLE.0));
    }
    faults.into_result()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_active_are_suspended_and_only_the_others_approved() {
        for status in PartnerStatus::ALL {
            let is_active = *status == PartnerStatus::Active;
            assert_eq!(status.may_suspend().is_ok(), is_active, "{status}");
            assert_eq!(status.may_approve().is_ok(), !is_active, "{status}");
        }
    }

    #[test]
    fn every_fault_of_a_partner_is_named() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let content = wire::PartnerContent {
            name: "云".to_owned(),
            credit_code: Some("91110108MA01DSMS7X".to_owned()),
            contact_email: "nobody".to_owned(),
            agreement_signed_on: Some(day(22)),
            agreement_until: Some(day(21)),
            profit_share: Some(BasisPoints(10_001)),
            ..wire::PartnerContent::default()
        };

        let found = check_content(&content).unwrap_err();

        let pointers: Vec<_> = found.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/name",
                "/credit_code",
                "/agreement_until",
                "/contact_name",
                "/contact_email",
                "/profit_share"
            ]
        );
    }

    #[test]
    fn an_agreement_holds_through_its_last_day() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let standing = Standing { status: PartnerStatus::Active, agreement_until: Some(day(22)) };

        assert_eq!(standing.may_submit(day(22)), Ok(()));
        assert_eq!(standing.may_submit(day(23)).unwrap_err().reason, Reason::AgreementExpired);
    }
}
