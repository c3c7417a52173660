//! The public page «is this key genuine»: a part of its own, which most people at the door never
//! need.
#![expect(clippy::unnecessary_wraps, reason = "it is fetching that may fail")]

use leptos::{prelude::*, wasm_split::wasm_split};

use crate::{on_demand::Part, pages::verify::VerifyPage};

/// The page.
#[wasm_split(verify, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
pub fn verify() -> Part {
    Ok(view! { <VerifyPage/> }.into_any())
}
