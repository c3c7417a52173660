//! A purchase that no order brought, e.g. a gift.

use domain::{
    customers::wire::CustomerListQuery,
    licenses::wire::{PaymentStatus, PurchaseKind},
    money::{Amount, Currency},
    problem::{FieldError, Reason, Refusal},
    purchases::{PaymentMethod, check_record, wire::RecordPurchase},
};
use leptos::prelude::*;

use super::owners;
use crate::{
    components::{Form, FormState, ProblemWords as _, UnsavedGuard},
    i18n::t,
    pages::parts::choices,
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{
        Button, ButtonLink, Card, Clock, ComboOption, ComboSource, Combobox, Field, Look,
        NumberInput, PageHeader, Select, TextArea, TextInput,
    },
};

/// How far something can be paid when it is recorded.
const NOW: &[PaymentStatus] =
    &[PaymentStatus::Pending, PaymentStatus::PartiallyPaid, PaymentStatus::Paid];

#[derive(Clone, Copy)]
struct Fields {
    customer: RwSignal<Option<ComboOption>>,
    owner: RwSignal<Option<ComboOption>>,
    kind: RwSignal<String>,
    purchased_on: RwSignal<String>,
    sets: RwSignal<Option<i64>>,
    amount: RwSignal<String>,
    currency: RwSignal<String>,
    payment_status: RwSignal<String>,
    method: RwSignal<String>,
    contract_number: RwSignal<String>,
    notes: RwSignal<String>,
}

impl Fields {
    fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            customer: RwSignal::new(None),
            owner: RwSignal::new(None),
            kind: text(PurchaseKind::Service.as_str()),
            purchased_on: RwSignal::new(untrack(Clock::today).to_string()),
            sets: RwSignal::new(Some(1)),
            amount: text("0"),
            currency: text(Currency::Cny.as_str()),
            payment_status: text(PaymentStatus::Paid.as_str()),
            method: text(PaymentMethod::Gift.as_str()),
            contract_number: text(""),
            notes: text(""),
        }
    }

    /// As typed (tracked).
    ///
    /// # Errors
    /// What cannot be read.
    fn content(self) -> Result<RecordPurchase, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut missing = |at: &str| faults.push(Refusal::from(Reason::Required).at(at));
        let customer = self.customer.get().and_then(|chosen| chosen.value.parse().ok());
        if customer.is_none() {
            missing("/customer_id");
        }
        let on = self.purchased_on.get().parse().ok();
        if on.is_none() {
            missing("/purchased_on");
        }
        let amount: Option<Amount> = self.amount.get().trim().parse().ok();
        if amount.is_none() {
            missing("/amount");
        }
        let given = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        match (customer, on, amount) {
            (Some(customer_id), Some(purchased_on), Some(amount)) => Ok(RecordPurchase {
                customer_id,
                license_id: None,
                owner_id: self.owner.get().and_then(|chosen| chosen.value.parse().ok()),
                kind: self.kind.get().parse().unwrap_or_default(),
                purchased_on,
                sets: self.sets.get().and_then(|sets| u32::try_from(sets).ok()).unwrap_or(0),
                amount,
                currency: self.currency.get().parse().unwrap_or_default(),
                payment_status: self.payment_status.get().parse().unwrap_or_default(),
                method: self.method.get().parse().ok(),
                contract_number: given(self.contract_number),
                notes: given(self.notes),
            }),
            _ => Err(faults),
        }
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

fn what(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Card title=t::purchases::what>
            <div class="form__grid">
                <Field
                    label=t::purchases::customer
                    required=true
                    wide=true
                    error=form.error("/customer_id")
                >
                    <Combobox
                        value=fields.customer
                        source=customers()
                        placeholder=t::purchases::customer_placeholder
                    />
                </Field>
                <Field label=t::purchases::kind required=true error=form.error("/kind")>
                    <Select
                        value=fields.kind
                        options=Signal::derive(|| choices!(PurchaseKind::ALL))
                    />
                </Field>
                <Field
                    label=t::purchases::purchased_on
                    required=true
                    error=form.error("/purchased_on")
                >
                    <TextInput value=fields.purchased_on kind="date"/>
                </Field>
                <Field label=t::purchases::sets required=true error=form.error("/sets")>
                    <NumberInput value=fields.sets min=1/>
                </Field>
                <Field
                    label=t::purchases::owner
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

fn money(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Card title=t::purchases::payment>
            <div class="form__grid">
                <Field
                    label=t::purchases::amount
                    hint=t::purchases::amount_hint
                    required=true
                    error=form.error("/amount")
                >
                    <TextInput value=fields.amount inputmode="decimal" autocomplete="off"/>
                </Field>
                <Field label=t::purchases::currency required=true error=form.error("/currency")>
                    <Select
                        value=fields.currency
                        options=Signal::derive(|| choices!(Currency::ALL))
                    />
                </Field>
                <Field
                    label=t::purchases::payment_status
                    required=true
                    error=form.error("/payment_status")
                >
                    <Select
                        value=fields.payment_status
                        options=Signal::derive(|| choices!(NOW))
                    />
                </Field>
                <Field
                    label=t::purchases::method
                    aside=t::common::optional
                    error=form.error("/method")
                >
                    <Select
                        value=fields.method
                        options=Signal::derive(|| choices!(PaymentMethod::ALL))
                        placeholder=t::purchases::no_method
                    />
                </Field>
                <Field
                    label=t::purchases::contract_number
                    aside=t::common::optional
                    error=form.error("/contract_number")
                >
                    <TextInput value=fields.contract_number maxlength=64_u32 autocomplete="off"/>
                </Field>
                <Field
                    label=t::purchases::notes
                    aside=t::common::optional
                    wide=true
                    error=form.error("/notes")
                >
                    <TextArea value=fields.notes rows=2/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

/// The form.
#[component]
pub fn RecordPurchasePage() -> impl IntoView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let fields = Fields::new();
    let saved = RwSignal::new(false);
    let dirty = Memo::new(move |_| {
        let is_typed = fields.customer.read().is_some() || !fields.notes.read().is_empty();
        is_typed && !saved.get()
    });
    let once = StoredValue::new(fresh_key());
    let submit = move || {
        let today = untrack(Clock::today);
        let read = untrack(|| fields.content());
        let checked = read.and_then(|content| check_record(&content, today).map(|()| content));
        let content = match checked {
            Ok(content) => content,
            Err(faults) => {
                form.accepts(faults);
                return;
            }
        };
        let client = session.client();
        let work = async move { client.record_purchase(&content, &once.get_value()).await };
        form.send(work, move |made| {
            saved.set(true);
            toaster.success(t::common::saved);
            go.to(&routes::purchase(made.purchase.id));
        });
    };
    view! {
        <UnsavedGuard dirty/>
        <PageHeader
            title=t::purchases::record
            back=routes::PURCHASES
            back_label=t::purchases::title
            meta=|| view! { <span>{t::purchases::record_about}</span> }
        />
        <Form form on_submit=submit>
            <div class="stack stack--loose">{what(fields, form)} {money(fields, form)}</div>
            <div class="form__actions form__actions--sticky">
                <ButtonLink label=t::common::cancel href=routes::PURCHASES/>
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}
