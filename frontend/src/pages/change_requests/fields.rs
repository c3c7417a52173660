//! What the fields of customers and licenses are called, and their values in words.

use domain::{
    customers::{CustomerType, Industry, Region},
    licenses::ActivationMode,
};

use crate::i18n::{Word, lang, t};

/// What a field is called; none for what is not known.
pub fn name_of(field: &str) -> Option<Word> {
    Some(match field {
        "name" => t::customers::name,
        "credit_code" => t::customers::credit_code,
        "customer_type" => t::customers::kind,
        "industry" => t::customers::industry,
        "region" => t::customers::region,
        "city" => t::customers::city,
        "address" => t::customers::address,
        "notes" => t::customers::notes,
        "contacts" => t::customers::contacts,
        "owner" => t::customers::owner,
        "cluster_id" => t::changes::cluster_id,
        "activation_mode" => t::changes::activation_mode,
        "suspended" => t::changes::suspended,
        "terminated" => t::changes::terminated,
        "expires_on" => t::licenses::expires,
        _ => return None,
    })
}

/// The names of several, as a list (tracked).
pub fn names_of(fields: &[String]) -> String {
    let name = |field: &String| match name_of(field) {
        Some(name) => name.get().to_owned(),
        None => field.clone(),
    };
    fields.iter().map(name).collect::<Vec<_>>().join(lang().pick("、", ", "))
}

/// A value as people read it (tracked); none where it stands for itself.
pub fn value_in_words(field: &str, value: &str) -> Option<String> {
    let lang = lang();
    let word = match field {
        "customer_type" => value.parse::<CustomerType>().ok()?.label(lang),
        "industry" => value.parse::<Industry>().ok()?.label(lang),
        "region" => value.parse::<Region>().ok()?.label(lang),
        "activation_mode" => value.parse::<ActivationMode>().ok()?.label(lang),
        "suspended" | "terminated" => yes_or_no(value)?,
        _ => return None,
    };
    Some(word.to_owned())
}

/// A fact as a word (tracked).
fn yes_or_no(value: &str) -> Option<&'static str> {
    match value {
        "true" => Some(t::common::yes.get()),
        "false" => Some(t::common::no.get()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::customers::wire::{ChangeCustomer, CustomerView};
    use leptos::prelude::*;

    use super::*;

    #[test]
    fn every_field_of_a_customer_has_a_name() {
        let view: CustomerView = serde_json::from_str(
            r#"{"id":"00000000-0000-7000-8000-000000000000","name":"x","credit_code":"x",
                "customer_type":"other","industry":"other","region":"east","city":"x","address":"x",
                "owner_id":null,"owner_name":null,"notes":"x","contacts":[],"licenses":0,"latest_expiry":null,
                "retention":"prospect","archived":false,"created_at":"2026-11-23T00:00:00Z","version":1}"#,
        )
        .unwrap();
        let told = ChangeCustomer::as_is(&view).told();

        for field in told.as_object().unwrap().keys() {
            assert!(name_of(field).is_some(), "{field}");
        }
        assert_eq!(told.as_object().unwrap().len(), 9);
        let region = untrack(|| value_in_words("region", "east")).unwrap();
        assert_ne!(region, "east");
    }
}
