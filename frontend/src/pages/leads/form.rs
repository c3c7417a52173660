//! A lead on one page, quick to type: new, or as a whole instead of what was known.

use client::{Client, Side};
use domain::{
    access::Role,
    customers::{Industry, Region, wire::CustomerListQuery},
    id::LeadId,
    leads::{
        check,
        wire::{LeadContent, LeadView},
    },
    money::{Amount, Currency},
    partners::wire::PartnerListQuery,
    problem::{FieldError, Reason, Refusal},
};
use leptos::prelude::*;

use super::named;
use crate::{
    components::{
        ConflictDialog, Form, FormState, Loaded, Named, ProblemWords as _, Rival, UnsavedGuard,
        another, as_is, said, use_load,
    },
    i18n::t,
    pages::{
        parts::{choices, id_in_address},
        purchases::owners,
    },
    routes,
    state::{Session, fresh_key, use_go, use_session, use_toaster},
    ui::{
        Button, ButtonLink, Card, Choice, ComboOption, ComboSource, Combobox, Field, Look,
        NumberInput, PageHeader, Select, TextArea, TextInput,
    },
};

/// What is said of each field where two versions are compared.
const NAMES: &[Named] = &[
    ("title", t::leads::heading, as_is),
    ("company", t::leads::company, as_is),
    ("contact_name", t::leads::contact_name, as_is),
    ("contact_email", t::leads::contact_email, as_is),
    ("contact_phone", t::leads::contact_phone, as_is),
    ("owner_id", t::leads::owner, another),
    ("partner_id", t::leads::partner, another),
    ("customer_id", t::leads::customer, another),
    ("source_id", t::leads::source, another),
    ("industry", t::leads::industry, said!(Industry)),
    ("region", t::leads::region, said!(Region)),
    ("product_id", t::leads::product, another),
    ("amount", t::leads::amount, as_is),
    ("currency", t::leads::currency, as_is),
    ("expected_on", t::leads::expected_on, as_is),
    ("probability", t::leads::probability, as_is),
    ("next_step", t::leads::next_step, as_is),
    ("next_on", t::leads::next_on, as_is),
    ("notes", t::leads::notes, as_is),
];

#[derive(Clone, Copy)]
struct Fields {
    title: RwSignal<String>,
    company: RwSignal<String>,
    contact_name: RwSignal<String>,
    contact_email: RwSignal<String>,
    contact_phone: RwSignal<String>,
    owner: RwSignal<Option<ComboOption>>,
    partner: RwSignal<Option<ComboOption>>,
    customer: RwSignal<Option<ComboOption>>,
    source: RwSignal<String>,
    industry: RwSignal<String>,
    region: RwSignal<String>,
    product: RwSignal<String>,
    amount: RwSignal<String>,
    currency: RwSignal<String>,
    expected_on: RwSignal<String>,
    probability: RwSignal<Option<i64>>,
    next_step: RwSignal<String>,
    next_on: RwSignal<String>,
    notes: RwSignal<String>,
}

impl Fields {
    /// What is known of a lead.
    fn of(view: &LeadView) -> Self {
        let text = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        let fixed = |text: String| RwSignal::new(text);
        let option = |id: Option<String>, name: Option<String>| {
            RwSignal::new(id.map(|id| ComboOption::new(id, name.unwrap_or_default())))
        };
        let (content, lead) = (&view.content, &view.lead);
        let customer = view.customer.as_ref();
        Self {
            title: fixed(content.title.clone()),
            company: fixed(content.company.clone()),
            contact_name: text(&content.contact_name),
            contact_email: text(&content.contact_email),
            contact_phone: text(&content.contact_phone),
            owner: option(content.owner_id.map(|id| id.to_string()), lead.owner_name.clone()),
            partner: option(content.partner_id.map(|id| id.to_string()), lead.partner_name.clone()),
            customer: option(
                customer.map(|one| one.id.to_string()),
                customer.map(|one| one.name.clone()),
            ),
            source: fixed(content.source_id.to_string()),
            industry: fixed(content.industry.map(|it| it.to_string()).unwrap_or_default()),
            region: fixed(content.region.map(|it| it.to_string()).unwrap_or_default()),
            product: fixed(content.product_id.map(|id| id.to_string()).unwrap_or_default()),
            amount: fixed(content.amount.to_string()),
            currency: fixed(content.currency.to_string()),
            expected_on: fixed(content.expected_on.map(|on| on.to_string()).unwrap_or_default()),
            probability: RwSignal::new(content.probability.map(i64::from)),
            next_step: text(&content.next_step),
            next_on: fixed(content.next_on.map(|on| on.to_string()).unwrap_or_default()),
            notes: text(&content.notes),
        }
    }

