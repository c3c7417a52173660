//! What ends soon: licenses, and agreements with partners. How soon is chosen here and remembered.

use client::{Client, Side};
use domain::{
    dates::EndsWithin,
    licenses::wire::{LicenseListQuery, LicenseSort, OwnedBy},
    list::Sort,
    partners::{
        PartnerStatus,
        wire::{PartnerListQuery, PartnerSort},
    },
};
use leptos::prelude::*;

use super::{
    rows,
    shortlist::{Count, Nothing, SHOWN, Shortlist, address, use_fresh},
};
use crate::{
    i18n::{lang, t},
    pages::{licenses::license_href, parts::choices},
    routes,
    state::storage,
    ui::{Glyph, Segmented},
};

const CHOSEN: &str = "dsms.home.within";

/// How soon, as it was chosen here before.
#[derive(Clone, Copy)]
struct Window(RwSignal<String>);

impl Window {
    fn remembered() -> Self {
        let kept = storage::get(CHOSEN).and_then(|kept| kept.parse::<EndsWithin>().ok());
        Self(RwSignal::new(kept.unwrap_or_default().to_string()))
    }

    /// As it stands (tracked).
    fn get(self) -> EndsWithin {
        self.0.read().parse().unwrap_or_default()
    }

    fn chooser(self) -> AnyView {
        view! {
            <Segmented
                label=t::home::within
                value=self.0
                options=choices!(EndsWithin::ALL)
                on_change=|chosen: String| storage::set(CHOSEN, &chosen)
            />
        }
        .into_any()
    }
}

/// Licenses whose end is near or which are in grace, one's own or everybody's: a figure, and the first few.
pub fn licenses(side: Side, own: bool) -> (AnyView, AnyView) {
    let window = Window::remembered();
    let query = move || LicenseListQuery {
        ends_within: Some(window.get()),
        owned_by: own.then_some(OwnedBy::Me),
        sort: Sort::ascending(LicenseSort::ExpiresOn),
        ..LicenseListQuery::default()
    };
    let load = use_fresh(move |client: Client| {
        let query = LicenseListQuery { per_page: SHOWN, ..query() };
        async move { client.licenses(side, &query).await }
    });
    let all = Signal::derive(move || address(routes::licenses(side), &query()));
    let note = Signal::derive(move || t::home::due_note(window.get().label(lang())));
    let nothing = Nothing {
        glyph: Glyph::Calendar,
        title: t::home::no_expiring,
        text: t::home::no_expiring_text,
        way: None,
    };
    let count = view! {
        <Count label=t::home::expiring glyph=Glyph::Calendar load href=all note=Some(note)/>
    };
    let list = view! {
        <Shortlist
            title=t::home::expiring
            load
            columns=rows::expiring
            id=|license| license.id.to_string()
            href=license_href(side)
            all
            nothing
            tools=move || window.chooser()
        />
    };
    (count.into_any(), list.into_any())
}

/// Partners that soon cannot order any more, or cannot already: a figure, and the first few.
pub fn agreements() -> (AnyView, AnyView) {
    let query = || PartnerListQuery {
        status: vec![PartnerStatus::Active],
        agreement_ends_within: Some(EndsWithin::NinetyDays),
        sort: Sort::ascending(PartnerSort::AgreementUntil),
        ..PartnerListQuery::default()
    };
    let load = use_fresh(move |client: Client| async move {
        client.partners(&PartnerListQuery { per_page: SHOWN, ..query() }).await
    });
    let all = address(routes::PARTNERS, &query());
    let nothing = Nothing {
        glyph: Glyph::File,
        title: t::home::no_agreements,
        text: t::home::no_agreements_text,
        way: None,
    };
    let count = view! {
        <Count
            label=t::home::agreements
            glyph=Glyph::File
            load
            href=all.clone()
            note=Some(t::home::agreements_note.signal())
        />
    };
    let list = view! {
        <Shortlist
            title=t::home::agreements
            load
            columns=rows::agreements
            id=|partner| partner.id.to_string()
            href=|partner| routes::partner(partner.id)
            all
            nothing
        />
    };
    (count.into_any(), list.into_any())
}
