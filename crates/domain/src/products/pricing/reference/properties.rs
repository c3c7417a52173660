//! Random cases: the quote equals a slow and obvious calculation in fractions.

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
    let list =
        |n: u128| book.products.iter().find(|p| p.product_id == id(n)).unwrap().list_price.minor();
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
