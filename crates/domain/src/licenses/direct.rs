//! Licenses that nobody ordered: a trial, a gift, a replacement, or one that was sold before this
//! system was there. Each still comes of an order, its own: what is sold, delivered, returned and
//! paid has one way (ADR 16).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ActivationMode, check_cluster_id};
use crate::{
    Lang,
    dates::{last_day_of_term, plus_days},
    id::{CustomerId, PartnerId, ProductId, UserId},
    money::Amount,
    orders::{DeliverTo, wire::ActivationInput},
    problem::{FieldError, Reason, Refusal},
    products::pricing::MAX_YEARS,
    validate::{self, Faults},
};

/// The longest term that was ever sold, in years: what is further away is a slip.
pub const LONGEST_PAST: u32 = 20;

/// The term of a license that is in use already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PastTerm {
    pub starts_on: NaiveDate,
    /// The last day.
    pub expires_on: NaiveDate,
}

/// `POST /licenses`: one license, issued at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateLicense {
    pub customer_id: CustomerId,
    pub product_id: ProductId,
    /// The partner that it was sold through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<PartnerId>,
    /// Whose it is, among those who sell. Left out, it is the caller's where no partner sold it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    #[serde(default = "one")]
    pub years: u32,
    /// The last day, in place of whole years, e.g. of a trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// What was agreed for it, tax included, in minor units; 0 is a gift.
    #[serde(default)]
    pub amount: Amount,
    #[serde(default)]
    pub activation: ActivationInput,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    /// Where it is sent; needed unless the partner gets it, or it is in use already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_phone: Option<String>,
    #[serde(default = "the_customer")]
    pub deliver_to: DeliverTo,
    #[serde(default)]
    pub language: Lang,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_number: Option<String>,
    /// Why there is no order.
    pub reason: String,
    /// It is in use already: it keeps its term, and nothing is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<PastTerm>,
}

const fn one() -> u32 {
    1
}

const fn the_customer() -> DeliverTo {
    DeliverTo::Customer
}

impl CreateLicense {
    /// Checks everything that needs no record, on a business day.
    ///
    /// # Errors
    /// One field error per fault.
    pub fn check(&self, today: NaiveDate) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        self.check_term(today, &mut faults);
        if self.amount < Amount::ZERO {
            faults.add("/amount", Reason::NegativeAmount);
        }
        self.check_activation(&mut faults);
        self.check_contact(&mut faults);
        let contract = self.contract_number.as_deref();
        faults.check("/contract_number", validate::optional_text(contract, 64));
        faults.check("/reason", validate::text(&self.reason, 2, 500));
        faults.into_result()
    }

    fn check_term(&self, today: NaiveDate, faults: &mut Faults) {
        if let Some(PastTerm { starts_on, expires_on }) = self.past {
            if starts_on > today {
                faults.add("/past/starts_on", Reason::InTheFuture);
            }
            let limit = last_day_of_term(starts_on, LONGEST_PAST);
            faults.check("/past/expires_on", within(expires_on, starts_on, limit));
            if self.ends_on.is_some() {
                faults.add("/ends_on", Reason::UnknownField);
            }
        } else if let Some(last) = self.ends_on {
            faults.check("/ends_on", within(last, today, last_day_of_term(today, MAX_YEARS)));
        } else {
            faults.check("/years", validate::range(self.years, 1, MAX_YEARS));
        }
    }

    fn check_activation(&self, faults: &mut Faults) {
        let pointer = "/activation/cluster_id";
        match self.activation.cluster_id.as_deref().map(str::trim).filter(|id| !id.is_empty()) {
            Some(cluster) => faults.check(pointer, check_cluster_id(cluster)),
            None if self.activation.mode == ActivationMode::Offline => {
                faults.add(pointer, Reason::ClusterIdRequired);
            }
            None => {}
        }
        faults.check("/activation/installation_key", self.activation.check_key());
    }

    fn check_contact(&self, faults: &mut Faults) {
        faults.check("/contact_name", validate::optional_text(self.contact_name.as_deref(), 60));
        faults.check("/contact_phone", validate::optional_text(self.contact_phone.as_deref(), 40));
        match self.contact_email.as_deref().map(str::trim).filter(|email| !email.is_empty()) {
            Some(email) => faults.check("/contact_email", validate::email(email)),
            None if self.past.is_none() && self.deliver_to == DeliverTo::Customer => {
                faults.add("/contact_email", Reason::Required);
            }
            None => {}
        }
        if self.deliver_to == DeliverTo::Partner && self.partner_id.is_none() {
            faults.add("/deliver_to", Reason::UnknownReference);
        }
    }
}

