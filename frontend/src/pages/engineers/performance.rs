//! What engineers completed in a period, on time or late, and how long it took. There is no money
//! here.

use domain::{
    deployments::{DeploymentStatus, wire::DeploymentListQuery},
    engineers::wire::{EngineerFigures, EngineerPerformance, EngineersPerformance},
    id::EngineerId,
    list::ListQuery as _,
};
use leptos::prelude::*;

use crate::{
    components::{Loaded, use_load},
    i18n::t,
    pages::sales_reps::{Asked, periods},
    routes,
    ui::{
        Bar, BarChart, BarPart, Card, Clock, EmptyState, Glyph, PageHeader, SkeletonRows,
        TableFrame,
    },
};

/// Deployments of an engineer, as they are on the list.
fn deployments(engineer: EngineerId, status: &[DeploymentStatus]) -> String {
    let query = DeploymentListQuery {
        engineer: Some(engineer),
        status: status.to_vec(),
        ..DeploymentListQuery::default()
    };
    format!("{}?{}", routes::DEPLOYMENTS, query.to_query_string())
}

fn on_time(figures: &EngineerFigures) -> String {
    match figures.on_time_rate() {
        Some(rate) => format!("{} / {} ({rate}%)", figures.on_time, figures.planned),
        None => "—".to_owned(),
    }
}

fn days(figures: &EngineerFigures) -> String {
    figures.median_days.map_or_else(|| "—".to_owned(), |days| days.to_string())
}

/// A figure with what it was before.
fn figure(row: &EngineerPerformance, of: fn(&EngineerFigures) -> String) -> AnyView {
    let before = row.before.as_ref().map(|before| {
        view! { <span class="cell-two__second">{of(before)}</span> }
    });
    view! {
        <td class="num">
            <span class="cell-two">
                <span>{of(&row.figures)}</span>
                {before}
            </span>
        </td>
    }
    .into_any()
}

fn line(row: &EngineerPerformance) -> AnyView {
    let open = deployments(row.engineer_id, &DeploymentStatus::OPEN);
    view! {
        <tr>
            <th scope="row">
                <a href=routes::engineer(row.engineer_id)>{row.name.clone()}</a>
            </th>
            {figure(row, |figures| figures.completed.to_string())}
            {figure(row, on_time)}
            {figure(row, days)}
            <td class="num">
                <a href=open>{row.open}</a>
            </td>
        </tr>
    }
    .into_any()
}

fn shown(view: &EngineersPerformance) -> AnyView {
    if view.rows.is_empty() {
        return view! { <EmptyState glyph=Glyph::Users title=t::engineers::empty/> }.into_any();
    }
    let bars: Vec<Bar> = view
        .rows
        .iter()
        .take(12)
        .map(|row| Bar {
            label: row.name.chars().take(4).collect(),
            parts: vec![BarPart {
                color: 0,
                value: u64::from(row.figures.completed),
                title: row.figures.completed.to_string(),
            }],
            href: Some(routes::engineer(row.engineer_id)),
        })
        .collect();
    let rows: Vec<_> = view.rows.iter().map(line).collect();
    view! {
        <BarChart label=t::engineers::completed bars=Signal::stored(bars)/>
        <TableFrame label=t::engineers::performance>
            <thead>
                <tr>
                    <th scope="col">{t::engineers::name}</th>
                    <th scope="col" class="num">
                        {t::engineers::completed}
                    </th>
                    <th scope="col" class="num">
                        {t::engineers::on_time}
                    </th>
                    <th scope="col" class="num">
                        {t::engineers::median_days}
                    </th>
                    <th scope="col" class="num">
                        {t::engineers::open}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// The comparison.
#[component]
pub fn EngineersPerformancePage() -> impl IntoView {
    let asked = Asked::this_year();
    let load = use_load(move |client| {
        let query = asked.query(untrack(Clock::today));
        async move { client.engineers_performance(&query).await }
    });
    view! {
        <PageHeader
            title=t::engineers::performance
            back=routes::ENGINEERS
            back_label=t::engineers::title
            meta=|| view! { <span>{t::engineers::performance_about}</span> }
        />
        <div class="stack">
            {periods(asked)}
            <Card title=t::engineers::performance flush=true>
                <Loaded
                    load
                    view=|view| view! { {move || shown(&view.read())} }
                    skeleton=|| view! { <SkeletonRows rows=6/> }
                />
            </Card>
        </div>
    }
    .into_any()
}
