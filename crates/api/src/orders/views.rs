//! An order as it is shown: with the names of people and products, and what was issued.

use std::collections::BTreeMap;

use domain::{
    access::Scope,
    auth::wire::PartnerName,
    dates::business_day,
    id::{OrderLineId, UserId},
    orders::wire::{LicenseRef, OrderLineView, OrderView},
    products::pricing::Totals,
};
use sea_orm::ConnectionTrait;
use store::{
    licenses::License,
    orders::{Line, Order},
};

use super::acceptance;
use crate::{app::App, error::ApiResult};

/// The sums of the lines that are priced.
pub fn totals(lines: &[Line]) -> Totals {
    let priced = || lines.iter().filter_map(|line| line.price.as_ref());
    Totals {
        net: priced().map(|price| price.net).sum(),
        tax: priced().map(|price| price.tax).sum(),
        gross: priced().map(|price| price.gross).sum(),
    }
}

fn reference(license: License, today: chrono::NaiveDate) -> LicenseRef {
    LicenseRef { id: license.id, status: license.facts().status(today), number: license.number }
}

/// Puts the view together.
pub async fn order_view(
    app: &App,
    db: &impl ConnectionTrait,
    order: Order,
) -> ApiResult<OrderView> {
    let today = business_day(app.clock.now());
    let licenses = store::licenses::of_order(db, order.id).await?;
    let mut delivered = licenses.iter().any(|license| license.sent_at.is_some());
    let mut by_line: BTreeMap<OrderLineId, Vec<LicenseRef>> = BTreeMap::new();
    for license in licenses {
        let line = license.order_line_id;
        by_line.entry(line).or_default().push(reference(license, today));
    }
    let is_on_licenses = order.lines.iter().any(|line| line.input.kind.is_on_licenses());
    let mut standings = Vec::new();
    if is_on_licenses && order.status.is_editable() {
        standings = super::standing::of_order(db, &order, today).await?;
    } else if is_on_licenses {
        let changes = store::segments::changes_of_order(db, order.id).await?;
        delivered |= changes.iter().any(|change| change.delivered_at.is_some());
        let ids: Vec<_> = changes.iter().map(|change| change.license_id).collect();
        let mut changed = store::licenses::get_many(db, Scope::Everything, &ids).await?;
        changed.sort_by(|a, b| a.number.cmp(&b.number));
        for license in changed {
            let line = changes.iter().find(|change| change.license_id == license.id);
            if let Some(line) = line.map(|change| change.order_line_id) {
                by_line.entry(line).or_default().push(reference(license, today));
            }
        }
    }
    let named: Vec<_> = order.lines.iter().filter_map(|line| line.input.product_id).collect();
    let products = store::products::find_many(db, &named).await?;
    let decision = order.decision.as_ref();
    let returns = crate::returns::views_of(app, db, &order).await?;
    let people: Vec<UserId> = [Some(order.placed_by)]
        .into_iter()
        .chain([
            order.acceptance.as_ref().map(|acceptance| acceptance.by),
            decision.map(|one| one.by),
        ])
        .flatten()
        .collect();
    let names = store::users::names(db, &people).await?;
    let name = |user: UserId| names.get(&user).cloned().unwrap_or_default();
    let partner = match order.partner_id {
        Some(id) => Some(PartnerName { id, name: store::partners::name(db, id).await? }),
        None => None,
    };
    let accepted = acceptance::view(&order, name);
    let line_view = |line: Line| {
        let product = products.iter().find(|product| Some(product.id) == line.input.product_id);
        OrderLineView {
            product_name_zh: product.map(|product| product.name_zh.clone()),
            product_name_en: product.map(|product| product.name_en.clone()),
            edition: product.and_then(|product| product.edition),
            licenses: by_line.remove(&line.id).unwrap_or_default(),
            id: line.id,
            line: line.line,
            standings: standings
                .iter()
                .filter(|license| line.input.licenses.contains(&license.license_id))
                .cloned()
                .collect(),
            input: line.input,
            price: line.price,
        }
    };
    Ok(OrderView {
        id: order.id,
        number: order.number,
        status: order.status,
        source: order.source,
        partner,
        placed_by: order.placed_by,
        placed_by_name: name(order.placed_by),
        last_edited_by: order.last_edited_by,
        delivered,
        four_eyes: app.config.approval.four_eyes,
        customer_order_number: order.customer_order_number,
        contract_number: order.contract_number,
        remark: order.remark,
        currency: order.currency,
        totals: order.totals,
        acceptance: accepted,
        decided_by_name: order.decision.as_ref().map(|decision| name(decision.by)),
        decided_at: order.decision.as_ref().map(|decision| decision.at),
        reason: order.decision.and_then(|decision| decision.reason),
        created_at: order.created_at,
        submitted_at: order.submitted_at,
        returns,
        version: order.version,
        lines: order.lines.into_iter().map(line_view).collect(),
    })
}