    /// A new one; a sales rep's own.
    fn fresh(session: Session) -> Self {
        let empty = || RwSignal::new(String::new());
        let owner = untrack(|| session.me())
            .filter(|me| me.role == Role::SalesRep)
            .map(|me| ComboOption::new(me.id.to_string(), me.name.clone()));
        Self {
            title: empty(),
            company: empty(),
            contact_name: empty(),
            contact_email: empty(),
            contact_phone: empty(),
            owner: RwSignal::new(owner),
            partner: RwSignal::new(None),
            customer: RwSignal::new(None),
            source: empty(),
            industry: empty(),
            region: empty(),
            product: empty(),
            amount: RwSignal::new("0".to_owned()),
            currency: RwSignal::new(Currency::Cny.to_string()),
            expected_on: empty(),
            probability: RwSignal::new(None),
            next_step: empty(),
            next_on: empty(),
            notes: empty(),
        }
    }

    /// As typed (tracked).
    ///
    /// # Errors
    /// What cannot be read.
    fn content(self) -> Result<LeadContent, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut missing = |at: &str| faults.push(Refusal::from(Reason::Required).at(at));
        let given = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let chosen = |field: RwSignal<Option<ComboOption>>| field.get().map(|one| one.value);
        let source = self.source.get().parse().ok();
        if source.is_none() {
            missing("/source_id");
        }
        let amount = given(self.amount).unwrap_or_else(|| "0".to_owned());
        let amount: Option<Amount> = amount.parse().ok();
        if amount.is_none() {
            faults.push(Refusal::from(Reason::NotAnAmount).at("/amount"));
        }
        let (Some(source_id), Some(amount)) = (source, amount) else { return Err(faults) };
        Ok(LeadContent {
            title: self.title.get(),
            company: self.company.get(),
            contact_name: given(self.contact_name),
            contact_email: given(self.contact_email),
            contact_phone: given(self.contact_phone),
            owner_id: chosen(self.owner).and_then(|id| id.parse().ok()),
            partner_id: chosen(self.partner).and_then(|id| id.parse().ok()),
            source_id,
            industry: self.industry.get().parse().ok(),
            region: self.region.get().parse().ok(),
            product_id: self.product.get().parse().ok(),
            amount,
            currency: self.currency.get().parse().unwrap_or_default(),
            expected_on: self.expected_on.get().parse().ok(),
            probability: self.probability.get().and_then(|it| u32::try_from(it).ok()),
            next_step: given(self.next_step),
            next_on: self.next_on.get().parse().ok(),
            customer_id: chosen(self.customer).and_then(|id| id.parse().ok()),
            notes: given(self.notes),
        })
    }
}

fn partners() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = PartnerListQuery { q, per_page: 20, ..PartnerListQuery::default() };
        let page = session.client().partners(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.into_iter();
        Ok(options.map(|one| ComboOption::new(one.id.to_string(), one.name)).collect())
    })
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

