//! Whether a customer stays (存续情况), as a coloured dot with its word.

use domain::customers::Retention;
use leptos::prelude::*;

use crate::{
    i18n::lang,
    ui::{StatusDot, Tone},
};

const fn tone_of(retention: Retention) -> Tone {
    match retention {
        Retention::Prospect => Tone::Neutral,
        Retention::Active => Tone::Success,
        Retention::Expiring => Tone::Warning,
        Retention::Lapsed => Tone::Error,
    }
}

/// A customer's retention.
#[component]
pub fn RetentionDot(retention: Retention, #[prop(optional)] badge: bool) -> impl IntoView {
    let label = move || retention.label(lang());
    view! { <StatusDot tone=tone_of(retention) label badge/> }
}
