//! Lines on licenses: renewal, upgrade, expansion and add-on.
//!
//! A renewal costs what a new term would, with the packs that the license holds. An upgrade costs
//! the better product for the days that are left (remaining ÷ actual days of the term), less what
//! was paid for those days; an expansion or add-on costs its packs for the days that are left.
//! Each license is rounded once (DOMAIN: "Prices" and "Term rule of the order form").

use chrono::NaiveDate;

use super::{
    Calculation, LineFault, PriceBook, PriceStep, PriceStepKind, PricedPart, PricedProduct,
    Pricing, QuoteLine, calculation::merged, discounts, too_large, trace_of, years_until,
};
use crate::{
    dates::last_day_of_term,
    id::LicenseId,
    licenses::{LicenseStanding, Years, raised},
    money::{Amount, AmountError, BasisPoints},
    orders::LineKind,
    problem::{Reason, Refusal},
};

/// Prices the line license by license.
pub(super) fn price(
    line: &QuoteLine,
    product: &PricedProduct,
    book: &PriceBook,
    pricing: Pricing,
) -> Result<(Vec<PriceStep>, Vec<PricedPart>), LineFault> {
    let licenses = named(line, book)?;
    let mut traces = Vec::with_capacity(licenses.len());
    let mut parts = Vec::with_capacity(licenses.len());
    for license in licenses {
        let (trace, part) = price_one(line, license, product, book, pricing)?;
        traces.push(trace);
        parts.push(part);
    }
    Ok((merged(&traces).map_err(too_large)?, parts))
}

/// The licenses that the line names: one at least, of one customer and product, each once.
fn named<'a>(line: &QuoteLine, book: &'a PriceBook) -> Result<Vec<&'a LicenseStanding>, LineFault> {
    let find = |id| book.licenses.iter().find(|license| license.license_id == id);
    let found: Vec<&LicenseStanding> = line.licenses.iter().filter_map(|id| find(*id)).collect();
    let Some(first) = found.first() else {
        return Err(("licenses", Reason::NoLicenses.into()));
    };
    if found.len() != line.licenses.len() {
        return Err(("licenses", Reason::UnknownReference.into()));
    }
    let is_twice = |(index, id): (usize, &LicenseId)| {
        line.licenses.iter().take(index).any(|before| before == id)
    };
    if line.licenses.iter().enumerate().any(is_twice) {
        return Err(("licenses", Reason::LicenseTwice.into()));
    }
    let is_alike = |license: &&LicenseStanding| {
        license.customer_id == first.customer_id && license.product_id == first.product_id
    };
    if !found.iter().all(is_alike) {
        return Err(("licenses", Reason::LicensesOfOthers.into()));
    }
    let per_license = matches!(line.kind, LineKind::Renewal | LineKind::Upgrade);
    if per_license && line.sets as usize != found.len() {
        let refusal = Refusal::new(Reason::OutOfRange);
        return Err(("sets", refusal.with("min", found.len()).with("max", found.len())));
    }
    Ok(found)
}

