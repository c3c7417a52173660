//! The columns of the home pages' short tables.

use client::Side;
use domain::{
    access::Permission,
    deliveries::wire::DeliveryRow,
    invoices::wire::InvoiceRow,
    leads::wire::LeadRow,
    licenses::{ActivationMode, LicenseStatus, wire::LicenseRow},
    orders::{LineKind, wire::OrderRow},
    partners::wire::PartnerView,
    payments::wire::PaymentRow,
};
use leptos::prelude::*;

use crate::{
    i18n::{Word, t},
    pages::{
        deliveries::{DeliveryStatusDot, trouble_words},
        licenses::license_columns,
        orders::OrderStatusDot,
        partners::{AgreementDay, LevelTag},
        parts::{or_dash, or_word},
    },
    routes,
    state::use_session,
    ui::{CardCell, Column, Day, Money, Tag, Time, Tone},
};

pub fn portal_draft(order: &OrderRow) -> String {
    routes::edit_order(Side::Portal, &order.number)
}

pub fn staff_draft(order: &OrderRow) -> String {
    routes::edit_order(Side::Staff, &order.number)
}

pub fn delivery(delivery: &DeliveryRow) -> String {
    routes::delivery(delivery.id)
}

/// The number, and since when it waits.
fn number() -> Column<OrderRow> {
    Column::new("number", t::home::order, |order: &OrderRow| {
        view! {
            <span class="cell-two">
                <span class="mono nowrap">{order.number.clone()}</span>
                <span class="cell-two__second">
                    <Time at=order.submitted_at.unwrap_or(order.created_at)/>
                </span>
            </span>
        }
    })
    .on_card(CardCell::Title)
}

fn name_of(order: &OrderRow) -> AnyView {
    let name = Some(order.end_user.clone()).filter(|name| !name.trim().is_empty());
    or_word(name, t::home::no_end_user)
}

fn gross() -> Column<OrderRow> {
    Column::new("gross", t::home::gross, |order: &OrderRow| {
        view! { <Money amount=order.gross currency=order.currency/> }
    })
    .numeric()
    .on_card(CardCell::End)
}

/// For staff, who see many partners' orders.
pub fn approvals() -> Vec<Column<OrderRow>> {
    let end_user = Column::new("end_user", t::home::end_user, |order: &OrderRow| {
        let partner = or_word(order.partner_name.clone(), t::home::direct);
        view! {
            <span class="cell-two">
                <span>{name_of(order)}</span>
                <span class="cell-two__second">{partner}</span>
            </span>
        }
    })
    .on_card(CardCell::Wide);
    vec![number(), end_user, gross()]
}

fn end_user() -> Column<OrderRow> {
    Column::new("end_user", t::home::end_user, name_of).on_card(CardCell::Wide)
}

/// For whoever placed them.
pub fn own_orders() -> Vec<Column<OrderRow>> {
    vec![number(), end_user(), gross()]
}

/// What came back, and why.
pub fn rejected() -> Vec<Column<OrderRow>> {
    let reason =
        Column::new("reason", t::home::reason, |order: &OrderRow| or_dash(order.reason.clone()))
            .on_card(CardCell::Wide);
    vec![number(), end_user(), reason]
}

/// What was handed in, and how it stands.
pub fn handed_in() -> Vec<Column<OrderRow>> {
    let status = Column::new("status", t::home::status, |order: &OrderRow| {
        view! { <OrderStatusDot status=order.status plain=true/> }
    })
    .on_card(CardCell::End);
    vec![number(), end_user(), status]
}

/// Partners whose agreement ends.
pub fn agreements() -> Vec<Column<PartnerView>> {
    let name = Column::new("name", t::home::partner, |partner: &PartnerView| partner.name.clone())
        .on_card(CardCell::Title);
    let level = Column::new("level", t::home::level, |partner: &PartnerView| {
        view! { <LevelTag level=partner.level/> }
    });
    let until = Column::new("until", t::home::agreement_until, |partner: &PartnerView| {
        view! { <AgreementDay until=partner.agreement_until/> }
    })
    .on_card(CardCell::End);
    vec![name, level, until]
}

/// Licenses whose end is near; whoever places orders begins the renewal from here.
pub fn expiring() -> Vec<Column<LicenseRow>> {
    use license_columns as column;
    let session = use_session();
    let side = untrack(|| session.side());
    let needs = match side {
        Side::Staff => Permission::OrdersPlace,
        Side::Portal => Permission::PartnerOrders,
    };
    let mut columns = vec![column::number(), column::customer(), column::left()];
    if untrack(|| session.may(needs)) {
        columns.push(renewal(side));
    }
    columns
}

/// The way to an order that renews the license.
fn renewal(side: Side) -> Column<LicenseRow> {
    Column::new("renew", t::home::renewal, move |license: &LicenseRow| {
        let (path, id) = (routes::new_order(side), license.id);
        let href = format!("{path}?kind={}&license={id}", LineKind::Renewal);
        view! {
            <a class="nowrap" href=href>
                {t::licenses::renew}
                <span class="visually-hidden">{license.number.clone()}</span>
            </a>
        }
    })
    .on_card(CardCell::Wide)
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
    })
    .on_card(CardCell::End);
    vec![column::number(), column::customer(), code]
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
            view! {
                <span class="cell-two">
                    <DeliveryStatusDot status=row.status/>
                    <span class="cell-two__second">{trouble_words(row.last_error.clone())}</span>
                </span>
            }
        })
        .on_card(CardCell::Wide),
    ]
}

pub fn invoice(row: &InvoiceRow) -> String {
    routes::invoice(Side::Staff, row.id)
}

/// Whose invoice, since when it is waited for, and what it comes to.
pub fn invoices() -> Vec<Column<InvoiceRow>> {
    vec![
        Column::new("party", t::home::invoice_to, |row: &InvoiceRow| {
            view! {
                <span class="cell-two">
                    <span>{row.title.clone()}</span>
                    <span class="cell-two__second">
                        <Time at=row.created_at/>
                    </span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("gross", t::home::gross, |row: &InvoiceRow| {
            view! { <Money amount=row.gross currency=row.currency/> }
        })
        .numeric()
        .on_card(CardCell::End),
    ]
}

pub fn at_desk(row: &PaymentRow) -> String {
    routes::desk_of(row.id)
}

/// Who paid, on which day, and what of it is not explained.
pub fn payments() -> Vec<Column<PaymentRow>> {
    vec![
        Column::new("payer", t::home::payer, |row: &PaymentRow| {
            view! {
                <span class="cell-two">
                    <span>{or_dash(Some(row.payer_name.clone()))}</span>
                    <span class="cell-two__second">
                        <Day on=row.value_date/>
                    </span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("open", t::home::unexplained, |row: &PaymentRow| {
            view! { <Money amount=row.open currency=row.currency/> }
        })
        .numeric()
        .on_card(CardCell::End),
    ]
}

pub fn lead(row: &LeadRow) -> String {
    routes::lead(row.id)
}

/// Whose lead, what is to be done, and until when.
pub fn follow_ups() -> Vec<Column<LeadRow>> {
    vec![
        Column::new("company", t::home::company, |row: &LeadRow| {
            view! {
                <span class="cell-two">
                    <span>{row.company.clone()}</span>
                    <span class="cell-two__second">{or_dash(row.next_step.clone())}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("next_on", t::home::due_on, |row: &LeadRow| match row.next_on {
            Some(on) => view! { <Day on/> }.into_any(),
            None => or_dash(None),
        })
        .on_card(CardCell::End),
    ]
}
