//! Changing a customer's data: what is asked for, compared with what is there.

use serde_json::Value;

use super::{
    check_credit_code,
    wire::{ChangeCustomer, ContactView, CustomerContact, CustomerView},
};
use crate::{
    patch::Patch,
    problem::{FieldError, Reason, Refusal},
    text::cleaned,
    validate::{self, Faults},
};

/// Most people of one customer.
pub const MAX_CONTACTS: usize = 20;
/// Most characters of the reason for a change.
pub const LONGEST_REASON: usize = 200;

impl ChangeCustomer {
    /// Checks what is asked for; what is absent is not looked at.
    ///
    /// # Errors
    /// One field error per fault, by pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        if let Some(name) = &self.name {
            faults.check("/name", validate::text(name, 2, 120));
        }
        if let Patch::Set(code) = &self.credit_code
            && !code.trim().is_empty()
        {
            faults.check("/credit_code", check_credit_code(&code.trim().to_ascii_uppercase()));
        }
        let texts = [
            ("/city", &self.city, 64),
            ("/address", &self.address, 200),
            ("/notes", &self.notes, 2000),
        ];
        for (pointer, text, most) in texts {
            if let Patch::Set(text) = text {
                faults.check(pointer, validate::text(text, 0, most));
            }
        }
        check_contacts(self.contacts.as_deref().unwrap_or_default(), &mut faults);
        let reason = self.reason.as_deref();
        faults.check("/reason", validate::optional_text(reason, LONGEST_REASON));
        faults.into_result()
    }

    /// The same, trimmed and normalized; what is empty is cleared.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let kept = |text: Patch<String>| match text {
            Patch::Set(text) => Patch::from(filled(&text)),
            other => other,
        };
        let credit_code = match kept(self.credit_code) {
            Patch::Set(code) => Patch::Set(code.to_ascii_uppercase()),
            other => other,
        };
        Self {
            name: self.name.as_deref().map(cleaned),
            credit_code,
            city: kept(self.city),
            address: kept(self.address),
            notes: kept(self.notes),
            contacts: self.contacts.map(|all| all.iter().map(CustomerContact::cleaned).collect()),
            reason: self.reason.as_deref().and_then(filled),
            ..self
        }
    }

    /// Everything as it stands: each field says what it holds, and nothing is kept silent.
    pub fn as_is(customer: &CustomerView) -> Self {
        Self {
            name: Some(customer.name.clone()),
            credit_code: customer.credit_code.clone().into(),
            customer_type: Some(customer.customer_type),
            industry: customer.industry.into(),
            region: customer.region.into(),
            city: customer.city.clone().into(),
            address: customer.address.clone().into(),
            notes: customer.notes.clone().into(),
            contacts: Some(customer.contacts.iter().map(CustomerContact::from).collect()),
            reason: None,
        }
    }

    /// Only the fields that are another than in `present` (as [`Self::as_is`] has it).
    #[must_use]
    pub fn differing_from(self, present: &Self) -> Self {
        Self {
            name: self.name.filter(|name| Some(name) != present.name.as_ref()),
            credit_code: self.credit_code.differing_from(&present.credit_code),
            customer_type: self.customer_type.filter(|it| Some(*it) != present.customer_type),
            industry: self.industry.differing_from(&present.industry),
            region: self.region.differing_from(&present.region),
            city: self.city.differing_from(&present.city),
            address: self.address.differing_from(&present.address),
            notes: self.notes.differing_from(&present.notes),
            contacts: self.contacts.filter(|all| Some(all) != present.contacts.as_ref()),
            reason: self.reason,
        }
    }

    /// Only the fields that `asked` speaks of, without the reason.
    #[must_use]
    pub fn limited_to(self, asked: &Self) -> Self {
        Self {
            name: asked.name.as_ref().and(self.name),
            credit_code: self.credit_code.limited_to(&asked.credit_code),
            customer_type: asked.customer_type.and(self.customer_type),
            industry: self.industry.limited_to(&asked.industry),
            region: self.region.limited_to(&asked.region),
            city: self.city.limited_to(&asked.city),
            address: self.address.limited_to(&asked.address),
            notes: self.notes.limited_to(&asked.notes),
            contacts: asked.contacts.as_ref().and(self.contacts),
            reason: None,
        }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self { reason: self.reason.clone(), ..Self::default() }
    }

    /// The fields by name, as people are told of them: contacts one per line.
    pub fn told(&self) -> Value {
        let mut told = serde_json::to_value(self).unwrap_or_default();
        if let Some(fields) = told.as_object_mut() {
            fields.remove("reason");
            if let Some(contacts) = &self.contacts {
                let lines: Vec<_> = contacts.iter().map(CustomerContact::in_a_line).collect();
                fields.insert("contacts".to_owned(), Value::String(lines.join("\n")));
            }
        }
        told
    }
}

