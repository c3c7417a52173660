//! A row that is a license of a past sale: in use already, with the term that it has.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Link, lookup::Row};
use crate::{
    Lang,
    id::{CustomerId, PartnerId, ProductId, UserId},
    licenses::{ActivationMode, CreateLicense, PastTerm},
    money::Amount,
    orders::{DeliverTo, wire::ActivationInput},
    problem::Reason,
    validate::Faults,
};

/// What a row says of a license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseLine {
    /// By name or credit code.
    pub customer: Link<CustomerId>,
    /// By code or name, or by an edition that only one has.
    pub product: Link<ProductId>,
    /// The partner that it was sold through, by name or credit code.
    pub partner: Link<PartnerId>,
    /// Whoever sold it, by name or address.
    pub owner: Link<UserId>,
    pub past: PastTerm,
    pub mode: Option<ActivationMode>,
    pub cluster_id: Option<String>,
    pub amount: Option<Amount>,
    pub contract_number: Option<String>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub contact_phone: Option<String>,
    pub notes: Option<String>,
}

impl LicenseLine {
    /// As an administrator issues it by hand; `reason` is what the row does not say.
    pub fn content(&self, reason: &str) -> CreateLicense {
        CreateLicense {
            customer_id: self.customer.id.unwrap_or_else(|| Uuid::nil().into()),
            product_id: self.product.id.unwrap_or_else(|| Uuid::nil().into()),
            partner_id: self.partner.id,
            owner_id: self.owner.id,
            years: 1,
            ends_on: None,
            amount: self.amount.unwrap_or_default(),
            activation: ActivationInput {
                mode: self.mode.unwrap_or_default(),
                cluster_id: self.cluster_id.clone(),
                installation_key: None,
            },
            contact_name: self.contact_name.clone(),
            contact_email: self.contact_email.clone(),
            contact_phone: self.contact_phone.clone(),
            deliver_to: DeliverTo::Customer,
            language: Lang::default(),
            contract_number: self.contract_number.clone(),
            reason: self.notes.clone().unwrap_or_else(|| reason.to_owned()),
            past: Some(self.past),
        }
    }

    pub(super) fn key(&self) -> Option<String> {
        let (customer, product) = self.customer.id.zip(self.product.id)?;
        Some(license_key(customer, product, self.past.starts_on, self.cluster_id.as_deref()))
    }
}

/// By what a license is told from others: a customer has one of a product that begins on a day, in
/// each cluster.
pub fn license_key(
    customer: CustomerId,
    product: ProductId,
    starts_on: NaiveDate,
    cluster: Option<&str>,
) -> String {
    let cluster = cluster.unwrap_or_default();
    format!("{} {} {starts_on} {cluster}", customer.as_uuid(), product.as_uuid())
}

pub(super) fn read(row: &Row<'_>, faults: &mut Faults, today: NaiveDate) -> LicenseLine {
    let mode = row.one_of(
        "mode",
        ActivationMode::ALL,
        ActivationMode::label,
        ActivationMode::as_str,
        faults,
    );
    let (starts, expires) = (row.day("starts_on", faults), row.day("expires_on", faults));
    let starts_on = starts.unwrap_or(today);
    let line = LicenseLine {
        customer: Link::of(row.text("customer")),
        product: Link::of(row.text("product")),
        partner: Link::of(row.text("partner")),
        owner: Link::of(row.text("owner")),
        past: PastTerm {
            starts_on,
            expires_on: expires.unwrap_or(crate::dates::last_day_of_term(starts_on, 1)),
        },
        mode,
        cluster_id: row.code("cluster", faults),
        amount: row.amount("amount", faults),
        contract_number: row.code("contract_number", faults),
        contact_name: row.text("contact_name"),
        contact_email: row.text("contact_email"),
        contact_phone: row.code("contact_phone", faults),
        notes: row.lines("notes"),
    };
    for key in ["customer", "product", "starts_on", "expires_on"] {
        if row.is_empty(key) {
            faults.add(format!("/{key}"), Reason::Required);
        }
    }
    if starts.is_some() && expires.is_some() {
        faults.add_all(line.content("import").check(today));
    }
    line
}
