//! The dialog that sets right how a purchase is paid and whose it is.

use domain::{
    licenses::wire::PaymentStatus,
    purchases::{
        PaymentMethod, check_correction,
        wire::{CorrectPurchase, PurchaseRecord},
    },
};
use leptos::prelude::*;

use super::owners;
use crate::{
    components::{Form, FormState, Load},
    i18n::{lang, t},
    pages::parts::choices,
    state::{use_session, use_toaster},
    ui::{Button, Choice, ComboOption, Combobox, Dialog, Field, Look, Select, TextArea, TextInput},
};

#[derive(Clone, Copy)]
struct Fields {
    payment_status: RwSignal<String>,
    method: RwSignal<String>,
    contract_number: RwSignal<String>,
    owner: RwSignal<Option<ComboOption>>,
    notes: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Fields {
    fn of(record: &PurchaseRecord) -> Self {
        let known = &record.purchase;
        let text = |text: Option<&str>| RwSignal::new(text.unwrap_or_default().to_owned());
        let owner = known.owner_id.map(|id| {
            ComboOption::new(id.to_string(), known.owner_name.clone().unwrap_or_default())
        });
        Self {
            payment_status: text(Some(known.payment_status.as_str())),
            method: text(known.method.map(PaymentMethod::as_str)),
            contract_number: text(known.contract_number.as_deref()),
            owner: RwSignal::new(owner),
            notes: text(record.notes.as_deref()),
            reason: text(None),
        }
    }

    fn content(self) -> CorrectPurchase {
        let given = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        CorrectPurchase {
            payment_status: self.payment_status.get().parse().unwrap_or_default(),
            method: self.method.get().parse().ok(),
            contract_number: given(self.contract_number),
            owner_id: self.owner.get().and_then(|chosen| chosen.value.parse().ok()),
            notes: given(self.notes),
            reason: self.reason.get().trim().to_owned(),
        }
    }
}

fn editor(record: &PurchaseRecord, load: Load<PurchaseRecord>, open: RwSignal<bool>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let fields = Fields::of(record);
    let (id, version, facts) = (record.purchase.id, record.version, record.facts());
    let submit = move || {
        let content = untrack(|| fields.content());
        if !form.accepts(check_correction(facts, &content).err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let work = async move { client.correct_purchase(id, version, &content).await };
        form.send(work, move |after| {
            load.set(after);
            open.set(false);
            toaster.success(t::common::saved);
        });
    };
    let statuses = move || {
        let status = |status: &PaymentStatus| {
            let status = *status;
            let label = Signal::derive(move || status.label(lang()).to_owned());
            let choice = Choice::new(status.as_str(), label);
            match facts.may_become(status) {
                Ok(()) => choice,
                Err(refusal) => choice.blocked(Some(refusal.words(lang()))),
            }
        };
        PaymentStatus::ALL.iter().map(status).collect::<Vec<_>>()
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field
                    label=t::purchases::payment_status
                    required=true
                    error=form.error("/payment_status")
                >
                    <Select value=fields.payment_status options=Signal::derive(statuses)/>
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
                <Field
                    label=t::purchases::notes
                    aside=t::common::optional
                    error=form.error("/notes")
                >
                    <TextArea value=fields.notes rows=2/>
                </Field>
                <Field
                    label=t::purchases::reason
                    hint=t::purchases::reason_hint
                    required=true
                    error=form.error("/reason")
                >
                    <TextArea value=fields.reason rows=2/>
                </Field>
            </div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

/// The form in a dialog.
#[component]
pub fn CorrectDialog(
    open: RwSignal<bool>,
    record: Signal<PurchaseRecord>,
    load: Load<PurchaseRecord>,
) -> impl IntoView {
    view! {
        <Dialog open on_close=move || open.set(false) title=t::purchases::correct>
            {move || editor(&record.get_untracked(), load, open)}
        </Dialog>
    }
    .into_any()
}
