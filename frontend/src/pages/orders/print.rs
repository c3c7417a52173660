//! The order as the paper form that it replaces: both parties, the lines, totals in figures and in
//! capital numerals, what was accepted.

use client::Side;
use domain::{
    money::in_capitals,
    orders::{
        LineKind,
        wire::{OrderLineView, OrderView},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    components::{Loaded, use_load},
    i18n::{lang, t},
    routes,
    ui::{Button, Glyph, Look, Money, PageHeader},
};

fn row(order: &OrderView, line: OrderLineView) -> AnyView {
    let currency = order.currency;
    let (zh, en) =
        (line.product_name_zh.unwrap_or_default(), line.product_name_en.unwrap_or_default());
    let (kind, years) = (line.input.kind, line.input.years);
    let extent = match line.input.ends_on {
        Some(day) => t::orders::expires_at(day),
        None if kind.has_years() => years.to_string(),
        None => "—".to_owned(),
    };
    let amounts = line.price.map(|price| {
        view! {
            <td class="num">
                <Money amount=price.net currency/>
            </td>
            <td class="num">{price.tax_rate.to_string()}</td>
            <td class="num">
                <Money amount=price.tax currency/>
            </td>
            <td class="num">
                <Money amount=price.gross currency/>
            </td>
        }
    });
    view! {
        <tr>
            <td>{line.line}</td>
            <td>
                {move || lang().pick(&*zh, &*en).to_owned()}
                {(kind != LineKind::New).then(|| view! { " (" {move || kind.label(lang())} ")" })}
            </td>
            <td>{line.input.end_user.name}</td>
            <td class="num">{line.input.sets}</td>
            <td class="num">{extent}</td>
            {amounts}
        </tr>
    }
    .into_any()
}

fn sheet(order: OrderView) -> AnyView {
    let buyer = match &order.partner {
        Some(partner) => Signal::stored(partner.name.clone()),
        None => t::orders::buyer_direct.signal(),
    };
    let status = order.status;
    let fact = |label: crate::i18n::Word, value: Option<String>| {
        value.map(|value| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
    };
    let day = |at: chrono::DateTime<chrono::Utc>| domain::dates::business_day(at).to_string();
    let rows: Vec<_> = order.lines.clone().into_iter().map(|line| row(&order, line)).collect();
    let totals = order.totals;
    let currency = order.currency;
    let accepted = order.acceptance.clone().map(|one| {
        let (version, hash) = (one.terms_version, one.terms_hash);
        let (by, on) = (one.by, day(one.at));
        view! {
            <p class="sheet-print__terms">
                {move || t::orders::print_accepted(&by, &on, &version)}
                <br/>
                <span class="mono">{hash}</span>
            </p>
        }
    });
    view! {
        <article class="sheet-print" data-testid="print-sheet">
            <h2>{t::orders::print_title}</h2>
            <dl class="sheet-print__facts">
                {fact(t::orders::number, Some(order.number))}
                <div>
                    <dt>{t::orders::status}</dt>
                    <dd>{move || status.label(lang())}</dd>
                </div>
                <div>
                    <dt>{t::orders::buyer}</dt>
                    <dd>{buyer}</dd>
                </div>
                {fact(t::orders::placed_by, Some(order.placed_by_name))}
                {fact(t::orders::customer_order_number, order.customer_order_number)}
                {fact(t::orders::contract_number, order.contract_number)}
                {fact(t::orders::submitted_at, order.submitted_at.map(day))}
                {fact(t::orders::remark, order.remark)}
            </dl>
            <div class="table-scroll">
                <table class="table">
                    <thead>
                        <tr>
                            <th>{t::orders::line}</th>
                            <th>{t::orders::product}</th>
                            <th>{t::orders::end_user}</th>
                            <th class="num">{t::orders::sets}</th>
                            <th class="num">{t::orders::years}</th>
                            <th class="num">{t::orders::net}</th>
                            <th class="num">{t::orders::tax_rate}</th>
                            <th class="num">{t::orders::tax}</th>
                            <th class="num">{t::orders::gross}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                    <tfoot>
                        <tr>
                            <td colspan="5">{in_capitals(totals.gross)}</td>
                            <td class="num">
                                <Money amount=totals.net currency/>
                            </td>
                            <td></td>
                            <td class="num">
                                <Money amount=totals.tax currency/>
                            </td>
                            <td class="num">
                                <Money amount=totals.gross currency/>
                            </td>
                        </tr>
                    </tfoot>
                </table>
            </div>
            {accepted}
            <div class="sheet-print__signs">
                <p>{t::orders::print_seal_buyer}</p>
                <p>{t::orders::print_seal_seller}</p>
            </div>
        </article>
    }
    .into_any()
}

/// The order to be printed, or saved as a PDF by the browser.
#[component]
pub fn OrderPrintPage(side: Side) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let load = use_load(move |client| {
        let id = id.get();
        async move { client.order(side, &id).await }
    });
    let print = || {
        let _ = window().print();
    };
    let actions = move || {
        view! {
            <Button label=t::orders::print icon=Glyph::Print look=Look::Primary on_press=print/>
        }
    };
    view! {
        <div class="print-page">
            <PageHeader
                title=t::orders::print
                back=Signal::derive(move || routes::order(side, id.get()))
                back_label=t::orders::view_order
                actions
            />
            <Loaded load view=move |order| move || sheet(order.get())/>
        </div>
    }
    .into_any()
}
