//! The engineers and their load; the address bar is the state.

use client::{Client, ClientResult};
use domain::{
    access::Permission,
    deployments::{DeploymentStatus, wire::DeploymentListQuery},
    engineers::{
        may_delete,
        wire::{EngineerListQuery, EngineerView},
    },
    imports::ImportTarget,
    list::ListQuery as _,
};
use leptos::prelude::*;

use super::form::{Editing, EngineerDrawer};
use crate::{
    components::{FormState, ListTable, ProblemWords as _, tell_failure},
    i18n::{lang, t},
    pages::{
        imports::import_link,
        parts::{chip_group, mail_link, or_dash},
    },
    routes,
    state::{ListState, use_list, use_session, use_toaster},
    ui::{
        Banner, Button, ButtonLink, CardCell, Choice, Column, ConfirmDialog, EmptyState,
        FilterChips, Glyph, Icon, Look, Menu, MenuItem, PageHeader, StatusDot, Tag, Tone,
    },
};

/// What can be done with one of them.
#[derive(Clone, Copy)]
struct Doing {
    editing: RwSignal<Option<Editing>>,
    deleting: RwSignal<Option<EngineerView>>,
    switch: Callback<EngineerView>,
}

/// The open deployments of one of them.
fn open_work(engineer: &EngineerView) -> String {
    let query = DeploymentListQuery {
        engineer: Some(engineer.id),
        status: DeploymentStatus::OPEN.to_vec(),
        ..DeploymentListQuery::default()
    };
    format!("{}?{}", routes::DEPLOYMENTS, query.to_query_string())
}

fn menu(engineer: &EngineerView, doing: Doing) -> AnyView {
    let name = engineer.name.clone();
    let kept = StoredValue::new(engineer.clone());
    let open = engineer.open_deployments;
    let (switch, glyph) = if engineer.active {
        (t::engineers::deactivate, Glyph::Ban)
    } else {
        (t::engineers::activate, Glyph::Check)
    };
    let blocked =
        Signal::derive(move || may_delete(open).err().map(|refusal| refusal.words(lang())));
    view! {
        <Menu
            trigger=|| view! { <Icon glyph=Glyph::More/> }
            class="button button--icon"
            label=Signal::derive(move || t::engineers::actions_of(&name))
            end=true
        >
            <MenuItem
                label=t::common::edit
                icon=Glyph::Edit
                on_press=move || doing.editing.set(Some(Editing::Change(kept.get_value())))
            />
            <MenuItem
                label=switch
                icon=glyph
                on_press=move || doing.switch.run(kept.get_value())
            />
            <MenuItem
                label=t::common::delete
                icon=Glyph::Trash
                danger=true
                blocked
                on_press=move || doing.deleting.set(Some(kept.get_value()))
            />
        </Menu>
    }
    .into_any()
}

fn columns(doing: Option<Doing>) -> Vec<Column<EngineerView>> {
    let mut columns = vec![
        Column::new("name", t::engineers::name, |row: &EngineerView| {
            view! {
                <span class="cell-two">
                    <span>{row.name.clone()}</span>
                    <span class="cell-two__second">{row.department.clone()}</span>
                </span>
            }
        })
        .sorted_by("name")
        .on_card(CardCell::Title),
        Column::new("state", t::engineers::state, |row: &EngineerView| {
            let (tone, label) = if row.active {
                (Tone::Success, t::engineers::active)
            } else {
                (Tone::Neutral, t::engineers::inactive)
            };
            view! { <StatusDot tone label/> }
        })
        .on_card(CardCell::End),
        Column::new("open", t::engineers::open, |row: &EngineerView| match row.open_deployments {
            0 => view! { <span class="muted">"0"</span> }.into_any(),
            open => view! { <a href=open_work(row)>{open}</a> }.into_any(),
        })
        .numeric(),
        Column::new("expertise", t::engineers::expertise, |row: &EngineerView| {
            let tags = row.expertise.iter().map(|tag| view! { <Tag label=tag.clone()/> " " });
            view! { <span>{tags.collect_view()}</span> }
        })
        .on_card(CardCell::Wide),
        Column::new("email", t::engineers::email, |row: &EngineerView| {
            mail_link(Some(row.email.clone()))
        }),
        Column::new("phone", t::engineers::phone, |row: &EngineerView| or_dash(row.phone.clone())),
        Column::new("account", t::engineers::account, |row: &EngineerView| {
            or_dash(row.user_name.clone())
        }),
    ];
    if let Some(doing) = doing {
        let actions = Column::new("actions", t::common::more_actions, move |row: &EngineerView| {
            menu(row, doing)
        });
        columns.push(actions.on_card(CardCell::End));
    }
    columns
}

