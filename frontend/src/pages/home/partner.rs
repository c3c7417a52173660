//! The portal's first page: order, finish what was begun, see what waits.

use client::{Client, Side};
use domain::{
    licenses::{LicenseStatus, wire::LicenseListQuery},
    partners::{Standing, wire::PartnerView},
};
use leptos::prelude::*;

use super::{
    due,
    greeting::greeting,
    own::{self, Whose},
    rows,
    shortlist::{Nothing, SHOWN, Shortlist, address, use_fresh},
};
use crate::{
    components::{Load, use_load},
    i18n::{lang, t},
    pages::licenses::license_href,
    routes,
    state::{storage, use_session},
    ui::{Banner, ButtonLink, Choice, Clock, Glyph, Look, PageHeader, Segmented, Tone},
};

const SIDE: Side = Side::Portal;
/// From here on the end of the agreement is everybody's business.
const SOON_DAYS: i64 = 60;

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

fn pending() -> AnyView {
    let load = use_fresh(|client: Client| async move {
        client.licenses(SIDE, &LicenseListQuery { per_page: SHOWN, ..to_activate() }).await
    });
    let nothing = Nothing {
        glyph: Glyph::Key,
        title: t::home::no_pending,
        text: t::home::no_pending_text,
        way: None,
    };
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

/// Whether one's own orders are shown or the whole organisation's, as it was chosen here before.
fn whose() -> (Whose, AnyView) {
    const CHOSEN: &str = "dsms.home.whose";
    const EVERYBODY: &str = "everybody";
    let kept = storage::get(CHOSEN).filter(|kept| kept == EVERYBODY);
    let chosen = RwSignal::new(kept.unwrap_or_else(|| "mine".to_owned()));
    let options = Signal::stored(vec![
        Choice::new("mine", t::home::mine),
        Choice::new(EVERYBODY, t::home::everybody),
    ]);
    let chooser = view! {
        <div class="row">
            <Segmented
                label=t::home::whose
                value=chosen
                options
                on_change=|chosen: String| storage::set(CHOSEN, &chosen)
            />
        </div>
    };
    let everybodys = Signal::derive(move || *chosen.read() == EVERYBODY);
    (Whose { side: SIDE, everybodys }, chooser.into_any())
}

/// The portal's first page.
#[component]
pub fn PortalHomePage() -> impl IntoView {
    let session = use_session();
    let partner = use_load(|client: Client| async move { client.own_partner().await });
    let (whose, chooser) = whose();
    // The figures above them are staff's: here the lists say it.
    let (_, rejected) = own::rejected(whose);
    let (_, drafts) = own::drafts(whose);
    let (_, ending) = due::licenses(SIDE, false);
    let meta = move || {
        let name = move || session.account().role;
        view! { <span>{name}</span> }
    };
    view! {
        <PageHeader title=greeting(session) meta/>
        <div class="stack stack--loose">
            {agreement(partner)} {hero()} {chooser} {rejected}
            <div class="home">{drafts} {own::handed_in(whose)} {pending()} {ending}</div>
        </div>
    }
    .into_any()
}
