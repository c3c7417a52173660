//! A file with a key, chosen or dropped, read in the browser: only its text is sent.

use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use crate::{
    i18n::{Word, t},
    ui::{Banner, Button, Glyph, Tone},
};

/// A key has about a kilobyte; what is much larger is another file.
const LARGEST: f64 = 65_536.0;

/// The text of a file, unless it is too large or is none.
async fn text_of(file: web_sys::File) -> Result<String, Word> {
    if file.size() > LARGEST {
        return Err(t::verify::file_too_large);
    }
    let text = JsFuture::from(file.text()).await.map_err(|_| t::verify::file_unreadable)?;
    text.as_string().ok_or(t::verify::file_unreadable)
}

/// Around the field: takes what is dropped on it, and offers to choose a file.
#[component]
pub fn KeyFile(#[prop(into)] on_file: Callback<String>, children: Children) -> impl IntoView {
    let picker = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let failure = RwSignal::new(None::<Word>);
    let take = move |file: Option<web_sys::File>| {
        let Some(file) = file else { return };
        failure.set(None);
        spawn_local(async move {
            match text_of(file).await {
                Ok(text) => on_file.run(text),
                Err(word) => failure.set(Some(word)),
            }
        });
    };
    view! {
        <div
            class="drop-zone"
            class=("drop-zone--over", is_over)
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                is_over.set(false);
                let files = event.data_transfer().and_then(|dropped| dropped.files());
                take(files.and_then(|files| files.get(0)));
            }
        >
            {children()}
            <input
                node_ref=picker
                type="file"
                accept=".lic,.txt,.jwt,text/plain"
                hidden
                tabindex="-1"
                aria-label=t::verify::choose
                on:change:target=move |event| {
                    take(event.target().files().and_then(|files| files.get(0)));
                    // The same file may be chosen again.
                    event.target().set_value("");
                }
            />
            <div class="row">
                <Button
                    label=t::verify::choose
                    icon=Glyph::File
                    small=true
                    on_press=move || {
                        if let Some(picker) = picker.get_untracked() {
                            picker.click();
                        }
                    }
                />
                <span class="muted small">{t::verify::drop}</span>
            </div>
            {move || {
                failure.get().map(|word| view! { <Banner tone=Tone::Error>{word}</Banner> })
            }}
        </div>
    }
    .into_any()
}
