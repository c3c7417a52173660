//! Every list: search, filters, columns, table, pages; its state in the address bar; it keeps what
//! it shows until the next rows are there.

use std::future::Future;

use client::{Client, ClientResult};
use domain::list::{ListQuery, Page};
use leptos::prelude::*;

use super::{Loaded, use_load};
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
    /// Names this list in the browser's memory.
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
    let hidden = RwSignal::new(remembered_columns(key));
    let names: Vec<_> = columns.iter().map(|column| (column.key(), column.title())).collect();
    let columns = StoredValue::new(columns);
    let sort = Signal::derive(move || list.values("sort").into_iter().next().unwrap_or_default());
    let is_empty = move || {
        load.data().read().as_ref().is_some_and(|page| page.items.is_empty()) && !list.is_filtered()
    };

    let search = search.map(|words| {
        let value = Signal::derive(move || list.values("q").into_iter().next().unwrap_or_default());
        view! { <SearchInput value on_search=move |q| search_for(list, q) label=words/> }
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
    let table = move |page: Signal<Page<T>>| {
        let rows = Signal::derive(move || page.read().items.clone());
        let none = Memo::new(move |_| page.read().items.is_empty());
        let stale = Signal::derive(move || load.is_loading());
        view! {
            {move || {
                if none.get() {
                    return nothing_matches(list);
                }
                view! {
                    <DataTable
                        label
                        columns=columns.get_value()
                        rows
                        id
                        href
                        sort
                        on_sort=move |sort: String| list.set_values("sort", &[sort])
                        selection
                        hidden
                        stale
                    />
                    {pager(list, page)}
                }
                    .into_any()
            }}
        }
        .into_any()
    };
    let table = StoredValue::new(table);
    view! {
        <Card flush=true>
            <div class="toolbar">
                {search} {filters.map(|filters| filters.run())}
                <div class="toolbar__end">{column_chooser(key, names, hidden)}</div>
            </div>
            {bulk}
            {move || {
                if is_empty() {
                    empty.run()
                } else {
                    view! { <Loaded load view=move |page| table.with_value(|table| table(page))/> }
                        .into_any()
                }
            }}
        </Card>
    }
    .into_any()
}

fn search_for<Q: ListQuery + Send + Sync + 'static>(list: ListState<Q>, q: String) {
    let values = if q.is_empty() { Vec::new() } else { vec![q] };
    list.set_values("q", &values);
}

fn nothing_matches<Q: ListQuery + Send + Sync + 'static>(list: ListState<Q>) -> AnyView {
    view! {
        <EmptyState glyph=Glyph::Search title=t::common::nothing_matches text=t::common::try_other_filters>
            <Button label=t::common::reset_filters icon=Glyph::Undo on_press=move || list.reset()/>
        </EmptyState>
    }
    .into_any()
}

fn pager<Q, T>(list: ListState<Q>, page: Signal<Page<T>>) -> AnyView
where
    Q: ListQuery + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    view! {
        <Pager
            page=Signal::derive(move || list.get().paging().page)
            per_page=Signal::derive(move || list.get().paging().per_page)
            total=Signal::derive(move || page.read().total)
            capped=Signal::derive(move || page.read().total_is_capped)
            on_turn=move |to| list.turn(to)
        />
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
