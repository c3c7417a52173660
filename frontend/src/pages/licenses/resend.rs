//! Sends the license mail once more.

use client::IdempotencyKey;
use domain::{access::Permission, licenses::wire::LicenseView};
use leptos::prelude::*;

use crate::{
    components::{FormState, ProblemWords as _},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{Banner, ConfirmDialog, Glyph, GuardedButton, Tone},
};

/// The button and its question.
#[component]
pub fn ResendButton(
    license: Signal<LicenseView>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let open = RwSignal::new(false);
    // One key for each time the dialog is opened: pressing twice sends once.
    let key = StoredValue::new(IdempotencyKey(String::new()));

    let blocked = Signal::derive(move || {
        session.why_not(Permission::LicensesDeliver).or_else(|| {
            license.read().moves().may_send_again().err().map(|refusal| refusal.words(lang()))
        })
    });
    let number = move || license.read().number.clone();
    let send = move || {
        let id = license.read_untracked().id;
        let client = session.client();
        let key = key.get_value();
        form.send(async move { client.resend_license(id, &key).await }, move |()| {
            open.set(false);
            toaster.success(t::licenses::resent(untrack(number)));
            on_done.run(());
        });
    };
    view! {
        <GuardedButton
            label=t::licenses::resend
            icon=Glyph::Send
            blocked
            on_press=move || {
                form.clear();
                key.set_value(crate::state::fresh_key());
                open.set(true);
            }
        />
        <ConfirmDialog
            open
            on_close=move || open.set(false)
            on_confirm=send
            title=Signal::derive(move || t::licenses::resend_title(number()))
            text=t::licenses::resend_text
            confirm=t::licenses::resend
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}
