//! Invoices in the database: numbers are given once, versions guard, titles are kept once.

use domain::{
    Id,
    access::Scope,
    invoices::{
        InvoiceStatus,
        wire::{InvoiceContent, InvoiceListQuery, InvoiceTitle, PartyQuery},
    },
    list::Sort,
    money::{Amount, Currency},
};
use uuid::Uuid;

use super::*;
use crate::{
    Db,
    licenses::tests::fixtures,
    testing::{at, databases, uuid},
};

fn invoice(n: u32, partner: Uuid, user: Uuid, seller: Uuid) -> Invoice {
    Invoice {
        id: Id::from_uuid(uuid(u128::from(n) + 1_000)),
        reference: format!("INV-20261101-{n:04}"),
        status: InvoiceStatus::Requested,
        code: None,
        number: None,
        seller_entity_id: seller.into(),
        partner_id: Some(partner.into()),
        customer_id: None,
        content: InvoiceContent {
            title: InvoiceTitle { name: format!("抬头 {n}"), ..InvoiceTitle::default() },
            ..InvoiceContent::default()
        },
        net: Amount::from_minor(94),
        tax: Amount::from_minor(6),
        gross: Amount::from_minor(100),
        currency: Currency::Cny,
        lines: Vec::new(),
        issued_on: None,
        delivered_on: None,
        reason: None,
        requested_by: user.into(),
        reverses: None,
        replaces: None,
        red_reason: None,
        confirmation: None,
        asked_at: None,
        created_at: at(i64::from(n)),
        version: 1,
    }
}
