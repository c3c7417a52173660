//! The log of a webhook's messages, each with what its tries came to, and a way to send it again.

use client::Client;
use domain::{
    events::EventKind,
    id::WebhookId,
    webhooks::{
        CallStatus,
        wire::{WebhookCallListQuery, WebhookCallRow},
    },
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{ListTable, tell_failure},
    i18n::{lang, t},
    pages::parts::choices,
    state::{use_list, use_session, use_toaster},
    ui::{Button, CardCell, Column, EmptyState, FilterChips, Glyph, StatusDot, Time, Tone},
};

const fn tone_of(status: CallStatus) -> Tone {
    match status {
        CallStatus::Queued => Tone::Brand,
        CallStatus::Retrying => Tone::Warning,
        CallStatus::Delivered => Tone::Success,
        CallStatus::Failed => Tone::Error,
    }
}

/// The tries, the latest first.
fn tries(row: &WebhookCallRow) -> AnyView {
    let lines = row.tries.iter().rev().map(|attempt| {
        let status = attempt.status.map(|status| format!("HTTP {status}"));
        let status = status.unwrap_or_else(|| "—".to_owned());
        view! {
            <li class="cell-two">
                <span class="nowrap">
                    <span class="mono">{status}</span>
                    " · "
                    {attempt.millis}
                    " ms · "
                    <Time at=attempt.at/>
                </span>
                <span class="cell-two__second">{attempt.answer.clone()}</span>
            </li>
        }
    });
    let next = row.next_try_at.map(|at| {
        view! { <li class="muted small">{t::webhooks::next_try} " " <Time at/></li> }
    });
    view! { <ul class="stack stack--tight">{next} {lines.collect_view()}</ul> }.into_any()
}

fn columns(replay: Callback<WebhookCallRow>) -> Vec<Column<WebhookCallRow>> {
    vec![
        Column::new("message", t::webhooks::message, |row: &WebhookCallRow| {
            let kind = row.kind.parse::<EventKind>().ok();
            let what = move || {
                kind.map_or_else(|| t::webhooks::test_message.get(), |kind| kind.label(lang()))
            };
            view! {
                <span class="cell-two">
                    <span>{what}</span>
                    <span class="cell-two__second">{row.label.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("status", t::webhooks::status, |row: &WebhookCallRow| {
            let status = row.status;
            let label = Signal::derive(move || status.label(lang()).to_owned());
            view! { <StatusDot tone=tone_of(status) label/> }
        })
        .on_card(CardCell::End),
        Column::new("tries", t::webhooks::tries, tries).on_card(CardCell::Wide),
        Column::new("created_at", t::webhooks::created, |row: &WebhookCallRow| {
            view! { <Time at=row.created_at/> }
        })
        .sorted_by("created_at"),
        Column::new("actions", t::webhooks::actions, move |row: &WebhookCallRow| {
            let row = StoredValue::new(row.clone());
            view! {
                <Button
                    label=t::webhooks::replay
                    small=true
                    icon=Glyph::Refresh
                    on_press=move || replay.run(row.get_value())
                />
            }
        })
        .on_card(CardCell::Wide),
    ]
}

/// The log; change `reload` to fetch it again.
#[component]
pub fn Calls(webhook: WebhookId, reload: RwSignal<u32>) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let list = use_list::<WebhookCallListQuery>();
    let replay = Callback::new(move |row: WebhookCallRow| {
        let client = session.client();
        spawn_local(async move {
            match client.replay_webhook_call(row.id, row.version).await {
                Ok(_) => toaster.success(t::webhooks::replayed),
                Err(error) => tell_failure(toaster, &error),
            }
            reload.try_update(|reload| *reload += 1);
        });
    });
    let filters = move || {
        view! {
            <FilterChips
                label=t::webhooks::status
                options=choices!(CallStatus::ALL)
                value=list.filter("status")
                on_change=list.on_filter("status")
            />
        }
    };
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Send
                title=t::webhooks::no_calls
                text=t::webhooks::no_calls_text
            />
        }
        .into_any()
    };
    view! {
        <ListTable
            list
            fetch=move |client: Client, query: WebhookCallListQuery| async move {
                client.webhook_calls(webhook, &query).await
            }
            label=t::webhooks::log
            key="webhook-calls"
            columns=columns(replay)
            id=|row: &WebhookCallRow| row.id.to_string()
            search=t::webhooks::search_calls
            filters
            empty
            reload
        />
    }
    .into_any()
}
