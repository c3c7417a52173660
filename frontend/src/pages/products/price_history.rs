//! What a product cost, costs and will cost, and what may be done about it.

use chrono::NaiveDate;
use domain::{
    money::Currency,
    products::{
        price_list::{may_change, may_end},
        wire::{ListedProduct, PriceView},
    },
};
use leptos::prelude::*;

use super::{
    dialogs::Asked,
    words::{days, money, phase_dot},
};
use crate::{
    i18n::{lang, t},
    pages::parts::or_dash,
    ui::{CardCell, Column, DataTable, EmptyState, Glyph, IconButton},
};

/// Change, end, remove: those that the rules refuse say why.
fn commands(
    price: &PriceView,
    today: NaiveDate,
    product: StoredValue<ListedProduct>,
    asked: RwSignal<Option<Asked>>,
) -> AnyView {
    let validity = price.validity();
    let kept = StoredValue::new(price.clone());
    let from = price.valid_from;
    let blocked = move |rule: fn(_, _) -> Result<(), domain::problem::Refusal>| {
        Signal::derive(move || rule(validity, today).err().map(|refusal| refusal.words(lang())))
    };
    let ask = move |what: fn(ListedProduct, PriceView) -> Asked| {
        move || asked.set(Some(what(product.get_value(), kept.get_value())))
    };
    view! {
        <span class="row">
            <IconButton
                label=Signal::derive(move || t::products::change_from(from))
                glyph=Glyph::Edit
                small=true
                ghost=true
                blocked=blocked(may_change)
                on_press=ask(Asked::ChangePrice)
            />
            <IconButton
                label=Signal::derive(move || t::products::end_from(from))
                glyph=Glyph::Calendar
                small=true
                ghost=true
                blocked=blocked(may_end)
                on_press=ask(Asked::EndPrice)
            />
            <IconButton
                label=Signal::derive(move || t::products::remove_from(from))
                glyph=Glyph::Trash
                small=true
                ghost=true
                blocked=blocked(may_change)
                on_press=ask(Asked::RemovePrice)
            />
        </span>
    }
    .into_any()
}

/// Latest first.
#[component]
pub fn PriceHistory(
    product: ListedProduct,
    currency: Currency,
    today: NaiveDate,
    may: Memo<bool>,
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    if product.prices.is_empty() {
        return view! {
            <EmptyState
                glyph=Glyph::Yuan
                title=t::products::no_price
                text=t::products::no_price_text
            />
        }
        .into_any();
    }
    let rows: Vec<PriceView> = product.prices.iter().rev().cloned().collect();
    let product = StoredValue::new(product);
    let columns = vec![
        Column::new("days", t::products::validity, |price: &PriceView| {
            let validity = price.validity();
            view! { <span class="time">{move || days(validity)}</span> }
        })
        .on_card(CardCell::Title),
        Column::new("state", t::products::state, move |price: &PriceView| {
            phase_dot(price.validity(), today)
        })
        .on_card(CardCell::End),
        Column::new("price", t::products::list_price, move |price: &PriceView| {
            money(Some(price.list_price), currency)
        })
        .numeric(),
        Column::new("floor", t::products::floor, move |price: &PriceView| {
            money(price.floor_price, currency)
        })
        .numeric(),
        Column::new("tax", t::products::tax, |price: &PriceView| {
            let code = price.tax_classification.clone();
            view! {
                <span class="cell-two">
                    {price.tax_rate.to_string()}
                    <span class="cell-two__second mono">{or_dash(code)}</span>
                </span>
            }
        }),
        Column::new("actions", t::products::actions, move |price: &PriceView| {
            commands(price, today, product, asked)
        })
        .on_card(CardCell::Wide),
    ];
    let hidden =
        Signal::derive(move || if may.get() { Vec::new() } else { vec!["actions".to_owned()] });
    view! {
        <DataTable
            label=t::products::history
            columns
            rows
            id=|price| price.id.to_string()
            hidden
        />
    }
    .into_any()
}
