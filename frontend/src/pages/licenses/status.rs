//! A license's status as a coloured dot with its word.

use domain::licenses::LicenseStatus;
use leptos::prelude::*;

use crate::{
    i18n::lang,
    ui::{StatusDot, Tone},
};

/// What a status means for whoever looks at it.
pub const fn tone_of(status: LicenseStatus) -> Tone {
    match status {
        LicenseStatus::Created | LicenseStatus::Terminated => Tone::Neutral,
        LicenseStatus::PendingActivation => Tone::Brand,
        LicenseStatus::Active => Tone::Success,
        LicenseStatus::Expiring | LicenseStatus::InGrace | LicenseStatus::Suspended => {
            Tone::Warning
        }
        LicenseStatus::Expired => Tone::Error,
    }
}

/// The status of a license.
#[component]
pub fn LicenseStatusDot(
    #[prop(into)] status: Signal<LicenseStatus>,
    /// For page headers.
    #[prop(optional)]
    badge: bool,
) -> impl IntoView {
    let tone = Signal::derive(move || tone_of(status.get()));
    let label = Signal::derive(move || status.get().label(lang()).to_owned());
    view! { <StatusDot tone label badge/> }
}
