//! What can be done with an order, and why not: the server's own questions, asked here first.

use client::{Client, ClientResult, IdempotencyKey, Side};
use domain::{
    Lang,
    access::Permission,
    orders::{
        Actor, LineKind, OrderAction, OrderStatus, permission_for,
        wire::{ApproveOrder, OrderView, WithReason},
    },
    problem::{ProblemCode, Reason, Refusal},
    validate,
};
use leptos::{prelude::*, task::spawn_local};

use super::{download::DownloadPdf, line_of, once::Once, review::Review};
use crate::{
    components::{FormState, Load, ProblemWords as _, tell_failure},
    i18n::{Word, lang, t},
    pages::receivables::hold_banners,
    routes,
    state::{Session, fresh_key, use_go, use_session, use_toaster},
    ui::{
        Banner, ButtonLink, ConfirmDialog, Field, Glyph, GuardedButton, Icon, Look, Menu, MenuItem,
        MenuLine, MenuLink, TextArea, Tone,
    },
};

/// What the actions work on.
#[derive(Clone, Copy)]
pub struct Acting {
    pub side: Side,
    pub order: Signal<OrderView>,
    pub load: Load<OrderView>,
    /// Tells the rest of the page that something happened.
    pub on_change: Callback<()>,
    pub review: Review,
}

fn actor(session: Session) -> Option<Actor> {
    session.me().map(|me| Actor { user: me.id, role: me.role })
}

/// Whether one has the permission that the action needs, by role or by grant.
fn may(session: Session, action: OrderAction) -> bool {
    let needs = session.me().and_then(|me| permission_for(action, me.role));
    needs.is_some_and(|needs| session.may(needs))
}

fn not_permitted(lang: Lang) -> String {
    ProblemCode::NotPermitted.label(lang).to_owned()
}

impl Acting {
    /// Why not, if not (tracked): first the role, then the order's state.
    pub fn why_not(self, session: Session, action: OrderAction) -> Option<String> {
        let actor = actor(session)?;
        if !may(session, action) {
            return Some(not_permitted(lang()));
        }
        let refused = self.order.read().facts().allows(action, actor).err();
        refused.map(|refusal| refusal.words(lang()))
    }

    /// Who is on credit hold keeps it from being approved by who may not override that (tracked).
    fn held_back(self, session: Session) -> Option<String> {
        let is_held = !self.review.held.read().is_empty();
        (is_held && !session.may(Permission::CreditOverride))
            .then(|| t::receivables::hold_blocked.get().to_owned())
    }

    fn may_place(session: Session) -> bool {
        may(session, OrderAction::Submit)
    }

    /// Takes the answer of an action.
    fn settle(self, order: OrderView) {
        self.load.set(order);
        self.on_change.run(());
    }

    /// What failed because the order is another one by now shows the order as it is.
    fn look_again(self, form: FormState) {
        Effect::new(move || {
            let moved = form.failure().is_some_and(|error| {
                error.is_stale() || error.code() == Some(ProblemCode::IllegalMove)
            });
            if moved {
                self.load.reload();
                self.on_change.run(());
            }
        });
    }
}

/// What has no field in the dialog to stand beside.
fn loose_words(error: &client::ClientError) -> Option<String> {
    let errors = error.problem().map(|problem| &*problem.errors).unwrap_or_default();
    if errors.is_empty() {
        return Some(error.words());
    }
    let loose = errors.iter().filter(|fault| !matches!(&*fault.pointer, "/reason" | "/remark"));
    let words: Vec<String> = loose
        .map(|fault| match line_of(&fault.pointer) {
            Some(line) => t::orders::fault_in_line(line, fault.words(lang())),
            None => fault.words(lang()),
        })
        .collect();
    (!words.is_empty()).then(|| words.join("；"))
}

fn failure_note(form: FormState) -> AnyView {
    view! {
        {move || {
            form.failure()
                .and_then(|error| loose_words(&error))
                .map(|words| view! { <Banner tone=Tone::Error>{words}</Banner> })
        }}
    }
    .into_any()
}

/// A move that needs a reason.
#[derive(Clone, Copy)]
struct ReasonWords {
    title: fn(String) -> String,
    text: Word,
    confirm: Word,
    label: Word,
    placeholder: Word,
    done: fn(String) -> String,
}

