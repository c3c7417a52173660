//! One import: its steps, how far it is, its columns and rows, and what can be done with it.

use std::time::Duration;

use domain::imports::{ImportStatus, wire::ImportView};
use leptos::{prelude::*, task::spawn_local};

use super::{
    ImportStatusDot,
    columns::columns_card,
    commit::{CommitDialog, UndoDialog},
    rows::RowsCard,
    upload::list_of,
};
use crate::{
    components::{Load, Loaded, save_file, tell_failure, use_load},
    i18n::{lang, t},
    pages::parts::id_in_address,
    routes,
    state::{use_session, use_toaster},
    ui::{
        Banner, Button, ButtonLink, Card, DescriptionList, Fact, Glyph, GuardedButton, Look, Meter,
        PageHeader, Step, StepState, Steps, Time, Tone,
    },
};

/// How often a page asks how far it is.
const BEAT: Duration = Duration::from_secs(1);

fn steps(status: ImportStatus) -> Vec<Step> {
    use ImportStatus as S;
    use StepState::{Ahead, Current, Done, Failed};
    let states = match status {
        S::Reading => [Current, Ahead, Ahead, Ahead],
        S::ReadFailed => [Failed, Ahead, Ahead, Ahead],
        S::Ready | S::Checking => [Done, Current, Ahead, Ahead],
        S::CheckFailed => [Done, Failed, Ahead, Ahead],
        S::Committing => [Done, Done, Current, Ahead],
        S::Committed | S::Closed => [Done, Done, Done, Done],
        S::Undoing | S::Undone | S::CommitFailed | S::UndoFailed => [Done, Done, Failed, Ahead],
        S::Discarded => [Done, Failed, Ahead, Ahead],
    };
    let words = [
        t::imports::step_file,
        t::imports::step_look,
        t::imports::step_write,
        t::imports::step_done,
    ];
    words.into_iter().zip(states).map(|(word, state)| Step::new(word, state)).collect()
}

