//! Every order one may see, and the approver's inbox; the address bar is the state.

use client::Side;
use domain::{
    access::Permission,
    list::Sort,
    orders::{
        OrderSource, OrderStatus,
        wire::{OrderListQuery, OrderRow, OrderSort, PlacedBy},
    },
    returns::ReturnStatus,
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

use super::columns::{approval_columns, order_columns, order_href};
use crate::{
    components::{ListTable, Permitted, use_live},
    i18n::t,
    pages::parts::{chip_group, choices, day_filter, narrowed},
    routes,
    state::{ListState, use_list, use_session},
    ui::{ButtonLink, EmptyState, FilterChips, Glyph, GuardedButton, Kbd, Look, PageHeader},
};

/// The one way to a new order; blocked for those who only look.
fn new_order(side: Side) -> AnyView {
    let session = use_session();
    let needs = match side {
        Side::Staff => Permission::OrdersPlace,
        Side::Portal => Permission::PartnerOrders,
    };
    let go = crate::state::use_go();
    view! {
        {move || {
            let blocked = session.why_not(needs);
            if blocked.is_none() {
                view! {
                    <ButtonLink
                        label=t::orders::new_order
                        href=routes::new_order(side)
                        icon=Glyph::Plus
                        look=Look::Primary
                    />
                }
                    .into_any()
            } else {
                view! {
                    <GuardedButton
                        label=t::orders::new_order
                        icon=Glyph::Plus
                        blocked
                        on_press=move || go.to(routes::new_order(side))
                    />
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}

/// Staff: what waits for approval, and everything.
fn tabs(approvals: bool) -> AnyView {
    let session = use_session();
    let tab = |label: crate::i18n::Word, href: &'static str, current: bool| {
        view! {
            <a class="tabs__tab" href=href aria-current=current.then_some("page")>
                {label}
            </a>
        }
    };
    view! {
        {move || {
            session
                .may(Permission::OrdersApprove)
                .then(|| {
                    view! {
                        <nav class="tabs page-tabs" aria-label=t::orders::title>
                            {tab(t::orders::tab_approvals, routes::APPROVALS, approvals)}
                            {tab(t::orders::tab_all, routes::orders(Side::Staff), !approvals)}
                        </nav>
                    }
                })
        }}
    }
    .into_any()
}

fn empty(side: Side) -> AnyView {
    let text = match side {
        Side::Staff => t::orders::empty_text,
        Side::Portal => t::orders::empty_text_portal,
    };
    view! {
        <EmptyState glyph=Glyph::Cart title=t::orders::empty text>
            {new_order(side)}
        </EmptyState>
    }
    .into_any()
}

fn filters(list: ListState<OrderListQuery>, side: Side) -> AnyView {
    view! {
        {chip_group(
            t::orders::status,
            view! {
                <FilterChips
                    label=t::orders::status
                    options=choices!(OrderStatus::ALL)
                    value=list.filter("status")
                    on_change=list.on_filter("status")
                />
            },
        )}
        {chip_group(
            t::orders::returns_filter,
            view! {
                <FilterChips
                    label=t::orders::returns_filter
                    options=choices!(ReturnStatus::ALL)
                    value=list.filter("returns")
                    on_change=list.on_filter("returns")
                />
            },
        )}
        {(side == Side::Staff)
            .then(|| {
                chip_group(
                    t::orders::source,
                    view! {
                        <FilterChips
                            label=t::orders::source
                            options=choices!(OrderSource::ALL)
                            value=list.filter("source")
                            on_change=list.on_filter("source")
                        />
                    },
                )
            })}
        {day_filter(list, "from", t::orders::from)}
        {day_filter(list, "until", t::orders::until)}
        {chip_group(
            t::orders::placed_by,
            view! {
                <FilterChips
                    label=t::orders::placed_by
                    options=choices!(PlacedBy::ALL)
                    value=list.filter("placed_by")
                    on_change=list.on_choice("placed_by")
                />
            },
        )}
    }
    .into_any()
}

/// `j` and `k` walk through the rows, Enter opens one.
fn walk_with_keys() {
    let listener = window_event_listener(ev::keydown, move |event| {
        let step: i32 = match event.key().as_str() {
            "j" => 1,
            "k" => -1,
            _ => return,
        };
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let typing = target.is_some_and(|target| {
            target.matches("input, select, textarea, dialog *").unwrap_or(true)
        });
        if typing || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Ok(rows) = document().query_selector_all("#main .row-link") else { return };
        let count = i32::try_from(rows.length()).unwrap_or_default();
        let active = document().active_element();
        let at = |index: i32| rows.get(u32::try_from(index).unwrap_or_default());
        let current = (0..count).find(|index| {
            at(*index)
                .is_some_and(|row| active.as_ref().is_some_and(|el| row.is_same_node(Some(el))))
        });
        let next = current.map_or(0, |current| (current + step).clamp(0, count - 1));
        if let Some(row) = at(next).and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = row.focus();
        }
    });
    on_cleanup(move || listener.remove());
}

/// The list.
#[component]
pub fn OrderListPage(side: Side) -> impl IntoView {
    let list = use_list::<OrderListQuery>();
    walk_with_keys();
    let (about, key) = match side {
        Side::Staff => (t::orders::about, "orders"),
        Side::Portal => (t::orders::about_portal, "portal.orders"),
    };
    let of_one = move || {
        let query = list.get();
        let of_customer = query.customer.map(|_| t::orders::of_customer);
        query.partner.map(|_| t::orders::of_partner).or(of_customer)
    };
    let widen = move |query: &mut OrderListQuery| (query.partner, query.customer) = (None, None);
    view! {
        <PageHeader
            title=t::orders::title
            meta=move || view! { <span>{about}</span> }
            actions=move || new_order(side)
        />
        {(side == Side::Staff).then(|| tabs(false))}
        <div class="stack">
            {narrowed(of_one, move || list.update(widen))}
            <ListTable
                list
                fetch=move |client, query: OrderListQuery| async move {
                    client.orders(side, &query).await
                }
                label=t::orders::title
                key
                columns=order_columns(side)
                id=|row: &OrderRow| row.id.to_string()
                href=Some(order_href(side))
                search=t::orders::search
                filters=move || filters(list, side)
                empty=move || empty(side)
                reload=use_live().changes()
            />
        </div>
    }
    .into_any()
}

/// What waits for approval, longest first.
#[component]
pub fn ApprovalListPage() -> impl IntoView {
    view! {
        <Permitted needs=Permission::OrdersApprove>
            <Approvals/>
        </Permitted>
    }
}

#[component]
fn Approvals() -> impl IntoView {
    let list = use_list::<OrderListQuery>();
    walk_with_keys();
    let waiting = |mut query: OrderListQuery| {
        query.status = vec![OrderStatus::Submitted];
        if query.sort == OrderListQuery::default().sort {
            query.sort = Sort::ascending(OrderSort::SubmittedAt);
        }
        query
    };
    let meta = || {
        view! {
            <span>{t::orders::about_approvals}</span>
            <span class="keys-hint">
                <Kbd keys="J"/>
                <Kbd keys="K"/>
                {t::orders::keys_hint}
            </span>
        }
    };
    let nothing = || {
        view! {
            <EmptyState
                glyph=Glyph::CheckCircle
                title=t::orders::nothing_to_approve
                text=t::orders::nothing_to_approve_text
            >
                <ButtonLink label=t::orders::tab_all href=routes::orders(Side::Staff)/>
            </EmptyState>
        }
    };
    view! {
        <PageHeader title=t::orders::approvals meta/>
        {tabs(true)}
        <ListTable
            list
            fetch=move |client, query: OrderListQuery| {
                let query = waiting(query);
                async move { client.orders(Side::Staff, &query).await }
            }
            label=t::orders::approvals
            key="approvals"
            columns=approval_columns()
            id=|row: &OrderRow| row.id.to_string()
            href=Some(order_href(Side::Staff))
            search=t::orders::search
            empty=nothing
            reload=use_live().changes()
        />
    }
    .into_any()
}
