//! Our own companies, as they stand on orders and invoices, and the order terms.

mod seller;
mod terms;

use client::Client;
use leptos::prelude::*;

use self::{seller::sellers, terms::terms};
use crate::{
    components::{Loaded, use_load},
    i18n::t,
    ui::PageHeader,
};

/// For administrators to keep.
#[component]
pub fn SellersPage() -> impl IntoView {
    let of_sellers = use_load(|client: Client| async move { client.sellers().await });
    let of_terms = use_load(|client: Client| async move { client.terms_versions().await });
    view! {
        <PageHeader
            title=t::sellers::title
            meta=|| view! { <span>{t::sellers::about}</span> }
        />
        <div class="stack">
            <Loaded load=of_sellers view=move |all| sellers(all, of_sellers)/>
            <Loaded load=of_terms view=move |all| terms(all, of_terms)/>
        </div>
    }
    .into_any()
}
