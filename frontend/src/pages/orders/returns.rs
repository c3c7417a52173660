//! Returns of an order: what was asked for, who decided, and the two dialogs.

use client::Side;
use domain::{
    access::Permission,
    money::{Amount, Currency},
    orders::{
        Actor,
        wire::{OrderView, WithReason},
    },
    returns::{
        RefundBasis, ReturnAction, ReturnStatus, check_order,
        wire::{RequestReturn, ReturnView},
    },
    validate,
};
use leptos::prelude::*;

use super::{actions::Acting, once::Once};
use crate::{
    components::{FormState, ProblemWords as _},
    i18n::{lang, t},
    pages::parts::choices,
    state::{use_session, use_toaster},
    ui::{
        Banner, Button, Card, Checkbox, ConfirmDialog, DescriptionList, Fact, Field, Glyph,
        GuardedButton, Look, Money, RadioGroup, StatusDot, TextArea, Tone,
    },
};

fn tone_of(status: ReturnStatus) -> Tone {
    match status {
        ReturnStatus::Requested => Tone::Warning,
        ReturnStatus::Approved => Tone::Success,
        ReturnStatus::Rejected => Tone::Neutral,
    }
}

/// The lines that can still be returned, with what they cost.
fn open_lines(order: &OrderView) -> Vec<(u32, String, Amount)> {
    let taken: Vec<u32> = order
        .returns
        .iter()
        .filter(|one| one.status != ReturnStatus::Rejected)
        .flat_map(|one| one.lines.iter().map(|line| line.line))
        .collect();
    let name = |zh: &Option<String>, en: &Option<String>| {
        lang().pick(zh.as_deref(), en.as_deref()).unwrap_or_default().to_owned()
    };
    order
        .lines
        .iter()
        .filter(|line| !taken.contains(&line.line))
        .map(|line| {
            let gross = line.price.as_ref().map(|price| price.gross).unwrap_or_default();
            (line.line, name(&line.product_name_zh, &line.product_name_en), gross)
        })
        .collect()
}

fn failure(form: FormState) -> AnyView {
    let words = move || {
        form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
    };
    view! { {words} }.into_any()
}

/// Why a reason will not do, if so (tracked).
fn reason_fault(reason: RwSignal<String>) -> Option<String> {
    let reason = reason.read();
    if reason.trim().is_empty() {
        return Some(t::orders::reason_missing.get().to_owned());
    }
    validate::text(&reason, 2, 500).err().map(|refusal| refusal.words(lang()))
}

/// A box per line that can be returned; all are chosen at first.
fn choices_of(acting: Acting, chosen: RwSignal<Vec<u32>>) -> AnyView {
    let line = |(number, name, gross): (u32, String, Amount)| {
        let checked = RwSignal::new(true);
        let toggle = move |on: bool| {
            chosen.update(|chosen| {
                chosen.retain(|one| *one != number);
                if on {
                    chosen.push(number);
                    chosen.sort_unstable();
                }
            });
        };
        let label = format!("{number}. {name} · {}", gross.display(Currency::Cny));
        view! { <Checkbox checked label on_change=toggle/> }
    };
    open_lines(&acting.order.read()).into_iter().map(line).collect_view().into_any()
}

/// The button that asks for a return, for those who may, while something can be returned.
#[component]
pub fn ReturnButton(acting: Acting) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(Vec::<u32>::new());
    let basis = RwSignal::new(RefundBasis::default().to_string());
    let reason = RwSignal::new(String::new());
    let once = Once::new();
    let is_offered = Memo::new(move |_| {
        let order = acting.order.read();
        acting.side == Side::Staff
            && session.may(Permission::ReturnsRequest)
            && check_order(order.status).is_ok()
            && !open_lines(&order).is_empty()
    });
    let begin = move || {
        form.clear();
        reason.set(String::new());
        let lines = untrack(|| open_lines(&acting.order.read()));
        chosen.set(lines.into_iter().map(|(line, ..)| line).collect());
        open.set(true);
    };
    let confirm = move || {
        let order = acting.order.get_untracked();
        let request = RequestReturn {
            lines: chosen.get_untracked(),
            basis: basis.read_untracked().parse().unwrap_or_default(),
            reason: reason.read_untracked().trim().to_owned(),
        };
        let key = once.key((request.clone(), order.version));
        let client = session.client();
        form.send(
            async move { client.request_return(order.id, order.version, &request, &key).await },
            move |_| {
                open.set(false);
                toaster.success(t::orders::return_requested.get());
                acting.load.reload();
                acting.on_change.run(());
            },
        );
    };
    let blocked = Signal::derive(move || {
        if chosen.read().is_empty() {
            return Some(t::orders::return_no_lines.get().to_owned());
        }
        reason_fault(reason)
    });
    view! {
        {move || {
            is_offered
                .get()
                .then(|| {
                    view! {
                        <Button label=t::orders::return_lines icon=Glyph::Refresh on_press=begin/>
                    }
                })
        }}
        <ConfirmDialog
            open
            on_close=move || open.set(false)
            on_confirm=confirm
            title=Signal::derive(move || t::orders::return_title(&acting.order.read().number))
            text=t::orders::return_text
            confirm=t::orders::return_confirm
            danger=true
            busy=form.busy()
            blocked
        >
            <div class="stack">
                <fieldset class="stack return-lines">
                    <legend class="field__label">{t::orders::lines}</legend>
                    {move || choices_of(acting, chosen)}
                </fieldset>
                <RadioGroup
                    label=t::orders::refund_basis
                    value=basis
                    options=Signal::derive(|| choices!(RefundBasis::ALL))
                />
                <Field label=t::orders::return_reason required=true error=form.error("/reason")>
                    <TextArea
                        value=reason
                        placeholder=t::orders::return_placeholder
                        maxlength=500_u32
                    />
                </Field>
                {failure(form)}
            </div>
        </ConfirmDialog>
    }
    .into_any()
}