/// Those in use; the one that a lead has stays.
fn sources(fields: Fields) -> Signal<Vec<Choice>> {
    let load = use_load(|client: Client| async move { client.lead_sources().await });
    let kept = untrack(|| fields.source.get());
    Signal::derive(move || {
        let all = load.get().unwrap_or_default().into_iter();
        let usable = all.filter(|one| one.content.active || one.id.to_string() == kept);
        let choice = usable.map(|one| {
            Choice::new(one.id.to_string(), named(&one.content.name_zh, &one.content.name_en))
        });
        choice.collect()
    })
}

/// The products that are sold.
pub(super) fn products() -> Signal<Vec<Choice>> {
    let load = use_load(|client: Client| async move { client.catalogue(Side::Staff).await });
    Signal::derive(move || {
        let data = load.data();
        let catalogue = data.read();
        let all = catalogue.iter().flat_map(|catalogue| catalogue.products.iter());
        all.map(|one| Choice::new(one.id.to_string(), named(&one.name_zh, &one.name_en))).collect()
    })
}

fn who(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Card title=t::leads::who>
            <div class="form__grid">
                <Field label=t::leads::company required=true error=form.error("/company")>
                    <TextInput
                        value=fields.company
                        autofocus=true
                        autocomplete="off"
                        maxlength=120_u32
                    />
                </Field>
                <Field label=t::leads::heading required=true error=form.error("/title")>
                    <TextInput value=fields.title autocomplete="off" maxlength=120_u32/>
                </Field>
                <Field label=t::leads::contact_name error=form.error("/contact_name")>
                    <TextInput value=fields.contact_name autocomplete="off" maxlength=60_u32/>
                </Field>
                <Field label=t::leads::contact_phone error=form.error("/contact_phone")>
                    <TextInput value=fields.contact_phone kind="tel" autocomplete="off"/>
                </Field>
                <Field label=t::leads::contact_email error=form.error("/contact_email")>
                    <TextInput value=fields.contact_email kind="email" autocomplete="off"/>
                </Field>
                <Field label=t::leads::source required=true error=form.error("/source_id")>
                    <Select
                        value=fields.source
                        options=sources(fields)
                        placeholder=t::leads::choose_source
                    />
                </Field>
                <Field label=t::leads::industry error=form.error("/industry")>
                    <Select
                        value=fields.industry
                        options=Signal::derive(|| choices!(Industry::ALL))
                        placeholder=t::leads::unknown
                    />
                </Field>
                <Field label=t::leads::region error=form.error("/region")>
                    <Select
                        value=fields.region
                        options=Signal::derive(|| choices!(Region::ALL))
                        placeholder=t::leads::unknown
                    />
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

fn worth(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Card title=t::leads::worth>
            <div class="form__grid">
                <Field label=t::leads::amount error=form.error("/amount")>
                    <TextInput value=fields.amount inputmode="decimal" autocomplete="off"/>
                </Field>
                <Field label=t::leads::currency error=form.error("/currency")>
                    <Select
                        value=fields.currency
                        options=Signal::derive(|| choices!(Currency::ALL))
                    />
                </Field>
                <Field label=t::leads::product error=form.error("/product_id")>
                    <Select
                        value=fields.product
                        options=products()
                        placeholder=t::leads::unknown
                    />
                </Field>
                <Field
                    label=t::leads::probability
                    hint=t::leads::probability_hint
                    error=form.error("/probability")
                >
                    <NumberInput value=fields.probability min=0 max=100/>
                </Field>
                <Field label=t::leads::expected_on error=form.error("/expected_on")>
                    <TextInput value=fields.expected_on kind="date"/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

fn work(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Card title=t::leads::work>
            <div class="form__grid">
                <Field label=t::leads::next_step error=form.error("/next_step")>
                    <TextInput value=fields.next_step autocomplete="off" maxlength=200_u32/>
                </Field>
                <Field label=t::leads::next_on error=form.error("/next_on")>
                    <TextInput value=fields.next_on kind="date"/>
                </Field>
                <Field
                    label=t::leads::owner
                    hint=t::leads::owner_hint
                    error=form.error("/owner_id")
                >
                    <Combobox value=fields.owner source=owners() placeholder=t::leads::pool/>
                </Field>
                <Field label=t::leads::partner error=form.error("/partner_id")>
                    <Combobox
                        value=fields.partner
                        source=partners()
                        placeholder=t::leads::none
                    />
                </Field>
                <Field label=t::leads::customer error=form.error("/customer_id")>
                    <Combobox
                        value=fields.customer
                        source=customers()
                        placeholder=t::leads::none
                    />
                </Field>
                <Field label=t::leads::notes wide=true error=form.error("/notes")>
                    <TextArea value=fields.notes rows=3/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

/// The form; with `known` it is kept instead of that.
fn editor(fields: Fields, known: Option<(LeadId, i64)>) -> AnyView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let saved = RwSignal::new(false);
    let began = StoredValue::new(untrack(|| fields.content()).ok());
    let dirty = Memo::new(move |_| {
        let is_typed = match fields.content() {
            Ok(content) => began.get_value() != Some(content),
            Err(_) => !fields.company.read().is_empty(),
        };
        is_typed && !saved.get()
    });
    let kept = move |made: LeadView| {
        saved.set(true);
        toaster.success(t::common::saved);
        go.to(&routes::lead(made.lead.id));
    };
    let rival = known.zip(began.get_value()).map(|((id, _), began)| {
        let before = began.clone();
        Rival::new(
            NAMES,
            &began,
            // What cannot be read is not sent, so it is never compared.
            move || fields.content().unwrap_or_else(|_| before.clone()),
            move || {
                let client = session.client();
                async move { client.lead(id).await.map(|now| (now.version, now.content)) }
            },
            move |version, content| {
                let client = session.client();
                let work = async move { client.replace_lead(id, version, &content).await };
                form.send(work, kept);
            },
            move || {
                saved.set(true);
                go.to(&routes::lead(id));
            },
        )
    });
    let once = StoredValue::new(fresh_key());
    let submit = move || {
        let read = untrack(|| fields.content());
        let checked = read.and_then(|content| check(&content).map(|()| content));
        let content = match checked {
            Ok(content) => content,
            Err(faults) => {
                form.accepts(faults);
                return;
            }
        };
        let client = session.client();
        let work = async move {
            match known {
                Some((id, version)) => client.replace_lead(id, version, &content).await,
                None => client.create_lead(&content, &once.get_value()).await,
            }
        };
        form.send(work, kept);
    };
    let back = known.map_or_else(|| routes::LEADS.to_owned(), |(id, _)| routes::lead(id));
    view! {
        <UnsavedGuard dirty/>
        <Form form on_submit=submit>
            <div class="stack stack--loose">
                {who(fields, form)} {worth(fields, form)} {work(fields, form)}
            </div>
            <div class="form__actions form__actions--sticky">
                <ButtonLink label=t::common::cancel href=back/>
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
        {rival.map(|rival| view! { <ConflictDialog form rival/> })}
    }
    .into_any()
}

/// A new lead.
#[component]
pub fn NewLeadPage() -> impl IntoView {
    let session = use_session();
    view! {
        <PageHeader title=t::leads::create back=routes::LEADS back_label=t::leads::title/>
        {editor(Fields::fresh(session), None)}
    }
    .into_any()
}

/// What is known of a lead, changed.
#[component]
pub fn EditLeadPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.lead(id).await }
    });
    let body = move |lead: Signal<LeadView>| {
        let known = lead.get_untracked();
        view! {
            <PageHeader
                title=t::common::edit
                back=routes::lead(known.lead.id)
                back_label=known.lead.company.clone()
            />
            {editor(Fields::of(&known), Some((known.lead.id, known.version)))}
        }
        .into_any()
    };
    view! { <Loaded load view=body/> }.into_any()
}
