//! The rules give the same answers natively and in wasm: this file is compiled for both, and
//! Node runs the second (`cargo xtask test --only rules`).
//!
//! The server decides and the browser explains; where integers, dates or tables differed between
//! the two, a person would be shown a price that is then refused.

use chrono::{Datelike as _, NaiveDate};
use domain::{
    Id,
    access::Role,
    dates,
    licenses::{activation_deadline, code, term_of},
    money::{Amount, BasisPoints, Currency, in_capitals},
    orders::{Actor, OrderAction, OrderFacts, OrderStatus},
    partners::PartnerLevel,
    products::{
        ProductKind,
        pricing::{
            MAX_SETS, MAX_YEARS, PriceBook, PriceRule, PriceRuleKind, PricedProduct, Pricing,
            QuoteLine, quote,
        },
    },
    text,
};
use uuid::Uuid;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test;

/// FNV-1a over what is printed: one number for a few thousand answers.
struct Digest(u64);

impl Digest {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn take(&mut self, answer: &str) {
        for byte in answer.bytes().chain([b'\n']) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();

fn rule(id: u128, kind: PriceRuleKind, at_least: u32, discount: u32) -> PriceRule {
    PriceRule {
        id: Id::from_uuid(Uuid::from_u128(id)),
        kind,
        at_least,
        level: None,
        discount: BasisPoints(discount),
        valid_from: DAY,
        valid_until: None,
    }
}

fn book() -> PriceBook {
    let gold =
        PriceRule { level: Some(PartnerLevel::Gold), ..rule(13, PriceRuleKind::Level, 0, 25_00) };
    let product = |id: u128, list: i64, tax: u32| PricedProduct {
        product_id: Id::from_uuid(Uuid::from_u128(id)),
        kind: ProductKind::License,
        workspaces: 0,
        users: 0,
        list_price: Amount::from_minor(list),
        floor_price: Some(Amount::from_minor(list / 2)),
        tax_rate: BasisPoints(tax),
        sold: true,
    };
    PriceBook {
        currency: Currency::Cny,
        products: vec![product(1, 28_000_00, 3_00), product(2, 168_000_55, 13_00)],
        rules: vec![
            rule(10, PriceRuleKind::Term, 2, 5_00),
            rule(11, PriceRuleKind::Term, 3, 10_00),
            rule(12, PriceRuleKind::Volume, 10, 4_00),
            gold,
        ],
        licenses: Vec::new(),
    }
}

#[cfg_attr(target_family = "wasm", wasm_bindgen_test)]
#[cfg_attr(not(target_family = "wasm"), test)]
fn prices_agree() {
    let mut digest = Digest::new();
    for level in [None, Some(PartnerLevel::Gold)] {
        for (product, sets, years, manual) in combinations() {
            let line = QuoteLine {
                manual_discount: BasisPoints(manual),
                ..QuoteLine::new(Id::from_uuid(Uuid::from_u128(product)), sets, years)
            };
            let quote = quote(&[line.clone(), line], &book(), Pricing { level, on: DAY }).unwrap();
            let parts = quote.totals.net.plus(quote.totals.tax).unwrap();
            assert_eq!(parts, quote.totals.gross, "parts make the whole");
            let (net, tax, gross) = (quote.totals.net, quote.totals.tax, quote.totals.gross);
            digest.take(&format!("{net} {tax} {gross} {}", in_capitals(gross)));
            for step in &quote.lines[0].trace {
                digest.take(&format!("{} {}", step.kind, step.amount));
            }
        }
    }

    assert_eq!(digest.0, PRICES, "prices changed: look at why, then note {:#018x}", digest.0);
}

fn combinations() -> impl Iterator<Item = (u128, u32, u32, u32)> {
    [1_u128, 2].into_iter().flat_map(|product| {
        [1, 2, 9, 10, 33, MAX_SETS].into_iter().flat_map(move |sets| {
            (1..=MAX_YEARS).flat_map(move |years| {
                [0, 1, 3_33, 15_00, 90_00].map(|manual| (product, sets, years, manual))
            })
        })
    })
}

#[cfg_attr(target_family = "wasm", wasm_bindgen_test)]
#[cfg_attr(not(target_family = "wasm"), test)]
fn one_price_reads_as_a_clerk_writes_it() {
    let line = QuoteLine::new(Id::from_uuid(Uuid::from_u128(2)), 1, 1);

    let quote = quote(&[line], &book(), Pricing { level: None, on: DAY }).unwrap();

    assert_eq!(quote.totals.gross.display(Currency::Cny), "¥168,000.55");
    assert_eq!(quote.totals.tax.to_string(), "19327.50");
    assert_eq!(in_capitals(quote.totals.gross), "人民币壹拾陆万捌仟元伍角伍分");
    assert_eq!("168000.55".parse::<Amount>().unwrap(), quote.totals.gross);
}

#[cfg_attr(target_family = "wasm", wasm_bindgen_test)]
#[cfg_attr(not(target_family = "wasm"), test)]
fn the_table_of_moves_agrees() {
    let (owner, other) = (Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2)));
    let admin = |user| Actor { user, role: Role::Admin };
    let mut allowed = Vec::new();
    for status in OrderStatus::ALL.iter().copied() {
        let facts = OrderFacts {
            status,
            placed_by: owner,
            last_edited_by: owner,
            delivered: false,
            four_eyes: true,
        };
        for action in OrderAction::ALL.iter().copied() {
            if let Ok(to) = facts.allows(action, admin(other)) {
                allowed.push(format!("{status} -{action}-> {to}"));
            }
        }
        assert!(facts.allows(OrderAction::Approve, admin(owner)).is_err(), "four eyes");
    }