/// Approve and reject, with why not.
#[component]
fn Decision(acting: Acting, one: StoredValue<ReturnView>) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let (approving, rejecting) = (RwSignal::new(false), RwSignal::new(false));
    let reason = RwSignal::new(String::new());
    let once = Once::new();
    let why_not = Signal::derive(move || {
        let me = session.me()?;
        session.why_not(Permission::ReturnsApprove).or_else(|| {
            let actor = Actor { user: me.id, role: me.role };
            let facts = one.with_value(ReturnView::facts);
            facts.allows(ReturnAction::Approve, actor).err().map(|refusal| refusal.words(lang()))
        })
    });
    let why_not_reject = Signal::derive(move || session.why_not(Permission::ReturnsApprove));
    let done = move |words: &'static str| {
        approving.set(false);
        rejecting.set(false);
        toaster.success(words);
        acting.load.reload();
        acting.on_change.run(());
    };
    let approve = move || {
        let (id, version) = one.with_value(|one| (one.id, one.version));
        let key = once.key((version, String::new()));
        let client = session.client();
        form.send(async move { client.approve_return(id, version, &key).await }, move |_| {
            done(t::orders::return_approved.get());
        });
    };
    let reject = move || {
        let (id, version) = one.with_value(|one| (one.id, one.version));
        let given = WithReason { reason: reason.read_untracked().trim().to_owned() };
        let key = once.key((version, given.reason.clone()));
        let client = session.client();
        form.send(
            async move { client.reject_return(id, version, &given, &key).await },
            move |_| {
                done(t::orders::return_rejected.get());
            },
        );
    };
    let title = move || one.with_value(|one| t::orders::return_approve_title(&one.number));
    let text = move || {
        one.with_value(|one| t::orders::return_approve_text(one.refund.display(one.currency)))
    };
    view! {
        <div class="row">
            <GuardedButton
                label=t::orders::return_approve
                look=Look::Primary
                blocked=why_not
                on_press=move || {
                    form.clear();
                    approving.set(true);
                }
            />
            <GuardedButton
                label=t::orders::return_reject
                blocked=why_not_reject
                on_press=move || {
                    form.clear();
                    rejecting.set(true);
                }
            />
        </div>
        <ConfirmDialog
            open=approving
            on_close=move || approving.set(false)
            on_confirm=approve
            title=Signal::derive(title)
            text=Signal::derive(text)
            confirm=t::orders::return_approve
            danger=true
            busy=form.busy()
        >
            {failure(form)}
        </ConfirmDialog>
        <ConfirmDialog
            open=rejecting
            on_close=move || rejecting.set(false)
            on_confirm=reject
            title=t::orders::return_reject
            text=t::orders::return_reject_text
            confirm=t::orders::return_reject
            busy=form.busy()
            blocked=Signal::derive(move || reason_fault(reason))
        >
            <Field label=t::orders::reject_reason required=true error=form.error("/reason")>
                <TextArea value=reason maxlength=500_u32/>
            </Field>
            {failure(form)}
        </ConfirmDialog>
    }
    .into_any()
}

fn one_return(acting: Acting, one: ReturnView) -> AnyView {
    let (status, basis, currency) = (one.status, one.basis, one.currency);
    let lines = one.lines.iter().map(|line| line.line.to_string()).collect::<Vec<_>>().join(", ");
    let decided = one.decided_by_name.clone().map(|name| {
        let why = one.decision_reason.clone().unwrap_or_default();
        view! { <Fact label=t::orders::decided_by>{name} " " {why}</Fact> }
    });
    let decision = (acting.side == Side::Staff && status == ReturnStatus::Requested)
        .then(|| view! { <Decision acting one=StoredValue::new(one.clone())/> });
    view! {
        <li class="stack return" data-testid="return">
            <div class="row row--spread">
                <strong class="mono">{one.number}</strong>
                <StatusDot
                    tone=tone_of(status)
                    label=Signal::derive(move || status.label(lang()).to_owned())
                    badge=true
                />
            </div>
            <DescriptionList>
                <Fact label=t::orders::lines>{lines}</Fact>
                <Fact label=t::orders::refund>
                    <Money amount=one.refund currency/>
                    <span class="muted">" · " {move || basis.label(lang())}</span>
                </Fact>
                <Fact label=t::orders::return_reason>{one.reason}</Fact>
                <Fact label=t::orders::requested_by>{one.requested_by_name}</Fact>
                {decided}
            </DescriptionList>
            {decision}
        </li>
    }
    .into_any()
}

/// All returns of the order; nothing where there are none.
pub fn returns(acting: Acting) -> AnyView {
    let found = Memo::new(move |_| acting.order.read().returns.clone());
    view! {
        {move || {
            let found = found.get();
            (!found.is_empty())
                .then(|| {
                    let rows = found.into_iter().map(|one| one_return(acting, one)).collect_view();
                    view! {
                        <Card title=t::orders::returns>
                            <ol class="returns">{rows}</ol>
                        </Card>
                    }
                })
        }}
    }
    .into_any()
}
