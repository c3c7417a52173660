//! What stands beside the lines: who, when, under which numbers, what was accepted.

use client::Side;
use domain::orders::{
    OrderSource, OrderStatus,
    wire::{AcceptanceView, OrderView},
};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    pages::parts::{copyable, or_dash},
    routes,
    ui::{Banner, ButtonLink, Card, DescriptionList, Fact, Time, Tone},
};

/// Why it was rejected or canceled; and for the one who placed it, the way on.
pub fn reason_banner(side: Side, order: &OrderView) -> AnyView {
    let Some(reason) = order.reason.clone() else { return ().into_any() };
    let by = order.decided_by_name.clone();
    let (tone, title) = match order.status {
        OrderStatus::Rejected => (Tone::Error, t::orders::rejected_because),
        OrderStatus::Cancelled => (Tone::Brand, t::orders::cancelled_because),
        _ => return ().into_any(),
    };
    let who = by.map(|by| view! { <p class="muted small">{by}</p> });
    if order.status == OrderStatus::Rejected && side == Side::Portal {
        let href = routes::edit_order(side, &order.number);
        let action = move || {
            view! { <ButtonLink label=t::orders::edit_and_resubmit href=href.clone() small=true/> }
        };
        return view! {
            <Banner tone title action>
                <p>{reason}</p>
                {who}
            </Banner>
        }
        .into_any();
    }
    view! {
        <Banner tone title>
            <p>{reason}</p>
            {who}
        </Banner>
    }
    .into_any()
}

/// The facts of the order.
pub fn order_facts(side: Side, order: OrderView) -> AnyView {
    let source = order.source;
    let came_of = (source == OrderSource::Lead && side == Side::Staff)
        .then(|| crate::pages::leads::of_order(order.id));
    let buyer = match (order.partner, side) {
        (Some(partner), Side::Staff) => {
            view! { <a href=routes::partner(partner.id)>{partner.name}</a> }.into_any()
        }
        (Some(partner), Side::Portal) => partner.name.into_any(),
        (None, _) => view! { {t::orders::buyer_direct} }.into_any(),
    };
    let staff_facts = (side == Side::Staff).then(|| {
        view! {
            <Fact label=t::orders::source>{move || source.label(lang())} {came_of}</Fact>
            <Fact label=t::orders::contract_number>{copyable(order.contract_number)}</Fact>
        }
    });
    let when = |label: crate::i18n::Word, at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| {
            view! {
                <Fact label>
                    <Time at full=true/>
                </Fact>
            }
        })
    };
    view! {
        <Card title=t::orders::order_facts>
            <DescriptionList rows=true>
                <Fact label=t::orders::buyer>{buyer}</Fact>
                <Fact label=t::orders::customer_order_number>
                    {copyable(order.customer_order_number)}
                </Fact>
                {staff_facts}
                <Fact label=t::orders::placed_by>{order.placed_by_name}</Fact>
                {when(t::orders::created_at, Some(order.created_at))}
                {when(t::orders::submitted_at, order.submitted_at)}
                {when(t::orders::decided_at, order.decided_at)}
                {order
                    .decided_by_name
                    .map(|name| view! { <Fact label=t::orders::decided_by>{name}</Fact> })}
                <Fact label=t::orders::remark>{or_dash(order.remark)}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

/// Who accepted which terms.
pub fn acceptance(acceptance: AcceptanceView) -> AnyView {
    let content = acceptance.content_hash_shown().map(str::to_owned);
    let AcceptanceView { by, at, address, terms_version, terms_hash, changed_since, .. } =
        acceptance;
    let changed = changed_since.then(|| {
        view! { <Banner tone=Tone::Warning><p>{t::orders::changed_since}</p></Banner> }
    });
    view! {
        <Card title=t::orders::acceptance>
            {changed}
            <DescriptionList rows=true>
                <Fact label=t::orders::accepted_by>{by}</Fact>
                <Fact label=t::orders::accepted_at>
                    <Time at full=true/>
                </Fact>
                <Fact label=t::orders::accepted_address>{or_dash(address)}</Fact>
                <Fact label=t::orders::terms_version_label>{terms_version}</Fact>
                <Fact label=t::orders::terms_hash>{copyable(Some(terms_hash))}</Fact>
                <Fact label=t::orders::content_hash>{copyable(content)}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}
