//! One order: where it stands, what it is about, what comes next; and for approvers, everything to
//! decide by.

use client::Side;
use domain::{
    access::Permission,
    events::SubjectKind,
    orders::{OrderStatus, wire::OrderView},
    payments::is_payable,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    OrderStatusDot,
    actions::{Acting, buttons},
    facts::{acceptance, order_facts, reason_banner},
    lines::lines,
    progress::Progress,
    returns::{ReturnButton, returns},
    review::{Review, ReviewPanel},
};
use crate::{
    components::{Load, Loaded, use_live, use_load},
    i18n::t,
    pages::{events::EventTimeline, invoices::OrderInvoicesCard, payments::receipts_card},
    routes,
    state::use_session,
    ui::{Card, Money, PageHeader, SkeletonRows},
};

/// The approver's panel, while there is something to decide and for those who may.
fn review_of(order: Signal<OrderView>, review: Review) -> AnyView {
    let session = use_session();
    let wanted = Memo::new(move |_| {
        order.read().status == OrderStatus::Submitted && session.may(Permission::OrdersApprove)
    });
    view! {
        {move || {
            wanted
                .get()
                .then(|| {
                    let id = Memo::new(move |_| order.read().id);
                    let load = use_load(move |client| {
                        let id = id.get();
                        async move { client.order_review(id).await }
                    });
                    view! { <ReviewPanel review load/> }
                })
        }}
    }
    .into_any()
}

/// What was received for it, for staff, once money is asked for.
fn receipts(side: Side, order: Signal<OrderView>) -> AnyView {
    let wanted = Memo::new(move |_| {
        let order = order.read();
        (side == Side::Staff && is_payable(order.status)).then_some((order.id, order.version))
    });
    view! { {move || wanted.get().map(|(id, _)| receipts_card(id))} }.into_any()
}

fn body(side: Side, order: Signal<OrderView>, load: Load<OrderView>) -> AnyView {
    let id = Memo::new(move |_| order.read().id);
    let timeline = use_load(move |client| {
        let id = id.get();
        async move { client.order_timeline(side, id).await }
    });
    // Somebody did something that concerns one: look again, quietly.
    let changes = use_live().changes();
    Effect::new(move |before: Option<u32>| {
        let now = changes.get();
        if before.is_some_and(|before| before != now) {
            load.reload();
            timeline.reload();
        }
        now
    });
    let review = Review::new();
    let on_change = Callback::new(move |()| timeline.reload());
    let acting = Acting { side, order, load, on_change, review };
    let number = Signal::derive(move || order.read().number.clone());
    let status = Signal::derive(move || order.read().status);
    let (back, back_label) = (routes::orders(side), t::orders::title);
    let meta = move || {
        view! {
            <span>
                <Money
                    amount=Signal::derive(move || order.read().totals.gross)
                    currency=Signal::derive(move || order.read().currency)
                />
            </span>
            <span>{move || order.read().partner.as_ref().map(|partner| partner.name.clone())}</span>
            <span>{move || t::orders::placed_by_name(&order.read().placed_by_name)}</span>
        }
    };
    view! {
        <PageHeader
            title=number
            back
            back_label
            status=move || view! { <OrderStatusDot status/> }
            meta
            actions=move || view! { <ReturnButton acting/> {buttons(acting)} }
        />
        <div class="detail">
            <div class="detail__main">
                <Card>
                    <Progress order/>
                </Card>
                {move || reason_banner(side, &order.read())}
                {(side == Side::Staff).then(|| review_of(order, review))} {returns(acting)}
                {move || lines(side, order.get())}
                <Card title=t::orders::timeline>
                    <Loaded
                        load=timeline
                        view=move |events| view! { <EventTimeline events of=SubjectKind::Order side/> }
                        skeleton=|| view! { <SkeletonRows rows=3/> }
                    />
                </Card>
            </div>
            <div class="detail__side">
                {move || order_facts(side, order.get())}
                {receipts(side, order)}
                <OrderInvoicesCard
                    side
                    order=id
                    version=Signal::derive(move || order.read().version)
                />
                {move || order.read().acceptance.clone().map(acceptance)}
            </div>
        </div>
    }
    .into_any()
}

/// One order, by id or number.
#[component]
pub fn OrderPage(side: Side) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let load = use_load(move |client| {
        let id = id.get();
        async move { client.order(side, &id).await }
    });
    let drawn = move |order: Signal<OrderView>| {
        // Another order, another page: nothing that was chosen for one holds for the next.
        let which = Memo::new(move |_| order.read().id);
        move || {
            which.track();
            body(side, order, load)
        }
    };
    view! { <Loaded load view=drawn/> }.into_any()
}
