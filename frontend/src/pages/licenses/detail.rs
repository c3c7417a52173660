//! One license: what it is, how far it has come, everything that happened to it.

use client::Side;
use domain::{
    change_requests::wire::ChangeRequestListQuery,
    events::SubjectKind,
    licenses::{ActivationMode, wire::LicenseView},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    LicenseStatusDot,
    activation::RecordActivationButton,
    changes::activation_history,
    facts::{DeadlineBanner, LifeCycle, product_facts, purchases, related_facts, term_facts},
    key::ShowKeyButton,
    life::{LifeMenu, StandingBanner},
    notes::NotesCard,
    order_more::OrderMore,
    past::AsOfCard,
    resend::ResendButton,
    usage::UsageCard,
};
use crate::{
    components::{Load, Loaded, use_load},
    i18n::t,
    pages::{
        alerts::LicenseAlerts,
        change_requests::{OpenRequest, use_open_request},
        deployments::DeploymentsCard,
        events::EventTimeline,
    },
    routes,
    ui::{Card, PageHeader, SkeletonRows},
};

/// What staff may do with it.
fn actions(
    license: Signal<LicenseView>,
    load: Load<LicenseView>,
    open_request: OpenRequest,
    on_change: Callback<()>,
) -> AnyView {
    let is_offline = move || license.read().activation_mode == ActivationMode::Offline;
    view! {
        {move || {
            is_offline()
                .then(|| {
                    view! {
                        <RecordActivationButton
                            license
                            on_done=move |changed| {
                                load.set(changed);
                                on_change.run(());
                            }
                        />
                    }
                })
        }}
        <ResendButton license on_done=on_change/>
        <ShowKeyButton license on_shown=on_change/>
        <LifeMenu
            license
            open_request
            on_done=move |changed| {
                load.set(changed);
                on_change.run(());
            }
        />
    }
    .into_any()
}

fn body(side: Side, license: Signal<LicenseView>, load: Load<LicenseView>) -> AnyView {
    let timeline = use_load(move |client| {
        let id = license.read().id;
        async move { client.license_timeline(side, id).await }
    });
    let on_change = Callback::new(move |()| {
        load.reload();
        timeline.reload();
    });
    let changed = Callback::new(move |license| {
        load.set(license);
        on_change.run(());
    });
    // Only where somebody may propose: the portal asks for none.
    let open_request = (side == Side::Staff).then(|| {
        use_open_request(move |query| ChangeRequestListQuery {
            license: Some(license.read().id),
            ..query
        })
    });
    let history = move |open| {
        let changes = use_load(move |client| {
            let id = license.read().id;
            async move { client.activation_changes(id).await }
        });
        let on_done = Callback::new(move |changed| {
            load.set(changed);
            timeline.reload();
            changes.reload();
        });
        activation_history(license, changes, open, on_done)
    };
    let number = Signal::derive(move || license.read().number.clone());
    let status = Signal::derive(move || license.read().status);
    view! {
        <PageHeader
            title=number
            back=routes::licenses(side)
            back_label=t::licenses::title
            status=move || view! { <LicenseStatusDot status badge=true/> }
            meta=move || view! { <span>{move || license.read().customer_name.clone()}</span> }
            actions=move || {
                let by_hand = open_request.map(|open| actions(license, load, open, on_change));
                view! { {by_hand} <OrderMore side license/> }
            }
        />
        <div class="detail">
            <div class="detail__main">
                <StandingBanner license/>
                <DeadlineBanner license/>
                <LifeCycle license/>
                {move || product_facts(license.get())}
                <UsageCard side license on_change/>
                {move || purchases(side, license.read().purchases.clone())}
                <DeploymentsCard side license/>
                {open_request.map(history)}
                <Card title=t::licenses::timeline>
                    <Loaded
                        load=timeline
                        view=move |events| view! { <EventTimeline events of=SubjectKind::License side/> }
                        skeleton=|| view! { <SkeletonRows rows=3/> }
                    />
                </Card>
            </div>
            <div class="detail__side">
                <LicenseAlerts side license/>
                {move || term_facts(license.get())} {move || related_facts(side, license.get())}
                {open_request
                    .map(|open_request| {
                        view! {
                            <NotesCard license open_request on_done=changed/>
                            <AsOfCard license/>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}

/// One license, by id or number.
#[component]
pub fn LicensePage(side: Side) -> impl IntoView {
    let params = use_params_map();
    let load = use_load(move |client| {
        let id = params.read().get("id").unwrap_or_default();
        async move { client.license(side, &id).await }
    });
    view! { <Loaded load view=move |license| body(side, license, load)/> }.into_any()
}
