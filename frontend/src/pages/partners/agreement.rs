//! The framework agreement: how long it holds, and what its end means.

use chrono::NaiveDate;
use domain::partners::{Standing, wire::PartnerView};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    ui::{Banner, Clock, Tag, Tone},
};

/// From here on its renewal is due.
const SOON_DAYS: i64 = 60;

/// Days until an agreement ends, where that is soon; negative once it has ended.
fn days_left(until: NaiveDate, today: NaiveDate) -> Option<i64> {
    Some((until - today).num_days()).filter(|days| *days <= SOON_DAYS)
}

/// The agreement's last day, with a word where somebody should act.
#[component]
pub fn AgreementDay(until: Option<NaiveDate>) -> impl IntoView {
    let Some(until) = until else {
        return view! { <Tag tone=Tone::Warning label=t::partners::agreement_none/> }.into_any();
    };
    let left = move || days_left(until, Clock::today());
    let tag = move || {
        left().map(|days| {
            let (tone, label) = if days < 0 {
                (Tone::Error, t::partners::agreement_expired.get().to_owned())
            } else {
                (Tone::Warning, t::partners::agreement_soon(days))
            };
            view! { <Tag tone label/> }
        })
    };
    view! {
        <span class="row">
            <span class="time">{until.to_string()}</span>
            {tag}
        </span>
    }
    .into_any()
}

/// Above a partner's page: why it cannot order, or that it soon cannot.
#[component]
pub fn AgreementBanner(#[prop(into)] partner: Signal<PartnerView>) -> impl IntoView {
    move || {
        let (status, agreement_until) =
            partner.with(|partner| (partner.status, partner.agreement_until));
        let today = Clock::today();
        if let Err(refusal) = (Standing { status, agreement_until }).may_submit(today) {
            let words = refusal.words(lang());
            return Some(view! {
                <Banner tone=Tone::Error title=t::partners::may_not_order>
                    {words}
                </Banner>
            });
        }
        let until = agreement_until.filter(|until| days_left(*until, today).is_some())?;
        let words = t::partners::renew_soon(until);
        Some(view! { <Banner tone=Tone::Warning>{words}</Banner> })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_beside_the_last_two_months() {
        let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();

        assert_eq!(days_left(day(11, 22), day(11, 23)), Some(-1));
        assert_eq!(days_left(day(11, 22), day(11, 22)), Some(0));
        assert_eq!(days_left(day(12, 22), day(10, 1)), None);
    }
}
