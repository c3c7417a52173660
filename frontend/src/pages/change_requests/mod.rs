//! Change requests: what people may only propose.

mod decision;
mod detail;
mod fields;
mod list;
mod open;

pub use detail::ChangeRequestPage;
pub use fields::{name_of, names_of, value_in_words};
pub use list::{ChangeRequestListPage, change_request_columns, change_request_href};
pub use open::{OpenRequest, OpenRequestNotice, use_open_request};

use domain::change_requests::ChangeStatus;
use leptos::prelude::*;

use crate::{
    i18n::lang,
    ui::{StatusDot, Tone},
};

/// Where a change request stands.
#[component]
pub fn ChangeStatusDot(status: ChangeStatus, #[prop(optional)] badge: bool) -> impl IntoView {
    let tone = match status {
        ChangeStatus::Requested => Tone::Warning,
        ChangeStatus::Approved => Tone::Success,
        ChangeStatus::Rejected => Tone::Error,
        ChangeStatus::Withdrawn => Tone::Neutral,
    };
    let label = Signal::derive(move || status.label(lang()).to_owned());
    view! { <StatusDot tone label badge/> }.into_any()
}
