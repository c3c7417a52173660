//! What an order costs, and why. The server decides with it; the SPA shows the same while typing.
//!
//! list price × sets × years → term → volume → partner level → manual, multiplied in this order on
//! the gross, not below the floor. Rounded once per line, half away from zero, because invoices
//! are checked per line; tax = round(gross × r ÷ (1 + r)); totals are sums of lines (order form).
//! Lines on licenses are priced license by license, each rounded once: `on_license`.

mod agreed;
mod calculation;
mod on_license;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::agreed::agreed_line;
use self::calculation::{Calculation, Discount, trace_of};
use super::ProductKind;
use crate::{
    id::{LicenseId, PriceRuleId, ProductId},
    licenses::{LicenseStanding, Years},
    money::{Amount, AmountError, BasisPoints, Currency},
    orders::LineKind,
    partners::PartnerLevel,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// Most lines of an order, sets of a line and years of a term.
pub const MAX_LINES: usize = 50;
pub const MAX_SETS: u32 = 100;
pub const MAX_YEARS: u32 = 5;

crate::enums::wire_enum! {
    /// A step on the way from the list price to the price.
    pub enum PriceStepKind {
        #[default]
        List = "list": "目录价", "List price";
        Proration = "proration": "按剩余天数折算", "Prorated by remaining days";
        Term = "term": "多年期折扣", "Term discount";
        Volume = "volume": "数量折扣", "Volume discount";
        Level = "level": "伙伴等级折扣", "Partner level discount";
        Manual = "manual": "人工折扣", "Manual discount";
        Floor = "floor": "最低价", "Floor price";
        Credit = "credit": "抵扣已付未用部分", "Credit for unused days";
        Agreed = "agreed": "约定总价", "Agreed price";
    }
}

crate::enums::wire_enum! {
    /// What a price rule looks at.
    pub enum PriceRuleKind {
        #[default]
        Term = "term": "多年期", "Term";
        Volume = "volume": "数量", "Volume";
        Level = "level": "伙伴等级", "Partner level";
    }
}

/// A discount that holds for a while. The best threshold that is reached counts, never several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceRule {
    pub id: PriceRuleId,
    pub kind: PriceRuleKind,
    /// Years (term) or sets (volume) from which it holds; 0 for levels.
    pub at_least: u32,
    /// The level it holds for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<PartnerLevel>,
    /// What is taken off: 1000 is 10 %.
    pub discount: BasisPoints,
    pub valid_from: NaiveDate,
    /// The last day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

impl PriceRule {
    fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// A product's price per set and year, tax included, and the tax that is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PricedProduct {
    pub product_id: ProductId,
    pub kind: ProductKind,
    /// Workspaces of a license, or that a pack adds; 0 is unlimited, or none.
    pub workspaces: u32,
    /// Users, alike.
    pub users: u32,
    pub list_price: Amount,
    /// A set and year never costs less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_price: Option<Amount>,
    pub tax_rate: BasisPoints,
    pub sold: bool,
}

impl PricedProduct {
    /// Whether it adds to limits, as packs do and features do not.
    pub const fn raises_limits(&self) -> bool {
        matches!(self.kind, ProductKind::Addon) && (self.workspaces > 0 || self.users > 0)
    }
}

/// Everything that prices follow from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceBook {
    pub currency: Currency,
    pub products: Vec<PricedProduct>,
    pub rules: Vec<PriceRule>,
    /// The licenses that lines name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseStanding>,
}

impl PriceBook {
    fn product(&self, id: ProductId) -> Option<&PricedProduct> {
        self.products.iter().find(|product| product.product_id == id)
    }
}

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuoteLine {
    #[serde(default)]
    pub kind: LineKind,
    pub product_id: ProductId,
    /// Sets, one license each; packs per license for expansions and add-ons; units of a service.
    pub sets: u32,
    /// For new licenses and renewals.
    pub years: u32,
    /// The last day, in place of whole years; for new licenses and renewals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// The licenses it is on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseId>,
    /// What is taken off by hand.
    #[serde(default)]
    pub manual_discount: BasisPoints,
}

