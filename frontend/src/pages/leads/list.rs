//! The leads; the address bar is the state.

use client::Client;
use domain::{
    access::Permission,
    leads::{
        LostReason, StatusKind,
        wire::{LeadListQuery, LeadRow},
    },
    licenses::wire::OwnedBy,
};
use leptos::prelude::*;

use super::{named, status_dot, switch::LeadSwitch};
use crate::{
    components::{ListTable, use_load},
    i18n::{Word, t},
    pages::parts::{chip_group, choices, day_filter, narrowed, or_dash},
    routes,
    state::{ListState, use_list, use_session},
    ui::{
        ButtonLink, CardCell, Choice, Column, Day, EmptyState, FilterChips, Glyph, Look, Money,
        PageHeader, Tag, Time, Tone,
    },
};

fn columns() -> Vec<Column<LeadRow>> {
    vec![
        Column::new("company", t::leads::company, |row: &LeadRow| {
            view! {
                <span class="cell-two">
                    <span>{row.company.clone()}</span>
                    <span class="cell-two__second">{row.title.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("status", t::leads::status, |row: &LeadRow| {
            let rotting = row.is_rotting.then(|| {
                view! { " " <Tag label=t::leads::rotting tone=Tone::Error/> }
            });
            view! { {status_dot(&row.status, false)} {rotting} }
        })
        .on_card(CardCell::End),
        Column::new("amount", t::leads::amount, |row: &LeadRow| {
            view! { <Money amount=row.amount currency=row.currency/> }
        })
        .sorted_by("amount")
        .numeric(),
        Column::new("weighted", t::leads::weighted, |row: &LeadRow| {
            let probability = format!("{}%", row.probability);
            view! { <span data-tip=probability><Money amount=row.weighted currency=row.currency/></span> }
        })
        .numeric(),
        Column::new("owner", t::leads::owner, |row: &LeadRow| {
            match row.owner_name.clone() {
                Some(name) => name.into_any(),
                None => view! { <span class="muted">{t::leads::pool}</span> }.into_any(),
            }
        }),
        Column::new("next", t::leads::next_step, |row: &LeadRow| {
            let on = row.next_on.map(|on| view! { " " <Day on/> });
            view! { {or_dash(row.next_step.clone())} {on} }
        })
        .sorted_by("next_on"),
        Column::new("expected_on", t::leads::expected_on, |row: &LeadRow| match row.expected_on {
            Some(on) => view! { <Day on/> }.into_any(),
            None => or_dash(None),
        })
        .sorted_by("expected_on"),
        Column::new("source", t::leads::source, |row: &LeadRow| {
            named(&row.source_name_zh, &row.source_name_en)
        }),
        Column::new("partner", t::leads::partner, |row: &LeadRow| {
            or_dash(row.partner_name.clone())
        }),
        Column::new("created_at", t::leads::created, |row: &LeadRow| {
            view! { <Time at=row.created_at/> }
        })
        .sorted_by("created_at"),
    ]
}

fn chips(
    list: ListState<LeadListQuery>,
    name: &'static str,
    label: Word,
    options: Signal<Vec<Choice>>,
) -> AnyView {
    chip_group(
        label,
        view! {
            <FilterChips label options value=list.filter(name) on_change=list.on_filter(name)/>
        },
    )
}

fn filters(list: ListState<LeadListQuery>) -> AnyView {
    let statuses = use_load(|client: Client| async move { client.lead_statuses().await });
    let sources = use_load(|client: Client| async move { client.lead_sources().await });
    let of_statuses = Signal::derive(move || {
        let all = statuses.get().unwrap_or_default().into_iter();
        let choice = all.map(|one| {
            Choice::new(one.id.to_string(), named(&one.content.name_zh, &one.content.name_en))
        });
        choice.collect::<Vec<_>>()
    });
    let of_sources = Signal::derive(move || {
        let all = sources.get().unwrap_or_default().into_iter();
        let choice = all.map(|one| {
            Choice::new(one.id.to_string(), named(&one.content.name_zh, &one.content.name_en))
        });
        choice.collect::<Vec<_>>()
    });
    view! {
        {chips(list, "status", t::leads::status, of_statuses)}
        {chips(list, "kind", t::leads::kind, Signal::derive(|| choices!(StatusKind::ALL)))}
        {chip_group(
            t::leads::owner,
            view! {
                <FilterChips
                    label=t::leads::owner
                    options=choices!(OwnedBy::ALL)
                    value=list.filter("owned_by")
                    on_change=list.on_choice("owned_by")
                />
            },
        )}
        {chips(list, "source", t::leads::source, of_sources)}
        {chips(
            list,
            "lost_reason",
            t::leads::lost_reason,
            Signal::derive(|| choices!(LostReason::ALL)),
        )}
        {day_filter(list, "from", t::leads::from)}
        {day_filter(list, "until", t::leads::until)}
    }
    .into_any()
}

/// Filters that only links set: said, with a way out.
fn by_links(list: ListState<LeadListQuery>) -> AnyView {
    let words = move || {
        let query = list.get();
        let is_narrow = query.owner.is_some()
            || query.partner.is_some()
            || query.customer.is_some()
            || query.order.is_some()
            || query.reached.is_some()
            || query.due_until.is_some()
            || !query.currency.is_empty()
            || !query.region.is_empty()
            || !query.industry.is_empty();
        is_narrow.then_some(t::leads::narrowed)
    };
    narrowed(words, move || list.reset())
}

/// «New lead», for whoever may.
pub(super) fn new_link() -> AnyView {
    let session = use_session();
    let link = move || {
        session.may(Permission::LeadsWrite).then(|| {
            view! {
                <ButtonLink
                    label=t::leads::create
                    href=routes::NEW_LEAD
                    look=Look::Primary
                    icon=Glyph::Plus
                />
            }
        })
    };
    view! { {link} }.into_any()
}

/// The list.
#[component]
pub fn LeadListPage() -> impl IntoView {
    let session = use_session();
    let list = use_list::<LeadListQuery>();
    let settings = move || {
        session.may(Permission::LeadsManage).then(|| {
            view! { <ButtonLink label=t::leads::settings href=routes::LEAD_SETTINGS/> }
        })
    };
    let empty = || {
        view! {
            <EmptyState glyph=Glyph::Inbox title=t::leads::empty text=t::leads::empty_text/>
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::leads::title
            meta=|| view! { <span>{t::leads::about}</span> }
            actions=move || view! {
                <LeadSwitch here=routes::LEADS/>
                {settings}
                {new_link()}
            }
        />
        {by_links(list)}
        <ListTable
            list
            fetch=|client: Client, query: LeadListQuery| async move { client.leads(&query).await }
            label=t::leads::title
            key="leads"
            columns=columns()
            id=|row: &LeadRow| row.id.to_string()
            href=Some(|row: &LeadRow| routes::lead(row.id))
            search=t::leads::search
            filters=move || filters(list)
            empty
        />
    }
    .into_any()
}
