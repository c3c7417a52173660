//! The application: who is signed in decides the shell, the address decides the page.

use client::Side;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route, Router, Routes},
    hooks::use_location,
    path,
};

use crate::{
    components::{
        CommandPalette, Live, NotificationDrawer, SessionEndedDialog, in_flight, use_live,
    },
    i18n::t,
    layout::{PortalShell, StaffShell},
    navigation,
    pages::{
        NotFoundPage, PortalRecords, SignInPage, StaffRecords,
        account::AccountPage,
        orders::{PortalOrders, StaffOrders},
    },
    routes,
    state::{Go, Session, Standing, use_go, use_session},
    ui::{ErrorState, LoadingBar, ToastStack, Toaster, TooltipLayer},
};

/// Everything below `#app`.
#[component]
pub fn App() -> impl IntoView {
    let toaster = Toaster::default();
    let session = Session::start();
    provide_context(toaster);
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
    view! {
        <Routes fallback=NotFoundPage>
            <Route path=path!("/sign-in") view=SignInPage/>
            <ParentRoute path=path!("/portal") view=Portal>
                <PortalRecords/>
                <PortalOrders/>
                <Route path=path!("/account") view=AccountPage/>
                <Route path=path!("/*any") view=NotFoundPage/>
            </ParentRoute>
            <ParentRoute path=path!("/") view=Console>
                <StaffRecords/>
                <StaffOrders/>
                <Route path=path!("/account") view=AccountPage/>
                <Route path=path!("/*any") view=NotFoundPage/>
            </ParentRoute>
        </Routes>
        <SessionEndedDialog/>
    }
}

/// Where one stands, as far as a shell cares: who changed their name need not see it drawn anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Wait,
    Open,
    SignIn,
    /// Signed in, but at home on the other side.
    Elsewhere,
    Unreachable,
}

/// Lets those in who belong to this side.
fn gate(side: Side, shell: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let session = use_session();
    let go = use_go();
    let location = use_location();
    let state = Memo::new(move |_| match session.standing() {
        Standing::Unknown => Gate::Wait,
        Standing::Out => Gate::SignIn,
        Standing::Unreachable => Gate::Unreachable,
        Standing::In(me) if me.role.is_partner() == (side == Side::Portal) => Gate::Open,
        Standing::In(_) => Gate::Elsewhere,
    });
    Effect::new(move || match state.get() {
        Gate::SignIn => {
            let (path, search) =
                (location.pathname.get_untracked(), location.search.get_untracked());
            let search = search.trim_start_matches('?');
            let here = if search.is_empty() { path } else { format!("{path}?{search}") };
            go.replace(&routes::sign_in(&here));
        }
        Gate::Elsewhere => go.replace(routes::home(untrack(|| session.side()))),
        Gate::Wait | Gate::Open | Gate::Unreachable => {}
    });
    let content = move || match state.get() {
        Gate::Open => shell(),
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

#[component]
fn Console() -> impl IntoView {
    gate(Side::Staff, || {
        let session = use_session();
        let live = use_live();
        let bell = RwSignal::new(false);
        let palette = RwSignal::new(false);
        let items = Signal::derive(move || navigation::staff(session));
        view! {
            <StaffShell
                items
                account=Signal::derive(move || session.account())
                profile=routes::account(Side::Staff)
                unread=live.unread()
                on_bell=move || bell.set(true)
                on_search=move || palette.set(true)
                on_sign_out=move || session.sign_out()
            >
                <Outlet/>
            </StaffShell>
            <NotificationDrawer open=bell on_close=Callback::new(move |()| bell.set(false))/>
            <CommandPalette open=palette items side=Side::Staff/>
        }
        .into_any()
    })
}

#[component]
fn Portal() -> impl IntoView {
    gate(Side::Portal, || {
        let session = use_session();
        let live = use_live();
        let bell = RwSignal::new(false);
        let palette = RwSignal::new(false);
        let items = Signal::derive(navigation::portal);
        view! {
            <PortalShell
                items
                account=Signal::derive(move || session.account())
                profile=routes::account(Side::Portal)
                unread=live.unread()
                on_bell=move || bell.set(true)
                on_sign_out=move || session.sign_out()
            >
                <Outlet/>
            </PortalShell>
            <NotificationDrawer open=bell on_close=Callback::new(move |()| bell.set(false))/>
            <CommandPalette open=palette items side=Side::Portal/>
        }
        .into_any()
    })
}
