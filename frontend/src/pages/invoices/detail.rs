//! One invoice: the document with its lines, what it has to do with, its file and its history.

use client::Side;
use domain::{
    events::SubjectKind,
    invoices::wire::{InvoiceLink, InvoiceView},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{actions::InvoiceActions, file::FileCard, invoice_dot, lines::lines};
use crate::{
    components::{Load, Loaded, use_load},
    i18n::{Word, lang, t},
    pages::{
        events::EventTimeline,
        parts::{copyable, or_dash, or_word},
    },
    routes,
    ui::{Card, Day, DescriptionList, Fact, Money, PageHeader, SkeletonRows, Time},
};

/// The parties: a link for staff, the name for partners.
fn party(side: Side, invoice: &InvoiceView) -> AnyView {
    let row = &invoice.invoice;
    let name = row.party_name.clone();
    match (side, row.partner_id, row.customer_id) {
        (Side::Staff, Some(id), _) => view! { <a href=routes::partner(id)>{name}</a> }.into_any(),
        (Side::Staff, None, Some(id)) => {
            view! { <a href=routes::customer(id)>{name}</a> }.into_any()
        }
        _ => name.into_any(),
    }
}

fn document(side: Side, invoice: &InvoiceView) -> AnyView {
    let row = invoice.invoice.clone();
    let content = invoice.content.clone();
    let title = content.title;
    let (medium, kind, title_kind) = (content.medium, content.kind, title.kind);
    let red_reason = invoice.red_reason.map(|reason| {
        view! { <Fact label=t::invoices::red_reason>{move || reason.label(lang())}</Fact> }
    });
    let confirmation = row.confirmation.map(|it| {
        view! { <Fact label=t::invoices::confirmation>{move || it.label(lang())}</Fact> }
    });
    let fact =
        |label: Word, text: Option<String>| text.map(|text| view! { <Fact label>{text}</Fact> });
    let party = party(side, invoice);
    let (seller, seller_number) = (invoice.seller_name.clone(), invoice.seller_tax_number.clone());
    let reason = fact(t::invoices::reason, invoice.reason.clone());
    view! {
        <Card title=t::invoices::document>
            <DescriptionList>
                <Fact label=t::invoices::number>{copyable(row.number)}</Fact>
                {row.code.map(|code| view! { <Fact label=t::invoices::code>{code}</Fact> })}
                <Fact label=t::invoices::medium>
                    {move || format!("{} · {}", medium.label(lang()), kind.label(lang()))}
                </Fact>
                <Fact label=t::invoices::gross>
                    <Money amount=row.gross currency=row.currency/>
                </Fact>
                <Fact label=t::invoices::party>{party}</Fact>
                <Fact label=t::invoices::invoice_title>
                    {title.name} " · " {move || title_kind.label(lang())}
                </Fact>
                <Fact label=t::invoices::tax_number>{copyable(title.tax_number)}</Fact>
                {fact(t::invoices::title_reason, content.title_reason)}
                {fact(t::invoices::address, title.address)}
                {fact(t::invoices::phone, title.phone)} {fact(t::invoices::bank, title.bank)}
                {fact(t::invoices::account, title.account)}
                <Fact label=t::invoices::seller>
                    {seller} " · "
                    <span class="mono">{seller_number}</span>
                </Fact>
                <Fact label=t::invoices::issued_on>
                    {or_word(
                        row.issued_on.map(|on| view! { <Day on/> }),
                        t::invoices::not_issued,
                    )}
                </Fact>
                <Fact label=t::invoices::delivered_on>
                    {match row.delivered_on {
                        Some(on) => view! { <Day on/> }.into_any(),
                        None => or_dash(None),
                    }}
                </Fact>
                {red_reason} {confirmation} {fact(t::invoices::email, content.email)}
                {fact(t::invoices::remark, content.remark)}
                {reason}
                <Fact label=t::invoices::requested_by>
                    {row.requested_by_name} " · " <Time at=row.created_at/>
                </Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn link(side: Side, label: Word, one: InvoiceLink, invoice: &InvoiceView) -> AnyView {
    let currency = invoice.invoice.currency;
    let name = one.number.unwrap_or(one.reference);
    view! {
        <Fact label>
            <a class="mono" href=routes::invoice(side, one.id)>
                {name}
            </a>
            " · "
            <Money amount=one.gross currency/>
            " "
            {invoice_dot(one.status, one.confirmation, false)}
        </Fact>
    }
    .into_any()
}

fn related(side: Side, invoice: &InvoiceView) -> AnyView {
    let currency = invoice.invoice.currency;
    let orders = invoice.orders.clone().into_iter().map(move |order| {
        view! {
            <div>
                <a class="mono nowrap" href=routes::order(side, order.order_id)>
                    {order.number}
                </a>
                " · "
                <Money amount=order.gross currency/>
            </div>
        }
    });
    let orders = orders.collect_view();
    let others = |label: Word, links: Vec<InvoiceLink>| {
        links.into_iter().map(|one| link(side, label, one, invoice)).collect_view()
    };
    let reverses = others(t::invoices::reverses, invoice.reverses.iter().cloned().collect());
    let replaces = others(t::invoices::replaces, invoice.replaces.iter().cloned().collect());
    let red = others(t::invoices::red_letters, invoice.red.clone());
    view! {
        <Card title=t::invoices::related>
            <DescriptionList rows=true>
                <Fact label=t::invoices::orders>{orders}</Fact>
                {reverses} {replaces} {red}
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn body(side: Side, invoice: Signal<InvoiceView>, load: Load<InvoiceView>) -> AnyView {
    let seen = Memo::new(move |_| (invoice.read().invoice.id, invoice.read().version));
    let timeline = use_load(move |client| {
        let (id, _) = seen.get();
        async move { client.invoice_timeline(side, id).await }
    });
    let title = move || {
        let invoice = invoice.read();
        invoice.invoice.number.clone().unwrap_or_else(|| invoice.invoice.reference.clone())
    };
    let status = move || {
        let invoice = invoice.read();
        invoice_dot(invoice.invoice.status, invoice.invoice.confirmation, true)
    };
    let meta = move || {
        view! {
            <span class="mono">{move || invoice.read().invoice.reference.clone()}</span>
            <span>{move || invoice.read().invoice.title.clone()}</span>
        }
    };
    view! {
        <PageHeader
            title=Signal::derive(title)
            back=routes::invoices(side)
            back_label=t::invoices::title
            status=move || view! { {status} }
            meta
            actions=move || view! { <InvoiceActions side invoice load/> }
        />
        <div class="detail">
            <div class="detail__main">
                {move || document(side, &invoice.read())} {move || lines(invoice.get())}
            </div>
            <div class="detail__side">
                {move || related(side, &invoice.read())} <FileCard side invoice load/>
                <Card title=t::invoices::timeline>
                    <Loaded
                        load=timeline
                        view=move |events| {
                            view! { <EventTimeline events of=SubjectKind::Invoice side/> }
                        }
                        skeleton=|| view! { <SkeletonRows rows=3/> }
                    />
                </Card>
            </div>
        </div>
    }
    .into_any()
}

/// One invoice, by id, our reference or its number.
#[component]
pub fn InvoicePage(side: Side) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let load = use_load(move |client| {
        let id = id.get();
        async move { client.invoice(side, &id).await }
    });
    let drawn = move |invoice: Signal<InvoiceView>| {
        // Another invoice, another page: nothing that was typed for one holds for the next.
        let which = Memo::new(move |_| invoice.read().invoice.id);
        move || {
            which.track();
            body(side, invoice, load)
        }
    };
    view! { <Loaded load view=drawn/> }.into_any()
}
