//! Activates a license the other way: online by its code, or offline with a key file.

use client::IdempotencyKey;
use domain::{
    access::Permission,
    licenses::{
        ActivationMode, check_mode_change,
        wire::{ChangeActivationMode, LicenseView},
    },
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    state::{fresh_key, use_session, use_toaster},
    ui::{Button, Dialog, Field, Glyph, GuardedButton, Look, TextArea, TextInput},
};

const fn other(mode: ActivationMode) -> ActivationMode {
    match mode {
        ActivationMode::Online => ActivationMode::Offline,
        ActivationMode::Offline => ActivationMode::Online,
    }
}

/// The button and its dialog.
#[component]
pub fn ChangeModeButton(
    license: Signal<LicenseView>,
    /// The license with its new mode.
    #[prop(into)]
    on_done: Callback<LicenseView>,
) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let open = RwSignal::new(false);
    let cluster = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let key = StoredValue::new(IdempotencyKey(String::new()));

    let to = Memo::new(move |_| other(license.read().activation_mode));
    let asks_cluster = Memo::new(move |_| {
        to.get() == ActivationMode::Offline && license.read().cluster_id.is_none()
    });
    let blocked = Signal::derive(move || {
        session.why_not(Permission::LicensesDeliver).or_else(|| {
            let refused = license.read().moves().may_change_mode(to.get()).err();
            refused.map(|refusal| refusal.words(lang()))
        })
    });
    let number = move || license.read().number.clone();
    let begin = move || {
        form.clear();
        key.set_value(fresh_key());
        cluster.set(String::new());
        reason.set(String::new());
        open.set(true);
    };
    let send = move || {
        let typed = cluster.get_untracked().trim().to_owned();
        let body = ChangeActivationMode {
            mode: to.get_untracked(),
            cluster_id: Some(typed).filter(|id| asks_cluster.get_untracked() && !id.is_empty()),
            reason: reason.get_untracked().trim().to_owned(),
        };
        let (id, version, bound_to) = license
            .with_untracked(|license| (license.id, license.version, license.cluster_id.clone()));
        let (asked, bound_to) = (body.cluster_id.as_deref(), bound_to.as_deref());
        let checked = check_mode_change(body.mode, asked, &body.reason, bound_to);
        if !form.accepts(checked.err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let key = key.get_value();
        form.send(
            async move { client.change_activation_mode(id, version, &body, &key).await },
            move |answer: LicenseView| {
                open.set(false);
                toaster.success(t::licenses::mode_changed(&answer.number));
                on_done.run(answer);
            },
        );
    };
    let label = Signal::derive(move || match to.get() {
        ActivationMode::Online => t::licenses::to_online.get().to_owned(),
        ActivationMode::Offline => t::licenses::to_offline.get().to_owned(),
    });
    let text = move || match (to.get(), license.read().activated_at.is_some()) {
        (ActivationMode::Offline, _) => t::licenses::to_offline_text,
        (ActivationMode::Online, true) => t::licenses::to_online_text,
        (ActivationMode::Online, false) => t::licenses::to_online_unbound_text,
    };
    let foot = move || {
        view! {
            <Button label=t::common::cancel on_press=move || open.set(false)/>
            <Button label look=Look::Primary busy=form.busy() on_press=send/>
        }
    };
    view! {
        <GuardedButton label icon=Glyph::Sliders small=true blocked on_press=begin/>
        <Dialog
            open
            on_close=move || open.set(false)
            title=Signal::derive(move || t::licenses::mode_title(number()))
            foot
        >
            <Form form on_submit=send>
                <p class="muted">{move || text().get()}</p>
                {move || {
                    asks_cluster
                        .get()
                        .then(|| {
                            view! {
                                <Field
                                    label=t::licenses::cluster
                                    required=true
                                    error=form.error("/cluster_id")
                                >
                                    <TextInput value=cluster maxlength=64_u32 autofocus=true/>
                                </Field>
                            }
                        })
                }}
                <Field label=t::licenses::reason required=true error=form.error("/reason")>
                    <TextArea value=reason rows=2 maxlength=200_u32/>
                </Field>
            </Form>
        </Dialog>
    }
    .into_any()
}
