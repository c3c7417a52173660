//! What can be done with a deployment: each asks once more, and says why not.

use client::IdempotencyKey;
use domain::{
    access::Permission,
    deployments::{
        DeploymentAction, DeploymentStatus, check_acceptance,
        wire::{AcceptDeployment, CompleteDeployment, DeploymentView, ReplanDeployment},
    },
    orders::wire::WithReason,
    problem::{FieldError, Reason, Refusal},
    validate,
};
use leptos::prelude::*;

use super::form_file::{ChosenFile, FormPicker};
use crate::{
    components::{FormState, Load, ProblemWords as _},
    i18n::{Word, lang, t},
    routes,
    state::{Session, fresh_key, use_session, use_toaster},
    ui::{
        Banner, ButtonLink, Clock, ConfirmDialog, Field, Glyph, GuardedButton, Look, TextArea,
        TextInput, Tone,
    },
};

/// What the dialog asks for; each action reads its own.
#[derive(Clone, Copy)]
struct Answers {
    day: RwSignal<String>,
    text: RwSignal<String>,
    number: RwSignal<String>,
    remark: RwSignal<String>,
    /// The signed form itself, while it is not kept yet.
    file: RwSignal<Option<ChosenFile>>,
}

impl Answers {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            day: empty(),
            text: empty(),
            number: empty(),
            remark: empty(),
            file: RwSignal::new(None),
        }
    }

    fn begin(self, action: DeploymentAction, deployment: &DeploymentView) {
        let today = || untrack(Clock::today).to_string();
        let (day, text) = match action {
            DeploymentAction::Complete => {
                (today(), deployment.content.product_version.clone().unwrap_or_default())
            }
            DeploymentAction::Accept => (today(), String::new()),
            _ => (String::new(), String::new()),
        };
        self.day.set(day);
        self.text.set(text);
        self.number.set(String::new());
        self.remark.set(String::new());
        self.file.set(None);
    }

    fn given(field: RwSignal<String>) -> Option<String> {
        Some(field.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn why(self) -> WithReason {
        WithReason { reason: Self::given(self.text).unwrap_or_default() }
    }

    /// What stands on the signed form.
    fn form(self, deployment: &DeploymentView) -> Result<AcceptDeployment, Vec<FieldError>> {
        let today = untrack(Clock::today);
        let Ok(signed_on) = self.day.get_untracked().parse() else {
            return Err(vec![Refusal::new(Reason::Required).at("/signed_on")]);
        };
        let form = AcceptDeployment {
            signed_by: Self::given(self.text).unwrap_or_default(),
            signed_on,
            form_number: Self::given(self.number),
            remark: Self::given(self.remark),
        };
        check_acceptance(&form, deployment.completed_on.unwrap_or(today), today)?;
        Ok(form)
    }
}

/// The words of an action: its verb, and what follows.
const fn words(action: DeploymentAction) -> (Word, Word) {
    match action {
        DeploymentAction::Start => (t::deployments::start, t::deployments::start_text),
        DeploymentAction::Complete => (t::deployments::complete, t::deployments::complete_text),
        DeploymentAction::Accept => (t::deployments::accept, t::deployments::accept_text),
        DeploymentAction::Fail => (t::deployments::fail, t::deployments::fail_text),
        DeploymentAction::Replan => (t::deployments::replan, t::deployments::replan_text),
        DeploymentAction::Cancel => (t::deployments::cancel, t::deployments::cancel_text),
    }
}

/// What is offered in a state: what is sensible next comes last.
const fn offered(status: DeploymentStatus) -> &'static [DeploymentAction] {
    use DeploymentAction::{Accept, Cancel, Complete, Fail, Replan, Start};
    match status {
        DeploymentStatus::Planned => &[Cancel, Start],
        DeploymentStatus::InProgress => &[Cancel, Fail, Complete],
        DeploymentStatus::Failed => &[Cancel, Replan],
        DeploymentStatus::Completed => &[Accept],
        DeploymentStatus::Accepted | DeploymentStatus::Cancelled => &[],
    }
}

fn day(label: Word, pointer: &'static str, answers: Answers, form: FormState) -> AnyView {
    view! {
        <Field label error=form.error(pointer)>
            <TextInput value=answers.day kind="date"/>
        </Field>
    }
    .into_any()
}

/// The signed form as a file: it can also be put there later.
fn chosen_file(answers: Answers) -> AnyView {
    let file = answers.file;
    let name = move || match file.read().as_ref() {
        Some(chosen) => t::deployments::form_chosen(&chosen.name),
        None => String::new(),
    };
    view! {
        <FormPicker
            label=t::deployments::form_choose
            on_file=move |chosen| file.set(Some(chosen))
            busy=Signal::stored(false)
        />
        <p class="small" aria-live="polite">
            {name}
        </p>
    }
    .into_any()
}

/// What an action asks for.
fn questions(action: DeploymentAction, answers: Answers, form: FormState) -> AnyView {
    match action {
        DeploymentAction::Start => ().into_any(),
        DeploymentAction::Complete => view! {
            {day(t::deployments::completed_on, "/completed_on", answers, form)}
            <Field
                label=t::deployments::product_version
                aside=t::common::optional
                error=form.error("/product_version")
            >
                <TextInput value=answers.text maxlength=40_u32/>
            </Field>
        }
        .into_any(),
        DeploymentAction::Accept => view! {
            <Field label=t::deployments::signed_by required=true error=form.error("/signed_by")>
                <TextInput value=answers.text maxlength=80_u32 autocomplete="off"/>
            </Field>
            {day(t::deployments::signed_on, "/signed_on", answers, form)}
            <Field
                label=t::deployments::form_number
                aside=t::common::optional
                error=form.error("/form_number")
            >
                <TextInput value=answers.number maxlength=60_u32 autocomplete="off"/>
            </Field>
            <Field
                label=t::deployments::remark
                aside=t::common::optional
                error=form.error("/remark")
            >
                <TextArea value=answers.remark maxlength=500_u32/>
            </Field>
            {chosen_file(answers)}
        }
        .into_any(),
        DeploymentAction::Replan => day(t::deployments::planned_on, "/planned_on", answers, form),
        DeploymentAction::Fail | DeploymentAction::Cancel => view! {
            <Field label=t::deployments::reason required=true error=form.error("/reason")>
                <TextArea value=answers.text maxlength=500_u32/>
            </Field>
        }
        .into_any(),
    }
}

