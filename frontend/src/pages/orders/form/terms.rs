//! The order terms: to be read in the person's language, and accepted.

use client::Side;
use leptos::prelude::*;

use super::{context::FormContext, submit::Submission};
use crate::{
    i18n::{lang, t},
    ui::{Button, Checkbox, Dialog, Glyph, Icon, Look, Size},
};

/// The tick box with the way to the text.
#[component]
pub fn Terms(submission: Submission) -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let reading = RwSignal::new(false);
    let version = move || context.catalogue.read().terms.version.clone();
    let text = move || {
        let catalogue = context.catalogue.read();
        lang().pick(&*catalogue.terms.text_zh, &*catalogue.terms.text_en).to_owned()
    };
    let label = match context.side {
        Side::Portal => t::orders::terms_accept,
        Side::Staff => t::orders::terms_accept_for,
    };
    let fault = move || {
        if context.accepted.get() {
            return None;
        }
        let told = submission.terms_fault.read().as_ref().map(|fault| fault.words(lang()));
        let missing = context
            .attempted
            .get()
            .then(|| domain::problem::Reason::TermsNotAccepted.label(lang()).to_owned());
        let words = told.or(missing)?;
        Some(view! {
            <p class="field__error" role="alert">
                <Icon glyph=Glyph::ErrorCircle/>
                <span>{words}</span>
            </p>
        })
    };
    let accept = move || {
        context.accepted.set(true);
        reading.set(false);
    };
    let foot = move || {
        view! {
            <Button label=t::common::close on_press=move || reading.set(false)/>
            <Button label=t::orders::terms_agree look=Look::Primary on_press=accept/>
        }
    };
    view! {
        <div class="order-terms" id="terms">
            <Checkbox checked=context.accepted label/>
            <Button
                label=Signal::derive(move || t::orders::terms_read(version()))
                look=Look::Link
                on_press=move || reading.set(true)
            />
            {fault}
        </div>
        <Dialog
            open=reading
            on_close=move || reading.set(false)
            title=t::orders::terms_title
            size=Size::Wide
            foot
        >
            <p class="muted small">{move || t::orders::terms_version(version())}</p>
            <div class="order-terms__text">{text}</div>
        </Dialog>
    }
    .into_any()
}
