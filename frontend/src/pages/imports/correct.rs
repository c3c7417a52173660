//! A wrong row, corrected in place: each of its cells, and what is wrong beside it.

use domain::imports::wire::{FixRows, FixedRow, ImportRowView, ImportView};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Load},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{Button, Dialog, Field, Look, TextInput},
};

fn fields(
    import: &ImportView,
    row: &ImportRowView,
    load: Load<ImportView>,
    open: RwSignal<Option<ImportRowView>>,
) -> AnyView {
    let (session, toaster, form) = (use_session(), use_toaster(), FormState::new());
    let (id, number) = (import.id, row.number);
    let width = import.headers.len().max(row.cells.len());
    let cells: Vec<RwSignal<String>> = (0..width)
        .map(|at| RwSignal::new(row.cells.get(at).cloned().unwrap_or_default()))
        .collect();
    let shown = cells.iter().copied().enumerate().map(|(at, value)| {
        let key = import.columns.get(at).cloned().flatten();
        let pointer = key.map(|key| format!("/{key}"));
        let faults: Vec<_> = row
            .faults
            .iter()
            .filter(|fault| Some(&fault.pointer) == pointer.as_ref())
            .cloned()
            .collect();
        let error = Signal::derive(move || {
            let words: Vec<String> = faults.iter().map(|fault| fault.words(lang())).collect();
            (!words.is_empty()).then(|| words.join("; "))
        });
        let label = import.headers.get(at).cloned().unwrap_or_default();
        view! { <Field label error><TextInput value/></Field> }
    });
    let shown = shown.collect_view();
    let save = move || {
        let cells = cells.iter().map(RwSignal::get_untracked).collect();
        let rows = FixRows { rows: vec![FixedRow { number, cells }] };
        let client = untrack(|| session.client());
        form.send(async move { client.fix_import_rows(id, &rows).await }, move |after| {
            load.set(after);
            open.set(None);
            toaster.success(untrack(|| t::imports::corrected(number)));
        });
    };
    view! {
        <Form form on_submit=save>
            <div class="form__grid">{shown}</div>
            <div class="row row--end">
                <Button label=t::common::cancel on_press=move || open.set(None)/>
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

/// The dialog, for the row that is being corrected.
#[component]
pub fn CorrectDialog(
    import: Signal<ImportView>,
    load: Load<ImportView>,
    open: RwSignal<Option<ImportRowView>>,
) -> impl IntoView {
    let title = Signal::derive(move || {
        t::imports::correct_title(open.read().as_ref().map_or(0, |row| row.number))
    });
    view! {
        <Dialog
            open=Signal::derive(move || open.read().is_some())
            on_close=move || open.set(None)
            title
        >
            {move || {
                open.get().map(|row| import.with_untracked(|it| fields(it, &row, load, open)))
            }}
        </Dialog>
    }
    .into_any()
}
