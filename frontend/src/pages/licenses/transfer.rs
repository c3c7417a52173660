//! Binds a license to another cluster, or proposes that: what it ends is said beforehand.

use client::IdempotencyKey;
use domain::{
    change_requests::wire::ChangeLicense,
    dates::business_day,
    licenses::{
        ActivationMode, TRANSFERS_PER_YEAR, check_transfer,
        wire::{ActivationChangeView, LicenseView, TransferLicense},
        within_a_year,
    },
    patch::Patch,
};
use leptos::prelude::*;

use super::way::Way;
use crate::{
    components::{Form, FormState},
    i18n::t,
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Banner, Button, Clock, Dialog, Field, Glyph, GuardedButton, Look, TextArea, TextInput, Tone,
    },
};

/// How often it was transferred in the year that ends today.
fn transfers(changes: &[ActivationChangeView], today: chrono::NaiveDate) -> usize {
    let moved = changes.iter().filter(|change| change.from_mode == change.to_mode);
    within_a_year(moved.map(|change| business_day(change.at)), today)
}

fn so_far(changes: &[ActivationChangeView]) -> AnyView {
    let count = transfers(changes, Clock::today());
    let tone = if count >= TRANSFERS_PER_YEAR { Tone::Warning } else { Tone::Brand };
    let words = t::licenses::transfers_so_far(count, TRANSFERS_PER_YEAR);
    view! { <Banner tone>{words}</Banner> }.into_any()
}

fn key_field(own: RwSignal<String>, form: FormState) -> AnyView {
    view! {
        <Field
            label=t::usage::installation_key
            hint=t::usage::installation_key_later
            error=form.error("/installation_key")
        >
            <TextInput value=own autocomplete="off" maxlength=43_u32/>
        </Field>
    }
    .into_any()
}

/// The button and its dialog.
#[component]
pub fn TransferButton(
    license: Signal<LicenseView>,
    /// What it went through so far.
    changes: Signal<Vec<ActivationChangeView>>,
    way: Way,
    /// The license on its new cluster.
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

    let blocked =
        Signal::derive(move || way.blocked(license, |license| license.moves().may_transfer()));
    let own = RwSignal::new(String::new());
    // Online, the installation registers its key when it is activated; a proposal has no place for it.
    let takes_key =
        move || license.read().activation_mode == ActivationMode::Offline && !way.proposes();
    let label = Signal::derive(move || {
        let word =
            if way.proposes() { t::changes::propose_transfer } else { t::licenses::transfer };
        word.get().to_owned()
    });
    let number = move || license.read().number.clone();
    let begin = move || {
        form.clear();
        key.set_value(fresh_key());
        cluster.set(String::new());
        own.set(String::new());
        reason.set(String::new());
        open.set(true);
    };
    let send = move || {
        let body = TransferLicense {
            cluster_id: cluster.get_untracked().trim().to_owned(),
            installation_key: Some(own.get_untracked().trim().to_owned())
                .filter(|own| !own.is_empty() && untrack(takes_key)),
            reason: reason.get_untracked().trim().to_owned(),
        };
        let (id, version, bound_to) = license
            .with_untracked(|license| (license.id, license.version, license.cluster_id.clone()));
        let checked = check_transfer(&body.cluster_id, &body.reason, bound_to.as_deref());
        if !form.accepts(checked.err().unwrap_or_default()) {
            return;
        }
        let key = key.get_value();
        if untrack(|| way.proposes()) {
            let asked = ChangeLicense {
                cluster_id: Patch::Set(body.cluster_id),
                reason: Some(body.reason),
                ..ChangeLicense::default()
            };
            way.propose(form, open, (id, version), asked, key);
            return;
        }
        let client = session.client();
        form.send(
            async move { client.transfer_license(id, version, &body, &key).await },
            move |answer: LicenseView| {
                open.set(false);
                toaster.success(t::licenses::transferred(&answer.number));
                on_done.run(answer);
            },
        );
    };
    let bound_to = move || license.read().cluster_id.clone().unwrap_or_default();
    let foot = move || {
        view! {
            <Button label=t::common::cancel on_press=move || open.set(false)/>
            <Button label look=Look::Primary busy=form.busy() on_press=send/>
        }
    };
    view! {
        <GuardedButton label icon=Glyph::Server small=true blocked on_press=begin/>
        <Dialog
            open
            on_close=move || open.set(false)
            title=Signal::derive(move || t::licenses::transfer_title(number()))
            foot
        >
            <Form form on_submit=send>
                {move || {
                    way.proposes().then(|| view! { <Banner>{t::changes::propose_text}</Banner> })
                }}
                <p class="muted">{t::licenses::transfer_text}</p>
                {move || so_far(&changes.read())}
                <Field
                    label=t::licenses::new_cluster
                    hint=Signal::derive(move || t::licenses::bound_to(bound_to()))
                    required=true
                    error=form.error("/cluster_id")
                >
                    <TextInput value=cluster maxlength=64_u32 autofocus=true/>
                </Field>
                {move || takes_key().then(|| key_field(own, form))}
                <Field label=t::licenses::reason required=true error=form.error("/reason")>
                    <TextArea value=reason rows=2 maxlength=200_u32/>
                </Field>
            </Form>
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeZone as _, Utc};
    use domain::licenses::ActivationMode;

    use super::*;

    #[test]
    fn only_transfers_of_the_last_year_count() {
        let change = |year, to_mode| ActivationChangeView {
            at: Utc.with_ymd_and_hms(year, 11, 1, 8, 0, 0).unwrap(),
            by: String::new(),
            from_mode: ActivationMode::Offline,
            to_mode,
            from_cluster_id: None,
            to_cluster_id: None,
            reason: String::new(),
        };
        let changes = [
            change(2026, ActivationMode::Offline),
            change(2026, ActivationMode::Online),
            change(2025, ActivationMode::Offline),
        ];

        assert_eq!(transfers(&changes, NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()), 1);
    }
}