    assert_eq!(
        allowed,
        [
            "draft -submit-> submitted",
            "draft -cancel-> cancelled",
            "submitted -approve-> approved",
            "submitted -reject-> rejected",
            "submitted -cancel-> cancelled",
            "approved -fulfil-> fulfilled",
            "approved -cancel-> cancelled",
            "rejected -submit-> submitted",
            "rejected -cancel-> cancelled",
        ]
    );
}

#[cfg_attr(target_family = "wasm", wasm_bindgen_test)]
#[cfg_attr(not(target_family = "wasm"), test)]
fn terms_agree_over_leap_years_and_month_ends() {
    let mut digest = Digest::new();
    let mut sent = NaiveDate::from_ymd_opt(2027, 12, 20).unwrap();
    while sent.year() < 2029 {
        for years in 1..=MAX_YEARS {
            for activated in [None, Some(sent), Some(dates::plus_days(sent, 3))] {
                let term = term_of(sent, activated, years);
                digest.take(&format!(
                    "{sent} {} {}..{} ends {}",
                    activation_deadline(sent),
                    term.starts_on,
                    term.expires_on,
                    dates::end_of(term.expires_on)
                ));
            }
        }
        sent = dates::plus_days(sent, 1);
    }

    assert_eq!(digest.0, TERMS, "terms changed: look at why, then note {:#018x}", digest.0);
}

#[cfg_attr(target_family = "wasm", wasm_bindgen_test)]
#[cfg_attr(not(target_family = "wasm"), test)]
fn amounts_at_the_edge_refuse_rather_than_wrap() {
    let most = Amount::from_minor(i64::MAX);

    assert!(most.plus(Amount::from_minor(1)).is_err());
    assert!(most.times(2).is_err());
    assert!(most.scaled(i128::MAX, 1).is_err());
    assert_eq!(most.tax_within(BasisPoints(13_00)).unwrap().minor(), 1_061_095_898_045_239_695);
}

#[cfg_attr(target_family = "wasm", wasm_bindgen_test)]
#[cfg_attr(not(target_family = "wasm"), test)]
fn codes_and_search_words_agree() {
    for byte in 0..=255_u8 {
        let written = code::encode([byte; code::SECRET_BYTES]);
        assert_eq!(code::parse(&written.to_lowercase()), Some(written));
    }
    assert_eq!(
        text::normalized("  ＡＢＣ科技（上海）有限公司 "),
        text::normalized("abc科技(上海)有限公司")
    );
    assert_eq!(text::initials("华为技术"), "hwjs");
}

const PRICES: u64 = 0xa806_7bef_fda6_fde0;
const TERMS: u64 = 0xc823_59a3_ace7_fb0f;
