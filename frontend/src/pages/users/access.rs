//! Lets a user in no more, or again: asked by name, done at once.

use client::ClientResult;
use domain::{auth::wire::UserView, id::UserId, problem::Reason};
use leptos::prelude::*;

use crate::{
    components::{FormState, ProblemWords as _},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{Banner, Button, ConfirmDialog, Look, Tone},
};

/// Why a user's access may not be changed by whoever looks.
pub fn why_not(user: &UserView, me: Option<UserId>) -> Option<Reason> {
    (user.active && me == Some(user.id)).then_some(Reason::OwnAccount)
}

/// The button in a user's row. Its name is the verb and the person, for those who hear it.
#[component]
pub fn AccessButton(user: UserView, #[prop(into)] on_ask: Callback<UserView>) -> impl IntoView {
    let session = use_session();
    let user = StoredValue::new(user);
    let active = user.with_value(|user| user.active);
    let blocked = Signal::derive(move || {
        user.with_value(|user| why_not(user, session.user()))
            .map(|reason| reason.label(lang()).to_owned())
    });
    let label = if active { t::users::deactivate } else { t::users::reactivate };
    let look = if active { Look::Danger } else { Look::Default };
    view! {
        <Button label look small=true blocked on_press=move || on_ask.run(user.get_value())/>
    }
}

async fn change(client: client::Client, user: UserView) -> ClientResult<UserView> {
    if user.active {
        client.deactivate_user(user.id, user.version).await
    } else {
        client.reactivate_user(user.id, user.version).await
    }
}

/// The question; open while there is somebody to ask about.
#[component]
pub fn AccessDialog(
    asked: RwSignal<Option<UserView>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let words = move |active: fn(&UserView) -> String, inactive: fn(&UserView) -> String| {
        Signal::derive(move || match &*asked.read() {
            Some(user) if user.active => active(user),
            Some(user) => inactive(user),
            None => String::new(),
        })
    };
    let close = move || {
        form.clear();
        asked.set(None);
    };
    let confirm = move || {
        let Some(user) = asked.get_untracked() else { return };
        form.send(change(session.client(), user), move |changed| {
            close();
            toaster.success(if changed.active {
                t::users::reactivated(&changed.name)
            } else {
                t::users::deactivated(&changed.name)
            });
            on_done.run(());
        });
    };
    let dialog = move |danger: bool| {
        let open =
            Signal::derive(move || asked.read().as_ref().is_some_and(|user| user.active == danger));
        view! {
            <ConfirmDialog
                open
                on_close=close
                on_confirm=confirm
                title=words(
                    |user| t::users::deactivate_title(&user.name),
                    |user| t::users::reactivate_title(&user.name),
                )
                text=words(
                    |user| t::users::deactivate_text(&user.name, &user.username),
                    |user| t::users::reactivate_text(&user.name, &user.username),
                )
                confirm=words(
                    |user| t::users::deactivate_of(&user.name),
                    |user| t::users::reactivate_of(&user.name),
                )
                danger
                busy=form.busy()
            >
                {move || {
                    form.failure()
                        .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
                }}
            </ConfirmDialog>
        }
    };
    view! { {dialog(true)} {dialog(false)} }.into_any()
}
