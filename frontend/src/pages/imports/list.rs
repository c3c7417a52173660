//! The imports of what one may make; the address bar is the state.

use client::Client;
use domain::imports::{
    ImportStatus, ImportTarget,
    wire::{ImportListQuery, ImportView},
};
use leptos::prelude::*;

use super::ImportStatusDot;
use crate::{
    components::{ListTable, use_live},
    i18n::{lang, t},
    pages::parts::{chip_group, choices},
    routes,
    state::{ListState, use_list},
    ui::{ButtonLink, CardCell, Column, EmptyState, FilterChips, Glyph, Look, PageHeader, Time},
};

/// The states that one looks for.
const SHOWN: &[ImportStatus] = &[
    ImportStatus::Ready,
    ImportStatus::Committed,
    ImportStatus::CommitFailed,
    ImportStatus::Undone,
];

fn columns() -> Vec<Column<ImportView>> {
    vec![
        Column::new("file", t::imports::file, |row: &ImportView| {
            let target = row.target;
            view! {
                <span class="cell-two">
                    <span>{row.file_name.clone()}</span>
                    <span class="cell-two__second">{move || target.label(lang())}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("state", t::imports::state, |row: &ImportView| {
            view! { <ImportStatusDot status=row.status/> }
        })
        .on_card(CardCell::End),
        Column::new("rows", t::imports::rows, |row: &ImportView| row.rows).numeric(),
        Column::new("by", t::imports::by, |row: &ImportView| row.created_by_name.clone()),
        Column::new("created_at", t::imports::created, |row: &ImportView| {
            view! { <Time at=row.created_at/> }
        })
        .sorted_by("created_at"),
    ]
}

fn filters(list: ListState<ImportListQuery>) -> AnyView {
    view! {
        {chip_group(
            t::imports::target,
            view! {
                <FilterChips
                    label=t::imports::target
                    options=choices!(ImportTarget::ALL)
                    value=list.filter("target")
                    on_change=list.on_filter("target")
                />
            },
        )}
        {chip_group(
            t::imports::state,
            view! {
                <FilterChips
                    label=t::imports::state
                    options=choices!(SHOWN)
                    value=list.filter("status")
                    on_change=list.on_filter("status")
                />
            },
        )}
    }
    .into_any()
}

/// To the choice of what is imported.
fn to_choose() -> AnyView {
    view! {
        <ButtonLink
            label=t::imports::import
            href=routes::CHOOSE_IMPORT
            look=Look::Primary
            icon=Glyph::Upload
        />
    }
    .into_any()
}

/// The list.
#[component]
pub fn ImportListPage() -> impl IntoView {
    let list = use_list::<ImportListQuery>();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Upload
                title=t::imports::empty
                text=t::imports::empty_text
            >
                {to_choose()}
            </EmptyState>
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::imports::title
            meta=|| view! { <span>{t::imports::about}</span> }
            actions=to_choose
        />
        <ListTable
            list
            fetch=|client: Client, query: ImportListQuery| async move {
                client.imports(&query).await
            }
            label=t::imports::title
            key="imports"
            columns=columns()
            id=|row: &ImportView| row.id.to_string()
            href=Some(|row: &ImportView| routes::import(row.id))
            search=t::imports::search
            filters=move || filters(list)
            empty
            reload=use_live().changes()
        />
    }
    .into_any()
}
