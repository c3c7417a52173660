//! How this context says things: limits, amounts that may be missing, days, phases.

use chrono::NaiveDate;
use domain::{
    money::{Amount, BasisPoints, Currency},
    products::validity::{Phase, Validity},
};
use leptos::prelude::*;

use crate::{
    i18n::{Word, lang, t},
    ui::{Money, StatusDot, Tone},
};

/// A number, or «unlimited» for 0 (tracked).
pub fn limit(number: u32) -> String {
    match number {
        0 => t::products::unlimited.get().to_owned(),
        number => number.to_string(),
    }
}

/// An amount, or a dash.
pub fn money(amount: Option<Amount>, currency: Currency) -> AnyView {
    match amount {
        Some(amount) => view! { <Money amount currency/> }.into_any(),
        None => view! { <span class="muted">"—"</span> }.into_any(),
    }
}

/// From when to when (tracked).
pub fn days(days: Validity) -> String {
    match days.until {
        Some(until) => t::products::between(days.from, until),
        None => t::products::open_end(days.from),
    }
}

/// Whether it holds, held or will hold.
pub fn phase_dot(days: Validity, today: NaiveDate) -> AnyView {
    let phase = days.phase(today);
    let tone = match phase {
        Phase::Past => Tone::Neutral,
        Phase::Present => Tone::Success,
        Phase::Future => Tone::Brand,
    };
    let label = Signal::derive(move || phase.label(lang()).to_owned());
    view! { <StatusDot tone label/> }.into_any()
}

/// In the catalogue or not.
pub fn sale_dot(sold: bool) -> AnyView {
    let (tone, label): (Tone, Word) = if sold {
        (Tone::Success, t::products::sold)
    } else {
        (Tone::Neutral, t::products::not_sold)
    };
    view! { <StatusDot tone label/> }.into_any()
}

/// What somebody typed as percent, with up to two decimals: `2.5` is 250 basis points.
pub fn percent(typed: &str) -> Option<BasisPoints> {
    let hundredths: Amount = typed.trim().trim_end_matches('%').trim().parse().ok()?;
    u32::try_from(hundredths.minor()).ok().map(BasisPoints)
}

/// The same the other way round.
pub fn typed_percent(points: BasisPoints) -> String {
    points.to_string().trim_end_matches('%').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_typed_with_decimals() {
        for (typed, points) in [("5", 500), ("2.5", 250), (" 12.34 % ", 1234), ("0", 0)] {
            assert_eq!(percent(typed), Some(BasisPoints(points)), "{typed}");
        }
        for typed in ["", "-1", "a", "1.234"] {
            assert_eq!(percent(typed), None, "{typed}");
        }
        assert_eq!(typed_percent(BasisPoints(250)), "2.5");
    }
}
