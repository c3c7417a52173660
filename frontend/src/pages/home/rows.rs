//! The columns of the home pages' short tables.

use client::Side;
use domain::{
    deliveries::wire::DeliveryRow,
    licenses::{ActivationMode, LicenseStatus, wire::LicenseRow},
    orders::wire::OrderRow,
};
use leptos::prelude::*;

use crate::{
    i18n::{Word, t},
    pages::{
        deliveries::DeliveryStatusDot,
        licenses::license_columns,
        orders::OrderStatusDot,
        parts::or_word,
    },
    routes,
    ui::{CardCell, Column, Money, Tag, Time, Tone},
};

pub fn staff_order(order: &OrderRow) -> String {
    routes::order(Side::Staff, order.id)
}

pub fn portal_order(order: &OrderRow) -> String {
    routes::order(Side::Portal, order.id)
}

pub fn portal_draft(order: &OrderRow) -> String {
    routes::edit_order(Side::Portal, order.id)
}

pub fn delivery(delivery: &DeliveryRow) -> String {
    routes::delivery(delivery.id)
}

fn number() -> Column<OrderRow> {
    Column::new("number", t::home::order, |order: &OrderRow| {
        view! { <span class="mono nowrap">{order.number.clone()}</span> }
    })
    .on_card(CardCell::Title)
}

fn end_user() -> Column<OrderRow> {
    Column::new("end_user", t::home::end_user, |order: &OrderRow| {
        let name = Some(order.end_user.clone()).filter(|name| !name.trim().is_empty());
        or_word(name, t::home::no_end_user)
    })
    .on_card(CardCell::Wide)
}

fn gross() -> Column<OrderRow> {
    Column::new("gross", t::home::gross, |order: &OrderRow| {
        view! { <Money amount=order.gross currency=order.currency/> }
    })
    .numeric()
    .on_card(CardCell::End)
}

fn submitted() -> Column<OrderRow> {
    Column::new("submitted", t::home::submitted, |order: &OrderRow| {
        view! { <Time at=order.submitted_at.unwrap_or(order.created_at)/> }
    })
}

/// For approvers.
pub fn approvals() -> Vec<Column<OrderRow>> {
    let partner = Column::new("partner", t::home::partner, |order: &OrderRow| {
        or_word(order.partner_name.clone(), t::home::direct)
    })
    .on_card(CardCell::Wide);
    vec![number(), partner, end_user(), gross(), submitted()]
}

/// For partners: what lies with the reviewer, or came back from there.
pub fn in_review() -> Vec<Column<OrderRow>> {
    let status = Column::new("status", t::home::status, |order: &OrderRow| {
        view! { <OrderStatusDot status=order.status plain=true/> }
    })
    .on_card(CardCell::End);
    vec![number(), status, end_user(), gross(), submitted()]
}

/// For partners: what they have begun.
pub fn drafts() -> Vec<Column<OrderRow>> {
    let created = Column::new("created", t::home::saved_at, |order: &OrderRow| {
        view! { <Time at=order.created_at/> }
    });
    vec![number(), end_user(), gross(), created]
}

/// Licenses whose end is near.
pub fn expiring() -> Vec<Column<LicenseRow>> {
    use license_columns as column;
    vec![column::number(), column::customer(), column::status(), column::left()]
}

/// What the recipient has in hand to activate with.
fn how_to_activate(license: &LicenseRow) -> (Word, Tone) {
    match (license.status, license.activation_mode) {
        (LicenseStatus::Created, _) => (t::home::sending, Tone::Neutral),
        (_, ActivationMode::Online) => (t::home::code_sent, Tone::Brand),
        (_, ActivationMode::Offline) => (t::home::file_sent, Tone::Second),
    }
}

/// Licenses that wait for their activation.
pub fn pending() -> Vec<Column<LicenseRow>> {
    use license_columns as column;
    let code = Column::new("code", t::home::code_state, |license: &LicenseRow| {
        let (label, tone) = how_to_activate(license);
        view! { <Tag label tone/> }
    });
    vec![column::number(), column::customer(), column::status(), code]
}

/// Mails that did not arrive.
pub fn failed() -> Vec<Column<DeliveryRow>> {
    vec![
        Column::new("mail", t::home::mail, |row: &DeliveryRow| {
            view! {
                <span class="cell-two">
                    <span>{row.subject.clone()}</span>
                    <span class="cell-two__second">{row.recipient.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("status", t::home::status, |row: &DeliveryRow| {
            view! { <DeliveryStatusDot status=row.status/> }
        })
        .on_card(CardCell::End),
        Column::new("error", t::home::error, |row: &DeliveryRow| {
            view! { <span class="muted">{row.last_error.clone()}</span> }
        })
        .on_card(CardCell::Wide),
    ]
}
