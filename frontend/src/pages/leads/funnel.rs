//! The funnel: what stands where today, and how many of the leads of a period came how far. Each
//! number opens its leads.

use chrono::NaiveDate;
use domain::{
    leads::{
        StatusKind,
        wire::{CohortStage, FunnelQuery, FunnelStage, FunnelView, LeadListQuery, LeadSum},
    },
    licenses::wire::OwnedBy,
    list::ListQuery as _,
    money::Currency,
};
use leptos::prelude::*;

use super::{name_of, switch::LeadSwitch, tone};
use crate::{
    components::{Loaded, use_load},
    i18n::t,
    pages::parts::choices,
    routes,
    ui::{
        Bar, BarChart, BarPart, Card, ChartLegend, Choice, Field, Money, PageHeader, Segmented,
        SkeletonRows, StatusDot, TableFrame, TextInput,
    },
};

fn opened(query: &LeadListQuery) -> String {
    format!("{}?{}", routes::LEADS, query.to_query_string())
}

/// The leads of a stage, in one currency or in all.
fn behind(query: &FunnelQuery, stage: &FunnelStage, currency: Option<Currency>) -> String {
    opened(&LeadListQuery {
        status: vec![stage.status.id],
        currency: currency.into_iter().collect(),
        ..query.list()
    })
}

fn of_currency(stage: &FunnelStage, currency: Currency) -> Option<LeadSum> {
    stage.sums.iter().find(|sum| sum.currency == currency).copied()
}

fn bars(view: &FunnelView, query: &FunnelQuery, currency: Currency) -> Vec<Bar> {
    let is_stage = |stage: &&FunnelStage| {
        matches!(stage.status.content.kind, StatusKind::Open | StatusKind::Won)
    };
    let bar = |stage: &FunnelStage| {
        let label = name_of(&stage.status).get();
        let parts = of_currency(stage, currency).map(|sum| {
            let minor =
                |amount: domain::money::Amount| u64::try_from(amount.minor()).unwrap_or_default();
            let weighted = minor(sum.weighted);
            let rest = minor(sum.amount).saturating_sub(weighted);
            vec![
                BarPart { color: 0, value: weighted, title: sum.weighted.display(currency) },
                BarPart { color: 1, value: rest, title: sum.amount.display(currency) },
            ]
        });
        Bar {
            label,
            parts: parts.unwrap_or_default(),
            href: Some(behind(query, stage, Some(currency))),
        }
    };
    view.snapshot.iter().filter(is_stage).map(bar).collect()
}

fn stage_row(stage: &FunnelStage, query: &FunnelQuery, currency: Currency) -> AnyView {
    let status = &stage.status;
    let figure = |sum: Option<LeadSum>, of: fn(&LeadSum) -> domain::money::Amount| match sum {
        Some(sum) => {
            let (href, amount) = (behind(query, stage, Some(currency)), of(&sum));
            view! {
                <a href=href>
                    <Money amount currency/>
                </a>
            }
            .into_any()
        }
        None => view! { <span class="muted">"—"</span> }.into_any(),
    };
    let sum = of_currency(stage, currency);
    let median = stage.median_days.map_or_else(|| "—".to_owned(), |days| days.to_string());
    view! {
        <tr>
            <th scope="row">
                <StatusDot tone=tone(status.content.color) label=name_of(status)/>
            </th>
            <td class="num">
                <a href=behind(query, stage, None)>{stage.leads}</a>
            </td>
            <td class="num">{figure(sum, |sum| sum.amount)}</td>
            <td class="num">{figure(sum, |sum| sum.weighted)}</td>
            <td class="num">{median}</td>
        </tr>
    }
    .into_any()
}

