//! One sales rep: who they are, what they sold, what they were to sell, and their licenses.

use client::{Client, Side};
use domain::{
    access::Permission,
    licenses::wire::LicenseListQuery,
    list::ListQuery as _,
    purchases::wire::PurchaseListQuery,
    sales_reps::wire::{SalesRepView, TargetListQuery},
};
use leptos::prelude::*;

use super::{
    form::{Editing, SalesRepDrawer},
    license_short_list,
    performance::{Asked, figures, periods},
    targets::{TargetTable, Targeting},
};
use crate::{
    components::{Load, Loaded, use_load},
    i18n::{lang, t},
    pages::parts::{id_in_address, mail_link, or_dash},
    routes,
    state::use_session,
    ui::{
        Card, Clock, DescriptionList, EmptyState, Fact, Glyph, GuardedButton, Look, PageHeader,
        SkeletonRows, StatusDot, Tone,
    },
};

fn facts(rep: SalesRepView) -> AnyView {
    let (kind, region) = (rep.kind, rep.region);
    view! {
        <Card title=t::sales::facts>
            <DescriptionList rows=true>
                <Fact label=t::sales::kind>{move || kind.label(lang())}</Fact>
                <Fact label=t::sales::position>{or_dash(rep.position)}</Fact>
                <Fact label=t::sales::region>
                    {move || region.map_or("—", |region| region.label(lang()))}
                </Fact>
                <Fact label=t::sales::email>{mail_link(Some(rep.email))}</Fact>
                <Fact label=t::sales::phone>{or_dash(rep.phone)}</Fact>
                <Fact label=t::sales::account>{or_dash(rep.user_name)}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn sold(rep: &SalesRepView) -> AnyView {
    let Some(user) = rep.user_id else {
        return view! {
            <Card title=t::sales::performance>
                <EmptyState
                    glyph=Glyph::Chart
                    title=t::sales::no_account
                    text=t::sales::no_account_text
                />
            </Card>
        }
        .into_any();
    };
    let asked = Asked::this_year();
    let id = rep.id;
    let load = use_load(move |client| {
        let query = asked.query(untrack(Clock::today));
        async move { client.sales_rep_performance(id, &query).await }
    });
    let theirs = PurchaseListQuery { owner: Some(user), ..PurchaseListQuery::default() };
    view! {
        {periods(asked)}
        <Loaded
            load
            view=move |view| {
                let theirs = theirs.clone();
                view! { {move || figures(view.get(), &theirs)} }
            }
            skeleton=|| view! { <SkeletonRows rows=4/> }
        />
    }
    .into_any()
}

fn licenses(rep: &SalesRepView) -> AnyView {
    let id = rep.id;
    let load = use_load(move |client: Client| async move {
        let query = LicenseListQuery { per_page: 10, ..LicenseListQuery::default() };
        client.licenses_of_sales_rep(id, &query).await
    });
    let all = LicenseListQuery { owner: rep.user_id, ..LicenseListQuery::default() };
    let href = format!("{}?{}", routes::licenses(Side::Staff), all.to_query_string());
    view! {
        <Card
            title=t::sales::licenses
            flush=true
            actions=move || {
                let href = href.clone();
                view! { <a href=href>{t::licenses::show_all}</a> }
            }
        >
            <Loaded
                load
                view=|page| view! { {move || license_short_list(page.get().items)} }
                skeleton=|| view! { <SkeletonRows rows=3/> }
            />
        </Card>
    }
    .into_any()
}

fn targets(rep: SalesRepView) -> AnyView {
    let id = rep.id;
    let load = use_load(move |client: Client| async move {
        let query =
            TargetListQuery { sales_rep: Some(id), per_page: 50, ..TargetListQuery::default() };
        client.targets(&query).await
    });
    view! { <TargetTable load of=Some(Targeting { id, name: rep.name })/> }.into_any()
}

fn body(rep: Signal<SalesRepView>, load: Load<SalesRepView>) -> AnyView {
    let session = use_session();
    let editing = RwSignal::new(None::<Editing>);
    let sees_money = Memo::new(move |_| session.may(Permission::PerformanceRead));
    let seen = Memo::new(move |_| rep.get());
    let status = move || {
        let (tone, label) = if rep.read().active {
            (Tone::Success, t::sales::active)
        } else {
            (Tone::Neutral, t::sales::inactive)
        };
        view! { <StatusDot tone label badge=true/> }
    };
    view! {
        <PageHeader
            title=Signal::derive(move || rep.read().name.clone())
            back=routes::SALES_REPS
            back_label=t::sales::title
            status=move || view! { {status} }
            actions=move || view! {
                <GuardedButton
                    label=t::common::edit
                    icon=Glyph::Edit
                    look=Look::Primary
                    blocked=Signal::derive(move || session.why_not(Permission::SalesRepsWrite))
                    on_press=move || editing.set(Some(Editing::Change(rep.get_untracked())))
                />
            }
        />
        <div class="detail">
            <div class="detail__main">
                {move || sees_money.get().then(|| sold(&seen.get()))}
                {move || sees_money.get().then(|| targets(seen.get()))}
                {move || licenses(&seen.get())}
            </div>
            <div class="detail__side">{move || facts(rep.get())}</div>
        </div>
        <SalesRepDrawer editing on_done=Callback::new(move |()| load.reload())/>
    }
    .into_any()
}

/// One sales rep.
#[component]
pub fn SalesRepPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.sales_rep(id).await }
    });
    view! { <Loaded load view=move |rep| body(rep, load)/> }.into_any()
}
