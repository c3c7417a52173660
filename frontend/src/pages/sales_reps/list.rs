//! The sales reps and their licenses; the address bar is the state.

use client::{Client, ClientResult};
use domain::{
    access::Permission,
    imports::ImportTarget,
    sales_reps::{
        SalesRepKind,
        wire::{SalesRepListQuery, SalesRepView},
    },
};
use leptos::prelude::*;

use super::form::{Editing, SalesRepDrawer};
use crate::{
    components::{FormState, ListTable, ProblemWords as _, tell_failure},
    i18n::{lang, t},
    pages::{
        imports::import_link,
        parts::{chip_group, choices, mail_link, or_dash},
    },
    routes,
    state::{ListState, use_list, use_session, use_toaster},
    ui::{
        Banner, Button, ButtonLink, CardCell, Choice, Column, ConfirmDialog, EmptyState,
        FilterChips, Glyph, Icon, Look, Menu, MenuItem, PageHeader, StatusDot, Tone,
    },
};

/// What can be done with one of them.
#[derive(Clone, Copy)]
struct Doing {
    editing: RwSignal<Option<Editing>>,
    deleting: RwSignal<Option<SalesRepView>>,
    switch: Callback<SalesRepView>,
}

fn menu(rep: &SalesRepView, doing: Doing) -> AnyView {
    let name = rep.name.clone();
    let kept = StoredValue::new(rep.clone());
    let (switch, glyph) = if rep.active {
        (t::sales::deactivate, Glyph::Ban)
    } else {
        (t::sales::activate, Glyph::Check)
    };
    view! {
        <Menu
            trigger=|| view! { <Icon glyph=Glyph::More/> }
            class="button button--icon"
            label=Signal::derive(move || t::sales::actions_of(&name))
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
                on_press=move || doing.deleting.set(Some(kept.get_value()))
            />
        </Menu>
    }
    .into_any()
}

fn columns(doing: Option<Doing>) -> Vec<Column<SalesRepView>> {
    let mut columns = vec![
        Column::new("name", t::sales::name, |row: &SalesRepView| {
            view! {
                <span class="cell-two">
                    <span>{row.name.clone()}</span>
                    <span class="cell-two__second">{row.position.clone()}</span>
                </span>
            }
        })
        .sorted_by("name")
        .on_card(CardCell::Title),
        Column::new("state", t::sales::state, |row: &SalesRepView| {
            let (tone, label) = if row.active {
                (Tone::Success, t::sales::active)
            } else {
                (Tone::Neutral, t::sales::inactive)
            };
            view! { <StatusDot tone label/> }
        })
        .on_card(CardCell::End),
        Column::new("licenses", t::sales::licenses, |row: &SalesRepView| row.licenses).numeric(),
        Column::new("kind", t::sales::kind, |row: &SalesRepView| {
            let kind = row.kind;
            move || kind.label(lang())
        }),
        Column::new("region", t::sales::region, |row: &SalesRepView| {
            let region = row.region;
            move || region.map_or("—", |region| region.label(lang()))
        }),
        Column::new("email", t::sales::email, |row: &SalesRepView| {
            mail_link(Some(row.email.clone()))
        }),
        Column::new("phone", t::sales::phone, |row: &SalesRepView| or_dash(row.phone.clone())),
        Column::new("account", t::sales::account, |row: &SalesRepView| {
            or_dash(row.user_name.clone())
        }),
    ];
    if let Some(doing) = doing {
        let actions = Column::new("actions", t::common::more_actions, move |row: &SalesRepView| {
            menu(row, doing)
        });
        columns.push(actions.on_card(CardCell::End));
    }
    columns
}

