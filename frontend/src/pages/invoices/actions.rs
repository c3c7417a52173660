//! What can be done with an invoice: a button per move that its state allows, and one dialog that
//! asks what the move needs.

use client::Side;
use domain::{
    access::Permission,
    invoices::{
        InvoiceAction, InvoiceStatus,
        wire::{InvoiceView, MoveInvoice},
    },
    problem::Refusal,
    validate,
};
use leptos::prelude::*;

use super::{edit::EditDialog, red::RedDialog};
use crate::{
    components::{FormState, Load, ProblemWords as _},
    i18n::{Word, lang, t},
    routes,
    state::{use_session, use_toaster},
    ui::{
        Banner, Button, ButtonLink, Clock, ConfirmDialog, Field, Glyph, GuardedButton, Look,
        TextArea, TextInput, Tone,
    },
};

/// What the dialog asks for; each move reads its own.
#[derive(Clone, Copy)]
struct Answers {
    code: RwSignal<String>,
    number: RwSignal<String>,
    on: RwSignal<String>,
    classification: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Answers {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            code: empty(),
            number: empty(),
            on: empty(),
            classification: empty(),
            reason: empty(),
        }
    }

    fn begin(self) {
        for field in [self.code, self.number, self.classification, self.reason] {
            field.set(String::new());
        }
        self.on.set(untrack(Clock::today).to_string());
    }

    fn moved(self, action: InvoiceAction) -> MoveInvoice {
        let given = |field: RwSignal<String>| {
            Some(field.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let dated = matches!(action, InvoiceAction::Issue | InvoiceAction::Deliver);
        MoveInvoice {
            action,
            code: given(self.code),
            number: given(self.number),
            on: self.on.get_untracked().parse().ok().filter(|_| dated),
            tax_classification: given(self.classification),
            reason: given(self.reason),
        }
    }
}

/// The words of a move: its verb, and what follows.
const fn words(action: InvoiceAction) -> (Word, Word) {
    match action {
        InvoiceAction::Issue => (t::invoices::issue, t::invoices::issue_text),
        InvoiceAction::Deliver => (t::invoices::deliver, t::invoices::deliver_text),
        InvoiceAction::Reject => (t::invoices::reject, t::invoices::reject_text),
        InvoiceAction::Cancel => (t::invoices::cancel, t::invoices::cancel_text),
        InvoiceAction::Void => (t::invoices::void, t::invoices::void_text),
        InvoiceAction::Confirm => (t::invoices::confirm_red, t::invoices::confirm_red_text),
        InvoiceAction::Refuse => (t::invoices::refuse_red, t::invoices::refuse_red_text),
        InvoiceAction::Withdraw => (t::invoices::withdraw_red, t::invoices::withdraw_red_text),
    }
}

/// What is offered in a state: what is sensible next comes last.
fn offered(side: Side, status: InvoiceStatus, is_red: bool, is_legacy: bool) -> Vec<InvoiceAction> {
    use InvoiceAction::{Cancel, Confirm, Deliver, Issue, Refuse, Reject, Void, Withdraw};
    match (side, status, is_red) {
        (Side::Portal, InvoiceStatus::Requested, false) => vec![Cancel],
        (Side::Staff, InvoiceStatus::Requested, false) => vec![Cancel, Reject, Issue],
        (Side::Staff, InvoiceStatus::Requested, true) => vec![Withdraw, Refuse, Confirm, Issue],
        (Side::Staff, InvoiceStatus::Issued, false) if is_legacy => vec![Void, Deliver],
        (Side::Staff, InvoiceStatus::Issued, _) => vec![Deliver],
        (Side::Staff, InvoiceStatus::Delivered, false) if is_legacy => vec![Void],
        _ => Vec::new(),
    }
}

const fn needs(side: Side, action: InvoiceAction) -> Permission {
    match (side, action) {
        (Side::Portal, _) => Permission::PartnerInvoices,
        (Side::Staff, InvoiceAction::Cancel) => Permission::InvoicesRequest,
        (Side::Staff, _) => Permission::InvoicesManage,
    }
}

fn questions(
    action: InvoiceAction,
    answers: Answers,
    form: FormState,
    invoice: Signal<InvoiceView>,
) -> AnyView {
    let day = move || {
        view! {
            <Field label=t::invoices::on required=true error=form.error("/on")>
                <TextInput value=answers.on kind="date"/>
            </Field>
        }
    };
    let reason = move |label: Word, required: bool| {
        view! {
            <Field label required error=form.error("/reason")>
                <TextArea value=answers.reason rows=2/>
            </Field>
        }
    };
    match action {
        InvoiceAction::Issue => {
            let invoice = invoice.get_untracked();
            let code = invoice.invoice.medium.has_code().then(|| {
                view! {
                    <Field label=t::invoices::code required=true error=form.error("/code")>
                        <TextInput value=answers.code maxlength=12_u32 autocomplete="off"/>
                    </Field>
                }
            });
            let lacks = invoice.lines.iter().any(|line| line.tax_classification.is_none());
            let classification = lacks.then(|| {
                view! {
                    <Field
                        label=t::invoices::classification
                        hint=t::invoices::classification_hint
                        required=true
                        error=form.error("/tax_classification")
                    >
                        <TextInput value=answers.classification maxlength=19_u32/>
                    </Field>
                }
            });
            view! {
                <div class="stack">
                    {code}
                    <Field label=t::invoices::number required=true error=form.error("/number")>
                        <TextInput value=answers.number maxlength=20_u32 autocomplete="off"/>
                    </Field>
                    {day()} {classification}
                </div>
            }
            .into_any()
        }
        InvoiceAction::Deliver => view! {
            <div class="stack">{day()} {reason(t::invoices::how, false)}</div>
        }
        .into_any(),
        action if action.needs_reason() => reason(t::invoices::why, true).into_any(),
        _ => ().into_any(),
    }
}

/// What staff can begin with it: change the request, a red letter, a replacement.
fn others(
    invoice: Signal<InvoiceView>,
    editing: RwSignal<bool>,
    reversing: RwSignal<bool>,
) -> AnyView {
    let session = use_session();
    let offers = move || {
        let (may_request, may_manage) =
            (session.may(Permission::InvoicesRequest), session.may(Permission::InvoicesManage));
        let read = invoice.read();
        let facts = read.facts();
        let edit = (may_request && facts.allows_edit().is_ok()).then(|| {
            let open = move || editing.set(true);
            view! { <Button label=t::invoices::edit icon=Glyph::Edit on_press=open/> }
        });
        let red = (may_manage && facts.allows_red().is_ok()).then(|| {
            let open = move || reversing.set(true);
            view! { <Button label=t::invoices::make_red icon=Glyph::Undo on_press=open/> }
        });
        let order = read.orders.first().map(|order| order.order_id);
        let href = routes::replace_invoice(read.invoice.id, order);
        let replace = (may_request && facts.allows_replacement().is_ok()).then(|| {
            view! { <ButtonLink label=t::invoices::replace href icon=Glyph::Refresh/> }
        });
        view! { {edit} {red} {replace} }
    };
    view! { {offers} }.into_any()
}

/// The buttons and their dialogs.
#[component]
pub fn InvoiceActions(
    side: Side,
    invoice: Signal<InvoiceView>,
    load: Load<InvoiceView>,
) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let answers = Answers::new();
    let asked = RwSignal::new(None::<InvoiceAction>);
    let (editing, reversing) = (RwSignal::new(false), RwSignal::new(false));
    let why_not = move |action: InvoiceAction| {
        session.why_not(needs(side, action)).or_else(|| {
            let refused = invoice.read().facts().allows(action, Clock::now(), Clock::today()).err();
            refused.map(|refusal: Refusal| refusal.words(lang()))
        })
    };
    let button = move |action: InvoiceAction, is_next: bool| {
        let look = if is_next { Look::Primary } else { Look::Default };
        let blocked = Signal::derive(move || why_not(action));
        let begin = move || {
            form.clear();
            answers.begin();
            asked.set(Some(action));
        };
        view! { <GuardedButton label=words(action).0 look blocked on_press=begin/> }
    };
    let shape = Memo::new(move |_| {
        let invoice = invoice.read();
        let is_red = invoice.reverses.is_some();
        (invoice.invoice.status, is_red, invoice.invoice.medium.has_code())
    });
    let buttons = move || {
        let (status, is_red, is_legacy) = shape.get();
        let actions = offered(side, status, is_red, is_legacy);
        let last = actions.len().saturating_sub(1);
        let of = |(index, action): (usize, InvoiceAction)| button(action, index == last);
        actions.into_iter().enumerate().map(of).collect_view()
    };
    let confirm = move || {
        let Some(action) = asked.get_untracked() else { return };
        let before = invoice.get_untracked();
        let moved = answers.moved(action);
        let (client, id, version) = (session.client(), before.invoice.id, before.version);
        let work = async move {
            match side {
                Side::Staff => client.move_invoice(id, version, &moved).await,
                Side::Portal => client.cancel_own_invoice(id, version).await,
            }
        };
        form.send(work, move |after: InvoiceView| {
            asked.set(None);
            let (row, language) = (&after.invoice, untrack(lang));
            let number = row.number.as_ref().unwrap_or(&row.reference);
            toaster.success(t::invoices::now(number, row.status.label(language)));
            load.set(after);
        });
    };
    let asked_words = move |pick: fn((Word, Word)) -> Word| {
        Signal::derive(move || {
            asked.get().map(|action| pick(words(action)).get().to_owned()).unwrap_or_default()
        })
    };
    let blocked = Signal::derive(move || {
        asked.get().filter(|action| action.needs_reason())?;
        let refused = validate::text(&answers.reason.read(), 2, 500).err();
        refused.map(|refusal| refusal.words(lang()))
    });
    view! {
        {(side == Side::Staff).then(|| others(invoice, editing, reversing))}
        {buttons}
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
            {move || asked.get().map(|action| questions(action, answers, form, invoice))}
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
        <EditDialog open=editing invoice load/>
        <RedDialog open=reversing invoice load/>
    }
    .into_any()
}
