//! A license that nobody ordered: a trial, a gift, a replacement, or one that is in use already.

use client::Side;
use domain::{
    Lang,
    customers::wire::CustomerListQuery,
    id::CustomerId,
    licenses::{ActivationMode, CreateLicense, PastTerm},
    money::Amount,
    orders::{DeliverTo, wire::ActivationInput},
    partners::wire::PartnerListQuery,
    problem::{FieldError, Reason, Refusal},
    products::{ProductKind, wire::Catalogue},
};
use leptos::{prelude::*, task::spawn_local};

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

/// How its term is said.
const YEARS: &str = "years";
const UNTIL: &str = "until";
const IN_USE: &str = "in_use";

#[derive(Clone, Copy)]
struct Fields {
    customer: RwSignal<Option<ComboOption>>,
    product: RwSignal<String>,
    partner: RwSignal<Option<ComboOption>>,
    owner: RwSignal<Option<ComboOption>>,
    term: RwSignal<String>,
    years: RwSignal<Option<i64>>,
    starts_on: RwSignal<String>,
    ends_on: RwSignal<String>,
    amount: RwSignal<String>,
    mode: RwSignal<String>,
    cluster_id: RwSignal<String>,
    contact_name: RwSignal<String>,
    contact_email: RwSignal<String>,
    deliver_to: RwSignal<String>,
    language: RwSignal<String>,
    contract_number: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Fields {
    fn new() -> Self {
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
            contact_name: text(""),
            contact_email: text(""),
            deliver_to: text(DeliverTo::Customer.as_str()),
            language: text(untrack(lang).as_str()),
            contract_number: text(""),
            reason: text(""),
        }
    }

    fn is(self, term: &str) -> bool {
        *self.term.read() == term
    }

    /// As typed (tracked).
    ///
    /// # Errors
    /// What is missing or cannot be read.
    fn content(self) -> Result<CreateLicense, Vec<FieldError>> {
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
                {cluster}
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