impl QuoteLine {
    /// New licenses for whole years, nothing taken off by hand.
    pub const fn new(product_id: ProductId, sets: u32, years: u32) -> Self {
        Self {
            kind: LineKind::New,
            product_id,
            sets,
            years,
            ends_on: None,
            licenses: Vec::new(),
            manual_discount: BasisPoints(0),
        }
    }
}

/// For whom and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pricing {
    /// `None` where the customer buys directly.
    pub level: Option<PartnerLevel>,
    pub on: NaiveDate,
}

/// One step of the trace: what was taken off, and what is left then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceStep {
    pub kind: PriceStepKind,
    /// The rule that stands behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<PriceRuleId>,
    #[serde(default)]
    pub discount: BasisPoints,
    /// The line's gross after this step.
    pub amount: Amount,
}

/// What a line on licenses means for one of them: limits, dates and money, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PricedPart {
    pub license_id: LicenseId,
    pub number: String,
    /// The days that are paid for.
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// What they are worth: the price before credit.
    pub value: Amount,
    /// What was paid for unused days and is taken off.
    pub credit: Amount,
    pub gross: Amount,
    /// The latest of its segments when it was priced; see [`LicenseStanding::latest_segment`]. 0
    /// where the order is older than their numbers: it is submitted again.
    #[serde(default)]
    pub latest_segment: u32,
    pub old_product_id: ProductId,
    pub old_expires_on: NaiveDate,
    pub new_expires_on: NaiveDate,
    /// Workspaces; 0 is unlimited.
    pub old_workspaces: u32,
    pub new_workspaces: u32,
    /// Users; 0 is unlimited.
    pub old_users: u32,
    pub new_users: u32,
}

/// A line's price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PricedLine {
    #[serde(default)]
    pub kind: LineKind,
    pub product_id: ProductId,
    pub sets: u32,
    pub years: u32,
    /// Per set and year, tax included, before discounts.
    pub list_price: Amount,
    pub tax_rate: BasisPoints,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
    /// Why it costs what it costs.
    pub trace: Vec<PriceStep>,
    /// License by license, where it is on licenses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PricedPart>,
}

/// Net, tax and gross.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
}

/// What an order costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    pub currency: Currency,
    pub lines: Vec<PricedLine>,
    pub totals: Totals,
}

/// Prices the lines.
///
/// # Errors
/// One field error per fault, by pointer (`/lines/0/sets`).
pub fn quote(
    lines: &[QuoteLine],
    book: &PriceBook,
    pricing: Pricing,
) -> Result<Quote, Vec<FieldError>> {
    let mut faults = Faults::new();
    if lines.is_empty() {
        faults.add("/lines", Reason::NoLines);
    }
    if lines.len() > MAX_LINES {
        faults.add("/lines", Refusal::new(Reason::TooManyLines).with("max", MAX_LINES));
    }
    let mut priced = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        match price_line(line, book, pricing) {
            Ok(line) => priced.push(line),
            Err((field, refusal)) => faults.add(format!("/lines/{index}/{field}"), refusal),
        }
    }
    let totals = total(&priced);
    if totals.is_err() {
        faults.add("/lines", Reason::AmountTooLarge);
    }
    faults.into_result()?;
    let totals = totals.unwrap_or_default();
    Ok(Quote { currency: book.currency, lines: priced, totals })
}

fn total(lines: &[PricedLine]) -> Result<Totals, AmountError> {
    Ok(Totals {
        net: Amount::total(lines.iter().map(|line| line.net))?,
        tax: Amount::total(lines.iter().map(|line| line.tax))?,
        gross: Amount::total(lines.iter().map(|line| line.gross))?,
    })
}

