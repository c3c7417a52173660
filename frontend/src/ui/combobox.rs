//! A text field that looks things up: type, choose with the arrows, or create what is not there.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use leptos::{html, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;

use super::{
    FieldContext, Glyph, Icon, effect,
    place::{Align, place},
    unique_id,
};
use crate::i18n::t;

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

/// Where the options come from.
#[derive(Clone)]
pub struct ComboSource(Arc<SendWrapper<Box<dyn Fn(String) -> Answer>>>);

impl ComboSource {
    /// `look_up` gets what was typed; an error is shown in its words.
    pub fn new<F>(look_up: impl Fn(String) -> F + 'static) -> Self
    where
        F: Future<Output = Result<Vec<ComboOption>, String>> + 'static,
    {
        Self(Arc::new(SendWrapper::new(Box::new(move |typed| Box::pin(look_up(typed))))))
    }
}

#[derive(Clone, PartialEq, Eq)]
enum Found {
    Asking,
    Options(Vec<ComboOption>),
    Failed(String),
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
    const PAUSE: Duration = Duration::from_millis(180);

    let field = FieldContext::here();
    let list_id = StoredValue::new(unique_id("options"));
    let input = NodeRef::<html::Input>::new();
    let popup = NodeRef::<html::Div>::new();
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let found = RwSignal::new(Found::Options(Vec::new()));
    let active = RwSignal::new(0_usize);
    let turn = StoredValue::new(0_u32);
    let source = StoredValue::new(source);

    effect(move || {
        typed.set(value.get().map(|option| option.label).unwrap_or_default());
    });
    let can_create = move || {
        let text = typed.read();
        on_create.is_some()
            && !text.trim().is_empty()
            && !matches!(&*found.read(), Found::Asking)
            && !matches!(&*found.read(), Found::Options(options)
                if options.iter().any(|option| option.label == text.trim()))
    };
    let count = move || {
        let options = match &*found.read() {
            Found::Options(options) => options.len(),
            _ => 0,
        };
        options + usize::from(can_create())
    };
    let show = move || {
        open.set(true);
        request_animation_frame(move || {
            if let (Some(input), Some(popup)) = (input.get_untracked(), popup.get_untracked()) {
                let _ = popup.show_popover();
                let anchor = input.parent_element().unwrap_or_else(|| (**input).clone());
                place(&anchor, &popup, Align::Fill);
            }
        });
    };
    let hide = move || {
        open.set(false);
        if let Some(popup) = popup.get_untracked() {
            let _ = popup.hide_popover();
        }
    };
    let look_up = move |text: String, wait: Duration| {
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        set_timeout(
            move || {
                // A later key press has asked again.
                if turn.try_get_value() != mine {
                    return;
                }
                found.set(Found::Asking);
                let answer = source.with_value(|source| (source.0)(text));
                spawn_local(async move {
                    let answer = answer.await;
                    if turn.try_get_value() == mine {
                        active.set(0);
                        found.set(answer.map_or_else(Found::Failed, Found::Options));
                        show();
                    }
                });
            },
            wait,
        );
    };
    let choose = move |option: Option<ComboOption>| {
        typed.set(option.as_ref().map(|option| option.label.clone()).unwrap_or_default());
        value.set(option.clone());
        hide();
        if let Some(on_change) = on_change {
            on_change.run(option);
        }
    };
    let take = move |index: usize| {
        let option = match &*found.read_untracked() {
            Found::Options(options) => options.get(index).cloned(),
            _ => None,
        };
        match (option, on_create) {
            (Some(option), _) => choose(Some(option)),
            (None, Some(on_create)) if untrack(can_create) => {
                hide();
                on_create.run(typed.get_untracked().trim().to_owned());
            }
            _ => {}
        }
    };
    // Whoever types a name and goes on means it, where new names may be given.
    let keep_or_restore = move || {
        let text = typed.read_untracked().trim().to_owned();
        let label = value.get_untracked().map(|option| option.label).unwrap_or_default();
        let offered = match &*found.read_untracked() {
            Found::Options(options) => options.iter().find(|option| option.label == text).cloned(),
            _ => None,
        };
        match (on_create, offered) {
            _ if text == label => {}
            (Some(_), Some(option)) => choose(Some(option)),
            (Some(on_create), None) => on_create.run(text),
            (None, _) => typed.set(label),
        }
    };
    let option_id = move |index: usize| format!("{}-{index}", list_id.get_value());

