//! What is to be imported: each kind of record that one may make, with a sentence.

use domain::{access::Permission, imports::ImportTarget};
use leptos::prelude::*;

use crate::{
    i18n::{Word, lang, t},
    routes,
    state::use_session,
    ui::{Glyph, Icon, PageHeader},
};

const fn glyph(target: ImportTarget) -> Glyph {
    match target {
        ImportTarget::Customers => Glyph::Building,
        ImportTarget::Engineers => Glyph::User,
        ImportTarget::SalesReps => Glyph::Users,
        ImportTarget::Resellers => Glyph::Globe,
        ImportTarget::Licenses => Glyph::Key,
        ImportTarget::Purchases => Glyph::Yuan,
        ImportTarget::Deployments => Glyph::Server,
    }
}

const fn sentence(target: ImportTarget) -> Word {
    match target {
        ImportTarget::Customers => t::imports::kind_customers,
        ImportTarget::Engineers => t::imports::kind_engineers,
        ImportTarget::SalesReps => t::imports::kind_sales_reps,
        ImportTarget::Resellers => t::imports::kind_resellers,
        ImportTarget::Licenses => t::imports::kind_licenses,
        ImportTarget::Purchases => t::imports::kind_purchases,
        ImportTarget::Deployments => t::imports::kind_deployments,
    }
}

fn card(target: ImportTarget) -> AnyView {
    view! {
        <a class="choice-card import-kind" href=routes::new_import(target)>
            <Icon glyph=glyph(target)/>
            <span class="stack stack--tight">
                <strong>{move || target.label(lang())}</strong>
                <span class="muted small">{sentence(target)}</span>
            </span>
        </a>
    }
    .into_any()
}

/// The page. Only what one may make oneself is offered.
#[component]
pub fn ChooseImportPage() -> impl IntoView {
    let session = use_session();
    let offered = move || {
        let may = |target: &&ImportTarget| {
            session.may(Permission::ImportsManage) && session.may(target.permission())
        };
        ImportTarget::ALL.iter().filter(may).map(|target| card(*target)).collect_view()
    };
    view! {
        <PageHeader
            title=t::imports::choose_title
            meta=|| view! { <span>{t::imports::choose_text}</span> }
            back=routes::IMPORTS
            back_label=t::imports::title
        />
        <nav class="choice-cards import-kinds" aria-label=move || t::imports::choose_title.get()>
            {offered}
        </nav>
    }
    .into_any()
}
