//! The first few of a list, on a card with the way to all of it.

use client::{Client, ClientResult};
use domain::list::{ListQuery, Page};
use leptos::prelude::*;

use crate::{
    components::{Load, Loaded, use_live, use_load},
    i18n::{Word, t},
    ui::{ButtonLink, Card, Column, DataTable, EmptyState, Glyph, SkeletonRows, Stat},
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

/// A list's address with this query.
pub fn address(path: &str, query: &impl ListQuery) -> String {
    format!("{path}?{}", query.to_query_string())
}

/// What a shortlist says where there is nothing.
#[derive(Clone, Copy)]
pub struct Nothing {
    pub glyph: Glyph,
    pub title: Word,
    pub text: Word,
    /// The way to a first one: its words, and where it leads.
    pub way: Option<(Word, &'static str)>,
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
    all: Signal<String>,
    nothing: Nothing,
    /// Above the table.
    #[prop(optional, into)]
    tools: Option<ViewFn>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let total = move || load.data().read().as_ref().map_or(0, |page| page.total);
    let actions = move || {
        (total() > 0).then(|| {
            view! {
                <a class="small" href=all>
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
                let Nothing { glyph, title, text, way } = nothing;
                let way = way.map(|(label, href)| view! { <ButtonLink label href small=true/> });
                return view! {
                    <EmptyState glyph title text>
                        {way}
                    </EmptyState>
                }
                .into_any();
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
            {tools.map(|tools| view! { <div class="toolbar"><div class="toolbar__filters">{tools.run()}</div></div> })}
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
    #[prop(into)] href: Signal<String>,
    #[prop(optional_no_strip)] note: Option<Signal<String>>,
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
