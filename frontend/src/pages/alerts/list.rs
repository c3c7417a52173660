//! The inbox; the address bar is the state. What is resolved is left out unless it is asked for.

use client::{Client, Side};
use domain::{
    access::Permission,
    alerts::{
        AlertKind, AlertStatus, Severity,
        wire::{AcknowledgeAlerts, AlertListQuery, AlertView},
    },
};
use leptos::{prelude::*, task::spawn_local};

use super::{alert_href, columns::inbox_columns, snooze::SnoozeDialog};
use crate::{
    components::{ListTable, tell_failure, use_live},
    i18n::t,
    pages::parts::{chip_group, choices, narrowed},
    state::{ListState, fresh_key, use_list, use_session, use_toaster},
    ui::{
        Button, CardCell, Choice, Column, EmptyState, FilterChips, Glyph, GuardedButton,
        IconButton, Look, PageHeader,
    },
};

/// What one can do with a row.
#[derive(Clone, Copy)]
struct Handling {
    acknowledge: Callback<AlertView>,
    reopen: Callback<AlertView>,
    snooze: RwSignal<Option<AlertView>>,
}

/// The buttons of a row.
fn actions(handling: Handling) -> Column<AlertView> {
    let session = use_session();
    Column::new("actions", t::alerts::actions, move |alert: &AlertView| {
        let (status, owner) = (alert.status, alert.owner_id);
        if status == AlertStatus::Resolved {
            return ().into_any();
        }
        let alert = StoredValue::new(alert.clone());
        // Sales see to their own customers' alerts.
        let blocked = Signal::derive(move || {
            session.why_not(Permission::AlertsWrite).or_else(|| {
                let is_theirs = session.may_everywhere(Permission::AlertsWrite)
                    || (owner.is_some() && owner == session.user());
                (!is_theirs).then(|| t::alerts::not_yours.get().to_owned())
            })
        });
        let first = if status == AlertStatus::Open {
            view! {
                <GuardedButton
                    label=t::alerts::acknowledge
                    small=true
                    blocked
                    on_press=move || handling.acknowledge.run(alert.get_value())
                />
            }
            .into_any()
        } else {
            view! {
                <GuardedButton
                    label=t::alerts::reopen
                    small=true
                    blocked
                    on_press=move || handling.reopen.run(alert.get_value())
                />
            }
            .into_any()
        };
        view! {
            <span class="row">
                {first}
                <IconButton
                    label=t::alerts::snooze
                    glyph=Glyph::Clock
                    small=true
                    blocked
                    on_press=move || handling.snooze.set(Some(alert.get_value()))
                />
            </span>
        }
        .into_any()
    })
    .on_card(CardCell::Wide)
}

fn filters(list: ListState<AlertListQuery>) -> AnyView {
    let whose = vec![Choice::new("true", t::alerts::mine), Choice::new("false", t::alerts::others)];
    view! {
        {chip_group(
            t::alerts::status,
            view! {
                <FilterChips
                    label=t::alerts::status
                    options=Signal::derive(|| choices!(AlertStatus::ALL))
                    value=list.filter("status")
                    on_change=list.on_filter("status")
                />
            },
        )}
        {chip_group(
            t::alerts::severity,
            view! {
                <FilterChips
                    label=t::alerts::severity
                    options=Signal::derive(|| choices!(Severity::ALL))
                    value=list.filter("severity")
                    on_change=list.on_filter("severity")
                />
            },
        )}
        {chip_group(
            t::alerts::kind,
            view! {
                <FilterChips
                    label=t::alerts::kind
                    options=Signal::derive(|| choices!(AlertKind::ALL))
                    value=list.filter("kind")
                    on_change=list.on_filter("kind")
                />
            },
        )}
        {chip_group(
            t::alerts::whose,
            view! {
                <FilterChips
                    label=t::alerts::whose
                    options=whose
                    value=list.filter("mine")
                    on_change=list.on_choice("mine")
                />
            },
        )}
    }
    .into_any()
}

/// The filters that other pages link here with.
fn narrowing(list: ListState<AlertListQuery>) -> AnyView {
    let words = move || list.get().license.map(|_| t::alerts::of_license);
    narrowed(words, move || list.update(|query| query.license = None))
}

/// The list.
#[component]
pub fn AlertListPage() -> impl IntoView {
    let (session, toaster, live) = (use_session(), use_toaster(), use_live());
    let list = use_list::<AlertListQuery>();
    let chosen = RwSignal::new(Vec::<String>::new());
    let done = RwSignal::new(0_u32);
    let changed = move || {
        let _ = done.try_update(|done| *done += 1);
    };
    let reload = Signal::derive(move || done.get().wrapping_add(live.changes().get()));
    let acknowledge = Callback::new(move |alert: AlertView| {
        let client = session.client();
        spawn_local(async move {
            match client.acknowledge_alert(alert.id, alert.version).await {
                Ok(_) => toaster.success(untrack(|| t::alerts::acknowledged(1))),
                Err(error) => tell_failure(toaster, &error),
            }
            changed();
        });
    });
    let reopen = Callback::new(move |alert: AlertView| {
        let client = session.client();
        spawn_local(async move {
            match client.reopen_alert(alert.id, alert.version).await {
                Ok(after) => {
                    toaster.success(untrack(|| t::alerts::reopened(&after.subject_label)));
                }
                Err(error) => tell_failure(toaster, &error),
            }
            changed();
        });
    });
    let acknowledge_chosen = move || {
        let ids = chosen.get_untracked().iter().filter_map(|id| id.parse().ok()).collect();
        let (client, once) = (session.client(), fresh_key());
        spawn_local(async move {
            match client.acknowledge_alerts(&AcknowledgeAlerts { ids }, &once).await {
                Ok(answer) => {
                    let _ = chosen.try_set(Vec::new());
                    let words = untrack(|| t::alerts::acknowledged(answer.acknowledged));
                    toaster.success(words);
                }
                Err(error) => tell_failure(toaster, &error),
            }
            changed();
        });
    };
    let handling = Handling { acknowledge, reopen, snooze: RwSignal::new(None) };
    let mut columns = inbox_columns();
    columns.push(actions(handling));
    let bulk = move || {
        view! {
            <Button
                label=t::alerts::acknowledge_chosen
                look=Look::Primary
                small=true
                icon=Glyph::Check
                on_press=acknowledge_chosen
            />
        }
        .into_any()
    };
    let selection = untrack(|| session.may(Permission::AlertsWrite)).then_some(chosen);
    view! {
        <PageHeader title=t::alerts::title meta=|| view! { <span>{t::alerts::about}</span> }/>
        <div class="stack">
            {narrowing(list)}
            <ListTable
                list
                fetch=|client: Client, query: AlertListQuery| async move {
                    client.alerts(Side::Staff, &query).await
                }
                label=t::alerts::title
                key="alerts"
                columns
                id=|alert: &AlertView| alert.id.to_string()
                href=Some(alert_href)
                search=t::alerts::search
                filters=move || filters(list)
                empty=|| {
                    view! {
                        <EmptyState
                            glyph=Glyph::Bell
                            title=t::alerts::empty
                            text=t::alerts::empty_text
                        />
                    }
                    .into_any()
                }
                selection
                bulk
                reload
            />
        </div>
        <SnoozeDialog asked=handling.snooze on_done=Callback::new(move |()| changed())/>
    }
    .into_any()
}
