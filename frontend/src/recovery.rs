//! Getting in again after forgetting one's password: a part of its own, since few ever need it.
#![expect(clippy::unnecessary_wraps, reason = "it is fetching that may fail")]

use leptos::{prelude::*, wasm_split::wasm_split};
use leptos_router::hooks::use_location;

use crate::{
    on_demand::Part,
    pages::recovery::{ForgotPage, ResetPage},
    routes,
};

/// Asking for a link, and where the link leads.
#[wasm_split(recovery, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn recovery() -> Part {
    let path = use_location().pathname;
    let is_link = Memo::new(move |_| path.read().trim_end_matches('/') == routes::RESET);
    let page = move || {
        if is_link.get() {
            view! { <ResetPage/> }.into_any()
        } else {
            view! { <ForgotPage/> }.into_any()
        }
    };
    Ok(view! { {page} }.into_any())
}
