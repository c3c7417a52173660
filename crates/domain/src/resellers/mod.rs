//! Resellers 经销商: partners that sell to customers of their own, and what they keep of it.

pub mod wire;

use std::collections::BTreeMap;

use self::wire::{ShareLine, ShareTotal};
use crate::money::{Amount, AmountError, BasisPoints, Currency};

/// What a partner keeps of what was collected: ratio × net, half away from zero.
///
/// ```
/// use domain::{money::{Amount, BasisPoints}, resellers::share_of};
/// let share = share_of(Amount::from_minor(1_000_01), BasisPoints(12_50))?;
/// assert_eq!(share, Amount::from_minor(125_00));
/// # Ok::<(), domain::money::AmountError>(())
/// ```
///
/// # Errors
/// It does not fit.
pub fn share_of(net: Amount, ratio: BasisPoints) -> Result<Amount, AmountError> {
    net.scaled(i128::from(ratio.0), i128::from(BasisPoints::WHOLE.0))
}

/// What the lines of a statement come to, each currency by itself.
///
/// # Errors
/// It does not fit.
pub fn totals(lines: &[ShareLine]) -> Result<Vec<ShareTotal>, AmountError> {
    let mut totals: BTreeMap<Currency, ShareTotal> = BTreeMap::new();
    for line in lines {
        let total = totals.entry(line.currency).or_insert(ShareTotal {
            currency: line.currency,
            gross: Amount::ZERO,
            net: Amount::ZERO,
            share: Amount::ZERO,
        });
        total.gross = total.gross.plus(line.gross)?;
        total.net = total.net.plus(line.net)?;
        total.share = total.share.plus(line.share)?;
    }
    Ok(totals.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::licenses::wire::PurchaseKind;

    #[cfg(not(target_family = "wasm"))]
    proptest::proptest! {
        #[test]
        fn the_totals_are_what_the_lines_come_to(
            rows in proptest::collection::vec((0_i64..10_i64.pow(10), 0_u32..=10_000, 0_usize..4), 0..40),
        ) {
            let lines: Vec<ShareLine> = rows
                .into_iter()
                .map(|(minor, ratio, currency)| {
                    let net = Amount::from_minor(minor);
                    ShareLine {
                        purchase_id: uuid::Uuid::nil().into(),
                        purchased_on: chrono::NaiveDate::default(),
                        kind: PurchaseKind::New,
                        customer_name: String::new(),
                        order_id: None,
                        order_number: None,
                        currency: Currency::ALL[currency],
                        gross: net,
                        net,
                        ratio: BasisPoints(ratio),
                        share: share_of(net, BasisPoints(ratio)).unwrap(),
                    }
                })
                .collect();

            let totals = totals(&lines).unwrap();

            for total in &totals {
                let of = lines.iter().filter(|line| line.currency == total.currency);
                proptest::prop_assert_eq!(of.clone().map(|line| line.share).sum::<Amount>(), total.share);
                proptest::prop_assert_eq!(of.map(|line| line.net).sum::<Amount>(), total.net);
                proptest::prop_assert!(total.share <= total.net);
            }
        }
    }
}
