//! What is open, an instalment a row, below what it adds up to; the address bar is the state.

use client::{Client, Side};
use domain::{
    access::Permission,
    money::Currency,
    receivables::{
        AgeBucket,
        wire::{ReceivableListQuery, ReceivableRow},
    },
};
use leptos::prelude::*;

use super::{rules::rules_drawer, summary::summary};
use crate::{
    components::ListTable,
    i18n::{Word, lang, t},
    pages::parts::{chip_group, choices, narrowed, or_dash},
    routes,
    state::{ListState, use_list, use_session},
    ui::{
        ButtonLink, CardCell, Choice, Column, Day, EmptyState, FilterChips, Glyph, GuardedButton,
        Money, PageHeader, Tag, Tone,
    },
};

/// How old it is, in words and a color.
pub(super) fn age_tag(bucket: AgeBucket) -> AnyView {
    let tone = match bucket {
        AgeBucket::NotDue => Tone::Neutral,
        AgeBucket::Days30 | AgeBucket::Days60 => Tone::Warning,
        _ => Tone::Error,
    };
    view! { <Tag tone label=Signal::derive(move || bucket.label(lang()).to_owned())/> }.into_any()
}

fn columns() -> Vec<Column<ReceivableRow>> {
    vec![
        Column::new("order", t::receivables::order, |row: &ReceivableRow| {
            let (ordinal, terms) = (row.ordinal, row.terms);
            let second = move || {
                let terms = terms.words(lang());
                if ordinal > 1 {
                    format!("{} · {terms}", t::receivables::instalment(ordinal))
                } else {
                    terms
                }
            };
            view! {
                <span class="cell-two">
                    <span class="mono">{row.order_number.clone()}</span>
                    <span class="cell-two__second">{second}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("party", t::receivables::party, |row: &ReceivableRow| {
            let name = row.partner_name.clone().unwrap_or_else(|| row.customer_name.clone());
            view! {
                <span class="cell-two">
                    <span>{name}</span>
                    <span class="cell-two__second">{row.customer_name.clone()}</span>
                </span>
            }
        }),
        Column::new("open", t::receivables::open, |row: &ReceivableRow| {
            view! { <Money amount=row.open currency=row.currency/> }
        })
        .sorted_by("open")
        .numeric(),
        Column::new("due_on", t::receivables::due_on, |row: &ReceivableRow| match row.due_on {
            Some(on) => view! { <Day on/> }.into_any(),
            None => view! { <span class="muted">{t::receivables::no_due}</span> }.into_any(),
        })
        .sorted_by("due_on"),
        Column::new("age", t::receivables::age, |row: &ReceivableRow| age_tag(row.bucket))
            .on_card(CardCell::End),
        Column::new("amount", t::receivables::amount, |row: &ReceivableRow| {
            view! { <Money amount=row.amount currency=row.currency/> }
        })
        .numeric(),
        Column::new("ordered_on", t::receivables::ordered_on, |row: &ReceivableRow| {
            view! { <Day on=row.ordered_on/> }
        })
        .sorted_by("ordered_on"),
        Column::new("owner", t::receivables::owner, |row: &ReceivableRow| {
            or_dash(row.owner_name.clone())
        }),
    ]
}

fn chips(
    list: ListState<ReceivableListQuery>,
    name: &'static str,
    label: Word,
    options: Vec<Choice>,
) -> AnyView {
    chip_group(
        label,
        view! {
            <FilterChips label options value=list.filter(name) on_change=list.on_filter(name)/>
        },
    )
}

fn filters(list: ListState<ReceivableListQuery>) -> AnyView {
    view! {
        {chips(list, "bucket", t::receivables::age, choices!(AgeBucket::ALL))}
        {chips(list, "currency", t::receivables::currency, choices!(Currency::ALL))}
    }
    .into_any()
}

/// Filters that only links set: said, with a way out.
fn by_links(list: ListState<ReceivableListQuery>) -> AnyView {
    let words = move || {
        let query = list.get();
        let is_narrow =
            query.partner.is_some() || query.customer.is_some() || query.owner.is_some();
        is_narrow.then_some(t::receivables::narrowed)
    };
    narrowed(words, move || list.reset())
}

/// The page.
#[component]
pub fn ReceivableListPage() -> impl IntoView {
    let session = use_session();
    let list = use_list::<ReceivableListQuery>();
    let ruling = RwSignal::new(false);
    let actions = move || {
        view! {
            <GuardedButton
                label=t::receivables::rules
                blocked=Signal::derive(move || session.why_not(Permission::ReceivablesManage))
                on_press=move || ruling.set(true)
            />
            <ButtonLink label=t::receivables::balances href=routes::BALANCES/>
        }
    };
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Yuan
                title=t::receivables::empty
                text=t::receivables::empty_text
            />
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::receivables::title
            meta=|| view! { <span>{t::receivables::about}</span> }
            actions
        />
        <div class="stack">
            {summary()} {by_links(list)}
            <ListTable
                list
                fetch=|client: Client, query: ReceivableListQuery| async move {
                    client.receivables(&query).await
                }
                label=t::receivables::title
                key="receivables"
                columns=columns()
                id=|row: &ReceivableRow| row.id.to_string()
                href=Some(|row: &ReceivableRow| routes::order(Side::Staff, row.order_id))
                search=t::receivables::search
                filters=move || filters(list)
                empty
            />
        </div>
        {rules_drawer(ruling)}
    }
    .into_any()
}
