//! The rows of an import by state, page by page.

use domain::{
    imports::{
        RowState, columns,
        wire::{ImportRowListQuery, ImportRowView, ImportView},
    },
    list::Page,
};
use leptos::prelude::*;

use super::{correct::CorrectDialog, tone_of};
use crate::{
    components::{Load, Loaded, use_load},
    i18n::{lang, t},
    ui::{Button, Card, Choice, FilterChips, Pager, StatusDot, TableFrame},
};

/// Rows of a page.
const PER_PAGE: u32 = 50;

/// What is to be said of a row.
fn remarks(import: Signal<ImportView>, row: ImportRowView) -> AnyView {
    let words = move || {
        let lang = lang();
        let named = |pointer: &str| {
            let key = pointer.trim_start_matches('/');
            let target = import.read().target;
            let column = columns(target).iter().find(|column| column.key == key);
            column.map(|column| format!("{}: ", column.title(lang))).unwrap_or_default()
        };
        let mut words: Vec<String> = row
            .faults
            .iter()
            .map(|fault| format!("{}{}", named(&fault.pointer), fault.words(lang)))
            .collect();
        words.extend(row.repeats.map(t::imports::repeats));
        let is_other = row.state == RowState::Exists;
        words.extend(row.subject_label.clone().filter(|_| is_other));
        words.into_iter().map(|words| view! { <div>{words}</div> }).collect_view()
    };
    view! { <td class="sheet-cell">{words}</td> }.into_any()
}

fn line(
    import: Signal<ImportView>,
    row: ImportRowView,
    open: RwSignal<Option<ImportRowView>>,
) -> AnyView {
    let (state, number) = (row.state, row.number);
    let width = import.with_untracked(|import| import.headers.len());
    let wrong: Vec<Option<String>> =
        row.faults.iter().map(|fault| fault.pointer.strip_prefix('/').map(str::to_owned)).collect();
    let mapping = import.with_untracked(|import| import.columns.clone());
    let cells: Vec<AnyView> = (0..width)
        .map(|at| {
            let text = row.cells.get(at).cloned().unwrap_or_default();
            let key = mapping.get(at).cloned().flatten();
            let is_wrong = key.is_some() && wrong.contains(&key);
            let class = if is_wrong { "sheet-cell sheet-cell--wrong" } else { "sheet-cell" };
            view! { <td class=class><span class="sheet-cell__text">{text}</span></td> }.into_any()
        })
        .collect();
    let label = Signal::derive(move || state.label(lang()).to_owned());
    let kept = row.clone();
    let correct = move || {
        let may = import.read().status.may_change().is_ok() && state == RowState::Invalid;
        let kept = kept.clone();
        may.then(|| {
            view! {
                <Button
                    label=t::imports::correct
                    small=true
                    on_press=move || open.set(Some(kept.clone()))
                />
            }
        })
    };
    view! {
        <tr data-testid="import-row">
            <td class="num">{number}</td>
            <td><StatusDot tone=tone_of(state) label/></td>
            {remarks(import, row)}
            <td>{correct}</td>
            {cells}
        </tr>
    }
    .into_any()
}

/// The card. `moved` changes whenever the rows are others.
#[component]
pub fn RowsCard(
    import: Signal<ImportView>,
    load: Load<ImportView>,
    #[prop(into)] moved: Signal<(i64, u32)>,
) -> impl IntoView {
    let page = RwSignal::new(1_u32);
    let states = RwSignal::new(Vec::<String>::new());
    let open = RwSignal::new(None::<ImportRowView>);
    let id = import.with_untracked(|import| import.id);
    let rows = use_load(move |client| {
        // Read, not only tracked: a memo that nobody reads never moves.
        moved.get();
        let state = states.read().iter().filter_map(|state| state.parse().ok()).collect();
        let page = std::num::NonZeroU32::new(page.get()).unwrap_or(domain::list::first_page());
        let query =
            ImportRowListQuery { state, page, per_page: PER_PAGE, ..ImportRowListQuery::default() };
        async move { client.import_rows(id, &query).await }
    });
    let options = Signal::derive(move || {
        let counts = import.read().counts;
        let there = RowState::ALL.iter().copied().filter(|state| counts.of(*state) > 0);
        there
            .map(|state| {
                let label = Signal::derive(move || state.label(lang()).to_owned());
                Choice::new(state.as_str(), label).hint(counts.of(state).to_string())
            })
            .collect::<Vec<_>>()
    });
    let chosen = move |values: Vec<String>| {
        page.set(1);
        states.set(values);
    };
    let heads = move || {
        let headers = import.read().headers.clone();
        headers.into_iter().map(|heading| view! { <th>{heading}</th> }).collect_view()
    };
    let shown = move |found: Signal<Page<ImportRowView>>| {
        let lines = move || {
            let rows = found.read().items.clone();
            rows.into_iter().map(|row| line(import, row, open)).collect_view()
        };
        view! {
            <TableFrame label=t::imports::rows_title>
                <thead>
                    <tr>
                        <th class="num">{t::imports::row}</th>
                        <th>{t::imports::state}</th>
                        <th>{t::imports::what_is_wrong}</th>
                        <th>
                            <span class="visually-hidden">{t::imports::correct}</span>
                        </th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </TableFrame>
            <Pager
                page
                per_page=PER_PAGE
                total=Signal::derive(move || found.read().total)
                capped=Signal::derive(move || found.read().total_is_capped)
                on_turn=move |to| page.set(to)
            />
        }
    };
    view! {
        <Card title=t::imports::rows_title>
            <div class="stack">
                <FilterChips
                    label=t::imports::state
                    options
                    value=Signal::derive(move || states.get())
                    on_change=chosen
                />
                <Loaded load=rows view=shown/>
            </div>
        </Card>
        <CorrectDialog import load open/>
    }
    .into_any()
}
