//! One partner, as staff see it: what is agreed, whom to write to, what it ordered.

use client::{Client, Side};
use domain::{
    access::Permission,
    id::PartnerId,
    licenses::wire::LicenseListQuery,
    list::ListQuery as _,
    orders::{OrderStatus, wire::OrderListQuery},
    partners::wire::PartnerView,
    receivables::wire::StandingOfQuery,
};
use leptos::prelude::*;

use super::{
    AgreementBanner, PartnerStatusDot,
    actions::buttons,
    profile::{agreement_facts, contact_facts},
    team::TeamCard,
};
use crate::{
    components::{Load, Loaded, use_load},
    i18n::t,
    pages::{api_keys::ApiKeys, parts::id_in_address, receivables::standing_card},
    routes,
    state::use_session,
    ui::{ButtonLink, Glyph, PageHeader, Stat},
};

fn orders_of(partner: PartnerId, status: Vec<OrderStatus>) -> OrderListQuery {
    OrderListQuery { partner: Some(partner), status, ..OrderListQuery::default() }
}

fn licenses_of(partner: PartnerId) -> LicenseListQuery {
    LicenseListQuery { partner: Some(partner), ..LicenseListQuery::default() }
}

async fn count_orders(client: Client, query: OrderListQuery) -> client::ClientResult<u64> {
    let query = OrderListQuery { per_page: 1, ..query };
    Ok(client.orders(Side::Staff, &query).await?.total)
}

async fn count_licenses(client: Client, query: LicenseListQuery) -> client::ClientResult<u64> {
    let query = LicenseListQuery { per_page: 1, ..query };
    Ok(client.licenses(Side::Staff, &query).await?.total)
}

fn figure(load: Load<u64>) -> impl IntoView {
    move || load.get().map_or_else(|| "…".to_owned(), |count| count.to_string())
}

/// How much there is of what belongs to it; each figure opens its list.
fn figures(partner: PartnerId) -> AnyView {
    let waiting = vec![OrderStatus::Submitted];
    let orders = use_load(move |client| count_orders(client, orders_of(partner, Vec::new())));
    let in_review = {
        let waiting = waiting.clone();
        use_load(move |client| count_orders(client, orders_of(partner, waiting.clone())))
    };
    let licenses = use_load(move |client| count_licenses(client, licenses_of(partner)));
    let side = Side::Staff;
    let all_orders = orders_of(partner, Vec::new()).to_query_string();
    let waiting_orders = orders_of(partner, waiting).to_query_string();
    let all_licenses = licenses_of(partner).to_query_string();
    view! {
        <div class="grid">
            <Stat
                label=t::partners::in_review
                icon=Glyph::Approve
                href=format!("{}?{waiting_orders}", routes::orders(side))
            >
                {figure(in_review)}
            </Stat>
            <Stat
                label=t::partners::orders
                icon=Glyph::File
                href=format!("{}?{all_orders}", routes::orders(side))
            >
                {figure(orders)}
            </Stat>
            <Stat
                label=t::partners::licenses
                icon=Glyph::Key
                href=format!("{}?{all_licenses}", routes::licenses(side))
            >
                {figure(licenses)}
            </Stat>
        </div>
    }
    .into_any()
}

fn body(partner: Signal<PartnerView>, load: Load<PartnerView>) -> AnyView {
    let session = use_session();
    let sees_orders = Memo::new(move |_| {
        session.may(Permission::OrdersRead) && session.may(Permission::LicensesRead)
    });
    let sees_money = Memo::new(move |_| session.may(Permission::ReceivablesRead));
    let manages = Memo::new(move |_| session.may(Permission::PartnersManage));
    let id = Memo::new(move |_| partner.read().id);
    let name = Signal::derive(move || partner.read().name.clone());
    let status = move || view! { <PartnerStatusDot status=partner.read().status badge=true/> };
    view! {
        <PageHeader
            title=name
            back=routes::PARTNERS
            back_label=t::partners::title
            status=move || view! { {status} }
            actions=move || {
                let invoices = session.may(Permission::InvoicesRead).then(|| {
                    let href = routes::invoices_of_partner(partner.read().id);
                    view! { <ButtonLink label=t::invoices::links href icon=Glyph::Yuan/> }
                });
                view! { {invoices} {buttons(partner, load)} }
            }
            meta=move || {
                view! { <span>{move || partner.read().agreement_number.clone()}</span> }
            }
        />
        <div class="stack stack--loose">
            <AgreementBanner partner/>
            {move || sees_orders.get().then(|| figures(id.get()))}
            <div class="detail">
                <div class="detail__main">
                    {move || agreement_facts(partner.get())}
                    {move || view! { <TeamCard of=id.get()/> }}
                    {move || {
                        let partner = id.get();
                        manages.get().then(|| view! { <ApiKeys partner=Some(partner)/> })
                    }}
                </div>
                <div class="detail__side">
                    {move || contact_facts(partner.get())}
                    {move || {
                        let query =
                            StandingOfQuery { partner: Some(id.get()), ..Default::default() };
                        sees_money.get().then(|| standing_card(query))
                    }}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// One partner.
#[component]
pub fn PartnerPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.partner(id).await }
    });
    view! { <Loaded load view=move |partner| body(partner, load)/> }.into_any()
}
