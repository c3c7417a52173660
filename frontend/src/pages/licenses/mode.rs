//! Activates a license the other way, or proposes that: online by its code, or offline with a key
//! file.

use client::IdempotencyKey;
use domain::{
    change_requests::wire::ChangeLicense,
    licenses::{
        ActivationMode, check_mode_change,
        wire::{ChangeActivationMode, LicenseView},
    },
    patch::Patch,
};
use leptos::prelude::*;

use super::way::Way;
use crate::{
    components::{Form, FormState},
    i18n::t,
    state::{fresh_key, use_session, use_toaster},
    ui::{Banner, Button, Dialog, Field, Glyph, GuardedButton, Look, TextArea, TextInput},
};

const fn other(mode: ActivationMode) -> ActivationMode {
    match mode {
        ActivationMode::Online => ActivationMode::Offline,
        ActivationMode::Offline => ActivationMode::Online,
    }
}

fn cluster_field(form: FormState, cluster: RwSignal<String>) -> AnyView {
    view! {
        <Field label=t::licenses::cluster required=true error=form.error("/cluster_id")>
            <TextInput value=cluster maxlength=64_u32 autofocus=true/>
        </Field>
    }
    .into_any()
}

/// The button and its dialog.
#[component]
pub fn ChangeModeButton(
    license: Signal<LicenseView>,
    way: Way,
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
        way.only_clusters()
            .or_else(|| way.blocked(license, |license| license.moves().may_change_mode(to.get())))
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
        let key = key.get_value();
        if untrack(|| way.proposes()) {
            let asked = ChangeLicense {
                cluster_id: body.cluster_id.map_or(Patch::Keep, Patch::Set),
                activation_mode: Some(body.mode),
                reason: Some(body.reason),
                ..ChangeLicense::default()
            };
            way.propose(form, open, (id, version), asked, key);
            return;
        }
        let client = session.client();
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
        _ if way.proposes() => t::changes::propose_mode.get().to_owned(),
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
                {move || {
                    way.proposes().then(|| view! { <Banner>{t::changes::propose_text}</Banner> })
                }}
                <p class="muted">{move || text().get()}</p>
                {move || asks_cluster.get().then(|| cluster_field(form, cluster))}
                <Field label=t::licenses::reason required=true error=form.error("/reason")>
                    <TextArea value=reason rows=2 maxlength=200_u32/>
                </Field>
            </Form>
        </Dialog>
    }
    .into_any()
}