fn filters(list: ListState<SalesRepListQuery>) -> AnyView {
    let states =
        vec![Choice::new("true", t::sales::active), Choice::new("false", t::sales::inactive)];
    let one_of_two = Callback::new(move |values: Vec<String>| {
        let last: Vec<String> = values.into_iter().next_back().into_iter().collect();
        list.set_values("active", &last);
    });
    let kinds = chip_group(
        t::sales::kind,
        view! {
            <FilterChips
                label=t::sales::kind
                options=choices!(SalesRepKind::ALL)
                value=list.filter("kind")
                on_change=list.on_filter("kind")
            />
        },
    );
    let states = chip_group(
        t::sales::state,
        view! {
            <FilterChips
                label=t::sales::state
                options=states
                value=list.filter("active")
                on_change=one_of_two
            />
        },
    );
    view! { {kinds} {states} }.into_any()
}

/// Asks before somebody is deleted.
#[component]
fn Delete(
    deleting: RwSignal<Option<SalesRepView>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let close = move || {
        form.clear();
        deleting.set(None);
    };
    let confirm = move || {
        let Some(rep) = deleting.get_untracked() else { return };
        let client = session.client();
        let work = async move { client.delete_sales_rep(rep.id, rep.version).await };
        form.send(work, move |()| {
            close();
            toaster.success(t::sales::deleted);
            on_done.run(());
        });
    };
    let title = Signal::derive(move || {
        let name = deleting.read().as_ref().map(|one| one.name.clone()).unwrap_or_default();
        t::sales::delete_title(name)
    });
    view! {
        <ConfirmDialog
            open=Signal::derive(move || deleting.read().is_some())
            on_close=close
            on_confirm=confirm
            title
            text=t::sales::delete_text
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
pub fn SalesRepListPage() -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let list = use_list::<SalesRepListQuery>();
    let reload = RwSignal::new(0_u32);
    let again = Callback::new(move |()| reload.update(|reload| *reload += 1));
    let editing = RwSignal::new(None::<Editing>);
    let deleting = RwSignal::new(None::<SalesRepView>);
    let switched = Action::new_local(move |rep: &SalesRepView| {
        let (id, version, active) = (rep.id, rep.version, !rep.active);
        async move {
            let answer: ClientResult<_> =
                session.client().set_sales_rep_active(id, version, active).await;
            match answer {
                Ok(_) => toaster.success(t::common::saved),
                Err(error) => tell_failure(toaster, &error),
            }
            again.run(());
        }
    });
    let switch = Callback::new(move |rep| {
        switched.dispatch_local(rep);
    });
    let may = untrack(|| session.may(Permission::SalesRepsWrite));
    let doing = may.then_some(Doing { editing, deleting, switch });
    let actions = move || {
        may.then(|| {
            view! {
                <Button
                    label=t::sales::create
                    look=Look::Primary
                    icon=Glyph::Plus
                    on_press=move || editing.set(Some(Editing::New))
                />
            }
        })
    };
    let ranking = move || {
        session.may(Permission::PerformanceRead).then(|| {
            view! {
                <ButtonLink
                    label=t::sales::performance
                    href=routes::SALES_PERFORMANCE
                    icon=Glyph::Chart
                />
            }
        })
    };
    let empty = || {
        view! {
            <EmptyState glyph=Glyph::Users title=t::sales::empty text=t::sales::empty_text/>
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::sales::title
            meta=|| view! { <span>{t::sales::about}</span> }
            actions=move || view! { {import_link(ImportTarget::SalesReps)} {ranking} {actions} }
        />
        <ListTable
            list
            fetch=|client: Client, query: SalesRepListQuery| async move {
                client.sales_reps(&query).await
            }
            label=t::sales::title
            key="sales-reps"
            columns=columns(doing)
            id=|row: &SalesRepView| row.id.to_string()
            href=Some(|row: &SalesRepView| routes::sales_rep(row.id))
            search=t::sales::search
            filters=move || filters(list)
            empty
            reload
        />
        <SalesRepDrawer editing on_done=again/>
        <Delete deleting on_done=again/>
    }
    .into_any()
}
