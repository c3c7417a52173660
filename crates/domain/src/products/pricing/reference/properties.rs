//! Random cases: the quote equals a slow and obvious calculation in fractions. Lines of every kind,
//! several of them, on several licenses; rules of every kind, some of them not valid on the day;
//! lowest prices, discounts by hand, and the tax that is in it.

use std::ops::RangeInclusive;

use chrono::Datelike as _;
use proptest::{collection::vec, option::of, prelude::*, sample::select};

use super::*;

/// A fraction, as one learns it at school.
#[derive(Debug, Clone, Copy)]
struct Fraction(i128, i128);

impl Fraction {
    /// Shortened by Euclid's way, so that it fits.
    fn new(numerator: i128, denominator: i128) -> Self {
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self(numerator / a, denominator / a)
    }

    fn plus(self, other: Self) -> Self {
        Self::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    fn times(self, numerator: i128, denominator: i128) -> Self {
        Self::new(self.0 * numerator, self.1 * denominator)
    }

    fn is_below(self, other: Self) -> bool {
        self.0 * other.1 < other.0 * self.1
    }

    fn floor(self) -> i128 {
        self.0.div_euclid(self.1)
    }

    /// To whole minor units, half away from zero: doubled, one added, halved.
    fn rounded(self) -> i64 {
        i64::try_from((2 * self.0 + self.1).div_euclid(2 * self.1)).unwrap()
    }
}

/// The last day of a term, from the calendar's own sheet: the day before the same date, so many
/// years on; where that year has no 29 February, the 28th.
fn last_day(from: NaiveDate, years: i32) -> NaiveDate {
    let year = from.year() + years;
    match NaiveDate::from_ymd_opt(year, from.month(), from.day()) {
        Some(anniversary) => anniversary.pred_opt().unwrap(),
        None => NaiveDate::from_ymd_opt(year, 2, 28).unwrap(),
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap()
}

/// The years of a period, by walking through it a year and then a day at a time.
fn years(from: NaiveDate, until: NaiveDate) -> Fraction {
    let mut whole = 0;
    while last_day(from, whole + 1) <= until {
        whole += 1;
    }
    let mut day = if whole == 0 { from } else { next(last_day(from, whole)) };
    let length = days_between(day, last_day(from, whole + 1));
    let mut left = 0;
    while day <= until {
        left += 1;
        day = next(day);
    }
    Fraction(i128::from(whole), 1).plus(Fraction::new(left, length))
}

fn days_between(from: NaiveDate, until: NaiveDate) -> i128 {
    from.iter_days().take_while(|day| *day <= until).count().try_into().unwrap()
}

fn of_book(book: &PriceBook, product: ProductId) -> &PricedProduct {
    book.products.iter().find(|it| it.product_id == product).unwrap()
}

/// A price and, where there is one, the lowest, per piece and year.
type Prices = (i128, Option<i128>);

fn prices(book: &PriceBook, product: ProductId) -> Prices {
    let product = of_book(book, product);
    let floor = product.floor_price.map(|floor| i128::from(floor.minor()));
    (i128::from(product.list_price.minor()), floor)
}

/// A license's own price, with those of each pack that it holds.
fn with_packs(book: &PriceBook, product: ProductId, license: &LicenseStanding) -> Prices {
    let (mut list, mut floor) = prices(book, product);
    for held in &license.segments {
        if matches!(held.kind, LineKind::Expansion | LineKind::Addon) {
            let (pack, lowest) = prices(book, held.product_id);
            list += pack * i128::from(held.quantity);
            if let Some(lowest) = lowest {
                floor = Some(floor.unwrap_or(0) + lowest * i128::from(held.quantity));
            }
        }
    }
    (list, floor)
}

/// What a rule of this kind takes off: the highest threshold that is reached, of those the newest.
fn taken_off(
    book: &PriceBook,
    kind: PriceRuleKind,
    reached: i128,
    level: Option<PartnerLevel>,
) -> u32 {
    let mut best: Option<&PriceRule> = None;
    for rule in book.rules.iter().filter(|rule| rule.kind == kind) {
        let begun = rule.valid_from <= ON;
        let over = rule.valid_until.is_some_and(|until| until < ON);
        let fits = match kind {
            PriceRuleKind::Level => level.is_some() && rule.level == level,
            _ => i128::from(rule.at_least) <= reached,
        };
        let is_better = best.is_none_or(|best| {
            rule.at_least > best.at_least
                || (rule.at_least == best.at_least && rule.valid_from > best.valid_from)
        });
        if begun && !over && fits && is_better {
            best = Some(rule);
        }
    }
    best.map_or(0, |rule| rule.discount.0)
}

/// The years of the terms that are not over, as much of them as is left, and the whole years of
/// the one that runs.
fn left_of(license: &LicenseStanding) -> (Fraction, i128) {
    let mut left = Fraction(0, 1);
    let mut running = None;
    for term in &license.segments {
        if matches!(term.kind, LineKind::New | LineKind::Renewal) && term.until >= ON {
            let all = years(term.from, term.until);
            let days = days_between(ON.max(term.from), term.until);
            left = left.plus(all.times(days, days_between(term.from, term.until)));
            running = running.or(Some(all.floor()));
        }
    }
    (left, running.unwrap())
}

/// What was paid for days that are still to come, each part of it to the fen.
fn unused(license: &LicenseStanding) -> i64 {
    let to_come = license.segments.iter().filter(|segment| segment.until >= ON);
    to_come
        .map(|segment| {
            let left = days_between(ON.max(segment.from), segment.until);
            let all = days_between(segment.from, segment.until);
            Fraction::new(i128::from(segment.value.minor()) * left, all).rounded()
        })
        .sum()
}

/// What a line costs for one license, or at all where it is on none.
fn by_hand(
    line: &QuoteLine,
    license: Option<&LicenseStanding>,
    book: &PriceBook,
    level: Option<PartnerLevel>,
) -> i64 {
    let sets = i128::from(line.sets);
    let chosen = i32::try_from(line.years).unwrap();
    let term = |from| years(from, line.ends_on.unwrap_or_else(|| last_day(from, chosen)));
    let named = i128::try_from(line.licenses.len()).unwrap();
    // Prices, pieces, length, the years that count, and the pieces that count.
    let ((list, floor), pieces, length, whole, many) = match (line.kind, license) {
        (LineKind::Service, _) => (prices(book, line.product_id), sets, Fraction(1, 1), 0, 0),
        (LineKind::Renewal, Some(license)) => {
            let last = license.expires_on.unwrap();
            let from_today = license.status == LicenseStatus::Expired
                && license.lapsed_renewal == LapsedRenewal::Today;
            let length = term(if from_today { ON } else { next(last) });
            (with_packs(book, line.product_id, license), 1, length, length.floor(), named)
        }
        (LineKind::Upgrade, Some(license)) => {
            let (left, whole) = left_of(license);
            (with_packs(book, line.product_id, license), 1, left, whole, named)
        }
        (LineKind::Expansion | LineKind::Addon, Some(license)) => {
            let (left, whole) = left_of(license);
            (prices(book, line.product_id), sets, left, whole, named * sets)
        }
        _ => {
            let length = term(ON);
            (prices(book, line.product_id), sets, length, length.floor(), sets)
        }
    };
    let mut price = length.times(list * pieces, 1);
    if line.kind != LineKind::Service {
        for (kind, reached) in
            [(PriceRuleKind::Term, whole), (PriceRuleKind::Volume, many), (PriceRuleKind::Level, 0)]
        {
            let off = taken_off(book, kind, reached, level);
            price = price.times(i128::from(10_000 - off), 10_000);
        }
    }
    price = price.times(i128::from(10_000 - line.manual_discount.0), 10_000);
    let lowest = floor.map(|floor| length.times(floor * pieces, 1));
    if let Some(lowest) = lowest.filter(|lowest| price.is_below(*lowest)) {
        price = lowest;
    }
    let value = price.rounded();
    match license {
        Some(license) if line.kind == LineKind::Upgrade => (value - unused(license)).max(0),
        _ => value,
    }
}

/// Net, tax and gross of a line.
fn amounts_by_hand(
    line: &QuoteLine,
    book: &PriceBook,
    level: Option<PartnerLevel>,
) -> (i64, i64, i64) {
    let gross: i64 = if line.licenses.is_empty() {
        by_hand(line, None, book, level)
    } else {
        line.licenses
            .iter()
            .map(|id| book.licenses.iter().find(|license| license.license_id == *id))
            .map(|license| by_hand(line, Some(license.unwrap()), book, level))
            .sum()
    };
    let rate = i128::from(of_book(book, line.product_id).tax_rate.0);
    let tax = Fraction::new(i128::from(gross) * rate, 10_000 + rate).rounded();
    (gross - tax, tax, gross)
}

fn rule(n: u128, kind: PriceRuleKind, at_least: u32, off: u32) -> PriceRule {
    PriceRule {
        id: id(n),
        kind,
        at_least,
        level: None,
        discount: BasisPoints(off),
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        valid_until: None,
    }
}

fn with_rules(mut book: PriceBook) -> PriceBook {
    let gold =
        PriceRule { level: Some(PartnerLevel::Gold), ..rule(13, PriceRuleKind::Level, 0, 25_00) };
    book.rules =
        vec![rule(10, PriceRuleKind::Term, 2, 5_00), rule(11, PriceRuleKind::Term, 3, 10_00), gold];
    book
}

fn any_rule(
    kind: PriceRuleKind,
    thresholds: RangeInclusive<u32>,
) -> impl Strategy<Value = PriceRule> {
    let levels = PartnerLevel::ALL.to_vec();
    (thresholds, 0_u32..=10_000, select(levels), 0_u64..1_500, of(0_u64..3_000)).prop_map(
        move |(at_least, off, level, begun, lasts)| {
            // Some begin after the day, some were over before it.
            let valid_from = ON + chrono::Days::new(300) - chrono::Days::new(begun);
            PriceRule {
                level: (kind == PriceRuleKind::Level).then_some(level),
                valid_from,
                valid_until: lasts.map(|days| valid_from + chrono::Days::new(days)),
                ..rule(0, kind, at_least, off)
            }
        },
    )
}

fn any_rules() -> impl Strategy<Value = Vec<PriceRule>> {
    let each = (
        vec(any_rule(PriceRuleKind::Term, 0..=6), 0..4),
        vec(any_rule(PriceRuleKind::Volume, 1..=120), 0..5),
        vec(any_rule(PriceRuleKind::Level, 0..=0), 0..4),
    );
    each.prop_map(|(term, volume, level)| {
        let mut rules = [term, volume, level].concat();
        // Two that are alike and begin on one day: nobody could say by hand which one counts.
        rules.sort_by_key(|rule| (rule.kind, rule.at_least, rule.level, rule.valid_from));
        rules.dedup_by_key(|rule| (rule.kind, rule.at_least, rule.level, rule.valid_from));
        for (rule, n) in rules.iter_mut().zip(10..) {
            rule.id = id(n);
        }
        rules
    })
}

/// The five products: two licenses, the second one dearer, packs of users, a service and a feature.
fn any_products() -> impl Strategy<Value = Vec<PricedProduct>> {
    let price = 1_i64..200_000_00;
    let floor = of(0_u32..=11_000);
    let rate = select(vec![0_u32, 1_00, 3_00, 6_00, 9_00, 13_00]);
    vec((price, floor, rate), 5).prop_map(|drawn| {
        let kinds = [
            (ProductKind::License, 50),
            (ProductKind::License, 200),
            (ProductKind::Addon, 10),
            (ProductKind::Service, 0),
            (ProductKind::Addon, 0),
        ];
        let mut products = Vec::new();
        for (((list, floor, rate), (kind, users)), n) in drawn.into_iter().zip(kinds).zip(1..) {
            let list = if n == 2 { list + 200_000_00 } else { list };
            products.push(PricedProduct {
                // A share of the list price, at times above it.
                floor_price: floor
                    .map(|share| Amount::from_minor(list * i64::from(share) / 10_000)),
                tax_rate: BasisPoints(rate),
                ..product(n, kind, list, users)
            });
        }
        products
    })
}

/// A line, with the licenses that it is on where its kind is on any.
#[derive(Debug, Clone)]
struct Drawn(QuoteLine, Vec<LicenseStanding>);

prop_compose! {
    fn any_line()(
        kind in select(LineKind::ALL.to_vec()),
        licenses in vec(any_license(), 1..4),
        lapsed in of((1_u64..200, any::<bool>())),
        sets in 1_u32..=MAX_SETS,
        term in 1_u32..=MAX_YEARS,
        ends in of(2_u32..1_700),
        off in prop_oneof![Just(0), 0_u32..=10_000],
    ) -> Drawn {
        let mut licenses = if kind.is_on_licenses() { licenses } else { Vec::new() };
        let mut begins = ON;
        if kind == LineKind::Renewal {
            for license in &mut licenses {
                if let Some((days, from_today)) = lapsed {
                    license.status = LicenseStatus::Expired;
                    license.expires_on = Some(ON - chrono::Days::new(days));
                    license.lapsed_renewal =
                        if from_today { LapsedRenewal::Today } else { LapsedRenewal::Expiry };
                }
            }
            // One last day for all of them: in reach of the first that ends.
            licenses.truncate(if ends.is_some() { 1 } else { 3 });
            let license = &licenses[0];
            begins = next(license.expires_on.unwrap());
            if license.status == LicenseStatus::Expired
                && license.lapsed_renewal == LapsedRenewal::Today
            {
                begins = ON;
            }
        }
        let product = match kind {
            LineKind::New | LineKind::Renewal => 1,
            LineKind::Upgrade => 2,
            LineKind::Expansion => 3,
            LineKind::Service => 4,
            LineKind::Addon => 5,
        };
        let sets = match kind {
            LineKind::Renewal | LineKind::Upgrade => u32::try_from(licenses.len()).unwrap(),
            _ => sets,
        };
        let line = QuoteLine {
            sets,
            years: term,
            ends_on: ends.filter(|_| kind.has_years()).map(|days| plus_days(begins, days)),
            manual_discount: BasisPoints(off),
            ..line(kind, product, &[])
        };
        Drawn(line, licenses)
    }
}

/// The lines with the numbers of their licenses, and the licenses.
fn numbered(drawn: Vec<Drawn>) -> (Vec<QuoteLine>, Vec<LicenseStanding>) {
    let (mut lines, mut all) = (Vec::new(), Vec::new());
    for Drawn(mut line, licenses) in drawn {
        for license in licenses {
            let license_id = id(100 + all.len() as u128);
            line.licenses.push(license_id);
            all.push(LicenseStanding { license_id, ..license });
        }
        lines.push(line);
    }
    (lines, all)
}

prop_compose! {
    /// A license some way into its first term, perhaps renewed and expanded already.
    fn any_license()(
        age in 0_u32..1_000,
        term in 1_u32..4,
        renewed in 0_u32..3,
        packs in 0_u32..4,
        features in 0_u32..3,
        values in vec(0_i64..900_000_00, 4),
    ) -> LicenseStanding {
        let start = ON - chrono::Days::new(u64::from(age.min(term * 365 - 2)));
        let end = last_day(start, i32::try_from(term).unwrap());
        let mut segments = vec![segment(LineKind::New, 1, start, end, values[0])];
        if renewed > 0 {
            let from = plus_days(end, 1);
            let until = last_day(from, i32::try_from(renewed).unwrap());
            segments.push(segment(LineKind::Renewal, 1, from, until, values[1]));
        }
        if packs > 0 {
            let pack = segment(LineKind::Expansion, 3, start, end, values[2]);
            segments.push(Segment { quantity: packs, ..pack });
        }
        if features > 0 {
            let feature = segment(LineKind::Addon, 5, start, end, values[3]);
            segments.push(Segment { quantity: features, ..feature });
        }
        license(5, segments)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]
    #[test]
    fn the_quote_is_what_one_reckons_by_hand(
        products in any_products(),
        rules in any_rules(),
        lines in vec(any_line(), 1..4),
        level in of(select(PartnerLevel::ALL.to_vec())),
    ) {
        let (lines, licenses) = numbered(lines);
        let book = PriceBook { currency: Currency::Cny, products, rules, licenses };

        let quoted = quote(&lines, &book, Pricing { level, on: ON }).unwrap();

        let mut sums = (0, 0, 0);
        for (line, priced) in lines.iter().zip(&quoted.lines) {
            let (net, tax, gross) = amounts_by_hand(line, &book, level);
            let amounts = (priced.net.minor(), priced.tax.minor(), priced.gross.minor());
            prop_assert_eq!(amounts, (net, tax, gross), "{:?}", line);
            sums = (sums.0 + net, sums.1 + tax, sums.2 + gross);
        }
        let totals = quoted.totals;
        prop_assert_eq!((totals.net.minor(), totals.tax.minor(), totals.gross.minor()), sums);
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
