//! Forms: what the rules or the server refuse stands beside its field, in the same words; nothing
//! typed is lost.

use std::{future::Future, pin::Pin};

use client::{ClientError, ClientResult};
use domain::problem::FieldError;
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;

use super::ProblemWords as _;
use crate::{
    i18n::lang,
    ui::{Banner, Tone},
};

/// What follows when the server has taken it.
type Then = Box<dyn FnOnce()>;
type Sending = Pin<Box<dyn Future<Output = ClientResult<Then>>>>;

/// The state of a form. `Copy`.
#[derive(Clone, Copy)]
pub struct FormState {
    errors: RwSignal<Vec<FieldError>>,
    failure: RwSignal<Option<ClientError>>,
    busy: RwSignal<bool>,
    /// Pointers that stand beside a field; what is about anything else is said above the form.
    shown: StoredValue<Vec<String>>,
    /// Counts refusals, so that the first wrong field gets the focus each time.
    refusals: RwSignal<u32>,
}

impl Default for FormState {
    fn default() -> Self {
        Self {
            errors: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            shown: StoredValue::new(Vec::new()),
            refusals: RwSignal::new(0),
        }
    }
}

impl FormState {
    pub fn new() -> Self {
        Self::default()
    }

    /// What is wrong with the field behind a JSON pointer: `error=form.error("/lines/0/sets")`.
    pub fn error(self, pointer: impl Into<String>) -> Signal<Option<String>> {
        let pointer: String = pointer.into();
        self.shown.update_value(|shown| shown.push(pointer.clone()));
        Signal::derive(move || {
            let errors = self.errors.read();
            errors.iter().find(|error| error.pointer == pointer).map(|error| error.words(lang()))
        })
    }

    /// Shows what `domain` refuses before anything is sent; answers whether the form may be sent.
    pub fn accepts(self, errors: Vec<FieldError>) -> bool {
        let fine = errors.is_empty();
        self.failure.set(None);
        self.errors.set(errors);
        if !fine {
            self.refusals.update(|count| *count += 1);
        }
        fine
    }

    /// Shows what the server refused.
    pub fn fail(self, error: ClientError) {
        let errors = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
        self.errors.set(errors);
        self.failure.set(Some(error));
        self.refusals.update(|count| *count += 1);
    }

    /// Sends; afterwards `done` gets the answer, or the form shows the refusal. A second press
    /// while it is under way does nothing.
    pub fn send<T: 'static>(
        self,
        work: impl Future<Output = ClientResult<T>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.run(Box::pin(async move {
            let answer = work.await?;
            Ok::<_, ClientError>(Box::new(move || done(answer)) as Then)
        }));
    }

    /// Knows neither what is sent nor what comes back: stands once in the program.
    fn run(self, work: Sending) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let outcome = work.await;
            if self.busy.try_set(false).is_some() {
                // The form has gone.
                return;
            }
            match outcome {
                Ok(done) => {
                    self.errors.set(Vec::new());
                    done();
                }
                Err(error) => self.fail(error),
            }
        });
    }

    /// Under way (tracked).
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// The last failure (tracked), e.g. to notice a stale version.
    pub fn failure(self) -> Option<ClientError> {
        self.failure.get()
    }

    /// Forgets what was wrong.
    pub fn clear(self) {
        self.failure.set(None);
        self.errors.set(Vec::new());
    }

    /// What has no field to stand beside.
    fn loose_words(self) -> Vec<String> {
        let errors = self.errors.read();
        let mut words: Vec<String> = self.shown.with_value(|shown| {
            errors
                .iter()
                .filter(|error| !shown.contains(&error.pointer))
                .map(|error| error.words(lang()))
                .collect()
        });
        if let Some(failure) = self.failure.get()
            && (errors.is_empty() || words.len() < errors.len())
        {
            words.insert(0, failure.words());
            words.extend(failure.trace());
        }
        words.dedup();
        words
    }
}

/// The form: says above what belongs to no field, sends on Enter in a field and on Ctrl-Enter
/// anywhere, and leads to the first wrong field.
#[component]
pub fn Form(
    form: FormState,
    #[prop(into)] on_submit: Callback<()>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Form>::new();
    Effect::new(move |before: Option<u32>| {
        let count = form.refusals.get();
        if before.is_some_and(|before| before != count) {
            // After the errors have been drawn.
            request_animation_frame(move || {
                let wrong = node
                    .get_untracked()
                    .and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
                if let Some(wrong) = wrong.and_then(|el| el.dyn_into::<web_sys::HtmlElement>().ok())
                {
                    let _ = wrong.focus();
                }
            });
        }
        count
    });
    let loose = move || {
        let words = form.loose_words();
        (!words.is_empty()).then(|| {
            view! {
                <Banner tone=Tone::Error>
                    {words.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                </Banner>
            }
        })
    };
    view! {
        <form
            node_ref=node
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                on_submit.run(());
            }
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    on_submit.run(());
                }
            }
        >
            {loose}
            {children()}
        </form>
    }
    .into_any()
}
