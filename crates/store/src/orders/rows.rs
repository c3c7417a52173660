//! Between an order and its rows.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    id::ProductId,
    money::{Amount, BasisPoints},
    orders::wire::{ActivationInput, EndUser, LineInput},
    products::pricing::{PricedLine, Totals},
    text,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Acceptance, Decision, Line, Order, activation, line, order};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, id_opt, small, to_json, uuid_opt, word},
};

pub(super) fn header(order: &Order, now: DateTime<Utc>) -> StoreResult<order::Model> {
    let decision = order.decision.as_ref();
    let acceptance = order.acceptance.as_ref();
    let first = order.lines.first().map(|line| line.input.end_user.name.as_str());
    let first = first.unwrap_or_default();
    let sets: u32 = order.lines.iter().map(|line| line.input.sets).sum();
    Ok(order::Model {
        id: order.id.as_uuid(),
        created_at: cut(order.created_at),
        updated_at: cut(now),
        version: order.version,
        number: order.number.clone(),
        source: order.source.as_str().to_owned(),
        status: order.status.as_str().to_owned(),
        seller_entity_id: order.seller_entity_id.as_uuid(),
        partner_id: uuid_opt(order.partner_id),
        placed_by: order.placed_by.as_uuid(),
        last_edited_by: order.last_edited_by.as_uuid(),
        customer_order_number: order.customer_order_number.clone(),
        contract_number: order.contract_number.clone(),
        remark: order.remark.clone(),
        currency: order.currency.as_str().to_owned(),
        net_minor: order.totals.net.minor(),
        tax_minor: order.totals.tax.minor(),
        gross_minor: order.totals.gross.minor(),
        line_count: i32::try_from(order.lines.len()).unwrap_or(i32::MAX),
        set_count: small("orders.set_count", sets)?,
        first_end_user: first.chars().take(160).collect(),
        first_end_user_normalized: text::normalized(first).chars().take(190).collect(),
        accepted_by: acceptance.map(|acceptance| acceptance.by.as_uuid()),
        accepted_at: acceptance.map(|acceptance| cut(acceptance.at)),
        terms_version: acceptance.map(|acceptance| acceptance.terms_version.clone()),
        terms_hash: acceptance.map(|acceptance| acceptance.terms_hash.clone()),
        accepted_address: acceptance.and_then(|acceptance| acceptance.address.clone()),
        content_hash: acceptance.and_then(|acceptance| acceptance.content_hash.clone()),
        reason: decision.and_then(|decision| decision.reason.clone()),
        decided_by: decision.map(|decision| decision.by.as_uuid()),
        decided_at: decision.map(|decision| cut(decision.at)),
        submitted_at: order.submitted_at.map(cut),
    })
}

pub(super) fn line(order: &Order, line: &Line, now: DateTime<Utc>) -> StoreResult<line::Model> {
    let input = &line.input;
    let price = line.price.as_ref();
    Ok(line::Model {
        id: line.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        order_id: order.id.as_uuid(),
        line_no: small("order_lines.line_no", line.line)?,
        kind: input.kind.as_str().to_owned(),
        product_id: uuid_opt(input.product_id),
        sets: small("order_lines.sets", input.sets)?,
        years: small("order_lines.years", input.years)?,
        ends_on: input.ends_on,
        licenses: some_json("order_lines.licenses", &input.licenses)?,
        manual_discount_bp: small("order_lines.manual_discount_bp", input.manual_discount.0)?,
        customer_id: uuid_opt(input.end_user.customer_id),
        end_user_name: input.end_user.name.clone(),
        credit_code: input.end_user.credit_code.clone(),
        contact_name: input.end_user.contact_name.clone(),
        contact_email: input.end_user.contact_email.clone(),
        contact_phone: input.end_user.contact_phone.clone(),
        deliver_to: input.deliver_to.as_str().to_owned(),
        language: input.language.as_str().to_owned(),
        list_price_minor: price.map(|price| price.list_price.minor()),
        tax_rate_bp: price
            .map(|price| small("order_lines.tax_rate_bp", price.tax_rate.0))
            .transpose()?,
        net_minor: price.map(|price| price.net.minor()),
        tax_minor: price.map(|price| price.tax.minor()),
        gross_minor: price.map(|price| price.gross.minor()),
        trace: price.map(|price| to_json("order_lines.trace", &price.trace)).transpose()?,
        parts: match price {
            Some(price) => some_json("order_lines.parts", &price.parts)?,
            None => None,
        },
    })
}

/// Nothing is kept of an empty list.
fn some_json<T: Serialize>(column: &str, values: &[T]) -> StoreResult<Option<String>> {
    if values.is_empty() { Ok(None) } else { to_json(column, &values).map(Some) }
}

fn read_json<T: DeserializeOwned>(column: &str, text: Option<&str>) -> StoreResult<Vec<T>> {
    text.map_or_else(|| Ok(Vec::new()), |text| from_json(column, text))
}

