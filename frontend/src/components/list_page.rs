//! Every list: search, filters, columns, table, pages; its state in the address bar; it keeps what
//! it shows until the next rows are there.

use std::future::Future;

use client::{Client, ClientResult};
use domain::{
    list::{ListQuery, Page},
    views::SavedList,
};
use leptos::prelude::*;

use super::{
    Load, Loaded,
    export::export_of,
    use_load,
    views::{Viewed, views_of},
};
use crate::{
    i18n::t,
    state::{ListState, storage},
    ui::{
        Button, Card, Column, DataTable, EmptyState, Glyph, Icon, Menu, MenuItem, Pager,
        SearchInput,
    },
};

/// A list on its card. Gives back nothing; to reload it, pass a `reload` signal.
#[component]
pub fn ListTable<Q, T, F>(
    /// From `use_list()`.
    list: ListState<Q>,
    /// `|client, query| async move { client.orders(side, &query).await }`
    fetch: impl Fn(Client, Q) -> F + 'static,
    /// The table's name; also the key of the remembered columns together with `key`.
    #[prop(into)]
    label: Signal<String>,
    /// Names this list in the browser's memory, and among those whose views can be saved.
    key: &'static str,
    columns: Vec<Column<T>>,
    /// Identifies a row.
    id: fn(&T) -> String,
    /// Where a row leads.
    #[prop(optional_no_strip)]
    href: Option<fn(&T) -> String>,
    /// The search box's words; none: no search box.
    #[prop(optional, into)]
    search: Option<Signal<String>>,
    /// Chips and selects.
    #[prop(optional, into)]
    filters: Option<ViewFn>,
    /// Shown where there is nothing at all: an `EmptyState` that teaches.
    #[prop(into)]
    empty: ViewFn,
    #[prop(optional_no_strip)] selection: Option<RwSignal<Vec<String>>>,
    /// What can be done with the selection.
    #[prop(optional, into)]
    bulk: Option<ViewFn>,
    /// Change it to fetch again.
    #[prop(optional, into)]
    reload: Signal<u32>,
) -> impl IntoView
where
    Q: ListQuery + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
    F: Future<Output = ClientResult<Page<T>>> + 'static,
{
    let load = use_load(move |client| {
        reload.track();
        fetch(client, list.get())
    });
    let handle = Handle::of(list);
    let hidden = RwSignal::new(remembered_columns(key));
    let names: Vec<_> = columns.iter().map(|column| (column.key(), column.title())).collect();
    let look = Look { label, id, href, selection, hidden };
    let table = rows_of(load, handle, columns, look);
    let nothing = Signal::derive(move || {
        load.data().read().as_ref().is_some_and(|page| page.items.is_empty())
    });
    let tools = tools(handle, key, names, hidden);
    let frame = Frame { search, filters, empty, selection, bulk };
    frame_of(handle, frame, tools, nothing, table)
}

/// A list's query without its type, so that what follows stands once in the program.
#[derive(Clone, Copy)]
struct Handle {
    q: Signal<String>,
    sort: Signal<String>,
    page: Signal<u32>,
    per_page: Signal<u32>,
    is_filtered: Signal<bool>,
    set: Callback<(&'static str, Vec<String>)>,
    turn: Callback<u32>,
    reset: Callback<()>,
    /// As a query string, but for where one is.
    query: Signal<String>,
    /// Opens a kept query string, in place of the present one or after it.
    open: Callback<(String, bool)>,
}

impl Handle {
    fn of<Q: ListQuery + Send + Sync + 'static>(list: ListState<Q>) -> Self {
        let first = move |name| list.values(name).into_iter().next().unwrap_or_default();
        Self {
            q: Signal::derive(move || first("q")),
            sort: Signal::derive(move || first("sort")),
            page: Signal::derive(move || list.get().paging().page),
            per_page: Signal::derive(move || list.get().paging().per_page),
            is_filtered: Signal::derive(move || list.is_filtered()),
            set: Callback::new(move |(name, values): (&'static str, Vec<String>)| {
                list.set_values(name, &values);
            }),
            turn: Callback::new(move |page| list.turn(page)),
            reset: Callback::new(move |()| list.reset()),
            query: Signal::derive(move || list.get().turned_to(1).to_query_string()),
            open: Callback::new(move |(kept, in_place): (String, bool)| {
                list.open(&kept, in_place);
            }),
        }
    }
}

struct Look<T> {
    label: Signal<String>,
    id: fn(&T) -> String,
    href: Option<fn(&T) -> String>,
    selection: Option<RwSignal<Vec<String>>>,
    hidden: RwSignal<Vec<String>>,
}

