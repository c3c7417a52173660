//! Entering money that came in another way than by a bank statement.

use domain::{
    money::{Amount, Currency},
    payments::{check_payment, wire::PaymentContent},
    problem::{FieldError, Reason, Refusal},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::t,
    pages::parts::choices,
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{Button, Drawer, Field, Look, Select, TextArea, TextInput},
};

fn unknown(pointer: &str, reason: Reason) -> FieldError {
    Refusal::new(reason).at(pointer)
}

fn editor() -> AnyView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let text = || RwSignal::new(String::new());
    let (day, amount, payer, remark, reference, note) =
        (text(), text(), text(), text(), text(), text());
    let currency = RwSignal::new(Currency::Cny.as_str().to_owned());
    let key = StoredValue::new(fresh_key());
    let submit = move || {
        let mut faults = Vec::new();
        let on = day.get_untracked().parse::<chrono::NaiveDate>();
        let value = amount.get_untracked().replace(',', "").trim().parse::<Amount>();
        if on.is_err() {
            faults.push(unknown("/value_date", Reason::NotADay));
        }
        if value.is_err() {
            faults.push(unknown("/amount", Reason::NotAnAmount));
        }
        let note = note.get_untracked().trim().to_owned();
        let content = PaymentContent {
            bank_account_id: None,
            value_date: on.unwrap_or_default(),
            amount: value.unwrap_or_default(),
            currency: currency.get_untracked().parse().unwrap_or_default(),
            payer_name: payer.get_untracked(),
            payer_account: String::new(),
            remark: remark.get_untracked(),
            bank_reference: reference.get_untracked(),
            note: Some(note).filter(|note| !note.is_empty()),
        };
        // Whether it lies in the future is the server's to say: its day is Shanghai's.
        let known: Vec<String> = faults.iter().map(|fault| fault.pointer.clone()).collect();
        let others = check_payment(&content, content.value_date).err().unwrap_or_default();
        faults.extend(others.into_iter().filter(|fault| !known.contains(&fault.pointer)));
        if !form.accepts(faults) {
            return;
        }
        let client = session.client();
        let work = async move { client.create_payment(&content, &key.get_value()).await };
        form.send(work, move |made| {
            toaster.success(t::payments::created);
            go.to(&routes::payment(made.payment.id));
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field label=t::payments::value_date required=true error=form.error("/value_date")>
                    <TextInput value=day kind="date"/>
                </Field>
                <Field label=t::payments::amount required=true error=form.error("/amount")>
                    <TextInput value=amount inputmode="decimal" autocomplete="off"/>
                </Field>
                <Field label=t::payments::currency error=form.error("/currency")>
                    <Select value=currency options=Signal::derive(|| choices!(Currency::ALL))/>
                </Field>
                <Field label=t::payments::payer error=form.error("/payer_name")>
                    <TextInput value=payer autocomplete="off" maxlength=160_u32/>
                </Field>
                <Field label=t::payments::remark error=form.error("/remark")>
                    <TextInput value=remark autocomplete="off" maxlength=500_u32/>
                </Field>
                <Field label=t::payments::reference error=form.error("/bank_reference")>
                    <TextInput value=reference autocomplete="off" maxlength=120_u32/>
                </Field>
                <Field label=t::payments::note aside=t::common::optional error=form.error("/note")>
                    <TextArea value=note rows=2 maxlength=500_u32/>
                </Field>
            </div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

/// The drawer with the form.
pub(super) fn create_drawer(open: RwSignal<bool>) -> AnyView {
    view! {
        <Drawer open on_close=move || open.set(false) title=t::payments::create>
            {move || open.get().then(editor)}
        </Drawer>
    }
    .into_any()
}
