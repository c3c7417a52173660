//! The ways to look at leads, each with an address of its own.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{
    i18n::t,
    routes,
    state::{use_go, use_session},
    ui::{Choice, Segmented},
};

/// List, board, funnel, and for who works on leads the mails: one of them is shown.
#[component]
pub fn LeadSwitch(
    /// The address of the one that is shown.
    here: &'static str,
) -> impl IntoView {
    let go = use_go();
    let may = untrack(|| use_session().may(Permission::LeadsWrite));
    let mut ways = vec![
        Choice::new(routes::LEAD_BOARD, t::leads::board),
        Choice::new(routes::LEADS, t::leads::list),
        Choice::new(routes::LEAD_FUNNEL, t::leads::funnel),
    ];
    if may {
        ways.push(Choice::new(routes::LEAD_MAIL, t::lead_mails::short));
    }
    view! {
        <Segmented
            label=t::leads::shown_as
            value=RwSignal::new(here.to_owned())
            options=Signal::stored(ways)
            on_change=move |path: String| go.to(&path)
        />
    }
    .into_any()
}
