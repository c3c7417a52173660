//! Who does it, and the dialog that says so.

use domain::{
    access::Permission,
    deployments::{
        EngineerRole,
        wire::{AssignEngineers, AssignedEngineer, DeploymentView, EngineerAtWork},
    },
    engineers::wire::EngineerListQuery,
    id::EngineerId,
};
use leptos::prelude::*;

use crate::{
    components::{FormState, Load, ProblemWords as _},
    i18n::{lang, t},
    pages::parts::choices,
    state::{use_session, use_toaster},
    ui::{
        Avatar, Banner, Button, Card, ComboOption, ComboSource, Combobox, Dialog, Field, Glyph,
        GuardedButton, IconButton, Look, Select, Tone,
    },
};

/// Somebody in the dialog.
#[derive(Clone, PartialEq)]
struct Chosen {
    id: EngineerId,
    name: String,
    role: EngineerRole,
}

/// Engineers who can be given work, each with how much they have.
fn source() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = EngineerListQuery {
            q,
            per_page: 20,
            active: Some(true),
            ..EngineerListQuery::default()
        };
        let page = session.client().engineers(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.into_iter().map(|one| {
            let load = untrack(|| t::deployments::n_open(one.open_deployments));
            let mut hint = vec![load];
            hint.extend(one.expertise);
            ComboOption::new(one.id.to_string(), one.name).hint(hint.join(" · "))
        });
        Ok(options.collect())
    })
}

fn chosen_row(one: Chosen, index: usize, all: RwSignal<Vec<Chosen>>, form: FormState) -> AnyView {
    let Chosen { id, name, role } = one;
    // The row's own: one that was made where somebody is picked goes with the list of the picker.
    let role = RwSignal::new(role.as_str().to_owned());
    let change = move |role: String| {
        all.update_untracked(|all| {
            if let Some(one) = all.iter_mut().find(|one| one.id == id) {
                one.role = role.parse().unwrap_or_default();
            }
        });
    };
    let (of, remove) = (name.clone(), name.clone());
    let refused = form.error(format!("/engineers/{index}/engineer_id"));
    view! {
        <div class="stack stack--tight">
            <div class="row row--spread">
                <span class="grow">{name}</span>
                <Select
                    value=role
                    options=Signal::derive(|| choices!(EngineerRole::ALL))
                    label=Signal::derive(move || t::deployments::role_of(&of))
                    on_change=change
                />
                <IconButton
                    label=Signal::derive(move || t::deployments::remove_engineer(&remove))
                    glyph=Glyph::Close
                    ghost=true
                    small=true
                    on_press=move || all.update(|all| all.retain(|one| one.id != id))
                />
            </div>
            {move || {
                refused.get().map(|words| view! { <p class="field__error" role="alert">{words}</p> })
            }}
        </div>
    }
    .into_any()
}

fn editor(all: RwSignal<Vec<Chosen>>, form: FormState) -> AnyView {
    let picked = RwSignal::new(None::<ComboOption>);
    let pick = move |option: Option<ComboOption>| {
        let Some(option) = option else { return };
        picked.set(None);
        let Ok(id) = option.value.parse::<EngineerId>() else { return };
        all.update(|all| {
            if all.iter().all(|one| one.id != id) {
                let role =
                    if all.is_empty() { EngineerRole::Lead } else { EngineerRole::Deployment };
                all.push(Chosen { id, name: option.label, role });
            }
        });
    };
    let rows = move || {
        let row = |(index, one)| chosen_row(one, index, all, form);
        all.get().into_iter().enumerate().map(row).collect_view()
    };
    view! {
        <div class="stack">
            {rows}
            <Field label=t::deployments::add_engineer error=form.error("/engineers")>
                <Combobox
                    value=picked
                    source=source()
                    placeholder=t::deployments::engineer_placeholder
                    on_change=pick
                />
            </Field>
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </div>
    }
    .into_any()
}

fn person(one: EngineerAtWork) -> AnyView {
    let role = one.role;
    view! {
        <li class="row">
            <Avatar name=one.name.clone()/>
            <span class="cell-two">
                <span>{one.name}</span>
                <span class="cell-two__second">{move || role.label(lang())}</span>
            </span>
        </li>
    }
    .into_any()
}

/// The card, with the dialog.
#[component]
pub fn Team(deployment: Signal<DeploymentView>, load: Load<DeploymentView>) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let open = RwSignal::new(false);
    let all = RwSignal::new(Vec::<Chosen>::new());
    let blocked = Signal::derive(move || {
        session.why_not(Permission::DeploymentsWrite).or_else(|| {
            let refused = deployment.read().status.may_change().err();
            refused.map(|refusal| refusal.words(lang()))
        })
    });
    let begin = move || {
        form.clear();
        let now = deployment.get_untracked().engineers.into_iter();
        let chosen =
            |one: EngineerAtWork| Chosen { id: one.engineer_id, name: one.name, role: one.role };
        all.set(now.map(chosen).collect());
        open.set(true);
    };
    let save = move || {
        let engineers: Vec<_> = untrack(|| all.get())
            .into_iter()
            .map(|one| AssignedEngineer { engineer_id: one.id, role: one.role })
            .collect();
        if !form.accepts(domain::deployments::check_engineers(&engineers).err().unwrap_or_default())
        {
            return;
        }
        let (id, version) = deployment.with_untracked(|one| (one.id, one.version));
        let client = session.client();
        let work = async move {
            client.assign_engineers(id, version, &AssignEngineers { engineers }).await
        };
        form.send(work, move |after| {
            open.set(false);
            toaster.success(t::common::saved);
            load.set(after);
        });
    };
    let actions = move || {
        view! {
            <GuardedButton label=t::deployments::assign small=true blocked on_press=begin/>
        }
    };
    let people = move || {
        let engineers = deployment.read().engineers.clone();
        if engineers.is_empty() {
            return view! { <p class="muted">{t::deployments::team_empty}</p> }.into_any();
        }
        let rows = engineers.into_iter().map(person).collect_view();
        view! { <ul class="stack board__cards">{rows}</ul> }.into_any()
    };
    view! {
        <Card title=t::deployments::engineers actions>{people}</Card>
        <Dialog
            open
            on_close=move || open.set(false)
            title=t::deployments::assign
            foot=move || {
                view! {
                    <Button label=t::common::cancel on_press=move || open.set(false)/>
                    <Button
                        label=t::common::save
                        look=Look::Primary
                        busy=form.busy()
                        on_press=save
                    />
                }
            }
        >
            {move || editor(all, form)}
        </Dialog>
    }
    .into_any()
}
