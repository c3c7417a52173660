//! A license that nobody ordered: a trial, a gift, a replacement, or one that is in use already.

mod fields;

use client::Side;
use domain::{
    Lang,
    customers::wire::CustomerListQuery,
    id::CustomerId,
    licenses::ActivationMode,
    orders::DeliverTo,
    partners::wire::PartnerListQuery,
    products::{ProductKind, wire::Catalogue},
};
use leptos::{prelude::*, task::spawn_local};

use self::fields::{Fields, IN_USE, UNTIL, YEARS};
use crate::{
    components::{Form, FormState, Loaded, ProblemWords as _, UnsavedGuard, use_load},
    i18n::{lang, t},
    pages::{parts::choices, purchases::owners},
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{
        Button, ButtonLink, Card, Choice, Clock, ComboOption, ComboSource, Combobox, Field, Look,
        NumberInput, PageHeader, RadioCards, Segmented, Select, SkeletonRows, TextArea, TextInput,
    },
};

fn customers() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = CustomerListQuery { q, per_page: 20, ..CustomerListQuery::default() };
        let page = session.client().customers(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.into_iter();
        Ok(options.map(|one| ComboOption::new(one.id.to_string(), one.name)).collect())
    })
}

fn partners() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = PartnerListQuery { q, ..PartnerListQuery::default() };
        let page = session.client().partners(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.into_iter();
        Ok(options.map(|one| ComboOption::new(one.id.to_string(), one.name)).collect())
    })
}

/// Whoever the customer names first is who it is sent to, until something is typed.
fn suggest_contact(fields: Fields, chosen: Option<ComboOption>) {
    let Some(id) = chosen.and_then(|chosen| chosen.value.parse::<CustomerId>().ok()) else {
        return;
    };
    let client = use_session().client();
    spawn_local(async move {
        let Ok(customer) = client.customer(id).await else { return };
        let Some(contact) = customer.contacts.into_iter().find(|one| one.email.is_some()) else {
            return;
        };
        if fields.contact_email.try_with_untracked(String::is_empty) == Some(true) {
            fields.contact_name.set(contact.name);
            fields.contact_email.set(contact.email.unwrap_or_default());
        }
    });
}

fn what(fields: Fields, form: FormState, catalogue: Signal<Catalogue>) -> AnyView {
    let products = Signal::derive(move || {
        let listed = catalogue.read();
        let licenses = listed.products.iter().filter(|one| one.kind == ProductKind::License);
        licenses
            .map(|one| Choice::new(one.id.to_string(), Signal::stored(one.name(lang()).to_owned())))
            .collect::<Vec<_>>()
    });
    let is_offline = move || *fields.mode.read() == ActivationMode::Offline.as_str();
    let cluster = move || {
        (is_offline() || fields.is(IN_USE)).then(|| {
            view! {
                <Field
                    label=t::licenses::cluster
                    hint=t::licenses::create_cluster_hint
                    wide=true
                    error=form.error("/activation/cluster_id")
                >
                    <TextInput value=fields.cluster_id maxlength=64_u32 autocomplete="off"/>
                </Field>
            }
        })
    };
    let key = move || {
        is_offline().then(|| {
            view! {
                <Field
                    label=t::usage::installation_key
                    hint=t::usage::installation_key_later
                    wide=true
                    error=form.error("/activation/installation_key")
                >
                    <TextInput
                        value=fields.installation_key
                        maxlength=43_u32
                        autocomplete="off"
                    />
                </Field>
            }
        })
    };
    view! {
        <Card title=t::licenses::create_what>
            <div class="form__grid">
                <Field
                    label=t::licenses::customer
                    required=true
                    wide=true
                    error=form.error("/customer_id")
                >
                    <Combobox
                        value=fields.customer
                        source=customers()
                        placeholder=t::purchases::customer_placeholder
                        on_change=move |chosen| suggest_contact(fields, chosen)
                    />
                </Field>
                <Field
                    label=t::licenses::product
                    required=true
                    error=form.error("/product_id")
                >
                    <Select
                        value=fields.product
                        options=products
                        placeholder=t::licenses::create_choose_product
                    />
                </Field>
                <Field
                    label=t::licenses::create_amount
                    hint=t::licenses::create_amount_hint
                    required=true
                    error=form.error("/amount")
                >
                    <TextInput
                        value=fields.amount
                        inputmode="decimal"
                        autocomplete="off"
                    />
                </Field>
                <Field label=t::licenses::mode error=form.error("/activation/mode")>
                    <Segmented
                        label=t::licenses::mode
                        value=fields.mode
                        options=Signal::derive(|| choices!(ActivationMode::ALL))
                    />
                </Field>
                {cluster} {key}
            </div>
        </Card>
    }
    .into_any()
}

