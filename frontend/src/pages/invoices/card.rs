//! What of an order is invoiced, on the order's page.

use client::Side;
use domain::{
    access::Permission,
    id::OrderId,
    invoices::wire::{InvoiceLink, OrderInvoicing},
    money::{Amount, Currency},
};
use leptos::prelude::*;

use super::invoice_dot;
use crate::{
    components::{Load, Loaded, use_load},
    i18n::t,
    routes,
    state::use_session,
    ui::{Banner, ButtonLink, Card, DescriptionList, Fact, Glyph, Money, SkeletonRows, Tone},
};

fn one(side: Side, currency: Currency, link: InvoiceLink) -> AnyView {
    let name = link.number.unwrap_or(link.reference);
    view! {
        <li class="row row--spread">
            <a class="mono break-all" href=routes::invoice(side, link.id)>
                {name}
            </a>
            <Money amount=link.gross currency/>
            {invoice_dot(link.status, link.confirmation, false)}
        </li>
    }
    .into_any()
}

fn figures(side: Side, of: OrderInvoicing, may_request: bool) -> AnyView {
    let OrderInvoicing { order_id, currency, refunded, invoiced, requested, open, .. } = of;
    let figure = move |amount: Amount| view! { <Money amount currency/> };
    let returned = (refunded != Amount::ZERO).then(|| {
        view! { <Fact label=t::invoices::refunded>{figure(refunded)}</Fact> }
    });
    let due = (of.red_due != Amount::ZERO).then(|| {
        let words = t::invoices::red_due(of.red_due.display(currency));
        view! { <Banner tone=Tone::Warning>{words}</Banner> }
    });
    let request = (may_request && of.invoiceable && open != Amount::ZERO).then(|| {
        view! {
            <ButtonLink
                label=t::invoices::request
                href=routes::request_invoice(side, Some(order_id))
                icon=Glyph::Plus
                small=true
            />
        }
    });
    let links = of.invoices.into_iter().map(|link| one(side, currency, link)).collect_view();
    view! {
        <div class="stack">
            {due}
            <DescriptionList rows=true>
                <Fact label=t::invoices::invoiced>{figure(invoiced)}</Fact>
                <Fact label=t::invoices::requested>{figure(requested)}</Fact>
                {returned}
                <Fact label=t::invoices::open>{figure(open)}</Fact>
            </DescriptionList>
            <ul class="stack stack--tight invoice-links">{links}</ul>
            <div>{request}</div>
        </div>
    }
    .into_any()
}

/// The card, for those who may read invoices.
#[component]
pub fn OrderInvoicesCard(
    side: Side,
    #[prop(into)] order: Signal<OrderId>,
    /// Moves when the order changed.
    #[prop(into)]
    version: Signal<i64>,
) -> impl IntoView {
    let session = use_session();
    let (read, ask) = match side {
        Side::Staff => (Permission::InvoicesRead, Permission::InvoicesRequest),
        Side::Portal => (Permission::PartnerInvoices, Permission::PartnerInvoices),
    };
    if !untrack(|| session.may(read)) {
        return ().into_any();
    }
    let load: Load<OrderInvoicing> = use_load(move |client| {
        let (id, _) = (order.get(), version.get());
        async move { client.order_invoicing(side, &id.to_string()).await }
    });
    let drawn = move |of: Signal<OrderInvoicing>| move || figures(side, of.get(), session.may(ask));
    view! {
        <Card title=t::invoices::order_card>
            <Loaded load view=drawn skeleton=|| view! { <SkeletonRows rows=3/> }/>
        </Card>
    }
    .into_any()
}
