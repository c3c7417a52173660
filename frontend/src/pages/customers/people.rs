//! The people of a customer: rows that come and go; the first one is the primary contact.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::customers::{MAX_CONTACTS, wire::CustomerContact};
use leptos::prelude::*;

use crate::{
    components::FormState,
    i18n::t,
    ui::{Button, Field, Glyph, IconButton, Look, Tag, TextInput, Tone},
};

/// One contact, as it is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Person {
    key: u32,
    name: RwSignal<String>,
    title: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
}

fn filled(text: RwSignal<String>) -> Option<String> {
    Some(text.get().trim().to_owned()).filter(|text| !text.is_empty())
}

impl Person {
    fn of(contact: &CustomerContact) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);

        let optional = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        Self {
            key: NEXT.fetch_add(1, Ordering::Relaxed),
            name: RwSignal::new(contact.name.clone()),
            title: optional(&contact.title),
            email: optional(&contact.email),
            phone: optional(&contact.phone),
        }
    }

    fn content(self) -> CustomerContact {
        CustomerContact {
            name: self.name.get().trim().to_owned(),
            title: filled(self.title),
            email: filled(self.email),
            phone: filled(self.phone),
        }
    }
}

/// All of them. `Copy`.
#[derive(Clone, Copy)]
pub struct PeopleForm {
    rows: RwSignal<Vec<Person>>,
    /// Rows are made in event handlers, but belong to the page.
    owner: StoredValue<Owner>,
}

impl PeopleForm {
    pub fn of(contacts: &[CustomerContact]) -> Self {
        let form = Self {
            rows: RwSignal::new(Vec::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        form.rows.set(contacts.iter().map(|contact| form.make(contact)).collect());
        form
    }

    fn make(self, contact: &CustomerContact) -> Person {
        self.owner.with_value(|owner| owner.with(|| Person::of(contact)))
    }

    /// As typed (tracked).
    pub fn content(self) -> Vec<CustomerContact> {
        self.rows.get().into_iter().map(Person::content).collect()
    }

    fn add(self) {
        let row = self.make(&CustomerContact::default());
        self.rows.update(|rows| rows.push(row));
    }

    fn remove(self, key: u32) {
        self.rows.update(|rows| rows.retain(|row| row.key != key));
    }

    fn make_primary(self, key: u32) {
        self.rows.update(|rows| {
            if let Some(place) = rows.iter().position(|row| row.key == key) {
                let row = rows.remove(place);
                rows.insert(0, row);
            }
        });
    }
}

fn row(index: usize, person: Person, people: PeopleForm, form: FormState) -> AnyView {
    let at = |field: &str| form.error(format!("/contacts/{index}/{field}"));
    let number = index + 1;
    let rank = if index == 0 {
        view! { <Tag tone=Tone::Brand label=t::customers::primary/> }.into_any()
    } else {
        view! {
            <Button
                label=t::customers::make_primary
                look=Look::Link
                small=true
                on_press=move || people.make_primary(person.key)
            />
        }
        .into_any()
    };
    view! {
        <fieldset class="contact-row">
            <legend class="row row--spread">
                <span class="strong">{move || t::customers::contact_number(number)}</span>
                <span class="row">
                    {rank}
                    <IconButton
                        label=Signal::derive(move || t::customers::remove_contact(number))
                        glyph=Glyph::Trash
                        small=true
                        ghost=true
                        on_press=move || people.remove(person.key)
                    />
                </span>
            </legend>
            <div class="form__grid">
                <Field label=t::customers::contact_name required=true error=at("name")>
                    <TextInput value=person.name autocomplete="off"/>
                </Field>
                <Field
                    label=t::customers::contact_title
                    aside=t::common::optional
                    error=at("title")
                >
                    <TextInput value=person.title autocomplete="off"/>
                </Field>
                <Field label=t::customers::email aside=t::common::optional error=at("email")>
                    <TextInput value=person.email kind="email" autocomplete="off"/>
                </Field>
                <Field label=t::customers::phone aside=t::common::optional error=at("phone")>
                    <TextInput value=person.phone kind="tel" autocomplete="off"/>
                </Field>
            </div>
        </fieldset>
    }
    .into_any()
}

/// The rows, and one more.
#[component]
pub fn PeopleEditor(people: PeopleForm, form: FormState) -> impl IntoView {
    let full = Signal::derive(move || {
        (people.rows.read().len() >= MAX_CONTACTS)
            .then(|| t::customers::contacts_full(MAX_CONTACTS))
    });
    let rows = move || people.rows.get().into_iter().enumerate().collect::<Vec<(usize, Person)>>();
    view! {
        <div class="stack">
            <For each=rows key=|(index, person)| (*index, person.key) let:entry>
                {row(entry.0, entry.1, people, form)}
            </For>
            <div class="row">
                <Button
                    label=t::customers::add_contact
                    icon=Glyph::Plus
                    small=true
                    blocked=full
                    on_press=move || people.add()
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
    fn whoever_becomes_primary_is_the_first_one() {
        let owner = Owner::new();
        owner.with(|| {
            let named = |name: &str| CustomerContact {
                name: name.to_owned(),
                ..CustomerContact::default()
            };
            let people = PeopleForm::of(&[named("王芳"), named("李雷"), named("韩梅梅")]);

            people.make_primary(people.rows.get_untracked()[2].key);
            people.remove(people.rows.get_untracked()[1].key);

            assert_eq!(untrack(|| people.content()), [named("韩梅梅"), named("李雷")]);
        });
    }
}
