//! The application: the address decides the side, and each side comes when it is needed.

use client::Side;
use leptos::prelude::*;
use leptos_router::{components::Router, hooks::use_location};

use crate::{
    components::{Live, SessionEndedDialog, in_flight},
    console, on_demand,
    pages::SignInPage,
    portal, recovery,
    routes::{self, Place},
    state::{Go, Session},
    ui::{LoadingBar, ToastStack, Toaster, TooltipLayer},
    verify,
};

/// Everything below `#app`.
#[component]
pub fn App() -> impl IntoView {
    let toaster = Toaster::default();
    provide_context(toaster);
    let session = Session::start();
    provide_context(session);
    provide_context(Live::start(session));
    view! {
        <Router>
            <Application/>
        </Router>
        <ToastStack toaster/>
        <TooltipLayer/>
        <LoadingBar active=Signal::derive(in_flight)/>
    }
}

#[component]
fn Application() -> impl IntoView {
    provide_context(Go::from_router());
    let path = use_location().pathname;
    let place = Memo::new(move |_| routes::place_of(&path.read()));
    let content = move || match place.get() {
        Place::Door => view! { <SignInPage/> }.into_any(),
        Place::Recovery => on_demand::part(recovery::recovery()),
        Place::Verify => on_demand::part(verify::verify()),
        Place::Of(Side::Staff) => on_demand::part(console::console()),
        Place::Of(Side::Portal) => on_demand::part(portal::portal()),
    };
    view! {
        {content}
        <SessionEndedDialog/>
    }
}