fn snapshot(view: &FunnelView, query: &FunnelQuery, currency: Currency) -> AnyView {
    let rows: Vec<_> =
        view.snapshot.iter().map(|stage| stage_row(stage, query, currency)).collect();
    view! {
        <TableFrame label=t::leads::snapshot>
            <thead>
                <tr>
                    <th scope="col">{t::leads::status}</th>
                    <th scope="col" class="num">
                        {t::leads::count}
                    </th>
                    <th scope="col" class="num">
                        {t::leads::amount}
                    </th>
                    <th scope="col" class="num">
                        {t::leads::weighted}
                    </th>
                    <th scope="col" class="num">
                        {t::leads::median_days}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn cohort_row(stage: &CohortStage, query: &FunnelQuery, days: (NaiveDate, NaiveDate)) -> AnyView {
    let reached =
        LeadListQuery { reached: Some(stage.status.id), ..query.list_of_cohort(days.0, days.1) };
    view! {
        <tr>
            <th scope="row">
                <StatusDot tone=tone(stage.status.content.color) label=name_of(&stage.status)/>
            </th>
            <td class="num">
                <a href=opened(&reached)>{stage.reached}</a>
            </td>
            <td class="num">{stage.of_previous.to_string()}</td>
            <td class="num">{stage.of_all.to_string()}</td>
        </tr>
    }
    .into_any()
}

fn cohort(view: &FunnelView, query: &FunnelQuery) -> AnyView {
    let days = (view.cohort.from, view.cohort.until);
    let rows: Vec<_> =
        view.cohort.stages.iter().map(|stage| cohort_row(stage, query, days)).collect();
    view! {
        <TableFrame label=t::leads::cohort>
            <thead>
                <tr>
                    <th scope="col">{t::leads::status}</th>
                    <th scope="col" class="num">
                        {t::leads::reached}
                    </th>
                    <th scope="col" class="num">
                        {t::leads::of_previous}
                    </th>
                    <th scope="col" class="num">
                        {t::leads::of_all}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn shown(
    view: Signal<FunnelView>,
    query: Memo<FunnelQuery>,
    currency: RwSignal<String>,
) -> AnyView {
    let chosen = Memo::new(move |_| currency.get().parse::<Currency>().unwrap_or_default());
    let bars = Signal::derive(move || bars(&view.read(), &query.read(), chosen.get()));
    let names = Signal::derive(move || {
        vec![t::leads::weighted.get().to_owned(), t::leads::amount.get().to_owned()]
    });
    let period = Signal::derive(move || {
        let view = view.read();
        format!("{} – {}", view.cohort.from, view.cohort.until)
    });
    view! {
        <Card title=t::leads::snapshot note=t::leads::snapshot_note flush=true>
            <BarChart label=t::leads::snapshot bars/>
            <ChartLegend names/>
            {move || snapshot(&view.read(), &query.read(), chosen.get())}
        </Card>
        <Card title=t::leads::cohort note=period flush=true>
            {move || cohort(&view.read(), &query.read())}
        </Card>
    }
    .into_any()
}

/// The funnel.
#[component]
pub fn LeadFunnelPage() -> impl IntoView {
    let empty = || RwSignal::new(String::new());
    let (whose, from, until) = (empty(), empty(), empty());
    let currency = RwSignal::new(Currency::Cny.to_string());
    let query = Memo::new(move |_| FunnelQuery {
        from: from.get().parse().ok(),
        until: until.get().parse().ok(),
        owned_by: whose.get().parse().ok(),
        ..FunnelQuery::default()
    });
    let load = use_load(move |client| {
        let query = query.get();
        async move { client.lead_funnel(&query).await }
    });
    let owners = Signal::derive(|| {
        let mut all = vec![Choice::new("", t::common::all)];
        all.extend(choices!(OwnedBy::ALL));
        all
    });
    let currencies = Signal::derive(|| {
        let currency = |one: &Currency| Choice::new(one.as_str(), one.as_str());
        Currency::ALL.iter().map(currency).collect::<Vec<_>>()
    });
    view! {
        <PageHeader
            title=t::leads::funnel
            back=routes::LEADS
            back_label=t::leads::title
            actions=|| view! { <LeadSwitch here=routes::LEAD_FUNNEL/> }
        />
        <div class="stack">
            <div class="row">
                <Segmented label=t::leads::owner value=whose options=owners/>
                <Segmented label=t::leads::currency value=currency options=currencies/>
                <Field label=t::leads::from>
                    <TextInput value=from kind="date"/>
                </Field>
                <Field label=t::leads::until>
                    <TextInput value=until kind="date"/>
                </Field>
            </div>
            <Loaded
                load
                view=move |view| shown(view, query, currency)
                skeleton=|| view! { <SkeletonRows rows=6/> }
            />
        </div>
    }
    .into_any()
}
