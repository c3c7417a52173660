//! Tables: sticky head, sorting, selection, rows that are links, and cards on a phone.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Choice, Glyph, Icon};
use crate::i18n::t;

/// Where a cell goes when the row becomes a card on a narrow screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CardCell {
    /// Large, on the left, without its label.
    Title,
    /// On the right, without its label: a status, an amount.
    End,
    /// A line with its label.
    #[default]
    Line,
    /// The same over the whole width.
    Wide,
    /// Left out.
    Hidden,
}

impl CardCell {
    const fn class(self) -> &'static str {
        match self {
            Self::Title => "cell-title",
            Self::End => "cell-end",
            Self::Line => "",
            Self::Wide => "cell-wide",
            Self::Hidden => "cell-hidden",
        }
    }
}

/// One column of a [`DataTable`].
#[derive(Clone)]
pub struct Column<T> {
    key: &'static str,
    title: Signal<String>,
    sort: Option<&'static str>,
    numeric: bool,
    card: CardCell,
    cell: Arc<dyn Fn(&T) -> AnyView + Send + Sync>,
}

impl<T: 'static> Column<T> {
    /// `cell` draws one row's value.
    pub fn new<V: IntoView + 'static>(
        key: &'static str,
        title: impl Into<Signal<String>>,
        cell: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Self {
        Self {
            key,
            title: title.into(),
            sort: None,
            numeric: false,
            card: CardCell::Line,
            cell: Arc::new(move |row| cell(row).into_any()),
        }
    }

    /// Can be sorted by, under this key of the list's query.
    #[must_use]
    pub fn sorted_by(self, key: &'static str) -> Self {
        Self { sort: Some(key), ..self }
    }

    /// Figures: to the right.
    #[must_use]
    pub fn numeric(self) -> Self {
        Self { numeric: true, ..self }
    }

    #[must_use]
    pub fn on_card(self, card: CardCell) -> Self {
        Self { card, ..self }
    }

    /// For a column chooser.
    pub fn key(&self) -> &'static str {
        self.key
    }

    pub fn title(&self) -> Signal<String> {
        self.title
    }
}

/// A heading that sorts; `sort` is the list's present order (`-created_at`).
#[component]
pub fn SortHeader(
    #[prop(into)] title: Signal<String>,
    by: &'static str,
    #[prop(into)] sort: Signal<String>,
    #[prop(into)] on_sort: Callback<String>,
    #[prop(optional)] numeric: bool,
) -> impl IntoView {
    let direction = move || {
        let sort = sort.get();
        if sort == by {
            Some("ascending")
        } else if sort.strip_prefix('-') == Some(by) {
            Some("descending")
        } else {
            None
        }
    };
    let press = move |_| {
        let next = if sort.get_untracked() == by { format!("-{by}") } else { by.to_owned() };
        on_sort.run(next);
    };
    view! {
        <th scope="col" class=if numeric { "num" } else { "" } aria-sort=direction>
            <button type="button" class="sort" on:click=press>
                {title}
                <span class="sort__arrow">
                    <Icon glyph=Glyph::ArrowUp/>
                </span>
            </button>
        </th>
    }
    .into_any()
}

/// The ground of a hand-made table: scrolls sideways where it is too wide.
#[component]
pub fn TableFrame(#[prop(into)] label: Signal<String>, children: Children) -> impl IntoView {
    view! {
        <div class="table-frame">
            <div class="table-scroll" tabindex="0" role="region" aria-label=label>
                <table class="table">{children()}</table>
            </div>
        </div>
    }
    .into_any()
}

/// Which rows are ticked.
#[derive(Clone, Copy)]
struct Selection {
    chosen: RwSignal<Vec<String>>,
    all: Signal<Vec<String>>,
}

impl Selection {
    fn head(self) -> AnyView {
        let every = move || {
            let chosen = self.chosen.read();
            let all = self.all.read();
            !all.is_empty() && all.iter().all(|id| chosen.contains(id))
        };
        let some = move || !every() && !self.chosen.read().is_empty();
        view! {
            <th class="table__select">
                <input
                    class="choice__box"
                    type="checkbox"
                    aria-label=t::common::select_all
                    prop:checked=every
                    prop:indeterminate=some
                    on:change:target=move |event| {
                        let chosen = event.target().checked();
                        self.chosen.set(if chosen { self.all.get_untracked() } else { Vec::new() });
                    }
                />
            </th>
        }
        .into_any()
    }

    fn cell(self, id: String) -> AnyView {
        let id = StoredValue::new(id);
        view! {
            <td class="table__select" role="cell">
                <input
                    class="choice__box"
                    type="checkbox"
                    aria-label=t::common::select_row
                    prop:checked=move || id.with_value(|id| self.chosen.read().contains(id))
                    on:change:target=move |event| {
                        let chosen = event.target().checked();
                        self.chosen
                            .update(|all| {
                                id.with_value(|id| {
                                    all.retain(|other| other != id);
                                    if chosen {
                                        all.push(id.clone());
                                    }
                                });
                            });
                    }
                />
            </td>
        }
        .into_any()
    }
}

