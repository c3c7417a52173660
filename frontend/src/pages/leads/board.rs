//! The board: a column for each status. Cards are dragged by the pointer, or moved by their menu,
//! which the keyboard opens.

use client::Client;
use domain::{
    access::Permission,
    leads::wire::{BoardColumn, BoardQuery, BoardView, LeadListQuery, LeadRow, LeadStatusView},
    licenses::wire::OwnedBy,
    list::ListQuery as _,
};
use leptos::prelude::*;

use super::{
    list::new_link,
    moves::{Mover, move_dialog},
    name_of,
    switch::LeadSwitch,
    tone,
};
use crate::{
    components::{Loaded, use_live, use_load},
    i18n::{lang, t},
    pages::parts::choices,
    routes,
    state::use_session,
    ui::{
        Choice, Day, Glyph, Icon, Menu, MenuItem, MenuTitle, Money, PageHeader, SearchInput,
        Segmented, SkeletonRows, StatusDot, Tag, Tone,
    },
};

/// What every card needs.
#[derive(Clone, Copy)]
struct Board {
    mover: Mover,
    statuses: Memo<Vec<LeadStatusView>>,
    dragged: RwSignal<Option<LeadRow>>,
    /// The status that the pointer is over with a card.
    over: RwSignal<Option<LeadStatusView>>,
    may_move: Memo<bool>,
}

/// The other statuses that are in use; those that no move leads to say why.
fn ways(board: Board, lead: &LeadRow) -> AnyView {
    let (here, kind, lead) = (lead.status.id, lead.status.kind, lead.clone());
    let statuses = board.statuses.get();
    let others = statuses.into_iter().filter(|one| one.id != here && one.content.active);
    let items = others.map(|to| {
        let refused = kind.action_to(to.content.kind).err();
        let blocked = Signal::derive(move || refused.as_ref().map(|why| why.words(lang())));
        let label = name_of(&to);
        let lead = lead.clone();
        view! { <MenuItem label blocked on_press=move || board.mover.ask(lead.clone(), to.clone())/> }
    });
    view! {
        <MenuTitle label=t::leads::move_to/>
        {items.collect_view()}
    }
    .into_any()
}

fn card(board: Board, lead: &LeadRow) -> AnyView {
    let shown = lead.clone();
    let (picked, offered) = (lead.clone(), lead.clone());
    let class = if lead.is_rotting { "lead-card lead-card--rotting" } else { "lead-card" };
    let rotting = lead.is_rotting.then(|| {
        view! { <Tag label=t::leads::rotting tone=Tone::Error/> }
    });
    let next = shown.next_on.map(|on| {
        let step = shown.next_step.clone().unwrap_or_default();
        view! { <span class="small">{step} " " <Day on/></span> }
    });
    let owner = match shown.owner_name.clone() {
        Some(name) => name.into_any(),
        None => view! { {t::leads::pool} }.into_any(),
    };
    let label = {
        let company = shown.company.clone();
        Signal::derive(move || t::leads::move_one(&company))
    };
    let menu = move || {
        let offered = offered.clone();
        board.may_move.get().then(|| {
            let offered = offered.clone();
            view! {
                <Menu
                    class="button button--icon button--ghost button--small"
                    label
                    end=true
                    trigger=|| view! { <Icon glyph=Glyph::ArrowRight/> }
                >
                    {ways(board, &offered)}
                </Menu>
            }
        })
    };
    view! {
        <li
            class=class
            draggable=move || board.may_move.get().to_string()
            on:dragstart=move |event| {
                if let Some(data) = event.data_transfer() {
                    // Without data some browsers do not begin to drag.
                    let _ = data.set_data("text/plain", &picked.company);
                }
                board.dragged.set(Some(picked.clone()));
            }
            on:dragend=move |_| {
                board.dragged.set(None);
                board.over.set(None);
            }
        >
            <div class="row row--spread">
                <a class="strong" href=routes::lead(shown.id)>
                    {shown.company.clone()}
                </a>
                {menu}
            </div>
            <span class="small muted">{shown.title.clone()}</span>
            <span class="row row--spread">
                <Money amount=shown.amount currency=shown.currency/>
                <span class="small muted">{shown.probability} "%"</span>
            </span>
            {next}
            <span class="row row--spread small muted">
                <span>{owner}</span>
                {rotting}
            </span>
        </li>
    }
    .into_any()
}

