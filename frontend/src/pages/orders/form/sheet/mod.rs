//! Lines from a spreadsheet: pasted or from a file, looked at row by row, then taken over.

mod preview;
mod source;

use domain::{orders::wire::LineInput, products::pricing::MAX_LINES};
use leptos::prelude::*;

use self::{
    preview::Preview,
    source::{Source, SourceFields},
};
use super::{context::FormContext, model::LineForm};
use crate::{
    i18n::t,
    state::use_toaster,
    ui::{Button, Dialog, Glyph, GuardedButton, Look, Size},
};

/// A line that nobody has begun yet.
fn is_untouched(line: LineForm) -> bool {
    let content = untrack(|| line.content());
    content.product_id.is_none() && content.end_user.name.is_empty() && content.licenses.is_empty()
}

/// The lines that stay where others are taken over.
fn begun(context: FormContext) -> Vec<LineForm> {
    let lines = context.form().lines.get_untracked();
    lines.into_iter().filter(|line| !is_untouched(*line)).collect()
}

/// Puts the lines below those that are begun.
fn take_over(context: FormContext, new: &[LineInput]) {
    let form = context.form();
    form.lines.set(begun(context));
    for line in new {
        form.add(line);
    }
}

/// The button, and the dialog that it opens.
#[component]
pub fn SheetImport() -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let toaster = use_toaster();
    let open = RwSignal::new(false);
    let source = Source::new(context);
    let good = Memo::new(move |_| source.view().map_or(0, |view| view.counts().0));
    let close = move || open.set(false);
    let blocked = Signal::derive(move || {
        // Asked again whenever the sheet is another one.
        let (good, begun) = (good.get(), begun(context).len());
        if good == 0 {
            Some(t::sheet::nothing_usable.get().to_owned())
        } else if begun + good > MAX_LINES {
            Some(t::sheet::too_many(MAX_LINES, begun))
        } else {
            None
        }
    });
    let take = move || {
        let Some(view) = untrack(|| source.view()) else { return };
        let lines: Vec<LineInput> = view.lines().cloned().collect();
        take_over(context, &lines);
        open.set(false);
        toaster.success(untrack(|| t::sheet::taken(lines.len())));
    };
    let start = move || {
        source.clear();
        open.set(true);
    };
    let foot = move || {
        view! {
            <Button label=t::common::cancel on_press=close/>
            <GuardedButton
                label=Signal::derive(move || t::sheet::take(good.get()))
                look=Look::Primary
                blocked
                on_press=take
            />
        }
        .into_any()
    };
    view! {
        <Button label=t::sheet::open icon=Glyph::Upload on_press=start/>
        <Dialog open on_close=close title=t::sheet::title size=Size::Wide foot>
            <div class="sheet-import stack">
                <SourceFields source context/>
                <Preview source/>
            </div>
        </Dialog>
    }
    .into_any()
}