/// Whether a last day is after `from` and not after `limit`.
fn within(last: NaiveDate, from: NaiveDate, limit: NaiveDate) -> Result<(), Refusal> {
    if last < plus_days(from, 1) {
        Err(Refusal::new(Reason::EndsTooEarly).with("on", from))
    } else if last > limit {
        Err(Refusal::new(Reason::EndsTooLate).with("on", limit))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Id;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn trial() -> CreateLicense {
        CreateLicense {
            customer_id: Id::from_uuid(Uuid::from_u128(1)),
            product_id: Id::from_uuid(Uuid::from_u128(2)),
            partner_id: None,
            owner_id: None,
            years: 1,
            ends_on: Some(day(2026, 12, 31)),
            amount: Amount::ZERO,
            activation: ActivationInput::default(),
            contact_name: None,
            contact_email: Some("it@example.com".to_owned()),
            contact_phone: None,
            deliver_to: DeliverTo::Customer,
            language: Lang::Zh,
            contract_number: None,
            reason: "试用".to_owned(),
            past: None,
        }
    }

    fn faults(of: &CreateLicense) -> Vec<(String, Reason)> {
        let checked = of.check(day(2026, 11, 22));
        let faults = checked.err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.pointer, fault.reason)).collect()
    }

    fn one(pointer: &str, reason: Reason) -> Vec<(String, Reason)> {
        vec![(pointer.to_owned(), reason)]
    }

    #[test]
    fn a_trial_ends_after_today_and_within_the_longest_term() {
        let until = |ends_on| faults(&CreateLicense { ends_on: Some(ends_on), ..trial() });

        assert_eq!(faults(&trial()), []);
        assert_eq!(until(day(2026, 11, 22)), one("/ends_on", Reason::EndsTooEarly));
        assert_eq!(until(day(2026, 11, 23)), []);
        assert_eq!(until(day(2031, 11, 22)), one("/ends_on", Reason::EndsTooLate));
    }

    #[test]
    fn somebody_gets_it_and_somebody_says_why() {
        let to_nobody = CreateLicense { contact_email: None, ..trial() };
        let to_no_partner = CreateLicense { deliver_to: DeliverTo::Partner, ..trial() };
        let unreasoned = CreateLicense { reason: " ".to_owned(), ..trial() };

        assert_eq!(faults(&to_nobody), one("/contact_email", Reason::Required));
        assert_eq!(faults(&to_no_partner), one("/deliver_to", Reason::UnknownReference));
        assert_eq!(faults(&unreasoned).len(), 1);
    }

    #[test]
    fn offline_activation_names_its_cluster() {
        let with = |mode, cluster: Option<&str>| {
            let cluster_id = cluster.map(str::to_owned);
            faults(&CreateLicense {
                activation: ActivationInput { mode, cluster_id, installation_key: None },
                ..trial()
            })
        };
        let at = "/activation/cluster_id";

        assert_eq!(with(ActivationMode::Offline, None), one(at, Reason::ClusterIdRequired));
        assert_eq!(with(ActivationMode::Offline, Some("a b")), one(at, Reason::ClusterIdInvalid));
        assert_eq!(with(ActivationMode::Offline, Some("cluster-one")), []);
    }

    #[test]
    fn what_is_in_use_began_already_and_is_sent_to_nobody() {
        let from = |starts_on, expires_on| CreateLicense {
            ends_on: None,
            contact_email: None,
            past: Some(PastTerm { starts_on, expires_on }),
            ..trial()
        };
        let at = "/past/expires_on";
        let begun = day(2024, 3, 1);

        assert_eq!(faults(&from(begun, day(2027, 2, 28))), []);
        assert_eq!(faults(&from(begun, begun)), one(at, Reason::EndsTooEarly));
        assert_eq!(faults(&from(begun, day(2124, 2, 28))), one(at, Reason::EndsTooLate));
        assert_eq!(
            faults(&from(day(2026, 11, 23), day(2027, 2, 28))),
            one("/past/starts_on", Reason::InTheFuture)
        );
    }
}
