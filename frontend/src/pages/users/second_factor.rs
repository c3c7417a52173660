//! Takes the second factor from a user who lost it.

use domain::{auth::wire::UserView, problem::Reason};
use leptos::prelude::*;

use crate::{
    components::{FormState, Load, ProblemWords as _},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{Banner, ConfirmDialog, GuardedButton, Tone},
};

/// The button and its question; only where there is one.
#[component]
pub fn ResetFactor(user: Signal<UserView>, load: Load<UserView>) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let open = RwSignal::new(false);
    let blocked = Signal::derive(move || {
        let is_me = session.user() == Some(user.read().id);
        is_me.then(|| Reason::OwnSecondFactor.label(lang()).to_owned())
    });
    let close = move || {
        form.clear();
        open.set(false);
    };
    let confirm = move || {
        let id = user.read_untracked().id;
        let client = session.client();
        form.send(async move { client.reset_second_factor(id).await }, move |()| {
            close();
            toaster.success(t::users::factor_gone);
            load.reload();
        });
    };
    let button = move || {
        user.read().has_second_factor.then(|| {
            view! {
                <GuardedButton
                    label=t::users::factor_reset
                    blocked
                    on_press=move || open.set(true)
                />
            }
        })
    };
    view! {
        {button}
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || t::users::factor_reset_title(&user.read().name))
            text=t::users::factor_reset_text
            confirm=t::users::factor_reset
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
