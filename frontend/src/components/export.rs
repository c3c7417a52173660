//! A list as a file: all rows that its filters leave, in its order.

use domain::{
    exports::{self, ExportFormat},
    views::SavedList,
};
use leptos::{prelude::*, task::spawn_local};

use super::{save_file, tell_failure};
use crate::{
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{Glyph, Icon, Menu, MenuItem},
};

/// «Export», where the list can be and the person may read it.
pub fn export_of(list: SavedList, query: Signal<String>) -> Option<AnyView> {
    let session = use_session();
    let permission = exports::permission(list);
    if !untrack(|| session.may(permission)) {
        return None;
    }
    let toaster = use_toaster();
    let busy = RwSignal::new(false);
    let export = move |format: ExportFormat| {
        busy.set(true);
        let client = untrack(|| session.client());
        let query = query.get_untracked();
        spawn_local(async move {
            let outcome = client.export(list, format, &query).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(file) => {
                    let name = format!("{}.{format}", untrack(|| list.label(lang())));
                    if save_file(&name, format.media_type(), &file).is_err() {
                        toaster.error(untrack(|| t::common::export_failed.get()), "");
                    }
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    let items = move |format: ExportFormat| {
        let label = Signal::derive(move || format.label(lang()).to_owned());
        view! { <MenuItem label on_press=move || export(format)/> }
    };
    let trigger = move || {
        let glyph = if busy.get() { Glyph::Clock } else { Glyph::Download };
        view! { <Icon glyph/> }
    };
    let label = Signal::derive(move || {
        if busy.get() { t::common::exporting.get() } else { t::common::export.get() }.to_owned()
    });
    Some(
        view! {
            <Menu class="button button--icon" label end=true trigger>
                {ExportFormat::ALL.iter().map(|format| items(*format)).collect_view()}
            </Menu>
        }
        .into_any(),
    )
}
