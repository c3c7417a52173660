//! The order as the paper form that it replaces. What stands on it, word for word, is the domain's;
//! the server's PDF says the same.

use client::Side;
use domain::orders::form::{Fact, Sheet, SheetParty, SheetRow, Sign};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::download::DownloadPdf;
use crate::{
    components::{Loaded, use_load},
    i18n::{lang, t},
    routes,
    ui::{Button, Glyph, Look, PageHeader, TableFrame},
};

fn facts(facts: Vec<Fact>) -> AnyView {
    let fact = |fact: Fact| {
        view! {
            <div>
                <dt>{fact.label}</dt>
                <dd>{fact.value}</dd>
            </div>
        }
    };
    view! { <dl class="sheet-print__facts">{facts.into_iter().map(fact).collect_view()}</dl> }
        .into_any()
}

fn party(party: SheetParty) -> AnyView {
    view! {
        <section class="avoid-break">
            <h3>{party.heading}</h3>
            {facts(party.facts)}
        </section>
    }
    .into_any()
}

const fn class_of(column: usize) -> &'static str {
    if column >= Sheet::FIRST_FIGURE { "num" } else { "" }
}

fn row(row: SheetRow) -> AnyView {
    let cell = |(at, text): (usize, String)| {
        let lines = text.lines().map(|line| view! { <div>{line.to_owned()}</div> }).collect_view();
        view! { <td class=class_of(at)>{lines}</td> }
    };
    let columns = row.cells.len();
    let notes = row.notes.into_iter().map(|note| view! { <div>{note}</div> }).collect_view();
    view! {
        <tr>{row.cells.into_iter().enumerate().map(cell).collect_view()}</tr>
        <tr class="sheet-print__notes">
            <td colspan=columns>{notes}</td>
        </tr>
    }
    .into_any()
}

fn lines(sheet: &Sheet) -> AnyView {
    let head = sheet.columns.iter().enumerate();
    let head = head.map(|(at, name)| view! { <th class=class_of(at)>{*name}</th> }).collect_view();
    let rows = sheet.rows.iter().cloned().map(row).collect_view();
    view! {
        <h3>{sheet.lines_heading}</h3>
        <TableFrame label=sheet.lines_heading>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn sign(sign: Sign) -> AnyView {
    let blank = |name| view! { <p class="sheet-print__blank">{name}</p> };
    view! {
        <div>
            <p class="strong">{sign.heading}</p>
            <p>{sign.name}</p>
            <div class="sheet-print__blanks">{sign.blanks.map(blank).into_iter().collect_view()}</div>
        </div>
    }
    .into_any()
}

fn draw(sheet: &Sheet) -> AnyView {
    let sums = sheet.totals.iter().chain(&sheet.capitals).chain(&sheet.remark).cloned().collect();
    let accepted = (!sheet.acceptance.is_empty()).then(|| {
        view! {
            <section class="avoid-break">
                <h3>{sheet.acceptance_heading}</h3>
                {facts(sheet.acceptance.clone())}
            </section>
        }
    });
    let terms = sheet.terms.iter().cloned().map(|text| view! { <p>{text}</p> }).collect_view();
    view! {
        <article class="sheet-print" data-testid="print-sheet">
            <h2>{sheet.heading()}</h2>
            {facts(sheet.facts.clone())}
            <div class="sheet-print__parties">
                {sheet.parties.iter().cloned().map(party).collect_view()}
            </div>
            {lines(sheet)}
            {facts(sums)}
            {accepted}
            <h3>{sheet.terms_heading.clone()}</h3>
            <div class="sheet-print__terms">{terms}</div>
            <div class="sheet-print__signs avoid-break">
                {sheet.signs.iter().cloned().map(sign).collect_view()}
            </div>
        </article>
    }
    .into_any()
}

/// The order to be looked at, printed, or saved as the server's PDF.
#[component]
pub fn OrderPrintPage(side: Side) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let load = use_load(move |client| {
        let id = id.get();
        async move { client.order_form(side, &id).await }
    });
    let print = || {
        let _ = window().print();
    };
    // The page may have been opened by the order's id; the file is named after its number.
    let number = Signal::derive(move || match &*load.data().read() {
        Some(form) => form.order.number.clone(),
        None => id.get(),
    });
    let actions = move || {
        view! {
            <Button label=t::orders::print icon=Glyph::Print on_press=print/>
            <DownloadPdf side number look=Look::Primary/>
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
            <Loaded load view=move |form| move || draw(&form.read().sheet(lang()))/>
        </div>
    }
    .into_any()
}