pub(super) fn activations(line: &Line) -> StoreResult<Vec<activation::Model>> {
    let of_set = |(ordinal, set): (usize, &ActivationInput)| {
        Ok(activation::Model {
            order_line_id: line.id.as_uuid(),
            ordinal: i32::try_from(ordinal + 1)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?,
            mode: set.mode.as_str().to_owned(),
            cluster_id: set.cluster_id.clone(),
            installation_key: set.key().map(str::to_owned),
        })
    };
    line.input.activations.iter().enumerate().map(of_set).collect()
}

pub(super) fn order(
    row: order::Model,
    lines: Vec<line::Model>,
    activations: Vec<activation::Model>,
) -> StoreResult<Order> {
    let mut sets: HashMap<Uuid, Vec<ActivationInput>> = HashMap::new();
    for activation in activations {
        sets.entry(activation.order_line_id).or_default().push(ActivationInput {
            mode: word("order_activations.mode", &activation.mode)?,
            cluster_id: activation.cluster_id,
            installation_key: activation.installation_key,
        });
    }
    let lines = lines
        .into_iter()
        .map(|line| {
            let activations = sets.remove(&line.id).unwrap_or_default();
            read_line(line, activations)
        })
        .collect::<StoreResult<_>>()?;
    let acceptance =
        acceptance(row.accepted_by, row.accepted_at, row.terms_version, row.terms_hash).map(
            |terms| Acceptance {
                address: row.accepted_address,
                content_hash: row.content_hash,
                ..terms
            },
        );
    Ok(Order {
        id: row.id.into(),
        number: row.number,
        source: word("orders.source", &row.source)?,
        status: word("orders.status", &row.status)?,
        seller_entity_id: row.seller_entity_id.into(),
        partner_id: id_opt(row.partner_id),
        placed_by: row.placed_by.into(),
        last_edited_by: row.last_edited_by.into(),
        customer_order_number: row.customer_order_number,
        contract_number: row.contract_number,
        remark: row.remark,
        currency: word("orders.currency", &row.currency)?,
        totals: Totals {
            net: Amount::from_minor(row.net_minor),
            tax: Amount::from_minor(row.tax_minor),
            gross: Amount::from_minor(row.gross_minor),
        },
        acceptance,
        decision: row.decided_by.zip(row.decided_at).map(|(by, at)| Decision {
            by: by.into(),
            at,
            reason: row.reason,
        }),
        submitted_at: row.submitted_at,
        created_at: row.created_at,
        version: row.version,
        lines,
    })
}

/// Whole or not at all.
fn acceptance(
    by: Option<Uuid>,
    at: Option<DateTime<Utc>>,
    terms_version: Option<String>,
    terms_hash: Option<String>,
) -> Option<Acceptance> {
    Some(Acceptance {
        by: by?.into(),
        at: at?,
        address: None,
        terms_version: terms_version?,
        terms_hash: terms_hash?,
        content_hash: None,
    })
}

fn read_line(row: line::Model, activations: Vec<ActivationInput>) -> StoreResult<Line> {
    let sets = count("order_lines.sets", row.sets)?;
    let years = count("order_lines.years", row.years)?;
    let price = price(&row, sets, years)?;
    let end_user = EndUser {
        customer_id: id_opt(row.customer_id),
        name: row.end_user_name,
        credit_code: row.credit_code,
        contact_name: row.contact_name,
        contact_email: row.contact_email,
        contact_phone: row.contact_phone,
    };
    let kind = word("order_lines.kind", &row.kind)?;
    let input = LineInput {
        kind,
        product_id: id_opt(row.product_id),
        sets,
        years,
        ends_on: row.ends_on,
        licenses: read_json("order_lines.licenses", row.licenses.as_deref())?,
        manual_discount: BasisPoints(count(
            "order_lines.manual_discount_bp",
            row.manual_discount_bp,
        )?),
        end_user,
        deliver_to: word("order_lines.deliver_to", &row.deliver_to)?,
        language: word("order_lines.language", &row.language)?,
        activations,
    };
    Ok(Line { id: row.id.into(), line: count("order_lines.line_no", row.line_no)?, input, price })
}

fn price(row: &line::Model, sets: u32, years: u32) -> StoreResult<Option<PricedLine>> {
    let (Some(product), Some(list), Some(rate), Some(net), Some(tax), Some(gross), Some(trace)) = (
        row.product_id,
        row.list_price_minor,
        row.tax_rate_bp,
        row.net_minor,
        row.tax_minor,
        row.gross_minor,
        row.trace.as_deref(),
    ) else {
        return Ok(None);
    };
    Ok(Some(PricedLine {
        kind: word("order_lines.kind", &row.kind)?,
        product_id: ProductId::from(product),
        sets,
        years,
        list_price: Amount::from_minor(list),
        tax_rate: BasisPoints(count("order_lines.tax_rate_bp", rate)?),
        net: Amount::from_minor(net),
        tax: Amount::from_minor(tax),
        gross: Amount::from_minor(gross),
        trace: from_json("order_lines.trace", trace)?,
        parts: read_json("order_lines.parts", row.parts.as_deref())?,
    }))
}
