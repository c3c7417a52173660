//! All that staff keep of a customer, as a whole: a new one, or instead of what was kept.

use super::wire::{ChangeCustomer, CreateCustomer, CustomerContent};
use crate::{id::UserId, patch::Patch, problem::FieldError};

impl CustomerContent {
    /// The change that leaves exactly this, whatever was there.
    pub fn as_change(&self) -> ChangeCustomer {
        let text = |text: &Option<String>| Patch::from(text.clone());
        ChangeCustomer {
            name: Some(self.name.clone()),
            credit_code: text(&self.credit_code),
            customer_type: Some(self.customer_type),
            industry: self.industry.into(),
            region: self.region.into(),
            city: text(&self.city),
            address: text(&self.address),
            notes: text(&self.notes),
            contacts: Some(self.contacts.clone()),
            reason: None,
        }
    }

    /// Checks all of it.
    ///
    /// # Errors
    /// One field error per fault, by pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        self.as_change().check()
    }

    /// The same, trimmed and normalized; what is empty is nothing.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        Self::from(self.as_change().cleaned())
    }
}

impl From<ChangeCustomer> for CustomerContent {
    /// What a change leaves where there was nothing.
    fn from(change: ChangeCustomer) -> Self {
        fn set<T>(patch: Patch<T>) -> Option<T> {
            let mut value = None;
            patch.apply(&mut value);
            value
        }
        Self {
            name: change.name.unwrap_or_default(),
            credit_code: set(change.credit_code),
            customer_type: change.customer_type.unwrap_or_default(),
            industry: set(change.industry),
            region: set(change.region),
            city: set(change.city),
            address: set(change.address),
            notes: set(change.notes),
            contacts: change.contacts.unwrap_or_default(),
        }
    }
}

impl CreateCustomer {
    /// With all of this, and whose it is.
    pub fn of(content: CustomerContent, owner_id: Option<UserId>) -> Self {
        Self {
            name: content.name,
            credit_code: content.credit_code,
            customer_type: content.customer_type,
            industry: content.industry,
            region: content.region,
            city: content.city,
            address: content.address,
            notes: content.notes,
            contacts: content.contacts,
            owner_id,
        }
    }

    /// All of it but whose it is.
    pub fn content(&self) -> CustomerContent {
        CustomerContent {
            name: self.name.clone(),
            credit_code: self.credit_code.clone(),
            customer_type: self.customer_type,
            industry: self.industry,
            region: self.region,
            city: self.city.clone(),
            address: self.address.clone(),
            notes: self.notes.clone(),
            contacts: self.contacts.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_checked_and_cleaned_as_a_change_is() {
        let content = CustomerContent {
            name: " 上海云智科技有限公司 ".to_owned(),
            credit_code: Some(" 91110000802100433b ".to_owned()),
            city: Some("  ".to_owned()),
            ..CustomerContent::default()
        };

        let cleaned = content.cleaned();

        assert_eq!(content.check(), Ok(()));
        assert_eq!(cleaned.name, "上海云智科技有限公司");
        assert_eq!(cleaned.credit_code.as_deref(), Some("91110000802100433B"));
        assert_eq!(cleaned.city, None);
        let nobody = CustomerContent::default();
        assert_eq!(nobody.check().unwrap_err()[0].pointer, "/name");
    }
}