/// The field that is at fault, and why.
pub type LineFault = (&'static str, Refusal);

/// Prices one line; the fault names the field.
///
/// # Errors
/// Unknown or unsold product, or one for other lines; a number out of range; licenses that the
/// line cannot be on; an amount that does not fit.
pub fn price_line(
    line: &QuoteLine,
    book: &PriceBook,
    pricing: Pricing,
) -> Result<PricedLine, LineFault> {
    validate::range(line.sets, 1, MAX_SETS).map_err(|refusal| ("sets", refusal))?;
    if line.kind.has_years() && line.ends_on.is_none() {
        validate::range(line.years, 1, MAX_YEARS).map_err(|refusal| ("years", refusal))?;
    }
    validate::range(line.manual_discount.0, 0, BasisPoints::WHOLE.0)
        .map_err(|refusal| ("manual_discount", refusal))?;
    let product = book
        .product(line.product_id)
        .ok_or_else(|| ("product_id", Refusal::new(Reason::NoPrice)))?;
    // Who has a license may keep it, though it is not sold any more.
    if !product.sold && line.kind != LineKind::Renewal {
        return Err(("product_id", Reason::ProductNotSold.into()));
    }
    if !line.kind.fits(product.kind, product.raises_limits()) {
        let refusal = Refusal::new(Reason::ProductOfOtherKind).with("kind", line.kind);
        return Err(("product_id", refusal));
    }
    let (trace, parts) = if line.kind.is_on_licenses() {
        on_license::price(line, product, book, pricing)?
    } else if line.licenses.is_empty() {
        let years = match (line.kind, line.ends_on) {
            (LineKind::Service, _) => Years::whole(1),
            (_, None) => Years::whole(line.years),
            (_, Some(last)) => years_until(last, pricing.on)?,
        };
        let trace = trace_of(&Calculation {
            unit: product.list_price,
            floor: product.floor_price,
            quantity: line.sets,
            bought: years,
            years,
            discounts: discounts(line, book, pricing, years.floor(), line.sets),
        })
        .map_err(too_large)?;
        (trace, Vec::new())
    } else {
        let refusal = Refusal::new(Reason::NoLicensesHere).with("kind", line.kind);
        return Err(("licenses", refusal));
    };
    let gross = trace.last().map(|step| step.amount).unwrap_or_default();
    let tax = gross.tax_within(product.tax_rate).map_err(too_large)?;
    let net = gross.minus(tax).map_err(too_large)?;
    Ok(PricedLine {
        kind: line.kind,
        product_id: line.product_id,
        sets: line.sets,
        years: line.years,
        list_price: product.list_price,
        tax_rate: product.tax_rate,
        net,
        tax,
        gross,
        trace,
        parts,
    })
}

fn too_large(_: AmountError) -> LineFault {
    ("sets", Refusal::new(Reason::AmountTooLarge))
}

/// The years from a day to the last day that was agreed, both counted.
///
/// # Errors
/// The last day is not after the first, or further away than the longest term.
fn years_until(last: NaiveDate, from: NaiveDate) -> Result<Years, LineFault> {
    let limit = crate::dates::last_day_of_term(from, MAX_YEARS);
    if last <= from {
        return Err(("ends_on", Refusal::new(Reason::EndsTooEarly).with("on", from)));
    }
    if last > limit {
        return Err(("ends_on", Refusal::new(Reason::EndsTooLate).with("on", limit)));
    }
    Ok(Years::of_period(from, last))
}

/// The discounts that apply, in the order in which they are multiplied. Rules are for what runs
/// for years; services have the discount by hand only.
fn discounts(
    line: &QuoteLine,
    book: &PriceBook,
    pricing: Pricing,
    years: u32,
    quantity: u32,
) -> Vec<Discount> {
    let best = |kind: PriceRuleKind, reached: &dyn Fn(&PriceRule) -> bool| {
        book.rules
            .iter()
            .filter(|rule| rule.kind == kind && rule.holds_on(pricing.on) && reached(rule))
            .filter(|_| line.kind != LineKind::Service)
            .max_by_key(|rule| (rule.at_least, rule.valid_from, rule.id))
    };
    let term = best(PriceRuleKind::Term, &|rule| rule.at_least <= years);
    let volume = best(PriceRuleKind::Volume, &|rule| rule.at_least <= quantity);
    let level =
        best(PriceRuleKind::Level, &|rule| rule.level.is_some() && rule.level == pricing.level);
    let by_rule = [
        (PriceStepKind::Term, term),
        (PriceStepKind::Volume, volume),
        (PriceStepKind::Level, level),
    ];
    let manual = (PriceStepKind::Manual, None, line.manual_discount);
    by_rule
        .into_iter()
        .filter_map(|(kind, rule)| rule.map(|rule| (kind, Some(rule.id), rule.discount)))
        .chain([manual])
        .filter(|(_, _, discount)| discount.0 > 0)
        .collect()
}

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;
