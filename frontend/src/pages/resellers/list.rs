//! The resellers; the address bar is the state.

use client::Client;
use domain::{
    access::Permission,
    imports::ImportTarget,
    partners::{
        PartnerLevel, PartnerStatus,
        wire::{PartnerListQuery, PartnerView},
    },
};
use leptos::prelude::*;

use crate::{
    components::ListTable,
    i18n::{lang, t},
    pages::{
        imports::import_link,
        partners::{LevelTag, PartnerStatusDot},
        parts::{chip_group, choices, or_dash},
    },
    routes,
    state::{ListState, use_list, use_session},
    ui::{ButtonLink, CardCell, Column, EmptyState, FilterChips, Glyph, Look, PageHeader},
};

fn columns() -> Vec<Column<PartnerView>> {
    vec![
        Column::new("name", t::partners::name, |row: &PartnerView| row.name.clone())
            .sorted_by("name")
            .on_card(CardCell::Title),
        Column::new("status", t::partners::status, |row: &PartnerView| {
            view! { <PartnerStatusDot status=row.status/> }
        })
        .on_card(CardCell::End),
        Column::new("level", t::partners::level, |row: &PartnerView| {
            view! { <LevelTag level=row.level/> }
        }),
        Column::new("region", t::partners::region, |row: &PartnerView| {
            let region = row.region;
            move || region.map_or("—", |region| region.label(lang()))
        }),
        Column::new("share", t::partners::profit_share, |row: &PartnerView| {
            or_dash(row.profit_share.map(|share| share.to_string()))
        })
        .numeric(),
        Column::new("contact", t::partners::contact, |row: &PartnerView| row.contact_name.clone()),
    ]
}

fn filters(list: ListState<PartnerListQuery>) -> AnyView {
    view! {
        {chip_group(
            t::partners::status,
            view! {
                <FilterChips
                    label=t::partners::status
                    options=choices!(PartnerStatus::ALL)
                    value=list.filter("status")
                    on_change=list.on_filter("status")
                />
            },
        )}
        {chip_group(
            t::partners::level,
            view! {
                <FilterChips
                    label=t::partners::level
                    options=choices!(PartnerLevel::ALL)
                    value=list.filter("level")
                    on_change=list.on_filter("level")
                />
            },
        )}
    }
    .into_any()
}

/// The list.
#[component]
pub fn ResellerListPage() -> impl IntoView {
    let list = use_list::<PartnerListQuery>();
    let session = use_session();
    let may_create = Memo::new(move |_| session.may(Permission::PartnersManage));
    let empty = || {
        view! {
            <EmptyState glyph=Glyph::Users title=t::resellers::empty text=t::resellers::empty_text/>
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::resellers::title
            meta=|| view! { <span>{t::resellers::about}</span> }
            actions=move || {
                let create = may_create
                    .get()
                    .then(|| {
                        view! {
                            <ButtonLink
                                label=t::resellers::create
                                href=routes::NEW_RESELLER
                                look=Look::Primary
                                icon=Glyph::Plus
                            />
                        }
                    });
                view! {
                    {import_link(ImportTarget::Resellers)}
                    {create}
                }
            }
        />
        <ListTable
            list
            fetch=|client: Client, query: PartnerListQuery| async move {
                client.resellers(&query).await
            }
            label=t::resellers::title
            key="resellers"
            columns=columns()
            id=|row: &PartnerView| row.id.to_string()
            href=Some(|row: &PartnerView| routes::reseller(row.id))
            search=t::partners::search
            filters=move || filters(list)
            empty
        />
    }
    .into_any()
}
