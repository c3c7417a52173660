//! The purchases; the address bar is the state.

use client::{Client, Side};
use domain::{
    access::Permission,
    imports::ImportTarget,
    licenses::wire::{OwnedBy, PaymentStatus, PurchaseKind},
    purchases::{
        PaymentMethod,
        wire::{PurchaseListQuery, PurchaseRow},
    },
};
use leptos::prelude::*;

use super::payment_dot;
use crate::{
    components::ListTable,
    i18n::{Word, lang, t},
    pages::{
        imports::import_link,
        parts::{chip_group, choices, day_filter, narrowed, or_dash},
    },
    routes,
    state::{ListState, use_list, use_session},
    ui::{
        ButtonLink, CardCell, Choice, Column, Day, EmptyState, FilterChips, Glyph, Look, Money,
        PageHeader,
    },
};

fn columns() -> Vec<Column<PurchaseRow>> {
    vec![
        Column::new("customer", t::purchases::customer, |row: &PurchaseRow| {
            let kind = row.kind;
            view! {
                <span class="cell-two">
                    <span>{row.customer_name.clone()}</span>
                    <span class="cell-two__second">{move || kind.label(lang())}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("purchased_on", t::purchases::purchased_on, |row: &PurchaseRow| {
            view! { <Day on=row.purchased_on/> }
        })
        .sorted_by("purchased_on"),
        Column::new("amount", t::purchases::amount, |row: &PurchaseRow| {
            view! { <Money amount=row.amount currency=row.currency/> }
        })
        .sorted_by("amount")
        .numeric(),
        Column::new("payment_status", t::purchases::payment_status, |row: &PurchaseRow| {
            payment_dot(row.payment_status)
        })
        .on_card(CardCell::End),
        Column::new("method", t::purchases::method, |row: &PurchaseRow| {
            let method = row.method;
            move || method.map_or("—", |method| method.label(lang()))
        }),
        Column::new("order", t::purchases::order, |row: &PurchaseRow| {
            match (row.order_id, row.order_number.clone()) {
                (Some(id), Some(number)) => view! {
                    <a class="mono nowrap" href=routes::order(Side::Staff, id)>
                        {number}
                    </a>
                }
                .into_any(),
                _ => view! { <span class="muted">{t::purchases::by_hand}</span> }.into_any(),
            }
        }),
        Column::new("partner", t::purchases::partner, |row: &PurchaseRow| {
            or_dash(row.partner_name.clone())
        }),
        Column::new("owner", t::purchases::owner, |row: &PurchaseRow| {
            or_dash(row.owner_name.clone())
        }),
        Column::new("contract", t::purchases::contract_number, |row: &PurchaseRow| {
            or_dash(row.contract_number.clone())
        }),
    ]
}

fn chips(
    list: ListState<PurchaseListQuery>,
    name: &'static str,
    label: Word,
    options: Vec<Choice>,
) -> AnyView {
    chip_group(
        label,
        view! {
            <FilterChips label options value=list.filter(name) on_change=list.on_filter(name)/>
        },
    )
}

fn filters(list: ListState<PurchaseListQuery>) -> AnyView {
    view! {
        {chips(list, "kind", t::purchases::kind, choices!(PurchaseKind::ALL))}
        {chips(
            list,
            "payment_status",
            t::purchases::payment_status,
            choices!(PaymentStatus::ALL),
        )}
        {chips(list, "method", t::purchases::method, choices!(PaymentMethod::ALL))}
        {chip_group(
            t::purchases::owner,
            view! {
                <FilterChips
                    label=t::purchases::owner
                    options=choices!(OwnedBy::ALL)
                    value=list.filter("owned_by")
                    on_change=list.on_choice("owned_by")
                />
            },
        )}
        {day_filter(list, "from", t::purchases::from)}
        {day_filter(list, "until", t::purchases::until)}
    }
    .into_any()
}

/// Filters that only links set: said, with a way out.
fn by_links(list: ListState<PurchaseListQuery>) -> AnyView {
    let words = move || {
        let query = list.get();
        let is_narrow = query.customer.is_some()
            || query.partner.is_some()
            || query.owner.is_some()
            || query.gift.is_some()
            || query.stands.is_some()
            || !query.currency.is_empty();
        is_narrow.then_some(t::purchases::narrowed)
    };
    narrowed(words, move || list.reset())
}

/// The list.
#[component]
pub fn PurchaseListPage() -> impl IntoView {
    let session = use_session();
    let list = use_list::<PurchaseListQuery>();
    let actions = move || {
        let record = session.may(Permission::PurchasesWrite).then(|| {
            view! {
                <ButtonLink
                    label=t::purchases::record
                    href=routes::RECORD_PURCHASE
                    look=Look::Primary
                    icon=Glyph::Plus
                />
            }
        });
        view! {
            {import_link(ImportTarget::Purchases)}
            <ButtonLink label=t::purchases::stats href=routes::REVENUE icon=Glyph::Chart/>
            {record}
        }
    };
    let empty = || {
        view! {
            <EmptyState glyph=Glyph::Yuan title=t::purchases::empty text=t::purchases::empty_text/>
        }
        .into_any()
    };
    view! {
        <PageHeader
            title=t::purchases::title
            meta=|| view! { <span>{t::purchases::about}</span> }
            actions=move || view! { {actions} }
        />
        {by_links(list)}
        <ListTable
            list
            fetch=|client: Client, query: PurchaseListQuery| async move {
                client.purchases(&query).await
            }
            label=t::purchases::title
            key="purchases"
            columns=columns()
            id=|row: &PurchaseRow| row.id.to_string()
            href=Some(|row: &PurchaseRow| routes::purchase(row.id))
            search=t::purchases::search
            filters=move || filters(list)
            empty
        />
    }
    .into_any()
}
