//! Putting an alert off until a day.

use chrono::{Days, NaiveDate};
use domain::alerts::{
    check_snooze,
    wire::{AlertView, SnoozeAlert},
};
use leptos::prelude::*;

use crate::{
    components::{FormState, ProblemWords as _},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{Banner, Clock, ConfirmDialog, Field, TextInput, Tone, effect},
};

/// What a dialog proposes.
const PROPOSED_DAYS: Days = Days::new(7);

/// The dialog for one alert; open while there is one.
#[component]
pub fn SnoozeDialog(asked: RwSignal<Option<AlertView>>, on_done: Callback<()>) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let until = RwSignal::new(String::new());
    effect(move || {
        if asked.read().is_some() {
            let proposed = untrack(Clock::today).checked_add_days(PROPOSED_DAYS);
            until.set(proposed.map(|day| day.to_string()).unwrap_or_default());
        }
    });
    let day = move || until.read().parse::<NaiveDate>().ok();
    let unfit = Signal::derive(move || {
        let Some(day) = day() else { return Some(t::alerts::snooze_until.get().to_owned()) };
        check_snooze(day, Clock::today()).err().map(|refusal| refusal.words(lang()))
    });
    let close = move || {
        form.clear();
        asked.set(None);
    };
    let confirm = move || {
        let (Some(alert), Some(until)) = (asked.get_untracked(), untrack(day)) else { return };
        let client = session.client();
        let body = SnoozeAlert { until };
        let work = async move { client.snooze_alert(alert.id, alert.version, &body).await };
        form.send(work, move |after: AlertView| {
            close();
            toaster.success(untrack(|| t::alerts::snoozed(&after.subject_label)));
            on_done.run(());
        });
    };
    let name = move || asked.read().as_ref().map(|alert| alert.subject_label.clone());
    view! {
        <ConfirmDialog
            open=Signal::derive(move || asked.read().is_some())
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::alerts::snooze_title(name().unwrap_or_default()))
            text=t::alerts::snooze_text
            confirm=t::alerts::snooze
            busy=form.busy()
            blocked=unfit
        >
            <Field label=t::alerts::snooze_until required=true error=form.error("/until")>
                <TextInput value=until kind="date"/>
            </Field>
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}
