//! What a reseller keeps of what was paid in a period: to be looked at, and printed.

use client::Side;
use domain::{
    exports::Cell,
    resellers::wire::{ShareLine, ShareStatement, ShareTotal},
};
use leptos::prelude::*;

use crate::{
    components::{Loaded, save_table, use_load},
    i18n::{Word, lang, t},
    pages::{
        parts::{id_in_address, or_dash},
        sales_reps::{Asked, spans},
    },
    routes,
    state::use_toaster,
    ui::{
        Button, Card, Clock, Day, EmptyState, Glyph, Look, Money, PageHeader, SkeletonRows,
        TableFrame,
    },
};

/// What stands above the columns, and which are numbers.
const HEADS: [(Word, bool); 8] = [
    (t::purchases::purchased_on, false),
    (t::purchases::order, false),
    (t::purchases::customer, false),
    (t::purchases::kind, false),
    (t::resellers::gross, true),
    (t::resellers::net, true),
    (t::resellers::ratio, true),
    (t::resellers::share, true),
];

/// The statement as a file has it, with the currency of each line (untracked).
fn lines(statement: &ShareStatement) -> Vec<Vec<Cell>> {
    let words = HEADS.iter().map(|(word, _)| Cell::from(word.get()));
    let mut lines = vec![words.chain([Cell::from(t::purchases::currency.get())]).collect()];
    lines.extend(statement.lines.iter().map(|line| {
        vec![
            Cell::Day(line.purchased_on),
            (&line.order_number).into(),
            (&line.customer_name).into(),
            line.kind.label(lang()).into(),
            Cell::Money(line.gross),
            Cell::Money(line.net),
            Cell::Text(line.ratio.to_string()),
            Cell::Money(line.share),
            line.currency.as_str().into(),
        ]
    }));
    lines.extend(statement.totals.iter().map(|total| {
        vec![
            t::purchases::total.get().into(),
            Cell::Nothing,
            Cell::Nothing,
            Cell::Nothing,
            Cell::Money(total.gross),
            Cell::Money(total.net),
            Cell::Nothing,
            Cell::Money(total.share),
            total.currency.as_str().into(),
        ]
    }));
    lines
}

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
    let heads = HEADS.map(|(word, is_number)| {
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
    let toaster = use_toaster();
    let export = move || {
        let Some(statement) = load.data().get_untracked() else { return };
        let (name, from, until) = (&statement.reseller_name, statement.from, statement.until);
        untrack(|| save_table(toaster, &format!("{name}-{from}-{until}"), &lines(&statement)));
    };
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
                <Button label=t::common::export icon=Glyph::Download on_press=export/>
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
