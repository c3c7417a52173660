//! One lead: what is known, what was done, where it went, and what can be done with it.

use client::{Client, Side};
use domain::{
    access::Permission,
    events::SubjectKind,
    leads::{
        LeadAction, StatusKind,
        wire::{LeadMoveView, LeadStatusView, LeadView},
    },
};
use leptos::prelude::*;

use super::{
    activities::activities_card,
    convert::convert_dialog,
    mail::of_lead,
    moves::{Mover, move_dialog},
    name_of, named, status_dot,
};
use crate::{
    components::{FormState, Load, Loaded, ProblemWords as _, use_live, use_load},
    i18n::{lang, t},
    pages::{
        events::EventTimeline,
        parts::{id_in_address, mail_link, or_dash},
    },
    routes,
    state::{use_go, use_session, use_toaster},
    ui::{
        Banner, ButtonLink, Card, ConfirmDialog, Day, DescriptionList, Fact, Glyph, GuardedButton,
        Icon, Look, Menu, MenuItem, Money, PageHeader, SkeletonRows, TableFrame, Tag, Time, Tone,
    },
};

fn facts(view: &LeadView) -> AnyView {
    let (content, lead) = (view.content.clone(), view.lead.clone());
    let industry = content.industry.map(|it| Signal::derive(move || it.label(lang()).to_owned()));
    let region = content.region.map(|it| Signal::derive(move || it.label(lang()).to_owned()));
    let word = |word: Option<Signal<String>>| match word {
        Some(word) => view! { {word} }.into_any(),
        None => or_dash(None),
    };
    let day = |on: Option<chrono::NaiveDate>| match on {
        Some(on) => view! { <Day on distance=true/> }.into_any(),
        None => or_dash(None),
    };
    let product = match (&view.product_name_zh, &view.product_name_en) {
        (Some(zh), Some(en)) => Some(named(zh, en)),
        _ => None,
    };
    let owner = match lead.owner_name.clone() {
        Some(name) => name.into_any(),
        None => view! { <span class="muted">{t::leads::pool}</span> }.into_any(),
    };
    let partner = match (lead.partner_id, lead.partner_name.clone()) {
        (Some(id), Some(name)) => view! { <a href=routes::partner(id)>{name}</a> }.into_any(),
        _ => or_dash(None),
    };
    let customer = match &view.customer {
        Some(one) => view! { <a href=routes::customer(one.id)>{one.name.clone()}</a> }.into_any(),
        None => or_dash(None),
    };
    let next_on = content.next_on.map(|on| view! { " " <Day on distance=true/> });
    view! {
        <Card title=t::leads::facts>
            <DescriptionList>
                <Fact label=t::leads::amount>
                    <Money amount=lead.amount currency=lead.currency/>
                </Fact>
                <Fact label=t::leads::weighted>
                    <Money amount=lead.weighted currency=lead.currency/>
                    " "
                    <span class="muted small">{lead.probability} "%"</span>
                </Fact>
                <Fact label=t::leads::expected_on>{day(content.expected_on)}</Fact>
                <Fact label=t::leads::product>{word(product)}</Fact>
                <Fact label=t::leads::contact_name>{or_dash(content.contact_name)}</Fact>
                <Fact label=t::leads::contact_phone>{or_dash(content.contact_phone)}</Fact>
                <Fact label=t::leads::contact_email>{mail_link(content.contact_email)}</Fact>
                <Fact label=t::leads::source>
                    {named(&lead.source_name_zh, &lead.source_name_en)}
                </Fact>
                <Fact label=t::leads::industry>{word(industry)}</Fact>
                <Fact label=t::leads::region>{word(region)}</Fact>
                <Fact label=t::leads::owner>{owner}</Fact>
                <Fact label=t::leads::partner>{partner}</Fact>
                <Fact label=t::leads::customer>{customer}</Fact>
                <Fact label=t::leads::created>
                    <Time at=lead.created_at/>
                </Fact>
                <Fact label=t::leads::next_step wide=true>
                    {or_dash(content.next_step)} {next_on}
                </Fact>
                <Fact label=t::leads::notes wide=true>
                    <span class="pre-line">{or_dash(content.notes)}</span>
                </Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

/// Why it came to nothing, or came back.
fn reason(view: &LeadView) -> AnyView {
    let lost = view.lead.lost_reason;
    if lost.is_none() && view.reason.is_none() {
        return ().into_any();
    }
    let words = view.reason.clone().unwrap_or_default();
    let lost = move || lost.map(|reason| format!("{} ", reason.label(lang())));
    view! {
        <Banner tone=Tone::Warning title=t::leads::reason>
            {lost}
            {words}
        </Banner>
    }
    .into_any()
}

/// The orders that came of it.
fn orders(view: &LeadView) -> AnyView {
    if view.orders.is_empty() {
        return ().into_any();
    }
    let rows = view.orders.clone().into_iter().map(|order| {
        let status = order.status;
        view! {
            <li class="row row--spread">
                <a class="mono" href=routes::order(Side::Staff, order.id)>
                    {order.number}
                </a>
                <span class="muted">{move || status.label(lang())}</span>
            </li>
        }
    });
    view! {
        <Card title=t::leads::orders>
            <ul class="stack stack--tight board__cards">{rows.collect_view()}</ul>
        </Card>
    }
    .into_any()
}

fn moves(all: Signal<Vec<LeadMoveView>>) -> AnyView {
    let row = |step: &LeadMoveView| {
        let lost = step.lost_reason;
        let why = step.reason.clone().unwrap_or_default();
        view! {
            <tr>
                <td>{status_dot(&step.to, false)}</td>
                <td>
                    <Time at=step.at/>
                </td>
                <td class="num">{step.days}</td>
                <td>{step.by_name.clone()}</td>
                <td>{move || lost.map(|reason| format!("{} ", reason.label(lang())))} {why}</td>
            </tr>
        }
    };
    view! {
        <TableFrame label=t::leads::history>
            <thead>
                <tr>
                    <th scope="col">{t::leads::status}</th>
                    <th scope="col">{t::leads::since}</th>
                    <th scope="col" class="num">
                        {t::leads::days}
                    </th>
                    <th scope="col">{t::leads::by}</th>
                    <th scope="col">{t::leads::reason}</th>
                </tr>
            </thead>
            <tbody>{move || all.read().iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// The statuses it may go to, in a menu.
fn ways(mover: Mover, lead: Signal<LeadView>, statuses: Load<Vec<LeadStatusView>>) -> AnyView {
    let items = move || {
        let row = lead.read().lead.clone();
        let all = statuses.get().unwrap_or_default().into_iter();
        let others = all.filter(|one| one.id != row.status.id && one.content.active);
        let item = |to: LeadStatusView| {
            let refused = row.status.kind.action_to(to.content.kind).err();
            let blocked = Signal::derive(move || refused.as_ref().map(|why| why.words(lang())));
            let (label, row) = (name_of(&to), row.clone());
            view! { <MenuItem label blocked on_press=move || mover.ask(row.clone(), to.clone())/> }
        };
        others.map(item).collect_view()
    };
    view! {
        <Menu
            end=true
            trigger=|| view! {
                <span>{t::leads::move_to}</span>
                <Icon glyph=Glyph::ChevronDown/>
            }
        >
            {items}
        </Menu>
    }
    .into_any()
}

/// Asks before it is deleted.
fn delete(open: RwSignal<bool>, lead: Signal<LeadView>) -> AnyView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let confirm = move || {
        let (id, version) = lead.with_untracked(|lead| (lead.lead.id, lead.version));
        let client = session.client();
        let work = async move { client.delete_lead(id, version).await };
        form.send(work, move |()| {
            toaster.success(t::leads::deleted);
            go.to(routes::LEADS);
        });
    };
    view! {
        <ConfirmDialog
            open
            on_close=move || {
                form.clear();
                open.set(false);
            }
            on_confirm=confirm
            title=t::leads::delete_title
            text=t::leads::delete_text
            confirm=t::common::delete
            danger=true
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}

fn actions(
    lead: Signal<LeadView>,
    mover: Mover,
    converting: RwSignal<bool>,
    deleting: RwSignal<bool>,
) -> AnyView {
    let session = use_session();
    let statuses = use_load(|client: Client| async move { client.lead_statuses().await });
    let may_write = Memo::new(move |_| session.may(Permission::LeadsWrite));
    let not_winnable = Signal::derive(move || {
        session.why_not(Permission::OrdersPlace).or_else(|| {
            let kind = lead.read().lead.status.kind;
            let is_fine = kind == StatusKind::Won || kind.after(LeadAction::Win).is_some();
            let refused = (!is_fine).then(|| kind.action_to(StatusKind::Won).err()).flatten();
            refused.map(|why| why.words(lang()))
        })
    });
    let remove = move || {
        session.may(Permission::LeadsManage).then(|| {
            view! {
                <GuardedButton
                    label=t::common::delete
                    icon=Glyph::Trash
                    blocked=Signal::stored(None::<String>)
                    on_press=move || deleting.set(true)
                />
            }
        })
    };
    let write = move || {
        may_write.get().then(|| {
            let href = Signal::derive(move || routes::edit_lead(lead.read().lead.id));
            view! {
                <ButtonLink label=t::common::edit href icon=Glyph::Edit/>
                {ways(mover, lead, statuses)}
                <GuardedButton
                    label=t::leads::win_and_order
                    look=Look::Primary
                    blocked=not_winnable
                    on_press=move || converting.set(true)
                />
            }
        })
    };
    view! {
        {remove}
        {write}
    }
    .into_any()
}

fn body(lead: Signal<LeadView>, load: Load<LeadView>) -> AnyView {
    let session = use_session();
    let may_write = Memo::new(move |_| session.may(Permission::LeadsWrite));
    let seen = Memo::new(move |_| (lead.read().lead.id, lead.read().version));
    let history = use_load(move |client| {
        let (id, _) = seen.get();
        async move { client.lead_history(id).await }
    });
    let timeline = use_load(move |client| {
        let (id, _) = seen.get();
        async move { client.lead_timeline(id).await }
    });
    let moved = move |after: Option<LeadView>| match after {
        Some(after) => load.set(after),
        None => load.reload(),
    };
    let mover = Mover::new(Callback::new(moved));
    let (converting, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let status = move || {
        let lead = lead.read();
        let rotting = lead.lead.is_rotting.then(|| {
            view! { " " <Tag label=t::leads::rotting tone=Tone::Error/> }
        });
        view! { {status_dot(&lead.lead.status, true)} {rotting} }
    };
    view! {
        <PageHeader
            title=Signal::derive(move || lead.read().lead.company.clone())
            back=routes::LEADS
            back_label=t::leads::title
            status=move || view! { {status} }
            meta=move || view! { <span>{move || lead.read().lead.title.clone()}</span> }
            actions=move || actions(lead, mover, converting, deleting)
        />
        <div class="detail">
            <div class="detail__main">
                {move || reason(&lead.read())} {move || facts(&lead.read())}
                {activities_card(lead, load, may_write)}
            </div>
            <div class="detail__side">
                {move || orders(&lead.read())} {of_lead(lead.read_untracked().lead.id)}
                <Card title=t::leads::history flush=true>
                    <Loaded
                        load=history
                        view=moves
                        skeleton=|| view! { <SkeletonRows rows=2/> }
                    />
                </Card>
                <Card title=t::leads::timeline>
                    <Loaded
                        load=timeline
                        view=move |events| view! {
                            <EventTimeline events of=SubjectKind::Lead side=Side::Staff/>
                        }
                        skeleton=|| view! { <SkeletonRows rows=3/> }
                    />
                </Card>
            </div>
        </div>
        {move_dialog(mover)}
        {convert_dialog(converting, lead)}
        {delete(deleting, lead)}
    }
    .into_any()
}

/// One lead.
#[component]
pub fn LeadPage() -> impl IntoView {
    let id = id_in_address();
    let changes = use_live().changes();
    let load = use_load(move |client| {
        let id = id();
        changes.track();
        async move { client.lead(id).await }
    });
    view! { <Loaded load view=move |lead| body(lead, load)/> }.into_any()
}
