//! What a partner or customer owes, what stands to its credit, and whether it is on hold: a card of
//! their page; and the banner that an approver sees.

use domain::{
    money::Amount,
    receivables::{
        AgeBucket,
        wire::{CreditHold, PartyStanding, StandingOfQuery},
    },
};
use leptos::prelude::*;

use super::list::age_tag;
use crate::{
    components::{Loaded, use_load},
    i18n::t,
    routes,
    ui::{Banner, Card, DescriptionList, Fact, Money, SkeletonRows, Tone},
};

/// Who is on credit hold, and why.
pub fn hold_banners(holds: &[CreditHold]) -> AnyView {
    let banner = |hold: &CreditHold| {
        let (party, days) = (hold.party_name.clone(), hold.days);
        let overdue = hold.overdue.display(hold.currency);
        let words = move || t::receivables::hold_text(&party, days, &overdue);
        view! { <Banner tone=Tone::Error title=t::receivables::hold>{words}</Banner> }
    };
    holds.iter().map(banner).collect_view().into_any()
}

fn shown(found: PartyStanding, filter: &str) -> AnyView {
    let owed: Vec<AnyView> = found
        .ageing
        .into_iter()
        .map(|row| {
            let currency = row.currency;
            let href = format!("{}?currency={currency}&{filter}", routes::RECEIVABLES);
            let ages = row
                .ages
                .into_iter()
                .filter(|age| age.bucket != AgeBucket::NotDue && age.open != Amount::ZERO)
                .map(|age| {
                    view! {
                        <li class="row row--spread">
                            {age_tag(age.bucket)} <Money amount=age.open currency/>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <DescriptionList rows=true>
                    <Fact label=t::receivables::open>
                        <a href=href>
                            <Money amount=row.open currency/>
                        </a>
                    </Fact>
                    <Fact label=t::receivables::overdue>
                        <Money amount=row.overdue currency/>
                    </Fact>
                </DescriptionList>
                <ul class="stack stack--tight board__cards">{ages}</ul>
            }
            .into_any()
        })
        .collect();
    let balances = found
        .balances
        .into_iter()
        .map(|one| {
            view! {
                <Fact label=t::receivables::balance>
                    <a href=routes::balance(one.id)>
                        <Money amount=one.balance currency=one.currency/>
                    </a>
                </Fact>
            }
        })
        .collect_view();
    let holds = hold_banners(&found.holds);
    let nothing =
        owed.is_empty().then(|| view! { <p class="muted">{t::receivables::nothing_owed}</p> });
    view! {
        {holds} {nothing} {owed}
        <DescriptionList rows=true>{balances}</DescriptionList>
    }
    .into_any()
}

/// The card.
pub fn standing_card(query: StandingOfQuery) -> AnyView {
    let load = use_load(move |client| async move { client.party_standing(&query).await });
    let filter = match (query.partner, query.customer) {
        (Some(id), _) => format!("partner={id}"),
        (None, Some(id)) => format!("customer={id}"),
        (None, None) => String::new(),
    };
    let drawn = move |found: Signal<PartyStanding>| {
        let filter = filter.clone();
        view! { {move || shown(found.get(), &filter)} }
    };
    view! {
        <Card title=t::receivables::standing>
            <Loaded load view=drawn skeleton=|| view! { <SkeletonRows rows=3/> }/>
        </Card>
    }
    .into_any()
}
