//! Short messages that come and go: what was done, and «undo» where that is possible.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use leptos::{html, prelude::*};

use super::{Button, Glyph, Icon, Look, Tone, effect};
use crate::i18n::t;

/// A button on a toast.
#[derive(Clone)]
pub struct ToastAction {
    pub label: String,
    pub on_press: Callback<()>,
}

/// One message.
#[derive(Clone)]
pub struct Toast {
    id: u64,
    tone: Tone,
    text: String,
    detail: String,
    action: Option<ToastAction>,
}

/// Where messages are given in; `Copy`, found with `use_toaster()`.
#[derive(Clone, Copy)]
pub struct Toaster(RwSignal<Vec<Toast>>);

impl Default for Toaster {
    fn default() -> Self {
        Self(RwSignal::new(Vec::new()))
    }
}

impl Toaster {
    /// It worked.
    pub fn success(self, text: impl Into<String>) {
        self.say(Tone::Success, text.into(), String::new(), None);
    }

    /// It did not. Stays until it is closed.
    pub fn error(self, text: impl Into<String>, detail: impl Into<String>) {
        self.say(Tone::Error, text.into(), detail.into(), None);
    }

    /// Good to know.
    pub fn info(self, text: impl Into<String>) {
        self.say(Tone::Brand, text.into(), String::new(), None);
    }

    /// It worked, and can be taken back.
    pub fn undoable(self, text: impl Into<String>, on_undo: impl Into<Callback<()>>) {
        let action =
            ToastAction { label: t::common::undo.get().to_owned(), on_press: on_undo.into() };
        self.say(Tone::Success, text.into(), String::new(), Some(action));
    }

    fn say(self, tone: Tone, text: String, detail: String, action: Option<ToastAction>) {
        static NEXT: AtomicU64 = AtomicU64::new(1);

        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let seconds = if action.is_some() { 10 } else { 5 };
        self.0.update(|toasts| {
            // The same failure again replaces its message instead of piling up.
            toasts.retain(|toast| toast.text != text || toast.tone != tone);
            toasts.push(Toast { id, tone, text, detail, action });
        });
        if tone != Tone::Error {
            set_timeout(move || self.dismiss(id), Duration::from_secs(seconds));
        }
    }

    fn dismiss(self, id: u64) {
        let _ = self.0.try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// Shows the messages, above everything. Stands once in the application.
#[component]
pub fn ToastStack(toaster: Toaster) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    effect(move || {
        let empty = toaster.0.read().is_empty();
        let Some(stack) = node.get() else { return };
        // Shown anew, so that it lies above a dialog that opened since.
        let _ = stack.hide_popover();
        if !empty {
            let _ = stack.show_popover();
        }
    });
    view! {
        <div node_ref=node class="toasts" popover="manual" role="status" aria-live="polite">
            <For each=move || toaster.0.get() key=|toast| toast.id let:toast>
                <ToastView toast toaster/>
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn ToastView(toast: Toast, toaster: Toaster) -> impl IntoView {
    let Toast { id, tone, text, detail, action } = toast;
    let (class, glyph) = match tone {
        Tone::Success => ("toast toast--success", Glyph::CheckCircle),
        Tone::Error => ("toast toast--error", Glyph::ErrorCircle),
        Tone::Warning => ("toast toast--warning", Glyph::Warning),
        _ => ("toast toast--info", Glyph::Info),
    };
    let action = action.map(|ToastAction { label, on_press }| {
        let press = move || {
            toaster.dismiss(id);
            on_press.run(());
        };
        view! { <Button label look=Look::Link on_press=press/> }
    });
    view! {
        <div class=class>
            <Icon glyph/>
            <div class="toast__text">
                <div>{text}</div>
                {(!detail.is_empty()).then(|| view! { <div class="toast__detail">{detail}</div> })}
            </div>
            {action}
            <button
                type="button"
                class="toast__close"
                aria-label=t::common::close
                on:click=move |_| toaster.dismiss(id)
            >
                <Icon glyph=Glyph::Close/>
            </button>
        </div>
    }
    .into_any()
}
