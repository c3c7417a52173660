//! Customers: created by approval, found by any part of their name, seen by those who sold to them.

use client::Side;
use domain::{
    access::Role,
    customers::{Retention, wire::CustomerListQuery},
    licenses::ActivationMode::Online,
    orders::wire::{ApproveOrder, DuplicateReason},
};
use testkit::{TestApp, key};

#[actix_web::test]
async fn approval_creates_the_end_user_once_and_finds_it_again() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;

    for q in ["", "远航", "zsyh", "招商远航银行"] {
        let query = CustomerListQuery { q: q.to_owned(), ..CustomerListQuery::default() };
        let found = admin.customers(&query).await.unwrap();
        assert_eq!(found.total, 1, "`{q}`");
        assert_eq!(found.items[0].licenses, 2);
    }
    let row = admin.customers(&CustomerListQuery::default()).await.unwrap().items.remove(0);
    let customer = admin.customer(row.id).await.unwrap();
    assert_eq!(customer.contacts[0].email.as_deref(), Some("it@customer.example"));
    assert_eq!(customer.retention, Retention::Active);
    let partner = app.as_role(Role::Partner).await;
    let own = partner.end_users(Side::Portal, "远航").await.unwrap();
    assert_eq!(own[0].customer_id, row.id);
}

#[actix_web::test]
async fn the_approver_sees_who_the_end_user_might_be_and_decides() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    let partner = app.as_role(Role::Partner).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let content = testkit::content(&catalogue, "招商远航银行（上海）有限公司", &[Online]);
    let draft = partner.place_order(Side::Portal, &content, &key()).await.unwrap();
    let submit = app.acceptance(&partner, &draft).await;
    let order =
        partner.submit_order(Side::Portal, draft.id, draft.version, &submit, &key()).await.unwrap();
    let admin = app.as_role(Role::Admin).await;

    let review = admin.order_review(order.id).await.unwrap();
    let possible = &review.end_users[0].possible;
    let choice =
        domain::orders::wire::EndUserChoice { line: 1, customer_id: possible[0].customer_id };
    let approve = ApproveOrder { end_users: vec![choice], ..ApproveOrder::default() };
    admin.approve_order(order.id, order.version, &approve, &key()).await.unwrap();

    assert!(review.end_users[0].matched.is_none());
    assert!(possible[0].reasons.contains(&DuplicateReason::SameMailDomain), "{possible:?}");
    assert_eq!(review.will_issue[0].online, 1);
    assert_eq!(review.will_issue[0].recipient, "orders@a.example");
    let all = admin.customers(&CustomerListQuery::default()).await.unwrap();
    assert_eq!((all.total, all.items[0].licenses), (1, 2));
}
