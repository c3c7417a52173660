//! The first few of a list, on a card with the way to all of it.

use client::{Client, ClientResult};
use domain::list::Page;
use leptos::prelude::*;

use crate::{
    components::{Load, Loaded, use_live, use_load},
    i18n::{Word, t},
    ui::{Card, Column, DataTable, EmptyState, Glyph, SkeletonRows, Stat},
};

/// Rows on a home page.
pub const SHOWN: u32 = 5;

/// Fetches now, and whenever something happens that concerns the person.
pub fn use_fresh<T, F>(fetch: impl Fn(Client) -> F + 'static) -> Load<T>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = ClientResult<T>> + 'static,
{
    let changes = use_live().changes();
    use_load(move |client| {
        changes.track();
        fetch(client)
    })
}

/// What a shortlist says where there is nothing.
#[derive(Clone, Copy)]
pub struct Nothing {
    pub glyph: Glyph,
    pub title: Word,
    pub text: Word,
}

/// A card with the first rows.
#[component]
pub fn Shortlist<T>(
    title: Word,
    load: Load<Page<T>>,
    columns: fn() -> Vec<Column<T>>,
    id: fn(&T) -> String,
    href: fn(&T) -> String,
    /// Where all of them are.
    #[prop(into)]
    all: String,
    nothing: Nothing,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let total = move || load.data().read().as_ref().map_or(0, |page| page.total);
    let all = StoredValue::new(all);
    let actions = move || {
        (total() > 0).then(|| {
            view! {
                <a class="small" href=all.get_value()>
                    {t::home::all}
                    <span class="visually-hidden">{title}</span>
                </a>
            }
        })
    };
    let table = move |page: Signal<Page<T>>| {
        let rows = Signal::derive(move || page.read().items.clone());
        let is_empty = Memo::new(move |_| page.read().items.is_empty());
        move || {
            if is_empty.get() {
                let Nothing { glyph, title, text } = nothing;
                return view! { <EmptyState glyph title text/> }.into_any();
            }
            view! { <DataTable label=title columns=columns() rows id href=Some(href)/> }.into_any()
        }
    };
    let note = Signal::derive(move || match total() {
        0 => String::new(),
        total => total.to_string(),
    });
    view! {
        <Card title note flush=true actions=move || view! { {actions} }>
            <Loaded load view=table skeleton=|| view! { <SkeletonRows rows=3/> }/>
        </Card>
    }
    .into_any()
}

/// How many there are, as a figure that opens the list.
#[component]
pub fn Count<T>(
    label: Word,
    glyph: Glyph,
    load: Load<Page<T>>,
    #[prop(into)] href: String,
    #[prop(optional_no_strip)] note: Option<Word>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let figure = move || {
        load.data().read().as_ref().map_or_else(
            || "…".to_owned(),
            |page| {
                let more = if page.total_is_capped { "+" } else { "" };
                format!("{}{more}", page.total)
            },
        )
    };
    let failed = move || load.data().read().is_none() && load.error().is_some();
    let shown = move || if failed() { "—".to_owned() } else { figure() };
    match note {
        Some(note) => view! {
            <Stat label icon=glyph href note>
                {shown}
            </Stat>
        }
        .into_any(),
        None => view! {
            <Stat label icon=glyph href>
                {shown}
            </Stat>
        }
        .into_any(),
    }
}