fn price_one(
    line: &QuoteLine,
    license: &LicenseStanding,
    product: &PricedProduct,
    book: &PriceBook,
    pricing: Pricing,
) -> Result<(Vec<PriceStep>, PricedPart), LineFault> {
    let on = pricing.on;
    let last = license.allows(line.kind, on).map_err(|refusal| ("licenses", refusal))?;
    let mut part = PricedPart {
        license_id: license.license_id,
        number: license.number.clone(),
        from: on,
        until: last,
        value: Amount::ZERO,
        credit: Amount::ZERO,
        gross: Amount::ZERO,
        latest_segment: license.latest_segment,
        old_product_id: license.product_id,
        old_expires_on: last,
        new_expires_on: last,
        old_workspaces: license.workspaces,
        new_workspaces: license.workspaces,
        old_users: license.users,
        new_users: license.users,
    };
    let (bought, years, term_years) = if line.kind == LineKind::Renewal {
        part.from = license.renewal_starts(last, on);
        let (until, years) = renewed_until(line, part.from)?;
        part.until = until;
        part.new_expires_on = until;
        (years, years, years.floor())
    } else {
        let (bought, left) = license.years_left(on);
        (bought, left, license.term_years(on))
    };
    match line.kind {
        LineKind::Renewal if product.product_id != license.product_id => {
            return Err(("product_id", Reason::OtherProduct.into()));
        }
        LineKind::Upgrade => upgraded_limits(license, product, book, &mut part)?,
        LineKind::Expansion => expanded_limits(license, product, line.sets, &mut part)?,
        _ => {}
    }
    let quantity = match line.kind {
        LineKind::Expansion | LineKind::Addon => line.sets,
        _ => 1,
    };
    let (unit, floor) = match line.kind {
        LineKind::Renewal | LineKind::Upgrade => with_packs(license, product, book)?,
        _ => (product.list_price, product.floor_price),
    };
    let pieces = u32::try_from(line.licenses.len()).unwrap_or(u32::MAX).saturating_mul(quantity);
    let discounts = discounts(line, book, pricing, term_years, pieces);
    let mut trace = trace_of(&Calculation { unit, floor, quantity, bought, years, discounts })
        .map_err(too_large)?;
    part.value = trace.last().map(|step| step.amount).unwrap_or_default();
    part.gross = part.value;
    if line.kind == LineKind::Upgrade {
        let unused = license.unused_value(on).map_err(too_large)?;
        // What was paid is never paid out by an upgrade: that would be a return.
        part.credit = unused.min(part.value);
        part.gross = part.value.minus(part.credit).map_err(too_large)?;
        trace.push(PriceStep {
            kind: PriceStepKind::Credit,
            rule: None,
            discount: BasisPoints(0),
            amount: part.gross,
        });
    }
    Ok((trace, part))
}

/// The last day of a renewed term, and its years.
fn renewed_until(line: &QuoteLine, from: NaiveDate) -> Result<(NaiveDate, Years), LineFault> {
    match line.ends_on {
        Some(last) => Ok((last, years_until(last, from)?)),
        None => Ok((last_day_of_term(from, line.years), Years::whole(line.years))),
    }
}

/// The price and floor of a license with the packs that it holds, per year.
fn with_packs(
    license: &LicenseStanding,
    product: &PricedProduct,
    book: &PriceBook,
) -> Result<(Amount, Option<Amount>), LineFault> {
    let mut unit = product.list_price;
    let mut floor = product.floor_price;
    for held in license.addons() {
        let pack = book
            .product(held.product_id)
            .ok_or_else(|| ("product_id", Refusal::new(Reason::NoPrice)))?;
        let plus = |sum: Amount, price: Amount| -> Result<Amount, AmountError> {
            sum.plus(price.times(held.quantity)?)
        };
        unit = plus(unit, pack.list_price).map_err(too_large)?;
        if let Some(price) = pack.floor_price {
            floor = Some(plus(floor.unwrap_or_default(), price).map_err(too_large)?);
        }
    }
    Ok((unit, floor))
}

/// The better product's limits, with the packs that are held.
fn upgraded_limits(
    license: &LicenseStanding,
    product: &PricedProduct,
    book: &PriceBook,
    part: &mut PricedPart,
) -> Result<(), LineFault> {
    let is_above = book
        .product(license.product_id)
        .is_none_or(|present| present.list_price < product.list_price);
    if product.product_id == license.product_id || !is_above {
        let refusal = Refusal::new(Reason::NotAnUpgrade);
        return Err(("product_id", refusal.with("number", &license.number)));
    }
    part.new_workspaces = product.workspaces;
    part.new_users = product.users;
    for held in license.addons() {
        if let Some(pack) = book.product(held.product_id) {
            part.new_workspaces = raised(part.new_workspaces, held.quantity, pack.workspaces);
            part.new_users = raised(part.new_users, held.quantity, pack.users);
        }
    }
    Ok(())
}

/// The limits with more packs. What is unlimited cannot grow.
fn expanded_limits(
    license: &LicenseStanding,
    pack: &PricedProduct,
    packs: u32,
    part: &mut PricedPart,
) -> Result<(), LineFault> {
    let grows =
        (pack.workspaces > 0 && license.workspaces > 0) || (pack.users > 0 && license.users > 0);
    if !grows {
        let refusal = Refusal::new(Reason::AlreadyUnlimited);
        return Err(("licenses", refusal.with("number", &license.number)));
    }
    part.new_workspaces = raised(license.workspaces, packs, pack.workspaces);
    part.new_users = raised(license.users, packs, pack.users);
    Ok(())
}
