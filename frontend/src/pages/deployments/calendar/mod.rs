//! The calendar of deployments: what is planned for which day, and when it would suit the customer.

mod address;
mod grid;

use client::Client;
use domain::{deployments::CalendarSpan, engineers::wire::EngineerListQuery};
use leptos::prelude::*;

use self::address::{Place, Whose, use_place};
use super::DeploymentSwitch;
use crate::{
    components::{Loaded, use_live, use_load},
    i18n::t,
    pages::parts::choices,
    routes,
    ui::{Button, Card, Choice, Glyph, IconButton, PageHeader, Segmented, Select, SkeletonRows},
};

/// Back, today, onward.
fn steps(place: Place) -> AnyView {
    view! {
        <div class="row">
            <IconButton
                label=t::deployments::earlier
                glyph=Glyph::ChevronLeft
                on_press=move || place.back()
            />
            <Button label=t::deployments::today on_press=move || place.to_today()/>
            <IconButton
                label=t::deployments::later
                glyph=Glyph::ChevronRight
                on_press=move || place.onward()
            />
        </div>
    }
    .into_any()
}

/// Whose deployments: one's own, everybody's, or an engineer's.
fn whose(place: Place) -> AnyView {
    let engineers = use_load(|client: Client| async move {
        let query =
            EngineerListQuery { per_page: 100, active: Some(true), ..EngineerListQuery::default() };
        client.engineers(&query).await
    });
    let options = Signal::derive(move || {
        let mut all = vec![
            Choice::new(Whose::All.word(), t::deployments::everybody),
            Choice::new(Whose::Mine.word(), t::deployments::mine),
        ];
        let known = engineers.data().get();
        all.extend(
            known
                .into_iter()
                .flat_map(|page| page.items)
                .map(|one| Choice::new(Whose::Of(one.id).word(), Signal::stored(one.name))),
        );
        all
    });
    let value = RwSignal::new(String::new());
    // Once the options are there, the address decides which is chosen.
    Effect::new(move || {
        options.track();
        value.set(place.get().whose.word());
    });
    let on_change = move |word: String| {
        place.change(|shown| {
            shown.whose = match word.as_str() {
                "mine" => Whose::Mine,
                id => id.parse().map_or(Whose::All, Whose::Of),
            };
        });
    };
    view! { <Select value options label=t::deployments::engineer_filter on_change/> }.into_any()
}

fn span(place: Place) -> AnyView {
    let value = RwSignal::new(String::new());
    Effect::new(move || value.set(place.get().span.as_str().to_owned()));
    let on_change = move |word: String| {
        place.change(|shown| shown.span = word.parse().unwrap_or_default());
    };
    view! {
        <Segmented
            label=t::deployments::calendar_span
            value
            options=Signal::derive(|| choices!(CalendarSpan::ALL))
            on_change
        />
    }
    .into_any()
}

/// The calendar.
#[component]
pub fn DeploymentCalendarPage() -> impl IntoView {
    let place = use_place();
    let changes = use_live().changes();
    let load = use_load(move |client: Client| {
        let query = place.get().query();
        changes.track();
        async move { client.deployment_calendar(&query).await }
    });
    // As in other calendars: the keys that turn pages turn its pages.
    let turn = move |event: web_sys::KeyboardEvent| {
        match event.key().as_str() {
            "PageUp" => place.back(),
            "PageDown" => place.onward(),
            "Home" => place.to_today(),
            _ => return,
        }
        event.prevent_default();
    };
    let shown = move |view: Signal<domain::deployments::wire::CalendarView>| {
        move || {
            let asked = place.get();
            grid::page(&view.read(), asked.span, asked.on)
        }
    };
    let title = Signal::derive(move || {
        let asked = place.get();
        grid::title(asked.span, asked.on)
    });
    view! {
        <PageHeader
            title=t::deployments::calendar
            back=routes::DEPLOYMENTS
            back_label=t::deployments::title
            meta=|| view! { <span>{t::deployments::calendar_about}</span> }
            actions=|| view! { <DeploymentSwitch here=routes::DEPLOYMENT_CALENDAR/> }
        />
        <div class="stack">
            <div class="row row--spread">
                {steps(place)}
                <div class="calendar__tools">{whose(place)} {span(place)}</div>
            </div>
            <div
                class="calendar-page"
                role="group"
                tabindex="0"
                aria-label=t::deployments::calendar_keys
                on:keydown=turn
            >
                <Card title flush=true>
                    <Loaded
                        load
                        view=move |view| view! { {shown(view)} }
                        skeleton=|| view! { <SkeletonRows rows=8/> }
                    />
                </Card>
            </div>
        </div>
    }
    .into_any()
}
