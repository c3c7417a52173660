//! Who sold how much in a period, beside another one, the best first; each number opens its rows.

use domain::{
    access::Permission,
    licenses::wire::PaymentStatus,
    list::ListQuery as _,
    money::{Amount, Currency},
    purchases::wire::PurchaseListQuery,
    sales_reps::{
        ranked,
        wire::{RankBy, RankingView, RepPerformance},
    },
};
use leptos::prelude::*;

use super::{
    performance::{Asked, periods, won_leads, won_of},
    targets::of_this_year,
};
use crate::{
    components::{Loaded, use_load},
    i18n::t,
    pages::parts::choices,
    routes,
    state::use_session,
    ui::{
        Bar, BarChart, BarPart, Card, Choice, Clock, EmptyState, Glyph, Money, PageHeader,
        Segmented, SkeletonRows, TableFrame,
    },
};

/// The purchases behind somebody's amount.
fn behind(view: &RankingView, row: &RepPerformance, currency: Currency, paid: bool) -> String {
    let query = PurchaseListQuery {
        payment_status: if paid { vec![PaymentStatus::Paid] } else { Vec::new() },
        stands: (!paid).then_some(true),
        currency: vec![currency],
        gift: Some(false),
        owner: row.user_id,
        from: Some(view.from),
        until: Some(view.until),
        ..PurchaseListQuery::default()
    };
    format!("{}?{}", routes::PURCHASES, query.to_query_string())
}

/// An amount with what it was before; a link where there are rows.
fn amount(
    now: Amount,
    before: Option<Amount>,
    currency: Currency,
    href: Option<String>,
) -> AnyView {
    let money = move || view! { <Money amount=now currency/> };
    let now = match href.filter(|_| now != Amount::ZERO) {
        Some(href) => view! { <a href=href>{money()}</a> }.into_any(),
        None => money().into_any(),
    };
    let before = before.map(|before| {
        view! { <span class="cell-two__second">{before.display(currency)}</span> }
    });
    view! {
        <td class="num">
            <span class="cell-two">{now} {before}</span>
        </td>
    }
    .into_any()
}

fn row(view: &RankingView, row: &RepPerformance, currency: Currency) -> AnyView {
    let other = row.before.as_ref();
    let open = |paid| row.user_id.map(|_| behind(view, row, currency, paid));
    let (figures, rate) = (&row.figures, row.figures.renewal_rate());
    let renewals = match rate {
        Some(rate) => format!("{} / {} ({rate}%)", figures.renewed, figures.up_for_renewal),
        None => "—".to_owned(),
    };
    let before = other.map(|other| {
        view! { <span class="cell-two__second">{other.licenses}</span> }
    });
    let sees_leads = untrack(|| use_session().may_everywhere(Permission::LeadsRead));
    let rows = PurchaseListQuery {
        owner: row.user_id,
        from: Some(view.from),
        until: Some(view.until),
        ..PurchaseListQuery::default()
    };
    let won = won_of(figures);
    let won = if sees_leads && figures.leads_won > 0 {
        view! { <a href=won_leads(&rows)>{won}</a> }.into_any()
    } else {
        won.into_any()
    };
    view! {
        <tr>
            <td class="num">{row.rank}</td>
            <th scope="row">
                <a href=routes::sales_rep(row.sales_rep_id)>{row.name.clone()}</a>
            </th>
            {amount(
                figures.paid_in(currency),
                other.map(|other| other.paid_in(currency)),
                currency,
                open(true),
            )}
            {amount(
                figures.booked_in(currency),
                other.map(|other| other.booked_in(currency)),
                currency,
                open(false),
            )}
            <td class="num">
                <span class="cell-two">
                    <span>{figures.licenses}</span>
                    {before}
                </span>
            </td>
            <td class="num">{renewals}</td>
            <td class="num">{won}</td>
        </tr>
    }
    .into_any()
}

fn shown(view: &RankingView, by: RankBy, currency: Currency) -> AnyView {
    let rows = ranked(view.rows.clone(), by, currency);
    if rows.is_empty() {
        return view! { <EmptyState glyph=Glyph::Users title=t::sales::empty/> }.into_any();
    }
    let bars: Vec<Bar> = rows
        .iter()
        .take(12)
        .map(|row| {
            let paid = row.figures.paid_in(currency);
            let value = u64::try_from(paid.minor()).unwrap_or_default();
            Bar {
                label: row.name.chars().take(4).collect(),
                parts: vec![BarPart { color: 0, value, title: paid.display(currency) }],
                href: Some(routes::sales_rep(row.sales_rep_id)),
            }
        })
        .collect();
    let drawn: Vec<_> = rows.iter().map(|one| row(view, one, currency)).collect();
    view! {
        <BarChart label=t::sales::paid bars=Signal::stored(bars)/>
        <TableFrame label=t::sales::ranking>
            <thead>
                <tr>
                    <th scope="col" class="num">
                        {t::sales::rank}
                    </th>
                    <th scope="col">{t::sales::name}</th>
                    <th scope="col" class="num">
                        {t::sales::paid}
                    </th>
                    <th scope="col" class="num">
                        {t::sales::booked}
                    </th>
                    <th scope="col" class="num">
                        {t::sales::issued}
                    </th>
                    <th scope="col" class="num">
                        {t::sales::renewals}
                    </th>
                    <th scope="col" class="num">
                        {t::sales::leads}
                    </th>
                </tr>
            </thead>
            <tbody>{drawn}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// The ranking, and everybody's targets.
#[component]
pub fn SalesPerformancePage() -> impl IntoView {
    let asked = Asked::this_year();
    let by = RwSignal::new(RankBy::Paid.as_str().to_owned());
    let currency = RwSignal::new(Currency::Cny.as_str().to_owned());
    let load = use_load(move |client| {
        let query = asked.query(untrack(Clock::today));
        async move { client.sales_ranking(&query).await }
    });
    let currencies = Signal::derive(|| {
        let currency = |one: &Currency| Choice::new(one.as_str(), one.as_str());
        Currency::ALL.iter().map(currency).collect::<Vec<_>>()
    });
    let drawn = move |view: Signal<RankingView>| {
        let shown = move || {
            let (by, currency) = (by.read().parse(), currency.read().parse());
            shown(&view.read(), by.unwrap_or_default(), currency.unwrap_or_default())
        };
        view! { {shown} }
    };
    view! {
        <PageHeader
            title=t::sales::performance
            back=routes::SALES_REPS
            back_label=t::sales::title
            meta=|| view! { <span>{t::sales::performance_about}</span> }
        />
        <div class="stack">
            {periods(asked)}
            <div class="row">
                <Segmented
                    label=t::sales::rank_by
                    value=by
                    options=Signal::derive(|| choices!(RankBy::ALL))
                />
                <Segmented label=t::purchases::currency value=currency options=currencies/>
            </div>
            <Card title=t::sales::ranking note=t::purchases::stats_note flush=true>
                <Loaded load view=drawn skeleton=|| view! { <SkeletonRows rows=6/> }/>
            </Card>
            {of_this_year()}
        </div>
    }
    .into_any()
}
