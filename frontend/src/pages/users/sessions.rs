//! Where a user is signed in, and how those who manage users end that.

use domain::{
    auth::wire::{SessionView, UserView},
    id::SessionId,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{FormState, Load, Loaded, ProblemWords as _, tell_failure, use_load},
    i18n::t,
    pages::parts::browser_of,
    state::{use_session, use_toaster},
    ui::{
        Banner, Button, Card, CardCell, Column, ConfirmDialog, DataTable, EmptyState, Glyph, Look,
        Time, Tone,
    },
};

fn columns(end: Callback<SessionId>) -> Vec<Column<SessionView>> {
    vec![
        Column::new("device", t::profile::device, |session: &SessionView| {
            view! {
                <span class="cell-two">
                    <span>{browser_of(&session.user_agent)}</span>
                    <span class="cell-two__second">{session.address.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("signed_in", t::profile::signed_in_at, |session: &SessionView| {
            view! { <Time at=session.created_at/> }
        }),
        Column::new("last_used", t::profile::last_used, |session: &SessionView| {
            view! { <Time at=session.last_used_at/> }
        }),
        Column::new("actions", t::users::actions, move |session: &SessionView| {
            let id = session.id;
            view! {
                <Button label=t::profile::end_session small=true on_press=move || end.run(id)/>
            }
        })
        .on_card(CardCell::End),
    ]
}

fn table(sessions: Signal<Vec<SessionView>>, end: Callback<SessionId>) -> AnyView {
    let content = move || {
        let rows = sessions.get();
        if rows.is_empty() {
            return view! { <EmptyState glyph=Glyph::Lock title=t::users::sessions_none/> }
                .into_any();
        }
        view! {
            <DataTable
                label=t::users::sessions
                columns=columns(end)
                rows
                id=|session| session.id.to_string()
            />
        }
        .into_any()
    };
    view! { {content} }.into_any()
}

/// The question before somebody is signed out everywhere.
fn ending_all(
    user: Signal<UserView>,
    open: RwSignal<bool>,
    load: Load<Vec<SessionView>>,
) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let close = move || {
        form.clear();
        open.set(false);
    };
    let confirm = move || {
        let id = user.read_untracked().id;
        let client = session.client();
        form.send(async move { client.end_sessions_of_user(id).await }, move |()| {
            close();
            toaster.success(t::users::sessions_ended);
            load.reload();
        });
    };
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::users::sessions_end_title(&user.read().name))
            text=t::users::sessions_end_text
            confirm=t::users::sessions_end_all
            danger=true
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}

/// The card on a user's page.
#[component]
pub fn UserSessions(user: Signal<UserView>) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let id = Memo::new(move |_| user.read().id);
    let load = use_load(move |client| {
        let id = id.get();
        async move { client.sessions_of_user(id).await }
    });
    let asked = RwSignal::new(false);
    let end = Callback::new(move |which: SessionId| {
        let user = id.get_untracked();
        spawn_local(async move {
            match session.client().end_session_of_user(user, which).await {
                Ok(()) => {
                    toaster.success(t::users::sessions_ended);
                    load.reload();
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    });
    let actions = move || {
        let is_any = load.get().is_some_and(|sessions| !sessions.is_empty());
        is_any.then(|| {
            view! {
                <Button
                    label=t::users::sessions_end_all
                    look=Look::Danger
                    small=true
                    on_press=move || asked.set(true)
                />
            }
        })
    };
    view! {
        <Card title=t::users::sessions flush=true actions=move || view! { {actions} }>
            <Loaded load view=move |sessions| table(sessions, end)/>
        </Card>
        {ending_all(user, asked, load)}
    }
    .into_any()
}
