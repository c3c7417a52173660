//! A label, a hint and an error around any control, tied together for screen readers.

use leptos::{context::Provider, prelude::*};

use super::{Glyph, Icon, unique_id};

/// What a control inside a [`Field`] needs to know; controls ask for it by themselves.
#[derive(Clone, Copy)]
pub struct FieldContext {
    id: StoredValue<String>,
    invalid: Signal<bool>,
    has_note: Signal<bool>,
    required: bool,
}

impl FieldContext {
    /// The field around, or one for a control that stands alone.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self {
            id: StoredValue::new(unique_id("control")),
            invalid: Signal::stored(false),
            has_note: Signal::stored(false),
            required: false,
        })
    }

    pub fn id(self) -> String {
        self.id.get_value()
    }

    pub fn invalid(self) -> Option<&'static str> {
        self.invalid.get().then_some("true")
    }

    pub fn required(self) -> Option<&'static str> {
        self.required.then_some("true")
    }

    pub fn described_by(self) -> Option<String> {
        (self.invalid.get() || self.has_note.get()).then(|| format!("{}-note", self.id.get_value()))
    }
}

/// `<Field label=… error=…><TextInput value=…/></Field>`
#[component]
pub fn Field(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] hint: Option<Signal<String>>,
    /// What is wrong; takes the place of the hint.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A word at the right of the label, e.g. «optional».
    #[prop(optional, into)]
    aside: Option<Signal<String>>,
    /// Spans the whole width of a form grid.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let id = StoredValue::new(unique_id("field"));
    let context = FieldContext {
        id,
        invalid: Signal::derive(move || error.read().is_some()),
        has_note: Signal::stored(hint.is_some()),
        required,
    };
    let note = move || match (error.get(), hint) {
        (Some(error), _) => view! {
            <span class="field__error" id=format!("{}-note", id.get_value()) role="alert">
                <Icon glyph=Glyph::ErrorCircle/>
                <span>{error}</span>
            </span>
        }
        .into_any(),
        (None, Some(hint)) => view! {
            <span class="field__hint" id=format!("{}-note", id.get_value())>
                {hint}
            </span>
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <div class=if wide { "field form__wide" } else { "field" }>
            <label class="field__label" for=id.get_value()>
                {label}
                {required
                    .then(|| {
                        view! {
                            <span class="field__required" aria-hidden="true">
                                "*"
                            </span>
                        }
                    })}
                {aside.map(|aside| view! { <span class="field__aside">{aside}</span> })}
            </label>
            <Provider value=context>{children()}</Provider>
            {note}
        </div>
    }
    .into_any()
}
