//! The mails that a lead came of, and those that were put onto it, on the lead's page.

use domain::{access::Permission, id::LeadId, lead_mails::wire::LeadMailListQuery};
use leptos::prelude::*;

use crate::{
    components::use_load,
    i18n::t,
    routes,
    state::use_session,
    ui::{Card, Time},
};

/// A card with a link to each; nothing where there is none, or for whoever may not read them.
pub(in super::super) fn of_lead(lead: LeadId) -> AnyView {
    let session = use_session();
    if !untrack(|| session.may(Permission::LeadsWrite)) {
        return ().into_any();
    }
    let load = use_load(move |client| async move {
        let query = LeadMailListQuery { lead: Some(lead), ..LeadMailListQuery::default() };
        client.lead_mails(&query).await
    });
    let card = move || {
        let mails = load.get().map(|page| page.items).unwrap_or_default();
        if mails.is_empty() {
            return ().into_any();
        }
        let rows = mails.into_iter().map(|mail| {
            let href = format!("{}?mail={}", routes::LEAD_MAIL, mail.id);
            view! {
                <li class="row row--spread">
                    <a href=href>{mail.subject}</a>
                    <span class="muted small">
                        <Time at=mail.sent_at.unwrap_or(mail.received_at)/>
                    </span>
                </li>
            }
        });
        let rows = rows.collect_view();
        view! {
            <Card title=t::lead_mails::queue>
                <ul class="stack stack--tight board__cards">{rows}</ul>
            </Card>
        }
        .into_any()
    };
    view! { {card} }.into_any()
}
