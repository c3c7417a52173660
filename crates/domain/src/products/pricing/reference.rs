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

/// Product 1 at 58 000, product 2 at 98 000, packs of 10 users at 3 650, days of service at 3 000.
fn book(licenses: Vec<LicenseStanding>) -> PriceBook {
    PriceBook {
        currency: Currency::Cny,
        products: vec![
            product(1, ProductKind::License, 58_000_00, 50),
            product(2, ProductKind::License, 98_000_00, 200),
            product(3, ProductKind::Addon, 3_650_00, 10),
            product(4, ProductKind::Service, 3_000_00, 0),
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
mod properties {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    /// A fraction, as one learns it at school.
    #[derive(Clone, Copy)]
    struct Fraction(i128, i128);

    impl Fraction {
        fn plus(self, other: Self) -> Self {
            let (mut a, mut b) = (self.0 * other.1 + other.0 * self.1, self.1 * other.1);
            // By trial, since this is the slow one.
            for divisor in [2, 3, 5, 61, 73, 1461, 1096, 731] {
                while a % divisor == 0 && b % divisor == 0 {
                    (a, b) = (a / divisor, b / divisor);
                }
            }
            Self(a, b)
        }

        fn times(self, numerator: i128, denominator: i128) -> Self {
            Self(self.0 * numerator, self.1 * denominator)
        }

        /// To whole minor units, half away from zero: doubled, one added, halved.
        fn rounded(self) -> i64 {
            i64::try_from((2 * self.0 + self.1).div_euclid(2 * self.1)).unwrap()
        }
    }

    /// The years of a period, by walking through it a year and then a day at a time.
    fn years(from: NaiveDate, until: NaiveDate) -> Fraction {
        let mut whole = 0;
        while last_day_of_term(from, whole + 1) <= until {
            whole += 1;
        }
        let mut day = if whole == 0 { from } else { plus_days(last_day_of_term(from, whole), 1) };
        let year_ends = last_day_of_term(from, whole + 1);
        let length = (year_ends - day).num_days() + 1;
        let mut left = 0;
        while day <= until {
            left += 1;
            day = plus_days(day, 1);
        }
        Fraction(i128::from(whole), 1).plus(Fraction(left, i128::from(length)))
    }

    fn days_between(from: NaiveDate, until: NaiveDate) -> i128 {
        from.iter_days().take_while(|day| *day <= until).count().try_into().unwrap()
    }

    /// What a license costs by a line, by hand.
    fn by_hand(line: &QuoteLine, license: &LicenseStanding, book: &PriceBook, gold: bool) -> i64 {
        let list = |n: u128| {
            book.products.iter().find(|p| p.product_id == id(n)).unwrap().list_price.minor()
        };
        let packs: i64 = license
            .segments
            .iter()
            .filter(|segment| segment.kind == LineKind::Expansion)
            .map(|segment| i64::from(segment.quantity))
            .sum();
        let last = license.expires_on.unwrap();
        let mut left = Fraction(0, 1);
        let mut first_term = None;
        for term in &license.segments {
            let is_term = matches!(term.kind, LineKind::New | LineKind::Renewal);
            if is_term && term.until >= ON {
                let days = days_between(ON.max(term.from), term.until);
                left = left.plus(
                    years(term.from, term.until).times(days, days_between(term.from, term.until)),
                );
                first_term = first_term.or(Some(years(term.from, term.until)));
            }
        }
        let floor = |fraction: Fraction| fraction.0 / fraction.1;
        let (unit, length, whole) = match line.kind {
            LineKind::Renewal => {
                let from = plus_days(last, 1);
                let until = line.ends_on.unwrap_or(last_day_of_term(from, line.years));
                let length = years(from, until);
                (list(1) + packs * list(3), length, floor(length))
            }
            LineKind::Upgrade => (list(2) + packs * list(3), left, floor(first_term.unwrap())),
            _ => (i64::from(line.sets) * list(3), left, floor(first_term.unwrap())),
        };
        let mut price = length.times(i128::from(unit), 1);
        if whole >= 3 {
            price = price.times(90, 100);
        } else if whole >= 2 {
            price = price.times(95, 100);
        }
        if gold {
            price = price.times(75, 100);
        }
        price = price.times(i128::from(10_000 - line.manual_discount.0), 10_000);
        let value = price.rounded();
        if line.kind != LineKind::Upgrade {
            return value;
        }
        let credit: i64 = license
            .segments
            .iter()
            .filter(|segment| segment.until >= ON)
            .map(|segment| {
                let left = days_between(ON.max(segment.from), segment.until);
                Fraction(
                    i128::from(segment.value.minor()) * left,
                    days_between(segment.from, segment.until),
                )
                .rounded()
            })
            .sum();
        (value - credit).max(0)
    }

    fn with_rules(mut book: PriceBook) -> PriceBook {
        let rule = |n, kind, at_least, off, level| PriceRule {
            id: id(n),
            kind,
            at_least,
            level,
            discount: BasisPoints(off),
            valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
            valid_until: None,
        };
        book.rules = vec![
            rule(10, PriceRuleKind::Term, 2, 5_00, None),
            rule(11, PriceRuleKind::Term, 3, 10_00, None),
            rule(13, PriceRuleKind::Level, 0, 25_00, Some(PartnerLevel::Gold)),
        ];
        book
    }

    prop_compose! {
        /// A license some way into its first term, perhaps renewed and expanded already.
        fn any_license()(
            age in 0_u32..1_000,
            term in 1_u32..4,
            renewed in 0_u32..3,
            packs in 0_u32..4,
            values in vec(0_i64..900_000_00, 3),
        ) -> LicenseStanding {
            let start = ON - chrono::Days::new(u64::from(age.min(term * 365 - 2)));
            let end = last_day_of_term(start, term);
            let mut segments = vec![segment(LineKind::New, 1, start, end, values[0])];
            if renewed > 0 {
                let from = plus_days(end, 1);
                let until = last_day_of_term(from, renewed);
                segments.push(segment(LineKind::Renewal, 1, from, until, values[1]));
            }
            if packs > 0 {
                let pack = segment(LineKind::Expansion, 3, start, end, values[2]);
                segments.push(Segment { quantity: packs, ..pack });
            }
            license(5, segments)
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn the_quote_is_what_one_reckons_by_hand(
            license in any_license(),
            kind in select(vec![LineKind::Renewal, LineKind::Upgrade, LineKind::Expansion]),
            term in 1_u32..=5,
            ends in proptest::option::of(2_u32..1_700),
            sets in 1_u32..20,
            off in 0_u32..10_000,
            gold: bool,
        ) {
            let product = match kind { LineKind::Renewal => 1, LineKind::Upgrade => 2, _ => 3 };
            let ends_on = ends.filter(|_| kind == LineKind::Renewal)
                .map(|days| plus_days(license.expires_on.unwrap(), days));
            let line = QuoteLine {
                sets: if kind == LineKind::Expansion { sets } else { 1 },
                years: term,
                ends_on,
                manual_discount: BasisPoints(off),
                ..line(kind, product, &[5])
            };
            let level = gold.then_some(PartnerLevel::Gold);
            let book = with_rules(book(vec![license.clone()]));

            let priced = price_line(&line, &book, Pricing { level, on: ON }).unwrap();

            prop_assert_eq!(priced.gross.minor(), by_hand(&line, &license, &book, gold));
        }
    }

    proptest! {
        #[test]
        fn many_licenses_in_a_line_make_the_line(
            licenses in vec(any_license(), 1..20), off in 0_u32..10_000,
        ) {
            let licenses: Vec<_> = licenses
                .into_iter()
                .zip(100_u128..)
                .map(|(license, n)| LicenseStanding { license_id: id(n), ..license })
                .collect();
            let named: Vec<u128> = (100..).take(licenses.len()).collect();
            let line = QuoteLine {
                manual_discount: BasisPoints(off),
                ..line(LineKind::Upgrade, 2, &named)
            };

            let priced = price_line(&line, &with_rules(book(licenses)), DIRECT).unwrap();

            let sum = |part: fn(&PricedPart) -> Amount| priced.parts.iter().map(part).sum::<Amount>();
            prop_assert_eq!(sum(|part| part.gross), priced.gross);
            prop_assert_eq!(priced.net.plus(priced.tax).unwrap(), priced.gross);
            prop_assert_eq!(priced.trace.last().unwrap().amount, priced.gross);
            for part in &priced.parts {
                prop_assert_eq!(part.gross.plus(part.credit).unwrap(), part.value);
            }
        }

        #[test]
        fn no_fen_of_what_was_paid_is_lost_or_made(license in any_license(), after in 0_u32..3_000) {
            let first = license.starts_on.unwrap();
            let paid: Amount = license.segments.iter().map(|segment| segment.value).sum();
            let day = plus_days(first, after);

            // Before the first day all of it is unused, after the last day nothing, and in between
            // it only shrinks.
            prop_assert_eq!(license.unused_value(first).unwrap(), paid);
            let (then, next) =
                (license.unused_value(day).unwrap(), license.unused_value(plus_days(day, 1)).unwrap());
            prop_assert!(next <= then);
            let over = plus_days(license.expires_on.unwrap(), 1);
            prop_assert_eq!(license.unused_value(over).unwrap(), Amount::ZERO);
        }
    }
}
