//! The lead that an order came of, on the order's page.

use domain::{access::Permission, id::OrderId, leads::wire::LeadListQuery};
use leptos::prelude::*;

use crate::{components::use_load, routes, state::use_session};

/// A link to the lead, for those who may see it; nothing otherwise.
pub fn of_order(order: OrderId) -> AnyView {
    let session = use_session();
    if !untrack(|| session.may(Permission::LeadsRead)) {
        return ().into_any();
    }
    let load = use_load(move |client| async move {
        let query = LeadListQuery { order: Some(order), ..LeadListQuery::default() };
        client.leads(&query).await
    });
    let link = move || {
        let data = load.data();
        let page = data.read();
        let lead = page.as_ref()?.items.first()?;
        let (href, title) = (routes::lead(lead.id), lead.title.clone());
        Some(view! { " · " <a href=href>{title}</a> })
    };
    view! { {link} }.into_any()
}
