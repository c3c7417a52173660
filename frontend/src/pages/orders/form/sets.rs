//! How each set will be activated: one choice for all, or one per set; offline ones name their
//! cluster.

use domain::licenses::ActivationMode;
use leptos::prelude::*;

use super::{
    context::FormContext,
    model::{LineForm, SetForm},
};
use crate::{
    i18n::{lang, t},
    ui::{Choice, Field, Segmented, Switch, TextInput},
};

fn modes() -> Signal<Vec<Choice>> {
    Signal::derive(|| {
        ActivationMode::ALL
            .iter()
            .map(|mode| {
                Choice::new(mode.as_str(), Signal::derive(|| mode.label(lang()).to_owned()))
            })
            .collect()
    })
}

/// The activation of a line's sets.
#[component]
pub fn SetFields(line: LineForm, #[prop(into)] index: Signal<usize>) -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let several = move || line.set_count() > 1;
    let count = Memo::new(move |_| line.set_count() as usize);
    let row = move |(set, fields): (usize, SetForm)| {
        let label = Signal::derive(move || {
            if several() {
                t::orders::cluster_id_of(set + 1)
            } else {
                t::orders::cluster_id.get().to_owned()
            }
        });
        let error = context
            .error_at(move || format!("/lines/{}/activations/{set}/cluster_id", index.get()));
        let key_error = context
            .error_at(move || format!("/lines/{}/activations/{set}/installation_key", index.get()));
        let offline = Memo::new(move |_| line.mode_of(fields) == ActivationMode::Offline);
        let own_mode = move || {
            (several() && !line.same.get()).then(|| {
                view! {
                    <div class="order-set__mode">
                        <span class="field__label">{move || t::orders::set_number(set + 1)}</span>
                        <Segmented
                            label=Signal::derive(move || t::orders::activation_of(set + 1))
                            value=fields.mode
                            options=modes()
                        />
                    </div>
                }
            })
        };
        let cluster = move || {
            offline.get().then(|| {
                view! {
                    <div class="order-set__cluster">
                        <Field label required=true hint=t::orders::cluster_id_hint error>
                            <TextInput value=fields.cluster autocomplete="off" maxlength=64_u32/>
                        </Field>
                        <Field
                            label=t::usage::installation_key
                            hint=t::usage::installation_key_later
                            error=key_error
                        >
                            <TextInput value=fields.key autocomplete="off" maxlength=43_u32/>
                        </Field>
                    </div>
                }
            })
        };
        view! { <div class="order-set">{own_mode} {cluster}</div> }
    };
    let rows = move || {
        let wanted = count.get();
        line.activations.get().into_iter().take(wanted).enumerate().map(row).collect_view()
    };
    let shared = move || {
        (line.same.get() || !several()).then(|| {
            view! { <Segmented label=t::orders::activation value=line.mode options=modes()/> }
        })
    };
    view! {
        <div class="order-line__full order-sets">
            <span class="field__label">{t::orders::activation}</span>
            <div class="row row--spread">
                {shared}
                {move || {
                    several()
                        .then(|| {
                            view! {
                                <Switch
                                    checked=line.same
                                    label=t::orders::same_for_all
                                    on_change=move |same| line.set_same(same)
                                />
                            }
                        })
                }}
            </div>
            <p class="muted small">
                {move || {
                    let offline = line.mode.read().parse() == Ok(ActivationMode::Offline);
                    if !line.same.get() && several() {
                        t::orders::activation_mixed_hint.get()
                    } else if offline {
                        t::orders::activation_offline_hint.get()
                    } else {
                        t::orders::activation_online_hint.get()
                    }
                }}
            </p>
            {rows}
        </div>
    }
    .into_any()
}
