//! The file: chosen or dropped, sent, and looked at; then its preview.

use client::Side;
use domain::imports::{ImportTarget, MAX_BYTES};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

use crate::{
    components::{ProblemWords as _, save_file, tell_failure},
    i18n::{lang, t},
    pages::NotFoundPage,
    routes,
    state::{Go, Session, use_go, use_session, use_toaster},
    ui::{Banner, Button, Card, Glyph, Icon, PageHeader, Spinner, Tone},
};

/// What is being done with a file.
#[derive(Clone, Copy)]
struct Upload {
    target: ImportTarget,
    session: Session,
    go: Go,
    failure: RwSignal<Option<String>>,
    /// The name of the file that is on its way.
    sending: RwSignal<Option<String>>,
}

impl Upload {
    fn refuse(self, words: String) {
        let _ = self.sending.try_set(None);
        let _ = self.failure.try_set(Some(words));
    }

    fn send(self, file: web_sys::File) {
        if self.sending.read_untracked().is_some() {
            return;
        }
        self.failure.set(None);
        #[expect(clippy::cast_precision_loss, reason = "the limit is exact")]
        let is_large = file.size() > MAX_BYTES as f64;
        if is_large {
            self.refuse(untrack(|| t::imports::too_large.get().to_owned()));
            return;
        }
        self.sending.set(Some(file.name()));
        let (client, go) = (untrack(|| self.session.client()), self.go);
        spawn_local(async move {
            let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
                self.refuse(untrack(|| t::imports::unreadable.get().to_owned()));
                return;
            };
            let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
            match client.import_file(self.target, &file.name(), &bytes).await {
                Ok(import) => go.to(&routes::import(import.id)),
                Err(error) => self.refuse(untrack(|| error.words())),
            }
        });
    }
}

fn place(upload: Upload) -> AnyView {
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            upload.send(file);
        }
        // The same file again, once it was corrected, is another choice.
        input.set_value("");
    };
    let drop = move |event: web_sys::DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            upload.send(file);
        }
    };
    let state = move || {
        if let Some(name) = upload.sending.get() {
            let label = t::imports::reading(name);
            return view! { <p class="row"><Spinner label/></p> }.into_any();
        }
        upload
            .failure
            .get()
            .map(|words| view! { <Banner tone=Tone::Error>{words}</Banner> })
            .into_any()
    };
    view! {
        <div
            class="import-drop stack"
            on:dragover=move |event| event.prevent_default()
            on:drop=drop
        >
            <Icon glyph=Glyph::Upload/>
            <div class="row">
                <label class="button button--primary import-drop__file">
                    <input
                        class="visually-hidden"
                        type="file"
                        accept=".xlsx,.csv,.tsv,.txt"
                        on:change=choose
                    />
                    <span class="button__label">{t::imports::choose}</span>
                </label>
                <span class="muted">{t::imports::drop}</span>
            </div>
            <p class="muted small">{t::imports::choose_hint}</p>
            <div aria-live="polite">{state}</div>
        </div>
    }
    .into_any()
}

fn template_button(target: ImportTarget) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let save = move || {
        let client = untrack(|| session.client());
        spawn_local(async move {
            match client.import_template(target).await {
                Ok(text) => {
                    let name = format!("{}.csv", untrack(|| target.label(lang())));
                    if save_file(&name, "text/csv", text.as_bytes()).is_err() {
                        toaster.error(untrack(|| t::common::export_failed.get()), "");
                    }
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    view! { <Button label=t::imports::template icon=Glyph::Download on_press=save/> }.into_any()
}

/// The list that imports of a target come from.
pub fn list_of(target: ImportTarget) -> &'static str {
    match target {
        ImportTarget::Customers => routes::CUSTOMERS,
        ImportTarget::Engineers => routes::ENGINEERS,
        ImportTarget::SalesReps => routes::SALES_REPS,
        ImportTarget::Resellers => routes::RESELLERS,
        ImportTarget::Licenses => routes::licenses(Side::Staff),
        ImportTarget::Purchases => routes::PURCHASES,
        ImportTarget::Deployments => routes::DEPLOYMENTS,
    }
}

/// The page of the upload; its target stands in the address.
#[component]
pub fn NewImportPage() -> impl IntoView {
    let (params, session, go) = (use_params_map(), use_session(), use_go());
    let target = move || {
        let named = params.read().get("target").unwrap_or_default();
        named.parse::<ImportTarget>().ok()
    };
    move || {
        let Some(target) = target() else { return view! { <NotFoundPage/> }.into_any() };
        let upload = Upload {
            target,
            session,
            go,
            failure: RwSignal::new(None),
            sending: RwSignal::new(None),
        };
        view! {
            <PageHeader
                title=Signal::derive(move || t::imports::new_title(target.label(lang())))
                back=list_of(target)
                back_label=t::imports::back_to_list
                actions=move || template_button(target)
            />
            <Card>{place(upload)}</Card>
        }
        .into_any()
    }
}