/// Asks for the reason, and makes the move.
fn reason_dialog<F>(
    acting: Acting,
    open: RwSignal<bool>,
    words: ReasonWords,
    make: impl Fn(Client, OrderView, WithReason, IdempotencyKey) -> F + Copy + Send + Sync + 'static,
) -> AnyView
where
    F: Future<Output = ClientResult<OrderView>> + 'static,
{
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    acting.look_again(form);
    let reason = RwSignal::new(String::new());
    let once = Once::new();
    let number = move || acting.order.read().number.clone();
    let confirm = move || {
        let order = acting.order.get_untracked();
        let given = WithReason { reason: reason.read_untracked().trim().to_owned() };
        let key = once.key((given.clone(), order.version));
        form.send(make(session.client(), order, given, key), move |order: OrderView| {
            open.set(false);
            reason.set(String::new());
            toaster.success(untrack(|| (words.done)(order.number.clone())));
            acting.settle(order);
        });
    };
    let blocked = Signal::derive(move || {
        let reason = reason.read();
        if reason.trim().is_empty() {
            return Some(t::orders::reason_missing.get().to_owned());
        }
        validate::text(&reason, 2, 500).err().map(|refusal| refusal.words(lang()))
    });
    let close = move || {
        form.clear();
        open.set(false);
    };
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || (words.title)(number()))
            text=words.text
            confirm=words.confirm
            danger=true
            busy=form.busy()
            blocked
        >
            <Field label=words.label required=true error=form.error("/reason")>
                <TextArea value=reason placeholder=words.placeholder maxlength=500_u32/>
            </Field>
            {failure_note(form)}
        </ConfirmDialog>
    }
    .into_any()
}

fn reject_dialog(acting: Acting, open: RwSignal<bool>) -> AnyView {
    let words = ReasonWords {
        title: |number| t::orders::reject_title(number),
        text: t::orders::reject_text,
        confirm: t::orders::reject_confirm,
        label: t::orders::reject_reason,
        placeholder: t::orders::reject_placeholder,
        done: |number| t::orders::rejected_toast(number),
    };
    reason_dialog(acting, open, words, |client, order, reason, key| async move {
        client.reject_order(order.id, order.version, &reason, &key).await
    })
}

fn cancel_dialog(acting: Acting, open: RwSignal<bool>) -> AnyView {
    let words = ReasonWords {
        title: |number| t::orders::cancel_title(number),
        text: t::orders::cancel_text,
        confirm: t::orders::cancel_confirm,
        label: t::orders::cancel_reason,
        placeholder: t::orders::cancel_placeholder,
        done: |number| t::orders::cancelled_toast(number),
    };
    let side = acting.side;
    reason_dialog(acting, open, words, move |client, order, reason, key| async move {
        client.cancel_order(side, order.id, order.version, &reason, &key).await
    })
}

/// How many licenses approval issues; other lines change those that are there.
fn new_sets(order: &OrderView) -> u32 {
    let new = order.lines.iter().filter(|line| line.input.kind == LineKind::New);
    new.map(|line| line.input.sets).sum()
}

fn approve_dialog(acting: Acting, open: RwSignal<bool>) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    acting.look_again(form);
    let remark = RwSignal::new(String::new());
    let override_hold = RwSignal::new(String::new());
    let error = form.error("/override_hold");
    let overriding = move || {
        let held = acting.review.held.get();
        (!held.is_empty()).then(|| {
            view! {
                {hold_banners(&held)}
                <Field label=t::receivables::override_hold required=true error>
                    <TextArea value=override_hold rows=2 maxlength=500_u32/>
                </Field>
            }
        })
    };
    let once = Once::new();
    let text = move || {
        let order = acting.order.read();
        let gross = order.totals.gross.display(order.currency);
        match new_sets(&order) {
            0 => t::orders::approve_text_change(gross),
            sets => t::orders::approve_text(gross, sets),
        }
    };
    let confirm = move || {
        let order = acting.order.get_untracked();
        let typed = remark.read_untracked().trim().to_owned();
        let why = override_hold.read_untracked().trim().to_owned();
        let is_held = !acting.review.held.read_untracked().is_empty();
        if is_held && why.is_empty() {
            form.accepts(vec![Refusal::from(Reason::Required).at("/override_hold")]);
            return;
        }
        let approve = ApproveOrder {
            remark: (!typed.is_empty()).then_some(typed),
            end_users: acting.review.choices(),
            override_hold: Some(why).filter(|_| is_held),
        };
        let key = once.key((approve.clone(), order.version));
        let client = session.client();
        form.send(
            async move { client.approve_order(order.id, order.version, &approve, &key).await },
            move |order: OrderView| {
                open.set(false);
                toaster.success(untrack(|| match new_sets(&order) {
                    0 => t::orders::approved_toast_change(&order.number),
                    sets => t::orders::approved_toast(&order.number, sets),
                }));
                acting.settle(order);
            },
        );
    };
    let close = move || {
        form.clear();
        open.set(false);
    };
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::orders::approve_title(&acting.order.read().number))
            text=Signal::derive(text)
            confirm=t::orders::approve_confirm
            busy=form.busy()
        >
            {overriding}
            <Field
                label=t::orders::approve_remark
                aside=t::common::optional
                error=form.error("/remark")
            >
                <TextArea value=remark rows=2 maxlength=500_u32/>
            </Field>
            {failure_note(form)}
        </ConfirmDialog>
    }
    .into_any()
}

