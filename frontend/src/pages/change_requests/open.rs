//! The request that waits for a customer or a license, on its page.

use domain::{
    access::Permission,
    change_requests::{
        ChangeStatus,
        wire::{ChangeRequestListQuery, ChangeRequestRow},
    },
    list::Page,
};
use leptos::prelude::*;

use super::names_of;
use crate::{
    components::{Load, use_live, use_load},
    i18n::t,
    routes,
    state::use_session,
    ui::{Banner, ButtonLink, Tone},
};

/// The request that waits, if there is one. `Copy`.
#[derive(Clone, Copy)]
pub struct OpenRequest {
    load: Load<Page<ChangeRequestRow>>,
}

/// Looks for the request that waits for what `of` names (tracked).
pub fn use_open_request(
    of: impl Fn(ChangeRequestListQuery) -> ChangeRequestListQuery + 'static,
) -> OpenRequest {
    let changes = use_live().changes();
    let load = use_load(move |client| {
        changes.track();
        let query = of(ChangeRequestListQuery {
            status: vec![ChangeStatus::Requested],
            per_page: 1,
            ..ChangeRequestListQuery::default()
        });
        async move { client.change_requests(&query).await }
    });
    OpenRequest { load }
}

impl OpenRequest {
    /// The request (tracked).
    pub fn get(self) -> Option<ChangeRequestRow> {
        self.load.data().get().and_then(|page| page.items.into_iter().next())
    }

    /// Looks again.
    pub fn reload(self) {
        self.load.reload();
    }

    /// Why nothing else can be proposed now, if so (tracked).
    pub fn why_not(self) -> Option<String> {
        self.get().map(|request| t::changes::waits_short(request.number))
    }
}

/// Says that a request waits, and leads to it; nothing where none does.
#[component]
pub fn OpenRequestNotice(open: OpenRequest) -> impl IntoView {
    let session = use_session();
    let notice = move || {
        let request = open.get().filter(|_| session.may(Permission::ChangesRead))?;
        let words = t::changes::waits(&request.number, names_of(&request.fields));
        let href = routes::change_request(request.id);
        let action = move || {
            view! { <ButtonLink label=t::changes::open small=true href=href.clone()/> }
        };
        Some(view! {
            <div data-testid="open-request">
                <Banner tone=Tone::Warning action>
                    {words}
                </Banner>
            </div>
        })
    };
    view! { {notice} }.into_any()
}