fn filled(text: &str) -> Option<String> {
    Some(cleaned(text)).filter(|text| !text.is_empty())
}

impl CustomerContact {
    fn cleaned(&self) -> Self {
        let kept = |text: &Option<String>| text.as_deref().and_then(filled);
        Self {
            name: cleaned(&self.name),
            title: kept(&self.title),
            email: kept(&self.email),
            phone: kept(&self.phone),
        }
    }

    /// Name, title, address and number, as far as there are.
    fn in_a_line(&self) -> String {
        let rest = [&self.title, &self.email, &self.phone].into_iter().flatten();
        std::iter::once(&self.name).chain(rest).map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}

impl From<&ContactView> for CustomerContact {
    fn from(contact: &ContactView) -> Self {
        Self {
            name: contact.name.clone(),
            title: contact.title.clone(),
            email: contact.email.clone(),
            phone: contact.phone.clone(),
        }
    }
}

fn check_contacts(contacts: &[CustomerContact], faults: &mut Faults) {
    if contacts.len() > MAX_CONTACTS {
        faults.add("/contacts", Refusal::new(Reason::TooManyEntries).with("max", MAX_CONTACTS));
    }
    for (index, contact) in contacts.iter().take(MAX_CONTACTS).enumerate() {
        let at = |field: &str| format!("/contacts/{index}/{field}");
        faults.check(at("name"), validate::text(&contact.name, 1, 80));
        faults.check(at("title"), validate::optional_text(contact.title.as_deref(), 80));
        let email = contact.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
        faults.check(at("email"), email.map_or(Ok(()), validate::email));
        faults.check(at("phone"), validate::optional_text(contact.phone.as_deref(), 40));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{CustomerType, Industry, Region};

    fn present() -> ChangeCustomer {
        ChangeCustomer {
            name: Some("上海云智科技有限公司".to_owned()),
            credit_code: Patch::Clear,
            customer_type: Some(CustomerType::Enterprise),
            industry: Patch::Set(Industry::Finance),
            region: Patch::Set(Region::East),
            city: Patch::Clear,
            address: Patch::Clear,
            notes: Patch::Clear,
            contacts: Some(vec![CustomerContact {
                name: "王芳".to_owned(),
                email: Some("wang@yunzhi.example".to_owned()),
                ..CustomerContact::default()
            }]),
            reason: None,
        }
    }

    #[test]
    fn what_is_typed_is_cleaned_and_what_is_the_same_is_left_out() {
        let asked = ChangeCustomer {
            name: Some(" 上海云智科技有限公司 ".to_owned()),
            city: Patch::Set("  ".to_owned()),
            industry: Patch::Clear,
            address: Patch::Set(" 浦东新区 ".to_owned()),
            ..ChangeCustomer::default()
        };

        let changes = asked.cleaned().differing_from(&present());

        let expected = ChangeCustomer {
            industry: Patch::Clear,
            address: Patch::Set("浦东新区".to_owned()),
            ..ChangeCustomer::default()
        };
        assert_eq!(changes, expected);
        assert!(present().differing_from(&present()).is_empty());
        let before = present().limited_to(&changes);
        assert_eq!(
            (before.industry, before.address, before.name),
            (Patch::Set(Industry::Finance), Patch::Clear, None)
        );
    }

    #[test]
    fn every_fault_of_a_change_is_named() {
        let nobody = CustomerContact { email: Some("x".to_owned()), ..CustomerContact::default() };
        let asked = ChangeCustomer {
            name: Some(" ".to_owned()),
            credit_code: Patch::Set("91110000802100433A".to_owned()),
            city: Patch::Set("x".repeat(65)),
            contacts: Some(vec![nobody]),
            reason: Some("x".repeat(201)),
            ..ChangeCustomer::default()
        };

        let faults = asked.check().unwrap_err();

        let found: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(
            found,
            ["/name", "/credit_code", "/city", "/contacts/0/name", "/contacts/0/email", "/reason"]
        );
    }

    #[test]
    fn contacts_are_told_one_per_line() {
        let told = present().told();

        assert_eq!(told["contacts"], "王芳 · wang@yunzhi.example");
        assert_eq!(told["city"], Value::Null);
        assert_eq!(told.get("reason"), None);
    }

    #[test]
    fn what_is_kept_is_read_again_as_it_was() {
        let kept = serde_json::to_string(&present()).unwrap();

        assert_eq!(serde_json::from_str::<ChangeCustomer>(&kept).unwrap(), present());
    }
}
