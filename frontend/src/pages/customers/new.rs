//! A new customer: who it may be already is said while one types, and keeps nobody from it.

use std::time::Duration;

use domain::{
    customers::wire::{ChangeCustomer, CreateCustomer, CustomerContent, SimilarQuery},
    patch::Patch,
};
use leptos::prelude::*;

use super::{
    actions::{chosen_owner, owner_field},
    duplicates::reasons_in_words,
    form::{Fields, identity},
    people::PeopleEditor,
};
use crate::{
    components::{Form, FormState, UnsavedGuard, use_load},
    i18n::t,
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{Banner, Button, ButtonLink, Card, Look, PageHeader, Tone, effect},
};

/// How long nothing is typed before others like it are looked for.
const PAUSE: Duration = Duration::from_millis(400);

/// What is typed so far, as others are looked for by it (tracked).
fn asked(typed: &ChangeCustomer) -> SimilarQuery {
    let people = typed.contacts.as_deref().unwrap_or_default();
    SimilarQuery {
        name: typed.name.clone().unwrap_or_default(),
        credit_code: match &typed.credit_code {
            Patch::Set(code) => Some(code.clone()),
            Patch::Keep | Patch::Clear => None,
        },
        email: people.iter().find_map(|person| person.email.clone()),
        phone: people.iter().find_map(|person| person.phone.clone()),
    }
}

/// Those who may be the same, with their reasons.
fn similar(fields: Fields) -> AnyView {
    let query = RwSignal::new(SimilarQuery::default());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    effect(move || {
        let now = asked(&fields.content());
        if let Some(timer) = waiting.get_value() {
            timer.clear();
        }
        let ask = move || {
            if query.try_get_untracked().is_some_and(|before| before != now) {
                query.set(now);
            }
        };
        waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    });
    let load = use_load(move |client| {
        let query = query.get();
        async move { client.similar_customers(&query).await }
    });
    let found = move || {
        let found = load.get().filter(|found| !found.is_empty())?;
        let entry = |one: domain::customers::wire::PossibleCustomer| {
            let reasons = one.reasons;
            view! {
                <li>
                    <a href=routes::customer(one.customer_id)>{one.name}</a>
                    " · "
                    {one.score}
                    " · "
                    <span class="muted">{move || reasons_in_words(&reasons)}</span>
                </li>
            }
        };
        Some(view! {
            <Banner tone=Tone::Warning title=t::customers::similar_found>
                <ul>{found.into_iter().map(entry).collect_view()}</ul>
            </Banner>
        })
    };
    view! { {found} }.into_any()
}

/// The form of a new customer.
#[component]
pub fn NewCustomerPage() -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let go = use_go();
    let form = FormState::new();
    let fields = Fields::of(&ChangeCustomer::default());
    let owner = RwSignal::new(String::new());
    let once = StoredValue::new(fresh_key());
    let saved = RwSignal::new(false);
    let dirty = Signal::derive(move || {
        let typed = fields.content();
        let is_typed = typed.name.is_some_and(|name| !name.is_empty());
        !saved.get() && is_typed
    });
    let submit = move || {
        let content = CustomerContent::from(untrack(|| fields.content()));
        if !form.accepts(content.check().err().unwrap_or_default()) {
            return;
        }
        let new = CreateCustomer::of(content, chosen_owner(owner));
        let client = session.client();
        let work = async move { client.create_customer(&new, &once.get_value()).await };
        form.send(work, move |customer| {
            saved.set(true);
            toaster.success(untrack(|| t::customers::saved_name(&customer.name)));
            go.to(&routes::customer(customer.id));
        });
    };
    view! {
        <PageHeader
            title=t::customers::new_title
            back=routes::CUSTOMERS
            back_label=t::customers::title
        />
        <UnsavedGuard dirty/>
        <Form form on_submit=submit>
            <div class="stack stack--loose">
                {similar(fields)}
                {identity(fields, form)}
                <Card title=t::customers::contacts note=t::customers::people_note>
                    <PeopleEditor people=fields.people form/>
                </Card>
                <Card>{owner_field(owner, form)}</Card>
            </div>
            <div class="form__actions form__actions--sticky">
                <ButtonLink label=t::common::cancel href=routes::CUSTOMERS/>
                <Button
                    label=t::common::save
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}
