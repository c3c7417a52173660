//! What a reseller keeps of what was paid in a period: to be looked at, and printed.

use client::Side;
use domain::resellers::wire::{ShareLine, ShareStatement, ShareTotal};
use leptos::prelude::*;

use crate::{
    components::{Loaded, use_load},
    i18n::{lang, t},
    pages::{
        parts::{id_in_address, or_dash},
        sales_reps::{Asked, spans},
    },
    routes,
    ui::{
        Button, Card, Clock, Day, EmptyState, Glyph, Look, Money, PageHeader, SkeletonRows,
        TableFrame,
    },
};

fn line(line: ShareLine) -> AnyView {
    let (kind, currency) = (line.kind, line.currency);
    let order = match (line.order_id, line.order_number) {
        (Some(id), Some(number)) => view! {
            <a class="mono nowrap" href=routes::order(Side::Staff, id)>
                {number}
            </a>
        }
        .into_any(),
        _ => or_dash(None),
    };
    view! {
        <tr>
            <td>
                <Day on=line.purchased_on/>
            </td>
            <td>{order}</td>
            <td>{line.customer_name}</td>
            <td>{move || kind.label(lang())}</td>
            <td class="num">
                <Money amount=line.gross currency/>
            </td>
            <td class="num">
                <Money amount=line.net currency/>
            </td>
            <td class="num">{line.ratio.to_string()}</td>
            <td class="num">
                <a href=routes::purchase(line.purchase_id)>
                    <Money amount=line.share currency/>
                </a>
            </td>
        </tr>
    }
    .into_any()
}

fn total(total: ShareTotal) -> AnyView {
    let currency = total.currency;
    view! {
        <tr class="strong">
            <th scope="row" colspan="4">
                {t::purchases::total}
            </th>
            <td class="num">
                <Money amount=total.gross currency/>
            </td>
            <td class="num">
                <Money amount=total.net currency/>
            </td>
            <td></td>
            <td class="num">
                <Money amount=total.share currency/>
            </td>
        </tr>
    }
    .into_any()
}

fn drawn(statement: ShareStatement) -> AnyView {
    if statement.lines.is_empty() {
        return view! {
            <Card title=t::resellers::statement>
                <EmptyState
                    glyph=Glyph::File
                    title=t::purchases::nothing_paid
                    text=t::resellers::nothing_shared
                />
            </Card>
        }
        .into_any();
    }
    let heads = [
        (t::purchases::purchased_on, false),
        (t::purchases::order, false),
        (t::purchases::customer, false),
        (t::purchases::kind, false),
        (t::resellers::gross, true),
        (t::resellers::net, true),
        (t::resellers::ratio, true),
        (t::resellers::share, true),
    ];
    let heads = heads.map(|(word, is_number)| {
        view! {
            <th scope="col" class:num=is_number>
                {word}
            </th>
        }
    });
    let (name, from, until) = (statement.reseller_name, statement.from, statement.until);
    let rows: Vec<_> = statement.lines.into_iter().map(line).collect();
    let totals: Vec<_> = statement.totals.into_iter().map(total).collect();
    view! {
        <Card
            title=name
            note=Signal::stored(format!("{from} – {until}"))
            flush=true
        >
            <TableFrame label=t::resellers::statement>
                <thead>
                    <tr>{heads.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows} {totals}</tbody>
            </TableFrame>
        </Card>
    }
    .into_any()
}

/// The statement of a period.
#[component]
pub fn ShareStatementPage() -> impl IntoView {
    let id = id_in_address();
    let asked = Asked::this_year();
    let load = use_load(move |client| {
        let (id, query) = (id(), asked.query(untrack(Clock::today)));
        async move { client.reseller_statement(id, &query).await }
    });
    let print = || {
        let _ = window().print();
    };
    view! {
        <PageHeader
            title=t::resellers::statement
            back=Signal::derive(move || routes::reseller(id()))
            back_label=t::resellers::back
            meta=|| view! { <span>{t::resellers::statement_about}</span> }
            actions=move || view! {
                <Button
                    label=t::orders::print
                    icon=Glyph::Print
                    look=Look::Primary
                    on_press=print
                />
            }
        />
        <div class="stack">
            <div class="row no-print">{spans(asked)}</div>
            <Loaded
                load
                view=|statement| view! { {move || drawn(statement.get())} }
                skeleton=|| view! { <SkeletonRows rows=6/> }
            />
        </div>
    }
    .into_any()
}
