//! Every customer; the address bar is the state.

use client::Client;
use domain::{
    access::Permission,
    customers::{
        CustomerType, Region, Retention,
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
    state::{ListState, use_list, use_session},
    ui::{
        ButtonLink, CardCell, Choice, Column, EmptyState, FilterChips, Glyph, Look, PageHeader,
        Time,
    },
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

/// Chips of which one at most is chosen.
fn one_of_two(list: ListState<CustomerListQuery>, name: &'static str) -> Callback<Vec<String>> {
    Callback::new(move |values: Vec<String>| {
        let last: Vec<String> = values.into_iter().next_back().into_iter().collect();
        list.set_values(name, &last);
    })
}

fn filters(list: ListState<CustomerListQuery>) -> AnyView {
    let whose =
        vec![Choice::new("true", t::customers::mine), Choice::new("false", t::customers::others)];
    let archived = vec![Choice::new("true", t::customers::archived)];
    view! {
        {chip_group(
            t::customers::retention,
            view! {
                <FilterChips
                    label=t::customers::retention
                    options=Signal::derive(|| choices!(Retention::ALL))
                    value=list.filter("retention")
                    on_change=list.on_filter("retention")
                />
            },
        )}
        {chip_group(
            t::customers::owner,
            view! {
                <FilterChips
                    label=t::customers::owner
                    options=whose
                    value=list.filter("mine")
                    on_change=one_of_two(list, "mine")
                />
                <FilterChips
                    label=t::customers::archived
                    options=archived
                    value=list.filter("archived")
                    on_change=one_of_two(list, "archived")
                />
            },
        )}
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
    let session = use_session();
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
            actions=move || {
                view! {
                    {import_link(ImportTarget::Customers)}
                    <ButtonLink label=t::customers::duplicates href=routes::duplicates()/>
                    {move || {
                        session
                            .may(Permission::CustomersManage)
                            .then(|| {
                                view! {
                                    <ButtonLink
                                        label=t::customers::new_customer
                                        href=routes::new_customer()
                                        icon=Glyph::Plus
                                        look=Look::Primary
                                    />
                                }
                            })
                    }}
                }
            }
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
