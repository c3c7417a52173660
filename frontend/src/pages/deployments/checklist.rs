//! What is ticked off; each tick is kept at once.

use domain::{
    access::Permission,
    deployments::{
        ChecklistItem,
        wire::{DeploymentView, TickItems},
    },
};
use leptos::prelude::*;

use crate::{
    components::{FormState, Load, ProblemWords as _},
    i18n::{lang, t},
    state::use_session,
    ui::{Banner, Card, Checkbox, Tone},
};

/// The list on its card.
#[component]
pub fn Checklist(deployment: Signal<DeploymentView>, load: Load<DeploymentView>) -> impl IntoView {
    let session = use_session();
    let form = FormState::new();
    let items = Memo::new(move |_| {
        deployment.read().checklist.iter().map(|one| one.item).collect::<Vec<_>>()
    });
    let is_fixed = Memo::new(move |_| {
        let is_over = deployment.read().status.may_change().is_err();
        is_over || session.why_not(Permission::DeploymentsWrite).is_some()
    });
    let disabled = Signal::derive(move || is_fixed.get() || form.busy().get());
    let tick = Callback::new(move |(item, done): (ChecklistItem, bool)| {
        let before = deployment.get_untracked();
        let checked = before.checklist.iter().filter(|one| one.done_at.is_some());
        let mut all: Vec<_> = checked.map(|one| one.item).filter(|one| *one != item).collect();
        all.extend(done.then_some(item));
        let client = session.client();
        let work = async move {
            client.tick_items(before.id, before.version, &TickItems { done: all }).await
        };
        form.send(work, move |after| load.set(after));
    });
    let rows = move || {
        let row = |item| row(deployment, item, disabled, tick);
        items.get().into_iter().map(row).collect_view()
    };
    let note = Signal::derive(move || {
        let deployment = deployment.read();
        let done = deployment.checklist.iter().filter(|one| one.done_at.is_some()).count();
        t::deployments::checklist_so_far(done, deployment.checklist.len())
    });
    // What was refused stays as it was: the boxes say so again.
    Effect::new(move || {
        if form.failure().is_some() {
            load.reload();
        }
    });
    view! {
        <Card title=t::deployments::checklist note>
            <div class="stack stack--tight">{rows}</div>
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </Card>
    }
    .into_any()
}

fn row(
    deployment: Signal<DeploymentView>,
    item: ChecklistItem,
    disabled: Signal<bool>,
    tick: Callback<(ChecklistItem, bool)>,
) -> AnyView {
    let entry = move || {
        let deployment = deployment.read();
        deployment.checklist.iter().find(|one| one.item == item).cloned()
    };
    let checked = RwSignal::new(false);
    Effect::new(move || checked.set(entry().is_some_and(|one| one.done_at.is_some())));
    let who = move || {
        entry().and_then(|one| one.done_by).map(|name| {
            view! { <span class="small muted">{t::deployments::done_by(name)}</span> }
        })
    };
    view! {
        <div class="row row--spread">
            <Checkbox
                checked
                label=Signal::derive(move || item.label(lang()).to_owned())
                disabled
                on_change=move |done| tick.run((item, done))
            />
            {who}
        </div>
    }
    .into_any()
}
