//! Between the row of an invoice and the invoice.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    id::OrderId,
    invoices::wire::{InvoiceContent, InvoiceTitle},
    money::Amount,
    text,
};

use super::{Invoice, invoice::Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, from_json, id_opt, to_json, uuid_opt, word, word_opt},
};

/// Characters of a title that are looked up.
const NORMALIZED: usize = 60;

/// A title as it is looked up.
pub(super) fn normalized(title: &str) -> String {
    text::normalized(title).chars().take(NORMALIZED).collect()
}

pub(super) fn row(one: &Invoice, now: DateTime<Utc>) -> StoreResult<Model> {
    let InvoiceContent { title, .. } = &one.content;
    Ok(Model {
        id: one.id.as_uuid(),
        created_at: cut(one.created_at),
        updated_at: cut(now),
        version: one.version,
        reference: one.reference.clone(),
        status: one.status.as_str().to_owned(),
        medium: one.content.medium.as_str().to_owned(),
        kind: one.content.kind.as_str().to_owned(),
        code: one.code.clone().unwrap_or_default(),
        number: one.number.clone(),
        seller_entity_id: one.seller_entity_id.as_uuid(),
        partner_id: uuid_opt(one.partner_id),
        customer_id: uuid_opt(one.customer_id),
        title_kind: title.kind.as_str().to_owned(),
        title_name: title.name.clone(),
        title_normalized: normalized(&title.name),
        tax_number: title.tax_number.clone(),
        address: title.address.clone(),
        phone: title.phone.clone(),
        bank: title.bank.clone(),
        account: title.account.clone(),
        title_reason: one.content.title_reason.clone(),
        remark: one.content.remark.clone(),
        email: one.content.email.clone(),
        net_minor: one.net.minor(),
        tax_minor: one.tax.minor(),
        gross_minor: one.gross.minor(),
        currency: one.currency.as_str().to_owned(),
        lines: to_json("invoices.lines", &one.lines)?,
        issued_on: one.issued_on,
        delivered_on: one.delivered_on,
        reason: one.reason.clone(),
        requested_by: one.requested_by.as_uuid(),
        reverses_id: uuid_opt(one.reverses),
        replaces_id: uuid_opt(one.replaces),
        red_reason: one.red_reason.map(|reason| reason.as_str().to_owned()),
        confirmation: one.confirmation.map(|it| it.as_str().to_owned()),
        asked_at: one.asked_at.map(cut),
    })
}

/// What it has of each order.
pub(super) fn orders(one: &Invoice) -> impl Iterator<Item = (OrderId, Amount)> {
    let mut sums: BTreeMap<OrderId, Amount> = BTreeMap::new();
    for line in &one.lines {
        let sum = sums.entry(line.order_id).or_default();
        *sum = [*sum, line.gross].into_iter().sum();
    }
    sums.into_iter()
}

impl TryFrom<Model> for Invoice {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let title = InvoiceTitle {
            kind: word("invoices.title_kind", &row.title_kind)?,
            name: row.title_name,
            tax_number: row.tax_number,
            address: row.address,
            phone: row.phone,
            bank: row.bank,
            account: row.account,
        };
        Ok(Self {
            id: row.id.into(),
            reference: row.reference,
            status: word("invoices.status", &row.status)?,
            code: Some(row.code).filter(|code| !code.is_empty()),
            number: row.number,
            seller_entity_id: row.seller_entity_id.into(),
            partner_id: id_opt(row.partner_id),
            customer_id: id_opt(row.customer_id),
            content: InvoiceContent {
                medium: word("invoices.medium", &row.medium)?,
                kind: word("invoices.kind", &row.kind)?,
                title,
                title_reason: row.title_reason,
                remark: row.remark,
                email: row.email,
            },
            net: Amount::from_minor(row.net_minor),
            tax: Amount::from_minor(row.tax_minor),
            gross: Amount::from_minor(row.gross_minor),
            currency: word("invoices.currency", &row.currency)?,
            lines: from_json("invoices.lines", &row.lines)?,
            issued_on: row.issued_on,
            delivered_on: row.delivered_on,
            reason: row.reason,
            requested_by: row.requested_by.into(),
            reverses: id_opt(row.reverses_id),
            replaces: id_opt(row.replaces_id),
            red_reason: word_opt("invoices.red_reason", row.red_reason.as_deref())?,
            confirmation: word_opt("invoices.confirmation", row.confirmation.as_deref())?,
            asked_at: row.asked_at,
            created_at: row.created_at,
            version: row.version,
        })
    }
}
