//! The desk: payments that wait at the left, the chosen one with what the engine says and the orders
//! that it may be for at the right; by mouse or by keys.

use client::Client;
use domain::{
    access::Permission,
    finance::Direction,
    id::{OrderId, PaymentId},
    list::Page,
    payments::{
        MatchStatus,
        wire::{
            MatchPart, MatchPayment, PaymentListQuery, PaymentRow, PaymentView, RefuseSuggestion,
            SuggestionsView,
        },
    },
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast as _;

use super::{
    ignore::ignore_dialog,
    match_dot, payer_of,
    proposals::{Doing, parts_of, proposals},
    split::split_card,
};
use crate::{
    components::{FormState, Load, Loaded, ProblemWords as _, tell_failure, use_load},
    i18n::t,
    routes,
    state::{Session, fresh_key, use_session, use_toaster},
    ui::{
        Banner, Button, Card, Day, EmptyState, Glyph, GuardedButton, Look, Money, PageHeader,
        SkeletonRows, Toaster, Tone,
    },
};

/// Everything that the desk does. `Copy`.
#[derive(Clone, Copy)]
struct Desk {
    session: Session,
    toaster: Toaster,
    queue: Load<Page<PaymentRow>>,
    chosen: RwSignal<Option<PaymentId>>,
    said: Load<Option<SuggestionsView>>,
    /// What was matched last, to be undone.
    last: RwSignal<Option<PaymentView>>,
    ignoring: RwSignal<Option<PaymentRow>>,
    splitting: RwSignal<bool>,
    form: FormState,
}

impl Desk {
    /// The chosen payment (tracked).
    fn row(self) -> Option<PaymentRow> {
        let id = self.chosen.get()?;
        let queue = self.queue.get()?;
        queue.items.into_iter().find(|row| row.id == id)
    }

    fn step(self, by: isize) {
        let Some(queue) = untrack(|| self.queue.get()) else { return };
        let at = self
            .chosen
            .get_untracked()
            .and_then(|id| queue.items.iter().position(|row| row.id == id));
        let next = match at {
            Some(at) => at.saturating_add_signed(by).min(queue.items.len().saturating_sub(1)),
            None => 0,
        };
        if let Some(row) = queue.items.get(next) {
            self.choose(row.id);
        }
    }

    fn choose(self, id: PaymentId) {
        self.form.clear();
        self.splitting.set(false);
        self.chosen.set(Some(id));
    }

    /// Goes on to the next one, and reads the queue anew.
    fn done(self, after: &PaymentView) {
        let is_over = after.payment.facts().may_match().is_err();
        if is_over {
            let gone = after.payment.id;
            self.step(1);
            if self.chosen.get_untracked() == Some(gone) {
                self.step(-1);
            }
        }
        self.queue.reload();
        self.said.reload();
    }

    fn accept(self, parts: Vec<MatchPart>) {
        let Some(row) = untrack(|| self.row()) else { return };
        let client = self.session.client();
        let body = MatchPayment { parts };
        let work =
            async move { client.match_payment(row.id, row.version, &body, &fresh_key()).await };
        self.form.send(work, move |after| {
            self.toaster.success(t::payments::done);
            self.done(&after);
            self.last.set(Some(after));
        });
    }

    fn accept_best(self) {
        let Some(Some(said)) = untrack(|| self.said.get()) else { return };
        let best = said.proposals.iter().find(|one| !one.parts.is_empty());
        if let Some(best) = best.filter(|one| one.is_open && one.lost.is_none()) {
            self.accept(parts_of(best));
        }
    }

    fn refuse(self, order: OrderId) {
        let Some(row) = untrack(|| self.row()) else { return };
        let client = self.session.client();
        let body = RefuseSuggestion { order_id: order };
        spawn_local(async move {
            match client.refuse_suggestion(row.id, row.version, &body, &fresh_key()).await {
                Ok(_) => {
                    self.toaster.success(t::payments::refused);
                    self.queue.reload();
                    self.said.reload();
                }
                Err(error) => tell_failure(self.toaster, &error),
            }
        });
    }

    /// Takes back what was matched last at this desk.
    fn undo(self) {
        let Some(view) = self.last.get_untracked() else { return };
        let standing = view.matches.iter().rev().find(|one| one.undone_at.is_none());
        let Some(one) = standing.cloned() else { return };
        let client = self.session.client();
        spawn_local(async move {
            match client.undo_payment_match(view.payment.id, view.version, one.id).await {
                Ok(after) => {
                    self.toaster.success(t::payments::undone_match);
                    self.last.set(None);
                    self.choose(after.payment.id);
                    self.queue.reload();
                    self.said.reload();
                }
                Err(error) => tell_failure(self.toaster, &error),
            }
        });
    }

    fn run(self) {
        let client = self.session.client();
        let work = async move { client.match_payments(&fresh_key()).await };
        self.form.send(work, move |run| {
            let words = untrack(|| t::payments::matched_of(run.matched, run.suggested, run.left));
            self.toaster.success(words);
            self.queue.reload();
            self.said.reload();
        });
    }

    fn may(self) -> bool {
        self.session.may(Permission::PaymentsManage)
    }

    fn press(self, key: &str) -> bool {
        match key {
            "j" => self.step(1),
            "k" => self.step(-1),
            _ if !untrack(|| self.may()) => return false,
            "Enter" => self.accept_best(),
            "s" => self.splitting.set(true),
            "i" => self.ignoring.set(untrack(|| self.row())),
            "u" => self.undo(),
            _ => return false,
        }
        true
    }
}

/// Keys belong to the desk unless somebody types, or presses what has the focus. A key that is held
/// down walks through the queue, and books nothing.
pub fn is_elsewhere(event: &web_sys::KeyboardEvent) -> bool {
    let is_held = event.repeat() && !["j", "k"].contains(&event.key().as_str());
    if event.ctrl_key() || event.meta_key() || event.alt_key() || is_held {
        return true;
    }
    let Some(target) = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    let tag = target.tag_name();
    let types = ["INPUT", "TEXTAREA", "SELECT"].contains(&tag.as_str());
    let presses = event.key() == "Enter" && ["BUTTON", "A"].contains(&tag.as_str());
    let in_dialog = target.closest("dialog, [role=dialog]").ok().flatten().is_some();
    types || presses || in_dialog
}

fn queue(desk: &Desk, page: Signal<Page<PaymentRow>>) -> AnyView {
    let desk = *desk;
    let rows = move || {
        let page = page.get();
        if page.items.is_empty() {
            return view! {
                <EmptyState
                    glyph=Glyph::CheckCircle
                    title=t::payments::queue_empty
                    text=t::payments::queue_empty_text
                />
            }
            .into_any();
        }
        let row = |row: PaymentRow| {
            let id = row.id;
            let is_chosen = move || desk.chosen.get() == Some(id);
            let payer = payer_of(&row.payer_name);
            view! {
                <li>
                    <button
                        type="button"
                        class="desk__row"
                        aria-current=move || is_chosen().to_string()
                        on:click=move |_| desk.choose(id)
                    >
                        <span class="row row--spread">
                            <span>{payer}</span>
                            <Money amount=row.open currency=row.currency/>
                        </span>
                        <span class="row row--spread small">
                            <span class="muted">
                                <Day on=row.value_date/>
                                " "
                                {row.remark.clone()}
                            </span>
                            {match_dot(row.status, false)}
                        </span>
                    </button>
                </li>
            }
        };
        view! { <ul class="desk__queue">{page.items.into_iter().map(row).collect_view()}</ul> }
            .into_any()
    };
    view! { {rows} }.into_any()
}

fn head(desk: &Desk, row: PaymentRow) -> AnyView {
    let desk = *desk;
    let (known, currency) = (row.clone(), row.currency);
    let payer = payer_of(&row.payer_name);
    let buttons = move || {
        let known = known.clone();
        desk.may().then(|| {
            view! {
                <Button
                    label=t::payments::split
                    small=true
                    on_press=move || desk.splitting.update(|open| *open = !*open)
                />
                <Button
                    label=t::payments::ignore
                    small=true
                    on_press=move || desk.ignoring.set(Some(known.clone()))
                />
            }
        })
    };
    view! {
        <Card>
            <div class="stack stack--tight">
                <div class="row row--spread">
                    <strong>
                        <a href=routes::payment(row.id)>{payer}</a>
                    </strong>
                    <Money amount=row.open currency large=true/>
                </div>
                <div class="row row--spread">
                    <span class="muted">
                        <Day on=row.value_date/>
                        " "
                        {row.bank_account_name.clone()}
                        " "
                        {row.bank_reference.clone()}
                    </span>
                    {match_dot(row.status, false)}
                </div>
                <p>{row.remark.clone()}</p>
                <div class="row">{buttons}</div>
            </div>
        </Card>
    }
    .into_any()
}

fn chosen(desk: &Desk) -> AnyView {
    let desk = *desk;
    // Another version of the same payment is no reason to forget what somebody is typing.
    let row = Memo::new(move |_| desk.row());
    let shown = move || {
        let Some(row) = row.get() else {
            return view! { <EmptyState glyph=Glyph::Yuan title=t::payments::choose/> }.into_any();
        };
        let doing = Doing {
            accept: Callback::new(move |parts| desk.accept(parts)),
            refuse: Callback::new(move |order| desk.refuse(order)),
            may: Signal::derive(move || desk.may()),
        };
        let currency = row.currency;
        let said = move || {
            let said = desk.said.get().flatten();
            match said {
                Some(said) => proposals(&said, currency, doing),
                None => view! { <SkeletonRows rows=2/> }.into_any(),
            }
        };
        let (header, for_split) = (head(&desk, row.clone()), row);
        let split = move || {
            let row = for_split.clone();
            (desk.splitting.get() && desk.may()).then(|| split_card(&row, desk.form, doing.accept))
        };
        let failure = move || {
            desk.form
                .failure()
                .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
        };
        view! {
            {header}
            {failure}
            <Card title=t::payments::suggestions>{said}</Card>
            {split}
        }
        .into_any()
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

/// The desk.
#[component]
pub fn DeskPage() -> impl IntoView {
    let session = use_session();
    let named = use_query_map().with_untracked(|query| query.get("payment"));
    let chosen_id = RwSignal::new(named.and_then(|id| id.parse::<PaymentId>().ok()));
    let waiting = || PaymentListQuery {
        status: vec![MatchStatus::Suggested, MatchStatus::Unmatched, MatchStatus::PartiallyMatched],
        direction: vec![Direction::In],
        per_page: 100,
        ..PaymentListQuery::default()
    };
    let load = use_load(move |client: Client| async move { client.payments(&waiting()).await });
    let said = use_load(move |client: Client| {
        let id = chosen_id.get();
        async move {
            match id {
                Some(id) => client.payment_suggestions(id).await.map(Some),
                None => Ok(None),
            }
        }
    });
    let desk = Desk {
        session,
        toaster: use_toaster(),
        queue: load,
        chosen: chosen_id,
        said,
        last: RwSignal::new(None),
        ignoring: RwSignal::new(None),
        splitting: RwSignal::new(false),
        form: FormState::new(),
    };
    // Somebody who comes here begins with the first one.
    Effect::new(move || {
        if desk.queue.get().is_some() && desk.chosen.get_untracked().is_none() {
            desk.step(0);
        }
    });
    let keys = window_event_listener(ev::keydown, move |event| {
        if !is_elsewhere(&event) && desk.press(&event.key()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
    let blocked = Signal::derive(move || session.why_not(Permission::PaymentsManage));
    let actions = move || {
        view! {
            <GuardedButton
                label=t::payments::run
                icon=Glyph::Sparkle
                look=Look::Default
                blocked
                busy=desk.form.busy()
                on_press=move || desk.run()
            />
        }
    };
    view! {
        <PageHeader
            title=t::payments::desk
            meta=|| view! { <span>{t::payments::desk_about}</span> }
            actions
        />
        <p class="muted small desk__keys">{t::payments::keys}</p>
        <div class="desk">
            <Card title=t::payments::queue flush=true>
                <Loaded load view=move |page| queue(&desk, page)/>
            </Card>
            {chosen(&desk)}
        </div>
        {ignore_dialog(desk.ignoring, Callback::new(move |after| desk.done(&after)))}
    }
    .into_any()
}
