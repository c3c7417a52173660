//! The price list, the discount rules and the simulator. Read-only.

use client::Side;
use domain::{
    money::{Amount, Currency},
    products::wire::{Catalogue, ProductView},
};
use leptos::prelude::*;

use super::{rules::RuleTable, simulator::Simulator};
use crate::{
    components::{Loaded, use_load},
    i18n::{lang, t},
    ui::{
        Card, CardCell, Column, DataTable, EmptyState, Glyph, Money, PageHeader, StatusDot, Tone,
    },
};

/// A product with what the price book adds.
#[derive(Clone)]
struct Row {
    product: ProductView,
    floor: Option<Amount>,
}

fn rows(catalogue: &Catalogue) -> Vec<Row> {
    let floor_of = |product: &ProductView| {
        let priced =
            catalogue.price_book.products.iter().find(|priced| priced.product_id == product.id);
        priced.and_then(|priced| priced.floor_price)
    };
    catalogue
        .products
        .iter()
        .map(|product| Row { floor: floor_of(product), product: product.clone() })
        .collect()
}

/// A number, or «unlimited» for 0 (tracked).
fn limit(number: u32) -> String {
    match number {
        0 => t::products::unlimited.get().to_owned(),
        number => number.to_string(),
    }
}

fn money(amount: Option<Amount>, currency: Currency) -> AnyView {
    match amount {
        Some(amount) => view! { <Money amount currency/> }.into_any(),
        None => view! { <span class="muted">"—"</span> }.into_any(),
    }
}

fn columns() -> Vec<Column<Row>> {
    vec![
        Column::new("name", t::products::name, |row: &Row| {
            let product = row.product.clone();
            let code = product.code.clone();
            view! {
                <span class="cell-two">
                    <span class="strong">{move || product.name(lang()).to_owned()}</span>
                    <span class="cell-two__second mono">{code}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("state", t::products::sale, |row: &Row| {
            let (tone, label) = if row.product.sold {
                (Tone::Success, t::products::sold)
            } else {
                (Tone::Neutral, t::products::not_sold)
            };
            view! { <StatusDot tone label/> }
        })
        .on_card(CardCell::End),
        Column::new("edition", t::products::edition, |row: &Row| {
            let (kind, edition) = (row.product.kind, row.product.edition);
            move || edition.map_or(kind.label(lang()), |edition| edition.label(lang()))
        }),
        Column::new("workspaces", t::products::workspaces, |row: &Row| {
            let number = row.product.workspaces;
            move || limit(number)
        })
        .numeric(),
        Column::new("users", t::products::users, |row: &Row| {
            let number = row.product.users;
            move || limit(number)
        })
        .numeric(),
        Column::new("grace", t::products::grace, |row: &Row| {
            let days = row.product.grace_days;
            move || t::products::n_days(days)
        })
        .numeric(),
        Column::new("tax", t::products::tax, |row: &Row| row.product.tax_rate.to_string())
            .numeric(),
        Column::new("floor", t::products::floor, |row: &Row| {
            money(row.floor, row.product.currency)
        })
        .numeric(),
        Column::new("price", t::products::list_price, |row: &Row| {
            money(Some(row.product.list_price), row.product.currency)
        })
        .numeric()
        .on_card(CardCell::Wide),
    ]
}

fn price_list(catalogue: &Catalogue) -> AnyView {
    let rows = rows(catalogue);
    if rows.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Box title=t::products::empty text=t::products::empty_text/>
        }
        .into_any();
    }
    view! {
        <DataTable
            label=t::products::products
            columns=columns()
            rows
            id=|row| row.product.id.to_string()
        />
    }
    .into_any()
}

fn body(catalogue: Catalogue) -> AnyView {
    let list = price_list(&catalogue);
    let (rules, today) = (catalogue.price_book.rules.clone(), catalogue.today);
    let catalogue = StoredValue::new(catalogue);
    view! {
        <div class="stack stack--loose">
            <Card title=t::products::products flush=true>
                {list}
            </Card>
            <div class="detail">
                <div class="detail__main">
                    <Card title=t::products::rules note=t::products::rules_text flush=true>
                        <RuleTable rules today/>
                    </Card>
                </div>
                <div class="detail__side">
                    <Card title=t::products::simulator note=t::products::simulator_text>
                        <Simulator catalogue/>
                    </Card>
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn shown(catalogue: Signal<Catalogue>) -> AnyView {
    view! { {move || body(catalogue.get())} }.into_any()
}

/// Products and prices.
#[component]
pub fn ProductsPage() -> impl IntoView {
    let load = use_load(|client| async move { client.catalogue(Side::Staff).await });
    view! {
        <PageHeader
            title=t::products::title
            meta=|| view! { <span>{t::products::about}</span> }
        />
        <Loaded load view=shown/>
    }
    .into_any()
}
