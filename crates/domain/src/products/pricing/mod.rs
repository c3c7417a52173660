//! What an order costs, and why. The server decides with it; the SPA shows the same while typing.
//!
//! list price × sets × years → term → volume → partner level → manual, multiplied in this order on
//! the gross, not below the floor. Rounded once per line, half away from zero, because invoices
//! are checked per line; tax = round(gross × r ÷ (1 + r)); totals are sums of lines (order form).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    id::{PriceRuleId, ProductId},
    money::{Amount, AmountError, BasisPoints, Currency},
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
        Term = "term": "多年期折扣", "Term discount";
        Volume = "volume": "数量折扣", "Volume discount";
        Level = "level": "伙伴等级折扣", "Partner level discount";
        Manual = "manual": "人工折扣", "Manual discount";
        Floor = "floor": "最低价", "Floor price";
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
    pub list_price: Amount,
    /// A set and year never costs less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_price: Option<Amount>,
    pub tax_rate: BasisPoints,
    pub sold: bool,
}

/// Everything that prices follow from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceBook {
    pub currency: Currency,
    pub products: Vec<PricedProduct>,
    pub rules: Vec<PriceRule>,
}

/// What a line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuoteLine {
    pub product_id: ProductId,
    /// Quantity: sets, one license each.
    pub sets: u32,
    pub years: u32,
    /// What is taken off by hand.
    #[serde(default)]
    pub manual_discount: BasisPoints,
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

/// A line's price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PricedLine {
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

type LineFault = (&'static str, Refusal);

/// Prices one line; the fault names the field.
///
/// # Errors
/// Unknown or unsold product, a number out of range, an amount that does not fit.
pub fn price_line(
    line: &QuoteLine,
    book: &PriceBook,
    pricing: Pricing,
) -> Result<PricedLine, LineFault> {
    validate::range(line.sets, 1, MAX_SETS).map_err(|refusal| ("sets", refusal))?;
    validate::range(line.years, 1, MAX_YEARS).map_err(|refusal| ("years", refusal))?;
    validate::range(line.manual_discount.0, 0, BasisPoints::WHOLE.0)
        .map_err(|refusal| ("manual_discount", refusal))?;
    let product = book
        .products
        .iter()
        .find(|product| product.product_id == line.product_id)
        .ok_or_else(|| ("product_id", Reason::NoPrice.into()))?;
    if !product.sold {
        return Err(("product_id", Reason::ProductNotSold.into()));
    }
    let too_large = |_| ("sets", Refusal::new(Reason::AmountTooLarge));
    let (gross, trace) = trace_of(line, product, book, pricing).map_err(too_large)?;
    let tax = gross.tax_within(product.tax_rate).map_err(too_large)?;
    let net = gross.minus(tax).map_err(too_large)?;
    Ok(PricedLine {
        product_id: line.product_id,
        sets: line.sets,
        years: line.years,
        list_price: product.list_price,
        tax_rate: product.tax_rate,
        net,
        tax,
        gross,
        trace,
    })
}

/// Multiplies the discounts exactly and rounds what each step leaves, so that no step's rounding
/// carries into the next.
fn trace_of(
    line: &QuoteLine,
    product: &PricedProduct,
    book: &PriceBook,
    pricing: Pricing,
) -> Result<(Amount, Vec<PriceStep>), AmountError> {
    let list = product.list_price.times(line.sets)?.times(line.years)?;
    let mut trace = vec![PriceStep {
        kind: PriceStepKind::List,
        rule: None,
        discount: BasisPoints(0),
        amount: list,
    }];
    let (mut numerator, mut denominator) = (1_i128, 1_i128);
    let mut gross = list;
    for (kind, rule, discount) in discounts(line, book, pricing) {
        numerator *= i128::from(BasisPoints::WHOLE.0.saturating_sub(discount.0));
        denominator *= i128::from(BasisPoints::WHOLE.0);
        gross = list.scaled(numerator, denominator)?;
        trace.push(PriceStep { kind, rule, discount, amount: gross });
    }
    if let Some(floor) = product.floor_price {
        let floor = floor.times(line.sets)?.times(line.years)?;
        if gross < floor {
            gross = floor;
            trace.push(PriceStep {
                kind: PriceStepKind::Floor,
                rule: None,
                discount: BasisPoints(0),
                amount: gross,
            });
        }
    }
    Ok((gross, trace))
}

type Discount = (PriceStepKind, Option<PriceRuleId>, BasisPoints);

/// The discounts that apply, in the order in which they are multiplied.
fn discounts(line: &QuoteLine, book: &PriceBook, pricing: Pricing) -> Vec<Discount> {
    let best = |kind: PriceRuleKind, reached: &dyn Fn(&PriceRule) -> bool| {
        book.rules
            .iter()
            .filter(|rule| rule.kind == kind && rule.holds_on(pricing.on) && reached(rule))
            .max_by_key(|rule| (rule.at_least, rule.valid_from, rule.id))
    };
    let term = best(PriceRuleKind::Term, &|rule| rule.at_least <= line.years);
    let volume = best(PriceRuleKind::Volume, &|rule| rule.at_least <= line.sets);
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
mod tests;
