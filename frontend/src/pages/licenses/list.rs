//! Every license one may see; the address bar is the state.

use client::Side;
use domain::{
    access::Permission,
    dates::EndsWithin,
    imports::ImportTarget,
    licenses::{
        ActivationMode, LicenseStatus,
        wire::{LicenseListQuery, LicenseRow, OwnedBy},
    },
    products::Edition,
};
use leptos::prelude::*;

use super::{
    bulk::{BulkActions, Chosen, may_choose},
    license_columns as column, license_href,
};
use crate::{
    components::{ListTable, use_live},
    i18n::t,
    pages::{
        imports::import_link,
        parts::{chip_group, choices, narrowed},
    },
    routes,
    state::{ListState, use_list, use_session},
    ui::{ButtonLink, Column, EmptyState, FilterChips, Glyph, Look, PageHeader},
};

fn columns(side: Side) -> Vec<Column<LicenseRow>> {
    let mut columns =
        vec![column::number(), column::status(), column::product(), column::customer()];
    if side == Side::Staff {
        columns.push(column::partner());
        columns.push(column::owner());
    }
    columns.extend([column::mode(), column::term(), column::left()]);
    columns
}

fn filters(list: ListState<LicenseListQuery>, side: Side) -> AnyView {
    let owned = (side == Side::Staff).then(|| {
        chip_group(
            t::licenses::owner,
            view! {
                <FilterChips
                    label=t::licenses::owner
                    options=choices!(OwnedBy::ALL)
                    value=list.filter("owned_by")
                    on_change=list.on_choice("owned_by")
                />
            },
        )
    });
    view! {
        {chip_group(
            t::licenses::status,
            view! {
                <FilterChips
                    label=t::licenses::status
                    options=choices!(LicenseStatus::ALL)
                    value=list.filter("status")
                    on_change=list.on_filter("status")
                />
            },
        )}
        {chip_group(
            t::licenses::edition,
            view! {
                <FilterChips
                    label=t::licenses::edition
                    options=choices!(Edition::ALL)
                    value=list.filter("edition")
                    on_change=list.on_filter("edition")
                />
            },
        )}
        {chip_group(
            t::licenses::mode,
            view! {
                <FilterChips
                    label=t::licenses::mode
                    options=choices!(ActivationMode::ALL)
                    value=list.filter("activation_mode")
                    on_change=list.on_filter("activation_mode")
                />
            },
        )}
        {chip_group(
            t::licenses::ends_within,
            view! {
                <FilterChips
                    label=t::licenses::ends_within
                    options=choices!(EndsWithin::ALL)
                    value=list.filter("ends_within")
                    on_change=list.on_choice("ends_within")
                />
            },
        )}
        {owned}
    }
    .into_any()
}

/// The filters that other pages link here with.
fn narrowing(list: ListState<LicenseListQuery>) -> AnyView {
    let words = move || {
        let query = list.get();
        let ends = query.ends_from.is_some() || query.ends_to.is_some();
        match (query.customer, query.partner) {
            (Some(_), _) => Some(t::licenses::of_customer),
            (None, Some(_)) => Some(t::licenses::of_partner),
            (None, None) if query.owner.is_some() => Some(t::licenses::of_owner),
            (None, None) => ends.then_some(t::licenses::of_days),
        }
    };
    narrowed(words, move || {
        list.update(|query| {
            (query.customer, query.partner, query.owner) = (None, None, None);
            (query.ends_from, query.ends_to) = (None, None);
        });
    })
}

fn empty(side: Side) -> AnyView {
    match side {
        Side::Staff => view! {
            <EmptyState
                glyph=Glyph::Key
                title=t::licenses::empty
                text=t::licenses::empty_text
            >
                <ButtonLink label=t::licenses::to_approvals href=routes::APPROVALS/>
            </EmptyState>
        }
        .into_any(),
        Side::Portal => view! {
            <EmptyState
                glyph=Glyph::Key
                title=t::licenses::empty
                text=t::licenses::empty_text_portal
            >
                <ButtonLink
                    label=t::licenses::place_order
                    href=routes::new_order(side)
                    look=Look::Primary
                />
            </EmptyState>
        }
        .into_any(),
    }
}

/// The list.
#[component]
pub fn LicenseListPage(side: Side) -> impl IntoView {
    let (list, session) = (use_list::<LicenseListQuery>(), use_session());
    let about = match side {
        Side::Staff => t::licenses::about,
        Side::Portal => t::licenses::about_portal,
    };
    let key = match side {
        Side::Staff => "licenses",
        Side::Portal => "portal.licenses",
    };
    let chosen = Chosen::new();
    let selection = (side == Side::Staff && may_choose()).then_some(chosen.ids);
    let again = RwSignal::new(0_u32);
    let live = use_live();
    let reload = Signal::derive(move || live.changes().get().wrapping_add(again.get()));
    let done = Callback::new(move |()| again.update(|again| *again = again.wrapping_add(1)));
    view! {
        <PageHeader
            title=t::licenses::title
            meta=move || view! { <span>{about}</span> }
            actions=move || {
                (side == Side::Staff && session.may(Permission::LicensesIssue)).then(|| {
                    view! {
                        {import_link(ImportTarget::Licenses)}
                        <ButtonLink
                            label=t::licenses::create
                            href=routes::CREATE_LICENSE
                            icon=Glyph::Plus
                        />
                    }
                })
            }
        />
        <div class="stack">
            {narrowing(list)}
            <ListTable
                list
                fetch=move |client, query: LicenseListQuery| async move {
                    let page = client.licenses(side, &query).await?;
                    chosen.see(&page.items);
                    Ok(page)
                }
                label=t::licenses::title
                key
                columns=columns(side)
                id=|row| row.id.to_string()
                href=Some(license_href(side))
                search=t::licenses::search
                filters=move || filters(list, side)
                empty=move || empty(side)
                selection
                bulk=move || view! { <BulkActions chosen on_done=done/> }
                reload
            />
        </div>
    }
    .into_any()
}
