//! The page: paste a key or drop its file, and read what it is worth.

use domain::{
    keys::wire::{VerificationView, VerifyKey},
    problem::{Reason, Refusal},
};
use leptos::prelude::*;

use super::{drop::KeyFile, outcome::outcome};
use crate::{
    components::{Form, FormState},
    i18n::t,
    layout::AuthLayout,
    routes,
    state::use_session,
    ui::{Button, Field, Look, TextArea, effect},
};

const POINTER: &str = "/key";

/// Everything on one page; nothing of it is kept.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let key = RwSignal::new(String::new());
    // The answer, and the key that it is about.
    let answer = RwSignal::new(None::<(String, VerificationView)>);

    effect(move || document().set_title(&format!("{} · DSMS", t::verify::title.get())));
    let check = move || {
        let asked = key.get_untracked().trim().to_owned();
        if asked.is_empty() {
            form.accepts(vec![Refusal::from(Reason::Required).at(POINTER)]);
            return;
        }
        answer.set(None);
        let client = session.client();
        let body = VerifyKey { key: asked.clone() };
        form.send(async move { client.verify_key(&body).await }, move |view| {
            answer.set(Some((asked, view)));
        });
    };
    let on_file = move |text: String| {
        key.set(text.trim().to_owned());
        check();
    };
    // An answer stands only beside the key that it is about.
    let shown = move || {
        let (asked, view) = answer.get()?;
        (*asked == *key.read().trim()).then(|| outcome(view))
    };
    view! {
        <AuthLayout>
            <h1>{t::verify::title}</h1>
            <Form form on_submit=check>
                <p class="muted">{t::verify::about}</p>
                <KeyFile on_file>
                    <Field label=t::verify::key hint=t::verify::hint error=form.error(POINTER)>
                        <TextArea value=key rows=6/>
                    </Field>
                </KeyFile>
                <Button
                    label=t::verify::check
                    look=Look::Primary
                    large=true
                    wide=true
                    submit=true
                    busy=form.busy()
                />
                <div aria-live="polite">{shown}</div>
                <p class="muted small">
                    {t::verify::privacy} " " <a href=routes::SIGN_IN rel="external">{t::auth::sign_in}</a>
                </p>
            </Form>
        </AuthLayout>
    }
    .into_any()
}
