//! Prices, as a clerk would check them, and what must hold for any of them.

use uuid::Uuid;

use crate::Id;

use super::*;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn product() -> ProductId {
    Id::from_uuid(Uuid::from_u128(1))
}

fn rule(id: u128, kind: PriceRuleKind, at_least: u32, discount: u32) -> PriceRule {
    PriceRule {
        id: Id::from_uuid(Uuid::from_u128(id)),
        kind,
        at_least,
        level: None,
        discount: BasisPoints(discount),
        valid_from: day(2020, 1, 1),
        valid_until: None,
    }
}

fn book(list_minor: i64) -> PriceBook {
    let mut gold = rule(13, PriceRuleKind::Level, 0, 25_00);
    gold.level = Some(PartnerLevel::Gold);
    PriceBook {
        currency: Currency::Cny,
        products: vec![PricedProduct {
            product_id: product(),
            kind: ProductKind::License,
            workspaces: 1,
            users: 0,
            list_price: Amount::from_minor(list_minor),
            floor_price: None,
            tax_rate: BasisPoints(3_00),
            sold: true,
        }],
        rules: vec![
            rule(10, PriceRuleKind::Term, 2, 5_00),
            rule(11, PriceRuleKind::Term, 3, 10_00),
            rule(12, PriceRuleKind::Volume, 10, 4_00),
            gold,
        ],
        licenses: Vec::new(),
    }
}

fn line(sets: u32, years: u32) -> QuoteLine {
    QuoteLine::new(product(), sets, years)
}

const DIRECT: Pricing = Pricing { level: None, on: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() };
const GOLD: Pricing = Pricing { level: Some(PartnerLevel::Gold), ..DIRECT };

#[test]
fn one_enterprise_year_costs_its_list_price_and_splits_into_net_and_tax() {
    let quote = quote(&[line(1, 1)], &book(168_000_00), DIRECT).unwrap();

    assert_eq!(quote.totals.gross.to_string(), "168000.00");
    assert_eq!(quote.totals.tax.to_string(), "4893.20");
    assert_eq!(quote.totals.net.to_string(), "163106.80");
}

#[test]
fn discounts_multiply_in_order_and_the_trace_shows_each() {
    let priced = price_line(&line(10, 3), &book(28_000_00), GOLD).unwrap();

    let steps: Vec<_> =
        priced.trace.iter().map(|step| (step.kind, step.amount.to_string())).collect();
    assert_eq!(
        steps,
        [
            (PriceStepKind::List, "840000.00".to_owned()),
            (PriceStepKind::Term, "756000.00".to_owned()),
            (PriceStepKind::Volume, "725760.00".to_owned()),
            (PriceStepKind::Level, "544320.00".to_owned()),
        ]
    );
}

#[test]
fn the_floor_holds_whatever_was_taken_off() {
    let mut book = book(28_000_00);
    book.products[0].floor_price = Some(Amount::from_minor(20_000_00));
    let line = QuoteLine { manual_discount: BasisPoints(90_00), ..line(2, 1) };

    let priced = price_line(&line, &book, DIRECT).unwrap();

    assert_eq!(priced.gross.to_string(), "40000.00");
    assert_eq!(priced.trace.last().unwrap().kind, PriceStepKind::Floor);
}

#[test]
fn a_rule_holds_on_its_days_only() {
    let mut book = book(100_00);
    book.rules.retain(|rule| rule.kind == PriceRuleKind::Term);
    for rule in &mut book.rules {
        rule.valid_until = Some(day(2026, 11, 21));
    }

    assert_eq!(price_line(&line(1, 2), &book, DIRECT).unwrap().gross.to_string(), "200.00");
}

#[test]
fn every_fault_is_named_where_it_is() {
    let unknown = QuoteLine { product_id: Id::from_uuid(Uuid::from_u128(99)), ..line(1, 1) };

    let faults = quote(&[line(0, 1), line(1, 6), unknown], &book(100_00), DIRECT).unwrap_err();

    let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/lines/0/sets", "/lines/1/years", "/lines/2/product_id"]);
    assert_eq!(quote(&[], &book(1), DIRECT).unwrap_err()[0].reason, Reason::NoLines);
}

#[test]
fn an_amount_that_does_not_fit_is_refused() {
    assert!(quote(&[line(100, 5)], &book(i64::MAX / 2), DIRECT).is_err());
}

#[cfg(not(target_family = "wasm"))]
proptest::proptest! {
    #[test]
    fn parts_make_the_whole(
        list in 0_i64..1_000_000_000_00,
        lines in proptest::collection::vec((1_u32..=100, 1_u32..=5, 0_u32..=10_000), 1..20),
    ) {
        let lines: Vec<_> = lines
            .into_iter()
            .map(|(sets, years, off)| QuoteLine { manual_discount: BasisPoints(off), ..line(sets, years) })
            .collect();

        let quote = quote(&lines, &book(list), GOLD).unwrap();

        let sum = |part: fn(&PricedLine) -> Amount| quote.lines.iter().map(part).sum::<Amount>();
        proptest::prop_assert_eq!(sum(|line| line.gross), quote.totals.gross);
        proptest::prop_assert_eq!(sum(|line| line.net), quote.totals.net);
        proptest::prop_assert_eq!(sum(|line| line.tax), quote.totals.tax);
        for line in &quote.lines {
            proptest::prop_assert_eq!(line.net.plus(line.tax).unwrap(), line.gross);
            proptest::prop_assert_eq!(line.trace.last().unwrap().amount, line.gross);
            proptest::prop_assert!(line.trace.windows(2).all(|pair| pair[1].amount <= pair[0].amount));
        }
    }
}
