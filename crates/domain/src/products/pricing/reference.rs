//! The quote against a slow, obvious one: day by day and rule by rule, in fractions that are never
//! shortened on the way. And what a clerk would check of lines on licenses.

use uuid::Uuid;

use super::*;
use crate::{
    Id,
    dates::{last_day_of_term, plus_days},
    licenses::{LapsedRenewal, LicenseStatus, Segment},
};

const ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();

fn id<T>(n: u128) -> Id<T> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn product(n: u128, kind: ProductKind, list_minor: i64, users: u32) -> PricedProduct {
    PricedProduct {
        product_id: id(n),
        kind,
        workspaces: 0,
        users,
        list_price: Amount::from_minor(list_minor),
        floor_price: None,
        tax_rate: BasisPoints(3_00),
        sold: true,
    }
}

fn segment(
    kind: LineKind,
    product: u128,
    from: NaiveDate,
    until: NaiveDate,
    value: i64,
) -> Segment {
    let value = Amount::from_minor(value);
    Segment { kind, product_id: id(product), quantity: 1, from, until, value, closed_on: None }
}

/// A license of product 1 with these segments; its term is theirs.
fn license(n: u128, segments: Vec<Segment>) -> LicenseStanding {
    let terms = || segments.iter().filter(|s| matches!(s.kind, LineKind::New | LineKind::Renewal));
    LicenseStanding {
        license_id: id(n),
        number: format!("STD-202601-{n:06}"),
        status: LicenseStatus::Active,
        product_id: id(1),
        product_name_zh: "标准版".to_owned(),
        product_name_en: "Standard".to_owned(),
        partner_id: None,
        customer_id: id(7),
        customer_name: "示例科技有限公司".to_owned(),
        contact_name: None,
        contact_email: None,
        contact_phone: None,
        workspaces: 3,
        users: 50,
        starts_on: terms().map(|term| term.from).min(),
        expires_on: terms().map(|term| term.until).max(),
        is_settled: true,
        lapsed_renewal: LapsedRenewal::Today,
        latest_segment: 1,
        segments,
    }
}

/// Product 1 at 58 000, product 2 at 98 000, packs of 10 users at 3 650, days of service at 3 000, a
/// feature at 1 000.
fn book(licenses: Vec<LicenseStanding>) -> PriceBook {
    PriceBook {
        currency: Currency::Cny,
        products: vec![
            product(1, ProductKind::License, 58_000_00, 50),
            product(2, ProductKind::License, 98_000_00, 200),
            product(3, ProductKind::Addon, 3_650_00, 10),
            product(4, ProductKind::Service, 3_000_00, 0),
            product(5, ProductKind::Addon, 1_000_00, 0),
        ],
        rules: Vec::new(),
        licenses,
    }
}

fn line(kind: LineKind, product: u128, licenses: &[u128]) -> QuoteLine {
    QuoteLine {
        kind,
        product_id: id(product),
        sets: u32::try_from(licenses.len().max(1)).unwrap(),
        years: 1,
        ends_on: None,
        licenses: licenses.iter().map(|n| id(*n)).collect(),
        manual_discount: BasisPoints(0),
    }
}

const DIRECT: Pricing = Pricing { level: None, on: ON };

/// One year, of which 100 of 365 days are left with the day of the order.
fn running() -> LicenseStanding {
    let until = plus_days(ON, 99);
    let from = plus_days(until.checked_sub_months(chrono::Months::new(12)).unwrap(), 1);
    license(5, vec![segment(LineKind::New, 1, from, until, 58_000_00)])
}

#[test]
fn a_renewal_runs_on_from_the_day_after_the_term() {
    let book = book(vec![running()]);

    let priced = price_line(&line(LineKind::Renewal, 1, &[5]), &book, DIRECT).unwrap();

    assert_eq!(priced.gross.to_string(), "58000.00");
    let part = &priced.parts[0];
    assert_eq!(part.from, plus_days(part.old_expires_on, 1));
    assert_eq!(part.new_expires_on, last_day_of_term(part.from, 1));
}

#[test]
fn what_lapsed_is_renewed_from_today_or_from_its_end_as_the_product_says() {
    let mut lapsed = running();
    lapsed.status = LicenseStatus::Expired;
    lapsed.expires_on = Some(ON - chrono::Days::new(60));
    let starts = |license: LicenseStanding| {
        let book = book(vec![license]);
        price_line(&line(LineKind::Renewal, 1, &[5]), &book, DIRECT).unwrap().parts[0].from
    };

    assert_eq!(starts(lapsed.clone()), ON);
    lapsed.lapsed_renewal = LapsedRenewal::Expiry;
    assert_eq!(starts(lapsed), ON - chrono::Days::new(59));
}

