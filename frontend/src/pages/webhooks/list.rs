//! The webhooks; the address bar is the state.

use client::Client;
use domain::webhooks::wire::{WebhookListQuery, WebhookView};
use leptos::prelude::*;

use super::{
    form::{Editing, WebhookDrawer},
    secret::SecretDialog,
};
use crate::{
    components::ListTable,
    i18n::{lang, t},
    routes,
    state::use_list,
    ui::{Button, CardCell, Column, EmptyState, Glyph, Look, PageHeader, StatusDot, Time, Tone},
};

/// Whether it is told of anything.
pub(super) fn switch_of(active: bool, badge: bool) -> AnyView {
    let (tone, label) =
        if active { (Tone::Success, t::webhooks::on) } else { (Tone::Neutral, t::webhooks::off) };
    view! { <StatusDot tone label badge/> }.into_any()
}

fn columns() -> Vec<Column<WebhookView>> {
    vec![
        Column::new("name", t::webhooks::name, |row: &WebhookView| {
            view! {
                <span class="cell-two">
                    <span>{row.name.clone()}</span>
                    <span class="cell-two__second">{row.address.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("state", t::webhooks::state, |row: &WebhookView| switch_of(row.active, false))
            .on_card(CardCell::End),
        Column::new("form", t::webhooks::form, |row: &WebhookView| {
            let form = row.form;
            move || form.label(lang())
        }),
        Column::new("kinds", t::webhooks::kinds, |row: &WebhookView| row.kinds.len()).numeric(),
        Column::new("created_at", t::webhooks::created, |row: &WebhookView| {
            view! { <Time at=row.created_at/> }
        })
        .sorted_by("created_at"),
    ]
}

/// The list.
#[component]
pub fn WebhookListPage() -> impl IntoView {
    let list = use_list::<WebhookListQuery>();
    let reload = RwSignal::new(0_u32);
    let editing = RwSignal::new(None::<Editing>);
    let secret = RwSignal::new(None::<String>);
    let create = move || {
        view! {
            <Button
                label=t::webhooks::create
                look=Look::Primary
                icon=Glyph::Plus
                on_press=move || editing.set(Some(Editing::New))
            />
        }
    };
    let empty = || {
        view! {
            <EmptyState glyph=Glyph::Send title=t::webhooks::empty text=t::webhooks::empty_text/>
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::webhooks::title
            meta=|| view! { <span>{t::webhooks::about}</span> }
            actions=create
        />
        <ListTable
            list
            fetch=|client: Client, query: WebhookListQuery| async move {
                client.webhooks(&query).await
            }
            label=t::webhooks::title
            key="webhooks"
            columns=columns()
            id=|row: &WebhookView| row.id.to_string()
            href=Some(|row: &WebhookView| routes::webhook(row.id))
            search=t::webhooks::search
            empty
            reload
        />
        <WebhookDrawer editing secret on_done=move |_| reload.update(|reload| *reload += 1)/>
        <SecretDialog secret/>
    }
    .into_any()
}
