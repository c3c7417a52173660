//! What the columns of the file mean; changed while it is a preview.

use domain::imports::{
    Layout, columns,
    wire::{ImportView, MapImport},
};
use leptos::prelude::*;

use crate::{
    components::{FormState, Load, ProblemWords as _},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{Banner, Button, Card, Choice, Select, TableFrame, Tone},
};

/// The card. It is made anew when the import is another one, not at each step of its progress.
pub fn columns_card(import: &ImportView, load: Load<ImportView>) -> AnyView {
    let (session, toaster, form) = (use_session(), use_toaster(), FormState::new());
    let (id, target, remembered) = (import.id, import.target, import.remembered);
    let chosen: Vec<(String, RwSignal<String>)> = import
        .headers
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let key = import.columns.get(at).cloned().flatten().unwrap_or_default();
            (heading.clone(), RwSignal::new(key))
        })
        .collect();
    let choices = Signal::derive(move || {
        let none = Choice::new("", t::imports::unmapped);
        let known = columns(target).iter().map(|column| {
            let mark = if column.required { " *" } else { "" };
            Choice::new(column.key, format!("{}{mark}", column.title(lang())))
        });
        std::iter::once(none).chain(known).collect::<Vec<_>>()
    });
    let keys: Vec<_> = chosen.iter().map(|(_, key)| *key).collect();
    let save = move || {
        let mapping: Vec<Option<String>> = keys
            .iter()
            .map(|key| Some(key.get_untracked()).filter(|key| !key.is_empty()))
            .collect();
        let refused = Layout::of(target, &mapping, mapping.len()).err().unwrap_or_default();
        if !form.accepts(refused) {
            return;
        }
        let Some(version) = load.data().with_untracked(|it| it.as_ref().map(|it| it.version))
        else {
            return;
        };
        let client = untrack(|| session.client());
        let mapping = MapImport { columns: mapping };
        form.send(async move { client.map_import(id, version, &mapping).await }, move |after| {
            load.set(after);
            toaster.success(t::imports::columns_saved);
        });
    };
    let errors: Vec<_> = std::iter::once("/columns".to_owned())
        .chain((0..chosen.len()).map(|at| format!("/columns/{at}")))
        .map(|pointer| form.error(pointer))
        .collect();
    let wrong = move || {
        let words: Vec<String> = errors.iter().filter_map(Signal::get).collect();
        let failure = form.failure().map(|error| error.words());
        let first = words.into_iter().next().or(failure);
        first.map(|words| view! { <Banner tone=Tone::Error>{words}</Banner> })
    };
    let rows = chosen.into_iter().map(move |(heading, value)| {
        let label = t::imports::check_column(&heading);
        view! {
            <tr>
                <td>{heading}</td>
                <td><Select value options=choices label/></td>
            </tr>
        }
    });
    view! {
        <Card title=t::imports::columns>
            <div class="stack">
                <p class="muted small">
                    {if remembered { t::imports::remembered } else { t::imports::columns_text }}
                </p>
                {wrong}
                <TableFrame label=t::imports::columns>
                    <thead>
                        <tr>
                            <th>{t::imports::column_file}</th>
                            <th>{t::imports::column_means}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </TableFrame>
                <div class="row row--end">
                    <Button label=t::imports::columns_save busy=form.busy() on_press=save/>
                </div>
            </div>
        </Card>
    }
    .into_any()
}
