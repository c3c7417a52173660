//! One deployment: the plan, who does it, what is ticked off, and what happened.

use client::Side;
use domain::{deployments::wire::DeploymentView, events::SubjectKind};
use leptos::prelude::*;

use super::{
    DeploymentStatusDot, actions::DeploymentActions, card::life, checklist::Checklist,
    form_file::FormCard, planned_day, team::Team,
};
use crate::{
    components::{Load, Loaded, use_live, use_load},
    i18n::{lang, t},
    pages::{
        events::EventTimeline,
        parts::{id_in_address, or_dash},
    },
    routes,
    ui::{Banner, Card, Day, DescriptionList, Fact, PageHeader, SkeletonRows, Tag, Time, Tone},
};

fn window(deployment: &DeploymentView) -> AnyView {
    let content = &deployment.content;
    let day = |on: Option<chrono::NaiveDate>| on.map(|on| on.to_string());
    let days = match (day(content.window_from), day(content.window_until)) {
        (None, None) => None,
        (from, until) => {
            Some(format!("{} – {}", from.unwrap_or_default(), until.unwrap_or_default()))
        }
    };
    let parts: Vec<String> = [days, content.window_hours.clone()].into_iter().flatten().collect();
    or_dash(Some(parts.join(" · ")))
}

fn plan(deployment: DeploymentView) -> AnyView {
    let shown_window = window(&deployment);
    let DeploymentView { content, .. } = deployment;
    let (kind, mode, method) = (content.kind, content.mode, content.method);
    let (environment, cloud) = (content.environment, content.cloud);
    let day = planned_day(content.planned_on, deployment.is_late);
    let lines = |text: Option<String>| match text {
        Some(text) => view! { <span class="pre-line">{text}</span> }.into_any(),
        None => or_dash(None),
    };
    view! {
        <Card title=t::deployments::plan_card>
            <DescriptionList>
                <Fact label=t::deployments::kind>{move || kind.label(lang())}</Fact>
                <Fact label=t::deployments::environment>{move || environment.label(lang())}</Fact>
                <Fact label=t::deployments::mode>{move || mode.label(lang())}</Fact>
                <Fact label=t::deployments::method>{move || method.label(lang())}</Fact>
                <Fact label=t::deployments::planned_on>{day}</Fact>
                <Fact label=t::deployments::window>{shown_window}</Fact>
                <Fact label=t::deployments::cloud>
                    {match cloud {
                        Some(cloud) => view! { {move || cloud.label(lang())} }.into_any(),
                        None => or_dash(None),
                    }}
                </Fact>
                <Fact label=t::deployments::product_version>{or_dash(content.product_version)}</Fact>
                <Fact label=t::deployments::server_info wide=true>{lines(content.server_info)}</Fact>
                <Fact label=t::deployments::notes wide=true>{lines(content.notes)}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn facts(deployment: DeploymentView) -> AnyView {
    let (zh, en) = (deployment.product_name_zh, deployment.product_name_en);
    let product = move || lang().pick(&zh, &en).to_owned();
    let started = deployment.started_at.map(|at| view! { <Time at full=true/> }.into_any());
    let completed = deployment.completed_on.map(|on| view! { <Day on/> }.into_any());
    let dash = || or_dash(None);
    let acceptance = deployment.acceptance.map(|form| {
        view! {
            <Card title=t::deployments::acceptance>
                <DescriptionList rows=true>
                    <Fact label=t::deployments::signed_by>{form.signed_by}</Fact>
                    <Fact label=t::deployments::signed_on>
                        <Day on=form.signed_on/>
                    </Fact>
                    <Fact label=t::deployments::form_number>{or_dash(form.form_number)}</Fact>
                    <Fact label=t::deployments::remark>{or_dash(form.remark)}</Fact>
                </DescriptionList>
            </Card>
        }
    });
    view! {
        <Card title=t::deployments::facts>
            <DescriptionList rows=true>
                <Fact label=t::deployments::license>
                    <a
                        class="mono"
                        href=routes::license(Side::Staff, deployment.content.license_id)
                    >
                        {deployment.license_number}
                    </a>
                </Fact>
                <Fact label=t::deployments::customer>
                    <a href=routes::customer(deployment.customer_id)>{deployment.customer_name}</a>
                </Fact>
                <Fact label=t::deployments::product>{product}</Fact>
                <Fact label=t::deployments::started>{started.unwrap_or_else(dash)}</Fact>
                <Fact label=t::deployments::completed>{completed.unwrap_or_else(dash)}</Fact>
            </DescriptionList>
        </Card>
        {acceptance}
        <Card title=t::deployments::life>{life(deployment.life)}</Card>
    }
    .into_any()
}

/// Why it failed or was canceled.
fn reason(deployment: Signal<DeploymentView>) -> AnyView {
    let words = move || {
        deployment.read().reason.clone().map(|reason| {
            view! {
                <Banner tone=Tone::Warning title=t::deployments::reason>
                    {reason}
                </Banner>
            }
        })
    };
    view! { {words} }.into_any()
}

fn body(deployment: Signal<DeploymentView>, load: Load<DeploymentView>) -> AnyView {
    // Anew with each version: what changed it stands on top.
    let seen = Memo::new(move |_| (deployment.read().id, deployment.read().version));
    let timeline = use_load(move |client| {
        let (id, _) = seen.get();
        async move { client.deployment_timeline(id).await }
    });
    let again = move || {
        let attempt = deployment.read().attempt;
        (attempt > 1).then(|| {
            let label = Signal::derive(move || t::deployments::attempt(attempt));
            view! { " " <Tag label tone=Tone::Warning/> }
        })
    };
    view! {
        <PageHeader
            title=Signal::derive(move || deployment.read().number.clone())
            back=routes::DEPLOYMENTS
            back_label=t::deployments::title
            status=move || view! {
                {move || view! { <DeploymentStatusDot status=deployment.read().status badge=true/> }}
                {again}
            }
            meta=move || view! { <span>{move || deployment.read().customer_name.clone()}</span> }
            actions=move || view! { <DeploymentActions deployment load/> }
        />
        <div class="detail">
            <div class="detail__main">
                {reason(deployment)} {move || plan(deployment.get())}
                <Checklist deployment load/>
                <Card title=t::deployments::timeline>
                    <Loaded
                        load=timeline
                        view=move |events| view! {
                            <EventTimeline events of=SubjectKind::Deployment side=Side::Staff/>
                        }
                        skeleton=|| view! { <SkeletonRows rows=3/> }
                    />
                </Card>
            </div>
            <div class="detail__side">
                <Team deployment load/>
                <FormCard deployment load/>
                {move || facts(deployment.get())}
            </div>
        </div>
    }
    .into_any()
}

/// One deployment.
#[component]
pub fn DeploymentPage() -> impl IntoView {
    let id = id_in_address();
    let changes = use_live().changes();
    let load = use_load(move |client| {
        let id = id();
        changes.track();
        async move { client.deployment(id).await }
    });
    view! { <Loaded load view=move |deployment| body(deployment, load)/> }.into_any()
}
