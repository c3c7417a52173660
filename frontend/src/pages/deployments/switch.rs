//! The ways to look at deployments, each with an address of its own.

use leptos::prelude::*;

use crate::{
    i18n::t,
    routes,
    state::use_go,
    ui::{Choice, Segmented},
};

/// List, board, calendar, statistics: one of them is shown.
#[component]
pub fn DeploymentSwitch(
    /// The address of the one that is shown.
    here: &'static str,
) -> impl IntoView {
    let go = use_go();
    let ways = vec![
        Choice::new(routes::DEPLOYMENTS, t::deployments::list),
        Choice::new(routes::DEPLOYMENT_BOARD, t::deployments::board),
        Choice::new(routes::DEPLOYMENT_CALENDAR, t::deployments::calendar),
        Choice::new(routes::DEPLOYMENT_STATISTICS, t::deployments::statistics),
    ];
    view! {
        <Segmented
            label=t::deployments::shown_as
            value=RwSignal::new(here.to_owned())
            options=Signal::stored(ways)
            on_change=move |path: String| go.to(&path)
        />
    }
    .into_any()
}
