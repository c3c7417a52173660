//! Changing one's password; the rule speaks before the server does, with the same words.

use domain::{
    auth::{check_password, wire::ChangePassword},
    problem::{Reason, Refusal},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::t,
    state::{use_session, use_toaster},
    ui::{Button, Card, Field, Look, TextInput},
};

#[component]
pub fn Password() -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let again = RwSignal::new(String::new());
    let mismatch = RwSignal::new(false);

    let submit = move || {
        let username = untrack(|| session.me()).map(|me| me.username.clone()).unwrap_or_default();
        let mut errors = Vec::new();
        if current.read_untracked().is_empty() {
            errors.push(Refusal::new(Reason::Required).at("/current_password"));
        }
        if let Err(refusal) = check_password(&new.read_untracked(), &username) {
            errors.push(refusal.at("/new_password"));
        }
        mismatch.set(*new.read_untracked() != *again.read_untracked());
        if !form.accepts(errors) || mismatch.get_untracked() {
            return;
        }
        let change = ChangePassword {
            current_password: current.get_untracked(),
            new_password: new.get_untracked(),
        };
        let client = session.client();
        form.send(async move { client.change_password(&change).await }, move |()| {
            for field in [current, new, again] {
                field.set(String::new());
            }
            toaster.success(t::profile::password_changed);
        });
    };
    view! {
        <Card title=t::profile::password note=t::profile::password_note>
            <Form form on_submit=submit>
                <div class="form__grid">
                    <Field
                        label=t::profile::current_password
                        error=form.error("/current_password")
                        required=true
                    >
                        <TextInput value=current kind="password" autocomplete="current-password"/>
                    </Field>
                    <Field
                        label=t::profile::new_password
                        hint=t::profile::password_hint
                        error=form.error("/new_password")
                        required=true
                    >
                        <TextInput value=new kind="password" autocomplete="new-password"/>
                    </Field>
                    <Field
                        label=t::profile::password_again
                        error=Signal::derive(move || {
                            mismatch
                                .get()
                                .then(|| t::profile::password_mismatch.get().to_owned())
                        })
                        required=true
                    >
                        <TextInput value=again kind="password" autocomplete="new-password"/>
                    </Field>
                </div>
                <div class="form__actions">
                    <Button
                        label=t::profile::change_password
                        look=Look::Primary
                        submit=true
                        busy=form.busy()
                    />
                </div>
            </Form>
        </Card>
    }
}
