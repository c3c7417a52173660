//! Registers the key of an installation without network.

use client::IdempotencyKey;
use domain::{
    access::Permission,
    licenses::{check_cluster_id, wire::LicenseView},
    problem::Reason,
    usage::{check_installation_key, wire::RegisterInstallation},
    validate::Faults,
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    state::{fresh_key, use_session, use_toaster},
    ui::{Button, Dialog, Field, Glyph, GuardedButton, Look, Size, TextInput},
};

/// The button and its dialog.
#[component]
pub fn RegisterButton(license: Signal<LicenseView>, on_done: Callback<()>) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let open = RwSignal::new(false);
    let cluster = RwSignal::new(String::new());
    let own = RwSignal::new(String::new());
    let key = StoredValue::new(IdempotencyKey(String::new()));
    let blocked = Signal::derive(move || {
        session.why_not(Permission::LicensesUsage).or_else(|| {
            let is_bound = license.read().cluster_id.is_some();
            (!is_bound).then(|| Reason::NotBoundYet.label(lang()).to_owned())
        })
    });
    let begin = move || {
        form.clear();
        cluster.set(license.read_untracked().cluster_id.clone().unwrap_or_default());
        own.set(String::new());
        key.set_value(fresh_key());
        open.set(true);
    };
    let send = move || {
        let body = RegisterInstallation {
            cluster_id: cluster.get_untracked().trim().to_owned(),
            installation_key: own.get_untracked().trim().to_owned(),
        };
        let mut faults = Faults::new();
        faults.check("/cluster_id", check_cluster_id(&body.cluster_id));
        faults.check("/installation_key", check_installation_key(&body.installation_key));
        if !form.accepts(faults.into_result().err().unwrap_or_default()) {
            return;
        }
        let id = license.read_untracked().id;
        let (client, key) = (session.client(), key.get_value());
        form.send(async move { client.register_installation(id, &body, &key).await }, move |_| {
            open.set(false);
            toaster.success(untrack(|| t::usage::registered.get().to_owned()));
            on_done.run(());
        });
    };
    let foot = move || {
        view! {
            <Button label=t::common::cancel on_press=move || open.set(false)/>
            <Button label=t::usage::register look=Look::Primary busy=form.busy() on_press=send/>
        }
    };
    view! {
        <GuardedButton
            label=t::usage::register
            icon=Glyph::Key
            small=true
            blocked
            on_press=begin
        />
        <Dialog
            open
            on_close=move || open.set(false)
            title=t::usage::register
            size=Size::Small
            foot
        >
            <Form form on_submit=send>
                <p class="muted">{t::usage::register_text}</p>
                <Field label=t::usage::cluster required=true error=form.error("/cluster_id")>
                    <TextInput value=cluster maxlength=64_u32/>
                </Field>
                <Field
                    label=t::usage::installation_key
                    required=true
                    hint=t::usage::installation_key_hint
                    error=form.error("/installation_key")
                >
                    <TextInput value=own autocomplete="off" maxlength=64_u32/>
                </Field>
            </Form>
        </Dialog>
    }
    .into_any()
}
