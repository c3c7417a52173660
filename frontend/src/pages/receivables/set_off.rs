//! Using a balance: for an order of the same party, or to pay it back.

use client::Client;
use domain::{
    money::Amount,
    problem::{FieldError, Reason, Refusal},
    receivables::wire::{BalanceView, PayBack, ReceivableListQuery, ReceivableRow, SetOff},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Loaded, use_load},
    i18n::t,
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Button, Choice, Clock, Drawer, EmptyState, Field, Glyph, Look, Select, TextArea, TextInput,
    },
};

/// What is typed as an amount.
pub(super) fn typed(amount: RwSignal<String>) -> Option<Amount> {
    amount.get_untracked().replace([',', '，', ' ', '¥', '￥'], "").parse().ok()
}

pub(super) fn not_an_amount() -> FieldError {
    Refusal::from(Reason::NotAnAmount).at("/amount")
}

pub(super) fn kept(note: RwSignal<String>) -> Option<String> {
    Some(note.get_untracked().trim().to_owned()).filter(|note| !note.is_empty())
}

fn set_off_form(
    view: &BalanceView,
    open: &[ReceivableRow],
    opened: RwSignal<bool>,
    done: Callback<BalanceView>,
) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    if open.is_empty() {
        return view! {
            <EmptyState
                glyph=Glyph::Yuan
                title=t::receivables::nothing_open
                text=t::receivables::empty_text
            />
        }
        .into_any();
    }
    let form = FormState::new();
    let currency = view.balance.currency;
    let mut orders: Vec<(String, String, Amount)> = Vec::new();
    for row in open {
        let id = row.order_id.to_string();
        match orders.iter_mut().find(|(known, ..)| *known == id) {
            Some((_, _, sum)) => *sum = [*sum, row.open].into_iter().sum(),
            None => orders.push((id, row.order_number.clone(), row.open)),
        }
    }
    let choices: Vec<Choice> = orders
        .iter()
        .map(|(id, number, open)| {
            Choice::new(id.clone(), format!("{number} · {}", open.display(currency)))
        })
        .collect();
    let most = view.balance.balance;
    let order = RwSignal::new(String::new());
    let (amount, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let on_change = move |id: String| {
        if let Some((.., open)) = orders.iter().find(|(known, ..)| *known == id) {
            amount.set((*open).min(most).to_string());
        }
    };
    let key = StoredValue::new(fresh_key());
    let (id, version) = (view.balance.id, view.version);
    let submit = move || {
        let chosen = order.get_untracked().parse().ok();
        let (Some(order_id), Some(amount)) = (chosen, typed(amount)) else {
            let mut faults = Vec::new();
            if chosen.is_none() {
                faults.push(Refusal::from(Reason::Required).at("/order_id"));
            }
            if typed(amount).is_none() {
                faults.push(not_an_amount());
            }
            form.accepts(faults);
            return;
        };
        let body = SetOff { order_id, amount, note: kept(note) };
        let client = session.client();
        let work =
            async move { client.set_off_balance(id, version, &body, &key.get_value()).await };
        form.send(work, move |after| {
            toaster.success(t::receivables::set_off_done);
            opened.set(false);
            done.run(after);
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field label=t::receivables::order required=true error=form.error("/order_id")>
                    <Select
                        value=order
                        options=Signal::stored(choices)
                        placeholder=t::receivables::choose_order
                        on_change
                    />
                </Field>
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
                    label=t::receivables::set_off
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

/// Everything of the party that is open, in the balance's currency.
fn of_party(view: BalanceView, opened: RwSignal<bool>, done: Callback<BalanceView>) -> AnyView {
    let query = ReceivableListQuery {
        partner: view.balance.partner_id,
        customer: view.balance.customer_id,
        currency: vec![view.balance.currency],
        per_page: 100,
        ..ReceivableListQuery::default()
    };
    // A customer's orders through a partner are the partner's to pay.
    let direct = view.balance.partner_id.is_none();
    let load = use_load(move |client: Client| {
        let query = query.clone();
        async move {
            let mut rows = client.receivables(&query).await?.items;
            rows.retain(|row| !direct || row.partner_id.is_none());
            Ok(rows)
        }
    });
    let drawn = move |found: Signal<Vec<ReceivableRow>>| {
        set_off_form(&view, &found.get_untracked(), opened, done)
    };
    view! { <Loaded load view=drawn/> }.into_any()
}

/// The drawer in which a balance is used for an order.
pub(super) fn set_off_drawer(
    view: Signal<BalanceView>,
    open: RwSignal<bool>,
    done: Callback<BalanceView>,
) -> AnyView {
    view! {
        <Drawer open on_close=move || open.set(false) title=t::receivables::set_off>
            {move || open.get().then(|| of_party(view.get_untracked(), open, done))}
        </Drawer>
    }
    .into_any()
}

fn pay_back_form(
    view: &BalanceView,
    opened: RwSignal<bool>,
    done: Callback<BalanceView>,
) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let amount = RwSignal::new(view.balance.balance.to_string());
    let paid_on = RwSignal::new(Clock::today().to_string());
    let note = RwSignal::new(String::new());
    let key = StoredValue::new(fresh_key());
    let (id, version) = (view.balance.id, view.version);
    let submit = move || {
        let day = paid_on.get_untracked().parse().ok();
        let (Some(paid_on), Some(amount)) = (day, typed(amount)) else {
            let mut faults = Vec::new();
            if day.is_none() {
                faults.push(Refusal::from(Reason::Required).at("/paid_on"));
            }
            if typed(amount).is_none() {
                faults.push(not_an_amount());
            }
            form.accepts(faults);
            return;
        };
        let body = PayBack { amount, paid_on, note: kept(note) };
        let client = session.client();
        let work =
            async move { client.pay_back_balance(id, version, &body, &key.get_value()).await };
        form.send(work, move |after| {
            toaster.success(t::receivables::pay_back_done);
            opened.set(false);
            done.run(after);
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field label=t::receivables::amount required=true error=form.error("/amount")>
                    <TextInput value=amount inputmode="decimal" autocomplete="off"/>
                </Field>
                <Field label=t::receivables::paid_on required=true error=form.error("/paid_on")>
                    <TextInput value=paid_on kind="date"/>
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
                    label=t::receivables::pay_back
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

/// The drawer in which a refund is noted.
pub(super) fn pay_back_drawer(
    view: Signal<BalanceView>,
    open: RwSignal<bool>,
    done: Callback<BalanceView>,
) -> AnyView {
    view! {
        <Drawer open on_close=move || open.set(false) title=t::receivables::pay_back>
            {move || open.get().then(|| pay_back_form(&view.get_untracked(), open, done))}
        </Drawer>
    }
    .into_any()
}
