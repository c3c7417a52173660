//! Every partner; the address bar is the state.

use client::Client;
use domain::{
    access::Permission,
    dates::EndsWithin,
    partners::{
        PartnerLevel, PartnerStatus,
        wire::{PartnerListQuery, PartnerView},
    },
};
use leptos::prelude::*;

use super::{AgreementDay, LevelTag, PartnerStatusDot};
use crate::{
    components::ListTable,
    i18n::{lang, t},
    pages::parts::{chip_group, choices},
    routes,
    state::{ListState, use_list, use_session},
    ui::{
        ButtonLink, CardCell, Column, EmptyState, FilterChips, Glyph, Look, PageHeader, Tag, Time,
    },
};

fn columns() -> Vec<Column<PartnerView>> {
    vec![
        Column::new("name", t::partners::name, |partner: &PartnerView| partner.name.clone())
            .sorted_by("name")
            .on_card(CardCell::Title),
        Column::new("status", t::partners::status, |partner: &PartnerView| {
            view! { <PartnerStatusDot status=partner.status/> }
        })
        .on_card(CardCell::End),
        Column::new("level", t::partners::level, |partner: &PartnerView| {
            let reseller = partner.is_reseller;
            view! {
                <span class="row">
                    <LevelTag level=partner.level/>
                    {reseller.then(|| view! { <Tag label=t::partners::reseller/> })}
                </span>
            }
        }),
        Column::new("region", t::partners::region, |partner: &PartnerView| {
            let region = partner.region;
            move || region.map_or("—", |region| region.label(lang()))
        }),
        Column::new("agreement", t::partners::agreement_until, |partner: &PartnerView| {
            view! { <AgreementDay until=partner.agreement_until/> }
        })
        .sorted_by("agreement_until"),
        Column::new("contact", t::partners::contact, |partner: &PartnerView| {
            view! {
                <span class="cell-two">
                    <span>{partner.contact_name.clone()}</span>
                    <span class="cell-two__second">{partner.contact_email.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Wide),
        Column::new("created_at", t::partners::created, |partner: &PartnerView| {
            view! { <Time at=partner.created_at/> }
        })
        .sorted_by("created_at"),
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
        {chip_group(
            t::partners::agreement_ends,
            view! {
                <FilterChips
                    label=t::partners::agreement_ends
                    options=choices!(EndsWithin::ALL)
                    value=list.filter("agreement_ends_within")
                    on_change=list.on_choice("agreement_ends_within")
                />
            },
        )}
    }
    .into_any()
}

/// The list.
#[component]
pub fn PartnerListPage() -> impl IntoView {
    let list = use_list::<PartnerListQuery>();
    let session = use_session();
    let may_create = Memo::new(move |_| session.may(Permission::PartnersManage));
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Users
                title=t::partners::empty
                text=t::partners::empty_text
            />
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::partners::title
            meta=|| view! { <span>{t::partners::about}</span> }
            actions=move || {
                may_create
                    .get()
                    .then(|| {
                        view! {
                            <ButtonLink
                                label=t::partners::create
                                href=routes::NEW_PARTNER
                                look=Look::Primary
                                icon=Glyph::Plus
                            />
                        }
                    })
            }
        />
        <ListTable
            list
            fetch=|client: Client, query: PartnerListQuery| async move {
                client.partners(&query).await
            }
            label=t::partners::title
            key="partners"
            columns=columns()
            id=|partner| partner.id.to_string()
            href=Some(|partner| routes::partner(partner.id))
            search=t::partners::search
            filters=move || filters(list)
            empty
        />
    }
    .into_any()
}
