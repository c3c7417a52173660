//! The staff console: its shell and its pages.
#![expect(clippy::unnecessary_wraps, reason = "it is fetching that may fail")]

use client::Side;
use leptos::{prelude::*, wasm_split::wasm_split};
use leptos_router::{
    components::{Outlet, ParentRoute, Route, Routes},
    path,
};

use crate::{
    components::{CommandPalette, NotificationDrawer, use_live, use_load},
    gate::gate,
    layout::StaffShell,
    navigation,
    on_demand::Part,
    pages::{NotFoundPage, StaffRecords, account::AccountPage, orders::StaffOrders},
    routes,
    state::use_session,
};

/// Everything that staff see.
#[wasm_split(console, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
pub fn console() -> Part {
    let pages = view! {
        <Routes fallback=NotFoundPage>
            <ParentRoute path=path!("/") view=Console>
                <StaffRecords/>
                <StaffOrders/>
                <Route path=path!("/account") view=AccountPage/>
                <Route path=path!("/*any") view=NotFoundPage/>
            </ParentRoute>
        </Routes>
    };
    Ok(pages.into_any())
}

#[component]
fn Console() -> impl IntoView {
    gate(Side::Staff, || {
        let session = use_session();
        let live = use_live();
        let bell = RwSignal::new(false);
        let palette = RwSignal::new(false);
        let counts = use_load(move |client| {
            live.changes().track();
            async move { client.alert_counts().await }
        });
        let critical =
            Signal::derive(move || counts.data().read().map_or(0, |counts| counts.critical));
        let items = Signal::derive(move || navigation::staff(session, critical));
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
