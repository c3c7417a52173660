//! The routes of orders: a part of `console.rs`'s and `portal.rs`'s tables.

use client::Side;
use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::{any_nested_route::IntoAnyNestedRoute as _, components::Route, path};

use super::{ApprovalListPage, OrderFormPage, OrderListPage, OrderPage, OrderPrintPage};
use crate::components::Permitted;

/// A page for those who may read orders on that side.
fn readers<V: IntoView + 'static>(
    side: Side,
    page: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let needs = match side {
        Side::Staff => Permission::OrdersRead,
        Side::Portal => Permission::PartnerOrders,
    };
    move || {
        let page = page.clone();
        view! { <Permitted needs>{page()}</Permitted> }.into_any()
    }
}

/// The console's.
#[component(transparent)]
pub fn StaffOrders() -> impl leptos_router::MatchNestedRoutes + Clone {
    const SIDE: Side = Side::Staff;
    view! {
        <Route path=path!("/approvals") view=ApprovalListPage/>
        <Route path=path!("/orders") view=readers(SIDE, || view! { <OrderListPage side=SIDE/> })/>
        <Route path=path!("/orders/new") view=|| view! { <OrderFormPage side=SIDE/> }/>
        <Route path=path!("/orders/:id") view=readers(SIDE, || view! { <OrderPage side=SIDE/> })/>
        <Route path=path!("/orders/:id/edit") view=|| view! { <OrderFormPage side=SIDE/> }/>
        <Route
            path=path!("/orders/:id/print")
            view=readers(SIDE, || view! { <OrderPrintPage side=SIDE/> })
        />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The portal's.
#[component(transparent)]
pub fn PortalOrders() -> impl leptos_router::MatchNestedRoutes + Clone {
    const SIDE: Side = Side::Portal;
    view! {
        <Route path=path!("/orders") view=readers(SIDE, || view! { <OrderListPage side=SIDE/> })/>
        <Route path=path!("/orders/new") view=|| view! { <OrderFormPage side=SIDE/> }/>
        <Route path=path!("/orders/:id") view=readers(SIDE, || view! { <OrderPage side=SIDE/> })/>
        <Route path=path!("/orders/:id/edit") view=|| view! { <OrderFormPage side=SIDE/> }/>
        <Route
            path=path!("/orders/:id/print")
            view=readers(SIDE, || view! { <OrderPrintPage side=SIDE/> })
        />
    }
    .into_inner()
    .into_any_nested_route()
}
