//! A quote on a day uses the price that holds on it, whatever was done to the list.

use chrono::NaiveDate;
use domain::{
    id::{PriceId, ProductId, SellerEntityId},
    money::{Amount, BasisPoints, Currency},
    partners::PartnerLevel,
    products::{
        Edition, ProductKind,
        pricing::{PriceRuleKind, Pricing, QuoteLine, quote},
        validity::Validity,
        wire::{ListedProduct, ProductContent, RuleContent, SetPrice},
    },
};

use super::*;
use crate::{
    Db,
    testing::{at, databases, uuid},
};

const CNY: Currency = Currency::Cny;

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
}

fn product_id() -> ProductId {
    uuid(1).into()
}

fn price(n: u128) -> PriceId {
    uuid(100 + n).into()
}

fn asked(yuan: i64, from: u32) -> SetPrice {
    SetPrice {
        list_price: Amount::from_minor(yuan * 100),
        floor_price: None,
        tax_rate: BasisPoints(3_00),
        tax_classification: None,
        valid_from: day(from),
    }
}

/// One product that costs 100 since the first.
async fn set_up(db: &Db) {
    let seller: SellerEntityId = uuid(50).into();
    let company = NewSeller {
        id: seller,
        name: "我方".to_owned(),
        tax_number: String::new(),
        address: String::new(),
        taxpayer_kind: "general".to_owned(),
        is_default: true,
    };
    insert_seller(&db.write, &company, at(0)).await.unwrap();
    let product = NewProduct {
        id: product_id(),
        code: "ENT".to_owned(),
        kind: ProductKind::License,
        edition: Some(Edition::Enterprise),
        name_zh: "企业版".to_owned(),
        name_en: "Enterprise".to_owned(),
        unit: "套/年".to_owned(),
        workspaces: 0,
        users: 0,
        grace_days: 15,
        sold: true,
        sort_order: 1,
        lapsed_renewal: domain::licenses::LapsedRenewal::Today,
        reminder_days: None,
        overage: domain::usage::Overage::default(),
    };
    insert_product(&db.write, &product, at(0)).await.unwrap();
    let price = NewPrice {
        id: uuid(101),
        product_id: product_id(),
        seller_entity_id: seller,
        currency: CNY,
        list_price: Amount::from_minor(100_00),
        floor_price: None,
        tax_rate: BasisPoints(3_00),
        tax_classification: Some("3040201010000000000".to_owned()),
        valid_from: day(1),
        valid_until: None,
    };
    insert_price(&db.write, &price, at(0)).await.unwrap();
}

async fn listed(db: &Db) -> ListedProduct {
    get_listed(&db.read, product_id(), CNY).await.unwrap()
}

/// What a set and year costs on a day, asked of the very function that prices orders.
async fn cost(db: &Db, on: NaiveDate) -> Option<i64> {
    let book = price_book(&db.read, on, CNY).await.unwrap();
    let line = QuoteLine::new(product_id(), 1, 1);
    let quote = quote(&[line], &book, Pricing { level: None, on }).ok()?;
    Some(quote.totals.gross.minor() / 100)
}

#[tokio::test]
async fn each_day_costs_what_the_list_says_of_it() {
    for db in databases().await {
        set_up(&db).await;
        let today = day(10);

        let before = listed(&db).await;
        let after = before.timeline().with(price(2), day(15), today).unwrap();
        let new = asked(150, 15);
        write_prices(&db.write, &before, &after, Some((price(2), &new)), CNY, at(1)).await.unwrap();
        let before = listed(&db).await;
        let after = before.timeline().with(price(3), day(12), today).unwrap();
        let new = asked(120, 12);
        write_prices(&db.write, &before, &after, Some((price(3), &new)), CNY, at(2)).await.unwrap();

        let costs = [(1, 100), (11, 100), (12, 120), (14, 120), (15, 150), (30, 150)];
        for (on, yuan) in costs {
            assert_eq!(cost(&db, day(on)).await, Some(yuan), "on {on}");
        }
        let first = &listed(&db).await.prices[0];
        assert_eq!((first.version, first.valid_until), (3, Some(day(11))), "cut twice");
        assert!(first.tax_classification.is_some(), "what was not changed stays");
    }
}

