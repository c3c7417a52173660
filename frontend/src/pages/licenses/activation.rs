//! Records an offline activation: the customer tells us the day, the term follows from it.

use chrono::NaiveDate;
use client::IdempotencyKey;
use domain::{
    access::Permission,
    dates::business_day,
    licenses::{
        check_activated_on,
        wire::{LicenseView, RecordActivation},
    },
    problem::{FieldError, Reason, Refusal},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    state::{fresh_key, use_session, use_toaster},
    ui::{Button, Clock, Dialog, Field, Glyph, GuardedButton, Look, Size, TextInput},
};

const POINTER: &str = "/activated_on";

/// The day that was typed, if it is one that can have been.
fn checked(typed: &str, license: &LicenseView, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let day: NaiveDate =
        typed.trim().parse().map_err(|_| Refusal::from(Reason::Required).at(POINTER))?;
    let sent_on = license.sent_at.map_or(today, business_day);
    check_activated_on(day, sent_on, today).map_err(|refusal| refusal.at(POINTER))?;
    Ok(day)
}

/// The button and its dialog.
#[component]
pub fn RecordActivationButton(
    license: Signal<LicenseView>,
    /// The license with its new term.
    #[prop(into)]
    on_done: Callback<LicenseView>,
) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let open = RwSignal::new(false);
    let day = RwSignal::new(String::new());
    let key = StoredValue::new(IdempotencyKey(String::new()));

    let blocked = Signal::derive(move || {
        session.why_not(Permission::LicensesDeliver).or_else(|| {
            let refused = license.read().moves().may_record_activation().err();
            refused.map(|refusal| refusal.words(lang()))
        })
    });
    let number = move || license.read().number.clone();
    let begin = move || {
        form.clear();
        key.set_value(fresh_key());
        day.set(Clock::today().to_string());
        open.set(true);
    };
    let send = move || {
        let today = untrack(Clock::today);
        let (id, version) = license.with_untracked(|license| (license.id, license.version));
        let outcome =
            license.with_untracked(|license| checked(&day.read_untracked(), license, today));
        let activated_on = match outcome {
            Ok(activated_on) => activated_on,
            Err(error) => {
                form.accepts(vec![error]);
                return;
            }
        };
        let client = session.client();
        let key = key.get_value();
        form.send(
            async move {
                let activation = RecordActivation { activated_on };
                client.record_activation(id, version, &activation, &key).await
            },
            move |answer: LicenseView| {
                open.set(false);
                toaster.success(t::licenses::recorded(&answer.number));
                on_done.run(answer);
            },
        );
    };
    let foot = move || {
        view! {
            <Button label=t::common::cancel on_press=move || open.set(false)/>
            <Button
                label=t::licenses::record_confirm
                look=Look::Primary
                busy=form.busy()
                on_press=send
            />
        }
    };
    view! {
        <GuardedButton
            label=t::licenses::record
            icon=Glyph::CheckCircle
            blocked
            on_press=begin
        />
        <Dialog
            open
            on_close=move || open.set(false)
            title=Signal::derive(move || t::licenses::record_title(number()))
            size=Size::Small
            foot
        >
            <Form form on_submit=send>
                <p class="muted">{t::licenses::record_text}</p>
                <Field label=t::licenses::activated_on required=true error=form.error(POINTER)>
                    <TextInput value=day kind="date" autofocus=true/>
                </Field>
            </Form>
        </Dialog>
    }
    .into_any()
}
