//! The portal's first page: order, finish what was begun, see what waits.

use client::{Client, Side};
use domain::{
    licenses::{LicenseStatus, wire::LicenseListQuery},
    orders::{OrderStatus, wire::OrderListQuery},
    partners::{Standing, wire::PartnerView},
};
use leptos::prelude::*;

use super::{
    greeting::greeting,
    rows,
    shortlist::{Nothing, SHOWN, Shortlist, use_fresh},
    staff::{address, expiring},
};
use crate::{
    components::{Load, use_load},
    i18n::{lang, t},
    pages::{licenses::license_href, orders::order_href},
    routes,
    state::use_session,
    ui::{Banner, ButtonLink, Clock, Glyph, Look, PageHeader, Tone},
};

const SIDE: Side = Side::Portal;
/// From here on the end of the agreement is everybody's business.
const SOON_DAYS: i64 = 60;

fn orders_in(status: OrderStatus) -> OrderListQuery {
    OrderListQuery { status: vec![status], ..OrderListQuery::default() }
}

fn to_activate() -> LicenseListQuery {
    LicenseListQuery {
        status: vec![LicenseStatus::PendingActivation, LicenseStatus::Created],
        ..LicenseListQuery::default()
    }
}

/// Why orders cannot be submitted, or soon cannot.
fn agreement(partner: Load<PartnerView>) -> impl IntoView {
    let action = || {
        view! {
            <ButtonLink label=t::home::to_profile href=routes::ORGANISATION small=true/>
        }
    };
    move || {
        let partner = partner.get()?;
        let (status, agreement_until) = (partner.status, partner.agreement_until);
        let today = Clock::today();
        if let Err(refusal) = (Standing { status, agreement_until }).may_submit(today) {
            let words = refusal.words(lang());
            return Some(view! {
                <Banner tone=Tone::Error title=t::home::agreement action>
                    {words}
                    " "
                    {t::home::contact_us}
                </Banner>
            });
        }
        let until = agreement_until?;
        let days = (until - today).num_days();
        (days <= SOON_DAYS).then(|| {
            let words = t::home::agreement_soon(until, days);
            view! {
                <Banner tone=Tone::Warning action>
                    {words}
                </Banner>
            }
        })
    }
}

/// The one thing that partners come for.
fn hero() -> AnyView {
    view! {
        <section class="hero" aria-label=t::home::hero>
            <div class="hero__text">
                <h2 class="hero__title">{t::home::hero}</h2>
                <p>{t::home::hero_text}</p>
            </div>
            <ButtonLink
                label=t::home::place_order
                href=routes::new_order(SIDE)
                look=Look::Primary
                icon=Glyph::Cart
                large=true
            />
        </section>
    }
    .into_any()
}

fn drafts() -> AnyView {
    let load = use_fresh(|client: Client| async move {
        let query = OrderListQuery { per_page: SHOWN, ..orders_in(OrderStatus::Draft) };
        client.orders(SIDE, &query).await
    });
    let nothing =
        Nothing { glyph: Glyph::Edit, title: t::home::no_drafts, text: t::home::no_drafts_text };
    view! {
        <Shortlist
            title=t::home::drafts
            load
            columns=rows::own_orders
            id=|order| order.id.to_string()
            href=rows::portal_draft
            all=address(routes::orders(SIDE), &orders_in(OrderStatus::Draft))
            nothing
        />
    }
    .into_any()
}

/// What came back; not there at all where nothing did.
fn rejected() -> AnyView {
    let load = use_fresh(|client: Client| async move {
        let query = OrderListQuery { per_page: SHOWN, ..orders_in(OrderStatus::Rejected) };
        client.orders(SIDE, &query).await
    });
    let some = Memo::new(move |_| load.data().read().as_ref().is_some_and(|page| page.total > 0));
    let nothing =
        Nothing { glyph: Glyph::File, title: t::home::rejected, text: t::home::rejected_note };
    view! {
        {move || {
            some.get()
                .then(|| {
                    view! {
                        <Shortlist
                            title=t::home::rejected
                            load
                            columns=rows::own_orders
                            id=|order| order.id.to_string()
                            href=order_href(SIDE)
                            all=address(
                                routes::orders(SIDE),
                                &orders_in(OrderStatus::Rejected),
                            )
                            nothing
                        />
                    }
                })
        }}
    }
    .into_any()
}

fn in_review() -> AnyView {
    let load = use_fresh(|client: Client| async move {
        let query = OrderListQuery { per_page: SHOWN, ..orders_in(OrderStatus::Submitted) };
        client.orders(SIDE, &query).await
    });
    let nothing = Nothing {
        glyph: Glyph::Approve,
        title: t::home::no_in_review,
        text: t::home::no_in_review_text,
    };
    view! {
        <Shortlist
            title=t::home::in_review
            load
            columns=rows::own_orders
            id=|order| order.id.to_string()
            href=order_href(SIDE)
            all=address(routes::orders(SIDE), &orders_in(OrderStatus::Submitted))
            nothing
        />
    }
    .into_any()
}

fn pending() -> AnyView {
    let load = use_fresh(|client: Client| async move {
        client.licenses(SIDE, &LicenseListQuery { per_page: SHOWN, ..to_activate() }).await
    });
    let nothing =
        Nothing { glyph: Glyph::Key, title: t::home::no_pending, text: t::home::no_pending_text };
    view! {
        <Shortlist
            title=t::home::pending
            load
            columns=rows::pending
            id=|license| license.id.to_string()
            href=license_href(SIDE)
            all=address(routes::licenses(SIDE), &to_activate())
            nothing
        />
    }
    .into_any()
}

fn ending() -> AnyView {
    let load = use_fresh(|client: Client| async move {
        client.licenses(SIDE, &LicenseListQuery { per_page: SHOWN, ..expiring() }).await
    });
    let nothing = Nothing {
        glyph: Glyph::Calendar,
        title: t::home::no_expiring,
        text: t::home::no_expiring_text,
    };
    view! {
        <Shortlist
            title=t::home::expiring
            load
            columns=rows::expiring
            id=|license| license.id.to_string()
            href=license_href(SIDE)
            all=address(routes::licenses(SIDE), &expiring())
            nothing
        />
    }
    .into_any()
}

/// The portal's first page.
#[component]
pub fn PortalHomePage() -> impl IntoView {
    let session = use_session();
    let partner = use_load(|client: Client| async move { client.own_partner().await });
    let meta = move || {
        let name = move || session.account().role;
        view! { <span>{name}</span> }
    };
    view! {
        <PageHeader title=greeting(session) meta/>
        <div class="stack stack--loose">
            {agreement(partner)} {hero()} {rejected()}
            <div class="home">{drafts()} {in_review()} {pending()} {ending()}</div>
        </div>
    }
    .into_any()
}