#[tokio::test]
async fn a_price_moves_ends_and_goes() {
    for db in databases().await {
        set_up(&db).await;
        let today = day(10);
        let before = listed(&db).await;
        let after = before.timeline().with(price(2), day(15), today).unwrap();
        let new = asked(150, 15);
        write_prices(&db.write, &before, &after, Some((price(2), &new)), CNY, at(1)).await.unwrap();

        let before = listed(&db).await;
        let after = before.timeline().moved(price(2), day(20), today).unwrap();
        let dearer = asked(160, 20);
        write_prices(&db.write, &before, &after, Some((price(2), &dearer)), CNY, at(2))
            .await
            .unwrap();
        assert_eq!((cost(&db, day(19)).await, cost(&db, day(20)).await), (Some(100), Some(160)));

        let before = listed(&db).await;
        let after = before.timeline().without(price(2));
        write_prices(&db.write, &before, &after, None, CNY, at(3)).await.unwrap();
        let before = listed(&db).await;
        assert_eq!(before.prices.len(), 1);
        assert_eq!(cost(&db, day(30)).await, Some(100), "what ended for it goes on");

        let after = before.timeline().ended(price(1), Some(day(12)), today).unwrap();
        write_prices(&db.write, &before, &after, None, CNY, at(4)).await.unwrap();
        assert_eq!((cost(&db, day(12)).await, cost(&db, day(13)).await), (Some(100), None));

        // What was read is not there any more: nothing is written over it.
        let stale = write_prices(&db.write, &before, &after, None, CNY, at(5)).await;
        assert!(matches!(stale, Err(StoreError::Stale)));
    }
}

#[tokio::test]
async fn a_product_is_changed_at_its_version_and_keeps_one_code() {
    for db in databases().await {
        set_up(&db).await;
        let before = listed(&db).await;
        let renamed = ProductContent {
            name_en: "Ultimate".to_owned(),
            sold: false,
            ..before.content.clone()
        };

        change_product(&db.write, product_id(), before.version, &renamed, at(1)).await.unwrap();
        let again = change_product(&db.write, product_id(), before.version, &renamed, at(2)).await;

        assert!(matches!(again, Err(StoreError::Stale)));
        let after = &price_list(&db.read, CNY).await.unwrap()[0];
        assert_eq!((&after.content, after.version, after.prices.len()), (&renamed, 2, 1));
        assert!(!has_licenses(&db.read, product_id()).await.unwrap());
    }
}

#[tokio::test]
async fn rules_are_changed_ended_and_removed() {
    for db in databases().await {
        set_up(&db).await;
        let rule = NewRule {
            id: uuid(9).into(),
            kind: PriceRuleKind::Level,
            at_least: 0,
            level: Some(PartnerLevel::Gold),
            discount: BasisPoints(25_00),
            valid_from: day(15),
            valid_until: None,
            example: true,
        };
        insert_rule(&db.write, &rule, at(0)).await.unwrap();
        let before = lock_rules(&db.write).await.unwrap().remove(0);
        let ended = RuleContent { valid_until: Some(day(20)), ..RuleContent::from(&before.rule) };

        change_rule(&db.write, &before, &ended, before.example, at(1)).await.unwrap();
        let stale = change_rule(&db.write, &before, &ended, false, at(2)).await;

        assert!(matches!(stale, Err(StoreError::Stale)));
        let after = all_rules(&db.read).await.unwrap().remove(0);
        let days = Validity { from: day(15), until: Some(day(20)) };
        assert_eq!((after.rule.validity(), after.version, after.example), (days, 2, true));
        remove_rule(&db.write, rule.id).await.unwrap();
        assert!(matches!(remove_rule(&db.write, rule.id).await, Err(StoreError::Stale)));
    }
}
