//! Confirming an import, and undoing it: two questions.

use domain::imports::{
    ImportStatus, OnDuplicate,
    wire::{CommitImport, ImportView},
};
use leptos::prelude::*;

use crate::{
    components::{FormState, Load, ProblemWords as _},
    i18n::t,
    pages::parts::choices,
    state::use_session,
    ui::{Banner, Checkbox, ConfirmDialog, RadioGroup, Tone},
};

fn failure_of(form: FormState) -> impl Fn() -> Option<AnyView> + Copy + Send + Sync + 'static {
    move || {
        form.failure()
            .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> }.into_any())
    }
}

/// What becomes of rows that are there already or wrong, and then all of it.
#[component]
pub fn CommitDialog(
    import: Signal<ImportView>,
    load: Load<ImportView>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let (session, form) = (use_session(), FormState::new());
    let on_duplicate = RwSignal::new(OnDuplicate::Skip.as_str().to_owned());
    let leave_out = RwSignal::new(false);
    let counts = move || import.read().counts;
    let close = move || {
        form.clear();
        open.set(false);
    };
    let confirm = move || {
        let (id, version) = import.with_untracked(|import| (import.id, import.version));
        let how = CommitImport {
            on_duplicate: on_duplicate.get_untracked().parse().unwrap_or_default(),
            leave_out_invalid: leave_out.get_untracked(),
        };
        let client = untrack(|| session.client());
        form.send(async move { client.commit_import(id, version, &how).await }, move |after| {
            close();
            load.set(after);
        });
    };
    let has_known = Memo::new(move |_| counts().exists > 0 || counts().skipped > 0);
    let invalid = Memo::new(move |_| counts().invalid);
    let show = failure_of(form);
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=t::imports::commit_title
            text=t::imports::commit_text
            confirm=t::imports::commit_confirm
            busy=form.busy()
        >
            <div class="stack">
                {move || {
                    has_known
                        .get()
                        .then(|| {
                            view! {
                                <RadioGroup
                                    label=t::imports::duplicates
                                    value=on_duplicate
                                    options=choices!(OnDuplicate::ALL)
                                />
                            }
                        })
                }}
                {move || {
                    let n = invalid.get();
                    (n > 0)
                        .then(|| {
                            let label = Signal::derive(move || t::imports::leave_out(n));
                            view! { <Checkbox checked=leave_out label/> }
                        })
                }}
                {show}
            </div>
        </ConfirmDialog>
    }
    .into_any()
}

/// All of it taken back, or a preview given up.
#[component]
pub fn UndoDialog(
    import: Signal<ImportView>,
    load: Load<ImportView>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let (session, form) = (use_session(), FormState::new());
    let close = move || {
        form.clear();
        open.set(false);
    };
    let is_preview =
        Memo::new(move |_| matches!(import.read().status.undone(), Ok(ImportStatus::Discarded)));
    let words = move |preview: crate::i18n::Word, written: crate::i18n::Word| {
        Signal::derive(move || {
            if is_preview.get() { preview.get() } else { written.get() }.to_owned()
        })
    };
    let confirm = move || {
        let id = import.with_untracked(|import| import.id);
        let client = untrack(|| session.client());
        form.send(async move { client.undo_import(id).await }, move |after| {
            close();
            load.set(after);
        });
    };
    let show = failure_of(form);
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=words(t::imports::give_up_title, t::imports::undo_title)
            text=words(t::imports::give_up_text, t::imports::undo_text)
            confirm=words(t::imports::give_up, t::imports::undo)
            danger=true
            busy=form.busy()
        >
            {show}
        </ConfirmDialog>
    }
    .into_any()
}
