//! Ticking, switching and choosing one of several.

use leptos::prelude::*;

use super::{FieldContext, unique_id};

/// One of the values that a select, radio group or segmented control offers.
#[derive(Clone)]
pub struct Choice {
    pub value: String,
    pub label: Signal<String>,
    pub hint: Option<Signal<String>>,
    /// Why this one may not be taken, if not.
    pub blocked: Signal<Option<String>>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<Signal<String>>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, blocked: Signal::stored(None) }
    }

    /// With a sentence below it (radio cards show it).
    #[must_use]
    pub fn hint(self, hint: impl Into<Signal<String>>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    #[must_use]
    pub fn blocked(self, why: impl Into<Signal<Option<String>>>) -> Self {
        Self { blocked: why.into(), ..self }
    }
}

/// A tick box with its words.
#[component]
pub fn Checkbox(
    checked: RwSignal<bool>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Option<Signal<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
    /// More after the label, e.g. a link to the terms.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let field = FieldContext::here();
    view! {
        <label class="choice">
            <input
                class="choice__box"
                type="checkbox"
                aria-invalid=move || field.invalid()
                aria-describedby=move || field.described_by()
                disabled=disabled
                prop:checked=checked
                on:change:target=move |event| {
                    checked.set(event.target().checked());
                    if let Some(on_change) = on_change {
                        on_change.run(event.target().checked());
                    }
                }
            />
            <span>
                {label} {children.map(|children| children())}
                {hint.map(|hint| view! { <span class="choice__hint">{hint}</span> })}
            </span>
        </label>
    }
    .into_any()
}

/// On or off, at once.
#[component]
pub fn Switch(
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] on_change: Callback<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                class="switch"
                type="checkbox"
                role="switch"
                disabled=disabled
                prop:checked=checked
                on:change:target=move |event| on_change.run(event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// The browser's own select under our coat: best on phones, known to screen readers.
#[component]
pub fn Select(
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    /// Shown while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Option<Signal<String>>,
    #[prop(optional, into)] label: Option<Signal<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let field = FieldContext::here();
    view! {
        <select
            class="input"
            id=field.id()
            aria-label=move || label.map(|text| text.get())
            aria-required=field.required()
            aria-invalid=move || field.invalid()
            aria-describedby=move || field.described_by()
            disabled=disabled
            on:change:target=move |event| {
                value.set(event.target().value());
                if let Some(on_change) = on_change {
                    on_change.run(event.target().value());
                }
            }
        >
            {placeholder
                .map(|text| {
                    view! {
                        <option value="" selected=move || value.read().is_empty()>
                            {text}
                        </option>
                    }
                })}
            {move || {
                options
                    .get()
                    .into_iter()
                    .map(|option| {
                        let own = option.value.clone();
                        view! {
                            <option
                                value=option.value
                                selected=move || *value.read() == own
                                disabled=move || option.blocked.read().is_some()
                            >
                                {option.label}
                            </option>
                        }
                    })
                    .collect_view()
            }}
        </select>
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Lines,
    Segments,
    Cards,
}

fn radios(
    shape: Shape,
    label: Signal<String>,
    value: RwSignal<String>,
    options: Signal<Vec<Choice>>,
    on_change: Option<Callback<String>>,
) -> AnyView {
    let name = StoredValue::new(unique_id("choice"));
    let (group_class, item_class, box_class) = match shape {
        Shape::Lines => ("row", "choice", "choice__box"),
        Shape::Segments => ("segmented", "segmented__item", ""),
        Shape::Cards => ("choice-cards", "choice-card", "choice__box"),
    };
    let item = move |option: Choice| {
        let own = StoredValue::new(option.value);
        let blocked = option.blocked;
        view! {
            <label class=item_class data-tip=move || blocked.get()>
                <input
                    class=box_class
                    type="radio"
                    name=name.get_value()
                    value=own.get_value()
                    disabled=move || blocked.read().is_some()
                    prop:checked=move || *value.read() == own.get_value()
                    on:change=move |_| {
                        value.set(own.get_value());
                        if let Some(on_change) = on_change {
                            on_change.run(own.get_value());
                        }
                    }
                />
                <span>
                    {option.label}
                    {option
                        .hint
                        .filter(|_| shape != Shape::Segments)
                        .map(|hint| view! { <span class="choice__hint">{hint}</span> })}
                </span>
            </label>
        }
    };
    view! {
        <div class=group_class role="radiogroup" aria-label=label>
            {move || options.get().into_iter().map(item).collect_view()}
        </div>
    }
    .into_any()
}

/// Radio buttons in a line.
#[component]
pub fn RadioGroup(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    radios(Shape::Lines, label, value, options, on_change)
}

/// Two to five short choices, all in view.
#[component]
pub fn Segmented(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    radios(Shape::Segments, label, value, options, on_change)
}

/// Choices that need a sentence each.
#[component]
pub fn RadioCards(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    radios(Shape::Cards, label, value, options, on_change)
}
