//! The session ended while a page is open: sign in again above it, and go on where one was.

use client::Door;
use domain::auth::wire::SignIn;
use leptos::prelude::*;

use super::{Form, FormState};
use crate::{
    i18n::t,
    state::use_session,
    ui::{Button, Dialog, Field, Look, Size, TextInput},
};

/// Stands once in the application.
#[component]
pub fn SessionEndedDialog() -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let password = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let asks_code = RwSignal::new(false);
    let submit = move || {
        let Some(me) = untrack(|| session.me()) else { return };
        let door = if me.role.is_partner() { Door::Partner } else { Door::Staff };
        let plain = SignIn::new(me.username.clone(), password.get_untracked());
        let typed = code.get_untracked();
        let sign_in = if typed.trim().is_empty() { plain } else { plain.with_code(typed) };
        form.send(async move { session.sign_in(door, sign_in).await }, move |is_in| {
            code.set(String::new());
            asks_code.set(!is_in);
            if is_in {
                password.set(String::new());
            }
        });
    };
    let name = move || session.me().map(|me| me.name.clone()).unwrap_or_default();
    view! {
        <Dialog
            open=Signal::derive(move || session.has_ended())
            on_close=move || session.forget()
            title=t::auth::session_ended
            size=Size::Small
        >
            <Form form on_submit=submit>
                <p>{move || t::auth::session_ended_text(name())}</p>
                <Field label=t::auth::password error=form.error("/password") required=true>
                    <TextInput
                        value=password
                        kind="password"
                        autocomplete="current-password"
                        autofocus=true
                    />
                </Field>
                {move || {
                    asks_code
                        .get()
                        .then(|| {
                            view! {
                                <Field label=t::auth::code hint=t::auth::code_hint>
                                    <TextInput value=code autocomplete="one-time-code"/>
                                </Field>
                            }
                        })
                }}
                <Button
                    label=t::auth::sign_in
                    look=Look::Primary
                    submit=true
                    wide=true
                    busy=form.busy()
                />
            </Form>
        </Dialog>
    }
    .into_any()
}
