//! The sheet as it was understood: a row per line, and what is wrong beside its cell.

use domain::orders::sheet::{SheetCell, SheetRow, SheetView};
use leptos::prelude::*;

use super::source::Source;
use crate::{
    i18n::{lang, t},
    ui::{Banner, StatusDot, TableFrame, Tone},
};

fn cell(cell: &SheetCell) -> AnyView {
    let text = cell.text.clone();
    let faults = cell.faults.clone();
    let open = cell.open.clone();
    let class = if !cell.faults.is_empty() {
        "sheet-cell sheet-cell--wrong"
    } else if !cell.open.is_empty() {
        "sheet-cell sheet-cell--open"
    } else {
        "sheet-cell"
    };
    let words = move || {
        let faults = faults.iter().map(|fault| {
            view! { <span class="sheet-cell__fault">{fault.words(lang())}</span> }
        });
        let open = open.iter().map(|_| {
            view! { <span class="sheet-cell__open">{t::sheet::fill_in_later}</span> }
        });
        view! { {faults.collect_view()} {open.collect_view()} }
    };
    view! {
        <td class=class>
            <span class="sheet-cell__text">{text}</span>
            {words}
        </td>
    }
    .into_any()
}

fn row(row: &SheetRow) -> AnyView {
    let fine = row.line.is_some();
    let (tone, word) =
        if fine { (Tone::Success, t::sheet::row_good) } else { (Tone::Error, t::sheet::row_bad) };
    let cells: Vec<AnyView> = row.cells.iter().map(cell).collect();
    view! {
        <tr data-testid="sheet-row">
            <td class="num">{row.row}</td>
            <td>
                <StatusDot tone label=word/>
            </td>
            {cells}
        </tr>
    }
    .into_any()
}

fn counts(view: &SheetView) -> AnyView {
    let (good, bad) = view.counts();
    let ignored = view.ignored.join(lang().pick("、", ", "));
    let tone = if bad > 0 { Tone::Warning } else { Tone::Success };
    let words = move || {
        if bad > 0 { t::sheet::counts(good, bad) } else { t::sheet::all_good(good) }
    };
    let ignored = (!ignored.is_empty()).then(|| {
        view! { <p class="small">{move || t::sheet::ignored(&ignored)}</p> }
    });
    view! {
        <Banner tone>
            <span data-testid="sheet-counts">{words}</span>
            {ignored}
        </Banner>
    }
    .into_any()
}

/// What was understood; nothing while nothing was given.
#[component]
pub fn Preview(source: Source) -> impl IntoView {
    move || {
        source.view().map(|view| {
            let heads = view.columns.iter().map(|column| {
                let column = *column;
                view! { <th>{move || column.label(lang())}</th> }
            });
            let heads = heads.collect_view();
            let rows: Vec<AnyView> = view.rows.iter().map(row).collect();
            view! {
                {counts(&view)}
                <TableFrame label=t::sheet::preview>
                    <thead>
                        <tr>
                            <th class="num">{t::sheet::row}</th>
                            <th>{t::sheet::state}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </TableFrame>
            }
        })
    }
}