/// A list of things of one kind.
#[component]
pub fn DataTable<T>(
    #[prop(into)] label: Signal<String>,
    columns: Vec<Column<T>>,
    #[prop(into)] rows: Signal<Vec<T>>,
    /// Identifies a row: for the selection.
    id: fn(&T) -> String,
    /// Where a row leads; its first column is the link.
    #[prop(optional_no_strip)]
    href: Option<fn(&T) -> String>,
    #[prop(optional, into)] sort: Signal<String>,
    #[prop(optional, into)] on_sort: Option<Callback<String>>,
    #[prop(optional_no_strip)] selection: Option<RwSignal<Vec<String>>>,
    /// Keys of columns that are switched off.
    #[prop(optional, into)]
    hidden: Signal<Vec<String>>,
    /// What is shown is old, something newer is on its way.
    #[prop(optional, into)]
    stale: Signal<bool>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let columns = StoredValue::new(columns);
    let visible = Memo::new(move |_| {
        let hidden = hidden.read();
        columns.with_value(|columns| {
            (0..columns.len())
                .filter(|index| !hidden.iter().any(|key| key == columns[*index].key))
                .collect::<Vec<_>>()
        })
    });
    let selection = selection.map(|chosen| Selection {
        chosen,
        all: Signal::derive(move || rows.read().iter().map(id).collect()),
    });

    let head = move || {
        let of = |index: usize| {
            columns.with_value(|columns| {
                let column = &columns[index];
                head_cell(column.title, column.sort, column.numeric, sort, on_sort)
            })
        };
        visible.get().into_iter().map(of).collect_view()
    };
    let row = move |row: &T| {
        let cells = columns.with_value(|columns| {
            visible
                .get()
                .into_iter()
                .enumerate()
                .map(|(position, index)| {
                    let column = &columns[index];
                    let content = (column.cell)(row);
                    let link = href.filter(|_| position == 0).map(|href| href(row));
                    body_cell(column.title, column.numeric, column.card, link, content)
                })
                .collect_view()
        });
        body_row(selection.map(|selection| (selection, id(row))), cells.into_any())
    };
    let body = move || rows.read().iter().map(row).collect_view();
    let is_links = href.is_some();
    view! {
        <div class="table-frame" class:is-stale=stale aria-busy=move || stale.get().then_some("true")>
            <div class="table-scroll">
                <table
                    class=if is_links { "table table--cards table--links" } else { "table table--cards" }
                    role="table"
                    aria-label=label
                >
                    <thead role="rowgroup">
                        <tr role="row">{selection.map(Selection::head)} {head}</tr>
                    </thead>
                    <tbody role="rowgroup">{body}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

// The parts below know nothing of `T`, so they stand once in the program.

fn head_cell(
    title: Signal<String>,
    by: Option<&'static str>,
    numeric: bool,
    sort: Signal<String>,
    on_sort: Option<Callback<String>>,
) -> AnyView {
    match (by, on_sort) {
        (Some(by), Some(on_sort)) => {
            view! { <SortHeader title by sort on_sort numeric/> }.into_any()
        }
        _ => view! {
            <th scope="col" class=if numeric { "num" } else { "" }>
                {title}
            </th>
        }
        .into_any(),
    }
}

fn body_cell(
    title: Signal<String>,
    numeric: bool,
    card: CardCell,
    link: Option<String>,
    content: AnyView,
) -> AnyView {
    let class = if numeric { format!("num {}", card.class()) } else { card.class().to_owned() };
    let content = match link {
        Some(href) => view! {
            <a class="row-link" href=href>
                {content}
            </a>
        }
        .into_any(),
        None => content,
    };
    view! {
        <td class=class role="cell" data-label=title>
            {content}
        </td>
    }
    .into_any()
}

fn body_row(selection: Option<(Selection, String)>, cells: AnyView) -> AnyView {
    match selection {
        Some((selection, id)) => {
            let own = StoredValue::new(id.clone());
            let chosen =
                move || own.with_value(|id| selection.chosen.read().contains(id)).then_some("true");
            view! {
                <tr role="row" aria-selected=chosen>
                    {selection.cell(id)} {cells}
                </tr>
            }
            .into_any()
        }
        None => view! { <tr role="row">{cells}</tr> }.into_any(),
    }
}

/// Filters that are on or off; several may be on. The first chip means «all».
#[component]
pub fn FilterChips(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    /// Values that are on.
    #[prop(into)]
    value: Signal<Vec<String>>,
    #[prop(into)] on_change: Callback<Vec<String>>,
) -> impl IntoView {
    let chip = move |option: Choice| {
        let own = StoredValue::new(option.value);
        let on = move || own.with_value(|own| value.read().contains(own));
        let press = move |_| {
            let mut next = value.get_untracked();
            own.with_value(|own| {
                if next.contains(own) {
                    next.retain(|other| other != own);
                } else {
                    next.push(own.clone());
                }
            });
            on_change.run(next);
        };
        view! {
            <button type="button" class="chip" aria-pressed=move || on().to_string() on:click=press>
                {option.label}
                {option.hint.map(|count| view! { <span class="chip__count">{count}</span> })}
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label=label>
            <button
                type="button"
                class="chip"
                aria-pressed=move || value.read().is_empty().to_string()
                on:click=move |_| on_change.run(Vec::new())
            >
                {t::common::all}
            </button>
            {move || options.get().into_iter().map(chip).collect_view()}
        </div>
    }
    .into_any()
}
