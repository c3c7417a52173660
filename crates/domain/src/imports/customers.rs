//! A row that is a customer. What it does not speak of stays as it is where the customer is known;
//! its person is one of the customer's people.

use super::lookup::Row;
use crate::{
    customers::{
        CustomerType, Industry, MAX_CONTACTS, Region,
        wire::{ChangeCustomer, CustomerContact},
    },
    patch::Patch,
    problem::Reason,
    text::normalized,
    validate::Faults,
};

pub(super) fn read(row: &Row<'_>, faults: &mut Faults) -> ChangeCustomer {
    let set = |text: Option<String>| text.map_or(Patch::Keep, Patch::Set);
    let types = row.one_of(
        "customer_type",
        CustomerType::ALL,
        CustomerType::label,
        CustomerType::as_str,
        faults,
    );
    let industry = row.one_of("industry", Industry::ALL, Industry::label, Industry::as_str, faults);
    let region = row.one_of("region", Region::ALL, Region::label, Region::as_str, faults);
    let person = CustomerContact {
        name: row.text("contact_name").unwrap_or_default(),
        title: row.text("contact_title"),
        email: row.text("contact_email"),
        phone: row.code("contact_phone", faults),
    };
    let nobody = person == CustomerContact::default();
    let customer = ChangeCustomer {
        name: row.text("name"),
        credit_code: set(row.code("credit_code", faults)),
        customer_type: types,
        industry: industry.map_or(Patch::Keep, Patch::Set),
        region: region.map_or(Patch::Keep, Patch::Set),
        city: set(row.text("city")),
        address: set(row.text("address")),
        notes: set(row.lines("notes")),
        contacts: (!nobody).then(|| vec![person]),
        reason: None,
    };
    if customer.name.is_none() {
        faults.add("/name", Reason::Required);
    }
    faults.add_all(customer.check());
    customer.cleaned()
}

/// `/contacts/0/email` is what stands in the column `contact_email`.
pub(super) fn column_of(pointer: &str) -> String {
    match pointer.strip_prefix("/contacts/0/") {
        Some(field) => format!("/contact_{field}"),
        None => pointer.to_owned(),
    }
}

pub(super) fn keys(customer: &ChangeCustomer) -> [Option<String>; 2] {
    let code = match &customer.credit_code {
        Patch::Set(code) => Some(code.clone()),
        _ => None,
    };
    [customer.name.as_deref().map(normalized), code]
}

impl ChangeCustomer {
    /// The same for a customer whose people are known: somebody of the same name is changed where
    /// the row says something, somebody else comes after them.
    #[must_use]
    pub fn joining(mut self, present: &[CustomerContact]) -> Self {
        let Some(new) = self.contacts.take() else { return self };
        let mut all = present.to_vec();
        for person in new {
            let name = normalized(&person.name);
            let same = all.iter().position(|known| normalized(&known.name) == name);
            match same {
                Some(at) => {
                    let known = &mut all[at];
                    known.title = person.title.or(known.title.take());
                    known.email = person.email.or(known.email.take());
                    known.phone = person.phone.or(known.phone.take());
                }
                None if all.len() < MAX_CONTACTS => all.push(person),
                None => {}
            }
        }
        self.contacts = Some(all);
        self
    }
}
