//! One engineer: how much work there is, when, and which.

use client::Client;
use domain::{
    access::Permission,
    deployments::wire::{DeploymentListQuery, DeploymentRow, DeploymentSort},
    engineers::wire::{EngineerView, WorkloadView},
    id::EngineerId,
    list::{Page, Sort},
};
use leptos::prelude::*;

use crate::{
    components::{Loaded, use_load},
    i18n::t,
    pages::{
        deployments::{deployment_href, short_columns},
        parts::{id_in_address, mail_link, or_dash},
    },
    routes,
    state::use_session,
    ui::{
        Bar, BarChart, BarPart, Card, DataTable, DescriptionList, EmptyState, Fact, Glyph,
        PageHeader, SkeletonRows, Stat, StatusDot, Tag, Tone,
    },
};

fn weeks(view: &WorkloadView) -> Vec<Bar> {
    let bar = |week: &domain::engineers::wire::WorkWeek| Bar {
        label: week.from.format("%m-%d").to_string(),
        parts: vec![BarPart {
            color: 0,
            value: u64::from(week.deployments),
            title: format!("{} – {}: {}", week.from, week.until, week.deployments),
        }],
        href: None,
    };
    view.weeks.iter().map(bar).collect()
}

fn workload(view: &WorkloadView) -> AnyView {
    let (open, late, unplanned) = (view.open, view.late, view.unplanned);
    let list = view.weeks.iter().filter(|week| week.deployments > 0).map(|week| {
        view! { <li>{format!("{} – {}: {}", week.from, week.until, week.deployments)}</li> }
    });
    let list = list.collect_view();
    let bars = Signal::stored(weeks(view));
    view! {
        <div class="grid">
            <Stat label=t::engineers::open icon=Glyph::Server>{open}</Stat>
            <Stat label=t::engineers::late icon=Glyph::Warning>{late}</Stat>
            <Stat label=t::engineers::unplanned icon=Glyph::Calendar>{unplanned}</Stat>
        </div>
        <Card title=t::engineers::weeks note=t::engineers::weeks_note>
            <BarChart label=t::engineers::weeks bars/>
            <ul>{list}</ul>
        </Card>
    }
    .into_any()
}

fn deployments(id: EngineerId) -> AnyView {
    let load = use_load(move |client: Client| async move {
        let query = DeploymentListQuery {
            sort: Sort::descending(DeploymentSort::PlannedOn),
            per_page: 20,
            ..DeploymentListQuery::default()
        };
        client.deployments_of_engineer(id, &query).await
    });
    let table = move |page: Signal<Page<DeploymentRow>>| {
        move || {
            let items = page.get().items;
            if items.is_empty() {
                return view! {
                    <EmptyState glyph=Glyph::Server title=t::deployments::empty/>
                }
                .into_any();
            }
            view! {
                <DataTable
                    label=t::deployments::title
                    columns=short_columns()
                    rows=Signal::stored(items)
                    id=|row: &DeploymentRow| row.id.to_string()
                    href=Some(deployment_href)
                />
            }
            .into_any()
        }
    };
    view! {
        <Card title=t::deployments::title flush=true>
            <Loaded load view=table skeleton=|| view! { <SkeletonRows rows=3/> }/>
        </Card>
    }
    .into_any()
}

fn facts(engineer: EngineerView) -> AnyView {
    let tags = engineer.expertise.into_iter().map(|tag| view! { <Tag label=tag/> " " });
    view! {
        <Card title=t::sales::facts>
            <DescriptionList rows=true>
                <Fact label=t::engineers::department>{or_dash(engineer.department)}</Fact>
                <Fact label=t::engineers::email>{mail_link(Some(engineer.email))}</Fact>
                <Fact label=t::engineers::phone>{or_dash(engineer.phone)}</Fact>
                <Fact label=t::engineers::account>{or_dash(engineer.user_name)}</Fact>
                <Fact label=t::engineers::expertise>{tags.collect_view()}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn body(engineer: Signal<EngineerView>) -> AnyView {
    let session = use_session();
    let id = Memo::new(move |_| engineer.read().id);
    let load = use_load(move |client| {
        let id = id.get();
        async move { client.engineer_workload(id).await }
    });
    let status = move || {
        let (tone, label) = if engineer.read().active {
            (Tone::Success, t::engineers::active)
        } else {
            (Tone::Neutral, t::engineers::inactive)
        };
        view! { <StatusDot tone label badge=true/> }
    };
    view! {
        <PageHeader
            title=Signal::derive(move || engineer.read().name.clone())
            back=routes::ENGINEERS
            back_label=t::engineers::title
            status=move || view! { {status} }
        />
        <div class="detail">
            <div class="detail__main">
                <Loaded
                    load
                    view=|view| view! { {move || workload(&view.read())} }
                    skeleton=|| view! { <SkeletonRows rows=4/> }
                />
                {move || {
                    session.may(Permission::DeploymentsRead).then(|| deployments(id.get()))
                }}
            </div>
            <div class="detail__side">{move || facts(engineer.get())}</div>
        </div>
    }
    .into_any()
}

/// One engineer.
#[component]
pub fn EngineerPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.engineer(id).await }
    });
    view! { <Loaded load view=move |engineer| body(engineer)/> }.into_any()
}
