//! Further people to write to: rows that come and go, and one of them may become the first.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::partners::{MAX_CONTACTS, wire::PartnerContact};
use leptos::prelude::*;

use crate::{
    components::FormState,
    i18n::t,
    ui::{Button, Field, Glyph, IconButton, Look, TextInput},
};

/// One contact, as it is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ContactForm {
    key: u32,
    pub name: RwSignal<String>,
    pub title: RwSignal<String>,
    pub email: RwSignal<String>,
    pub phone: RwSignal<String>,
}

fn filled(text: RwSignal<String>) -> Option<String> {
    Some(text.get().trim().to_owned()).filter(|text| !text.is_empty())
}

impl ContactForm {
    fn of(contact: &PartnerContact) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);

        let optional = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        Self {
            key: NEXT.fetch_add(1, Ordering::Relaxed),
            name: RwSignal::new(contact.name.clone()),
            title: optional(&contact.title),
            email: RwSignal::new(contact.email.clone()),
            phone: optional(&contact.phone),
        }
    }

    fn content(self) -> PartnerContact {
        PartnerContact {
            name: self.name.get().trim().to_owned(),
            title: filled(self.title),
            email: self.email.get().trim().to_owned(),
            phone: filled(self.phone),
        }
    }

    /// Exchanges what stands in this contact and in other fields.
    pub fn exchange(
        self,
        name: RwSignal<String>,
        title: RwSignal<String>,
        email: RwSignal<String>,
        phone: RwSignal<String>,
    ) {
        let pairs =
            [(self.name, name), (self.title, title), (self.email, email), (self.phone, phone)];
        for (mine, theirs) in pairs {
            let before = mine.get_untracked();
            mine.set(theirs.get_untracked());
            theirs.set(before);
        }
    }
}

/// All of them. `Copy`.
#[derive(Clone, Copy)]
pub struct ContactsForm {
    rows: RwSignal<Vec<ContactForm>>,
    /// Rows are made in event handlers, but belong to the page.
    owner: StoredValue<Owner>,
}

impl ContactsForm {
    pub fn of(contacts: &[PartnerContact]) -> Self {
        let form = Self {
            rows: RwSignal::new(Vec::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        form.show(contacts);
        form
    }

    pub fn show(self, contacts: &[PartnerContact]) {
        self.rows.set(contacts.iter().map(|contact| self.make(contact)).collect());
    }

    fn make(self, contact: &PartnerContact) -> ContactForm {
        self.owner.with_value(|owner| owner.with(|| ContactForm::of(contact)))
    }

    /// As typed (tracked).
    pub fn content(self) -> Vec<PartnerContact> {
        self.rows.get().into_iter().map(ContactForm::content).collect()
    }

    fn add(self) {
        let row = self.make(&PartnerContact::default());
        self.rows.update(|rows| rows.push(row));
    }

    fn remove(self, key: u32) {
        self.rows.update(|rows| rows.retain(|row| row.key != key));
    }
}

fn row(
    index: usize,
    contact: ContactForm,
    contacts: ContactsForm,
    form: FormState,
    on_primary: Callback<ContactForm>,
) -> AnyView {
    let at = |field: &str| form.error(format!("/contacts/{index}/{field}"));
    let number = index + 2;
    view! {
        <fieldset class="contact-row">
            <legend class="row row--spread">
                <span class="strong">{move || t::partners::contact_number(number)}</span>
                <span class="row">
                    <Button
                        label=t::partners::make_primary
                        look=Look::Link
                        small=true
                        on_press=move || on_primary.run(contact)
                    />
                    <IconButton
                        label=Signal::derive(move || t::partners::remove_contact(number))
                        glyph=Glyph::Trash
                        small=true
                        ghost=true
                        on_press=move || contacts.remove(contact.key)
                    />
                </span>
            </legend>
            <div class="form__grid">
                <Field label=t::partners::further_name required=true error=at("name")>
                    <TextInput value=contact.name autocomplete="off"/>
                </Field>
                <Field
                    label=t::partners::further_title
                    aside=t::common::optional
                    error=at("title")
                >
                    <TextInput value=contact.title autocomplete="off"/>
                </Field>
                <Field label=t::partners::further_email required=true error=at("email")>
                    <TextInput value=contact.email kind="email" autocomplete="off"/>
                </Field>
                <Field
                    label=t::partners::further_phone
                    aside=t::common::optional
                    error=at("phone")
                >
                    <TextInput value=contact.phone kind="tel" autocomplete="off"/>
                </Field>
            </div>
        </fieldset>
    }
    .into_any()
}

/// The rows, and one more.
#[component]
pub fn ContactsEditor(
    contacts: ContactsForm,
    form: FormState,
    /// This one is the first from now on.
    #[prop(into)]
    on_primary: Callback<ContactForm>,
) -> impl IntoView {
    let full = Signal::derive(move || {
        (contacts.rows.read().len() >= MAX_CONTACTS)
            .then(|| t::partners::contacts_full(MAX_CONTACTS))
    });
    let rows =
        move || contacts.rows.get().into_iter().enumerate().collect::<Vec<(usize, ContactForm)>>();
    view! {
        <div class="stack">
            <For each=rows key=|(index, contact)| (*index, contact.key) let:entry>
                {row(entry.0, entry.1, contacts, form, on_primary)}
            </For>
            <div class="row">
                <Button
                    label=t::partners::add_contact
                    icon=Glyph::Plus
                    small=true
                    blocked=full
                    on_press=move || contacts.add()
                />
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_contact_and_another_change_places() {
        let owner = Owner::new();
        owner.with(|| {
            let other = PartnerContact {
                name: "财务部".to_owned(),
                title: Some("开票".to_owned()),
                email: "finance@a.example".to_owned(),
                phone: None,
            };
            let contacts = ContactsForm::of(std::slice::from_ref(&other));
            let text = |text: &str| RwSignal::new(text.to_owned());
            let (name, title, email, phone) =
                (text("沈青"), text(""), text("shen@a.example"), text("1"));

            contacts.rows.get_untracked()[0].exchange(name, title, email, phone);

            assert_eq!(name.get_untracked(), "财务部");
            let now = untrack(|| contacts.content());
            assert_eq!((now[0].name.as_str(), now[0].title.as_deref()), ("沈青", None));
            assert_eq!(now[0].phone.as_deref(), Some("1"));
        });
    }
}
