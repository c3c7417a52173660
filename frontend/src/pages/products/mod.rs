//! Products and prices: what is sold, at which price, and why.
#![expect(clippy::unnecessary_wraps, reason = "it is fetching that may fail")]

mod dialogs;
mod end_form;
mod limits;
mod list;
mod page;
mod price_form;
mod price_history;
mod product;
mod product_form;
mod rule_form;
mod rules;
mod simulator;
mod steps;
mod words;

use leptos::{prelude::*, wasm_split::wasm_split};

use crate::on_demand::{self, Part};

/// The page comes when it is opened for the first time: few people keep prices.
pub fn page() -> AnyView {
    on_demand::part(products())
}

#[wasm_split(products, wasm_split_path = ::leptos::wasm_split, fallible)]
fn products() -> Part {
    Ok(view! { <page::ProductsPage/> }.into_any())
}