/// A new draft with the same content, at once.
fn clone_order(acting: Acting, session: Session) -> impl Fn() + Copy + Send + Sync + 'static {
    let go = use_go();
    let toaster = use_toaster();
    let busy = StoredValue::new(false);
    move || {
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        let (side, id) = (acting.side, acting.order.read_untracked().id);
        let client = session.client();
        spawn_local(async move {
            let outcome = client.clone_order(side, id, &fresh_key()).await;
            let _ = busy.try_set_value(false);
            match outcome {
                Ok(order) => {
                    toaster.success(untrack(|| t::orders::cloned_toast(&order.number)));
                    go.to(&routes::edit_order(side, &order.number));
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    }
}

/// The seldom ones, behind three dots.
fn more(acting: Acting, cancelling: RwSignal<bool>) -> AnyView {
    let session = use_session();
    let clone = clone_order(acting, session);
    let side = acting.side;
    let print = move || routes::print_order(side, &acting.order.read().number);
    view! {
        <Menu
            class="button button--icon"
            label=t::common::more_actions
            end=true
            trigger=|| view! { <Icon glyph=Glyph::More/> }
        >
            <MenuLink label=t::orders::print href=Signal::derive(print) icon=Glyph::Print/>
            <MenuItem
                label=t::orders::clone
                icon=Glyph::Copy
                blocked=Signal::derive(move || {
                    (!Acting::may_place(session)).then(|| not_permitted(lang()))
                })
                on_press=clone
            />
            <MenuLine/>
            <MenuItem
                label=t::orders::cancel
                icon=Glyph::Ban
                danger=true
                blocked=Signal::derive(move || acting.why_not(session, OrderAction::Cancel))
                on_press=move || cancelling.set(true)
            />
        </Menu>
    }
    .into_any()
}

/// The buttons of the page's head; the next sensible one is the primary one.
pub fn buttons(acting: Acting) -> AnyView {
    let session = use_session();
    let (approving, rejecting, cancelling) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let side = acting.side;
    let status = Memo::new(move |_| acting.order.read().status);
    let edit = move || routes::edit_order(side, &acting.order.read().number);
    let decide = move || {
        view! {
            <GuardedButton
                label=t::orders::reject
                look=Look::Danger
                blocked=Signal::derive(move || acting.why_not(session, OrderAction::Reject))
                on_press=move || rejecting.set(true)
            />
            <GuardedButton
                label=t::orders::approve
                look=Look::Primary
                icon=Glyph::Check
                blocked=Signal::derive(move || {
                    acting
                        .why_not(session, OrderAction::Approve)
                        .or_else(|| acting.review.undecided())
                        .or_else(|| acting.held_back(session))
                })
                on_press=move || approving.set(true)
            />
        }
    };
    let go_on = move |label: Word, hash: &'static str| {
        let go = use_go();
        let blocked =
            Signal::derive(move || (!Acting::may_place(session)).then(|| not_permitted(lang())));
        move || {
            if blocked.read().is_none() {
                let href = Signal::derive(move || format!("{}{hash}", edit()));
                view! { <ButtonLink label href look=Look::Primary icon=Glyph::Edit/> }.into_any()
            } else {
                let press = move || go.to(&untrack(edit));
                view! { <GuardedButton label blocked icon=Glyph::Edit on_press=press/> }.into_any()
            }
        }
    };
    let next = move || match status.get() {
        OrderStatus::Draft => go_on(t::orders::continue_draft, "").into_any(),
        OrderStatus::Rejected => go_on(t::orders::edit_and_resubmit, "").into_any(),
        OrderStatus::Submitted if side == Side::Staff => decide().into_any(),
        _ => ().into_any(),
    };
    let number = Signal::derive(move || acting.order.read().number.clone());
    view! {
        <DownloadPdf side number/>
        {more(acting, cancelling)}
        {next}
        {approve_dialog(acting, approving)}
        {reject_dialog(acting, rejecting)}
        {cancel_dialog(acting, cancelling)}
    }
    .into_any()
}
