//! Deployments: what is to be done at whose machines, by whom, and how it went.

mod actions;
mod board;
mod calendar;
mod card;
mod checklist;
mod detail;
mod form;
mod form_file;
mod list;
mod statistics;
mod switch;
mod team;

pub use board::DeploymentBoardPage;
pub use calendar::DeploymentCalendarPage;
pub use card::DeploymentsCard;
pub use detail::DeploymentPage;
pub use form::{EditDeploymentPage, PlanDeploymentPage};
pub use form_file::{ChosenFile, FormPicker};
pub use list::{DeploymentListPage, deployment_href, short_columns};
pub use statistics::DeploymentStatisticsPage;
use switch::DeploymentSwitch;

use chrono::NaiveDate;
use domain::deployments::DeploymentStatus;
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    pages::parts::or_word,
    ui::{Day, StatusDot, Tag, Tone},
};

/// Where a deployment stands.
#[component]
pub fn DeploymentStatusDot(
    status: DeploymentStatus,
    #[prop(optional)] badge: bool,
) -> impl IntoView {
    let tone = match status {
        DeploymentStatus::Planned => Tone::Second,
        DeploymentStatus::InProgress => Tone::Brand,
        DeploymentStatus::Completed | DeploymentStatus::Accepted => Tone::Success,
        DeploymentStatus::Failed => Tone::Error,
        DeploymentStatus::Cancelled => Tone::Neutral,
    };
    let label = Signal::derive(move || status.label(lang()).to_owned());
    view! { <StatusDot tone label badge/> }.into_any()
}

/// The day of the plan, and whether it is over.
fn planned_day(planned_on: Option<NaiveDate>, is_late: bool) -> AnyView {
    let day = planned_on.map(|on| view! { <Day on/> });
    let late = is_late.then(|| view! { " " <Tag label=t::deployments::late tone=Tone::Error/> });
    view! { <span class="nowrap">{or_word(day, t::deployments::unplanned)} {late}</span> }
        .into_any()
}
