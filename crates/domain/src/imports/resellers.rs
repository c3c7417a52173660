//! A row that is a reseller: a partner that sells to customers of its own.

use chrono::NaiveDate;

use super::lookup::Row;
use crate::{
    customers::Region,
    money::{Amount, BasisPoints},
    partners::{PartnerLevel, check_content, wire::PartnerContent},
    text::normalized,
    validate::Faults,
};

/// What a row says of a reseller; what it does not speak of stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResellerLine {
    pub name: String,
    pub credit_code: Option<String>,
    pub level: Option<PartnerLevel>,
    pub region: Option<Region>,
    pub legal_address: Option<String>,
    pub contact_name: String,
    pub contact_title: Option<String>,
    pub contact_email: String,
    pub contact_phone: Option<String>,
    pub profit_share: Option<BasisPoints>,
    pub credit_limit: Option<Amount>,
    pub agreement_number: Option<String>,
    pub agreement_signed_on: Option<NaiveDate>,
    pub agreement_until: Option<NaiveDate>,
}

impl ResellerLine {
    /// What the partner is with it: a reseller from now on, if it was none.
    #[must_use]
    pub fn over(&self, present: &PartnerContent) -> PartnerContent {
        let text = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
        PartnerContent {
            name: self.name.clone(),
            is_reseller: true,
            level: self.level.unwrap_or(present.level),
            region: self.region.or(present.region),
            credit_code: text(&self.credit_code, &present.credit_code),
            legal_address: text(&self.legal_address, &present.legal_address),
            contact_name: self.contact_name.clone(),
            contact_title: text(&self.contact_title, &present.contact_title),
            contact_email: self.contact_email.clone(),
            contact_phone: text(&self.contact_phone, &present.contact_phone),
            credit_limit: self.credit_limit.or(present.credit_limit),
            profit_share: self.profit_share.or(present.profit_share),
            agreement_number: text(&self.agreement_number, &present.agreement_number),
            agreement_signed_on: self.agreement_signed_on.or(present.agreement_signed_on),
            agreement_until: self.agreement_until.or(present.agreement_until),
            ..present.clone()
        }
    }

    pub(super) fn keys(&self) -> [Option<String>; 2] {
        [Some(normalized(&self.name)), self.credit_code.clone()]
    }
}

pub(super) fn read(row: &Row<'_>, faults: &mut Faults) -> ResellerLine {
    let level =
        row.one_of("level", PartnerLevel::ALL, PartnerLevel::label, PartnerLevel::as_str, faults);
    let line = ResellerLine {
        name: row.text("name").unwrap_or_default(),
        credit_code: row.code("credit_code", faults).map(|code| code.to_ascii_uppercase()),
        level,
        region: row.one_of("region", Region::ALL, Region::label, Region::as_str, faults),
        legal_address: row.text("legal_address"),
        contact_name: row.text("contact_name").unwrap_or_default(),
        contact_title: row.text("contact_title"),
        contact_email: row.text("contact_email").unwrap_or_default(),
        contact_phone: row.code("contact_phone", faults),
        profit_share: row.percent("profit_share", faults),
        credit_limit: row.amount("credit_limit", faults),
        agreement_number: row.code("agreement_number", faults),
        agreement_signed_on: row.day("agreement_signed_on", faults),
        agreement_until: row.day("agreement_until", faults),
    };
    faults.add_all(check_content(&line.over(&PartnerContent::default())));
    line
}
