//! Lists from files: the imports, the upload, and one import from its preview to its undoing.

mod choose;
mod columns;
mod commit;
mod correct;
mod detail;
mod list;
mod rows;
mod upload;

use domain::imports::{ImportStatus, ImportTarget, RowState};
use leptos::prelude::*;

pub use choose::ChooseImportPage;
pub use detail::ImportPage;
pub use list::ImportListPage;
pub use upload::NewImportPage;

use crate::{
    i18n::{lang, t},
    routes,
    state::use_session,
    ui::{ButtonLink, Glyph, StatusDot, Tone},
};

/// Where an import stands.
#[component]
fn ImportStatusDot(status: ImportStatus, #[prop(optional)] badge: bool) -> impl IntoView {
    let tone = match status {
        ImportStatus::Reading | ImportStatus::Checking => Tone::Second,
        ImportStatus::Ready => Tone::Warning,
        ImportStatus::Committing | ImportStatus::Undoing => Tone::Brand,
        ImportStatus::Committed => Tone::Success,
        ImportStatus::Undone | ImportStatus::Discarded | ImportStatus::Closed => Tone::Neutral,
        ImportStatus::ReadFailed
        | ImportStatus::CheckFailed
        | ImportStatus::CommitFailed
        | ImportStatus::UndoFailed => Tone::Error,
    };
    let label = Signal::derive(move || status.label(lang()).to_owned());
    view! { <StatusDot tone label badge/> }.into_any()
}

/// What a row comes to.
const fn tone_of(state: RowState) -> Tone {
    match state {
        RowState::Ready => Tone::Second,
        RowState::Exists | RowState::Repeated => Tone::Warning,
        RowState::Invalid | RowState::Kept => Tone::Error,
        RowState::Created | RowState::Updated => Tone::Success,
        RowState::Unchanged | RowState::Skipped | RowState::Undone => Tone::Neutral,
    }
}

/// «Import», at the list of what is imported, for whoever may.
pub fn import_link(target: ImportTarget) -> AnyView {
    use domain::access::Permission;
    let session = use_session();
    let may =
        untrack(|| session.may(Permission::ImportsManage) && session.may(target.permission()));
    may.then(|| {
        view! {
            <ButtonLink
                label=t::imports::import
                href=routes::new_import(target)
                icon=Glyph::Upload
            />
        }
    })
    .into_any()
}
