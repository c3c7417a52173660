//! Matching by hand: orders are looked for, each gets a part of the payment, and what is left of both
//! is shown while one types.

use client::Client;
use domain::{
    money::Amount,
    payments::{
        OrderDue, check_parts, most_fee,
        wire::{MatchPart, OpenOrder, OpenOrderQuery, PaymentRow},
    },
};
use leptos::prelude::*;

use crate::{
    components::{FormState, Loaded, use_load},
    i18n::{lang, t},
    ui::{Banner, Button, Card, Glyph, GuardedButton, Look, Money, SearchInput, TextInput, Tone},
};

/// An order that gets a part.
#[derive(Clone)]
struct Row {
    order: OpenOrder,
    amount: RwSignal<String>,
    fee: RwSignal<String>,
}

fn amount_of(text: &str) -> Option<Amount> {
    let text = text.replace(',', "");
    let text = text.trim();
    if text.is_empty() { Some(Amount::ZERO) } else { text.parse().ok() }
}

impl Row {
    /// The part as it is typed (tracked); none where it is no amount.
    fn part(&self) -> Option<MatchPart> {
        Some(MatchPart {
            order_id: self.order.id,
            amount: amount_of(&self.amount.read())?,
            fee: amount_of(&self.fee.read())?,
        })
    }
}

const fn due_of(order: &OpenOrder) -> OrderDue {
    OrderDue {
        id: order.id,
        status: order.status,
        currency: order.currency,
        due: order.due,
        settled: order.settled,
    }
}

fn found(all: Signal<Vec<OpenOrder>>, add: Callback<OpenOrder>) -> AnyView {
    let rows = move || {
        let all = all.get();
        if all.is_empty() {
            return view! { <p class="muted">{t::payments::no_orders}</p> }.into_any();
        }
        let row = |order: OpenOrder| {
            let one = order.clone();
            view! {
                <li class="row row--spread">
                    <span>
                        <span class="mono">{order.number}</span>
                        " "
                        {order.party_name}
                        <span class="muted small">" " {order.end_user}</span>
                    </span>
                    <span class="row">
                        <Money amount=order.open currency=order.currency/>
                        <Button
                            label=t::payments::add
                            small=true
                            on_press=move || add.run(one.clone())
                        />
                    </span>
                </li>
            }
        };
        view! { <ul class="stack stack--tight board__cards">{all.into_iter().map(row).collect_view()}</ul> }
            .into_any()
    };
    view! { {rows} }.into_any()
}

fn line(row: &Row, remove: impl Fn() + Send + Sync + 'static) -> AnyView {
    let (order, known) = (row.order.clone(), row.clone());
    let left = move || {
        let settled = known.part().and_then(|part| part.amount.plus(part.fee).ok());
        settled.and_then(|settled| known.order.open.minus(settled).ok()).unwrap_or_default()
    };
    view! {
        <li class="desk__line row row--spread">
            <span>
                <span class="mono">{order.number}</span>
                <span class="muted small">
                    " " {t::payments::order_open} " "
                    <Money amount=Signal::derive(left) currency=order.currency/>
                </span>
            </span>
            <span class="row">
                <TextInput value=row.amount inputmode="decimal" label=t::payments::amount/>
                <TextInput value=row.fee inputmode="decimal" label=t::payments::fee/>
                <Button label=t::payments::remove small=true on_press=remove/>
            </span>
        </li>
    }
    .into_any()
}

/// The card: search, parts, and what is left. `form` knows what the server refused.
pub(super) fn split_card(
    payment: &PaymentRow,
    form: FormState,
    accept: Callback<Vec<MatchPart>>,
) -> AnyView {
    let query = RwSignal::new(String::new());
    let rows = RwSignal::new(Vec::<Row>::new());
    let (currency, facts) = (payment.currency, payment.facts());
    let load = use_load(move |client: Client| {
        let query = OpenOrderQuery { q: query.get(), currency: Some(currency) };
        async move { client.open_orders(&query).await }
    });
    let parts = move || rows.read().iter().map(Row::part).collect::<Option<Vec<_>>>();
    let left = Signal::derive(move || {
        let sum =
            parts().and_then(|parts| Amount::total(parts.iter().map(|part| part.amount)).ok());
        sum.and_then(|sum| facts.open().minus(sum).ok()).unwrap_or_default()
    });
    let add = Callback::new(move |order: OpenOrder| {
        let is_there = rows.read_untracked().iter().any(|row| row.order.id == order.id);
        if is_there {
            return;
        }
        let left = left.get_untracked().max(Amount::ZERO);
        let amount = left.min(order.open);
        // What is missing by no more than a bank keeps is a bank's fee, unless somebody says else.
        let missing = order.open.minus(amount).unwrap_or_default();
        let is_fee = missing > Amount::ZERO && missing <= most_fee(order.open);
        let fee = if is_fee { missing.to_string() } else { String::new() };
        let row = Row { order, amount: RwSignal::new(amount.to_string()), fee: RwSignal::new(fee) };
        rows.update(|rows| rows.push(row));
    });
    let blocked = Signal::derive(move || {
        let words = |reason: domain::problem::Reason| Some(reason.label(lang()).to_owned());
        let Some(parts) = parts() else { return words(domain::problem::Reason::NotAnAmount) };
        let rows = rows.read();
        let due = |id| rows.iter().find(|row| row.order.id == id).map(|row| due_of(&row.order));
        let faults = check_parts(facts, &parts, due).err()?;
        faults.first().map(|fault| fault.words(lang()))
    });
    let lines = move || {
        let shown = rows.get().into_iter().map(|row| {
            let id = row.order.id;
            line(&row, move || rows.update(|rows| rows.retain(|row| row.order.id != id)))
        });
        view! { <ul class="stack stack--tight board__cards">{shown.collect_view()}</ul> }
    };
    let send = move || {
        if let Some(parts) = untrack(parts) {
            accept.run(parts);
        }
    };
    let refused = form.error("/parts");
    view! {
        <Card title=t::payments::by_hand_title>
            <div class="stack">
                <SearchInput
                    value=query
                    label=t::payments::find_order
                    placeholder=t::payments::find_order
                    on_search=move |text: String| query.set(text)
                />
                <Loaded load view=move |all| found(all, add)/>
                {lines}
                {move || refused.get().map(|words| view! { <Banner tone=Tone::Error>{words}</Banner> })}
                <div class="row row--spread">
                    <span>
                        {t::payments::left} " " <Money amount=left currency/>
                    </span>
                    <GuardedButton
                        label=t::payments::match_now
                        icon=Glyph::Check
                        look=Look::Primary
                        blocked
                        busy=form.busy()
                        on_press=send
                    />
                </div>
            </div>
        </Card>
    }
    .into_any()
}
