//! The usage of a license: drawn beside what was bought, recorded, and made up for.

mod chart;
mod figures;
mod record;
mod register;
mod upload;

use client::Side;
use domain::{
    Lang,
    access::Permission,
    licenses::wire::LicenseView,
    usage::{
        OverageLevel, UsageMetric,
        wire::{MetricView, TrueUp, UsageQuery, UsageView},
    },
};
use leptos::prelude::*;

use self::{
    chart::usage_chart,
    figures::{Figures, installations},
    record::RecordUsageButton,
    register::RegisterButton,
    upload::UploadUsageButton,
};
use crate::{
    components::{FormState, Loaded, ProblemWords as _, use_live, use_load},
    i18n::{lang, t},
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{
        Banner, Card, Day, DescriptionList, EmptyState, Fact, Glyph, GuardedButton, Look,
        SkeletonRows, Tag, Tone,
    },
};

const fn tone(level: OverageLevel) -> Tone {
    match level {
        OverageLevel::Within => Tone::Success,
        OverageLevel::Tolerated => Tone::Warning,
        OverageLevel::Exceeded => Tone::Error,
    }
}

/// A number with its day, or a dash.
fn peak(peak: Option<domain::usage::Peak>) -> AnyView {
    match peak {
        Some(peak) => view! { <span>{peak.count} " · " <Day on=peak.on/></span> }.into_any(),
        None => view! { <span class="muted">"—"</span> }.into_any(),
    }
}

fn limit_in_words(limit: u32) -> String {
    match limit {
        0 => t::licenses::unlimited.get().to_owned(),
        limit => limit.to_string(),
    }
}

/// What makes up for an excess: how much, and the button that drafts the order.
fn true_up(usage: &UsageView, metric: UsageMetric) -> Option<AnyView> {
    let need = usage.metric(metric).true_up.clone()?;
    let session = use_session();
    let toaster = use_toaster();
    let go = use_go();
    let form = FormState::new();
    // One key for one chart: who presses twice drafts once.
    let key = StoredValue::new(fresh_key());
    let id = usage.license_id;
    let words = move || {
        let name = match lang() {
            Lang::Zh => &need.product_name_zh,
            Lang::En => &need.product_name_en,
        };
        t::usage::true_up_need(need.packs, name)
    };
    let press = move || {
        let (client, key) = (session.client(), key.get_value());
        form.send(async move { client.true_up(id, TrueUp { metric }, &key).await }, move |order| {
            toaster.success(untrack(|| t::usage::drafted(&order.number)));
            go.to(&routes::order(Side::Staff, order.id));
        });
    };
    let failure = move || {
        form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
    };
    let blocked = Signal::derive(move || session.why_not(Permission::OrdersPlace));
    let offered = view! {
        <div class="row row--spread">
            <span class="muted small">{words}</span>
            <GuardedButton
                label=t::usage::true_up
                look=Look::Primary
                small=true
                icon=Glyph::Cart
                blocked
                busy=form.busy()
                on_press=press
            />
        </div>
        {failure}
    };
    Some(offered.into_any())
}

fn panel(side: Side, usage: &UsageView, metric: UsageMetric) -> AnyView {
    let of: &MetricView = usage.metric(metric);
    let (level, limit, latest, high_water) = (of.level, of.limit, of.latest, of.high_water);
    let drawn = usage_chart(usage, metric);
    let offered = (side == Side::Staff).then(|| true_up(usage, metric));
    let badge = (limit > 0 && high_water.is_some()).then(|| {
        let label = Signal::derive(move || level.label(lang()).to_owned());
        view! { <Tag tone=tone(level) label/> }
    });
    view! {
        <section class="stack stack--tight usage-metric" data-testid=format!("usage-{metric}")>
            <div class="row row--spread">
                <h3>{move || metric.label(lang())}</h3>
                {badge}
            </div>
            {drawn}
            <DescriptionList>
                <Fact label=t::usage::licensed>{move || limit_in_words(limit)}</Fact>
                <Fact label=t::usage::latest>{peak(latest)}</Fact>
                <Fact label=t::usage::high_water>{peak(high_water)}</Fact>
            </DescriptionList>
            {offered}
        </section>
    }
    .into_any()
}

/// `is_open` outlives a drawing: figures that somebody looks at stay when news arrives.
fn body(side: Side, usage: UsageView, is_open: RwSignal<bool>) -> AnyView {
    let known = installations(&usage.installations);
    if usage.samples.is_empty() && usage.users.high_water.is_none() {
        let text = match side {
            Side::Staff => t::usage::none_text,
            Side::Portal => t::usage::none_text_portal,
        };
        return view! {
            <EmptyState glyph=Glyph::Chart title=t::usage::none text/>
            {known}
        }
        .into_any();
    }
    view! {
        <div class="stack">
            <div class="usage-metrics">
                {panel(side, &usage, UsageMetric::Workspaces)}
                {panel(side, &usage, UsageMetric::Users)}
            </div>
            {known}
            <Figures samples=usage.samples is_open/>
        </div>
    }
    .into_any()
}

/// The card of the license page. Partners see what staff see, and expand by an order.
#[component]
pub fn UsageCard(
    side: Side,
    license: Signal<LicenseView>,
    /// After something was recorded.
    on_change: Callback<()>,
) -> impl IntoView {
    let live = use_live();
    // Again when the license has changed: with more bought, less is over.
    let of = Memo::new(move |_| (license.read().id, license.read().version));
    let load = use_load(move |client| {
        live.changes().track();
        let (id, _) = of.get();
        async move { client.license_usage(side, &id.to_string(), &UsageQuery::default()).await }
    });
    let on_done = Callback::new(move |()| {
        load.reload();
        on_change.run(());
    });
    let actions = move || {
        (side == Side::Staff).then(|| {
            view! {
                <div class="row">
                    <RecordUsageButton license on_done/>
                    <UploadUsageButton license on_done/>
                    <RegisterButton license on_done/>
                </div>
            }
        })
    };
    let is_open = RwSignal::new(false);
    let drawn = move |usage: Signal<UsageView>| {
        view! { {move || body(side, usage.get(), is_open)} }
    };
    view! {
        <Card title=t::usage::title actions>
            <Loaded
                load
                view=drawn
                skeleton=|| view! { <SkeletonRows rows=4/> }
            />
        </Card>
    }
    .into_any()
}
