//! Data from the API: a skeleton until it is there, the old data while newer is on its way, and an
//! error with a way to try again.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, LazyLock},
};

use client::{Client, ClientError, ClientResult};
use domain::problem::ProblemCode;
use leptos::{prelude::*, task::spawn_local};

use super::ProblemWords as _;
use crate::{
    i18n::t,
    state::use_session,
    ui::{Banner, Button, EmptyState, ErrorState, Glyph, SkeletonRows, Tone, effect},
};

static IN_FLIGHT: LazyLock<ArcRwSignal<u32>> = LazyLock::new(|| ArcRwSignal::new(0));

/// Whether anything is being fetched (tracked): for the line on top of the page.
pub fn in_flight() -> bool {
    IN_FLIGHT.get() > 0
}

/// Something that is fetched. `Copy`.
pub struct Load<T: Send + Sync + 'static> {
    data: RwSignal<Option<T>>,
    error: RwSignal<Option<ClientError>>,
    loading: RwSignal<bool>,
    turn: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Load<T> {}

impl<T: Clone + Send + Sync + 'static> Load<T> {
    /// What was fetched last (tracked).
    pub fn get(self) -> Option<T> {
        self.data.get()
    }

    /// The signal itself, for `data.read()` without a clone.
    pub fn data(self) -> RwSignal<Option<T>> {
        self.data
    }

    /// Takes what a command answered, without asking again. What was asked before the command was
    /// done may answer with the state before it: then it is asked anew, and the older answer drops.
    pub fn set(self, data: T) {
        self.error.set(None);
        self.data.set(Some(data));
        if self.loading.get_untracked() {
            self.reload();
        }
    }

    /// Asks again.
    pub fn reload(self) {
        self.turn.update(|turn| *turn += 1);
    }

    /// Whether something is on its way (tracked).
    pub fn is_loading(self) -> bool {
        self.loading.get()
    }

    pub fn error(self) -> Option<ClientError> {
        self.error.get()
    }
}

/// Fetches now, when a signal changes that `fetch` reads before its first `await`, after each
/// sign-in, and on `reload`. An answer that was overtaken is dropped.
///
/// ```ignore
/// let order = use_load(move |client| {
///     let number = number.get();
///     async move { client.order(Side::Staff, &number).await }
/// });
/// ```
pub fn use_load<T, F>(fetch: impl Fn(Client) -> F + 'static) -> Load<T>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = ClientResult<T>> + 'static,
{
    load_with(Box::new(move |client| Box::pin(fetch(client)) as Answer<T>))
}

type Answer<T> = Pin<Box<dyn Future<Output = ClientResult<T>>>>;
type Fetch<T> = Box<dyn Fn(Client) -> Answer<T>>;

/// Knows only what is fetched, not how: stands once for each type in the program.
fn load_with<T: Clone + Send + Sync + 'static>(fetch: Fetch<T>) -> Load<T> {
    let session = use_session();
    let load = Load {
        data: RwSignal::new(None),
        error: RwSignal::new(None),
        loading: RwSignal::new(true),
        turn: RwSignal::new(0),
    };
    let asked = StoredValue::new(0_u32);
    effect(move || {
        load.turn.track();
        session.generation();
        let mine = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        load.loading.set(true);
        let answer = fetch(session.client());
        let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(async move {
            IN_FLIGHT.update(|count| *count += 1);
            let answer = answer.await;
            IN_FLIGHT.update(|count| *count = count.saturating_sub(1));
            // The page is gone, or has asked for something else since.
            if asked.try_get_value() != mine || mine.is_none() {
                return;
            }
            match answer {
                Ok(data) => {
                    load.error.set(None);
                    load.data.set(Some(data));
                }
                Err(error) => load.error.set(Some(error)),
            }
            load.loading.set(false);
        });
        spawn_local(task);
    });
    load
}

/// Shows what was fetched. `view` runs once, when there is something; what it shows follows the
/// signal that it is given.
///
/// ```ignore
/// <Loaded load=order view=move |order| view! { <h1>{move || order.read().number.clone()}</h1> }/>
/// ```
#[component]
pub fn Loaded<T, V>(
    load: Load<T>,
    view: impl Fn(Signal<T>) -> V + Send + Sync + 'static,
    /// In place of the grey rows.
    #[prop(optional, into)]
    skeleton: Option<ViewFn>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    loaded(load, Arc::new(move |data: Signal<T>| view(data).into_any()), skeleton)
}

type Draw<T> = Arc<dyn Fn(Signal<T>) -> AnyView + Send + Sync>;

fn loaded<T>(load: Load<T>, view: Draw<T>, skeleton: Option<ViewFn>) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let content: Arc<dyn Fn() -> AnyView + Send + Sync> = Arc::new(move || {
        let Some(first) = load.data.get_untracked() else { return ().into_any() };
        // Drawn once; newer data flows through the signal.
        let shown = RwSignal::new(first);
        effect(move || {
            if let Some(newer) = load.data.get() {
                shown.set(newer);
            }
        });
        view(shown.into())
    });
    let ready = Signal::derive(move || load.data.read().is_some());
    shell(ready, load.error, Callback::new(move |()| load.reload()), content, skeleton)
}

/// What every loaded thing shares, whatever it is.
fn shell(
    is_ready: Signal<bool>,
    error: RwSignal<Option<ClientError>>,
    on_retry: Callback<()>,
    content: Arc<dyn Fn() -> AnyView + Send + Sync>,
    skeleton: Option<ViewFn>,
) -> AnyView {
    let ready = Memo::new(move |_| is_ready.get());
    let content = move || {
        if ready.get() { content() } else { waiting(error, on_retry, skeleton.clone()) }
    };
    view! {
        {move || stale_note(ready, error, on_retry)}
        {content}
    }
    .into_any()
}

/// Nothing to show yet: grey, or why.
fn waiting(
    error: RwSignal<Option<ClientError>>,
    on_retry: Callback<()>,
    skeleton: Option<ViewFn>,
) -> AnyView {
    let Some(error) = error.get() else {
        return match skeleton {
            Some(skeleton) => skeleton.run(),
            None => view! { <SkeletonRows/> }.into_any(),
        };
    };
    let is_hidden = matches!(error.code(), Some(ProblemCode::NotFound | ProblemCode::NotPermitted));
    if is_hidden {
        return view! {
            <EmptyState glyph=Glyph::Lock title=error.words() text=t::common::not_found_text/>
        }
        .into_any();
    }
    let text = error.trace().unwrap_or_default();
    view! { <ErrorState title=error.words() text on_retry/> }.into_any()
}

/// There is something to show, but it could not be renewed.
fn stale_note(
    ready: Memo<bool>,
    error: RwSignal<Option<ClientError>>,
    on_retry: Callback<()>,
) -> Option<AnyView> {
    let error = error.get().filter(|_| ready.get())?;
    let action = move || view! { <Button label=t::common::retry small=true on_press=on_retry/> };
    Some(view! { <Banner tone=Tone::Warning action>{error.words()}</Banner> }.into_any())
}
