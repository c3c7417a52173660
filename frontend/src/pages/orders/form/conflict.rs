//! Somebody else saved first: their version or mine.

use leptos::prelude::*;

use super::{autosave::Conflict, change::Part, context::FormContext};
use crate::{
    i18n::{lang, t},
    routes,
    ui::{Button, ButtonLink, Dialog, Look, Time},
};

fn name_of(part: Part) -> String {
    match part {
        Part::CustomerOrderNumber => t::orders::customer_order_number.get().to_owned(),
        Part::ContractNumber => t::orders::contract_number.get().to_owned(),
        Part::Remark => t::orders::remark.get().to_owned(),
        Part::Line(number) => t::orders::line_number(number),
    }
}

/// Shown while there is something to decide.
#[component]
pub fn ConflictDialog() -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let draft = context.draft;
    let open = Signal::derive(move || draft.conflict.read().is_some());
    let close = move || draft.conflict.set(None);
    let take = move || {
        if let Some(conflict) = draft.conflict.get_untracked() {
            context.form().show(&conflict.theirs.content());
            draft.take_theirs(&conflict.theirs, untrack(|| context.form().content()));
        }
    };
    let keep = move || {
        if let Some(conflict) = draft.conflict.get_untracked() {
            draft.keep_mine(&conflict.theirs);
        }
    };
    let foot = move || {
        let conflict = draft.conflict.get();
        let editable = conflict.as_ref().is_some_and(|one| one.theirs.status.is_editable());
        if editable {
            view! {
                <Button label=t::orders::conflict_theirs on_press=take/>
                <Button label=t::orders::conflict_mine look=Look::Primary on_press=keep/>
            }
            .into_any()
        } else {
            let href = conflict
                .map(|one| routes::order(context.side, &one.theirs.number))
                .unwrap_or_default();
            view! { <ButtonLink label=t::orders::conflict_view href look=Look::Primary/> }
                .into_any()
        }
    };
    let story = move |conflict: Conflict| {
        let Conflict { theirs, by, parts } = conflict;
        let status = theirs.status;
        let who = by.unwrap_or_else(|| t::orders::somebody.get().to_owned());
        let text = if status.is_editable() {
            t::orders::conflict_text(who)
        } else {
            t::orders::conflict_moved(who, status.label(lang()))
        };
        let changed = (status.is_editable() && !parts.is_empty()).then(|| {
            let names = parts.into_iter().map(|part| view! { <li>{name_of(part)}</li> });
            view! {
                <div>
                    <p class="muted small">{t::orders::conflict_parts}</p>
                    <ul class="bullets">{names.collect_view()}</ul>
                </div>
            }
        });
        let decided = theirs.decided_at.filter(|_| !status.is_editable());
        view! {
            <p>{text}</p>
            {changed}
            {decided.map(|at| view! { <p class="muted small"><Time at full=true/></p> })}
        }
    };
    view! {
        <Dialog open on_close=close title=t::orders::conflict_title foot>
            <div class="stack">{move || draft.conflict.get().map(story)}</div>
        </Dialog>
    }
    .into_any()
}
