//! Who may come in, on which side.

use client::Side;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    i18n::t,
    pages::account::EnrollFirst,
    routes,
    state::{Standing, use_go, use_session},
    ui::{ErrorState, effect},
};

/// Where one stands, as far as a shell cares: who changed their name need not see it drawn anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Wait,
    Open,
    SignIn,
    /// Signed in, and a second factor must be set up before anything else.
    Enroll,
    /// Signed in, but at home on the other side.
    Elsewhere,
    Unreachable,
}

/// Lets those in who belong to this side.
pub fn gate(side: Side, shell: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let session = use_session();
    let go = use_go();
    let location = use_location();
    let state = Memo::new(move |_| match session.standing() {
        Standing::Unknown => Gate::Wait,
        Standing::Out => Gate::SignIn,
        Standing::Unreachable => Gate::Unreachable,
        Standing::In(me) if me.must_enroll => Gate::Enroll,
        Standing::In(me) if me.role.is_partner() == (side == Side::Portal) => Gate::Open,
        Standing::In(_) => Gate::Elsewhere,
    });
    effect(move || match state.get() {
        Gate::SignIn => {
            let (path, search) =
                (location.pathname.get_untracked(), location.search.get_untracked());
            let search = search.trim_start_matches('?');
            let here = if search.is_empty() { path } else { format!("{path}?{search}") };
            go.replace(&routes::sign_in(&here));
        }
        Gate::Elsewhere => go.replace(routes::home(untrack(|| session.side()))),
        Gate::Wait | Gate::Open | Gate::Enroll | Gate::Unreachable => {}
    });
    let content = move || match state.get() {
        Gate::Open => shell(),
        Gate::Enroll => view! { <EnrollFirst/> }.into_any(),
        Gate::Unreachable => view! {
            <ErrorState
                title=t::common::unreachable
                text=t::common::unreachable_text
                on_retry=move || session.resume()
            />
        }
        .into_any(),
        // Quickly over; a flash of something else would disturb more than nothing does.
        Gate::Wait | Gate::SignIn | Gate::Elsewhere => ().into_any(),
    };
    view! { {content} }.into_any()
}
