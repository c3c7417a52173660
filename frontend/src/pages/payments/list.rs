//! The payments; the address bar is the state.

use client::Client;
use domain::{
    access::Permission,
    finance::Direction,
    money::Currency,
    payments::{
        MatchStatus,
        wire::{PaymentListQuery, PaymentRow},
    },
};
use leptos::prelude::*;

use super::{create::create_drawer, match_dot, payer_of};
use crate::{
    components::ListTable,
    i18n::{Word, lang, t},
    pages::parts::{chip_group, choices, day_filter, narrowed, or_dash},
    routes,
    state::{ListState, use_list, use_session},
    ui::{
        Button, ButtonLink, CardCell, Choice, Column, Day, EmptyState, FilterChips, Glyph, Look,
        Money, PageHeader,
    },
};

fn columns() -> Vec<Column<PaymentRow>> {
    vec![
        Column::new("payer", t::payments::payer, |row: &PaymentRow| {
            let payer = payer_of(&row.payer_name);
            view! {
                <span class="cell-two">
                    <span>{payer}</span>
                    <span class="cell-two__second">{row.remark.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("value_date", t::payments::value_date, |row: &PaymentRow| {
            view! { <Day on=row.value_date/> }
        })
        .sorted_by("value_date"),
        Column::new("amount", t::payments::amount, |row: &PaymentRow| {
            let out = (row.direction == Direction::Out).then_some("−");
            view! {
                {out}
                <Money amount=row.amount currency=row.currency/>
            }
        })
        .sorted_by("amount")
        .numeric(),
        Column::new("open", t::payments::open, |row: &PaymentRow| {
            view! { <Money amount=row.open currency=row.currency/> }
        })
        .numeric(),
        Column::new("status", t::payments::status, |row: &PaymentRow| match_dot(row.status, false))
            .on_card(CardCell::End),
        Column::new("direction", t::payments::direction, |row: &PaymentRow| {
            let direction = row.direction;
            move || direction.label(lang())
        }),
        Column::new("account", t::payments::account, |row: &PaymentRow| {
            or_dash(row.bank_account_name.clone())
        }),
        Column::new("reference", t::payments::reference, |row: &PaymentRow| {
            or_dash(Some(row.bank_reference.clone()).filter(|text| !text.is_empty()))
        }),
    ]
}

fn chips(
    list: ListState<PaymentListQuery>,
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

fn filters(list: ListState<PaymentListQuery>) -> AnyView {
    view! {
        {chips(list, "status", t::payments::status, choices!(MatchStatus::ALL))}
        {chips(list, "direction", t::payments::direction, choices!(Direction::ALL))}
        {chips(list, "currency", t::payments::currency, choices!(Currency::ALL))}
        {day_filter(list, "from", t::payments::from)}
        {day_filter(list, "until", t::payments::until)}
    }
    .into_any()
}

/// Filters that only links set: said, with a way out.
fn by_links(list: ListState<PaymentListQuery>) -> AnyView {
    let words = move || {
        let query = list.get();
        let is_narrow =
            query.account.is_some() || query.statement.is_some() || query.order.is_some();
        is_narrow.then_some(t::payments::narrowed)
    };
    narrowed(words, move || list.reset())
}

/// The list.
#[component]
pub fn PaymentListPage() -> impl IntoView {
    let session = use_session();
    let list = use_list::<PaymentListQuery>();
    let creating = RwSignal::new(false);
    let actions = move || {
        let create = move || {
            session.may(Permission::PaymentsManage).then(|| {
                view! {
                    <Button
                        label=t::payments::create
                        icon=Glyph::Plus
                        on_press=move || creating.set(true)
                    />
                }
            })
        };
        view! {
            {create}
            <ButtonLink label=t::payments::to_desk href=routes::FINANCE_DESK look=Look::Primary/>
        }
    };
    let empty = || {
        view! { <EmptyState glyph=Glyph::Yuan title=t::payments::empty text=t::payments::empty_text/> }
            .into_any()
    };
    view! {
        <PageHeader
            title=t::payments::title
            meta=|| view! { <span>{t::payments::about}</span> }
            actions
        />
        {by_links(list)}
        <ListTable
            list
            fetch=|client: Client, query: PaymentListQuery| async move {
                client.payments(&query).await
            }
            label=t::payments::title
            key="payments"
            columns=columns()
            id=|row: &PaymentRow| row.id.to_string()
            href=Some(|row: &PaymentRow| routes::payment(row.id))
            search=t::payments::search
            filters=move || filters(list)
            empty
        />
        {create_drawer(creating)}
    }
    .into_any()
}