/// The sums of a column, a line for each currency.
fn sums(column: &BoardColumn) -> AnyView {
    let lines = column.sums.iter().map(|sum| {
        let (amount, weighted, currency) = (sum.amount, sum.weighted, sum.currency);
        view! {
            <span class="small row row--spread">
                <Money amount currency/>
                <span class="muted" data-tip=t::leads::weighted>
                    <Money amount=weighted currency/>
                </span>
            </span>
        }
    });
    view! { <div class="stack stack--tight">{lines.collect_view()}</div> }.into_any()
}

fn drawn(board: Board, query: &BoardQuery, column: &BoardColumn) -> AnyView {
    let status = column.status.clone();
    let (id, dropped) = (status.id, status.clone());
    let cards = column.cards.iter().map(|lead| card(board, lead)).collect_view();
    let total = column.leads;
    let rest = LeadListQuery { status: vec![id], ..query.list() };
    let more = (total as usize > column.cards.len()).then(|| {
        let href = format!("{}?{}", routes::LEADS, rest.to_query_string());
        view! { <a class="small" href=href>{move || t::leads::board_more(total)}</a> }
    });
    let class = move || {
        let is_over = board.over.read().as_ref().is_some_and(|over| over.id == id);
        if is_over { "lead-column lead-column--over" } else { "lead-column" }
    };
    let entered = status.clone();
    let label = name_of(&status);
    view! {
        <section
            class=class
            aria-label=label
            on:dragover=move |event| {
                if board.dragged.read_untracked().is_some() {
                    event.prevent_default();
                    if board.over.read_untracked().as_ref() != Some(&entered) {
                        board.over.set(Some(entered.clone()));
                    }
                }
            }
            on:drop=move |event| {
                event.prevent_default();
                board.over.set(None);
                if let Some(lead) = board.dragged.get_untracked() {
                    board.dragged.set(None);
                    board.mover.ask(lead, dropped.clone());
                }
            }
        >
            <header class="lead-column__head">
                <h2 class="row row--spread">
                    <StatusDot tone=tone(status.content.color) label/>
                    <span class="num muted">{total}</span>
                </h2>
                {sums(column)}
            </header>
            <ul class="lead-column__cards">{cards}</ul>
            {more}
        </section>
    }
    .into_any()
}

/// The board.
#[component]
pub fn LeadBoardPage() -> impl IntoView {
    let session = use_session();
    let changes = use_live().changes();
    let whose = RwSignal::new(String::new());
    let q = RwSignal::new(String::new());
    let query = Memo::new(move |_| BoardQuery {
        q: q.get(),
        owned_by: whose.get().parse().ok(),
        ..BoardQuery::default()
    });
    let load = use_load(move |client: Client| {
        let query = query.get();
        changes.track();
        async move { client.lead_board(&query).await }
    });
    let mover = Mover::new(Callback::new(move |_| load.reload()));
    let shown = move |view: Signal<BoardView>| {
        let statuses = Memo::new(move |_| {
            view.read().columns.iter().map(|column| column.status.clone()).collect::<Vec<_>>()
        });
        let board = Board {
            mover,
            statuses,
            dragged: RwSignal::new(None),
            over: RwSignal::new(None),
            may_move: Memo::new(move |_| session.may(Permission::LeadsWrite)),
        };
        let columns = move || {
            let query = query.get();
            view.read().columns.iter().map(|column| drawn(board, &query, column)).collect_view()
        };
        view! {
            <div class="lead-board" tabindex="0" role="group" aria-label=t::leads::board>
                {columns}
            </div>
        }
        .into_any()
    };
    let everybody = Choice::new("", t::common::all);
    let owners = Signal::derive(move || {
        let mut all = vec![everybody.clone()];
        all.extend(choices!(OwnedBy::ALL));
        all
    });
    view! {
        <PageHeader
            title=t::leads::board
            back=routes::LEADS
            back_label=t::leads::title
            actions=move || view! {
                <LeadSwitch here=routes::LEAD_BOARD/>
                {new_link()}
            }
        />
        <div class="stack">
            <div class="toolbar">
                <SearchInput value=q on_search=move |text: String| q.set(text) label=t::leads::search/>
                <Segmented label=t::leads::owner value=whose options=owners/>
            </div>
            <Loaded load view=shown skeleton=|| view! { <SkeletonRows rows=6/> }/>
        </div>
        {move_dialog(mover)}
    }
    .into_any()
}
