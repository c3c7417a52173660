//! How long a license still runs: a colour for the hurried, words for everybody.

use chrono::NaiveDate;
use domain::licenses::{LicenseStatus, REMINDER_DAYS};
use leptos::prelude::*;

use crate::{
    i18n::t,
    ui::{Clock, Tag, Tone},
};

/// From here on a renewal is late.
const URGENT_DAYS: i64 = 30;

/// Nothing where no term runs: not delivered yet, suspended, terminated.
const fn runs(status: LicenseStatus) -> bool {
    use LicenseStatus::{Active, Expired, Expiring, InGrace, PendingActivation};
    matches!(status, PendingActivation | Active | Expiring | InGrace | Expired)
}

/// How urgent the end is, so many days before it.
fn urgency(days: i64) -> Tone {
    if days <= URGENT_DAYS {
        Tone::Error
    } else if days <= i64::from(REMINDER_DAYS) {
        Tone::Warning
    } else {
        Tone::Neutral
    }
}

/// The words for so many days (tracked).
fn words(status: LicenseStatus, days: i64) -> String {
    match (status, days) {
        (LicenseStatus::InGrace, _) => t::licenses::left_grace(-days),
        (_, 0) => t::licenses::left_today.get().to_owned(),
        (_, 1..) => t::licenses::left_days(days),
        _ => t::licenses::left_over(-days),
    }
}

/// «12 days left»; a dash where no term runs.
#[component]
pub fn Remaining(status: LicenseStatus, expires_on: Option<NaiveDate>) -> impl IntoView {
    let Some(last) = expires_on.filter(|_| runs(status)) else {
        return view! { <span class="muted">"—"</span> }.into_any();
    };
    let days = move || (last - Clock::today()).num_days();
    let tone = Signal::derive(move || urgency(days()));
    let label = Signal::derive(move || words(status, days()));
    view! { <Tag tone label/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_thirty_days_are_urgent() {
        assert_eq!(urgency(-1), Tone::Error);
        assert_eq!(urgency(30), Tone::Error);
        assert_eq!(urgency(31), Tone::Warning);
        assert_eq!(urgency(91), Tone::Neutral);
    }

    #[test]
    fn what_does_not_run_has_no_days() {
        assert!(!runs(LicenseStatus::Created));
        assert!(!runs(LicenseStatus::Terminated));
        assert!(runs(LicenseStatus::InGrace));
    }
}
