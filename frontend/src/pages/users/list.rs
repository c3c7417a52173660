//! Everybody who may sign in, and who may not any more.

use client::Client;
use domain::{
    access::Role,
    auth::wire::{UserListQuery, UserView},
};
use leptos::prelude::*;

use super::{
    access::{AccessButton, AccessDialog},
    form::{Editing, UserDrawer},
};
use crate::{
    components::ListTable,
    i18n::{lang, t},
    pages::parts::{chip_group, choices, or_word},
    routes,
    state::{ListState, use_list, use_session},
    ui::{
        Button, CardCell, Choice, Column, EmptyState, FilterChips, Glyph, IconButton, Look,
        PageHeader, StatusDot, Tag, Time, Tone,
    },
};

fn who(user: &UserView) -> AnyView {
    let session = use_session();
    let id = user.id;
    let is_me = move || session.user() == Some(id);
    view! {
        <span class="cell-two">
            <span class="row">
                {user.name.clone()}
                {move || is_me().then(|| view! { <Tag tone=Tone::Brand label=t::users::you/> })}
            </span>
            <span class="cell-two__second">{user.username.clone()}</span>
        </span>
    }
    .into_any()
}

fn organization(user: &UserView) -> AnyView {
    or_word(
        user.partner
            .clone()
            .map(|partner| view! { <a href=routes::partner(partner.id)>{partner.name}</a> }),
        t::users::own_company,
    )
}

/// What can be done with a user, in their row.
fn actions(
    user: &UserView,
    asked: RwSignal<Option<UserView>>,
    editing: RwSignal<Option<Editing>>,
) -> AnyView {
    let kept = StoredValue::new(user.clone());
    let edit = move || editing.set(Some(Editing::Change(kept.get_value())));
    let password = move || editing.set(Some(Editing::Password(kept.get_value())));
    let (edit_of, password_of) = (user.name.clone(), user.name.clone());
    view! {
        <span class="row">
            <IconButton
                label=Signal::derive(move || t::users::edit_of(&edit_of))
                glyph=Glyph::Edit
                small=true
                ghost=true
                on_press=edit
            />
            <IconButton
                label=Signal::derive(move || t::users::password_of(&password_of))
                glyph=Glyph::Lock
                small=true
                ghost=true
                on_press=password
            />
            <AccessButton user=user.clone() on_ask=move |user| asked.set(Some(user))/>
        </span>
    }
    .into_any()
}

fn columns(
    asked: RwSignal<Option<UserView>>,
    editing: RwSignal<Option<Editing>>,
) -> Vec<Column<UserView>> {
    vec![
        Column::new("username", t::users::name, who).sorted_by("username").on_card(CardCell::Title),
        Column::new("active", t::users::state, |user: &UserView| {
            let (tone, label) = if user.active {
                (Tone::Success, t::users::active)
            } else {
                (Tone::Neutral, t::users::inactive)
            };
            view! { <StatusDot tone label/> }
        })
        .on_card(CardCell::End),
        Column::new("role", t::users::role, |user: &UserView| {
            let role = user.role;
            move || role.label(lang())
        }),
        Column::new("organization", t::users::organization, organization),
        Column::new("email", t::users::email, |user: &UserView| user.email.clone())
            .on_card(CardCell::Wide),
        Column::new("last_sign_in", t::users::last_sign_in, |user: &UserView| {
            let day = user.last_sign_in_on;
            or_word(
                day.map(|day| view! { <span class="time">{day.to_string()}</span> }),
                t::users::never,
            )
        }),
        Column::new("created_at", t::users::created, |user: &UserView| {
            view! { <Time at=user.created_at/> }
        })
        .sorted_by("created_at"),
        Column::new("actions", t::users::actions, move |user: &UserView| {
            actions(user, asked, editing)
        })
        .on_card(CardCell::Wide),
    ]
}

/// Roles by chips; active or not as one choice of two.
fn filters(list: ListState<UserListQuery>) -> AnyView {
    let offered =
        vec![Choice::new("true", t::users::active), Choice::new("false", t::users::inactive)];
    view! {
        {chip_group(
            t::users::state,
            view! {
                <FilterChips
                    label=t::users::state
                    options=offered
                    value=list.filter("active")
                    on_change=list.on_choice("active")
                />
            },
        )}
        {chip_group(
            t::users::role,
            view! {
                <FilterChips
                    label=t::users::role
                    options=choices!(Role::ALL)
                    value=list.filter("role")
                    on_change=list.on_filter("role")
                />
            },
        )}
    }
    .into_any()
}

/// The list.
#[component]
pub fn UserListPage() -> impl IntoView {
    let list = use_list::<UserListQuery>();
    let asked = RwSignal::new(None::<UserView>);
    let editing = RwSignal::new(None::<Editing>);
    let reload = RwSignal::new(0_u32);
    let empty = || {
        view! { <EmptyState glyph=Glyph::Users title=t::users::empty text=t::users::empty_text/> }
            .into_any()
    };
    view! {
        <PageHeader
            title=t::users::title
            meta=|| view! { <span>{t::users::about}</span> }
            actions=move || {
                view! {
                    <Button
                        label=t::users::create
                        look=Look::Primary
                        icon=Glyph::Plus
                        on_press=move || editing.set(Some(Editing::New))
                    />
                }
            }
        />
        <ListTable
            list
            fetch=|client: Client, query: UserListQuery| async move { client.users(&query).await }
            label=t::users::title
            key="users"
            columns=columns(asked, editing)
            id=|user| user.id.to_string()
            href=Some(|user: &UserView| routes::user(user.id))
            search=t::users::search
            filters=move || filters(list)
            empty
            reload
        />
        <UserDrawer editing on_done=move || reload.update(|count| *count += 1)/>
        <AccessDialog asked on_done=move || reload.update(|count| *count += 1)/>
    }
    .into_any()
}
