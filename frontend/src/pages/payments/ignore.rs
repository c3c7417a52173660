//! Saying that a payment is for none of our orders, and why.

use domain::{
    payments::{
        NOTE_LENGTH,
        wire::{IgnorePayment, PaymentRow, PaymentView},
    },
    validate::{self, Faults},
};
use leptos::prelude::*;

use crate::{
    components::{FormState, ProblemWords as _},
    i18n::t,
    state::{fresh_key, use_session, use_toaster},
    ui::{Banner, ConfirmDialog, Field, TextArea, Tone},
};

/// What asks why; closed while no payment is given.
pub(super) fn ignore_dialog(
    asked: RwSignal<Option<PaymentRow>>,
    done: Callback<PaymentView>,
) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let reason = RwSignal::new(String::new());
    let confirm = move || {
        let Some(payment) = asked.get_untracked() else { return };
        let body = IgnorePayment { reason: reason.get_untracked() };
        let mut faults = Faults::new();
        faults.check("/reason", validate::text(&body.reason, 1, NOTE_LENGTH));
        if !form.accepts(faults.into_result().err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let work = async move {
            client.ignore_payment(payment.id, payment.version, &body, &fresh_key()).await
        };
        form.send(work, move |after| {
            asked.set(None);
            reason.set(String::new());
            toaster.success(t::payments::ignored);
            done.run(after);
        });
    };
    let text = Signal::derive(move || {
        let asked = asked.read();
        asked.as_ref().map(|row| row.payer_name.clone()).unwrap_or_default()
    });
    view! {
        <ConfirmDialog
            open=Signal::derive(move || asked.read().is_some())
            on_close=move || {
                form.clear();
                asked.set(None);
            }
            on_confirm=confirm
            title=t::payments::ignore_title
            text
            confirm=t::payments::ignore
            busy=form.busy()
        >
            <Field label=t::payments::reason required=true error=form.error("/reason")>
                <TextArea value=reason rows=2 maxlength=500_u32/>
            </Field>
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}
