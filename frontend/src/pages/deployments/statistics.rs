//! How long licenses take from the order to the running installation, by month and by product; each
//! number opens its rows.

use chrono::NaiveDate;
use domain::{
    deployments::{
        DeploymentKind, DeploymentStatus,
        wire::{DeploymentListQuery, LifeFigures, StatisticsQuery, StatisticsView},
    },
    exports::Cell,
    id::ProductId,
    list::ListQuery as _,
};
use leptos::prelude::*;

use super::DeploymentSwitch;
use crate::{
    components::{Loaded, save_table, use_load},
    i18n::{Word, lang, t},
    pages::sales_reps::{Asked, spans},
    routes,
    state::use_toaster,
    ui::{Button, Card, Clock, EmptyState, Glyph, PageHeader, SkeletonRows, Stat, TableFrame},
};

/// What stands in a cell.
type Figure = fn(&LifeFigures) -> String;

/// The columns beside what a line is about, and what stands there.
const COLUMNS: [(Word, Figure); 5] = [
    (t::deployments::n_deployed, |figures| figures.deployed.to_string()),
    (t::deployments::days_to_sent, |figures| days(figures.days_to_sent)),
    (t::deployments::days_to_activated, |figures| days(figures.days_to_activated)),
    (t::deployments::days_to_deployed, |figures| days(figures.days_to_deployed)),
    (t::deployments::on_time, on_time),
];

fn days(days: Option<u32>) -> String {
    days.map_or_else(|| "—".to_owned(), |days| days.to_string())
}

fn on_time(figures: &LifeFigures) -> String {
    match figures.on_time_rate() {
        Some(rate) => format!("{} / {} ({rate}%)", figures.on_time, figures.planned),
        None => "—".to_owned(),
    }
}

/// The initial deployments behind a figure.
fn behind((from, until): (NaiveDate, NaiveDate), product: Option<ProductId>) -> String {
    let query = DeploymentListQuery {
        kind: vec![DeploymentKind::Initial],
        status: vec![DeploymentStatus::Completed, DeploymentStatus::Accepted],
        completed_from: Some(from),
        completed_until: Some(until),
        product,
        ..DeploymentListQuery::default()
    };
    format!("{}?{}", routes::DEPLOYMENTS, query.to_query_string())
}

fn line(label: String, figures: &LifeFigures, href: &str) -> AnyView {
    let cells: Vec<_> = COLUMNS
        .iter()
        .map(|(_, of)| {
            view! {
                <td class="num">
                    <a href=href.to_owned()>{of(figures)}</a>
                </td>
            }
        })
        .collect();
    view! {
        <tr>
            <th scope="row">{label}</th>
            {cells}
        </tr>
    }
    .into_any()
}

fn table(title: Word, first: Word, lines: Vec<AnyView>) -> AnyView {
    let heads = COLUMNS.map(|(word, _)| {
        view! {
            <th scope="col" class="num">
                {word}
            </th>
        }
    });
    view! {
        <Card title flush=true>
            <TableFrame label=title>
                <thead>
                    <tr>
                        <th scope="col">{first}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </TableFrame>
        </Card>
    }
    .into_any()
}

fn month(on: NaiveDate) -> String {
    on.format("%Y-%m").to_string()
}

fn shown(view: &StatisticsView) -> AnyView {
    let period = (view.from, view.until);
    if view.total.deployed == 0 {
        return view! { <EmptyState glyph=Glyph::Clock title=t::deployments::statistics_empty/> }
            .into_any();
    }
    let all = behind(period, None);
    let stats: Vec<_> = COLUMNS
        .iter()
        .map(|(label, of)| {
            let figure = of(&view.total);
            view! { <Stat label=*label href=all.clone()>{figure}</Stat> }
        })
        .collect();
    let months: Vec<_> = view
        .months
        .iter()
        .map(|one| line(month(one.from), &one.figures, &behind((one.from, one.until), None)))
        .collect();
    let products: Vec<_> = view
        .products
        .iter()
        .map(|one| {
            let name = lang().pick(one.name_zh.as_str(), one.name_en.as_str()).to_owned();
            line(name, &one.figures, &behind(period, Some(one.product_id)))
        })
        .collect();
    view! {
        <div class="grid">{stats}</div>
        {table(t::deployments::by_month, t::deployments::month, months)}
        {table(t::deployments::by_product, t::deployments::product, products)}
    }
    .into_any()
}

/// Both tables, one below the other (untracked).
fn lines(view: &StatisticsView) -> Vec<Vec<Cell>> {
    let line = |label: String, figures: &LifeFigures| {
        let cells = COLUMNS.iter().map(|(_, of)| of(figures));
        std::iter::once(label).chain(cells).map(Cell::Text).collect::<Vec<_>>()
    };
    let heads = |first: Word| {
        let words = COLUMNS.iter().map(|(word, _)| word.get());
        std::iter::once(first.get()).chain(words).map(Cell::from).collect::<Vec<_>>()
    };
    let mut lines = vec![heads(t::deployments::month)];
    lines.extend(view.months.iter().map(|one| line(month(one.from), &one.figures)));
    lines.push(heads(t::deployments::product));
    lines.extend(view.products.iter().map(|one| {
        line(lang().pick(one.name_zh.as_str(), one.name_en.as_str()).to_owned(), &one.figures)
    }));
    lines
}

/// The statistics.
#[component]
pub fn DeploymentStatisticsPage() -> impl IntoView {
    let asked = Asked::this_year();
    let toaster = use_toaster();
    let load = use_load(move |client| {
        let period = asked.query(untrack(Clock::today));
        let query = StatisticsQuery { from: period.from, until: period.until, product: None };
        async move { client.deployment_statistics(&query).await }
    });
    let export = move || {
        let Some(view) = load.data().get_untracked() else { return };
        untrack(|| {
            let name = t::deployments::statistics.get();
            save_table(toaster, &format!("{name}-{}-{}", view.from, view.until), &lines(&view));
        });
    };
    view! {
        <PageHeader
            title=t::deployments::statistics
            back=routes::DEPLOYMENTS
            back_label=t::deployments::title
            meta=|| view! { <span>{t::deployments::statistics_about}</span> }
            actions=move || view! {
                <DeploymentSwitch here=routes::DEPLOYMENT_STATISTICS/>
                <Button label=t::common::export icon=Glyph::Download on_press=export/>
            }
        />
        <div class="stack">
            <div class="row no-print">{spans(asked)}</div>
            <Loaded
                load
                view=|view| view! { <div class="stack">{move || shown(&view.read())}</div> }
                skeleton=|| view! { <SkeletonRows rows=6/> }
            />
        </div>
    }
    .into_any()
}
