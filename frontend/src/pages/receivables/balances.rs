//! What stands to the credit of parties; the address bar is the state.

use client::Client;
use domain::{
    money::Currency,
    receivables::wire::{BalanceListQuery, BalanceRow},
};
use leptos::prelude::*;

use crate::{
    components::ListTable,
    i18n::t,
    pages::parts::{chip_group, choices},
    routes,
    state::{ListState, use_list},
    ui::{CardCell, Column, EmptyState, FilterChips, Glyph, Money, PageHeader, Time},
};

fn columns() -> Vec<Column<BalanceRow>> {
    vec![
        Column::new("party", t::receivables::party, |row: &BalanceRow| {
            view! { <span>{row.party_name.clone()}</span> }
        })
        .on_card(CardCell::Title),
        Column::new("balance", t::receivables::balance, |row: &BalanceRow| {
            view! { <Money amount=row.balance currency=row.currency/> }
        })
        .sorted_by("balance")
        .numeric(),
        Column::new("updated_at", t::receivables::updated, |row: &BalanceRow| {
            view! { <Time at=row.updated_at/> }
        })
        .sorted_by("updated_at"),
    ]
}

fn filters(list: ListState<BalanceListQuery>) -> AnyView {
    chip_group(
        t::receivables::currency,
        view! {
            <FilterChips
                label=t::receivables::currency
                options=choices!(Currency::ALL)
                value=list.filter("currency")
                on_change=list.on_filter("currency")
            />
        },
    )
}

/// The list.
#[component]
pub fn BalanceListPage() -> impl IntoView {
    let list = use_list::<BalanceListQuery>();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Yuan
                title=t::receivables::balances_empty
                text=t::receivables::balances_empty_text
            />
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::receivables::balances
            back=routes::RECEIVABLES
            back_label=t::receivables::title
            meta=|| view! { <span>{t::receivables::balances_about}</span> }
        />
        <ListTable
            list
            fetch=|client: Client, query: BalanceListQuery| async move {
                client.balances(&query).await
            }
            label=t::receivables::balances
            key="balances"
            columns=columns()
            id=|row: &BalanceRow| row.id.to_string()
            href=Some(|row: &BalanceRow| routes::balance(row.id))
            search=t::receivables::balances_search
            filters=move || filters(list)
            empty
        />
    }
    .into_any()
}
