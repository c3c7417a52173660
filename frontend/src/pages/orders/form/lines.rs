//! All lines of the form, and one more.

use domain::products::pricing::MAX_LINES;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::{
    context::{FormContext, fresh_line},
    line::LineCard,
    model::LineForm,
    sheet::SheetImport,
};
use crate::{
    i18n::{lang, t},
    ui::{Button, Glyph, Icon},
};

/// The product of the new line gets the focus.
fn lead_to_the_last_line() {
    request_animation_frame(|| {
        let Ok(cards) = document().query_selector_all(".order-line") else { return };
        let last = cards.get(cards.length().saturating_sub(1));
        let last = last.and_then(|card| card.dyn_into::<web_sys::Element>().ok());
        let field = last.and_then(|card| card.query_selector("select").ok().flatten());
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

/// The lines.
#[component]
pub fn Lines() -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let form = context.form();
    let error = context.error_at(|| "/lines".to_owned());
    let index_of = move |key: u32| {
        Memo::new(move |_| {
            form.lines.read().iter().position(|line| line.key == key).unwrap_or_default()
        })
    };
    let full = Signal::derive(move || {
        (form.lines.read().len() >= MAX_LINES).then(|| t::orders::lines_full(MAX_LINES))
    });
    let add = move || {
        form.add(&fresh_line(untrack(lang)));
        lead_to_the_last_line();
    };
    view! {
        <For each=move || form.lines.get() key=|line: &LineForm| line.key let:line>
            <LineCard line index=index_of(line.key)/>
        </For>
        <div class="order-add">
            <Button label=t::orders::add_line icon=Glyph::Plus blocked=full on_press=add/>
            <SheetImport/>
            {move || {
                error
                    .get()
                    .map(|words| {
                        view! {
                            <p class="field__error" role="alert">
                                <Icon glyph=Glyph::ErrorCircle/>
                                <span>{words}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
