//! What became of a mail, as a coloured dot with its word.

use domain::deliveries::{DeliveryStatus, trouble_in_words};
use leptos::prelude::*;

use crate::{
    i18n::lang,
    ui::{StatusDot, Tone},
};

/// What became of a mail.
#[component]
pub fn DeliveryStatusDot(status: DeliveryStatus, #[prop(optional)] badge: bool) -> impl IntoView {
    let tone = match status {
        DeliveryStatus::Queued => Tone::Brand,
        DeliveryStatus::Sent => Tone::Success,
        DeliveryStatus::Retrying => Tone::Warning,
        DeliveryStatus::Failed | DeliveryStatus::Bounced => Tone::Error,
    };
    let label = move || status.label(lang());
    view! { <StatusDot tone label badge/> }
}

/// Why a mail did not arrive, where something is known.
pub fn trouble_words(error: Option<String>) -> impl Fn() -> Option<String> + Clone {
    move || error.as_deref().map(|error| trouble_in_words(error, lang()))
}
