//! What was paid, by month, kind and currency; each number opens the rows behind it.

use chrono::{Datelike as _, NaiveDate};
use domain::{
    licenses::wire::PurchaseKind,
    list::ListQuery as _,
    money::{Amount, Currency},
    purchases::wire::{PurchaseListQuery, RevenueCell, RevenueQuery, RevenueView},
};
use leptos::prelude::*;

use crate::{
    components::{Loaded, use_load},
    i18n::{lang, t},
    routes,
    ui::{
        Bar, BarChart, BarPart, Card, ChartLegend, Choice, Clock, EmptyState, Glyph, Money,
        PageHeader, Segmented, SkeletonRows, Stat, TableFrame,
    },
};

/// Which months.
fn asked(span: &str, today: NaiveDate) -> RevenueQuery {
    let year = |year: i32| RevenueQuery {
        from: NaiveDate::from_ymd_opt(year, 1, 1),
        until: NaiveDate::from_ymd_opt(year, 12, 31),
        ..RevenueQuery::default()
    };
    match span {
        "this" => year(today.year()),
        "last" => year(today.year() - 1),
        _ => RevenueQuery::default(),
    }
}

/// The months of the view, and of each the first and the last day.
fn months(view: &RevenueView) -> Vec<(NaiveDate, NaiveDate)> {
    let mut months = Vec::new();
    let mut from = view.from;
    while from <= view.until {
        let (first, last) = domain::licenses::month_of(from);
        months.push((first, last));
        from = last.succ_opt().unwrap_or(NaiveDate::MAX);
    }
    months
}

fn opened(query: &PurchaseListQuery) -> String {
    format!("{}?{}", routes::PURCHASES, query.to_query_string())
}

/// What a month, a kind or all come to in a currency: the amount, and the rows behind it.
fn number(cells: &[RevenueCell], query: &PurchaseListQuery, currency: Currency) -> AnyView {
    let amount: Amount = cells.iter().map(|cell| cell.amount).sum();
    if cells.is_empty() {
        return view! { <td class="num muted">"—"</td> }.into_any();
    }
    view! {
        <td class="num">
            <a href=opened(query)>
                <Money amount currency/>
            </a>
        </td>
    }
    .into_any()
}

/// The paid purchases of some days and kinds in a currency.
fn behind(
    (from, until): (NaiveDate, NaiveDate),
    kind: Option<PurchaseKind>,
    currency: Currency,
) -> PurchaseListQuery {
    let query = RevenueQuery::default();
    PurchaseListQuery {
        kind: kind.into_iter().collect(),
        currency: vec![currency],
        gift: Some(false),
        from: Some(from),
        until: Some(until),
        ..query.list(until)
    }
}

