//! What staff note of a license, on its page.

use client::IdempotencyKey;
use domain::{
    access::Permission,
    change_requests::wire::ChangeLicense,
    licenses::{
        ChangeLicenseContent, LONGEST_NOTES, LicenseAction, check_life_reason, check_notes,
        wire::LicenseView,
    },
    patch::Patch,
};
use leptos::prelude::*;

use super::way::use_way;
use crate::{
    components::{Form, FormState},
    i18n::t,
    pages::change_requests::OpenRequest,
    state::{fresh_key, use_session, use_toaster},
    ui::{Banner, Button, Card, Dialog, Field, Glyph, GuardedButton, Look, TextArea},
};

/// The notes on their card; who may not write them proposes others.
#[component]
pub fn NotesCard(
    license: Signal<LicenseView>,
    open_request: OpenRequest,
    /// The license as it is afterwards.
    #[prop(into)]
    on_done: Callback<LicenseView>,
) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let way = use_way(open_request);
    let form = FormState::new();
    let open = RwSignal::new(false);
    let notes = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let key = StoredValue::new(IdempotencyKey(String::new()));

    // Who suspends licenses writes on them too: the same permission, the same way of proposing.
    let proposes = move || way.proposes_step(LicenseAction::Suspend);
    let blocked = Signal::derive(move || {
        if proposes() { way.waits() } else { session.why_not(Permission::LicensesManage) }
    });
    let begin = move || {
        form.clear();
        key.set_value(fresh_key());
        notes.set(license.with_untracked(|license| license.notes.clone().unwrap_or_default()));
        reason.set(String::new());
        open.set(true);
    };
    let press = move || {
        let said = Some(notes.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let why = Some(reason.get_untracked().trim().to_owned());
        let is_proposal = untrack(proposes);
        let mut faults = check_notes(said.as_deref()).err().unwrap_or_default();
        if is_proposal {
            let checked = check_life_reason(LicenseAction::Suspend, why.as_deref());
            faults.extend(checked.err().unwrap_or_default());
        }
        if !form.accepts(faults) {
            return;
        }
        let (id, version) = license.with_untracked(|license| (license.id, license.version));
        let notes: Patch<String> = said.into();
        if is_proposal {
            let asked = ChangeLicense { notes, reason: why, ..ChangeLicense::default() };
            way.propose(form, open, (id, version), asked, key.get_value());
            return;
        }
        let client = session.client();
        let change = ChangeLicenseContent { notes, ..ChangeLicenseContent::default() };
        form.send(
            async move { client.change_license(id, version, &change).await },
            move |answer: LicenseView| {
                open.set(false);
                toaster.success(t::licenses::notes_saved(&answer.number));
                on_done.run(answer);
            },
        );
    };
    let label = Signal::derive(move || {
        let word = if proposes() { t::changes::propose_notes } else { t::licenses::notes_edit };
        word.get().to_owned()
    });
    let foot = move || {
        let save = move || if proposes() { t::changes::submit } else { t::common::save };
        view! {
            <Button label=t::common::cancel on_press=move || open.set(false)/>
            <Button label=save() look=Look::Primary busy=form.busy() on_press=press/>
        }
    };
    let shown = move || match license.read().notes.clone() {
        Some(notes) => view! { <p class="pre-line">{notes}</p> }.into_any(),
        None => view! { <p class="muted">{t::licenses::notes_empty}</p> }.into_any(),
    };
    let actions = move || {
        view! { <GuardedButton label icon=Glyph::Edit small=true blocked on_press=begin/> }
    };
    let most = u32::try_from(LONGEST_NOTES).unwrap_or(u32::MAX);
    view! {
        <Card title=t::licenses::notes actions>{shown}</Card>
        <Dialog open on_close=move || open.set(false) title=label foot>
            <Form form on_submit=press>
                {move || proposes().then(|| view! { <Banner>{t::changes::propose_text}</Banner> })}
                <Field
                    label=t::licenses::notes
                    hint=t::licenses::notes_hint
                    error=form.error("/notes")
                >
                    <TextArea value=notes rows=6 maxlength=most/>
                </Field>
                {move || {
                    proposes()
                        .then(|| {
                            view! {
                                <Field
                                    label=t::licenses::reason
                                    required=true
                                    error=form.error("/reason")
                                >
                                    <TextArea value=reason rows=2 maxlength=200_u32/>
                                </Field>
                            }
                        })
                }}
            </Form>
        </Dialog>
    }
    .into_any()
}
