//! From a list price to a price: exact until the end, so that no step's rounding carries into the
//! next.

use super::{PriceStep, PriceStepKind};
use crate::{
    id::PriceRuleId,
    licenses::Years,
    money::{Amount, AmountError, BasisPoints},
};

pub(super) type Discount = (PriceStepKind, Option<PriceRuleId>, BasisPoints);

/// What is multiplied.
#[derive(Debug)]
pub(super) struct Calculation {
    /// Per piece and year, tax included.
    pub unit: Amount,
    /// A piece and year never costs less.
    pub floor: Option<Amount>,
    pub quantity: u32,
    /// The years of the terms as they were bought.
    pub bought: Years,
    /// The years that are paid for: fewer, where a part of them is over.
    pub years: Years,
    pub discounts: Vec<Discount>,
}

/// Multiplies, and shows what each step leaves, rounded half away from zero.
pub(super) fn trace_of(of: &Calculation) -> Result<Vec<PriceStep>, AmountError> {
    let unit = of.unit.times(of.quantity)?;
    let step = |kind, amount| PriceStep { kind, rule: None, discount: BasisPoints(0), amount };
    let list = unit.scaled(of.bought.numerator, of.bought.denominator)?;
    let mut trace = vec![step(PriceStepKind::List, list)];
    let Years { mut numerator, mut denominator } = of.years;
    let mut gross = unit.scaled(numerator, denominator)?;
    if of.years != of.bought {
        trace.push(step(PriceStepKind::Proration, gross));
    }
    for (kind, rule, discount) in &of.discounts {
        let kept = BasisPoints::WHOLE.0.saturating_sub(discount.0);
        numerator = numerator.checked_mul(i128::from(kept)).ok_or(AmountError::Overflow)?;
        denominator = denominator
            .checked_mul(i128::from(BasisPoints::WHOLE.0))
            .ok_or(AmountError::Overflow)?;
        gross = unit.scaled(numerator, denominator)?;
        trace.push(PriceStep { kind: *kind, rule: *rule, discount: *discount, amount: gross });
    }
    if let Some(floor) = of.floor {
        let floor = floor.times(of.quantity)?.scaled(of.years.numerator, of.years.denominator)?;
        if gross < floor {
            trace.push(step(PriceStepKind::Floor, floor));
        }
    }
    Ok(trace)
}

/// The traces of several licenses as one: step by step, what they leave together. A license
/// without a step keeps what the step before left.
pub(super) fn merged(traces: &[Vec<PriceStep>]) -> Result<Vec<PriceStep>, AmountError> {
    let mut merged = Vec::new();
    for kind in PriceStepKind::ALL {
        let steps = || traces.iter().flatten().filter(|step| step.kind == *kind);
        let Some(first) = steps().next() else { continue };
        let is_same =
            steps().all(|step| step.discount == first.discount && step.rule == first.rule);
        let left = |trace: &Vec<PriceStep>| {
            let until = trace.iter().take_while(|step| step.kind <= *kind);
            until.last().map(|step| step.amount).unwrap_or_default()
        };
        merged.push(PriceStep {
            kind: *kind,
            rule: first.rule.filter(|_| is_same),
            discount: if is_same { first.discount } else { BasisPoints(0) },
            amount: Amount::total(traces.iter().map(left))?,
        });
    }
    Ok(merged)
}
