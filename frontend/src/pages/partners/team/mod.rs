//! The people of an organisation: in the portal one's own, for staff a partner's.

mod dialogs;

use client::Client;
use domain::{
    access::Permission,
    auth::wire::{UserListQuery, UserView},
    id::PartnerId,
    list::Page,
    problem::Reason,
};
use leptos::prelude::*;

use self::dialogs::{Asked, TeamDialogs};
use crate::{
    components::{Loaded, use_load},
    i18n::{lang, t},
    pages::parts::or_word,
    state::{Session, use_session},
    ui::{
        Button, Card, CardCell, Column, DataTable, Glyph, GuardedButton, IconButton, Look,
        PageHeader, StatusDot, Tag, Tone,
    },
};

/// Why whoever looks may not manage these people, if so (tracked).
fn why_not(session: Session, of: Option<PartnerId>) -> Option<String> {
    if of.is_some() {
        return session.why_not(Permission::PartnersManage);
    }
    let is_admin = session.me().is_some_and(|me| me.org_admin);
    (!is_admin).then(|| Reason::OrgAdminOnly.label(lang()).to_owned())
}

async fn fetch(client: Client, of: Option<PartnerId>) -> client::ClientResult<Page<UserView>> {
    let query = UserListQuery { per_page: 100, ..UserListQuery::default() };
    client.team(of, &query).await
}

fn who(user: &UserView) -> AnyView {
    let session = use_session();
    let (id, is_admin) = (user.id, user.org_admin);
    view! {
        <span class="cell-two">
            <span class="row">
                {user.name.clone()}
                {move || {
                    (session.user() == Some(id))
                        .then(|| view! { <Tag tone=Tone::Brand label=t::users::you/> })
                }} {is_admin.then(|| view! { <Tag label=t::team::admin/> })}
            </span>
            <span class="cell-two__second">{user.username.clone()}</span>
        </span>
    }
    .into_any()
}

fn actions(user: &UserView, of: Option<PartnerId>, asked: RwSignal<Option<Asked>>) -> AnyView {
    let session = use_session();
    let kept = StoredValue::new(user.clone());
    let active = user.active;
    let ask = move |what: fn(UserView) -> Asked| asked.set(Some(what(kept.get_value())));
    let blocked = Signal::derive(move || why_not(session, of));
    let id = user.id;
    // Nobody shuts themselves out.
    let access_blocked = Signal::derive(move || {
        let own = (active && session.user() == Some(id))
            .then(|| Reason::OwnAccount.label(lang()).to_owned());
        why_not(session, of).or(own)
    });
    let (edit_of, password_of) = (user.name.clone(), user.name.clone());
    view! {
        <span class="row">
            <IconButton
                label=Signal::derive(move || t::users::edit_of(&edit_of))
                glyph=Glyph::Edit
                small=true
                ghost=true
                blocked
                on_press=move || ask(Asked::Change)
            />
            <IconButton
                label=Signal::derive(move || t::users::password_of(&password_of))
                glyph=Glyph::Lock
                small=true
                ghost=true
                blocked
                on_press=move || ask(Asked::Password)
            />
            <Button
                label=if active { t::users::deactivate } else { t::users::reactivate }
                look=if active { Look::Danger } else { Look::Default }
                small=true
                blocked=access_blocked
                on_press=move || ask(Asked::Access)
            />
        </span>
    }
    .into_any()
}

fn columns(of: Option<PartnerId>, asked: RwSignal<Option<Asked>>) -> Vec<Column<UserView>> {
    vec![
        Column::new("name", t::users::name, who).on_card(CardCell::Title),
        Column::new("active", t::users::state, |user: &UserView| {
            let (tone, label) = if user.active {
                (Tone::Success, t::users::active)
            } else {
                (Tone::Neutral, t::users::inactive)
            };
            view! { <StatusDot tone label/> }
        })
        .on_card(CardCell::End),
        Column::new("email", t::users::email, |user: &UserView| user.email.clone())
            .on_card(CardCell::Wide),
        Column::new("last_sign_in", t::users::last_sign_in, |user: &UserView| {
            let day = user.last_sign_in_on;
            or_word(
                day.map(|day| view! { <span class="time">{day.to_string()}</span> }),
                t::users::never,
            )
        }),
        Column::new("actions", t::users::actions, move |user: &UserView| actions(user, of, asked))
            .on_card(CardCell::Wide),
    ]
}

fn add_button(of: Option<PartnerId>, asked: RwSignal<Option<Asked>>, look: Look) -> AnyView {
    let session = use_session();
    view! {
        <GuardedButton
            label=t::team::add
            look
            icon=Glyph::Plus
            small=of.is_some()
            blocked=Signal::derive(move || why_not(session, of))
            on_press=move || asked.set(Some(Asked::Add))
        />
    }
    .into_any()
}

fn table(of: Option<PartnerId>, asked: RwSignal<Option<Asked>>) -> AnyView {
    let load = use_load(move |client| fetch(client, of));
    let done = move || load.reload();
    let people = move |page: Signal<Page<UserView>>| {
        view! {
            <DataTable
                label=t::team::title
                columns=columns(of, asked)
                rows=Signal::derive(move || page.read().items.clone())
                id=|user: &UserView| user.id.to_string()
            />
        }
    };
    view! {
        <Loaded load view=people/>
        <TeamDialogs of asked on_done=done/>
    }
    .into_any()
}

/// A partner's people, on its page for staff.
#[component]
pub fn TeamCard(of: PartnerId) -> impl IntoView {
    let asked = RwSignal::new(None::<Asked>);
    view! {
        <Card
            title=t::team::people
            flush=true
            actions=move || add_button(Some(of), asked, Look::Default)
        >
            {table(Some(of), asked)}
        </Card>
    }
    .into_any()
}

/// The portal's own people.
#[component]
pub fn TeamPage() -> impl IntoView {
    let asked = RwSignal::new(None::<Asked>);
    view! {
        <PageHeader
            title=t::team::title
            meta=|| view! { <span>{t::team::about}</span> }
            actions=move || add_button(None, asked, Look::Primary)
        />
        <Card flush=true>{table(None, asked)}</Card>
    }
    .into_any()
}
