//! Deployments by state, side by side: what is next stands on top.

use client::Client;
use domain::{
    deployments::{
        DeploymentStatus,
        wire::{DeploymentListQuery, DeploymentRow, DeploymentSort},
    },
    list::{ListQuery as _, Page, Sort},
};
use leptos::prelude::*;

use super::{DeploymentSwitch, deployment_href, planned_day};
use crate::{
    components::{Loaded, use_live, use_load},
    i18n::{lang, t},
    routes,
    ui::{Card, PageHeader, SkeletonRows},
};

/// Cards of a column.
const SHOWN: u32 = 20;
/// What still wants something; what is over is in the list.
const COLUMNS: [DeploymentStatus; 4] = [
    DeploymentStatus::Planned,
    DeploymentStatus::InProgress,
    DeploymentStatus::Failed,
    DeploymentStatus::Completed,
];

fn query(status: DeploymentStatus) -> DeploymentListQuery {
    DeploymentListQuery {
        status: vec![status],
        sort: Sort::ascending(DeploymentSort::PlannedOn),
        ..DeploymentListQuery::default()
    }
}

fn entry(row: &DeploymentRow) -> AnyView {
    let kind = row.kind;
    let names: Vec<&str> = row.engineers.iter().map(|one| one.name.as_str()).collect();
    let names = names.join("、");
    view! {
        <li class="stack stack--tight">
            <a class="strong" href=deployment_href(row)>
                {row.customer_name.clone()}
            </a>
            <span class="mono small">{row.number.clone()}</span>
            <span class="small muted">
                {move || kind.label(lang())} " · " {row.items_done} "/" {row.items}
            </span>
            <span class="small">{planned_day(row.planned_on, row.is_late)}</span>
            <span class="small muted">{names}</span>
        </li>
    }
    .into_any()
}

fn cards(status: DeploymentStatus, page: Signal<Page<DeploymentRow>>) -> AnyView {
    let shown = move || {
        let page = page.read();
        if page.items.is_empty() {
            return view! { <p class="muted small">{t::deployments::board_empty}</p> }.into_any();
        }
        let entries = page.items.iter().map(entry).collect_view();
        let total = page.total;
        let more = (total > u64::from(SHOWN)).then(|| {
            let href = format!("{}?{}", routes::DEPLOYMENTS, query(status).to_query_string());
            view! { <a class="small" href=href>{move || t::deployments::board_more(total)}</a> }
        });
        view! { <ul class="stack stack--loose board__cards">{entries}</ul> {more} }.into_any()
    };
    view! { {shown} }.into_any()
}

fn column(status: DeploymentStatus) -> AnyView {
    let changes = use_live().changes();
    let load = use_load(move |client: Client| {
        changes.track();
        async move {
            client.deployments(&DeploymentListQuery { per_page: SHOWN, ..query(status) }).await
        }
    });
    let note = Signal::derive(move || {
        load.data().read().as_ref().map(|page| page.total.to_string()).unwrap_or_default()
    });
    view! {
        <Card title=Signal::derive(move || status.label(lang()).to_owned()) note>
            <Loaded
                load
                view=move |page| cards(status, page)
                skeleton=|| view! { <SkeletonRows rows=3/> }
            />
        </Card>
    }
    .into_any()
}

/// The board.
#[component]
pub fn DeploymentBoardPage() -> impl IntoView {
    let actions = || {
        view! { <DeploymentSwitch here=routes::DEPLOYMENT_BOARD/> }
    };
    view! {
        <PageHeader
            title=t::deployments::board
            back=routes::DEPLOYMENTS
            back_label=t::deployments::title
            meta=|| view! { <span>{t::deployments::board_about}</span> }
            actions
        />
        <div class="grid board">{COLUMNS.map(column)}</div>
    }
    .into_any()
}
