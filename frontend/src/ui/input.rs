//! Inputs for text and numbers. Inside a `Field` they take its id, its error and its hint.

use leptos::prelude::*;

use super::{FieldContext, Glyph, Icon, effect};
use crate::i18n::t;

/// One line of text.
#[component]
pub fn TextInput(
    value: RwSignal<String>,
    /// `text`, `email`, `password`, `tel`, `date`…
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] placeholder: Option<Signal<String>>,
    #[prop(optional_no_strip, into)] autocomplete: Option<&'static str>,
    #[prop(optional_no_strip, into)] inputmode: Option<&'static str>,
    #[prop(optional_no_strip, into)] maxlength: Option<u32>,
    /// Takes the place of a label where no `Field` stands around.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// When the person leaves the field with another value.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let field = FieldContext::here();
    view! {
        <input
            class="input"
            id=field.id()
            type=kind
            placeholder=move || placeholder.map(|text| text.get())
            autocomplete=autocomplete
            inputmode=inputmode
            maxlength=maxlength
            autofocus=autofocus
            aria-label=move || label.map(|text| text.get())
            aria-required=field.required()
            aria-invalid=move || field.invalid()
            aria-describedby=move || field.described_by()
            disabled=disabled
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
            on:change:target=move |event| {
                if let Some(on_change) = on_change {
                    on_change.run(event.target().value());
                }
            }
        />
    }
    .into_any()
}

/// Several lines of text; grows with them.
#[component]
pub fn TextArea(
    value: RwSignal<String>,
    #[prop(default = 3)] rows: u32,
    #[prop(optional, into)] placeholder: Option<Signal<String>>,
    #[prop(optional_no_strip, into)] maxlength: Option<u32>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::here();
    view! {
        <textarea
            class="input"
            id=field.id()
            rows=rows
            placeholder=move || placeholder.map(|text| text.get())
            maxlength=maxlength
            aria-required=field.required()
            aria-invalid=move || field.invalid()
            aria-describedby=move || field.described_by()
            disabled=disabled
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
        ></textarea>
    }
    .into_any()
}

/// A whole number with − and +. `None` while the field is empty or no number.
#[component]
pub fn NumberInput(
    value: RwSignal<Option<i64>>,
    #[prop(default = 0)] min: i64,
    #[prop(default = i64::MAX)] max: i64,
    #[prop(optional, into)] label: Option<Signal<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::here();
    let step = move |by: i64| {
        value.update(|value| *value = Some((value.unwrap_or(min) + by).clamp(min, max)));
    };
    view! {
        <span class="input-box stepper">
            <button
                type="button"
                class="stepper__button"
                tabindex="-1"
                aria-label=t::common::less
                disabled=move || disabled.get() || value.get().is_some_and(|value| value <= min)
                on:click=move |_| step(-1)
            >
                <Icon glyph=Glyph::Minus/>
            </button>
            <input
                class="input"
                id=field.id()
                type="text"
                inputmode="numeric"
                role="spinbutton"
                autocomplete="off"
                aria-label=move || label.map(|text| text.get())
                aria-valuenow=move || value.get().map(|value| value.to_string())
                aria-valuemin=min.to_string()
                aria-valuemax=(max < i64::MAX).then(|| max.to_string())
                aria-required=field.required()
                aria-invalid=move || field.invalid()
                aria-describedby=move || field.described_by()
                disabled=disabled
                prop:value=move || value.get().map(|value| value.to_string()).unwrap_or_default()
                on:input:target=move |event| {
                    // What depends on the number follows while it is typed; the rest waits for the
                    // end, so that nobody is corrected in the middle of a number.
                    let typed = event.target().value().trim().parse::<i64>().ok();
                    if let Some(number) = typed.filter(|number| (min..=max).contains(number)) {
                        value.set(Some(number));
                    }
                }
                on:change:target=move |event| {
                    let typed = event.target().value();
                    let number = typed.trim().parse::<i64>().ok();
                    value.set(number.map(|number| number.clamp(min, max)));
                    event.target().set_value(&value.get_untracked().map(|value| value.to_string()).unwrap_or_default());
                }
                on:keydown=move |event| match event.key().as_str() {
                    "ArrowUp" => {
                        event.prevent_default();
                        step(1);
                    }
                    "ArrowDown" => {
                        event.prevent_default();
                        step(-1);
                    }
                    _ => {}
                }
            />
            <button
                type="button"
                class="stepper__button"
                tabindex="-1"
                aria-label=t::common::more
                disabled=move || disabled.get() || value.get().is_some_and(|value| value >= max)
                on:click=move |_| step(1)
            >
                <Icon glyph=Glyph::Plus/>
            </button>
        </span>
    }
    .into_any()
}

/// A search box: tells what was typed once the person pauses, presses Enter or clears it.
#[component]
pub fn SearchInput(
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_search: Callback<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] placeholder: Option<Signal<String>>,
) -> impl IntoView {
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(300);

    let typed = RwSignal::new(value.get_untracked());
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let tell = move |text: String| {
        if let Some(timer) = pending.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        if text != value.get_untracked() {
            on_search.run(text);
        }
    };
    // The address bar may change the search without the person typing.
    effect(move || typed.set(value.get()));
    on_cleanup(move || {
        if let Some(timer) = pending.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    });
    let placeholder = placeholder.unwrap_or(label);
    view! {
        <span class="input-box toolbar__search">
            <Icon glyph=Glyph::Search/>
            <input
                class="input"
                type="search"
                autocomplete="off"
                aria-label=label
                placeholder=placeholder
                prop:value=typed
                on:input:target=move |event| {
                    let text = event.target().value();
                    typed.set(text.clone());
                    if let Some(timer) = pending.try_update_value(Option::take).flatten() {
                        timer.clear();
                    }
                    let timer = set_timeout_with_handle(move || tell(text), PAUSE).ok();
                    pending.set_value(timer);
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        tell(typed.get_untracked());
                    }
                }
            />
            {move || {
                (!typed.read().is_empty())
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="input-box__button"
                                aria-label=t::common::clear
                                on:click=move |_| {
                                    typed.set(String::new());
                                    tell(String::new());
                                }
                            >
                                <Icon glyph=Glyph::Close/>
                            </button>
                        }
                    })
            }}
        </span>
    }
    .into_any()
}
