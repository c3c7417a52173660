//! A partner's status and level.

use domain::partners::{PartnerLevel, PartnerStatus};
use leptos::prelude::*;

use crate::{
    i18n::lang,
    ui::{StatusDot, Tag, Tone},
};

/// Whether a partner may trade.
#[component]
pub fn PartnerStatusDot(status: PartnerStatus, #[prop(optional)] badge: bool) -> impl IntoView {
    let tone = match status {
        PartnerStatus::Pending => Tone::Brand,
        PartnerStatus::Active => Tone::Success,
        PartnerStatus::Suspended => Tone::Warning,
    };
    let label = move || status.label(lang());
    view! { <StatusDot tone label badge/> }
}

/// The level that discounts follow from.
#[component]
pub fn LevelTag(level: PartnerLevel) -> impl IntoView {
    let tone = match level {
        PartnerLevel::Platinum => Tone::Brand,
        PartnerLevel::Gold => Tone::Warning,
        PartnerLevel::Silver | PartnerLevel::Bronze | PartnerLevel::Registered => Tone::Neutral,
    };
    let label = move || level.label(lang()).to_owned();
    view! { <Tag tone label=Signal::derive(label)/> }
}
