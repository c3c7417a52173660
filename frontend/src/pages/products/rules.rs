//! The discount rules of the price book, as a table that a salesperson can read.

use chrono::NaiveDate;
use domain::products::pricing::{PriceRule, PriceRuleKind};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    ui::{CardCell, Column, DataTable, EmptyState, Glyph, StatusDot, Tag, Tone},
};

/// When a rule holds, seen from a day.
fn state_on(rule: &PriceRule, today: NaiveDate) -> (Tone, crate::i18n::Word) {
    if rule.valid_from > today {
        (Tone::Brand, t::products::upcoming)
    } else if rule.valid_until.is_some_and(|until| until < today) {
        (Tone::Neutral, t::products::over)
    } else {
        (Tone::Success, t::products::in_force)
    }
}

/// «2 years or more», «Gold partners» (tracked).
fn condition(rule: &PriceRule) -> String {
    match (rule.kind, rule.level) {
        (PriceRuleKind::Term, _) => t::products::at_least_years(rule.at_least),
        (PriceRuleKind::Volume, _) => t::products::at_least_sets(rule.at_least),
        (PriceRuleKind::Level, Some(level)) => t::products::level_is(level.label(lang())),
        (PriceRuleKind::Level, None) => "—".to_owned(),
    }
}

/// From when to when (tracked).
fn validity(rule: &PriceRule) -> String {
    match rule.valid_until {
        Some(until) => t::products::between(rule.valid_from, until),
        None => t::products::open_end(rule.valid_from),
    }
}

fn columns(today: NaiveDate) -> Vec<Column<PriceRule>> {
    vec![
        Column::new("rule", t::products::rule, |rule: &PriceRule| {
            let kind = rule.kind;
            view! { {move || kind.label(lang())} }
        })
        .on_card(CardCell::Title),
        Column::new("condition", t::products::condition, |rule: &PriceRule| {
            let rule = rule.clone();
            move || condition(&rule)
        }),
        Column::new("discount", t::products::discount, |rule: &PriceRule| {
            let discount = rule.discount;
            let label = Signal::derive(move || t::products::minus(discount));
            view! { <Tag tone=Tone::Second label/> }
        })
        .on_card(CardCell::End),
        Column::new("validity", t::products::validity, |rule: &PriceRule| {
            let rule = rule.clone();
            view! { <span class="time">{move || validity(&rule)}</span> }
        })
        .on_card(CardCell::Wide),
        Column::new("state", t::products::state, move |rule: &PriceRule| {
            let (tone, label) = state_on(rule, today);
            view! { <StatusDot tone label/> }
        })
        .on_card(CardCell::End),
    ]
}

/// Rules by kind and threshold; those that hold today first.
fn sorted(mut rules: Vec<PriceRule>, today: NaiveDate) -> Vec<PriceRule> {
    rules.sort_by_key(|rule| {
        (rule.kind, state_on(rule, today).0 != Tone::Success, rule.at_least, rule.level)
    });
    rules
}

/// All of them.
#[component]
pub fn RuleTable(rules: Vec<PriceRule>, today: NaiveDate) -> impl IntoView {
    if rules.is_empty() {
        return view! {
            <EmptyState
                glyph=Glyph::Sliders
                title=t::products::no_rules
                text=t::products::no_rules_text
            />
        }
        .into_any();
    }
    view! {
        <DataTable
            label=t::products::rules
            columns=columns(today)
            rows=sorted(rules, today)
            id=|rule| rule.id.to_string()
        />
    }
    .into_any()
}
