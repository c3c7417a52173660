//! A price that was agreed, whatever the rules would say.

use super::{LineFault, PriceBook, PriceStep, PriceStepKind, PricedLine};
use crate::{
    id::ProductId,
    money::{Amount, BasisPoints},
    orders::LineKind,
    problem::{Reason, Refusal},
    products::ProductKind,
};

/// The price of one new license that was agreed, whatever the rules would say; the list price of
/// its whole years stands before it.
///
/// # Errors
/// A product that nobody priced or that is no license; an amount that does not fit.
pub fn agreed_line(
    product: ProductId,
    years: u32,
    gross: Amount,
    book: &PriceBook,
) -> Result<PricedLine, LineFault> {
    let product =
        book.product(product).ok_or_else(|| ("product_id", Refusal::new(Reason::NoPrice)))?;
    if product.kind != ProductKind::License {
        let refusal = Refusal::new(Reason::ProductOfOtherKind).with("kind", LineKind::New);
        return Err(("product_id", refusal));
    }
    let too_large = |_| ("amount", Refusal::new(Reason::AmountTooLarge));
    let step = |kind, amount| PriceStep { kind, rule: None, discount: BasisPoints(0), amount };
    let list = product.list_price.times(years.max(1)).map_err(too_large)?;
    let tax = gross.tax_within(product.tax_rate).map_err(too_large)?;
    Ok(PricedLine {
        kind: LineKind::New,
        product_id: product.product_id,
        sets: 1,
        years,
        list_price: product.list_price,
        tax_rate: product.tax_rate,
        net: gross.minus(tax).map_err(too_large)?,
        tax,
        gross,
        trace: vec![step(PriceStepKind::List, list), step(PriceStepKind::Agreed, gross)],
        parts: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{Id, money::Currency, products::pricing::PricedProduct};

    fn book(kind: ProductKind) -> PriceBook {
        PriceBook {
            currency: Currency::Cny,
            products: vec![PricedProduct {
                product_id: Id::from_uuid(Uuid::from_u128(1)),
                kind,
                workspaces: 1,
                users: 50,
                list_price: Amount::from_minor(42_000_00),
                floor_price: Some(Amount::from_minor(30_000_00)),
                tax_rate: BasisPoints(13_00),
                // Not sold any more: who bought it then has it now.
                sold: false,
            }],
            rules: Vec::new(),
            licenses: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn what_was_agreed_is_the_price_to_the_fen(minor in 0_i64..10_000_000_00, years in 0_u32..6) {
            let (gross, book) = (Amount::from_minor(minor), book(ProductKind::License));
            let line = agreed_line(book.products[0].product_id, years, gross, &book).unwrap();

            prop_assert_eq!(line.gross, gross);
            prop_assert_eq!(line.net.plus(line.tax).unwrap(), gross);
            prop_assert_eq!(line.trace.last().map(|step| step.kind), Some(PriceStepKind::Agreed));
        }
    }

    #[test]
    fn only_a_license_with_a_list_price_is_sold_so() {
        let refused = |product, book: &PriceBook| {
            let (field, refusal) = agreed_line(product, 1, Amount::ZERO, book).unwrap_err();
            (field, refusal.reason)
        };
        let packs = book(ProductKind::Addon);
        let unknown = Id::from_uuid(Uuid::from_u128(2));

        let known = packs.products[0].product_id;
        assert_eq!(refused(known, &packs), ("product_id", Reason::ProductOfOtherKind));
        assert_eq!(refused(unknown, &packs), ("product_id", Reason::NoPrice));
    }
}