/// The table, once for each type of row; drawn when there is something to draw.
fn rows_of<T: Clone + Send + Sync + 'static>(
    load: Load<Page<T>>,
    handle: Handle,
    columns: Vec<Column<T>>,
    Look { label, id, href, selection, hidden }: Look<T>,
) -> ViewFn {
    let columns = StoredValue::new(columns);
    let stale = Signal::derive(move || load.is_loading());
    let draw = move |page: Signal<Page<T>>| {
        let rows = Signal::derive(move || page.read().items.clone());
        let none = Signal::derive(move || page.read().items.is_empty());
        let counted = Counted {
            total: Signal::derive(move || page.read().total),
            capped: Signal::derive(move || page.read().total_is_capped),
        };
        let table = move || {
            view! {
                <DataTable
                    label
                    columns=columns.get_value()
                    rows
                    id
                    href
                    sort=handle.sort
                    on_sort=move |sort: String| handle.set.run(("sort", vec![sort]))
                    selection
                    hidden
                    stale
                />
            }
            .into_any()
        };
        table_or_none(handle, none, counted, ViewFn::from(table))
    };
    let draw = StoredValue::new(draw);
    ViewFn::from(
        move || view! { <Loaded load view=move |page| draw.with_value(|draw| draw(page))/> },
    )
}

#[derive(Clone, Copy)]
struct Counted {
    total: Signal<u64>,
    capped: Signal<bool>,
}

fn table_or_none(handle: Handle, none: Signal<bool>, counted: Counted, table: ViewFn) -> AnyView {
    let none = Memo::new(move |_| none.get());
    let content = move || {
        if none.get() {
            return view! {
                <EmptyState
                    glyph=Glyph::Search
                    title=t::common::nothing_matches
                    text=t::common::try_other_filters
                >
                    <Button
                        label=t::common::reset_filters
                        icon=Glyph::Undo
                        on_press=handle.reset
                    />
                </EmptyState>
            }
            .into_any();
        }
        view! {
            {table.run()}
            <Pager
                page=handle.page
                per_page=handle.per_page
                total=counted.total
                capped=counted.capped
                on_turn=handle.turn
            />
        }
        .into_any()
    };
    view! { {content} }.into_any()
}

struct Frame {
    search: Option<Signal<String>>,
    filters: Option<ViewFn>,
    empty: ViewFn,
    selection: Option<RwSignal<Vec<String>>>,
    bulk: Option<ViewFn>,
}

/// The card with its tools; knows no type.
fn frame_of(
    handle: Handle,
    frame: Frame,
    tools: AnyView,
    nothing: Signal<bool>,
    table: ViewFn,
) -> AnyView {
    let Frame { search, filters, empty, selection, bulk } = frame;
    let is_empty = Memo::new(move |_| nothing.get() && !handle.is_filtered.get());
    let search = search.map(|label| {
        let find = move |q: String| {
            handle.set.run(("q", if q.is_empty() { Vec::new() } else { vec![q] }));
        };
        view! { <SearchInput value=handle.q on_search=find label/> }
    });
    let bulk = bulk.zip(selection).map(|(bulk, chosen)| {
        move || {
            let bulk = bulk.clone();
            (!chosen.read().is_empty()).then(|| {
                view! {
                    <div class="bulk-bar">
                        <strong>{move || t::common::selected(chosen.read().len())}</strong>
                        {bulk.run()}
                    </div>
                }
            })
        }
    });
    let content = move || if is_empty.get() { empty.run() } else { table.run() };
    view! {
        <Card flush=true>
            <div class="toolbar">
                <div class="toolbar__filters">{search} {filters.map(|filters| filters.run())}</div>
                <div class="toolbar__end">{tools}</div>
            </div>
            {bulk}
            {content}
        </Card>
    }
    .into_any()
}

/// The list's views, where they can be saved, and its columns.
fn tools(
    handle: Handle,
    key: &'static str,
    names: Vec<(&'static str, Signal<String>)>,
    hidden: RwSignal<Vec<String>>,
) -> AnyView {
    let chooser = column_chooser(key, names, hidden);
    let plain = Callback::new(move |()| {
        hidden.set(remembered_columns(key));
        handle.reset.run(());
    });
    let views = key.parse::<SavedList>().ok().map(|list| {
        let Handle { query, open, .. } = handle;
        views_of(Viewed { list, query, hidden, open, plain })
    });
    let export = key.parse().ok().and_then(|list| export_of(list, handle.query));
    view! {
        {views}
        {export}
        {chooser}
    }
    .into_any()
}

fn storage_key(key: &str) -> String {
    format!("dsms.columns.{key}")
}

fn remembered_columns(key: &str) -> Vec<String> {
    let kept = storage::get(&storage_key(key)).unwrap_or_default();
    kept.split(',').filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
}

/// Which columns to show; the first one always is.
fn column_chooser(
    key: &'static str,
    names: Vec<(&'static str, Signal<String>)>,
    hidden: RwSignal<Vec<String>>,
) -> AnyView {
    let item = move |(column, label): (&'static str, Signal<String>)| {
        let shown = Signal::derive(move || !hidden.read().iter().any(|name| name == column));
        let toggle = move || {
            hidden.update(|hidden| {
                if shown.get_untracked() {
                    hidden.push(column.to_owned());
                } else {
                    hidden.retain(|name| name != column);
                }
            });
            storage::set(&storage_key(key), &hidden.read_untracked().join(","));
        };
        view! { <MenuItem label checked=shown on_press=toggle/> }
    };
    view! {
        <Menu
            class="button button--icon"
            label=t::common::columns
            end=true
            trigger=|| view! { <Icon glyph=Glyph::Columns/> }
        >
            {names.iter().skip(1).copied().map(item).collect_view()}
        </Menu>
    }
    .into_any()
}
