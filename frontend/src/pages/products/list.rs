//! The price list: every product with what it costs today and what it will cost.

use chrono::NaiveDate;
use domain::{
    money::{Amount, Currency},
    products::{
        validity::Phase,
        wire::{ListedProduct, PriceList},
    },
};
use leptos::prelude::*;

use super::words::{limit, money, sale_dot};
use crate::{
    components::{Load, Loaded},
    i18n::{lang, t},
    routes,
    ui::{Card, CardCell, Column, DataTable, EmptyState, Glyph, Tag, Tone},
};

/// A product, seen from a day.
#[derive(Clone)]
struct Row {
    product: ListedProduct,
    currency: Currency,
    today: NaiveDate,
}

impl Row {
    fn price(&self) -> Option<Amount> {
        Some(self.product.price_on(self.today)?.list_price)
    }
}

fn name(row: &Row) -> AnyView {
    let product = row.product.clone();
    let code = product.content.code.clone();
    view! {
        <span class="cell-two">
            <span class="strong">{move || product.name(lang()).to_owned()}</span>
            <span class="cell-two__second mono">{code}</span>
        </span>
    }
    .into_any()
}

/// What comes after today's price: another one, an end, or nothing new.
fn coming(row: &Row) -> AnyView {
    let (today, currency) = (row.today, row.currency);
    let is_future = |phase| phase == Phase::Future;
    let next = row.product.prices.iter().find(|price| is_future(price.validity().phase(today)));
    if let Some(next) = next {
        let from = next.valid_from;
        return view! {
            <span class="cell-two">
                {money(Some(next.list_price), currency)}
                <span class="cell-two__second">{move || t::products::open_end(from)}</span>
            </span>
        }
        .into_any();
    }
    match row.product.price_on(today) {
        None => view! { <Tag tone=Tone::Warning label=t::products::no_price/> }.into_any(),
        Some(price) => match price.valid_until {
            Some(until) => {
                view! { <span class="muted">{move || t::products::ends_on(until)}</span> }
                    .into_any()
            }
            None => view! { <span class="muted">"—"</span> }.into_any(),
        },
    }
}

fn columns() -> Vec<Column<Row>> {
    vec![
        Column::new("name", t::products::name, name).on_card(CardCell::Title),
        Column::new("state", t::products::sale, |row: &Row| sale_dot(row.product.content.sold))
            .on_card(CardCell::End),
        Column::new("edition", t::products::edition, |row: &Row| {
            let (kind, edition) = (row.product.content.kind, row.product.content.edition);
            move || edition.map_or(kind.label(lang()), |edition| edition.label(lang()))
        }),
        Column::new("workspaces", t::products::workspaces, |row: &Row| {
            let number = row.product.content.workspaces;
            move || limit(number)
        })
        .numeric(),
        Column::new("users", t::products::users, |row: &Row| {
            let number = row.product.content.users;
            move || limit(number)
        })
        .numeric(),
        Column::new("tax", t::products::tax, |row: &Row| {
            row.product.price_on(row.today).map(|price| price.tax_rate.to_string())
        })
        .numeric(),
        Column::new("floor", t::products::floor, |row: &Row| {
            let price = row.product.price_on(row.today);
            money(price.and_then(|price| price.floor_price), row.currency)
        })
        .numeric(),
        Column::new("price", t::products::price_today, |row: &Row| {
            money(row.price(), row.currency)
        })
        .numeric(),
        Column::new("coming", t::products::coming, coming).numeric().on_card(CardCell::Wide),
    ]
}

fn table(list: PriceList) -> AnyView {
    let (currency, today) = (list.currency, list.today);
    let rows: Vec<Row> =
        list.products.into_iter().map(|product| Row { product, currency, today }).collect();
    if rows.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Box title=t::products::empty text=t::products::empty_text/>
        }
        .into_any();
    }
    view! {
        <DataTable
            label=t::products::price_list
            columns=columns()
            rows
            id=|row| row.product.id.to_string()
            href=Some(|row: &Row| routes::product(row.product.id))
        />
    }
    .into_any()
}

/// Every product, sold or not; each opens its prices.
#[component]
pub fn PriceListTab(load: Load<PriceList>) -> impl IntoView {
    let shown = |list: Signal<PriceList>| {
        view! {
            <Card title=t::products::price_list note=t::products::per_set flush=true>
                {move || table(list.get())}
            </Card>
        }
    };
    view! { <Loaded load view=shown/> }.into_any()
}
