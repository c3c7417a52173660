//! From a license to an order on it: renew, upgrade, expand.

use client::Side;
use domain::{
    access::Permission,
    licenses::{LicenseStatus, wire::LicenseView},
    orders::LineKind,
};
use leptos::prelude::*;

use crate::{
    i18n::t,
    routes,
    state::use_session,
    ui::{ButtonLink, Clock, Glyph, Look},
};

/// Whether lines can be placed on it: it runs or ran, and its term does not move any more.
fn is_settled(license: &LicenseView) -> bool {
    let is_over = matches!(license.status, LicenseStatus::Terminated | LicenseStatus::Suspended);
    let is_late = license.activation_deadline.is_some_and(|day| day < Clock::today());
    !is_over && (license.activated_at.is_some() || is_late)
}

/// Whether its term still runs, so that there are days to add to.
fn is_running(license: &LicenseView) -> bool {
    license.expires_on.is_some_and(|last| last >= Clock::today())
}

/// The links; none where the person places no orders.
#[component]
pub fn OrderMore(side: Side, license: Signal<LicenseView>) -> impl IntoView {
    let session = use_session();
    let needs = match side {
        Side::Staff => Permission::OrdersPlace,
        Side::Portal => Permission::PartnerOrders,
    };
    let link = move |kind: LineKind| {
        let path = routes::new_order(side);
        let id = license.read().id;
        format!("{path}?kind={kind}&license={id}")
    };
    let renew = move || {
        view! {
            <ButtonLink
                label=t::licenses::renew
                href=Signal::derive(move || link(LineKind::Renewal))
                look=Look::Primary
                icon=Glyph::Refresh
            />
        }
    };
    let more = move || {
        is_running(&license.read()).then(|| {
            view! {
                <ButtonLink
                    label=t::licenses::upgrade
                    href=Signal::derive(move || link(LineKind::Upgrade))
                />
                <ButtonLink
                    label=t::licenses::expand
                    href=Signal::derive(move || link(LineKind::Expansion))
                />
            }
        })
    };
    view! {
        {move || {
            let offered = session.may(needs) && is_settled(&license.read());
            offered.then(|| view! { {more} {renew} })
        }}
    }
    .into_any()
}
