//! Invoices in the database: numbers are given once, versions guard, lists are read from indexes.

use domain::{
    Id,
    access::Scope,
    invoices::wire::{InvoiceListQuery, InvoiceSort, InvoiceTitle},
    list::Sort,
    money::BasisPoints,
};

use super::*;
use crate::{
    Db,
    licenses::tests::fixtures::{PRODUCT, SELLER, USER, partner, prepared},
    products::{NewPrice, insert_price},
    search,
    testing::{at, check_search, is_slow, plan, uuid},
};

fn invoice(n: u32) -> Invoice {
    Invoice {
        id: Id::from_uuid(uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n))),
        reference: format!("INV-20261101-{n:04}"),
        status: InvoiceStatus::Requested,
        code: None,
        number: None,
        seller_entity_id: SELLER.into(),
        partner_id: Some(partner(n % 2)),
        customer_id: None,
        content: InvoiceContent {
            title: InvoiceTitle { name: format!("抬头 {n}"), ..InvoiceTitle::default() },
            ..InvoiceContent::default()
        },
        net: Amount::from_minor(94 * i64::from(n)),
        tax: Amount::from_minor(6 * i64::from(n)),
        gross: Amount::from_minor(100 * i64::from(n)),
        currency: Currency::Cny,
        lines: Vec::new(),
        issued_on: None,
        delivered_on: None,
        reason: None,
        requested_by: USER.into(),
        reverses: None,
        replaces: None,
        red_reason: None,
        confirmation: None,
        asked_at: None,
        created_at: at(i64::from(n)),
        version: 1,
    }
}

async fn insert_some(db: &Db, some: impl Iterator<Item = u32>) {
    for n in some {
        insert(&db.write, &invoice(n), at(0)).await.unwrap();
    }
}

#[tokio::test]
async fn an_invoice_is_read_as_it_was_written_and_a_number_is_given_once() {
    for db in prepared().await {
        let db = &db.write;
        let (mut one, mut other) = (invoice(1), invoice(2));
        insert(db, &one, at(0)).await.unwrap();
        insert(db, &other, at(0)).await.unwrap();
        one.number = Some("26312000000012345678".to_owned());
        one.status = InvoiceStatus::Issued;
        other.number.clone_from(&one.number);

        save(db, &mut one, at(1)).await.unwrap();
        let taken = save(db, &mut other, at(1)).await.unwrap_err();
        other.code = Some("3100231130".to_owned());
        save(db, &mut other, at(1)).await.unwrap();

        assert!(taken.is_duplicate_of("uq_invoices_code_number"), "{taken}");
        for name in [one.reference.to_lowercase(), one.id.to_string()] {
            assert_eq!(find_by(db, Scope::Everything, &name).await.unwrap(), one);
        }
        let both = find_by(db, Scope::Everything, "26312000000012345678").await;
        assert!(matches!(both, Err(StoreError::NotFound)), "a number alone may name two");
        let foreign = get(db, Scope::OfPartner(partner(0)), one.id).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
        let mut stale = Invoice { version: 1, ..one.clone() };
        assert!(matches!(save(db, &mut stale, at(2)).await, Err(StoreError::Stale)));
        let day = at(0).date_naive();
        assert_eq!(next_number(db, day).await.unwrap(), 1);
        assert_eq!(next_number(db, day).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn the_classification_is_that_of_the_latest_price_that_has_one() {
    for db in prepared().await {
        let price = |n: u32, code: Option<&str>| NewPrice {
            id: uuid(90_000 + u128::from(n)),
            product_id: PRODUCT.into(),
            seller_entity_id: SELLER.into(),
            currency: Currency::Cny,
            list_price: Amount::from_minor(100),
            floor_price: None,
            tax_rate: BasisPoints(3_00),
            tax_classification: code.map(str::to_owned),
            valid_from: NaiveDate::from_ymd_opt(2026, 1, n).unwrap(),
            valid_until: None,
        };
        for (n, code) in [(1, Some("1")), (3, None), (2, Some("2"))] {
            insert_price(&db.write, &price(n, code), at(0)).await.unwrap();
        }

        let of = async |currency| {
            let products = [PRODUCT.into()];
            classifications(&db.write, SELLER.into(), currency, &products).await.unwrap()
        };

        assert_eq!(of(Currency::Cny).await.get(&PRODUCT.into()).map(String::as_str), Some("2"));
        assert!(of(Currency::Usd).await.is_empty());
    }
}

#[tokio::test]
async fn the_list_and_its_sums_are_read_from_indexes() {
    for db in prepared().await {
        insert_some(&db, 1..=400).await;
        let all = Scope::Everything;
        let sorted = |key, descending| InvoiceListQuery {
            sort: Sort { key, descending },
            ..InvoiceListQuery::default()
        };
        let own = Scope::OfPartner(partner(1));
        let waiting = InvoiceListQuery {
            status: vec![InvoiceStatus::Requested],
            ..InvoiceListQuery::default()
        };
        let cases = [
            ("created_at", all, sorted(InvoiceSort::CreatedAt, true)),
            ("issued_on", all, sorted(InvoiceSort::IssuedOn, true)),
            ("gross", all, sorted(InvoiceSort::Gross, false)),
            ("partner", own, InvoiceListQuery::default()),
            ("status", all, waiting),
        ];

        for (name, scope, query) in &cases {
            let statement = listing(*scope, query).explained(db.backend(), |_| {}).unwrap();
            let steps = plan(&db, &statement).await;
            let is_fine = !steps.iter().any(|step| is_slow(step, "invoices"));
            assert!(is_fine, "{:?} by {name}: {steps:#?}", db.backend());
        }
        for typed in ["INV-20261101-0001", "263120", "上海"] {
            for scope in [all, own] {
                let found = search::invoices_statement(db.backend(), scope, typed);
                check_search(&db, &format!("{typed} {scope:?}"), found).await;
            }
        }
        let sums = sums(&db.read, own, &InvoiceListQuery::default()).await.unwrap();
        assert_eq!(sums[0].invoices, 200);
        let odd: i64 = (1..=400_i64).filter(|n| n % 2 == 1).map(|n| n * 100).sum();
        assert_eq!(sums[0].gross.minor(), odd);
        let page = page(&db.read, own, &InvoiceListQuery::default(), at(0)).await.unwrap();
        assert_eq!((page.total, page.items.len()), (200, 20));
    }
}
