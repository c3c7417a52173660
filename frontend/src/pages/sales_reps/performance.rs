//! What somebody sold in a period beside another one: figures that open their rows, and a chart.

use chrono::{Datelike as _, Months, NaiveDate};
use domain::{
    access::Permission,
    leads::{StatusKind, wire::LeadListQuery},
    licenses::{month_of, wire::PaymentStatus},
    list::ListQuery as _,
    money::Currency,
    purchases::wire::{PurchaseListQuery, Sum},
    sales_reps::{
        Figures,
        wire::{Compare, MonthPaid, PerformanceQuery, PerformanceView},
    },
};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    pages::parts::choices,
    routes,
    state::use_session,
    ui::{Bar, BarChart, BarPart, Card, Choice, EmptyState, Glyph, Money, Segmented, Stat},
};

/// Which period, beside which.
#[derive(Clone, Copy)]
pub struct Asked {
    span: RwSignal<String>,
    compare: RwSignal<String>,
}

impl Asked {
    /// This year, beside the period before.
    pub fn this_year() -> Self {
        Self {
            span: RwSignal::new("year".to_owned()),
            compare: RwSignal::new(Compare::Previous.as_str().to_owned()),
        }
    }

    /// As it is asked for (tracked).
    pub fn query(self, today: NaiveDate) -> PerformanceQuery {
        let (from, until) = days(&self.span.read(), today);
        PerformanceQuery {
            from: Some(from),
            until: Some(until),
            compare: self.compare.read().parse().ok(),
            ..PerformanceQuery::default()
        }
    }
}

/// The first and the last day of a span.
fn days(span: &str, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let of_year = |year: i32| {
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today);
        (day(1, 1), day(12, 31))
    };
    match span {
        "month" => month_of(today),
        "quarter" => {
            let months_in = today.month0() % 3;
            let (first, _) =
                month_of(today.checked_sub_months(Months::new(months_in)).unwrap_or(today));
            let last = first.checked_add_months(Months::new(2)).unwrap_or(first);
            (first, month_of(last).1)
        }
        "last" => of_year(today.year() - 1),
        _ => of_year(today.year()),
    }
}

/// The switch for the period.
pub fn spans(asked: Asked) -> AnyView {
    let spans = vec![
        Choice::new("month", t::sales::this_month),
        Choice::new("quarter", t::sales::this_quarter),
        Choice::new("year", t::sales::this_year),
        Choice::new("last", t::sales::last_year),
    ];
    view! { <Segmented label=t::sales::period value=asked.span options=Signal::stored(spans)/> }
        .into_any()
}

/// The switches for the period and what it is compared with.
pub fn periods(asked: Asked) -> AnyView {
    let compares = Signal::derive(|| choices!(Compare::ALL));
    view! {
        <div class="row no-print">
            {spans(asked)}
            <Segmented label=t::sales::compared value=asked.compare options=compares/>
        </div>
    }
    .into_any()
}

fn opened(query: &PurchaseListQuery) -> String {
    format!("{}?{}", routes::PURCHASES, query.to_query_string())
}

/// What stood there in the other period.
fn before(figures: Option<&Figures>, of: impl Fn(&Figures) -> String) -> String {
    figures.map(|figures| t::sales::before(of(figures))).unwrap_or_default()
}

fn sums_of(now: &[Sum], before: Option<&[Sum]>) -> Vec<Currency> {
    let mut all: Vec<Currency> =
        now.iter().chain(before.unwrap_or_default()).map(|sum| sum.currency).collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() { vec![Currency::Cny] } else { all }
}

/// The figures with the chart; `theirs` are the purchases that belong to whom it is about.
pub fn figures(view: PerformanceView, theirs: &PurchaseListQuery) -> AnyView {
    let PerformanceView { from, until, figures, before: other, months, .. } = view;
    let rows = PurchaseListQuery {
        gift: Some(false),
        stands: Some(true),
        from: Some(from),
        until: Some(until),
        ..theirs.clone()
    };
    let other = other.as_ref();
    let money = sums_of(&figures.booked, other.map(|other| other.booked.as_slice()));
    let money = money.into_iter().map(|currency| {
        let of = PurchaseListQuery { currency: vec![currency], ..rows.clone() };
        let paid = PurchaseListQuery { payment_status: vec![PaymentStatus::Paid], ..of.clone() };
        let booked_before = before(other, |figures| figures.booked_in(currency).display(currency));
        let paid_before = before(other, |figures| figures.paid_in(currency).display(currency));
        let (paid_now, booked_now) = (figures.paid_in(currency), figures.booked_in(currency));
        view! {
            <Stat
                label=t::sales::paid
                icon=Glyph::Yuan
                note=Signal::stored(paid_before)
                href=opened(&paid)
            >
                <Money amount=paid_now currency/>
            </Stat>
            <Stat
                label=t::sales::booked
                icon=Glyph::File
                note=Signal::stored(booked_before)
                href=opened(&of)
            >
                <Money amount=booked_now currency/>
            </Stat>
        }
    });
    let money = money.collect_view();
    let renewed = |figures: &Figures| {
        let (renewed, of) = (figures.renewed, figures.up_for_renewal);
        match figures.renewal_rate() {
            Some(rate) => format!("{renewed} / {of} ({rate}%)"),
            None => "—".to_owned(),
        }
    };
    let renewals = renewed(&figures);
    let issued = figures.licenses;
    let leads = leads_of(&rows, &figures, other);
    let charts = charts(&months, &rows);
    view! {
        <div class="grid" style="--grid-min:170px">
            {money}
            <Stat
                label=t::sales::issued
                icon=Glyph::Key
                note=Signal::stored(before(other, |figures| figures.licenses.to_string()))
            >
                {issued}
            </Stat>
            <Stat
                label=t::sales::renewals
                icon=Glyph::Refresh
                note=Signal::stored(before(other, renewed))
            >
                {renewals}
            </Stat>
            {leads}
        </div>
        <Card title=t::sales::by_month note=t::sales::by_month_note>
            {charts}
        </Card>
    }
    .into_any()
}

