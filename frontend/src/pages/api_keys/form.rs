//! Making a key: what it is for, what it may, how long. What it is, is shown once.

use chrono::TimeDelta;
use domain::{
    access::{Permission, Powers, Role},
    api_keys::{
        LONGEST_NAME, check, scopes_of,
        wire::{ApiKeyMade, NewApiKey},
    },
    grants::words,
    id::PartnerId,
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    state::use_session,
    ui::{Banner, Button, Checkbox, Choice, Clock, Field, Look, Secret, Select, TextInput, Tone},
};

/// Days that are offered.
const DAYS: [i64; 4] = [30, 90, 180, 365];

/// What a key can have: of the organisation, or of whoever is signed in.
fn offered(partner: Option<PartnerId>) -> Vec<Permission> {
    let session = use_session();
    let powers = match partner {
        Some(_) => Some(Powers::of(Role::Partner)),
        None => untrack(|| session.me()).map(|me| me.powers()),
    };
    powers.map(scopes_of).unwrap_or_default()
}

/// The key itself, this once.
pub fn made(made: ApiKeyMade, on_kept: Callback<()>) -> AnyView {
    view! {
        <div class="stack">
            <Banner tone=Tone::Success title=t::api_keys::made>
                {t::api_keys::made_text}
            </Banner>
            <Secret text=made.token/>
            <div class="form__actions">
                <Button
                    label=t::api_keys::kept
                    look=Look::Primary
                    on_press=move || on_kept.run(())
                />
            </div>
        </div>
    }
    .into_any()
}

/// Asks what the key is to be.
pub fn form(partner: Option<PartnerId>, on_made: Callback<ApiKeyMade>) -> AnyView {
    let session = use_session();
    let form = FormState::new();
    let name = RwSignal::new(String::new());
    let days = RwSignal::new("90".to_owned());
    let known = offered(partner);
    let chosen: Vec<(Permission, RwSignal<bool>)> =
        known.iter().map(|permission| (*permission, RwSignal::new(false))).collect();
    let boxes = chosen
        .iter()
        .map(|(permission, checked)| {
            let (permission, checked) = (*permission, *checked);
            let label = Signal::derive(move || words(permission, lang()).to_owned());
            view! { <Checkbox checked label/> }
        })
        .collect_view();
    let lengths = DAYS
        .map(|days| Choice::new(days.to_string(), Signal::derive(move || t::api_keys::days(days))));
    let submit = move || {
        let now = untrack(Clock::now);
        let days: i64 = days.read_untracked().parse().unwrap_or(30);
        let is_chosen = |(permission, checked): &(Permission, RwSignal<bool>)| {
            checked.get_untracked().then_some(*permission)
        };
        let new = NewApiKey {
            name: name.get_untracked().trim().to_owned(),
            scopes: chosen.iter().filter_map(is_chosen).collect(),
            expires_at: now + TimeDelta::days(days),
        };
        if !form.accepts(check(&new, &known, now).err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let work = async move { client.create_api_key(partner, &new).await };
        form.send(work, move |made| on_made.run(made));
    };
    let no_scope = form.error("/scopes");
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field
                    label=t::api_keys::name
                    hint=t::api_keys::name_hint
                    required=true
                    error=form.error("/name")
                >
                    <TextInput
                        value=name
                        autocomplete="off"
                        maxlength=u32::try_from(LONGEST_NAME).unwrap_or(u32::MAX)
                    />
                </Field>
                <fieldset class="stack stack--tight fieldset">
                    <legend>{t::api_keys::scopes}</legend>
                    {boxes}
                    {move || {
                        no_scope
                            .get()
                            .map(|_| {
                                view! {
                                    <Banner tone=Tone::Error>{t::api_keys::scopes_missing}</Banner>
                                }
                            })
                    }}
                </fieldset>
                <Field label=t::api_keys::expires required=true error=form.error("/expires_at")>
                    <Select value=days options=Signal::stored(lengths.to_vec())/>
                </Field>
            </div>
            <div class="form__actions">
                <Button
                    label=t::api_keys::create
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}
