//! A forgotten password: asking for a link, and setting a new one with it.

use domain::{
    auth::{
        check_password,
        wire::{AskForReset, ConfirmReset},
    },
    problem::{Reason, Refusal},
    validate,
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::{Word, t},
    layout::AuthLayout,
    routes,
    state::{use_go, use_session, use_toaster},
    ui::{Banner, Button, ButtonLink, Field, Look, TextInput, Tone, effect},
};

/// The page's name in the browser's tab.
fn name_tab(title: Word) {
    effect(move || document().set_title(&format!("{} · DSMS", title.get())));
}

fn back() -> AnyView {
    view! {
        <p class="small">
            <a href=routes::SIGN_IN rel="external">{t::auth::back}</a>
        </p>
    }
    .into_any()
}

/// Asks for a link. What it says afterwards does not tell whether there is such an account.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let login = RwSignal::new(String::new());
    let sent = RwSignal::new(false);
    name_tab(t::auth::forgot_title);
    let submit = move || {
        let ask = AskForReset { login: login.get_untracked().trim().to_owned() };
        let fault = validate::text(&ask.login, 1, 254).err().map(|refusal| refusal.at("/login"));
        if !form.accepts(fault.into_iter().collect()) {
            return;
        }
        let client = session.client();
        form.send(async move { client.ask_for_reset(&ask).await }, move |()| sent.set(true));
    };
    let content = move || {
        if sent.get() {
            return view! {
                <Banner tone=Tone::Success title=t::auth::link_sent>
                    {t::auth::link_sent_text}
                </Banner>
            }
            .into_any();
        }
        view! {
            <p class="muted">{t::auth::forgot_text}</p>
            <Form form on_submit=submit>
                <Field label=t::auth::login error=form.error("/login")>
                    <TextInput value=login autocomplete="username" autofocus=true/>
                </Field>
                <Button
                    label=t::auth::send_link
                    look=Look::Primary
                    large=true
                    wide=true
                    submit=true
                    busy=form.busy()
                />
            </Form>
        }
        .into_any()
    };
    view! {
        <AuthLayout>
            <h1>{t::auth::forgot_title}</h1>
            {content}
            {back()}
        </AuthLayout>
    }
}

/// The token of the mail's link: what stands behind `#`, which no server is ever told.
fn token() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

fn new_password(token: String) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let go = use_go();
    let form = FormState::new();
    let new = RwSignal::new(String::new());
    let again = RwSignal::new(String::new());
    let mismatch = RwSignal::new(false);
    let submit = move || {
        let mut errors = Vec::new();
        if new.read_untracked().is_empty() {
            errors.push(Refusal::new(Reason::Required).at("/new_password"));
        } else if let Err(refusal) = check_password(&new.read_untracked(), "") {
            errors.push(refusal.at("/new_password"));
        }
        mismatch.set(*new.read_untracked() != *again.read_untracked());
        if !form.accepts(errors) || mismatch.get_untracked() {
            return;
        }
        let body = ConfirmReset { token: token.clone(), new_password: new.get_untracked() };
        let client = session.client();
        form.send(async move { client.confirm_reset(&body).await }, move |()| {
            // Whoever was signed in here is not any more.
            session.forget();
            toaster.success(t::auth::password_set);
            go.replace(routes::SIGN_IN);
        });
    };
    let differs = Signal::derive(move || {
        mismatch.get().then(|| t::profile::password_mismatch.get().to_owned())
    });
    view! {
        <p class="muted">{t::auth::new_text}</p>
        <Form form on_submit=submit>
            <Field
                label=t::profile::new_password
                hint=t::profile::password_hint
                error=form.error("/new_password")
            >
                <TextInput
                    value=new
                    kind="password"
                    autocomplete="new-password"
                    autofocus=true
                />
            </Field>
            <Field label=t::profile::password_again error=differs>
                <TextInput value=again kind="password" autocomplete="new-password"/>
            </Field>
            <Button
                label=t::auth::set_password
                look=Look::Primary
                large=true
                wide=true
                submit=true
                busy=form.busy()
            />
        </Form>
        <p class="small">
            <a href=routes::FORGOT>{t::auth::ask_again}</a>
        </p>
    }
    .into_any()
}

/// Where the link of the mail leads.
#[component]
pub fn ResetPage() -> impl IntoView {
    let token = token();
    name_tab(t::auth::new_title);
    let content = if token.is_empty() {
        view! {
            <Banner tone=Tone::Error title=t::auth::no_token>
                {t::auth::no_token_text}
            </Banner>
            <ButtonLink label=t::auth::ask_again href=routes::FORGOT look=Look::Primary/>
        }
        .into_any()
    } else {
        new_password(token)
    };
    view! {
        <AuthLayout>
            <h1>{t::auth::new_title}</h1>
            {content}
            {back()}
        </AuthLayout>
    }
}