/// How many leads are won of how many that began: «2 / 5 (40%)».
pub fn won_of(figures: &Figures) -> String {
    match figures.conversion_rate() {
        Some(rate) => format!("{} / {} ({rate}%)", figures.leads_won, figures.leads),
        None => "—".to_owned(),
    }
}

/// The won ones among the leads that began in a period; whose they are, the purchases say.
pub fn won_leads(rows: &PurchaseListQuery) -> String {
    let query = LeadListQuery {
        kind: vec![StatusKind::Won],
        owner: rows.owner,
        partner: rows.partner,
        from: rows.from,
        until: rows.until,
        ..LeadListQuery::default()
    };
    format!("{}?{}", routes::LEADS, query.to_query_string())
}

/// What came of the leads; a link for who sees them all.
fn leads_of(rows: &PurchaseListQuery, figures: &Figures, other: Option<&Figures>) -> AnyView {
    let note = Signal::stored(before(other, won_of));
    let (won, href) = (won_of(figures), won_leads(rows));
    if untrack(|| use_session().may_everywhere(Permission::LeadsRead)) {
        view! {
            <Stat label=t::sales::leads icon=Glyph::Inbox note href>
                {won}
            </Stat>
        }
        .into_any()
    } else {
        view! {
            <Stat label=t::sales::leads icon=Glyph::Inbox note>
                {won}
            </Stat>
        }
        .into_any()
    }
}

/// A chart for each currency.
fn charts(months: &[MonthPaid], rows: &PurchaseListQuery) -> AnyView {
    if months.is_empty() {
        return view! { <EmptyState glyph=Glyph::Chart title=t::purchases::nothing_paid/> }
            .into_any();
    }
    let charts = Currency::ALL.iter().filter_map(|currency| {
        let currency = *currency;
        let bars: Vec<Bar> = months
            .iter()
            .filter(|month| month.currency == currency)
            .map(|month| bar(month, rows))
            .collect();
        let label = move || format!("{} {currency}", t::sales::by_month.get());
        (!bars.is_empty()).then(|| {
            view! {
                <p class="muted small">{move || currency.label(lang())}</p>
                <BarChart label=Signal::derive(label) bars=Signal::stored(bars.clone())/>
                {table(&bars)}
            }
        })
    });
    let charts = charts.collect_view();
    view! { {charts} }.into_any()
}

fn bar(month: &MonthPaid, rows: &PurchaseListQuery) -> Bar {
    let query = PurchaseListQuery {
        currency: vec![month.currency],
        payment_status: vec![PaymentStatus::Paid],
        from: Some(month.from),
        until: Some(month.until),
        ..rows.clone()
    };
    let value = u64::try_from(month.amount.minor()).unwrap_or_default();
    Bar {
        label: month.from.format("%Y-%m").to_string(),
        parts: vec![BarPart { color: 0, value, title: month.amount.display(month.currency) }],
        href: Some(opened(&query)),
    }
}

/// The numbers of a chart, each with the way to its rows.
fn table(bars: &[Bar]) -> AnyView {
    let rows = bars.iter().cloned().map(|bar| {
        let amount = bar.parts.into_iter().map(|part| part.title).collect::<String>();
        view! {
            <li class="row row--spread">
                <span>{bar.label}</span>
                <a class="num" href=bar.href.unwrap_or_default()>
                    {amount}
                </a>
            </li>
        }
    });
    view! { <ul class="chart__table">{rows.collect_view()}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_whole_months() {
        let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();

        assert_eq!(days("month", day(11, 22)), (day(11, 1), day(11, 30)));
        assert_eq!(days("quarter", day(11, 22)), (day(10, 1), day(12, 31)));
        assert_eq!(days("quarter", day(4, 30)), (day(4, 1), day(6, 30)));
        assert_eq!(days("year", day(11, 22)), (day(1, 1), day(12, 31)));
    }
}
