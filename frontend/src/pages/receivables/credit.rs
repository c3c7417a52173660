//! Crediting a party with a part of a payment that is for no order.

use domain::{
    payments::wire::PaymentView,
    problem::{Reason, Refusal},
    receivables::wire::{BalanceView, CreditParty},
};
use leptos::prelude::*;

use super::set_off::{kept, not_an_amount, typed};
use crate::{
    components::{Form, FormState},
    i18n::{Word, t},
    pages::invoices::{customers, partners},
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Button, Choice, ComboOption, Combobox, Drawer, Field, Look, RadioGroup, TextArea, TextInput,
    },
};

const PARTNER: &str = "partner";
const CUSTOMER: &str = "customer";

fn editor(view: &PaymentView, open: RwSignal<bool>, done: Callback<BalanceView>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let kind = RwSignal::new(PARTNER.to_owned());
    let (partner, customer) = (RwSignal::new(None::<ComboOption>), RwSignal::new(None));
    let amount = RwSignal::new(view.payment.open.to_string());
    let note = RwSignal::new(String::new());
    let key = StoredValue::new(fresh_key());
    let (id, version) = (view.payment.id, view.version);
    let kinds = Signal::derive(|| {
        let choice = |value: &'static str, word: Word| {
            Choice::new(value, Signal::derive(move || word.get().to_owned()))
        };
        vec![choice(PARTNER, t::receivables::partner), choice(CUSTOMER, t::receivables::customer)]
    });
    let submit = move || {
        let is_partner = kind.get_untracked() == PARTNER;
        let chosen = |option: RwSignal<Option<ComboOption>>| {
            option.get_untracked().map(|option: ComboOption| option.value)
        };
        let partner_id = chosen(partner).filter(|_| is_partner).and_then(|id| id.parse().ok());
        let customer_id = chosen(customer).filter(|_| !is_partner).and_then(|id| id.parse().ok());
        let mut faults = Vec::new();
        if partner_id.is_none() && customer_id.is_none() {
            faults.push(Refusal::from(Reason::OneParty).at("/partner_id"));
        }
        let Some(amount) = typed(amount) else {
            faults.push(not_an_amount());
            form.accepts(faults);
            return;
        };
        if !form.accepts(faults) {
            return;
        }
        let body = CreditParty { partner_id, customer_id, amount, note: kept(note) };
        let client = session.client();
        let work = async move { client.credit_party(id, version, &body, &key.get_value()).await };
        form.send(work, move |after| {
            toaster.success(t::receivables::credit_done);
            open.set(false);
            done.run(after);
        });
    };
    let error = form.error("/partner_id");
    let who = move || {
        if kind.get() == PARTNER {
            view! {
                <Field label=t::receivables::partner required=true error>
                    <Combobox value=partner source=partners()/>
                </Field>
            }
            .into_any()
        } else {
            view! {
                <Field label=t::receivables::customer required=true error>
                    <Combobox value=customer source=customers()/>
                </Field>
            }
            .into_any()
        }
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <p class="muted">{t::receivables::credit_about}</p>
                <RadioGroup label=t::receivables::party value=kind options=kinds/>
                {who}
                <Field label=t::receivables::amount required=true error=form.error("/amount")>
                    <TextInput value=amount inputmode="decimal" autocomplete="off"/>
                </Field>
                <Field
                    label=t::receivables::note
                    aside=t::common::optional
                    error=form.error("/note")
                >
                    <TextArea value=note rows=2 maxlength=500_u32/>
                </Field>
            </div>
            <div class="form__actions">
                <Button
                    label=t::receivables::credit
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

/// The drawer on a payment's page.
pub fn credit_drawer(
    view: Signal<PaymentView>,
    open: RwSignal<bool>,
    done: Callback<BalanceView>,
) -> AnyView {
    view! {
        <Drawer open on_close=move || open.set(false) title=t::receivables::credit>
            {move || open.get().then(|| editor(&view.get_untracked(), open, done))}
        </Drawer>
    }
    .into_any()
}