/// The way to the plan, and what can be done in this state: what is sensible next comes last.
fn buttons(
    session: Session,
    deployment: Signal<DeploymentView>,
    begin: impl Fn(DeploymentAction) + Copy + Send + Sync + 'static,
) -> AnyView {
    let button = move |action: DeploymentAction, is_next: bool| {
        let blocked = Signal::derive(move || {
            session.why_not(Permission::DeploymentsWrite).or_else(|| {
                let refused = deployment.read().facts().allows(action).err();
                refused.map(|refusal| refusal.words(lang()))
            })
        });
        let look = if is_next { Look::Primary } else { Look::Default };
        let label = words(action).0;
        view! { <GuardedButton label look blocked on_press=move || begin(action)/> }
    };
    let status = Memo::new(move |_| deployment.read().status);
    let buttons = move || {
        let actions = offered(status.get());
        let last = actions.len().saturating_sub(1);
        let of = |(index, action): (usize, &DeploymentAction)| button(*action, index == last);
        actions.iter().enumerate().map(of).collect_view()
    };
    let edit = move || {
        let may = session.may(Permission::DeploymentsWrite) && status.get().may_change().is_ok();
        may.then(|| {
            let href = Signal::derive(move || routes::edit_deployment(deployment.read().id));
            view! { <ButtonLink label=t::common::edit href icon=Glyph::Edit/> }
        })
    };
    view! {
        {edit}
        {buttons}
    }
    .into_any()
}

/// The buttons and their dialog.
#[component]
pub fn DeploymentActions(
    deployment: Signal<DeploymentView>,
    load: Load<DeploymentView>,
) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let answers = Answers::new();
    let asked = RwSignal::new(None::<DeploymentAction>);
    let key = StoredValue::new(IdempotencyKey(String::new()));
    let begin = move |action| {
        form.clear();
        key.set_value(fresh_key());
        deployment.with_untracked(|deployment| answers.begin(action, deployment));
        asked.set(Some(action));
    };
    let done = move |after: DeploymentView| {
        asked.set(None);
        let status = untrack(lang);
        toaster.success(t::deployments::now(&after.number, after.status.label(status)));
        load.set(after);
    };
    let confirm = move || {
        let Some(action) = asked.get_untracked() else { return };
        let before = deployment.get_untracked();
        let signed = (action == DeploymentAction::Accept).then(|| answers.form(&before));
        let faults = signed.as_ref().and_then(|signed| signed.as_ref().err().cloned());
        if !form.accepts(faults.unwrap_or_default()) {
            return;
        }
        let signed = signed.and_then(Result::ok);
        let (id, mut version) = (before.id, before.version);
        let file = answers.file.get_untracked().filter(|_| action == DeploymentAction::Accept);
        let (client, key) = (session.client(), key.get_value());
        let on = answers.day.get_untracked().parse().ok();
        let (why, product_version) = (answers.why(), Answers::given(answers.text));
        let work = async move {
            if let Some(file) = file {
                let kept = client.attach_acceptance_form(id, version, &file.name, &file.content);
                let kept = kept.await?;
                version = kept.version;
                // Should the rest be refused, the form is there, and is not sent again.
                let _ = answers.file.try_set(None);
                load.set(kept);
            }
            match (action, signed) {
                (DeploymentAction::Start, _) => client.start_deployment(id, version, &key).await,
                (DeploymentAction::Accept, Some(signed)) => {
                    client.accept_deployment(id, version, &signed, &key).await
                }
                (DeploymentAction::Fail, _) => {
                    client.fail_deployment(id, version, &why, &key).await
                }
                (DeploymentAction::Replan, _) => {
                    let again = ReplanDeployment { planned_on: on };
                    client.replan_deployment(id, version, &again, &key).await
                }
                (DeploymentAction::Cancel, _) => {
                    client.cancel_deployment(id, version, &why, &key).await
                }
                (DeploymentAction::Complete | DeploymentAction::Accept, _) => {
                    let done = CompleteDeployment { completed_on: on, product_version };
                    client.complete_deployment(id, version, &done, &key).await
                }
            }
        };
        form.send(work, done);
    };
    let asked_words = move |pick: fn((Word, Word)) -> Word| {
        Signal::derive(move || {
            asked.get().map(|action| pick(words(action)).get().to_owned()).unwrap_or_default()
        })
    };
    let blocked = Signal::derive(move || match asked.get() {
        Some(DeploymentAction::Fail | DeploymentAction::Cancel) => {
            let refused = validate::text(&answers.text.read(), 2, 500).err();
            refused.map(|refusal| refusal.words(lang()))
        }
        _ => None,
    });
    view! {
        {buttons(session, deployment, begin)}
        <ConfirmDialog
            open=Signal::derive(move || asked.read().is_some())
            on_close=move || asked.set(None)
            on_confirm=confirm
            title=asked_words(|words| words.0)
            text=asked_words(|words| words.1)
            confirm=asked_words(|words| words.0)
            busy=form.busy()
            blocked
        >
            {move || asked.get().map(|action| questions(action, answers, form))}
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}
