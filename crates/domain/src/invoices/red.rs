//! Red letters 红字发票: what takes an invoice back, whole or line by line, as its negative.

use super::{
    RedReason, Split,
    split::decimal,
    wire::{InvoiceLine, RedInvoice},
};
use crate::{
    money::Amount,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// What red letters have taken back of each line already, in the lines' order; never negative.
fn left(line: &InvoiceLine, taken: Split) -> Amount {
    line.gross.minus(taken.gross).unwrap_or_default()
}

/// Checks a red letter over `lines`, of which `taken` was reversed before (one per line).
///
/// # Errors
/// One field error per fault: lines that are not there or named twice, more than is left of them,
/// a part where the reason allows only the whole.
pub fn check_red(
    red: &RedInvoice,
    lines: &[InvoiceLine],
    taken: &[Split],
) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/remark", validate::optional_text(red.remark.as_deref(), 200));
    for (index, part) in red.lines.iter().enumerate() {
        let is_twice = red.lines.iter().take(index).any(|before| before.line == part.line);
        let found = lines.iter().zip(taken).find(|(line, _)| line.line == part.line);
        match found {
            Some((line, taken)) if !is_twice => {
                let left = left(line, *taken);
                if part.gross <= Amount::ZERO {
                    faults.add(format!("/lines/{index}/gross"), Reason::AmountNotPositive);
                } else if part.gross > left {
                    let refusal = Refusal::new(Reason::OverInvoice).with("left", left);
                    faults.add(format!("/lines/{index}/gross"), refusal);
                }
            }
            _ => faults.add(format!("/lines/{index}/line"), Reason::UnknownReference),
        }
    }
    if red.reason == RedReason::IssuedWrong {
        let is_untouched = taken.iter().all(|taken| taken.gross == Amount::ZERO);
        let is_whole = red.lines.is_empty()
            || lines.iter().all(|line| {
                red.lines.iter().any(|part| part.line == line.line && part.gross == line.gross)
            });
        if !is_whole || !is_untouched {
            faults.add("/reason", Reason::WholeOnly);
        }
    }
    faults.into_result()
}

/// The lines of the red letter: the negative of what is asked for, or of all that is left where no
/// lines are named. What completes a line takes all of the tax that is left of it.
///
/// # Errors
/// As [`check_red`]; nothing is left.
pub fn red_lines(
    red: &RedInvoice,
    lines: &[InvoiceLine],
    taken: &[Split],
) -> Result<Vec<InvoiceLine>, Vec<FieldError>> {
    check_red(red, lines, taken)?;
    let too_large = |_| vec![Refusal::from(Reason::AmountTooLarge).at("/lines")];
    let mut reversed = Vec::new();
    for (line, taken) in lines.iter().zip(taken) {
        let asked = red.lines.iter().find(|part| part.line == line.line).map(|part| part.gross);
        let part = match asked {
            Some(gross) => gross,
            None if red.lines.is_empty() => left(line, *taken),
            None => continue,
        };
        if part == Amount::ZERO {
            continue;
        }
        let whole = Split { gross: line.gross, tax: line.tax };
        let split = whole.part(*taken, part).map_err(too_large)?;
        let minus = |amount: Amount| Amount::ZERO.minus(amount).map_err(too_large);
        let (gross, tax) = (minus(split.gross)?, minus(split.tax)?);
        reversed.push(InvoiceLine {
            line: u32::try_from(reversed.len()).unwrap_or(u32::MAX).saturating_add(1),
            quantity: reversed_quantity(line, part),
            net: gross.minus(tax).map_err(too_large)?,
            tax,
            gross,
            of_line: Some(line.line),
            ..line.clone()
        });
    }
    if reversed.is_empty() {
        return Err(vec![Refusal::from(Reason::ReversedWhole).at("/lines")]);
    }
    Ok(reversed)
}

/// The line's own quantity, negative, where the whole of it is taken back; else what the part is of
/// its unit price.
fn reversed_quantity(line: &InvoiceLine, part: Amount) -> String {
    if part == line.gross {
        return format!("-{}", line.quantity);
    }
    let (whole, decimals) = line.quantity.split_once('.').unwrap_or((&line.quantity, ""));
    let digits: i128 = format!("{whole}{decimals}").parse().unwrap_or(1);
    let scale = 10_i128.pow(u32::try_from(decimals.len()).unwrap_or_default());
    decimal(-digits * i128::from(part.minor()), scale * i128::from(line.gross.minor()))
}
