//! Records figures that somebody was told.

use client::IdempotencyKey;
use domain::{
    access::Permission,
    dates::business_day,
    licenses::wire::LicenseView,
    problem::{FieldError, Reason, Refusal},
    usage::wire::{ManualUsage, RecordUsage},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::t,
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Button, Clock, Dialog, Field, Glyph, GuardedButton, Look, NumberInput, TextArea, TextInput,
    },
};

#[derive(Clone, Copy)]
struct Typed {
    day: RwSignal<String>,
    workspaces: RwSignal<Option<i64>>,
    users: RwSignal<Option<i64>>,
    version: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        let number = || RwSignal::new(None);
        let (workspaces, users) = (number(), number());
        Self { day: text(), workspaces, users, version: text(), reason: text() }
    }

    fn clear(self) {
        self.day.set(Clock::today().to_string());
        self.workspaces.set(None);
        self.users.set(None);
        self.version.set(String::new());
        self.reason.set(String::new());
    }

    /// What was typed, or what is missing of it.
    fn read(self) -> Result<RecordUsage, Vec<FieldError>> {
        let required = |pointer: &str| Refusal::from(Reason::Required).at(pointer);
        let number = |typed: RwSignal<Option<i64>>, pointer| {
            let typed = typed.get_untracked().and_then(|typed| u32::try_from(typed).ok());
            typed.ok_or_else(|| required(pointer))
        };
        let day = self.day.get_untracked().trim().parse();
        let day = day.map_err(|_| required("/manual/day"));
        let workspaces = number(self.workspaces, "/manual/workspaces");
        let users = number(self.users, "/manual/users");
        let version = self.version.get_untracked().trim().to_owned();
        match (day, workspaces, users) {
            (Ok(day), Ok(workspaces), Ok(users)) => {
                let version = Some(version).filter(|version| !version.is_empty());
                let reason = self.reason.get_untracked().trim().to_owned();
                let manual = ManualUsage { day, workspaces, users, version, reason };
                Ok(RecordUsage { manual: Some(manual), file: None })
            }
            (day, workspaces, users) => {
                let faults = [day.err(), workspaces.err(), users.err()];
                Err(faults.into_iter().flatten().collect())
            }
        }
    }
}

/// The button and its dialog.
#[component]
pub fn RecordUsageButton(license: Signal<LicenseView>, on_done: Callback<()>) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let open = RwSignal::new(false);
    let typed = Typed::new();
    let key = StoredValue::new(IdempotencyKey(String::new()));
    let blocked = Signal::derive(move || session.why_not(Permission::LicensesUsage));
    let begin = move || {
        form.clear();
        typed.clear();
        key.set_value(fresh_key());
        open.set(true);
    };
    let send = move || {
        let (id, issued_on) =
            license.with_untracked(|license| (license.id, business_day(license.created_at)));
        let today = untrack(Clock::today);
        let read = typed.read().and_then(|body| body.check(issued_on, today).map(|()| body));
        let body = match read {
            Ok(body) => body,
            Err(faults) => {
                form.accepts(faults);
                return;
            }
        };
        let (client, key) = (session.client(), key.get_value());
        form.send(async move { client.record_usage(id, &body, &key).await }, move |_| {
            open.set(false);
            toaster.success(untrack(|| t::usage::recorded.get().to_owned()));
            on_done.run(());
        });
    };
    let foot = move || {
        view! {
            <Button label=t::common::cancel on_press=move || open.set(false)/>
            <Button label=t::common::save look=Look::Primary busy=form.busy() on_press=send/>
        }
    };
    view! {
        <GuardedButton
            label=t::usage::record
            icon=Glyph::Edit
            small=true
            blocked
            on_press=begin
        />
        <Dialog open on_close=move || open.set(false) title=t::usage::record foot>
            <Form form on_submit=send>
                <p class="muted">{t::usage::record_text}</p>
                <div class="form__grid">
                    <Field label=t::usage::day required=true error=form.error("/manual/day")>
                        <TextInput value=typed.day kind="date"/>
                    </Field>
                    <Field label=t::usage::version error=form.error("/manual/version")>
                        <TextInput value=typed.version maxlength=40_u32/>
                    </Field>
                    <Field
                        label=t::usage::workspaces
                        required=true
                        error=form.error("/manual/workspaces")
                    >
                        <NumberInput value=typed.workspaces min=0 max=1_000_000/>
                    </Field>
                    <Field label=t::usage::users required=true error=form.error("/manual/users")>
                        <NumberInput value=typed.users min=0 max=1_000_000/>
                    </Field>
                    <Field
                        label=t::usage::reason
                        required=true
                        wide=true
                        hint=t::usage::reason_hint
                        error=form.error("/manual/reason")
                    >
                        <TextArea value=typed.reason rows=2 maxlength=200_u32/>
                    </Field>
                </div>
            </Form>
        </Dialog>
    }
    .into_any()
}
