//! The deployments; the address bar is the state.

use client::Client;
use domain::{
    access::Permission,
    deployments::{
        DeploymentKind, DeploymentStatus,
        wire::{DeploymentListQuery, DeploymentRow},
    },
    imports::ImportTarget,
};
use leptos::prelude::*;

use super::{DeploymentStatusDot, DeploymentSwitch, planned_day};
use crate::{
    components::{ListTable, use_live},
    i18n::{lang, t},
    pages::{
        imports::import_link,
        parts::{chip_group, choices, or_dash},
    },
    routes,
    state::{ListState, use_list, use_session},
    ui::{
        ButtonLink, CardCell, Choice, Column, EmptyState, FilterChips, Glyph, Look, PageHeader,
        TextInput, Time,
    },
};

/// The page of a deployment.
pub fn deployment_href(row: &DeploymentRow) -> String {
    routes::deployment(row.id)
}

fn number() -> Column<DeploymentRow> {
    Column::new("number", t::deployments::number, |row: &DeploymentRow| {
        view! {
            <span class="cell-two">
                <span class="mono nowrap">{row.number.clone()}</span>
                <span class="cell-two__second">{row.customer_name.clone()}</span>
            </span>
        }
    })
    .sorted_by("number")
    .on_card(CardCell::Title)
}

fn status() -> Column<DeploymentRow> {
    Column::new("status", t::deployments::status, |row: &DeploymentRow| {
        view! { <DeploymentStatusDot status=row.status/> }
    })
    .on_card(CardCell::End)
}

fn planned_on() -> Column<DeploymentRow> {
    Column::new("planned_on", t::deployments::planned_on, |row: &DeploymentRow| {
        planned_day(row.planned_on, row.is_late)
    })
    .sorted_by("planned_on")
}

fn engineers() -> Column<DeploymentRow> {
    Column::new("engineers", t::deployments::engineers, |row: &DeploymentRow| {
        let names: Vec<&str> = row.engineers.iter().map(|one| one.name.as_str()).collect();
        or_dash(Some(names.join("、")))
    })
}

/// The columns of a short list.
pub fn short_columns() -> Vec<Column<DeploymentRow>> {
    vec![number(), planned_on(), status()]
}

fn columns() -> Vec<Column<DeploymentRow>> {
    vec![
        number(),
        status(),
        Column::new("kind", t::deployments::kind, |row: &DeploymentRow| {
            let (kind, environment) = (row.kind, row.environment);
            view! {
                <span class="cell-two">
                    <span>{move || kind.label(lang())}</span>
                    <span class="cell-two__second">{move || environment.label(lang())}</span>
                </span>
            }
        }),
        planned_on(),
        engineers(),
        Column::new("progress", t::deployments::progress, |row: &DeploymentRow| {
            format!("{}/{}", row.items_done, row.items)
        })
        .numeric(),
        Column::new("created_at", t::deliveries::created, |row: &DeploymentRow| {
            view! { <Time at=row.created_at/> }
        })
        .sorted_by("created_at"),
    ]
}

/// A day of the window in the list's query.
fn day(
    list: ListState<DeploymentListQuery>,
    name: &'static str,
    label: crate::i18n::Word,
) -> AnyView {
    let typed = RwSignal::new(untrack(|| list.values(name)).into_iter().next().unwrap_or_default());
    let on_change = move |text: String| {
        let given: Vec<String> = Some(text).filter(|text| !text.is_empty()).into_iter().collect();
        list.set_values(name, &given);
    };
    chip_group(label, view! { <TextInput value=typed kind="date" label on_change/> })
}

/// By status, kind, who does it, and the days of the plan.
fn filters(list: ListState<DeploymentListQuery>) -> AnyView {
    let whose = vec![
        Choice::new("true", t::deployments::mine),
        Choice::new("false", t::deployments::others),
    ];
    let one_of_two = Callback::new(move |values: Vec<String>| {
        let last: Vec<String> = values.into_iter().next_back().into_iter().collect();
        list.set_values("mine", &last);
    });
    view! {
        {chip_group(
            t::deployments::status,
            view! {
                <FilterChips
                    label=t::deployments::status
                    options=Signal::derive(|| choices!(DeploymentStatus::ALL))
                    value=list.filter("status")
                    on_change=list.on_filter("status")
                />
            },
        )}
        {chip_group(
            t::deployments::kind,
            view! {
                <FilterChips
                    label=t::deployments::kind
                    options=Signal::derive(|| choices!(DeploymentKind::ALL))
                    value=list.filter("kind")
                    on_change=list.on_filter("kind")
                />
            },
        )}
        {chip_group(
            t::deployments::whose,
            view! {
                <FilterChips
                    label=t::deployments::whose
                    options=whose
                    value=list.filter("mine")
                    on_change=one_of_two
                />
            },
        )}
        {day(list, "from", t::deployments::from)}
        {day(list, "until", t::deployments::until)}
    }
    .into_any()
}

/// To the other ways to look at them, and to a new plan.
fn actions() -> AnyView {
    let session = use_session();
    let plan = move || {
        session.may(Permission::DeploymentsWrite).then(|| {
            view! {
                <ButtonLink
                    label=t::deployments::plan
                    href=routes::NEW_DEPLOYMENT
                    look=Look::Primary
                    icon=Glyph::Plus
                />
            }
        })
    };
    view! {
        {import_link(ImportTarget::Deployments)}
        <DeploymentSwitch here=routes::DEPLOYMENTS/>
        {plan}
    }
    .into_any()
}

/// The list.
#[component]
pub fn DeploymentListPage() -> impl IntoView {
    let list = use_list::<DeploymentListQuery>();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Server
                title=t::deployments::empty
                text=t::deployments::empty_text
            />
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::deployments::title
            meta=|| view! { <span>{t::deployments::about}</span> }
            actions
        />
        <ListTable
            list
            fetch=|client: Client, query: DeploymentListQuery| async move {
                client.deployments(&query).await
            }
            label=t::deployments::title
            key="deployments"
            columns=columns()
            id=|row: &DeploymentRow| row.id.to_string()
            href=Some(deployment_href)
            search=t::deployments::search
            filters=move || filters(list)
            empty
            reload=use_live().changes()
        />
    }
    .into_any()
}
