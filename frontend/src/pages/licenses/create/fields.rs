//! What is typed into the form of a license without an order.

use domain::{
    licenses::{ActivationMode, CreateLicense, PastTerm},
    money::Amount,
    orders::{DeliverTo, wire::ActivationInput},
    problem::{FieldError, Reason, Refusal},
};
use leptos::prelude::*;

use crate::{i18n::lang, ui::ComboOption};

/// How its term is said.
pub const YEARS: &str = "years";
pub const UNTIL: &str = "until";
pub const IN_USE: &str = "in_use";

#[derive(Clone, Copy)]
pub struct Fields {
    pub customer: RwSignal<Option<ComboOption>>,
    pub product: RwSignal<String>,
    pub partner: RwSignal<Option<ComboOption>>,
    pub owner: RwSignal<Option<ComboOption>>,
    pub term: RwSignal<String>,
    pub years: RwSignal<Option<i64>>,
    pub starts_on: RwSignal<String>,
    pub ends_on: RwSignal<String>,
    pub amount: RwSignal<String>,
    pub mode: RwSignal<String>,
    pub cluster_id: RwSignal<String>,
    pub installation_key: RwSignal<String>,
    pub contact_name: RwSignal<String>,
    pub contact_email: RwSignal<String>,
    pub deliver_to: RwSignal<String>,
    pub language: RwSignal<String>,
    pub contract_number: RwSignal<String>,
    pub reason: RwSignal<String>,
}

impl Fields {
    /// A free one until a day, mailed to the customer.
    pub fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            customer: RwSignal::new(None),
            product: text(""),
            partner: RwSignal::new(None),
            owner: RwSignal::new(None),
            term: text(UNTIL),
            years: RwSignal::new(Some(1)),
            starts_on: text(""),
            ends_on: text(""),
            amount: text("0"),
            mode: text(ActivationMode::Online.as_str()),
            cluster_id: text(""),
            installation_key: text(""),
            contact_name: text(""),
            contact_email: text(""),
            deliver_to: text(DeliverTo::Customer.as_str()),
            language: text(untrack(lang).as_str()),
            contract_number: text(""),
            reason: text(""),
        }
    }

    /// Whether its term is said so (tracked).
    pub fn is(self, term: &str) -> bool {
        *self.term.read() == term
    }

    /// As typed (tracked).
    ///
    /// # Errors
    /// What is missing or cannot be read.
    pub fn content(self) -> Result<CreateLicense, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut missing = |at: &str| faults.push(Refusal::from(Reason::Required).at(at));
        let customer = self.customer.get().and_then(|chosen| chosen.value.parse().ok());
        if customer.is_none() {
            missing("/customer_id");
        }
        let product = self.product.get().parse().ok();
        if product.is_none() {
            missing("/product_id");
        }
        let amount: Option<Amount> = self.amount.get().trim().parse().ok();
        if amount.is_none() {
            missing("/amount");
        }
        let (starts_on, ends_on) = (self.starts_on.get().parse(), self.ends_on.get().parse());
        if self.is(IN_USE) && starts_on.is_err() {
            missing("/past/starts_on");
        }
        let last_at = if self.is(IN_USE) { "/past/expires_on" } else { "/ends_on" };
        if !self.is(YEARS) && ends_on.is_err() {
            missing(last_at);
        }
        let given = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let (Some(customer_id), Some(product_id), Some(amount), []) =
            (customer, product, amount, faults.as_slice())
        else {
            return Err(faults);
        };
        let past = starts_on.ok().zip(ends_on.as_ref().ok().copied());
        Ok(CreateLicense {
            customer_id,
            product_id,
            partner_id: self.partner.get().and_then(|chosen| chosen.value.parse().ok()),
            owner_id: self.owner.get().and_then(|chosen| chosen.value.parse().ok()),
            years: self.years.get().and_then(|years| u32::try_from(years).ok()).unwrap_or(0),
            ends_on: ends_on.ok().filter(|_| self.is(UNTIL)),
            amount,
            activation: ActivationInput {
                mode: self.mode.get().parse().unwrap_or_default(),
                cluster_id: given(self.cluster_id),
                installation_key: given(self.installation_key)
                    .filter(|_| *self.mode.read() == ActivationMode::Offline.as_str()),
            },
            contact_name: given(self.contact_name),
            contact_email: given(self.contact_email),
            contact_phone: None,
            deliver_to: self.deliver_to.get().parse().unwrap_or(DeliverTo::Customer),
            language: self.language.get().parse().unwrap_or_default(),
            contract_number: given(self.contract_number),
            reason: self.reason.get().trim().to_owned(),
            past: past
                .map(|(starts_on, expires_on)| PastTerm { starts_on, expires_on })
                .filter(|_| self.is(IN_USE)),
        })
    }
}
