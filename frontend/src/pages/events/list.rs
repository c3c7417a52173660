//! The audit log: who did what, to what, when.

use client::Client;
use domain::events::{
    EventKind, SubjectKind,
    wire::{EventListQuery, EventView},
};
use leptos::prelude::*;

use super::{changes::changes, subject};
use crate::{
    components::ListTable,
    i18n::{lang, t},
    pages::parts::{choices, day_filter, narrowed, or_word},
    state::{ListState, use_list},
    ui::{CardCell, Column, EmptyState, FilterChips, Glyph, PageHeader, Select, Time, effect},
};

fn columns() -> Vec<Column<EventView>> {
    vec![
        Column::new("at", t::events::at, |event: &EventView| {
            view! { <Time at=event.at full=true/> }
        })
        .sorted_by("at")
        .on_card(CardCell::End),
        Column::new("kind", t::events::kind, |event: &EventView| {
            let kind = event.kind;
            move || kind.label(lang())
        })
        .on_card(CardCell::Title),
        Column::new("subject", t::events::subject, |event: &EventView| {
            let kind = event.subject_kind;
            view! {
                <span class="cell-two">
                    <a href=subject::of_staff(event)>{event.subject_label.clone()}</a>
                    <span class="cell-two__second">{move || kind.label(lang())}</span>
                </span>
            }
        })
        .on_card(CardCell::Wide),
        Column::new("actor", t::events::actor, |event: &EventView| {
            or_word(event.actor_name.clone(), t::events::system)
        }),
        Column::new("origin", t::events::origin, |event: &EventView| {
            let key = event.api_key.clone();
            let key = key.map(|key| view! { <span class="cell-two__second">{move || t::events::via(key.as_str())}</span> });
            view! {
                <span class="cell-two">
                    <span class="mono">{event.address.clone()}</span>
                    {key}
                </span>
            }
        }),
        Column::new("note", t::events::note, |event: &EventView| {
            view! { <span class="muted">{event.note.clone()} {changes(&event.changes)}</span> }
        })
        .on_card(CardCell::Wide),
    ]
}

/// One kind of subject at a time: the chip pressed last; one kind of event; a span of days.
fn filters(list: ListState<EventListQuery>) -> AnyView {
    let kind = RwSignal::new(String::new());
    effect(move || kind.set(list.values("kind").into_iter().next().unwrap_or_default()));
    view! {
        <FilterChips
            label=t::events::subject_kind
            options=choices!(SubjectKind::ALL)
            value=list.filter("subject_kind")
            on_change=list.on_choice("subject_kind")
        />
        <div class="chip-group">
            <Select
                value=kind
                label=t::events::kind
                placeholder=t::events::all_kinds
                options=choices!(EventKind::ALL)
                on_change=move |kind: String| list.set_values("kind", &given(kind))
            />
            {day_filter(list, "from", t::events::from)}
            <span class="muted">"–"</span>
            {day_filter(list, "until", t::events::until)}
        </div>
    }
    .into_any()
}

/// A value under a name in the address, or none.
fn given(value: String) -> Vec<String> {
    Some(value).filter(|value| !value.is_empty()).into_iter().collect()
}

/// The filter that other pages link here with.
fn narrowing(list: ListState<EventListQuery>) -> AnyView {
    narrowed(
        move || list.get().subject_id.map(|_| t::events::of_subject),
        move || list.update(|query| (query.subject_id, query.actor) = (None, None)),
    )
}

/// The audit log.
#[component]
pub fn EventListPage() -> impl IntoView {
    let list = use_list::<EventListQuery>();
    let empty = || {
        view! { <EmptyState glyph=Glyph::Activity title=t::events::empty text=t::events::empty_text/> }
            .into_any()
    };
    view! {
        <PageHeader
            title=t::events::title
            meta=|| view! { <span>{t::events::about}</span> }
        />
        <div class="stack">
            {narrowing(list)}
            <ListTable
                list
                fetch=|client: Client, query: EventListQuery| async move {
                    client.events(&query).await
                }
                label=t::events::title
                key="events"
                columns=columns()
                id=|event| event.id.to_string()
                filters=move || filters(list)
                empty
            />
        </div>
    }
    .into_any()
}
