//! Why a line costs what it costs: every step, with the rule or the price that stands behind it.

use domain::{
    access::Role,
    money::{BasisPoints, Currency},
    orders::manual_discount_limit,
    products::{
        pricing::{PriceStep, PriceStepKind, PricedLine},
        validity::Validity,
        wire::Simulation,
    },
};
use leptos::prelude::*;

use super::words::days;
use crate::{
    i18n::{lang, t},
    ui::Money,
};

/// The roles that may take off so much by hand (tracked).
fn roles_for(discount: BasisPoints) -> String {
    let may = |role: &&Role| manual_discount_limit(**role) >= discount;
    let names: Vec<_> = Role::ALL.iter().filter(may).map(|role| role.label(lang())).collect();
    names.join(t::products::list_comma.get())
}

/// What stands behind a step: a price, a rule, a limit.
fn reason(step: &PriceStep, line: &PricedLine, answer: &Simulation) -> AnyView {
    let discount = step.discount;
    match step.kind {
        PriceStepKind::List => {
            let price = answer.prices.iter().find(|price| price.product_id == line.product_id);
            let validity = price.map(|p| Validity { from: p.valid_from, until: p.valid_until });
            let each = line.list_price.display(answer.currency);
            let words = move || {
                validity.map(|validity| t::products::price_behind(each.clone(), days(validity)))
            };
            view! { {words} }.into_any()
        }
        PriceStepKind::Manual => {
            let limit = answer.manual_discount_limit;
            let words = move || {
                if discount > limit {
                    t::products::beyond_you(limit, roles_for(discount))
                } else {
                    t::products::within_you(limit)
                }
            };
            view! { {words} }.into_any()
        }
        _ => {
            let rule = answer.rules.iter().find(|rule| Some(rule.id) == step.rule).cloned();
            let words = move || rule.as_ref().map(|rule| rule.words(lang()).to_owned());
            view! { {words} }.into_any()
        }
    }
}

fn row(step: &PriceStep, line: &PricedLine, answer: &Simulation) -> AnyView {
    let (kind, currency, amount) = (step.kind, answer.currency, step.amount);
    let off = (step.discount.0 > 0).then(|| format!("−{}", step.discount));
    view! {
        <li class="trace__step">
            <span class="cell-two">
                <span>{move || kind.label(lang())}</span>
                <span class="cell-two__second">{reason(step, line, answer)}</span>
            </span>
            <span class="trace__off">{off}</span>
            <Money amount currency/>
        </li>
    }
    .into_any()
}

fn tax(line: &PricedLine, currency: Currency) -> AnyView {
    let (tax, rate, net) = (line.tax.display(currency), line.tax_rate, line.net.display(currency));
    view! {
        <li class="trace__step trace__step--tax">
            <span>{move || t::orders::trace_tax(tax.clone(), rate, net.clone())}</span>
        </li>
    }
    .into_any()
}

/// One line's steps, one below the other.
pub fn steps(line: &PricedLine, answer: &Simulation) -> AnyView {
    let rows: Vec<_> = line.trace.iter().map(|step| row(step, line, answer)).collect();
    view! {
        <ol class="trace" aria-label=t::orders::trace>
            {rows}
            {tax(line, answer.currency)}
        </ol>
    }
    .into_any()
}
