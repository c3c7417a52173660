//! A secret, shown this once.

use leptos::prelude::*;

use crate::{
    i18n::t,
    ui::{Banner, Button, Dialog, Look, Secret, Tone},
};

/// Shows what `secret` holds, and forgets it when it is closed.
#[component]
pub fn SecretDialog(secret: RwSignal<Option<String>>) -> impl IntoView {
    let foot = move || {
        view! {
            <Button
                label=t::webhooks::secret_kept
                look=Look::Primary
                on_press=move || secret.set(None)
            />
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || secret.read().is_some())
            on_close=move || secret.set(None)
            title=t::webhooks::secret
            foot
        >
            <div class="stack">
                <Banner tone=Tone::Warning>{t::webhooks::secret_once}</Banner>
                <Secret text=secret.get_untracked().unwrap_or_default()/>
                <p class="muted small">{t::webhooks::secret_how}</p>
            </div>
        </Dialog>
    }
    .into_any()
}
