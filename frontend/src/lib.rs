//! The single-page application: the staff console and the partner portal, in one program.
//!
//! `ui` is the library of parts (it knows neither the API nor the router), `layout` the shells,
//! `state` what the whole application shares, `components` parts that know the API, `pages` the
//! pages by context. A library and a `main.rs`, so that what is not used yet is not a warning.

pub mod app;
pub mod components;
mod console;
#[cfg(debug_assertions)]
mod gallery;
mod gate;
pub mod i18n;
pub mod layout;
pub mod navigation;
mod on_demand;
pub mod pages;
mod portal;
mod recovery;
pub mod routes;
pub mod state;
pub mod ui;
mod verify;

use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast as _;

/// Draws the application into `#app`.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        leptos::logging::error!("{info}");
        tell_of_the_end();
    }));
    let Some(root) = document().get_element_by_id("app") else { return };
    let Ok(root) = root.dyn_into::<web_sys::HtmlElement>() else { return };
    mount_to(root, || {
        state::theme::follow();
        i18n::mirror_lang();
        ui::Clock::start();
        #[cfg(debug_assertions)]
        if window().location().pathname().is_ok_and(|path| path.starts_with("/gallery")) {
            return view! { <gallery::Gallery/> }.into_any();
        }
        view! { <app::App/> }.into_any()
    })
    .forget();
}

/// A panic leaves a page that looks alive and is not: say so, and offer the way out.
fn tell_of_the_end() {
    let page = document();
    let Ok(banner) = page.create_element("p") else { return };
    banner.set_class_name("crashed");
    let _ = banner.set_attribute("role", "alert");
    banner.set_text_content(Some("页面出错了。 · This page broke. "));
    if let Ok(link) = page.create_element("a") {
        let _ = link.set_attribute("href", "");
        link.set_text_content(Some("重新加载 · Reload"));
        let _ = banner.append_child(&link);
    }
    if let Some(body) = page.body() {
        let _ = body.append_child(&banner);
    }
}
