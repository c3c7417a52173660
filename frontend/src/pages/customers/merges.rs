//! The merges that a customer was part of, each with its way back.

use domain::{
    access::Permission,
    customers::wire::{CustomerView, MergeView, UndoPreview},
    id::{CustomerId, CustomerMergeId},
};
use leptos::prelude::*;

use super::merge::moved_in_words;
use crate::{
    components::{FormState, Load, Loaded, ProblemWords as _, use_load},
    i18n::{lang, t},
    pages::events::changes,
    routes,
    state::{use_session, use_toaster},
    ui::{
        Banner, Button, Card, DescriptionList, Dialog, Fact, GuardedButton, Look, SkeletonRows,
        Time, Tone,
    },
};

/// What undoing would do.
fn told(preview: UndoPreview) -> AnyView {
    let fields = changes(&preview.fields);
    let (returns, stays) = (preview.returns, preview.stays);
    let blocked = preview.blocked.map(|why| {
        view! { <Banner tone=Tone::Warning>{move || why.words(lang())}</Banner> }
    });
    let changed = preview.changed;
    let fields_changed = (!changed.is_empty()).then(|| {
        let words = move || {
            let names: Vec<&str> = changed.iter().map(|field| field.label(lang())).collect();
            t::customers::undo_changed(names.join(lang().pick("、", ", ")))
        };
        view! { <p class="muted">{words}</p> }
    });
    view! {
        <div class="stack">
            {blocked}
            {fields_changed}
            <p>{t::customers::undo_text}</p>
            <DescriptionList rows=true>
                <Fact label=t::customers::undo_returns>
                    {move || moved_in_words(&returns)}
                </Fact>
                <Fact label=t::customers::undo_stays>{move || moved_in_words(&stays)}</Fact>
                <Fact label=t::customers::merge_fields>{fields}</Fact>
            </DescriptionList>
        </div>
    }
    .into_any()
}

/// Looks at what undoing does, and does it.
fn undo_dialog(
    asked: RwSignal<Option<CustomerMergeId>>,
    customer: Load<CustomerView>,
    merges: Load<Vec<MergeView>>,
) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let preview = RwSignal::new(None::<UndoPreview>);
    let close = move || {
        form.clear();
        asked.set(None);
    };
    let press = move || {
        let Some(seen) = preview.get_untracked() else { return };
        let (client, id, version) = (session.client(), seen.merge.id, seen.merge.version);
        form.send(async move { client.undo_merge(id, version).await }, move |merge| {
            asked.set(None);
            toaster.success(untrack(|| t::customers::unmerged_name(&merge.loser_name)));
            customer.reload();
            merges.reload();
        });
    };
    let blocked = Signal::derive(move || {
        let preview = preview.read();
        let why = preview.as_ref().and_then(|seen| seen.blocked.as_ref());
        why.map(|why| why.words(lang()))
    });
    let foot = move || {
        view! {
            <Button label=t::common::cancel on_press=close/>
            <Button
                label=t::customers::undo_merge
                look=Look::DangerSolid
                busy=form.busy()
                blocked
                on_press=press
            />
        }
    };
    let body = move || {
        asked.get().map(|id| {
            let load = use_load(move |client| async move { client.merge(id).await });
            crate::ui::effect(move || preview.set(load.get()));
            let draw = move |seen: Signal<UndoPreview>| told(seen.get_untracked());
            view! {
                <Loaded
                    load
                    view=draw
                    skeleton=|| view! { <SkeletonRows rows=3/> }
                />
                {move || {
                    form.failure()
                        .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
                }}
            }
        })
    };
    view! {
        <Dialog
            open=Signal::derive(move || asked.read().is_some())
            on_close=close
            title=t::customers::undo_title
            foot
        >
            {body}
        </Dialog>
    }
    .into_any()
}

fn entry(merge: &MergeView, own: CustomerId, asked: RwSignal<Option<CustomerMergeId>>) -> AnyView {
    let session = use_session();
    let is_winner = merge.winner_id == own;
    let (other_id, other) = if is_winner {
        (merge.loser_id, merge.loser_name.clone())
    } else {
        (merge.winner_id, merge.winner_name.clone())
    };
    let id = merge.id;
    let undone = merge.undone_at.map(|at| {
        let by = merge.undone_by_name.clone();
        view! { <span class="muted small">{t::customers::undone} " " {by} " " <Time at/></span> }
    });
    let way_back = (merge.undone_at.is_none() && is_winner).then(|| {
        view! {
            <GuardedButton
                label=t::customers::undo_merge
                small=true
                blocked=Signal::derive(move || session.why_not(Permission::CustomersManage))
                on_press=move || asked.set(Some(id))
            />
        }
    });
    let sign = if is_winner { "←" } else { "→" };
    let reason = merge.reason.clone();
    view! {
        <li class="row row--spread">
            <span class="stack stack--tight">
                <span>{sign} " " <a href=routes::customer(other_id)>{other}</a></span>
                <span class="muted small">
                    {merge.merged_by_name.clone()} " · " <Time at=merge.merged_at/>
                    {reason.map(|reason| view! { " · " {reason} })}
                </span>
                {undone}
            </span>
            {way_back}
        </li>
    }
    .into_any()
}

/// The card; nothing where it was never merged.
#[component]
pub fn MergesOfCustomer(id: CustomerId, customer: Load<CustomerView>) -> impl IntoView {
    let asked = RwSignal::new(None);
    let load = use_load(move |client| async move { client.merges_of_customer(id).await });
    let card = move || {
        let merges = load.get().filter(|merges| !merges.is_empty())?;
        Some(view! {
            <Card title=t::customers::merges>
                <ul class="stack">
                    {merges.iter().map(|one| entry(one, id, asked)).collect_view()}
                </ul>
            </Card>
        })
    };
    view! {
        {card}
        {undo_dialog(asked, customer, load)}
    }
    .into_any()
}
