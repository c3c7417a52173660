//! A license's deployments, on its own page, with how long it took to come to life.

use client::Side;
use domain::{
    access::Permission,
    dates::business_day,
    deployments::{
        LifeDates,
        wire::{DeploymentListQuery, DeploymentRow},
    },
    licenses::{Stage, wire::LicenseView},
    list::Page,
};
use leptos::prelude::*;

use super::{DeploymentStatusDot, deployment_href, planned_day};
use crate::{
    components::{Loaded, use_live, use_load},
    i18n::{Word, lang, t},
    pages::parts::or_word,
    routes,
    state::use_session,
    ui::{ButtonLink, Card, Day, DescriptionList, Fact, SkeletonRows, TableFrame},
};

/// The days of a license's life, as its page knows them.
fn life_of(license: &LicenseView) -> LifeDates {
    let deployed = license.stages.iter().find(|stage| stage.stage == Stage::Deployed);
    LifeDates {
        approved_on: business_day(license.created_at),
        sent_on: license.sent_at.map(business_day),
        activated_on: license.activated_at.map(business_day),
        deployed_on: deployed.and_then(|stage| stage.reached_on),
    }
}

/// From the order to the running installation: each day, and how many days after the approval.
pub fn life(dates: LifeDates) -> AnyView {
    let step = move |label: Word, on: Option<chrono::NaiveDate>| {
        let shown = on.map(|on| {
            let days = dates.days_until(on);
            move || t::deployments::life_after(on, days)
        });
        view! { <Fact label>{or_word(shown, t::deployments::unplanned)}</Fact> }
    };
    let total = dates.time_to_live().map(|days| {
        view! { <p class="muted small">{move || t::deployments::life_total(days)}</p> }
    });
    view! {
        <DescriptionList rows=true>
            <Fact label=t::deployments::life_approved>
                <Day on=dates.approved_on/>
            </Fact>
            {step(t::deployments::life_sent, dates.sent_on)}
            {step(t::deployments::life_activated, dates.activated_on)}
            {step(t::deployments::life_deployed, dates.deployed_on)}
        </DescriptionList>
        {total}
    }
    .into_any()
}

fn row(one: &DeploymentRow) -> AnyView {
    let kind = one.kind;
    let names: Vec<&str> = one.engineers.iter().map(|one| one.name.as_str()).collect();
    let names = names.join("、");
    let day = match one.completed_on {
        Some(on) => view! { <Day on/> }.into_any(),
        None => planned_day(one.planned_on, one.is_late),
    };
    view! {
        <tr>
            <th scope="row">
                <a class="mono nowrap" href=deployment_href(one)>
                    {one.number.clone()}
                </a>
            </th>
            <td>{move || kind.label(lang())}</td>
            <td>
                <DeploymentStatusDot status=one.status/>
            </td>
            <td>{day}</td>
            <td>{names}</td>
        </tr>
    }
    .into_any()
}

fn table(page: Signal<Page<DeploymentRow>>) -> AnyView {
    let shown = move || {
        let rows = page.read().items.iter().map(row).collect_view();
        if rows.is_empty() {
            return view! { <p class="card__body muted">{t::deployments::card_empty}</p> }
                .into_any();
        }
        view! {
            <TableFrame label=t::deployments::card>
                <thead>
                    <tr>
                        <th scope="col">{t::deployments::number}</th>
                        <th scope="col">{t::deployments::kind}</th>
                        <th scope="col">{t::deployments::status}</th>
                        <th scope="col">{t::deployments::planned_on}</th>
                        <th scope="col">{t::deployments::engineers}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        }
        .into_any()
    };
    view! { {shown} }.into_any()
}

fn cards(license: Signal<LicenseView>) -> AnyView {
    let session = use_session();
    let id = Memo::new(move |_| license.read().id);
    let changes = use_live().changes();
    let load = use_load(move |client| {
        let license = Some(id.get());
        changes.track();
        async move { client.deployments(&DeploymentListQuery { license, ..Default::default() }).await }
    });
    let plan = move || {
        session.may(Permission::DeploymentsWrite).then(|| {
            view! {
                <ButtonLink
                    label=t::deployments::plan
                    href=Signal::derive(move || routes::plan_deployment(id.get()))
                    small=true
                />
            }
        })
    };
    view! {
        <Card title=t::deployments::card flush=true actions=move || view! { {plan} }>
            <Loaded load view=table skeleton=|| view! { <SkeletonRows rows=2/> }/>
        </Card>
        <Card title=t::deployments::life>{move || life(life_of(&license.read()))}</Card>
    }
    .into_any()
}

/// For staff who may see deployments.
#[component]
pub fn DeploymentsCard(side: Side, license: Signal<LicenseView>) -> impl IntoView {
    let session = use_session();
    let may = Memo::new(move |_| side == Side::Staff && session.may(Permission::DeploymentsRead));
    view! { {move || may.get().then(|| cards(license))} }.into_any()
}
