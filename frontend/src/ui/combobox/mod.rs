//! A text field that looks things up: type, choose with the arrows, or create what is not there.

mod state;

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use self::state::{Combo, Found};
use super::{FieldContext, Glyph, Icon, effect};
use crate::i18n::t;

/// Between two keys.
const PAUSE: Duration = Duration::from_millis(180);

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ComboOption {
    pub value: String,
    pub label: String,
    /// A second line: what tells namesakes apart.
    pub hint: String,
}

impl ComboOption {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<Vec<ComboOption>, String>>>>;
type LookUp = Box<dyn Fn(String) -> Answer>;

/// Where the options come from.
#[derive(Clone)]
pub struct ComboSource(Arc<SendWrapper<LookUp>>);

impl ComboSource {
    /// `look_up` gets what was typed; an error is shown in its words.
    pub fn new<F>(look_up: impl Fn(String) -> F + 'static) -> Self
    where
        F: Future<Output = Result<Vec<ComboOption>, String>> + 'static,
    {
        Self(Arc::new(SendWrapper::new(Box::new(move |typed| Box::pin(look_up(typed))))))
    }
}

/// A look-up field.
#[component]
pub fn Combobox(
    /// What is chosen.
    value: RwSignal<Option<ComboOption>>,
    source: ComboSource,
    #[prop(optional, into)] placeholder: Option<Signal<String>>,
    #[prop(optional, into)] label: Option<Signal<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Offers «create “…”» as the last row, and is told what was typed.
    #[prop(optional, into)]
    on_create: Option<Callback<String>>,
    #[prop(optional, into)] on_change: Option<Callback<Option<ComboOption>>>,
) -> impl IntoView {
    let field = FieldContext::here();
    let combo = Combo::new(value, source, on_create, on_change);
    let Combo { input, popup, typed, open, list_id, .. } = combo;
    effect(move || {
        typed.set(value.get().map(|option| option.label).unwrap_or_default());
    });
    let active = move || open.get().then(|| combo.option_id(combo.active.get()));
    let clear = move || {
        (value.read().is_some() && !disabled.get()).then(|| {
            view! {
                <button
                    type="button"
                    class="input-box__button"
                    aria-label=t::common::clear
                    on:click=move |_| combo.choose(None)
                >
                    <Icon glyph=Glyph::Close/>
                </button>
            }
        })
    };
    view! {
        <div class="combobox">
            <span class="input-box">
                <Icon glyph=Glyph::Search/>
                <input
                    node_ref=input
                    class="input"
                    id=field.id()
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    aria-autocomplete="list"
                    aria-controls=list_id.get_value()
                    aria-expanded=move || open.get().to_string()
                    aria-activedescendant=active
                    aria-label=move || label.map(|text| text.get())
                    placeholder=move || placeholder.map(|text| text.get())
                    aria-required=field.required()
                    aria-invalid=move || field.invalid()
                    aria-describedby=move || field.described_by()
                    disabled=disabled
                    prop:value=typed
                    on:focus=move |_| combo.look_up(String::new(), Duration::ZERO)
                    on:input:target=move |event| {
                        let text = event.target().value();
                        typed.set(text.clone());
                        combo.look_up(text, PAUSE);
                    }
                    on:blur=move |_| combo.leave()
                    on:keydown=move |event| combo.press(&event)
                />
                {clear}
            </span>
            <div
                node_ref=popup
                id=list_id.get_value()
                class="listbox"
                role="listbox"
                popover="manual"
                aria-label=move || label.map(|text| text.get())
            >
                {move || open.get().then(|| rows(combo))}
            </div>
        </div>
    }
    .into_any()
}

/// What was found, or why nothing was.
fn rows(combo: Combo) -> AnyView {
    let options = match combo.found.get() {
        Found::Asking => {
            return view! {
                <div class="option-note" role="presentation">
                    <span class="spinner"></span>
                    {t::common::searching}
                </div>
            }
            .into_any();
        }
        Found::Failed(why) => {
            return view! { <div class="option-note" role="alert">{why}</div> }.into_any();
        }
        Found::Options(options) => options,
    };
    let create_at = options.len();
    let nothing = options.is_empty().then(|| {
        view! {
            <div class="option-note" role="presentation">
                {t::common::nothing_found}
            </div>
        }
    });
    let list = options.into_iter().enumerate();
    let list = list.map(|(index, option)| row(combo, index, option)).collect_view();
    let create = move || {
        combo.can_create().then(|| {
            let words = move || t::common::create_named(combo.typed.get().trim());
            let content = view! {
                <Icon glyph=Glyph::Plus/>
                <span class="truncate">{words}</span>
            };
            choosable(combo, create_at, "option option--create", content.into_any())
        })
    };
    view! {
        {list}
        {nothing}
        {create}
    }
    .into_any()
}

fn row(combo: Combo, index: usize, option: ComboOption) -> AnyView {
    let hint = (!option.hint.is_empty())
        .then(|| view! { <div class="option__hint truncate">{option.hint}</div> });
    let content = view! {
        <div class="option__text">
            <div class="truncate">{option.label}</div>
            {hint}
        </div>
    };
    choosable(combo, index, "option", content.into_any())
}

fn choosable(combo: Combo, index: usize, class: &'static str, content: AnyView) -> AnyView {
    view! {
        <div
            class=class
            role="option"
            id=combo.option_id(index)
            aria-selected=move || (combo.active.get() == index).to_string()
            on:pointermove=move |_| combo.active.set(index)
            on:mousedown=move |event| {
                event.prevent_default();
                combo.take(index);
            }
        >
            {content}
        </div>
    }
    .into_any()
}
