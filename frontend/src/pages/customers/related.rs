//! What there is of a customer in other lists: how much, and the way there.

use client::{Client, Side};
use domain::{
    access::Permission, deployments::wire::DeploymentListQuery, id::CustomerId,
    leads::wire::LeadListQuery, orders::wire::OrderListQuery, purchases::wire::PurchaseListQuery,
};
use leptos::prelude::*;

use crate::{
    i18n::t,
    pages::home::{Count, address, use_fresh},
    routes,
    state::use_session,
    ui::Glyph,
};

/// Draws the figure of one list.
type Figure = fn(CustomerId) -> AnyView;

fn leads(id: CustomerId) -> AnyView {
    let of = || LeadListQuery { customer: Some(id), ..LeadListQuery::default() };
    let query = LeadListQuery { per_page: 1, ..of() };
    let all = address(routes::LEADS, &of());
    let load = use_fresh(move |client: Client| {
        let query = query.clone();
        async move { client.leads(&query).await }
    });
    view! { <Count label=t::leads::title glyph=Glyph::Inbox load href=all/> }.into_any()
}

fn orders(id: CustomerId) -> AnyView {
    let of = || OrderListQuery { customer: Some(id), ..OrderListQuery::default() };
    let query = OrderListQuery { per_page: 1, ..of() };
    let all = address(routes::orders(Side::Staff), &of());
    let load = use_fresh(move |client: Client| {
        let query = query.clone();
        async move { client.orders(Side::Staff, &query).await }
    });
    view! { <Count label=t::layout::orders glyph=Glyph::File load href=all/> }.into_any()
}

fn deployments(id: CustomerId) -> AnyView {
    let of = || DeploymentListQuery { customer: Some(id), ..DeploymentListQuery::default() };
    let query = DeploymentListQuery { per_page: 1, ..of() };
    let all = address(routes::DEPLOYMENTS, &of());
    let load = use_fresh(move |client: Client| {
        let query = query.clone();
        async move { client.deployments(&query).await }
    });
    view! { <Count label=t::deployments::title glyph=Glyph::Server load href=all/> }.into_any()
}

fn purchases(id: CustomerId) -> AnyView {
    let of = || PurchaseListQuery { customer: Some(id), ..PurchaseListQuery::default() };
    let query = PurchaseListQuery { per_page: 1, ..of() };
    let all = address(routes::PURCHASES, &of());
    let load = use_fresh(move |client: Client| {
        let query = query.clone();
        async move { client.purchases(&query).await }
    });
    view! { <Count label=t::purchases::title glyph=Glyph::Yuan load href=all/> }.into_any()
}

/// Leads, orders, deployments and purchases of a customer, of those that one may read: figures
/// that open their rows.
#[component]
pub fn RelatedToCustomer(id: CustomerId) -> impl IntoView {
    let session = use_session();
    let may = move |permission| untrack(|| session.may(permission));
    let kinds: [(Permission, Figure); 4] = [
        (Permission::LeadsRead, leads),
        (Permission::OrdersRead, orders),
        (Permission::DeploymentsRead, deployments),
        (Permission::PurchasesRead, purchases),
    ];
    let shown: Vec<AnyView> =
        kinds.into_iter().filter(|(needs, _)| may(*needs)).map(|(_, drawn)| drawn(id)).collect();
    view! {
        <section class="grid" aria-label=t::customers::related>
            {shown}
        </section>
    }
    .into_any()
}