fn filters(list: ListState<EngineerListQuery>) -> AnyView {
    let states = vec![
        Choice::new("true", t::engineers::active),
        Choice::new("false", t::engineers::inactive),
    ];
    let one_of_two = Callback::new(move |values: Vec<String>| {
        let last: Vec<String> = values.into_iter().next_back().into_iter().collect();
        list.set_values("active", &last);
    });
    chip_group(
        t::engineers::state,
        view! {
            <FilterChips
                label=t::engineers::state
                options=states
                value=list.filter("active")
                on_change=one_of_two
            />
        },
    )
}

/// Asks before somebody is deleted.
#[component]
fn Delete(
    deleting: RwSignal<Option<EngineerView>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let close = move || {
        form.clear();
        deleting.set(None);
    };
    let confirm = move || {
        let Some(engineer) = deleting.get_untracked() else { return };
        let client = session.client();
        let work = async move { client.delete_engineer(engineer.id, engineer.version).await };
        form.send(work, move |()| {
            close();
            toaster.success(t::engineers::deleted);
            on_done.run(());
        });
    };
    let title = Signal::derive(move || {
        let name = deleting.read().as_ref().map(|one| one.name.clone()).unwrap_or_default();
        t::engineers::delete_title(name)
    });
    view! {
        <ConfirmDialog
            open=Signal::derive(move || deleting.read().is_some())
            on_close=close
            on_confirm=confirm
            title
            text=t::engineers::delete_text
            confirm=t::common::delete
            danger=true
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}

/// The list.
#[component]
pub fn EngineerListPage() -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let list = use_list::<EngineerListQuery>();
    let reload = RwSignal::new(0_u32);
    let again = Callback::new(move |()| reload.update(|reload| *reload += 1));
    let editing = RwSignal::new(None::<Editing>);
    let deleting = RwSignal::new(None::<EngineerView>);
    let switched = Action::new_local(move |engineer: &EngineerView| {
        let (id, version, active) = (engineer.id, engineer.version, !engineer.active);
        async move {
            let answer: ClientResult<_> =
                session.client().set_engineer_active(id, version, active).await;
            match answer {
                Ok(_) => toaster.success(t::common::saved),
                Err(error) => tell_failure(toaster, &error),
            }
            again.run(());
        }
    });
    let switch = Callback::new(move |engineer| {
        switched.dispatch_local(engineer);
    });
    let may = untrack(|| session.may(Permission::EngineersWrite));
    let doing = may.then_some(Doing { editing, deleting, switch });
    let actions = move || {
        may.then(|| {
            view! {
                <Button
                    label=t::engineers::create
                    look=Look::Primary
                    icon=Glyph::Plus
                    on_press=move || editing.set(Some(Editing::New))
                />
            }
        })
    };
    let empty = || {
        view! {
            <EmptyState glyph=Glyph::Users title=t::engineers::empty text=t::engineers::empty_text/>
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::engineers::title
            meta=|| view! { <span>{t::engineers::about}</span> }
            actions=move || view! {
                {import_link(ImportTarget::Engineers)}
                <ButtonLink
                    label=t::engineers::performance
                    href=routes::ENGINEERS_PERFORMANCE
                    icon=Glyph::Chart
                />
                {actions}
            }
        />
        <ListTable
            list
            fetch=|client: Client, query: EngineerListQuery| async move {
                client.engineers(&query).await
            }
            label=t::engineers::title
            key="engineers"
            columns=columns(doing)
            id=|row: &EngineerView| row.id.to_string()
            href=Some(|row: &EngineerView| routes::engineer(row.id))
            search=t::engineers::search
            filters=move || filters(list)
            empty
            reload
        />
        <EngineerDrawer editing on_done=again/>
        <Delete deleting on_done=again/>
    }
    .into_any()
}
