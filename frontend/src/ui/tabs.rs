//! Tabs over panels of one page. (Tabs that lead to other pages are links with `aria-current`.)

use leptos::{context::Provider, html, prelude::*};

use super::{place::move_focus, unique_id};

#[derive(Clone, Copy)]
struct TabsContext {
    id: StoredValue<String>,
    active: RwSignal<String>,
}

/// One tab.
#[derive(Clone)]
pub struct Tab {
    pub value: &'static str,
    pub label: Signal<String>,
    /// How many there are behind it.
    pub count: Option<Signal<u64>>,
}

impl Tab {
    pub fn new(value: &'static str, label: impl Into<Signal<String>>) -> Self {
        Self { value, label: label.into(), count: None }
    }

    #[must_use]
    pub fn count(self, count: impl Into<Signal<u64>>) -> Self {
        Self { count: Some(count.into()), ..self }
    }
}

/// The tabs; `TabPanel`s stand in `children`.
#[component]
pub fn Tabs(
    #[prop(into)] label: Signal<String>,
    active: RwSignal<String>,
    tabs: Vec<Tab>,
    children: Children,
) -> impl IntoView {
    let id = StoredValue::new(unique_id("tabs"));
    let node = NodeRef::<html::Div>::new();
    let tab = move |tab: Tab| {
        let value = tab.value;
        let chosen = move || *active.read() == value;
        view! {
            <button
                type="button"
                class="tabs__tab"
                role="tab"
                id=format!("{}-{value}", id.get_value())
                aria-controls=format!("{}-{value}-panel", id.get_value())
                aria-selected=move || chosen().to_string()
                tabindex=move || if chosen() { "0" } else { "-1" }
                on:click=move |_| active.set(value.to_owned())
                on:focus=move |_| active.set(value.to_owned())
            >
                {tab.label}
                {tab
                    .count
                    .map(|count| view! { <span class="badge badge--quiet">{count}</span> })}
            </button>
        }
    };
    view! {
        <div
            node_ref=node
            class="tabs"
            role="tablist"
            aria-label=label
            on:keydown=move |event| {
                let Some(node) = node.get_untracked() else { return };
                if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End")
                    && move_focus(&node, "[role=tab]", &event.key())
                {
                    event.prevent_default();
                }
            }
        >
            {tabs.into_iter().map(tab).collect_view()}
        </div>
        <Provider value=TabsContext { id, active }>{children()}</Provider>
    }
    .into_any()
}

/// What one tab shows; drawn only while it is chosen.
#[component]
pub fn TabPanel(value: &'static str, children: ChildrenFn) -> impl IntoView {
    let context = use_context::<TabsContext>();
    let chosen = Memo::new(move |_| context.is_none_or(|context| *context.active.read() == value));
    let id = move || context.map(|context| context.id.get_value()).unwrap_or_default();
    view! {
        <div
            role="tabpanel"
            id=format!("{}-{value}-panel", id())
            aria-labelledby=format!("{}-{value}", id())
            hidden=move || !chosen.get()
        >
            {move || chosen.get().then(|| children())}
        </div>
    }
    .into_any()
}
