//! One reseller: what came through it, and what it keeps.

use client::{Client, Side};
use domain::{
    id::PartnerId, licenses::wire::LicenseListQuery, list::ListQuery as _,
    partners::wire::PartnerView, purchases::wire::PurchaseListQuery,
};
use leptos::prelude::*;

use crate::{
    components::{Loaded, use_load},
    i18n::t,
    pages::{
        partners::{LevelTag, PartnerStatusDot},
        parts::{id_in_address, mail_link, or_dash},
        sales_reps::{Asked, figures, license_short_list, periods},
    },
    routes,
    ui::{ButtonLink, Card, Clock, DescriptionList, Fact, Glyph, Look, PageHeader, SkeletonRows},
};

fn facts(partner: PartnerView) -> AnyView {
    let share = partner.profit_share.map(|share| share.to_string());
    view! {
        <Card title=t::resellers::facts>
            <DescriptionList rows=true>
                <Fact label=t::partners::level>
                    <LevelTag level=partner.level/>
                </Fact>
                <Fact label=t::partners::profit_share>{or_dash(share)}</Fact>
                <Fact label=t::partners::contact>{partner.contact_name}</Fact>
                <Fact label=t::partners::email>{mail_link(Some(partner.contact_email))}</Fact>
                <Fact label=t::resellers::partner>
                    <a href=routes::partner(partner.id)>{t::resellers::open_partner}</a>
                </Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn sold(id: PartnerId) -> AnyView {
    let asked = Asked::this_year();
    let load = use_load(move |client| {
        let query = asked.query(untrack(Clock::today));
        async move { client.reseller_performance(id, &query).await }
    });
    let theirs = PurchaseListQuery { partner: Some(id), ..PurchaseListQuery::default() };
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

fn licenses(id: PartnerId) -> AnyView {
    let load = use_load(move |client: Client| async move {
        let query = LicenseListQuery { per_page: 10, ..LicenseListQuery::default() };
        client.licenses_of_reseller(id, &query).await
    });
    let all = LicenseListQuery { partner: Some(id), ..LicenseListQuery::default() };
    let href = format!("{}?{}", routes::licenses(Side::Staff), all.to_query_string());
    view! {
        <Card
            title=t::resellers::licenses
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

fn body(partner: Signal<PartnerView>) -> AnyView {
    let id = Memo::new(move |_| partner.read().id);
    view! {
        <PageHeader
            title=Signal::derive(move || partner.read().name.clone())
            back=routes::RESELLERS
            back_label=t::resellers::title
            status=move || view! {
                {move || view! { <PartnerStatusDot status=partner.read().status badge=true/> }}
            }
            actions=move || view! {
                <ButtonLink
                    label=t::resellers::statement
                    href=Signal::derive(move || routes::share_statement(id.get()))
                    icon=Glyph::File
                    look=Look::Primary
                />
            }
        />
        <div class="detail">
            <div class="detail__main">
                {move || sold(id.get())} {move || licenses(id.get())}
            </div>
            <div class="detail__side">{move || facts(partner.get())}</div>
        </div>
    }
    .into_any()
}

/// One reseller.
#[component]
pub fn ResellerPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.reseller(id).await }
    });
    view! { <Loaded load view=move |partner| body(partner)/> }.into_any()
}
