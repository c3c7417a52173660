//! Buttons. One that may not be pressed says why instead of hiding.
#![expect(clippy::fn_params_excessive_bools, reason = "props are named where they are given")]

use leptos::prelude::*;

use super::{Glyph, Icon, unique_id};

/// How loud a button is. At most one primary button is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    #[default]
    Default,
    Primary,
    /// Offers something that cannot be undone.
    Danger,
    /// Does it, in a confirmation.
    DangerSolid,
    Ghost,
    /// Looks like a link, acts here.
    Link,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Default => "button",
            Self::Primary => "button button--primary",
            Self::Danger => "button button--danger",
            Self::DangerSolid => "button button--danger-solid",
            Self::Ghost => "button button--ghost",
            Self::Link => "button button--link",
        }
    }
}

fn class_of(look: Look, modifiers: &[(bool, &str)]) -> String {
    let mut class = look.class().to_owned();
    for (_, name) in modifiers.iter().filter(|(wanted, _)| *wanted) {
        class.push_str(" button--");
        class.push_str(name);
    }
    class
}

/// A button with a word on it, and perhaps an icon before it.
#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] look: Look,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    #[prop(optional)] small: bool,
    #[prop(optional)] large: bool,
    #[prop(optional)] wide: bool,
    /// Submits the form that it stands in.
    #[prop(optional)]
    submit: bool,
    /// At work: shows it, and takes no second press.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why not, if not.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    let reason_id = StoredValue::new(unique_id("why"));
    let is_blocked = move || blocked.read().is_some();
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=class_of(look, &[(small, "small"), (large, "large"), (wide, "wide")])
            aria-disabled=move || is_blocked().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-describedby=move || is_blocked().then(|| reason_id.get_value())
            data-tip=move || blocked.get()
            on:click=move |event| {
                if is_blocked() || busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            <span class="button__label">
                {icon.map(|glyph| view! { <Icon glyph/> })} {label}
            </span>
            {move || {
                busy.get()
                    .then(|| {
                        view! {
                            <span class="button__spinner">
                                <span class="spinner"></span>
                            </span>
                        }
                    })
            }}
            {move || {
                blocked
                    .get()
                    .map(|why| {
                        view! {
                            <span class="visually-hidden" id=reason_id.get_value()>
                                {why}
                            </span>
                        }
                    })
            }}
        </button>
    }
    .into_any()
}

/// Disabled with a reason, rather than hidden: people learn what exists and what it takes.
#[component]
pub fn GuardedButton(
    #[prop(into)] label: Signal<String>,
    /// Why not, if not; usually a refusal of `domain` in words.
    #[prop(into)]
    blocked: Signal<Option<String>>,
    #[prop(into)] on_press: Callback<()>,
    #[prop(optional)] look: Look,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] busy: Signal<bool>,
) -> impl IntoView {
    view! { <Button label blocked on_press look icon small busy/> }
}

/// A square button with only an icon; its name is for screen readers and the tooltip.
#[component]
pub fn IconButton(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] glyph: Signal<Glyph>,
    #[prop(optional)] small: bool,
    /// Without the border that buttons on a card have.
    #[prop(optional)]
    ghost: bool,
    #[prop(optional, into)] blocked: Signal<Option<String>>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    let look = if ghost { Look::Ghost } else { Look::Default };
    let is_blocked = move || blocked.read().is_some();
    view! {
        <button
            type="button"
            class=class_of(look, &[(small, "small"), (true, "icon")])
            aria-label=label
            aria-disabled=move || is_blocked().then_some("true")
            data-tip=move || blocked.get().unwrap_or_else(|| label.get())
            on:click=move |_| {
                if !is_blocked() {
                    on_press.run(());
                }
            }
        >
            <Icon glyph/>
        </button>
    }
    .into_any()
}

/// A link that looks like a button, because it leads somewhere.
#[component]
pub fn ButtonLink(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] look: Look,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    #[prop(optional)] small: bool,
    #[prop(optional)] large: bool,
    #[prop(optional)] wide: bool,
) -> impl IntoView {
    view! {
        <a class=class_of(look, &[(small, "small"), (large, "large"), (wide, "wide")]) href=href>
            <span class="button__label">
                {icon.map(|glyph| view! { <Icon glyph/> })} {label}
            </span>
        </a>
    }
    .into_any()
}