    let rows = move || {
        let options = match found.get() {
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
        let list = options
            .into_iter()
            .enumerate()
            .map(|(index, option)| {
                view! {
                    <div
                        class="option"
                        role="option"
                        id=option_id(index)
                        aria-selected=move || (active.get() == index).to_string()
                        on:pointermove=move |_| active.set(index)
                        on:mousedown=move |event| {
                            event.prevent_default();
                            take(index);
                        }
                    >
                        <div class="option__text">
                            <div class="truncate">{option.label}</div>
                            {(!option.hint.is_empty())
                                .then(|| {
                                    view! { <div class="option__hint truncate">{option.hint}</div> }
                                })}
                        </div>
                    </div>
                }
            })
            .collect_view();
        let create = move || {
            can_create().then(|| {
                view! {
                    <div
                        class="option option--create"
                        role="option"
                        id=option_id(create_at)
                        aria-selected=move || (active.get() == create_at).to_string()
                        on:pointermove=move |_| active.set(create_at)
                        on:mousedown=move |event| {
                            event.prevent_default();
                            take(create_at);
                        }
                    >
                        <Icon glyph=Glyph::Plus/>
                        <span class="truncate">
                            {move || t::common::create_named(typed.get().trim())}
                        </span>
                    </div>
                }
            })
        };
        view! {
            {list}
            {nothing}
            {create}
        }
        .into_any()
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
                    aria-activedescendant=move || open.get().then(|| option_id(active.get()))
                    aria-label=move || label.map(|text| text.get())
                    placeholder=move || placeholder.map(|text| text.get())
                    aria-required=field.required()
                    aria-invalid=move || field.invalid()
                    aria-describedby=move || field.described_by()
                    disabled=disabled
                    prop:value=typed
                    on:focus=move |_| look_up(String::new(), Duration::ZERO)
                    on:input:target=move |event| {
                        let text = event.target().value();
                        typed.set(text.clone());
                        look_up(text, PAUSE);
                    }
                    on:blur=move |_| {
                        turn.update_value(|turn| *turn += 1);
                        hide();
                        if typed.read_untracked().trim().is_empty() {
                            if value.read_untracked().is_some() {
                                choose(None);
                            }
                        } else {
                            keep_or_restore();
                        }
                    }
                    on:keydown=move |event| {
                        let count = untrack(count);
                        match event.key().as_str() {
                            "ArrowDown" if open.get_untracked() && count > 0 => {
                                event.prevent_default();
                                active.update(|active| *active = (*active + 1) % count);
                            }
                            "ArrowUp" if open.get_untracked() && count > 0 => {
                                event.prevent_default();
                                active.update(|active| *active = (*active + count - 1) % count);
                            }
                            "ArrowDown" => look_up(String::new(), Duration::ZERO),
                            "Enter" if open.get_untracked() => {
                                event.prevent_default();
                                take(active.get_untracked());
                            }
                            "Escape" if open.get_untracked() => {
                                event.prevent_default();
                                event.stop_propagation();
                                hide();
                            }
                            _ => {}
                        }
                    }
                />
                {move || {
                    (value.read().is_some() && !disabled.get())
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="input-box__button"
                                    aria-label=t::common::clear
                                    on:click=move |_| choose(None)
                                >
                                    <Icon glyph=Glyph::Close/>
                                </button>
                            }
                        })
                }}
            </span>
            <div
                node_ref=popup
                id=list_id.get_value()
                class="listbox"
                role="listbox"
                popover="manual"
                aria-label=move || label.map(|text| text.get())
            >
                {move || open.get().then(rows)}
            </div>
        </div>
    }
    .into_any()
}