fn progress(import: Signal<ImportView>) -> AnyView {
    let busy = Memo::new(move |_| import.read().status.is_busy());
    let done = Signal::derive(move || u64::from(import.read().done));
    let rows = Signal::derive(move || u64::from(import.read().rows));
    view! {
        <div aria-live="polite">
            {move || {
                busy.get()
                    .then(|| {
                        view! {
                            <Card>
                                <div class="stack stack--tight">
                                    <span>
                                        {move || import.read().status.label(lang())} " "
                                        <span class="muted">
                                            {move || t::imports::of_rows(done.get(), rows.get())}
                                        </span>
                                    </span>
                                    <Meter value=done max=rows label=t::imports::progress/>
                                </div>
                            </Card>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

fn notices(import: Signal<ImportView>) -> AnyView {
    let kept = Memo::new(move |_| import.read().counts.kept);
    let failure = Memo::new(move |_| import.read().failure);
    let is_closed = Memo::new(move |_| import.read().status == ImportStatus::Closed);
    view! {
        {move || {
            failure.get().map(|reason| view! { <Banner tone=Tone::Error>{reason.label(lang())}</Banner> })
        }}
        {move || {
            is_closed.get().then(|| view! { <Banner>{t::imports::closed_text}</Banner> })
        }}
        {move || {
            let n = kept.get();
            let title = Signal::derive(move || t::imports::refused(n));
            (n > 0)
                .then(|| {
                    view! { <Banner tone=Tone::Warning title>{t::imports::refused_text}</Banner> }
                })
        }}
    }
    .into_any()
}

fn errors_button(import: Signal<ImportView>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let save = move || {
        let id = import.with_untracked(|import| import.id);
        let client = untrack(|| session.client());
        spawn_local(async move {
            match client.import_errors(id).await {
                Ok(text) => {
                    if save_file("import-errors.csv", "text/csv", text.as_bytes()).is_err() {
                        toaster.error(untrack(|| t::common::export_failed.get()), "");
                    }
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    let faulty = Memo::new(move |_| {
        let counts = import.read().counts;
        counts.invalid + counts.kept > 0
    });
    view! {
        {move || {
            faulty
                .get()
                .then(|| {
                    view! {
                        <span data-tip=move || t::imports::errors_hint.get()>
                            <Button
                                label=t::imports::errors_file
                                icon=Glyph::Download
                                on_press=save
                            />
                        </span>
                    }
                })
        }}
    }
    .into_any()
}

fn actions(
    import: Signal<ImportView>,
    load: Load<ImportView>,
    commit: RwSignal<bool>,
    undo: RwSignal<bool>,
) -> AnyView {
    let status = Memo::new(move |_| import.read().status);
    let good = Memo::new(move |_| {
        let counts = import.read().counts;
        counts.ready + counts.exists + counts.undone + counts.skipped + counts.kept
    });
    let none = Signal::derive(move || {
        (good.get() == 0).then(|| t::imports::nothing_left.get().to_owned())
    });
    let write = move || {
        let label = Signal::derive(move || match status.get() {
            ImportStatus::Undone => t::imports::again.get().to_owned(),
            _ => t::imports::commit(good.get()),
        });
        status.get().may_commit().is_ok().then(|| {
            view! {
                <GuardedButton
                    label
                    look=Look::Primary
                    blocked=none
                    on_press=move || commit.set(true)
                />
            }
        })
    };
    let back = move || {
        let to = status.get().undone().ok().filter(|to| *to != status.get());
        to.map(|to| {
            let label = match to {
                ImportStatus::Discarded => t::imports::give_up,
                _ => t::imports::undo,
            };
            view! { <Button label icon=Glyph::Undo on_press=move || undo.set(true)/> }
        })
    };
    let (session, toaster) = (use_session(), use_toaster());
    let retry = move || {
        let (id, version) = import.with_untracked(|import| (import.id, import.version));
        let client = untrack(|| session.client());
        spawn_local(async move {
            match client.retry_import(id, version).await {
                Ok(after) => load.set(after),
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    let again = move || {
        status.get().retried().is_ok().then(|| {
            view! {
                <Button
                    label=t::imports::retry
                    look=Look::Primary
                    icon=Glyph::Refresh
                    on_press=retry
                />
            }
        })
    };
    let upload = move || {
        let is_over = matches!(status.get(), ImportStatus::Discarded | ImportStatus::ReadFailed);
        is_over.then(|| {
            let href = routes::new_import(import.read_untracked().target);
            view! { <ButtonLink label=t::imports::choose href icon=Glyph::Upload/> }
        })
    };
    view! { {errors_button(import)} {back} {upload} {again} {write} }.into_any()
}

fn facts(import: ImportView) -> AnyView {
    let target = import.target;
    view! {
        <Card>
            <DescriptionList rows=true>
                <Fact label=t::imports::target>
                    <a href=list_of(target)>{move || target.label(lang())}</a>
                </Fact>
                <Fact label=t::imports::rows>{import.rows}</Fact>
                <Fact label=t::imports::encoding>{import.encoding}</Fact>
                <Fact label=t::imports::header_row>{import.header_row}</Fact>
                <Fact label=t::imports::by>{import.created_by_name}</Fact>
                <Fact label=t::imports::created>
                    <Time at=import.created_at full=true/>
                </Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn body(import: Signal<ImportView>, load: Load<ImportView>) -> AnyView {
    let (commit, undo) = (RwSignal::new(false), RwSignal::new(false));
    let beat = set_interval_with_handle(
        move || {
            let busy = import.try_with_untracked(|import| import.status.is_busy());
            if busy.unwrap_or_default() {
                load.reload();
            }
        },
        BEAT,
    );
    if let Ok(beat) = beat {
        on_cleanup(move || beat.clear());
    }
    let status = Memo::new(move |_| import.read().status);
    let is_preview = Memo::new(move |_| status.get() == ImportStatus::Ready);
    let has_rows = Memo::new(move |_| status.get().has_rows());
    // Rows move with each step; while it is busy they are looked at when it is done.
    let moved = Memo::new(move |_| {
        let import = import.read();
        (import.version, if import.status.is_busy() { 0 } else { import.done })
    });
    view! {
        <PageHeader
            title=Signal::derive(move || import.read().file_name.clone())
            back=routes::IMPORTS
            back_label=t::imports::title
            status=move || view! { <ImportStatusDot status=status.get() badge=true/> }
            actions=move || actions(import, load, commit, undo)
        />
        <div class="import-head">
            <Steps label=t::imports::steps steps=Signal::derive(move || steps(status.get()))/>
            {progress(import)}
            {notices(import)}
        </div>
        <div class="detail">
            <div class="detail__main">
                {move || {
                    has_rows.get().then(|| view! { <RowsCard import load moved/> })
                }}
            </div>
            <div class="detail__side">
                {move || is_preview.get().then(|| import.with_untracked(|it| columns_card(it, load)))}
                {facts(import.get_untracked())}
            </div>
        </div>
        <CommitDialog import load open=commit/>
        <UndoDialog import load open=undo/>
    }
    .into_any()
}

/// One import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.import(id).await }
    });
    view! { <Loaded load view=move |import| body(import, load)/> }.into_any()
}
