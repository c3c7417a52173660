//! The alerts of one license, on its page; nothing where there are none.

use client::Side;
use domain::{
    alerts::wire::{AlertListQuery, AlertView},
    licenses::wire::LicenseView,
    list::ListQuery as _,
};
use leptos::prelude::*;

use super::columns::SeverityTag;
use crate::{
    components::{use_live, use_load},
    i18n::{lang, t},
    routes,
    ui::{Card, Day},
};

fn row(alert: &AlertView) -> AnyView {
    let kind = alert.kind;
    view! {
        <li class="row row--spread">
            <span class="cell-two">
                <span>{move || kind.label(lang())}</span>
                <span class="cell-two__second">
                    <Day on=alert.due_on distance=true/>
                </span>
            </span>
            <SeverityTag severity=alert.severity/>
        </li>
    }
    .into_any()
}

/// What is not resolved of a license.
#[component]
pub fn LicenseAlerts(side: Side, license: Signal<LicenseView>) -> impl IntoView {
    let live = use_live();
    // Again when the license has changed: renewed, its alerts are over.
    let query = Memo::new(move |_| (license.read().id, license.read().version));
    let of_license = move |id| AlertListQuery { license: Some(id), ..AlertListQuery::default() };
    let load = use_load(move |client| {
        live.changes().track();
        let (id, _) = query.get();
        async move { client.alerts(side, &of_license(id)).await }
    });
    let some = move || load.data().get().map(|page| page.items).filter(|items| !items.is_empty());
    let all = move || {
        let (id, _) = query.get();
        (side == Side::Staff).then(|| {
            let href = format!("{}?{}", routes::ALERTS, of_license(id).to_query_string());
            view! { <a class="small" href=href>{t::alerts::all}</a> }
        })
    };
    move || {
        some().map(|items| {
            view! {
                <Card title=t::alerts::open>
                    <div class="stack">
                        <ul class="stack stack--tight" data-testid="license-alerts">
                            {items.iter().map(row).collect_view()}
                        </ul>
                        {all}
                    </div>
                </Card>
            }
        })
    }
}
