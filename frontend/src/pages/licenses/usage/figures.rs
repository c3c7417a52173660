//! The figures behind the chart, and the installations that they come from.

use domain::usage::wire::{InstallationView, UsageSampleView};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    pages::parts::{copyable, or_dash, or_word},
    ui::{Button, Day, DescriptionList, Fact, TableFrame, Time},
};

fn row(sample: UsageSampleView) -> AnyView {
    let source = sample.source;
    let by = sample.entered_by.zip(sample.reason).map(|(by, reason)| format!("{by} · {reason}"));
    view! {
        <tr>
            <td>
                <Day on=sample.day/>
            </td>
            <td class="num">{sample.workspaces}</td>
            <td class="num">{sample.users}</td>
            <td>{or_dash(sample.version)}</td>
            <td>
                <span class="cell-two">
                    <span>{move || source.label(lang())}</span>
                    <span class="cell-two__second">{by}</span>
                </span>
            </td>
        </tr>
    }
    .into_any()
}

/// The table, where somebody wants it: the latest day first.
#[component]
pub fn Figures(samples: Vec<UsageSampleView>, is_open: RwSignal<bool>) -> impl IntoView {
    let samples = StoredValue::new(samples);
    let label = Signal::derive(move || {
        let word = if is_open.get() { t::usage::table_hide } else { t::usage::table_show };
        word.get().to_owned()
    });
    let table = move || {
        is_open.get().then(|| {
            view! {
                <TableFrame label=t::usage::title>
                    <thead>
                        <tr>
                            <th scope="col">{t::usage::day}</th>
                            <th scope="col" class="num">
                                {t::usage::workspaces}
                            </th>
                            <th scope="col" class="num">
                                {t::usage::users}
                            </th>
                            <th scope="col">{t::usage::version}</th>
                            <th scope="col">{t::usage::source}</th>
                        </tr>
                    </thead>
                    <tbody>{samples.get_value().into_iter().rev().map(row).collect_view()}</tbody>
                </TableFrame>
            }
        })
    };
    view! {
        <div class="stack stack--tight">
            <div>
                <Button label small=true on_press=move || is_open.update(|open| *open = !*open)/>
            </div>
            {table}
        </div>
    }
    .into_any()
}

/// The installation that reports, if one was registered.
pub fn installations(all: &[InstallationView]) -> Option<AnyView> {
    let current = all.iter().find(|one| one.retired_at.is_none())?.clone();
    let heard = current.heard_at.map(|at| view! { <Time at/> });
    let shown = view! {
        <DescriptionList>
            <Fact label=t::usage::cluster>{copyable(Some(current.cluster_id))}</Fact>
            <Fact label=t::usage::key_id>{copyable(Some(current.key_id))}</Fact>
            <Fact label=t::usage::reports>{current.last_seq}</Fact>
            <Fact label=t::usage::heard>{or_word(heard, t::usage::never)}</Fact>
        </DescriptionList>
    };
    Some(shown.into_any())
}
