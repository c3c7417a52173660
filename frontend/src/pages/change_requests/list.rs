//! The change requests; the address bar is the state.

use client::Client;
use domain::change_requests::{
    ChangeStatus, ChangeSubject,
    wire::{ChangeRequestListQuery, ChangeRequestRow},
};
use leptos::prelude::*;

use super::{ChangeStatusDot, names_of};
use crate::{
    components::{ListTable, use_live},
    i18n::{lang, t},
    pages::parts::{chip_group, choices},
    routes,
    state::{ListState, use_list},
    ui::{CardCell, Choice, Column, EmptyState, FilterChips, Glyph, PageHeader, Time},
};

/// The page of a change request.
pub fn change_request_href(row: &ChangeRequestRow) -> String {
    routes::change_request(row.id)
}

fn number() -> Column<ChangeRequestRow> {
    Column::new("number", t::changes::number, |row: &ChangeRequestRow| {
        view! { <span class="mono nowrap">{row.number.clone()}</span> }
    })
    .on_card(CardCell::Title)
}

fn subject() -> Column<ChangeRequestRow> {
    Column::new("subject", t::changes::subject, |row: &ChangeRequestRow| {
        let kind = row.subject;
        view! {
            <span class="cell-two">
                <span>{row.subject_label.clone()}</span>
                <span class="cell-two__second">{move || kind.label(lang())}</span>
            </span>
        }
    })
    .on_card(CardCell::Wide)
}

fn fields() -> Column<ChangeRequestRow> {
    Column::new("fields", t::changes::fields, |row: &ChangeRequestRow| {
        let fields = row.fields.clone();
        move || names_of(&fields)
    })
    .on_card(CardCell::Wide)
}

fn requester() -> Column<ChangeRequestRow> {
    Column::new("requested_by", t::changes::requested_by, |row: &ChangeRequestRow| {
        row.requested_by_name.clone()
    })
}

/// The columns of a short list.
pub fn change_request_columns() -> Vec<Column<ChangeRequestRow>> {
    let who = Column::new("number", t::changes::number, |row: &ChangeRequestRow| {
        view! {
            <span class="cell-two">
                <span class="mono nowrap">{row.number.clone()}</span>
                <span class="cell-two__second">{row.requested_by_name.clone()}</span>
            </span>
        }
    })
    .on_card(CardCell::Title);
    vec![who, subject(), fields()]
}

fn columns() -> Vec<Column<ChangeRequestRow>> {
    vec![
        number(),
        Column::new("status", t::changes::status, |row: &ChangeRequestRow| {
            view! { <ChangeStatusDot status=row.status/> }
        })
        .on_card(CardCell::End),
        subject(),
        fields(),
        requester(),
        Column::new("created_at", t::changes::requested_at, |row: &ChangeRequestRow| {
            view! { <Time at=row.requested_at/> }
        })
        .sorted_by("created_at"),
    ]
}

/// By status, subject and who proposed it; the last as one choice of two.
fn filters(list: ListState<ChangeRequestListQuery>) -> AnyView {
    let whose =
        vec![Choice::new("true", t::changes::mine), Choice::new("false", t::changes::others)];
    let one_of_two = Callback::new(move |values: Vec<String>| {
        let last: Vec<String> = values.into_iter().next_back().into_iter().collect();
        list.set_values("mine", &last);
    });
    view! {
        {chip_group(
            t::changes::status,
            view! {
                <FilterChips
                    label=t::changes::status
                    options=Signal::derive(|| choices!(ChangeStatus::ALL))
                    value=list.filter("status")
                    on_change=list.on_filter("status")
                />
            },
        )}
        {chip_group(
            t::changes::subject,
            view! {
                <FilterChips
                    label=t::changes::subject
                    options=Signal::derive(|| choices!(ChangeSubject::ALL))
                    value=list.filter("subject")
                    on_change=list.on_filter("subject")
                />
            },
        )}
        {chip_group(
            t::changes::whose,
            view! {
                <FilterChips
                    label=t::changes::whose
                    options=whose
                    value=list.filter("mine")
                    on_change=one_of_two
                />
            },
        )}
    }
    .into_any()
}

/// The list.
#[component]
pub fn ChangeRequestListPage() -> impl IntoView {
    let list = use_list::<ChangeRequestListQuery>();
    let empty = || {
        view! {
            <EmptyState glyph=Glyph::Edit title=t::changes::empty text=t::changes::empty_text/>
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::changes::title
            meta=|| view! { <span>{t::changes::about}</span> }
        />
        <ListTable
            list
            fetch=|client: Client, query: ChangeRequestListQuery| async move {
                client.change_requests(&query).await
            }
            label=t::changes::title
            key="change-requests"
            columns=columns()
            id=|row: &ChangeRequestRow| row.id.to_string()
            href=Some(change_request_href)
            search=t::changes::search
            filters=move || filters(list)
            empty
            reload=use_live().changes()
        />
    }
    .into_any()
}