fn term(fields: Fields, form: FormState) -> AnyView {
    let terms = vec![
        Choice::new(UNTIL, t::licenses::create_until).hint(t::licenses::create_until_hint),
        Choice::new(YEARS, t::licenses::create_years).hint(t::licenses::create_years_hint),
        Choice::new(IN_USE, t::licenses::create_in_use).hint(t::licenses::create_in_use_hint),
    ];
    let days = move || {
        let is_past = fields.is(IN_USE);
        let first = is_past.then(|| {
            view! {
                <Field
                    label=t::licenses::create_starts_on
                    required=true
                    error=form.error("/past/starts_on")
                >
                    <TextInput value=fields.starts_on kind="date"/>
                </Field>
            }
        });
        let last = (!fields.is(YEARS)).then(|| {
            let at = if is_past { "/past/expires_on" } else { "/ends_on" };
            view! {
                <Field label=t::licenses::create_ends_on required=true error=form.error(at)>
                    <TextInput value=fields.ends_on kind="date"/>
                </Field>
            }
        });
        let years = fields.is(YEARS).then(|| {
            view! {
                <Field label=t::licenses::years required=true error=form.error("/years")>
                    <NumberInput value=fields.years min=1/>
                </Field>
            }
        });
        view! { {first} {last} {years} }
    };
    view! {
        <Card title=t::licenses::create_term>
            <div class="stack">
                <RadioCards
                    label=t::licenses::create_term
                    value=fields.term
                    options=Signal::stored(terms)
                />
                <div class="form__grid">{days}</div>
            </div>
        </Card>
    }
    .into_any()
}

fn delivery(fields: Fields, form: FormState) -> AnyView {
    let shown = move || {
        (!fields.is(IN_USE)).then(|| {
            view! {
                <Field label=t::licenses::create_delivery error=form.error("/deliver_to")>
                    <Segmented
                        label=t::licenses::create_delivery
                        value=fields.deliver_to
                        options=Signal::derive(|| {
                            choices!(&[DeliverTo::Customer, DeliverTo::Partner])
                        })
                    />
                </Field>
                <Field label=t::licenses::create_language error=form.error("/language")>
                    <Segmented
                        label=t::licenses::create_language
                        value=fields.language
                        options=Signal::derive(|| choices!(Lang::ALL))
                    />
                </Field>
            }
        })
    };
    view! {
        <Card title=t::licenses::create_delivery>
            <div class="form__grid">
                {shown}
                <Field
                    label=t::licenses::create_contact_name
                    aside=t::common::optional
                    error=form.error("/contact_name")
                >
                    <TextInput value=fields.contact_name maxlength=60_u32 autocomplete="off"/>
                </Field>
                <Field
                    label=t::licenses::create_contact_email
                    error=form.error("/contact_email")
                >
                    <TextInput
                        value=fields.contact_email
                        kind="email"
                        inputmode="email"
                        autocomplete="off"
                    />
                </Field>
                <Field
                    label=t::licenses::create_partner
                    aside=t::common::optional
                    error=form.error("/partner_id")
                >
                    <Combobox
                        value=fields.partner
                        source=partners()
                        placeholder=t::licenses::create_partner_placeholder
                    />
                </Field>
                <Field
                    label=t::licenses::owner
                    aside=t::common::optional
                    error=form.error("/owner_id")
                >
                    <Combobox
                        value=fields.owner
                        source=owners()
                        placeholder=t::purchases::owner_placeholder
                    />
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

fn why(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Card title=t::licenses::create_reason>
            <div class="form__grid">
                <Field
                    label=t::licenses::create_reason
                    hint=t::licenses::create_reason_hint
                    required=true
                    wide=true
                    error=form.error("/reason")
                >
                    <TextArea value=fields.reason rows=2/>
                </Field>
                <Field
                    label=t::licenses::contract
                    aside=t::common::optional
                    error=form.error("/contract_number")
                >
                    <TextInput value=fields.contract_number maxlength=64_u32 autocomplete="off"/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

/// The form.
#[component]
pub fn CreateLicensePage() -> impl IntoView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let fields = Fields::new();
    let saved = RwSignal::new(false);
    let dirty = Memo::new(move |_| {
        let is_typed = fields.customer.read().is_some() || !fields.reason.read().is_empty();
        is_typed && !saved.get()
    });
    let once = StoredValue::new(fresh_key());
    let submit = move || {
        let today = untrack(Clock::today);
        let read = untrack(|| fields.content());
        let content = match read.and_then(|content| content.check(today).map(|()| content)) {
            Ok(content) => content,
            Err(faults) => {
                form.accepts(faults);
                return;
            }
        };
        let client = session.client();
        let work = async move { client.create_license(&content, &once.get_value()).await };
        form.send(work, move |made| {
            saved.set(true);
            toaster.success(untrack(|| t::licenses::create_done(&made.number)));
            go.to(&routes::license(Side::Staff, made.id));
        });
    };
    let load = use_load(|client| async move { client.catalogue(Side::Staff).await });
    view! {
        <UnsavedGuard dirty/>
        <PageHeader
            title=t::licenses::create
            back=routes::licenses(Side::Staff)
            back_label=t::licenses::title
            meta=|| view! { <span>{t::licenses::create_about}</span> }
        />
        <Loaded
            load
            view=move |catalogue| {
                view! {
                    <Form form on_submit=submit>
                        <div class="stack stack--loose">
                            {what(fields, form, catalogue)} {term(fields, form)}
                            {delivery(fields, form)} {why(fields, form)}
                        </div>
                        <div class="form__actions form__actions--sticky">
                            <ButtonLink
                                label=t::common::cancel
                                href=routes::licenses(Side::Staff)
                            />
                            <Button
                                label=t::licenses::create
                                look=Look::Primary
                                submit=true
                                busy=form.busy()
                            />
                        </div>
                    </Form>
                }
            }
            skeleton=|| view! { <SkeletonRows rows=6/> }
        />
    }
    .into_any()
}
