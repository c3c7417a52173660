//! What each piece of evidence weighs, in thousandths of a natural log-odd. The figures are set by
//! hand from how often people, banks and prices agree by chance; `bench matching` measures them.

use super::{
    Evidence, Payment,
    book::{Book, Item, day},
};
use crate::money::Amount;

/// That two things taken at random belong together. Reasons must outweigh it.
pub const BASE: i32 = -4_000;
/// What an agreeing sum of several items weighs, where each of them is named and where not.
const SUM_NAMED: i32 = 6_000;
const SUM_UNNAMED: i32 = 4_000;
/// Items that are thought to be there beside those that are looked at.
const UNSEEN: usize = 100;
/// Days from which one more does not matter.
const FAR: i32 = 120;

/// 1000 × the natural logarithm; of nothing it is that of one.
pub fn ln_milli(n: usize) -> i32 {
    const MOST: u64 = 1 << 40;
    let n = u64::try_from(n).unwrap_or(MOST).clamp(1, MOST);
    let bits = n.ilog2();
    // The logarithm to base 2, straight between powers.
    let fraction = ((n - (1 << bits)) << 10) >> bits;
    let milli = (u64::from(bits) * 1024 + fraction) * 693 / 1024;
    i32::try_from(milli).unwrap_or(i32::MAX)
}

/// What one reason weighs.
pub fn weight(evidence: Evidence) -> i32 {
    let shared = |weight: i32, by: usize| (weight - ln_milli(by)).max(0);
    match evidence {
        Evidence::OrderNumberExact { shared_by } => shared(9_000, shared_by),
        Evidence::InvoiceNumber { shared_by } => shared(8_500, shared_by),
        Evidence::OrderNumberDigits { shared_by } => shared(8_000, shared_by),
        Evidence::ContractNumber { shared_by } => shared(7_000, shared_by),
        Evidence::OrderNumberDamaged { distance: 0 | 1 } => 6_000,
        Evidence::OrderNumberDamaged { .. } | Evidence::OrderNumberEnd { .. } => 3_500,
        Evidence::AnotherNumber => -3_000,
        Evidence::PayerKnown => 5_000,
        Evidence::PayerAlias { weight } => 2_000 + 3 * i32::from(weight),
        Evidence::PayerSimilar { per_mille } => 4 * i32::from(per_mille),
        Evidence::PayerMissing => 0,
        Evidence::PayerUnknown => -1_500,
        Evidence::PayerIsAnother => -3_500,
        Evidence::AmountEqual { alike, of } => {
            // A ledger of a few items tells little of how rare an amount is among all there are.
            let rarity = (of + UNSEEN).checked_div(alike + 1).unwrap_or(1);
            ln_milli(rarity).clamp(500, 6_000)
        }
        Evidence::AmountMinusFee { .. } => 1_200,
        Evidence::AmountPart { .. } => -1_000,
        Evidence::AmountOver { .. } => -2_500,
        Evidence::SumEqual { items } => -ln_milli(items),
        Evidence::SaysDeposit => 3_000,
        Evidence::OtherCurrency { .. } => -2_000,
        Evidence::DateNear { days } => 600 - 10 * days.min(60),
        Evidence::DateFar { days } => -10 * days.min(FAR),
        Evidence::DateBefore { days } => -500 - 100 * days.min(20),
    }
}

/// What all reasons weigh together; `several` are added up where a sum agrees.
pub fn score(evidence: &[Evidence]) -> i32 {
    evidence.iter().fold(BASE, |sum, evidence| sum.saturating_add(weight(*evidence)))
}

/// The weight of an agreeing sum.
pub const fn sum_weight(all_are_named: bool) -> i32 {
    if all_are_named { SUM_NAMED } else { SUM_UNNAMED }
}

/// What the days say of a payment and an item.
pub fn date(payment: &Payment, item: &Item) -> Evidence {
    let paid = day(payment);
    let away = paid.abs_diff(item.due);
    let days = i32::try_from(away).unwrap_or(i32::MAX);
    // Banks and sellers do not agree on the hour.
    if paid < item.issued - 1 {
        let days = i32::try_from(paid.abs_diff(item.issued)).unwrap_or(i32::MAX);
        Evidence::DateBefore { days }
    } else if days <= 60 {
        Evidence::DateNear { days }
    } else {
        Evidence::DateFar { days }
    }
}

/// What the amounts say of a payment and an item, if they are of one currency.
pub fn amount(book: &Book, payment: &Payment, item: &Item) -> Evidence {
    let (paid, open) = (payment.open.minor(), item.open);
    if item.of.currency != payment.currency {
        Evidence::OtherCurrency { currency: item.of.currency }
    } else if paid == open {
        Evidence::AmountEqual { alike: item.alike, of: book.count_in(payment.currency) }
    } else if let Some(fee) = book.fee(open, paid) {
        Evidence::AmountMinusFee { fee: Amount::from_minor(fee) }
    } else if paid < open {
        Evidence::AmountPart { missing: Amount::from_minor(open.saturating_sub(paid)) }
    } else {
        Evidence::AmountOver { surplus: Amount::from_minor(paid.saturating_sub(open)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_near_enough() {
        for (n, expected) in [(0, 0), (1, 0), (2, 693), (10, 2302), (1000, 6907), (100_000, 11_512)]
        {
            assert!(ln_milli(n).abs_diff(expected) <= 60, "{n}: {}", ln_milli(n));
        }
        assert!(ln_milli(usize::MAX) > 27_000);
    }
}
