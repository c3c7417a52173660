//! The lines of an order, with what they cost and why, and the licenses that came of them.

use std::collections::BTreeMap;

use client::Side;
use domain::{
    licenses::ActivationMode,
    money::Currency,
    orders::{
        LineKind,
        wire::{ActivationInput, LicenseRef, OrderLineView, OrderView},
    },
};
use leptos::prelude::*;

use super::{form::TotalsView, parts::PartsTable, trace::PriceTrace};
use crate::{
    i18n::{lang, t},
    pages::licenses::LicenseStatusDot,
    routes,
    ui::{Card, DescriptionList, Fact, Glyph, Icon, Money, Tag, Tone},
};

/// How many sets of each mode there are.
fn modes(activations: &[ActivationInput]) -> BTreeMap<ActivationMode, usize> {
    let mut modes = BTreeMap::new();
    for set in activations {
        *modes.entry(set.mode).or_default() += 1;
    }
    modes
}

fn licenses(side: Side, licenses: Vec<LicenseRef>) -> AnyView {
    let link = move |license: LicenseRef| {
        view! {
            <li>
                <a class="mono" href=routes::license(side, &license.number)>
                    {license.number.clone()}
                </a>
                <LicenseStatusDot status=license.status/>
            </li>
        }
    };
    view! {
        <ul class="license-links" aria-label=t::orders::licenses data-testid="issued-licenses">
            {licenses.into_iter().map(link).collect_view()}
        </ul>
    }
    .into_any()
}

/// How the sets of a line are activated, and on which clusters.
fn activation(sets: Vec<ActivationInput>) -> AnyView {
    let mix = modes(&sets);
    let mix = move || {
        let words = mix.iter().map(|(mode, sets)| t::orders::mode_sets(mode.label(lang()), sets));
        words.collect::<Vec<_>>().join(" · ")
    };
    let clusters = sets.into_iter().filter_map(|set| set.cluster_id);
    view! {
        <Fact label=t::orders::activation>
            {mix}
            {clusters
                .map(|cluster| view! { <div class="muted small mono">{cluster}</div> })
                .collect_view()}
        </Fact>
    }
    .into_any()
}

fn line(side: Side, currency: Currency, line: OrderLineView) -> AnyView {
    let OrderLineView { line: number, input, product_name_zh, product_name_en, price, .. } = line;
    let (zh, en) = (product_name_zh.unwrap_or_default(), product_name_en.unwrap_or_default());
    let known = !zh.is_empty();
    let name = move || {
        if known {
            lang().pick(&*zh, &*en).to_owned()
        } else {
            t::orders::product_open.get().to_owned()
        }
    };
    let kind = input.kind;
    let kind_tag = (kind != LineKind::New).then(|| {
        view! { <Tag label=Signal::derive(move || kind.label(lang()).to_owned()) tone=Tone::Warning/> }
    });
    let edition = line.edition.map(|edition| {
        view! { <Tag label=Signal::derive(move || edition.label(lang()).to_owned()) tone=Tone::Brand/> }
    });
    let user = input.end_user;
    let is_new = user.customer_id.is_none() && !user.name.is_empty();
    let user_name = match (user.customer_id, side) {
        (Some(id), Side::Staff) => {
            view! { <a href=routes::customer(id)>{user.name}</a> }.into_any()
        }
        _ if user.name.is_empty() => {
            view! { <span class="muted">{t::orders::end_user_open}</span> }.into_any()
        }
        _ => user.name.into_any(),
    };
    let contact = [user.contact_name, user.contact_email, user.contact_phone];
    let contact: Vec<String> = contact.into_iter().flatten().collect();
    let activation = (kind == LineKind::New).then(|| activation(input.activations));
    let (sets, years) = (input.sets, input.years);
    let (to, language) = (input.deliver_to, input.language);
    let amount = price.as_ref().map(|price| {
        view! { <Money amount=price.gross currency/> }
    });
    let parts = price.as_ref().map(|price| price.parts.clone()).filter(|parts| !parts.is_empty());
    let parts = parts.map(|parts| view! { <PartsTable side parts currency/> });
    let ends_on = input.ends_on;
    let extent = move || match ends_on {
        Some(day) => t::orders::sets_until(sets, day),
        None if kind.has_years() => t::orders::sets_years(sets, years),
        None => t::orders::quantity_of(sets),
    };
    let trace = price.map(|price| {
        view! {
            <details class="why">
                <summary>
                    <Icon glyph=Glyph::ChevronRight/>
                    {t::orders::trace}
                </summary>
                <PriceTrace line=price currency/>
            </details>
        }
    });
    let issued = (!line.licenses.is_empty()).then(|| {
        view! {
            <Fact label=t::orders::licenses wide=true>
                {licenses(side, line.licenses)}
            </Fact>
        }
    });
    view! {
        <li class="line-view">
            <div class="line-view__head">
                <span class="line-view__number">{number}</span>
                <strong>{name}</strong>
                {kind_tag} {edition}
                <span class="muted nowrap">{extent}</span>
                <span class="line-view__amount">{amount}</span>
            </div>
            <div class="line-view__body">
                <DescriptionList>
                    <Fact label=t::orders::end_user>
                        {user_name}
                        {is_new
                            .then(|| {
                                user.credit_code
                                    .map(|code| {
                                        view! { <div class="muted small mono">{code}</div> }
                                    })
                            })}
                    </Fact>
                    <Fact label=t::orders::contact>
                        {contact.is_empty().then_some("—")}
                        {contact.into_iter().map(|part| view! { <div>{part}</div> }).collect_view()}
                    </Fact>
                    <Fact label=t::orders::deliver_to>
                        {move || to.label(lang())} " · " {move || language.label(lang())}
                    </Fact>
                    {activation} {issued}
                </DescriptionList>
                {parts} {trace}
            </div>
        </li>
    }
    .into_any()
}

/// All lines and the totals.
pub fn lines(side: Side, order: OrderView) -> AnyView {
    let (currency, totals) = (order.currency, order.totals);
    let count = order.lines.len();
    let foot = move || {
        view! {
            <div class="line-totals">
                <TotalsView totals=Signal::stored(totals) currency/>
            </div>
        }
    };
    let rows = order.lines.into_iter().map(|one| line(side, currency, one)).collect_view();
    let nothing = (count == 0).then(|| view! { <p class="empty muted">{t::orders::no_lines}</p> });
    view! {
        <Card title=t::orders::lines note=count.to_string() flush=true foot>
            <ol class="line-views">{rows}</ol>
            {nothing}
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_counted_by_mode() {
        let set = |mode| ActivationInput { mode, ..ActivationInput::default() };
        let sets = [ActivationMode::Offline, ActivationMode::Online, ActivationMode::Offline];

        let counted = modes(&sets.map(set));

        assert_eq!(counted[&ActivationMode::Offline], 2);
        assert_eq!(counted[&ActivationMode::Online], 1);
    }
}
