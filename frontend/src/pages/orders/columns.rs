//! The columns of every table of orders: the list, the approver's, the home pages'.

use client::Side;
use domain::orders::wire::OrderRow;
use leptos::prelude::*;

use super::OrderStatusDot;
use crate::{
    i18n::t,
    routes,
    ui::{CardCell, Column, Money, Time},
};

fn staff_href(order: &OrderRow) -> String {
    routes::order(Side::Staff, &order.number)
}

fn portal_href(order: &OrderRow) -> String {
    routes::order(Side::Portal, &order.number)
}

/// Where an order's row leads.
pub fn order_href(side: Side) -> fn(&OrderRow) -> String {
    match side {
        Side::Staff => staff_href,
        Side::Portal => portal_href,
    }
}

fn number() -> Column<OrderRow> {
    Column::new("number", t::orders::number, |row: &OrderRow| {
        view! { <span class="mono nowrap">{row.number.clone()}</span> }
    })
    .sorted_by("number")
    .on_card(CardCell::Title)
}

fn status() -> Column<OrderRow> {
    Column::new("status", t::orders::status, |row: &OrderRow| {
        view! { <OrderStatusDot status=row.status plain=true/> }
    })
    .on_card(CardCell::End)
}

/// The end user; with the partner below it for staff, who see many partners' orders.
fn end_user(side: Side) -> Column<OrderRow> {
    Column::new("end_user", t::orders::end_user, move |row: &OrderRow| {
        let lines = row.lines;
        let name = if row.end_user.is_empty() {
            view! { <span class="muted">{t::orders::end_user_open}</span> }.into_any()
        } else {
            row.end_user.clone().into_any()
        };
        let partner = row.partner_name.clone();
        let second = (side == Side::Staff).then(|| {
            let partner = partner.map_or_else(|| t::orders::buyer_direct.signal(), Signal::stored);
            view! { <span class="cell-two__second">{partner}</span> }
        });
        view! {
            <span class="cell-two">
                <span>
                    {name}
                    {(lines > 1)
                        .then(|| {
                            view! {
                                <span class="muted">
                                    " " {move || t::orders::and_lines(lines)}
                                </span>
                            }
                        })}
                </span>
                {second}
            </span>
        }
    })
    .on_card(CardCell::Wide)
}

fn sets() -> Column<OrderRow> {
    Column::new("sets", t::orders::sets, |row: &OrderRow| row.sets).numeric()
}

fn gross() -> Column<OrderRow> {
    Column::new("gross", t::orders::gross, |row: &OrderRow| {
        view! { <Money amount=row.gross currency=row.currency/> }
    })
    .numeric()
    .sorted_by("gross")
    .on_card(CardCell::End)
}

fn placed_by() -> Column<OrderRow> {
    Column::new("placed_by", t::orders::placed_by, |row: &OrderRow| row.placed_by_name.clone())
}

fn created_at() -> Column<OrderRow> {
    Column::new("created_at", t::orders::created_at, |row: &OrderRow| {
        view! { <Time at=row.created_at/> }
    })
    .sorted_by("created_at")
}

fn submitted_at() -> Column<OrderRow> {
    Column::new("submitted_at", t::orders::submitted_at, |row: &OrderRow| match row.submitted_at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => view! { <span class="muted">"—"</span> }.into_any(),
    })
    .sorted_by("submitted_at")
}

/// All columns of the list.
pub fn order_columns(side: Side) -> Vec<Column<OrderRow>> {
    vec![
        number(),
        end_user(side),
        status(),
        sets(),
        gross(),
        placed_by(),
        created_at(),
        submitted_at(),
    ]
}

/// What an approver needs to choose where to begin.
pub fn approval_columns() -> Vec<Column<OrderRow>> {
    vec![number(), end_user(Side::Staff), sets(), gross(), placed_by(), submitted_at()]
}

/// The few that a home page has room for.
pub fn short_order_columns(side: Side) -> Vec<Column<OrderRow>> {
    vec![number(), end_user(side), status(), gross(), created_at()]
}
