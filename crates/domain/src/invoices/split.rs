//! What an invoice has of an order's lines. Parts of a line are cut so that they always make the
//! whole: gross by shares of what is open, tax by what the line's own tax comes to so far. The last
//! part takes the remainder, and no fen is lost on the way.

use serde::{Deserialize, Serialize};

use super::wire::InvoiceLine;
use crate::{
    id::OrderId,
    money::{Amount, AmountError, BasisPoints},
    problem::{Reason, Refusal},
};

/// Decimals of a unit price or a quantity (数电票: at most 13).
const DECIMALS: u32 = 13;

/// Gross and the tax that is in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub gross: Amount,
    pub tax: Amount,
}

impl Split {
    /// The sum of two.
    ///
    /// # Errors
    /// It does not fit.
    pub fn plus(self, other: Self) -> Result<Self, AmountError> {
        Ok(Self { gross: self.gross.plus(other.gross)?, tax: self.tax.plus(other.tax)? })
    }

    /// What is left without the other.
    ///
    /// # Errors
    /// It does not fit.
    pub fn minus(self, other: Self) -> Result<Self, AmountError> {
        Ok(Self { gross: self.gross.minus(other.gross)?, tax: self.tax.minus(other.tax)? })
    }

    /// A part of this for a gross of `part`, when `done` was taken before. What completes it takes
    /// all that is left.
    ///
    /// # Errors
    /// It does not fit.
    pub fn part(self, done: Self, part: Amount) -> Result<Self, AmountError> {
        let until = done.gross.plus(part)?;
        if until == self.gross {
            return self.minus(done);
        }
        let whole = i128::from(self.gross.minor()).max(1);
        let tax = self.tax.scaled(i128::from(until.minor()), whole)?.minus(done.tax)?;
        Ok(Self { gross: part, tax: tax.clamp(Amount::ZERO, part) })
    }
}

/// A line of which something may be left to invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenLine {
    /// What it comes to in all, without what was returned of it.
    pub whole: Split,
    /// What invoices have of it already, without what red letters took back.
    pub done: Split,
}

impl OpenLine {
    /// What is left; nothing where more was invoiced than it comes to.
    pub fn open(&self) -> Amount {
        self.whole.gross.minus(self.done.gross).unwrap_or_default().max(Amount::ZERO)
    }
}

/// Shares `wanted` out over what is open of the lines, in proportion; one split per line, nothing
/// for those that get none.
///
/// # Errors
/// Nothing is open, or more is wanted than that.
pub fn split(lines: &[OpenLine], wanted: Amount) -> Result<Vec<Split>, Refusal> {
    let open: Amount = lines.iter().map(OpenLine::open).sum();
    if open == Amount::ZERO {
        return Err(Reason::NothingToInvoice.into());
    }
    if wanted > open || wanted <= Amount::ZERO {
        return Err(Refusal::new(Reason::OverOpenAmount).with("open", open));
    }
    let (wanted, all) = (i128::from(wanted.minor()), i128::from(open.minor()));
    let too_large = |_| Refusal::from(Reason::AmountTooLarge);
    let (mut before, mut splits) = (0_i128, Vec::with_capacity(lines.len()));
    for line in lines {
        let after = before + i128::from(line.open().minor());
        // Whole numbers below the running shares: neighbours differ by what the line gets.
        let gets = wanted * after / all - wanted * before / all;
        before = after;
        let gets = i64::try_from(gets).map_err(|_| Refusal::from(Reason::AmountTooLarge))?;
        if gets == 0 {
            splits.push(Split::default());
            continue;
        }
        splits.push(line.whole.part(line.done, Amount::from_minor(gets)).map_err(too_large)?);
    }
    Ok(splits)
}

/// An order's line as it can be invoiced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Billable {
    pub order_id: OrderId,
    pub order_number: String,
    /// The order's line, from 1.
    pub order_line: u32,
    pub name: String,
    pub unit: String,
    pub tax_classification: Option<String>,
    /// How many of it were sold.
    pub quantity: u32,
    pub tax_rate: BasisPoints,
    /// What it was sold for.
    pub sold: Split,
    pub open: OpenLine,
}

/// What stands of a line that was sold for `sold` when `refund` of it was paid back: the tax
/// goes back in proportion.
///
/// # Errors
/// It does not fit.
pub fn refunded(sold: Split, refund: Amount) -> Result<Split, AmountError> {
    if refund == Amount::ZERO {
        return Ok(sold);
    }
    let gross = sold.gross.minus(refund)?.max(Amount::ZERO);
    let whole = i128::from(sold.gross.minor()).max(1);
    Ok(Split { gross, tax: sold.tax.scaled(i128::from(gross.minor()), whole)? })
}

/// The lines of an invoice over an order's lines, for `wanted` of what is open of them; numbered
/// from `first`. Quantity and unit price are derived, the price with its tax and at most 13 decimals.
///
/// # Errors
/// Nothing is open, or less than is wanted.
pub fn lines_of(
    lines: &[Billable],
    wanted: Amount,
    first: u32,
) -> Result<Vec<InvoiceLine>, Refusal> {
    let open: Vec<OpenLine> = lines.iter().map(|line| line.open).collect();
    let splits = split(&open, wanted)?;
    let some = lines.iter().zip(splits).filter(|(_, split)| split.gross != Amount::ZERO);
    Ok(some.zip(first..).map(|((line, split), number)| line.invoiced(split, number)).collect())
}

impl Billable {
    fn invoiced(&self, split: Split, line: u32) -> InvoiceLine {
        let (sold, part) = (self.sold.gross.minor(), split.gross.minor());
        let quantity = i128::from(self.quantity.max(1));
        InvoiceLine {
            line,
            order_id: self.order_id,
            order_number: self.order_number.clone(),
            order_line: self.order_line,
            name: self.name.clone(),
            unit: self.unit.clone(),
            tax_classification: self.tax_classification.clone(),
            quantity: decimal(quantity * i128::from(part), i128::from(sold)),
            unit_price: decimal(i128::from(sold), quantity * 100),
            tax_rate: self.tax_rate,
            net: split.gross.minus(split.tax).unwrap_or_default(),
            tax: split.tax,
            gross: split.gross,
            of_line: None,
        }
    }
}

/// `numerator ÷ denominator` as a decimal text of at most 13 decimals, rounded half away from zero.
pub(super) fn decimal(numerator: i128, denominator: i128) -> String {
    let scale = 10_i128.pow(DECIMALS);
    let sign = if (numerator < 0) == (denominator < 0) { "" } else { "-" };
    let (top, bottom) = (numerator.abs().saturating_mul(scale), denominator.abs().max(1));
    let scaled = (top + bottom / 2) / bottom;
    let (whole, rest) = (scaled / scale, scaled % scale);
    let text = format!("{whole}.{rest:013}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if scaled == 0 { text.to_owned() } else { format!("{sign}{text}") }
}
