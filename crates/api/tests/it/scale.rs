//! The large set: the same every time, whole, and like what people would have made.

use std::collections::BTreeSet;

use api::seed::scale::sow;
use client::Side;
use domain::{
    access::Role,
    customers::wire::CustomerListQuery,
    licenses::{LicenseStatus, wire::LicenseListQuery},
    orders::{OrderStatus, wire::OrderListQuery},
};
use testkit::TestApp;

#[actix_web::test]
async fn a_large_set_is_whole_and_found() {
    let app = TestApp::start().await;
    let sown = sow(&app.app, 600, |_| {}).await.unwrap();
    let admin = app.as_role(Role::Admin).await;

    let all = LicenseListQuery { per_page: 100, ..LicenseListQuery::default() };
    let licenses = admin.licenses(Side::Staff, &all).await.unwrap();
    let customers = admin.customers(&CustomerListQuery::default()).await.unwrap();
    let orders = OrderListQuery { per_page: 100, ..OrderListQuery::default() };
    let orders = admin.orders(Side::Staff, &orders).await.unwrap();

    assert!(sown >= 600 && licenses.total == u64::from(sown), "{sown}, {}", licenses.total);
    assert!((20..=200).contains(&customers.total), "{}", customers.total);
    let states: BTreeSet<_> = licenses.items.iter().map(|row| row.status).collect();
    assert!(states.contains(&LicenseStatus::Active), "{states:?}");
    let ended = LicenseListQuery { status: vec![LicenseStatus::Expired], ..all.clone() };
    let ended = admin.licenses(Side::Staff, &ended).await.unwrap();
    assert!((50..500).contains(&ended.total), "{}", ended.total);
    let done: Vec<_> =
        orders.items.iter().filter(|row| row.status == OrderStatus::Fulfilled).collect();
    assert!(done.len() > 20, "{}", done.len());
    for row in done.iter().take(20) {
        let order = admin.order(Side::Staff, &row.id.to_string()).await.unwrap();
        let sum: i64 =
            order.lines.iter().map(|line| line.price.as_ref().unwrap().gross.minor()).sum();
        assert_eq!(order.totals.gross.minor(), sum);
        for line in &order.lines {
            assert_eq!(line.licenses.len(), line.input.sets as usize);
        }
        assert!(!order.acceptance.unwrap().changed_since);
    }
    let one = &licenses.items[0];
    let view = admin.license(Side::Staff, &one.number).await.unwrap();
    assert_eq!(view.id, one.id);
    assert_eq!(view.purchases.len(), 1);
    let name: String = one.customer_name.chars().skip(2).take(4).collect();
    let found = LicenseListQuery { q: name, ..LicenseListQuery::default() };
    let found = admin.licenses(Side::Staff, &found).await.unwrap();
    assert!(found.items.iter().any(|row| row.customer_name == one.customer_name));
}

#[actix_web::test]
async fn a_large_set_is_the_same_every_time() {
    let (one, other) = (TestApp::start().await, TestApp::start().await);
    let mut told = Vec::new();
    for app in [&one, &other] {
        sow(&app.app, 100, |_| {}).await.unwrap();
        let admin = app.as_role(Role::Admin).await;
        let all = LicenseListQuery { per_page: 100, ..LicenseListQuery::default() };
        let page = admin.licenses(Side::Staff, &all).await.unwrap();
        let rows: BTreeSet<_> = page
            .items
            .into_iter()
            .map(|row| (row.number, row.customer_name, row.expires_on))
            .collect();
        told.push(rows);
    }
    assert_eq!(told[0], told[1]);
}
