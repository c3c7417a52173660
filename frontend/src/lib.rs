//! The single-page application: the staff console and the partner portal, in one program.
//!
//! `ui` is the library of parts (it knows neither the API nor the router), `layout` the shells,
//! `state` what the whole application shares, `components` parts that know the API, `pages` the
//! pages by context. A library and a `main.rs`, so that what is not used yet is not a warning.

pub mod i18n;
pub mod state;
pub mod ui;

use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast as _;

/// Draws the application into `#app`.
pub fn start() {
    let Some(root) = document().get_element_by_id("app") else { return };
    if let Ok(root) = root.dyn_into() {
        mount_to(root, || view! { <p>"…"</p> }).forget();
    }
}
