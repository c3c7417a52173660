//! Parts of the program that the browser fetches when they are first needed.
//!
//! A function marked with `#[wasm_split(…)]` and everything that only it uses lies in a file of its
//! own, which `cargo xtask program` cuts out of it.

use std::future::Future;

use leptos::{prelude::*, wasm_split::SplitLoaderError};
use send_wrapper::SendWrapper;

use crate::{
    i18n::t,
    ui::{Button, EmptyState, Glyph, Look},
};

/// What such a function gives: its view, unless the file could not be had.
pub type Part = Result<AnyView, SplitLoaderError>;

/// Shows a part as soon as it is there.
pub fn part(coming: impl Future<Output = Part> + 'static) -> AnyView {
    // There is one thread; what waits for a file cannot leave it.
    let coming = SendWrapper::new(coming);
    Suspend::new(async move { coming.await.unwrap_or_else(|_| missing()) }).into_any()
}

/// Fetches a part that will be needed soon. If that fails, the person learns it when it is needed.
pub fn fetch_ahead(coming: impl Future<Output = Result<(), SplitLoaderError>> + 'static) {
    leptos::task::spawn_local(async move {
        let _ = coming.await;
    });
}

/// No network, or a newer version was installed since this page was opened.
fn missing() -> AnyView {
    let reload = move || {
        let _ = window().location().reload();
    };
    view! {
        <EmptyState glyph=Glyph::Warning title=t::common::part_missing text=t::common::part_missing_text>
            <Button label=t::common::reload look=Look::Primary on_press=reload/>
        </EmptyState>
    }
    .into_any()
}
