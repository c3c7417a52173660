//! The log of mails; the address bar is the state.

use client::{Client, Side};
use domain::deliveries::{
    DeliveryStatus,
    wire::{DeliveryListQuery, DeliveryRow},
};
use leptos::prelude::*;

use super::{DeliveryStatusDot, trouble_words};
use crate::{
    components::{ListTable, use_live},
    i18n::t,
    pages::parts::{choices, narrowed, or_dash},
    routes,
    state::{ListState, use_list},
    ui::{CardCell, Column, EmptyState, FilterChips, Glyph, PageHeader, Time},
};

/// What became of it: when it arrived, or why not and when next.
fn outcome(row: &DeliveryRow) -> AnyView {
    if let Some(at) = row.delivered_at {
        return view! {
            <span class="muted">{t::deliveries::delivered_at} " " <Time at/></span>
        }
        .into_any();
    }
    let next = row.next_try_at.map(|at| {
        view! {
            <span class="cell-two__second">{t::deliveries::next_try} " " <Time at/></span>
        }
    });
    view! {
        <span class="cell-two">
            <span>{trouble_words(row.last_error.clone())}</span>
            {next}
        </span>
    }
    .into_any()
}

fn columns() -> Vec<Column<DeliveryRow>> {
    vec![
        Column::new("subject", t::deliveries::subject, |row: &DeliveryRow| {
            view! {
                <span class="cell-two">
                    <span>{row.subject.clone()}</span>
                    <span class="cell-two__second">{row.recipient.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("status", t::deliveries::status, |row: &DeliveryRow| {
            view! { <DeliveryStatusDot status=row.status/> }
        })
        .on_card(CardCell::End),
        Column::new("order", t::deliveries::order, |row: &DeliveryRow| {
            match (row.order_id, row.order_number.clone()) {
                (Some(id), Some(number)) => view! {
                    <a class="mono nowrap" href=routes::order(Side::Staff, id)>
                        {number}
                    </a>
                }
                .into_any(),
                _ => or_dash(None),
            }
        }),
        Column::new("tries", t::deliveries::tries, |row: &DeliveryRow| row.tries).numeric(),
        Column::new("result", t::deliveries::result, outcome).on_card(CardCell::Wide),
        Column::new("created_at", t::deliveries::created, |row: &DeliveryRow| {
            view! { <Time at=row.created_at/> }
        })
        .sorted_by("created_at"),
    ]
}

fn filters(list: ListState<DeliveryListQuery>) -> AnyView {
    view! {
        <FilterChips
            label=t::deliveries::status
            options=choices!(DeliveryStatus::ALL)
            value=list.filter("status")
            on_change=list.on_filter("status")
        />
    }
    .into_any()
}

/// The log.
#[component]
pub fn DeliveryListPage() -> impl IntoView {
    let list = use_list::<DeliveryListQuery>();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Mail
                title=t::deliveries::empty
                text=t::deliveries::empty_text
            />
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::deliveries::title
            meta=|| view! { <span>{t::deliveries::about}</span> }
        />
        <div class="stack">
            {narrowed(
                move || list.get().order.map(|_| t::deliveries::of_order),
                move || list.update(|query| query.order = None),
            )}
            <ListTable
                list
                fetch=|client: Client, query: DeliveryListQuery| async move {
                    client.deliveries(&query).await
                }
                label=t::deliveries::title
                key="deliveries"
                columns=columns()
                id=|row| row.id.to_string()
                href=Some(|row| routes::delivery(row.id))
                search=t::deliveries::search
                filters=move || filters(list)
                empty
                reload=use_live().changes()
            />
        </div>
    }
    .into_any()
}
