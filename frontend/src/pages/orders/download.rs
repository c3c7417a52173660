//! The paper form as a file.

use client::Side;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{save_file, tell_failure},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{Button, Glyph, Look},
};

/// «Download PDF»: fetches the form of the order with this number, in the page's language, and
/// saves it.
#[component]
pub fn DownloadPdf(
    side: Side,
    #[prop(into)] number: Signal<String>,
    #[prop(optional)] look: Look,
) -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let busy = RwSignal::new(false);
    let download = move || {
        busy.set(true);
        let client = untrack(|| session.client());
        let (number, lang) = (number.get_untracked(), untrack(lang));
        spawn_local(async move {
            let outcome = client.print_order(side, &number, lang).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(pdf) => {
                    if save_file(&format!("{number}.pdf"), "application/pdf", &pdf).is_err() {
                        toaster.error(untrack(|| t::orders::download_failed.get()), "");
                    }
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    view! { <Button label=t::orders::download_pdf icon=Glyph::Download look busy on_press=download/> }
        .into_any()
}
