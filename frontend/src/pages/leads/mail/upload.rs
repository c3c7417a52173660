//! Mails on their way in: chosen or dropped, one or many, one after another.

use domain::lead_mails::MOST_BYTES;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

use crate::{
    components::ProblemWords as _,
    i18n::{lang, t},
    state::{Session, use_session},
    ui::{Banner, Card, Spinner, Tone},
};

/// What became of the files that somebody chose. `Copy`.
#[derive(Clone, Copy)]
struct Upload {
    session: Session,
    sending: RwSignal<bool>,
    taken: RwSignal<u32>,
    known: RwSignal<u32>,
    failures: RwSignal<Vec<String>>,
    after: Callback<()>,
}

impl Upload {
    fn send(self, files: Vec<web_sys::File>) {
        if files.is_empty() || self.sending.get_untracked() {
            return;
        }
        self.sending.set(true);
        self.taken.set(0);
        self.known.set(0);
        self.failures.set(Vec::new());
        spawn_local(async move {
            for file in files {
                if let Err(words) = self.one(&file).await {
                    let line = format!("{}: {words}", file.name());
                    let _ = self.failures.try_update(|all| all.push(line));
                }
            }
            let _ = self.sending.try_set(false);
            self.after.run(());
        });
    }

    async fn one(self, file: &web_sys::File) -> Result<(), String> {
        #[expect(clippy::cast_precision_loss, reason = "the limit is exact")]
        let is_large = file.size() > MOST_BYTES as f64;
        if is_large {
            return Err(untrack(|| t::imports::too_large.get().to_owned()));
        }
        let buffer = JsFuture::from(file.array_buffer()).await;
        let buffer = buffer.map_err(|_| untrack(|| t::imports::unreadable.get().to_owned()))?;
        let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
        let client = untrack(|| self.session.client());
        match client.take_lead_mail(&file.name(), &bytes).await {
            Ok(taken) => {
                let count = if taken.is_new { self.taken } else { self.known };
                let _ = count.try_update(|count| *count += 1);
                Ok(())
            }
            Err(error) => Err(untrack(|| {
                let first = error.problem().and_then(|problem| problem.errors.first());
                first.map_or_else(|| error.words(), |fault| fault.words(lang()))
            })),
        }
    }
}

fn all_of(list: Option<web_sys::FileList>) -> Vec<web_sys::File> {
    list.map(|list| (0..list.length()).filter_map(|at| list.get(at)).collect()).unwrap_or_default()
}

/// A place for them; `after` runs when all of them are in.
pub(super) fn place(after: Callback<()>) -> AnyView {
    let upload = Upload {
        session: use_session(),
        sending: RwSignal::new(false),
        taken: RwSignal::new(0),
        known: RwSignal::new(0),
        failures: RwSignal::new(Vec::new()),
        after,
    };
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        upload.send(all_of(input.files()));
        input.set_value("");
    };
    let drop = move |event: web_sys::DragEvent| {
        event.prevent_default();
        upload.send(all_of(event.data_transfer().and_then(|data| data.files())));
    };
    let state = move || {
        if upload.sending.get() {
            let label = t::lead_mails::upload;
            return view! { <p class="row"><Spinner label/></p> }.into_any();
        }
        let (taken, known) = (upload.taken.get(), upload.known.get());
        let done = (taken + known > 0).then(|| {
            view! {
                <Banner tone=Tone::Success>{move || t::lead_mails::taken_of(taken, known)}</Banner>
            }
        });
        let failures = upload.failures.get().into_iter();
        let failures = failures
            .map(|words| view! { <Banner tone=Tone::Error>{words}</Banner> })
            .collect_view();
        view! { {done} {failures} }.into_any()
    };
    view! {
        <Card>
            <div
                class="import-drop stack"
                on:dragover=move |event| event.prevent_default()
                on:drop=drop
            >
                <div class="row">
                    <label class="button import-drop__file">
                        <input
                            class="visually-hidden"
                            type="file"
                            accept=".eml,message/rfc822"
                            multiple=true
                            on:change=choose
                        />
                        <span class="button__label">{t::lead_mails::choose}</span>
                    </label>
                    <span class="muted">{t::lead_mails::upload_hint}</span>
                </div>
                <div aria-live="polite">{state}</div>
            </div>
        </Card>
    }
    .into_any()
}
