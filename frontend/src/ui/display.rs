//! Small things that show a value.

use domain::money::{Amount, Currency};
use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::i18n::t;

/// What a status means for whoever looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Neutral,
    Brand,
    Second,
    Success,
    Warning,
    Error,
}

impl Tone {
    /// The class that sets the colours of what stands inside.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Brand => "tone-brand",
            Self::Second => "tone-second",
            Self::Success => "tone-success",
            Self::Warning => "tone-warning",
            Self::Error => "tone-error",
        }
    }
}

/// A status: a coloured dot and always a word.
#[component]
pub fn StatusDot(
    #[prop(into)] tone: Signal<Tone>,
    #[prop(into)] label: Signal<String>,
    /// On a tinted ground, for page headers.
    #[prop(optional)]
    badge: bool,
) -> impl IntoView {
    let class = move || {
        let base = if badge { "status status--badge" } else { "status" };
        format!("{base} {}", tone.get().class())
    };
    view! {
        <span class=class>
            <span class="status__dot"></span>
            <span class="status__word">{label}</span>
        </span>
    }
    .into_any()
}

/// A word on a tinted ground.
#[component]
pub fn Tag(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] tone: Signal<Tone>,
) -> impl IntoView {
    view! { <span class=move || format!("tag {}", tone.get().class())>{label}</span> }.into_any()
}

/// An amount with its currency, in figures of equal width.
#[component]
pub fn Money(
    #[prop(into)] amount: Signal<Amount>,
    #[prop(optional, into)] currency: Signal<Currency>,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    view! {
        <span class=if large { "money money--large" } else { "money" }>
            {move || amount.get().display(currency.get())}
        </span>
    }
    .into_any()
}

/// The first letters of a name in a circle.
#[component]
pub fn Avatar(#[prop(into)] name: Signal<String>) -> impl IntoView {
    let initials = move || {
        let name = name.get();
        // Chinese names are called by their end, others by their beginnings.
        if name.chars().any(|c| c.len_utf8() > 2) {
            let last: Vec<char> = name.chars().rev().take(1).collect();
            last.into_iter().collect::<String>()
        } else {
            name.split_whitespace().filter_map(|part| part.chars().next()).take(2).collect()
        }
    };
    view! {
        <span class="avatar" aria-hidden="true">
            {initials}
        </span>
    }
    .into_any()
}

/// A key of the keyboard.
#[component]
pub fn Kbd(#[prop(into)] keys: Signal<String>) -> impl IntoView {
    view! { <kbd class="kbd">{keys}</kbd> }
}

/// How much of a whole; says so in words, too.
#[component]
pub fn Meter(
    #[prop(into)] value: Signal<u64>,
    #[prop(into)] max: Signal<u64>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] tone: Signal<Tone>,
) -> impl IntoView {
    let percent = move || value.get().min(max.get()) * 100 / max.get().max(1);
    view! {
        <div
            class=move || format!("meter {}", tone.get().class())
            role="meter"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax=move || max.get().to_string()
            aria-valuenow=move || value.get().to_string()
        >
            <div class="meter__fill" style:width=move || format!("{}%", percent())></div>
        </div>
    }
    .into_any()
}

/// Copies a text, and says that it did.
#[component]
pub fn CopyButton(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let done = RwSignal::new(false);
    let copy = move |_| {
        let clipboard = window().navigator().clipboard();
        let written = clipboard.write_text(&text.get_untracked());
        leptos::task::spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(written).await.is_ok() {
                let _ = done.try_set(true);
                set_timeout(
                    move || {
                        let _ = done.try_set(false);
                    },
                    std::time::Duration::from_secs(2),
                );
            }
        });
    };
    let words = move || if done.get() { t::common::copied.get() } else { t::common::copy.get() };
    let glyph = Signal::derive(move || if done.get() { Glyph::Check } else { Glyph::Copy });
    view! {
        <button
            type="button"
            class=move || if done.get() { "copy__button copy__button--done" } else { "copy__button" }
            aria-label=words
            data-tip=words
            on:click=copy
        >
            <Icon glyph/>
        </button>
    }
    .into_any()
}

/// A key or code to read and copy, in full.
#[component]
pub fn Secret(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! {
        <div class="stack stack--tight">
            <code class="secret">{text}</code>
            <div class="row row--end">
                <CopyButton text/>
            </div>
        </div>
    }
    .into_any()
}
