//! Takes the file of an installation without network; what was done to it is named line by line.

use client::IdempotencyKey;
use domain::{
    access::Permission,
    licenses::wire::LicenseView,
    problem::{Reason, Refusal},
    usage::{
        MOST_CHARACTERS,
        wire::{RecordUsage, UsageRecorded},
    },
};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use crate::{
    components::{Form, FormState},
    i18n::{Word, t},
    state::{fresh_key, use_session, use_toaster},
    ui::{Banner, Button, Dialog, Field, Glyph, GuardedButton, Look, TextArea, Tone},
};

async fn text_of(file: web_sys::File) -> Result<String, Word> {
    #[expect(clippy::cast_precision_loss, reason = "a megabyte is exact")]
    let is_large = file.size() > MOST_CHARACTERS as f64;
    if is_large {
        return Err(t::usage::file_large);
    }
    let text = JsFuture::from(file.text()).await.map_err(|_| t::usage::file_unreadable)?;
    text.as_string().ok_or(t::usage::file_unreadable)
}

/// Chooses a file, and reads it here.
fn picker(text: RwSignal<String>, form: FormState) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let failure = RwSignal::new(None::<Word>);
    let take = move |file: Option<web_sys::File>| {
        let Some(file) = file else { return };
        form.clear();
        failure.set(None);
        spawn_local(async move {
            match text_of(file).await {
                Ok(read) => text.set(read),
                Err(word) => failure.set(Some(word)),
            }
        });
    };
    view! {
        <input
            node_ref=input
            type="file"
            accept=".txt,.jwt,text/plain"
            hidden
            tabindex="-1"
            aria-label=t::usage::file_choose
            on:change:target=move |event| {
                take(event.target().files().and_then(|files| files.get(0)));
                // The same file may be chosen again.
                event.target().set_value("");
            }
        />
        <div>
            <Button
                label=t::usage::file_choose
                icon=Glyph::File
                small=true
                on_press=move || {
                    if let Some(input) = input.get_untracked() {
                        input.click();
                    }
                }
            />
        </div>
        {move || failure.get().map(|word| view! { <Banner tone=Tone::Error>{word}</Banner> })}
    }
    .into_any()
}

/// What came of it (untracked).
fn told(recorded: &UsageRecorded) -> String {
    untrack(|| {
        let taken = t::usage::taken(recorded.taken);
        match recorded.gaps.first() {
            Some(gap) => format!("{taken} · {}", t::usage::gaps(recorded.gaps.len(), gap.from)),
            None => taken,
        }
    })
}

/// The button and its dialog.
#[component]
pub fn UploadUsageButton(license: Signal<LicenseView>, on_done: Callback<()>) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let key = StoredValue::new(IdempotencyKey(String::new()));
    let blocked = Signal::derive(move || session.why_not(Permission::LicensesUsage));
    let begin = move || {
        form.clear();
        text.set(String::new());
        open.set(true);
    };
    let send = move || {
        let file = text.get_untracked();
        if file.trim().is_empty() {
            form.accepts(vec![Refusal::from(Reason::Required).at("/file")]);
            return;
        }
        let id = license.read_untracked().id;
        // A file that was mended is another one.
        key.set_value(fresh_key());
        let (client, key) = (session.client(), key.get_value());
        let body = RecordUsage { manual: None, file: Some(file) };
        form.send(async move { client.record_usage(id, &body, &key).await }, move |recorded| {
            open.set(false);
            toaster.success(told(&recorded));
            on_done.run(());
        });
    };
    let foot = move || {
        view! {
            <Button label=t::common::cancel on_press=move || open.set(false)/>
            <Button label=t::usage::upload look=Look::Primary busy=form.busy() on_press=send/>
        }
    };
    view! {
        <GuardedButton
            label=t::usage::upload
            icon=Glyph::Upload
            small=true
            blocked
            on_press=begin
        />
        <Dialog open on_close=move || open.set(false) title=t::usage::upload foot>
            <Form form on_submit=send>
                <p class="muted">{t::usage::upload_text}</p>
                {picker(text, form)}
                <Field
                    label=t::usage::file
                    required=true
                    hint=t::usage::file_hint
                    error=form.error("/file")
                >
                    <TextArea value=text rows=6/>
                </Field>
            </Form>
        </Dialog>
    }
    .into_any()
}
