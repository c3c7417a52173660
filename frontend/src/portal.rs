//! The partner portal: its shell and its pages.
#![expect(clippy::unnecessary_wraps, reason = "it is fetching that may fail")]

use client::Side;
use leptos::{prelude::*, wasm_split::wasm_split};
use leptos_router::{
    components::{Outlet, ParentRoute, Route, Routes},
    path,
};

use crate::{
    components::{CommandPalette, NotificationDrawer, use_live},
    gate::gate,
    layout::PortalShell,
    navigation,
    on_demand::Part,
    pages::{NotFoundPage, PortalRecords, account::AccountPage, orders::PortalOrders},
    routes,
    state::use_session,
};

/// Everything that partners see.
#[wasm_split(portal, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
pub fn portal() -> Part {
    let pages = view! {
        <Routes fallback=NotFoundPage>
            <ParentRoute path=path!("/portal") view=Portal>
                <PortalRecords/>
                <PortalOrders/>
                <Route path=path!("/account") view=AccountPage/>
                <Route path=path!("/*any") view=NotFoundPage/>
            </ParentRoute>
        </Routes>
    };
    Ok(pages.into_any())
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
                on_search=move || palette.set(true)
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
