//! One balance: what stands to a party's credit, what made it, and what becomes of it.

use client::Side;
use domain::{
    access::Permission,
    money::{Amount, Currency},
    receivables::{
        EntryKind,
        wire::{BalanceEntry, BalanceView},
    },
};
use leptos::{prelude::*, task::spawn_local};

use super::set_off::{pay_back_drawer, set_off_drawer};
use crate::{
    components::{Load, Loaded, tell_failure, use_load},
    i18n::{lang, t},
    pages::parts::{id_in_address, or_dash},
    routes,
    state::{use_session, use_toaster},
    ui::{Button, Card, Day, GuardedButton, Look, Money, PageHeader, Stat, TableFrame, Time},
};

fn source(one: &BalanceEntry) -> AnyView {
    if let (Some(id), Some(number)) = (one.order_id, one.order_number.clone()) {
        return view! {
            <a class="mono" href=routes::order(Side::Staff, id)>
                {number}
            </a>
        }
        .into_any();
    }
    match one.payment_id {
        Some(id) => {
            let payer = one.payer_name.clone().filter(|name| !name.is_empty());
            view! { <a href=routes::payment(id)>{payer.unwrap_or_else(|| id.to_string())}</a> }
                .into_any()
        }
        None => or_dash(None),
    }
}

fn entry(
    one: &BalanceEntry,
    currency: Currency,
    may_undo: bool,
    undo: Callback<BalanceEntry>,
) -> AnyView {
    let (kind, known) = (one.kind, one.clone());
    let last = match one.undone_at {
        Some(at) => view! {
            <span class="muted">
                {t::receivables::undone} " " <Time at/> " " {one.undone_by_name.clone()}
            </span>
        }
        .into_any(),
        None if may_undo && kind != EntryKind::Returned => view! {
            <Button
                label=t::receivables::undo
                small=true
                on_press=move || undo.run(known.clone())
            />
        }
        .into_any(),
        None => ().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{move || kind.label(lang())}</th>
            <td class="num">
                <Money amount=kind.signed(one.amount) currency/>
            </td>
            <td>
                <Day on=one.entered_on/>
            </td>
            <td>{source(one)}</td>
            <td>{or_dash(one.note.clone())}</td>
            <td>{one.entered_by_name.clone()}</td>
            <td>{last}</td>
        </tr>
    }
    .into_any()
}

fn entries(view: Signal<BalanceView>, undo: Callback<BalanceEntry>) -> AnyView {
    let session = use_session();
    let rows = move || {
        let may = session.may(Permission::ReceivablesManage);
        let view = view.read();
        let currency = view.balance.currency;
        view.entries.iter().map(|one| entry(one, currency, may, undo)).collect::<Vec<_>>()
    };
    view! {
        <Card title=t::receivables::entries flush=true>
            <TableFrame label=t::receivables::entries>
                <thead>
                    <tr>
                        <th scope="col">{t::receivables::kind}</th>
                        <th scope="col" class="num">
                            {t::receivables::amount}
                        </th>
                        <th scope="col">{t::receivables::entered_on}</th>
                        <th scope="col">{t::receivables::source}</th>
                        <th scope="col">{t::receivables::note}</th>
                        <th scope="col">{t::receivables::by_whom}</th>
                        <th scope="col">{t::receivables::undo}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
    .into_any()
}

fn body(view: Signal<BalanceView>, load: Load<BalanceView>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let (setting_off, paying_back) = (RwSignal::new(false), RwSignal::new(false));
    let undo = Callback::new(move |one: BalanceEntry| {
        let (client, view) = (session.client(), view.get_untracked());
        spawn_local(async move {
            match client.undo_balance_entry(view.balance.id, view.version, one.id).await {
                Ok(after) => {
                    toaster.success(t::receivables::entry_undone);
                    load.set(after);
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    });
    let blocked = Signal::derive(move || {
        let nothing = view.read().balance.balance <= Amount::ZERO;
        session
            .why_not(Permission::ReceivablesManage)
            .or_else(|| nothing.then(|| t::receivables::balances_empty.get().to_owned()))
    });
    let done = Callback::new(move |after: BalanceView| load.set(after));
    let title = Signal::derive(move || view.read().balance.party_name.clone());
    let actions = move || {
        view! {
            <GuardedButton
                label=t::receivables::pay_back
                blocked
                on_press=move || paying_back.set(true)
            />
            <GuardedButton
                label=t::receivables::set_off
                look=Look::Primary
                blocked
                on_press=move || setting_off.set(true)
            />
        }
    };
    let figure = move || {
        let row = view.read().balance.clone();
        view! { <Money amount=row.balance currency=row.currency/> }
    };
    let party = Signal::derive(move || {
        let row = view.read().balance.clone();
        match (row.partner_id, row.customer_id) {
            (Some(id), _) => routes::partner(id),
            (None, Some(id)) => routes::customer(id),
            (None, None) => routes::BALANCES.to_owned(),
        }
    });
    view! {
        <PageHeader title back=routes::BALANCES back_label=t::receivables::balances actions/>
        <div class="stack">
            <div class="stats">
                <Stat label=t::receivables::balance href=party>
                    {figure}
                </Stat>
            </div>
            {entries(view, undo)}
        </div>
        {set_off_drawer(view, setting_off, done)}
        {pay_back_drawer(view, paying_back, done)}
    }
    .into_any()
}

/// One balance.
#[component]
pub fn BalancePage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.balance(id).await }
    });
    view! { <Loaded load view=move |view| body(view, load)/> }.into_any()
}