fn table(view: &RevenueView, currency: Currency) -> AnyView {
    let cells: Vec<RevenueCell> =
        view.cells.iter().filter(|cell| cell.currency == currency).copied().collect();
    let of = |days: (NaiveDate, NaiveDate), kind: Option<PurchaseKind>| -> Vec<RevenueCell> {
        let within = |cell: &&RevenueCell| cell.from >= days.0 && cell.until <= days.1;
        let of_kind = |cell: &&RevenueCell| kind.is_none_or(|kind| cell.kind == kind);
        cells.iter().filter(within).filter(of_kind).copied().collect()
    };
    let row = |title: AnyView, days: (NaiveDate, NaiveDate)| {
        let kinds = PurchaseKind::ALL.iter().map(|kind| Some(*kind)).chain([None]);
        let numbers = kinds
            .map(|kind| number(&of(days, kind), &behind(days, kind, currency), currency))
            .collect_view();
        let gifts: u32 = view
            .gifts
            .iter()
            .filter(|gift| gift.from >= days.0 && gift.until <= days.1)
            .map(|gift| gift.purchases)
            .sum();
        let given = PurchaseListQuery {
            gift: Some(true),
            from: Some(days.0),
            until: Some(days.1),
            ..RevenueQuery::default().list(days.1)
        };
        let gifts = match gifts {
            0 => view! { <span class="muted">"—"</span> }.into_any(),
            gifts => view! { <a href=opened(&given)>{gifts}</a> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row" class="nowrap">
                    {title}
                </th>
                {numbers}
                <td class="num">{gifts}</td>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<_> = months(view)
        .into_iter()
        .map(|days| row(days.0.format("%Y-%m").to_string().into_any(), days))
        .collect();
    let total = row(view! { {t::purchases::total} }.into_any(), (view.from, view.until));
    let heads = PurchaseKind::ALL.iter().map(|kind| {
        let kind = *kind;
        view! {
            <th scope="col" class="num">
                {move || kind.label(lang())}
            </th>
        }
    });
    view! {
        <TableFrame label=t::purchases::stats>
            <thead>
                <tr>
                    <th scope="col">{t::purchases::month}</th>
                    {heads.collect_view()}
                    <th scope="col" class="num">
                        {t::purchases::total}
                    </th>
                    <th scope="col" class="num">
                        {t::purchases::gifts}
                    </th>
                </tr>
            </thead>
            <tbody>{rows} {total}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn bars(view: &RevenueView, currency: Currency) -> Vec<Bar> {
    let bar = |days: (NaiveDate, NaiveDate)| {
        let parts = PurchaseKind::ALL.iter().enumerate().filter_map(|(color, kind)| {
            let cell = view
                .cells
                .iter()
                .find(|cell| (cell.from, cell.kind, cell.currency) == (days.0, *kind, currency))?;
            let value = u64::try_from(cell.amount.minor()).unwrap_or_default();
            let shown = cell.amount.display(currency);
            Some(BarPart { color, value, title: format!("{} {shown}", kind.label(lang())) })
        });
        Bar {
            label: days.0.format("%y-%m").to_string(),
            parts: parts.collect(),
            href: Some(opened(&behind(days, None, currency))),
        }
    };
    months(view).into_iter().map(bar).collect()
}

fn shown(view: Signal<RevenueView>, currency: RwSignal<String>) -> AnyView {
    let chosen = Memo::new(move |_| currency.get().parse::<Currency>().unwrap_or_default());
    let bars = Signal::derive(move || bars(&view.read(), chosen.get()));
    let names = Signal::derive(move || {
        PurchaseKind::ALL.iter().map(|kind| kind.label(lang()).to_owned()).collect::<Vec<_>>()
    });
    let totals = move || {
        let view = view.read();
        let days = (view.from, view.until);
        view.totals
            .iter()
            .map(|sum| {
                let (amount, of) = (sum.amount, sum.currency);
                let purchases = sum.purchases;
                view! {
                    <Stat
                        label=Signal::derive(move || of.label(lang()).to_owned())
                        icon=Glyph::Yuan
                        note=Signal::derive(move || t::purchases::n_purchases(purchases))
                        href=opened(&behind(days, None, of))
                    >
                        <Money amount currency=of/>
                    </Stat>
                }
            })
            .collect_view()
    };
    let charted = move || {
        if view.read().cells.is_empty() && view.read().gifts.is_empty() {
            return view! {
                <EmptyState glyph=Glyph::Chart title=t::purchases::nothing_paid/>
            }
            .into_any();
        }
        view! {
            <BarChart label=t::purchases::stats bars/>
            <ChartLegend names/>
            {move || table(&view.read(), chosen.get())}
        }
        .into_any()
    };
    view! {
        <div class="grid">{totals}</div>
        <Card title=t::purchases::stats note=t::purchases::stats_note flush=true>
            {charted}
        </Card>
    }
    .into_any()
}

/// The statistics.
#[component]
pub fn RevenuePage() -> impl IntoView {
    let span = RwSignal::new("year".to_owned());
    let currency = RwSignal::new(Currency::Cny.as_str().to_owned());
    let load = use_load(move |client| {
        let query = asked(&span.read(), untrack(Clock::today));
        async move { client.revenue(&query).await }
    });
    let spans = vec![
        Choice::new("year", t::purchases::last_months),
        Choice::new("this", t::purchases::this_year),
        Choice::new("last", t::purchases::last_year),
    ];
    let currencies = Signal::derive(|| {
        let currency = |one: &Currency| Choice::new(one.as_str(), one.as_str());
        Currency::ALL.iter().map(currency).collect::<Vec<_>>()
    });
    view! {
        <PageHeader
            title=t::purchases::stats
            back=routes::PURCHASES
            back_label=t::purchases::title
            meta=|| view! { <span>{t::purchases::stats_about}</span> }
        />
        <div class="stack">
            <div class="row">
                <Segmented label=t::purchases::span value=span options=Signal::stored(spans)/>
                <Segmented label=t::purchases::currency value=currency options=currencies/>
            </div>
            <Loaded
                load
                view=move |view| shown(view, currency)
                skeleton=|| view! { <SkeletonRows rows=6/> }
            />
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_number_leads_to_its_own_rows() {
        let days = (day(2026, 11, 1), day(2026, 11, 30));
        let href = opened(&behind(days, Some(PurchaseKind::Renewal), Currency::Usd));

        for part in [
            "kind=renewal",
            "currency=USD",
            "gift=false",
            "payment_status=paid",
            "from=2026-11-01",
            "until=2026-11-30",
        ] {
            assert!(href.contains(part), "{part}: {href}");
        }
    }

    #[test]
    fn months_are_all_there_with_or_without_money() {
        let view = RevenueView {
            from: day(2025, 12, 1),
            until: day(2026, 2, 28),
            cells: Vec::new(),
            gifts: Vec::new(),
            totals: Vec::new(),
        };
        assert_eq!(months(&view).len(), 3);
        assert!(bars(&view, Currency::Cny).iter().all(|bar| bar.parts.is_empty()));
    }
}
