//! One payment: what the bank said, what it is for, and what happened to it.

use client::Side;
use domain::{
    access::Permission,
    events::SubjectKind,
    money::Currency,
    payments::{
        PaymentAction,
        wire::{MatchView, PaymentRow, PaymentView},
    },
};
use leptos::{prelude::*, task::spawn_local};

use super::{ignore::ignore_dialog, match_dot, proposals::evidence_list};
use crate::{
    components::{Load, Loaded, tell_failure, use_load},
    i18n::{lang, t},
    pages::{
        events::EventTimeline,
        parts::{id_in_address, or_dash},
        receivables::credit_drawer,
    },
    routes,
    state::{use_session, use_toaster},
    ui::{
        Banner, Button, ButtonLink, Card, Day, DescriptionList, Fact, GuardedButton, Look, Money,
        PageHeader, SkeletonRows, TableFrame, Time, Tone,
    },
};

fn said(text: &str) -> AnyView {
    or_dash(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

fn facts(view: &PaymentView) -> AnyView {
    let row = view.payment.clone();
    let statement = match row.statement_id {
        Some(id) => view! { <a href=routes::statement(id)>{t::payments::statement}</a> }.into_any(),
        None => view! { {t::payments::by_hand} }.into_any(),
    };
    let (direction, note) = (row.direction, view.content.note.clone());
    view! {
        <Card title=t::payments::facts>
            <DescriptionList>
                <Fact label=t::payments::amount>
                    <Money amount=row.amount currency=row.currency/>
                </Fact>
                <Fact label=t::payments::open>
                    <Money amount=row.open currency=row.currency/>
                </Fact>
                <Fact label=t::payments::value_date>
                    <Day on=row.value_date/>
                </Fact>
                <Fact label=t::payments::direction>{move || direction.label(lang())}</Fact>
                <Fact label=t::payments::payer>{said(&row.payer_name)}</Fact>
                <Fact label=t::payments::payer_account>{said(&row.payer_account)}</Fact>
                <Fact label=t::payments::reference>{said(&row.bank_reference)}</Fact>
                <Fact label=t::payments::account>{or_dash(row.bank_account_name)}</Fact>
                <Fact label=t::payments::statement>{statement}</Fact>
                <Fact label=t::payments::remark wide=true>{said(&row.remark)}</Fact>
                <Fact label=t::payments::note wide=true>
                    {or_dash(note)}
                </Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn match_row(
    one: &MatchView,
    currency: Currency,
    may_undo: bool,
    undo: Callback<MatchView>,
) -> AnyView {
    let (method, known) = (one.method, one.clone());
    let evidence = evidence_list(&one.evidence);
    let last = match (one.undone_at, one.undone_by_name.clone()) {
        (Some(at), by) => view! {
            <span class="muted">
                {t::payments::undone} " " <Time at/> " " {by}
            </span>
        }
        .into_any(),
        (None, _) if may_undo => view! {
            <Button
                label=t::payments::undo
                small=true
                on_press=move || undo.run(known.clone())
            />
        }
        .into_any(),
        (None, _) => ().into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <a class="mono" href=routes::order(Side::Staff, one.order_id)>
                    {one.order_number.clone()}
                </a>
                <div class="muted small">{one.party_name.clone()}</div>
                {evidence}
            </th>
            <td class="num">
                <Money amount=one.amount currency/>
            </td>
            <td class="num">
                <Money amount=one.fee currency/>
            </td>
            <td>
                {move || method.label(lang())} " · " {one.matched_by_name.clone()}
                <div class="muted small">
                    <Time at=one.matched_at/>
                </div>
            </td>
            <td>{last}</td>
        </tr>
    }
    .into_any()
}

fn matches(view: Signal<PaymentView>, undo: Callback<MatchView>) -> AnyView {
    let session = use_session();
    let table = move || {
        let view = view.read();
        if view.matches.is_empty() {
            return view! { <p class="muted card__body">{t::payments::no_matches}</p> }.into_any();
        }
        let may = session.may(Permission::PaymentsManage);
        let currency = view.payment.currency;
        let rows: Vec<AnyView> =
            view.matches.iter().map(|one| match_row(one, currency, may, undo)).collect();
        view! {
            <TableFrame label=t::payments::matches>
                <thead>
                    <tr>
                        <th scope="col">{t::payments::order}</th>
                        <th scope="col" class="num">
                            {t::payments::amount}
                        </th>
                        <th scope="col" class="num">
                            {t::payments::fee}
                        </th>
                        <th scope="col">{t::payments::method}</th>
                        <th scope="col">{t::payments::undo}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        }
        .into_any()
    };
    view! { <Card title=t::payments::matches flush=true>{table}</Card> }.into_any()
}

fn actions(
    view: Signal<PaymentView>,
    load: Load<PaymentView>,
    asked: RwSignal<Option<PaymentRow>>,
    crediting: RwSignal<bool>,
) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let why = move |action: PaymentAction| {
        Signal::derive(move || {
            session.why_not(Permission::PaymentsManage).or_else(|| {
                let status = view.read().payment.status;
                status.check(action).err().map(|refusal| refusal.words(lang()))
            })
        })
    };
    let restore = move || {
        let (client, row) = (session.client(), view.get_untracked().payment);
        spawn_local(async move {
            match client.restore_payment(row.id, row.version).await {
                Ok(after) => {
                    toaster.success(t::payments::restored);
                    load.set(after);
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    let is_ignored = move || view.read().payment.ignored_reason.is_some();
    let buttons = move || {
        if is_ignored() {
            return view! {
                <GuardedButton
                    label=t::payments::restore
                    blocked=why(PaymentAction::Restore)
                    on_press=restore
                />
            }
            .into_any();
        }
        view! {
            <GuardedButton
                label=t::payments::ignore
                blocked=why(PaymentAction::Ignore)
                on_press=move || asked.set(Some(view.get_untracked().payment))
            />
        }
        .into_any()
    };
    let credit = move || {
        let may = session.may(Permission::ReceivablesManage);
        (may && view.read().payment.facts().may_match().is_ok()).then(|| {
            view! {
                <Button
                    label=t::receivables::credit
                    on_press=move || crediting.set(true)
                />
            }
        })
    };
    let href = Signal::derive(move || routes::desk_of(view.read().payment.id));
    let to_desk = move || {
        let may = session.may(Permission::PaymentsManage);
        (may && view.read().payment.facts().may_match().is_ok())
            .then(|| view! { <ButtonLink label=t::payments::to_desk href look=Look::Primary/> })
    };
    view! {
        {buttons}
        {credit}
        {to_desk}
    }
    .into_any()
}

fn body(payment: Signal<PaymentView>, load: Load<PaymentView>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let asked = RwSignal::new(None::<PaymentRow>);
    let crediting = RwSignal::new(false);
    let seen = Memo::new(move |_| (payment.read().payment.id, payment.read().version));
    let timeline = use_load(move |client| {
        let (id, _) = seen.get();
        async move { client.payment_timeline(id).await }
    });
    let undo = Callback::new(move |one: MatchView| {
        let (client, view) = (session.client(), payment.get_untracked());
        spawn_local(async move {
            match client.undo_payment_match(view.payment.id, view.version, one.id).await {
                Ok(after) => {
                    toaster.success(t::payments::undone_match);
                    load.set(after);
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    });
    let title = Signal::derive(move || {
        let row = payment.read().payment.clone();
        let payer = Some(row.payer_name).filter(|name| !name.is_empty());
        payer.unwrap_or_else(|| t::payments::no_payer.get().to_owned())
    });
    let ignored = move || {
        let reason = payment.read().payment.ignored_reason.clone();
        reason.map(|reason| {
            view! { <Banner tone=Tone::Warning title=t::payments::reason>{reason}</Banner> }
        })
    };
    view! {
        <PageHeader
            title
            back=routes::PAYMENTS
            back_label=t::payments::title
            status=move || view! { {move || match_dot(payment.read().payment.status, true)} }
            actions=move || actions(payment, load, asked, crediting)
        />
        <div class="detail">
            <div class="detail__main">
                {ignored} {move || facts(&payment.read())} {matches(payment, undo)}
            </div>
            <div class="detail__side">
                <Card title=t::payments::history>
                    <Loaded
                        load=timeline
                        view=move |events| view! {
                            <EventTimeline events of=SubjectKind::Payment side=Side::Staff/>
                        }
                        skeleton=|| view! { <SkeletonRows rows=3/> }
                    />
                </Card>
            </div>
        </div>
        {ignore_dialog(asked, Callback::new(move |after| load.set(after)))}
        {credit_drawer(payment, crediting, Callback::new(move |_| load.reload()))}
    }
    .into_any()
}

/// One payment.
#[component]
pub fn PaymentPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.payment(id).await }
    });
    view! { <Loaded load view=move |payment| body(payment, load)/> }.into_any()
}
