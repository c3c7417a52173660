//! The lead that a mail would become, as somebody corrects it.

use domain::{
    leads::wire::LeadContent,
    money::{Amount, Currency},
    problem::{FieldError, Reason, Refusal},
};
use leptos::prelude::*;

use super::super::form::products;
use crate::{
    components::FormState,
    i18n::t,
    pages::parts::choices,
    ui::{Field, Select, TextArea, TextInput},
};

/// What is typed. `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    before: StoredValue<LeadContent>,
    title: RwSignal<String>,
    company: RwSignal<String>,
    contact_name: RwSignal<String>,
    contact_email: RwSignal<String>,
    contact_phone: RwSignal<String>,
    product: RwSignal<String>,
    amount: RwSignal<String>,
    currency: RwSignal<String>,
    expected_on: RwSignal<String>,
    notes: RwSignal<String>,
}

impl Draft {
    pub(super) fn of(content: &LeadContent) -> Self {
        let text = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        let on = content.expected_on.map(|on| on.to_string());
        Self {
            before: StoredValue::new(content.clone()),
            title: RwSignal::new(content.title.clone()),
            company: RwSignal::new(content.company.clone()),
            contact_name: text(&content.contact_name),
            contact_email: text(&content.contact_email),
            contact_phone: text(&content.contact_phone),
            product: RwSignal::new(content.product_id.map(|id| id.to_string()).unwrap_or_default()),
            amount: RwSignal::new(content.amount.to_string()),
            currency: RwSignal::new(content.currency.to_string()),
            expected_on: RwSignal::new(on.unwrap_or_default()),
            notes: text(&content.notes),
        }
    }

    /// As typed.
    ///
    /// # Errors
    /// What cannot be read.
    pub(super) fn content(self) -> Result<LeadContent, Vec<FieldError>> {
        let given = |field: RwSignal<String>| {
            Some(field.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let amount = given(self.amount).unwrap_or_else(|| "0".to_owned());
        let Ok(amount) = amount.parse::<Amount>() else {
            return Err(vec![Refusal::from(Reason::NotAnAmount).at("/amount")]);
        };
        let content = LeadContent {
            title: self.title.get_untracked(),
            company: self.company.get_untracked(),
            contact_name: given(self.contact_name),
            contact_email: given(self.contact_email),
            contact_phone: given(self.contact_phone),
            product_id: self.product.get_untracked().parse().ok(),
            amount,
            currency: self.currency.get_untracked().parse().unwrap_or_default(),
            expected_on: self.expected_on.get_untracked().parse().ok(),
            notes: given(self.notes),
            ..self.before.get_value()
        };
        domain::leads::check(&content).map(|()| content)
    }
}

pub(super) fn fields(draft: Draft, form: FormState) -> AnyView {
    view! {
        <div class="form__grid">
            <Field label=t::leads::company required=true error=form.error("/company")>
                <TextInput value=draft.company autocomplete="off" maxlength=120_u32/>
            </Field>
            <Field label=t::leads::heading required=true error=form.error("/title")>
                <TextInput value=draft.title autocomplete="off" maxlength=120_u32/>
            </Field>
            <Field label=t::leads::contact_name error=form.error("/contact_name")>
                <TextInput value=draft.contact_name autocomplete="off" maxlength=60_u32/>
            </Field>
            <Field label=t::leads::contact_phone error=form.error("/contact_phone")>
                <TextInput value=draft.contact_phone kind="tel" autocomplete="off"/>
            </Field>
            <Field label=t::leads::contact_email error=form.error("/contact_email")>
                <TextInput value=draft.contact_email kind="email" autocomplete="off"/>
            </Field>
            <Field label=t::leads::product error=form.error("/product_id")>
                <Select
                    value=draft.product
                    options=products()
                    placeholder=t::leads::unknown
                />
            </Field>
            <Field label=t::leads::amount error=form.error("/amount")>
                <TextInput value=draft.amount inputmode="decimal" autocomplete="off"/>
            </Field>
            <Field label=t::leads::currency error=form.error("/currency")>
                <Select value=draft.currency options=Signal::derive(|| choices!(Currency::ALL))/>
            </Field>
            <Field label=t::leads::expected_on error=form.error("/expected_on")>
                <TextInput value=draft.expected_on kind="date"/>
            </Field>
            <Field label=t::leads::notes wide=true error=form.error("/notes")>
                <TextArea value=draft.notes rows=2/>
            </Field>
        </div>
    }
    .into_any()
}
