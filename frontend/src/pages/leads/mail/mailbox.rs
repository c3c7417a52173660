//! How the mailbox stands that is read by itself.

use client::Client;
use domain::lead_mails::wire::MailboxView;
use leptos::prelude::*;

use crate::{
    components::use_load,
    i18n::t,
    ui::{Banner, Time, Tone},
};

fn shown(mailbox: MailboxView) -> AnyView {
    let Some(name) = mailbox.name else {
        return view! { <p class="muted small">{t::lead_mails::mailbox_none}</p> }.into_any();
    };
    if let Some(error) = mailbox.error {
        let words = move || t::lead_mails::mailbox_failed(&name, &error);
        return view! { <Banner tone=Tone::Error>{words}</Banner> }.into_any();
    }
    let Some(at) = mailbox.read_at else {
        let words = move || t::lead_mails::mailbox_waits(&name);
        return view! { <p class="muted small">{words}</p> }.into_any();
    };
    view! {
        <p class="muted small">
            {move || t::lead_mails::mailbox_read(&name)} " " <Time at/>
        </p>
    }
    .into_any()
}

/// A line about it.
pub(super) fn mailbox() -> AnyView {
    let load = use_load(|client: Client| async move { client.lead_mailbox().await });
    let line = move || load.get().map(shown);
    view! { {line} }.into_any()
}
