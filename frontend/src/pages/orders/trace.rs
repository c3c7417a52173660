//! Why a line costs what it costs: every step from the list price to the price.

use domain::{
    money::Currency,
    orders::LineKind,
    products::pricing::{PriceStepKind, PricedLine},
};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    ui::Money,
};

/// The steps, one below the other.
#[component]
pub fn PriceTrace(line: PricedLine, #[prop(optional)] currency: Currency) -> impl IntoView {
    let of = line.kind;
    let PricedLine { sets, years, list_price, tax_rate, net, tax, trace, .. } = line;
    let step = |step: domain::products::pricing::PriceStep| {
        let kind = step.kind;
        let words = move || match kind {
            PriceStepKind::List if of == LineKind::New => {
                t::orders::trace_list(list_price.display(currency), sets, years)
            }
            _ => kind.label(lang()).to_owned(),
        };
        let off = (step.discount.0 > 0).then(|| format!("−{}", step.discount));
        view! {
            <li class="trace__step">
                <span>{words}</span>
                <span class="trace__off">{off}</span>
                <Money amount=step.amount currency/>
            </li>
        }
    };
    view! {
        <ol class="trace" aria-label=t::orders::trace>
            {trace.into_iter().map(step).collect_view()}
            <li class="trace__step trace__step--tax">
                <span>
                    {move || {
                        t::orders::trace_tax(tax.display(currency), tax_rate, net.display(currency))
                    }}
                </span>
            </li>
        </ol>
    }
    .into_any()
}
