//! A path that leads nowhere.

use leptos::prelude::*;

use crate::{
    i18n::t,
    routes,
    state::use_session,
    ui::{ButtonLink, EmptyState, Glyph, Look, PageHeader},
};

/// Says so, and shows the way home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let session = use_session();
    let home = Signal::derive(move || routes::home(session.side()).to_owned());
    view! {
        <PageHeader title=t::common::no_page/>
        <EmptyState glyph=Glyph::Search title=t::common::no_page_title text=t::common::no_page_text>
            <ButtonLink label=t::common::home href=home look=Look::Primary icon=Glyph::Home/>
        </EmptyState>
    }
}
