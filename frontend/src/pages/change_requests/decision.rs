//! Approve, reject, withdraw: each asks once more, and says why not.

use client::IdempotencyKey;
use domain::{
    access::Permission,
    change_requests::{ChangeAction, ChangeStatus, ChangeSubject, needed, wire::ChangeRequestView},
    orders::{Actor, wire::WithReason},
    problem::Reason,
    validate,
};
use leptos::prelude::*;

use crate::{
    components::{FormState, Load, ProblemWords as _},
    i18n::{lang, t},
    state::{Session, fresh_key, use_session, use_toaster},
    ui::{Banner, ConfirmDialog, Field, GuardedButton, Look, TextArea, Tone},
};

/// Why an action is not for this person, if so (tracked).
fn why_not(
    session: Session,
    request: Signal<ChangeRequestView>,
    action: ChangeAction,
) -> Option<String> {
    let needed = match action {
        ChangeAction::Approve | ChangeAction::Reject => Permission::ChangesApprove,
        ChangeAction::Withdraw => Permission::ChangesRead,
    };
    let me = session.me()?;
    session.why_not(needed).or_else(|| {
        let actor = Actor { user: me.id, role: me.role };
        let refused = request.read().facts().allows(action, actor).err();
        refused.map(|refusal| refusal.words(lang()))
    })
}

/// Why a reason will not do, if so (tracked).
fn reason_fault(reason: RwSignal<String>) -> Option<String> {
    validate::text(&reason.read(), 2, 500).err().map(|refusal| refusal.words(lang()))
}

fn failure(form: FormState) -> AnyView {
    let words = move || {
        form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
    };
    view! { {words} }.into_any()
}

/// Withdraw for who asked, reject and approve for who approves; nothing once it was decided.
fn buttons(
    session: Session,
    request: Signal<ChangeRequestView>,
    begin: impl Fn(ChangeAction) + Copy + Send + Sync + 'static,
) -> AnyView {
    let is_open = Memo::new(move |_| request.read().status == ChangeStatus::Requested);
    let is_own =
        Memo::new(move |_| session.me().is_some_and(|me| me.id == request.read().requested_by));
    let approves = Memo::new(move |_| session.may(Permission::ChangesApprove));
    let why_not_approve = Signal::derive(move || {
        why_not(session, request, ChangeAction::Approve)
            .or_else(|| {
                let request = request.read();
                let mut fields = request.fields.iter();
                fields.find_map(|change| session.why_not(needed(request.subject, &change.field)))
            })
            .or_else(|| {
                let outdated = !request.read().moved.is_empty();
                outdated.then(|| Reason::ChangeOutdated.label(lang()).to_owned())
            })
    });
    let why_not_reject = Signal::derive(move || why_not(session, request, ChangeAction::Reject));
    let why_not_withdraw =
        Signal::derive(move || why_not(session, request, ChangeAction::Withdraw));
    let deciding = move || {
        view! {
            <GuardedButton
                label=t::changes::reject
                blocked=why_not_reject
                on_press=move || begin(ChangeAction::Reject)
            />
            <GuardedButton
                label=t::changes::approve
                look=Look::Primary
                blocked=why_not_approve
                on_press=move || begin(ChangeAction::Approve)
            />
        }
    };
    let withdrawing = move || {
        view! {
            <GuardedButton
                label=t::changes::withdraw
                blocked=why_not_withdraw
                on_press=move || begin(ChangeAction::Withdraw)
            />
        }
    };
    let buttons = move || {
        is_open.get().then(|| {
            view! {
                {move || is_own.get().then(withdrawing)}
                {move || approves.get().then(deciding)}
            }
        })
    };
    view! { {buttons} }.into_any()
}

/// The buttons of a request that waits, and their dialogs.
#[component]
pub fn Decision(
    request: Signal<ChangeRequestView>,
    load: Load<ChangeRequestView>,
) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let asked = RwSignal::new(None::<ChangeAction>);
    let reason = RwSignal::new(String::new());
    let key = StoredValue::new(IdempotencyKey(String::new()));
    let begin = move |action| {
        form.clear();
        key.set_value(fresh_key());
        reason.set(String::new());
        asked.set(Some(action));
    };
    let close = move || asked.set(None);
    let done = move |answer: ChangeRequestView| {
        asked.set(None);
        toaster.success(match answer.status {
            ChangeStatus::Rejected => t::changes::rejected(&answer.number),
            ChangeStatus::Withdrawn => t::changes::withdrawn(&answer.number),
            _ => t::changes::approved(&answer.number),
        });
        load.set(answer);
    };
    let confirm = move || {
        let Some(action) = asked.get_untracked() else { return };
        let (id, version) = request.with_untracked(|request| (request.id, request.version));
        let (client, key) = (session.client(), key.get_value());
        let why = WithReason { reason: reason.read_untracked().trim().to_owned() };
        let work = async move {
            match action {
                ChangeAction::Approve => client.approve_change_request(id, version, &key).await,
                ChangeAction::Reject => client.reject_change_request(id, version, &why, &key).await,
                ChangeAction::Withdraw => client.withdraw_change_request(id, version, &key).await,
            }
        };
        form.send(work, done);
    };
    let number = move || request.read().number.clone();
    let consequence = move || match request.read().subject {
        ChangeSubject::Customer => t::changes::approve_customer.get().to_owned(),
        ChangeSubject::License if has_new_key(&request.read()) => {
            t::changes::approve_license.get().to_owned()
        }
        ChangeSubject::License => t::changes::approve_license_life.get().to_owned(),
    };
    let is_asked = move |action| Signal::derive(move || asked.get() == Some(action));
    view! {
        {buttons(session, request, begin)}
        <ConfirmDialog
            open=is_asked(ChangeAction::Approve)
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::changes::approve_title(number()))
            text=Signal::derive(consequence)
            confirm=t::changes::approve
            busy=form.busy()
        >
            {failure(form)}
        </ConfirmDialog>
        <ConfirmDialog
            open=is_asked(ChangeAction::Reject)
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::changes::reject_title(number()))
            text=t::changes::reject_text
            confirm=t::changes::reject
            danger=true
            busy=form.busy()
            blocked=Signal::derive(move || reason_fault(reason))
        >
            <Field
                label=t::changes::decision_reason
                required=true
                error=form.error("/reason")
            >
                <TextArea value=reason maxlength=500_u32/>
            </Field>
            {failure(form)}
        </ConfirmDialog>
        <ConfirmDialog
            open=is_asked(ChangeAction::Withdraw)
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::changes::withdraw_title(number()))
            text=t::changes::withdraw_text
            confirm=t::changes::withdraw
            busy=form.busy()
        >
            {failure(form)}
        </ConfirmDialog>
    }
    .into_any()
}

/// Whether what is proposed makes the keys so far good for nothing.
fn has_new_key(request: &ChangeRequestView) -> bool {
    let moves = ["cluster_id", "activation_mode"];
    request.fields.iter().any(|change| moves.contains(&change.field.as_str()))
}