#[test]
fn an_upgrade_costs_the_days_that_are_left_less_what_was_paid_for_them() {
    let book = book(vec![running()]);

    let priced = price_line(&line(LineKind::Upgrade, 2, &[5]), &book, DIRECT).unwrap();

    // 98 000 × 100 ÷ 365 = 26 849.32; 58 000 × 100 ÷ 365 = 15 890.41
    let part = &priced.parts[0];
    assert_eq!(part.value.to_string(), "26849.32");
    assert_eq!(part.credit.to_string(), "15890.41");
    assert_eq!(priced.gross.to_string(), "10958.91");
    assert_eq!((part.old_users, part.new_users), (50, 200));
    assert_eq!(part.new_expires_on, part.old_expires_on);
    let kinds: Vec<_> = priced.trace.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [PriceStepKind::List, PriceStepKind::Proration, PriceStepKind::Credit]);
}

#[test]
fn packs_cost_the_days_that_are_left_and_are_renewed_with_their_license() {
    let packs = QuoteLine { sets: 2, ..line(LineKind::Expansion, 3, &[5]) };
    let priced = price_line(&packs, &book(vec![running()]), DIRECT).unwrap();

    assert_eq!(priced.gross.to_string(), "2000.00");
    assert_eq!(priced.parts[0].new_users, 70);

    let mut expanded = running();
    let until = expanded.expires_on.unwrap();
    let pack = Segment { quantity: 2, ..segment(LineKind::Expansion, 3, ON, until, 2_000_00) };
    expanded.segments.push(pack);
    let renewal =
        price_line(&line(LineKind::Renewal, 1, &[5]), &book(vec![expanded]), DIRECT).unwrap();
    assert_eq!(renewal.gross.to_string(), "65300.00");
}

#[test]
fn an_upgrade_after_an_upgrade_credits_the_days_once() {
    let mut license = running();
    let until = license.expires_on.unwrap();
    license.segments[0].closed_on = Some(ON);
    license.segments.push(segment(LineKind::Upgrade, 2, ON, until, 2_684_932));

    assert_eq!(license.unused_value(ON).unwrap().to_string(), "26849.32");
}

#[test]
fn services_cost_what_their_days_cost() {
    let days = QuoteLine { sets: 5, ..line(LineKind::Service, 4, &[]) };

    assert_eq!(price_line(&days, &book(vec![]), DIRECT).unwrap().gross.to_string(), "15000.00");
}

#[test]
fn a_line_is_refused_where_it_does_not_fit() {
    let mut unsettled = running();
    unsettled.is_settled = false;
    let mut unlimited = running();
    (unlimited.license_id, unlimited.users) = (id(6), 0);
    let mut other = running();
    (other.license_id, other.customer_id) = (id(8), id(70));
    let book = book(vec![running(), unlimited, other]);
    let refused = |line: QuoteLine| {
        let (field, refusal) = price_line(&line, &book, DIRECT).unwrap_err();
        (field, refusal.reason)
    };

    let twice = QuoteLine { sets: 2, ..line(LineKind::Renewal, 1, &[5, 5]) };
    assert_eq!(refused(twice), ("licenses", Reason::LicenseTwice));
    let counted = QuoteLine { sets: 3, ..line(LineKind::Renewal, 1, &[5, 6]) };
    assert_eq!(refused(counted), ("sets", Reason::OutOfRange));
    assert_eq!(
        refused(line(LineKind::Renewal, 1, &[5, 8])),
        ("licenses", Reason::LicensesOfOthers)
    );
    assert_eq!(refused(line(LineKind::Renewal, 1, &[])), ("licenses", Reason::NoLicenses));
    assert_eq!(refused(line(LineKind::Renewal, 1, &[99])), ("licenses", Reason::NoLicenses));
    assert_eq!(refused(line(LineKind::Renewal, 2, &[5])), ("product_id", Reason::OtherProduct));
    assert_eq!(refused(line(LineKind::Upgrade, 1, &[5])), ("product_id", Reason::NotAnUpgrade));
    assert_eq!(refused(line(LineKind::Expansion, 3, &[6])), ("licenses", Reason::AlreadyUnlimited));
    assert_eq!(
        refused(line(LineKind::Expansion, 1, &[5])),
        ("product_id", Reason::ProductOfOtherKind)
    );
    assert_eq!(refused(line(LineKind::New, 1, &[5])), ("licenses", Reason::NoLicensesHere));
    let unsettled = PriceBook { licenses: vec![unsettled], ..book.clone() };
    let (field, refusal) =
        price_line(&line(LineKind::Upgrade, 2, &[5]), &unsettled, DIRECT).unwrap_err();
    assert_eq!((field, refusal.reason), ("licenses", Reason::TermNotSettled));
}

#[cfg(not(target_family = "wasm"))]
mod properties;
