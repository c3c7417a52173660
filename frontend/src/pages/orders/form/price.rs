//! The live price: the server's own function, over what can be priced so far.

use domain::{
    orders::{check_submission, quote_lines, wire::OrderContent},
    problem::FieldError,
    products::pricing::{PriceBook, PricedLine, Pricing, Totals, price_line, quote},
};

/// What the form shows as prices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Priced {
    /// One entry per line of the order; `None` while it cannot be priced.
    pub lines: Vec<Option<PricedLine>>,
    /// Of the lines that have a price.
    pub totals: Totals,
    /// Why the others have none.
    pub faults: Vec<FieldError>,
}

/// Prices every line that can be priced, so that one unfinished line does not hide the others.
pub fn priced(content: &OrderContent, book: &PriceBook, pricing: Pricing) -> Priced {
    let mut priced = Priced { lines: vec![None; content.lines.len()], ..Priced::default() };
    let mut fine = Vec::new();
    for (index, line) in quote_lines(content) {
        match price_line(&line, book, pricing) {
            Ok(_) => fine.push((index, line)),
            Err((field, refusal)) => {
                priced.faults.push(refusal.at(format!("/lines/{index}/{field}")));
            }
        }
    }
    if fine.is_empty() {
        return priced;
    }
    let lines: Vec<_> = fine.iter().map(|(_, line)| line.clone()).collect();
    match quote(&lines, book, pricing) {
        Ok(quote) => {
            priced.totals = quote.totals;
            for ((index, _), line) in fine.iter().zip(quote.lines) {
                priced.lines[*index] = Some(line);
            }
        }
        Err(faults) => priced.faults.extend(faults),
    }
    priced
}

/// Everything that the server would find at submission, each field once.
pub fn faults_of(content: &OrderContent, priced: &Priced) -> Vec<FieldError> {
    let mut faults = check_submission(content).err().unwrap_or_default();
    for fault in &priced.faults {
        if faults.iter().all(|known| known.pointer != fault.pointer) {
            faults.push(fault.clone());
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::{
        id::ProductId,
        money::{Amount, BasisPoints, Currency},
        orders::wire::LineInput,
        problem::Reason,
        products::{ProductKind, pricing::PricedProduct},
    };

    use super::*;

    fn product() -> ProductId {
        "01900000-0000-7000-8000-000000000001".parse().unwrap()
    }

    fn book() -> PriceBook {
        PriceBook {
            currency: Currency::Cny,
            products: vec![PricedProduct {
                product_id: product(),
                kind: ProductKind::License,
                workspaces: 0,
                users: 0,
                list_price: Amount::from_minor(16_800_000),
                floor_price: None,
                tax_rate: BasisPoints(3_00),
                sold: true,
            }],
            rules: Vec::new(),
            licenses: Vec::new(),
        }
    }

    fn pricing() -> Pricing {
        Pricing { level: None, on: NaiveDate::default() }
    }

    fn line(sets: u32) -> LineInput {
        LineInput { product_id: Some(product()), sets, ..LineInput::default() }
    }

    #[test]
    fn an_unfinished_line_does_not_hide_the_price_of_the_others() {
        let content = OrderContent {
            lines: vec![LineInput::default(), line(2), line(0)],
            ..OrderContent::default()
        };

        let priced = priced(&content, &book(), pricing());

        assert_eq!(priced.totals.gross.to_string(), "336000.00");
        assert!(priced.lines[0].is_none() && priced.lines[1].is_some());
        assert_eq!(priced.faults[0].pointer, "/lines/2/sets");
    }

    #[test]
    fn a_submission_is_checked_for_content_and_price_at_once() {
        let content = OrderContent { lines: vec![line(101)], ..OrderContent::default() };
        let priced = priced(&content, &book(), pricing());

        let faults = faults_of(&content, &priced);

        let at = |pointer: &str| faults.iter().filter(|fault| fault.pointer == pointer).count();
        assert_eq!(at("/lines/0/sets"), 1);
        assert_eq!(at("/lines/0/end_user/name"), 1);
        assert!(faults.iter().any(|fault| fault.reason == Reason::SetCount));
    }
}
