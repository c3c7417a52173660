//! Every customer; the address bar is the state.

use client::Client;
use domain::{
    customers::{
        CustomerType, Region,
        wire::{CustomerListQuery, CustomerRow},
    },
    imports::ImportTarget,
};
use leptos::prelude::*;

use super::RetentionDot;
use crate::{
    components::ListTable,
    i18n::{lang, t},
    pages::{
        imports::import_link,
        parts::{chip_group, choices, or_dash, or_word},
    },
    routes,
    state::{ListState, use_list},
    ui::{ButtonLink, CardCell, Column, EmptyState, FilterChips, Glyph, PageHeader, Time},
};

fn place(row: &CustomerRow) -> AnyView {
    let (region, city) = (row.region, row.city.clone());
    match (region, city) {
        (None, None) => or_dash(None),
        (region, city) => view! {
            <span class="cell-two">
                <span>{move || region.map(|region| region.label(lang()))}</span>
                <span class="cell-two__second">{city}</span>
            </span>
        }
        .into_any(),
    }
}

fn columns() -> Vec<Column<CustomerRow>> {
    vec![
        Column::new("name", t::customers::name, |row: &CustomerRow| row.name.clone())
            .sorted_by("name")
            .on_card(CardCell::Title),
        Column::new("retention", t::customers::retention, |row: &CustomerRow| {
            view! { <RetentionDot retention=row.retention/> }
        })
        .on_card(CardCell::End),
        Column::new("kind", t::customers::kind, |row: &CustomerRow| {
            let (kind, industry) = (row.customer_type, row.industry);
            view! {
                <span class="cell-two">
                    <span>{move || kind.label(lang())}</span>
                    <span class="cell-two__second">
                        {move || industry.map(|industry| industry.label(lang()))}
                    </span>
                </span>
            }
        }),
        Column::new("region", t::customers::region, place),
        Column::new("licenses", t::customers::licenses, |row: &CustomerRow| row.licenses).numeric(),
        Column::new("latest_expiry", t::customers::latest_expiry, |row: &CustomerRow| {
            match row.latest_expiry {
                Some(day) => view! { <span class="time">{day.to_string()}</span> }.into_any(),
                None => or_dash(None),
            }
        }),
        Column::new("owner", t::customers::owner, |row: &CustomerRow| {
            or_word(row.owner_name.clone(), t::customers::unowned)
        }),
        Column::new("created_at", t::customers::created, |row: &CustomerRow| {
            view! { <Time at=row.created_at/> }
        })
        .sorted_by("created_at"),
    ]
}

fn filters(list: ListState<CustomerListQuery>) -> AnyView {
    view! {
        {chip_group(
            t::customers::kind,
            view! {
                <FilterChips
                    label=t::customers::kind
                    options=choices!(CustomerType::ALL)
                    value=list.filter("customer_type")
                    on_change=list.on_filter("customer_type")
                />
            },
        )}
        {chip_group(
            t::customers::region,
            view! {
                <FilterChips
                    label=t::customers::region
                    options=choices!(Region::ALL)
                    value=list.filter("region")
                    on_change=list.on_filter("region")
                />
            },
        )}
    }
    .into_any()
}

/// The list.
#[component]
pub fn CustomerListPage() -> impl IntoView {
    let list = use_list::<CustomerListQuery>();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Building
                title=t::customers::empty
                text=t::customers::empty_text
            >
                <ButtonLink label=t::customers::to_approvals href=routes::APPROVALS/>
            </EmptyState>
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::customers::title
            meta=|| view! { <span>{t::customers::about}</span> }
            actions=|| import_link(ImportTarget::Customers)
        />
        <ListTable
            list
            fetch=|client: Client, query: CustomerListQuery| async move {
                client.customers(&query).await
            }
            label=t::customers::title
            key="customers"
            columns=columns()
            id=|row| row.id.to_string()
            href=Some(|row| routes::customer(row.id))
            search=t::customers::search
            filters=move || filters(list)
            empty
        />
    }
    .into_any()
}
