//! The search box: each finds what they may read, by numbers, names and initials.

use client::{Client, Side};
use domain::{
    access::Role,
    auth::wire::ChangeUser,
    licenses::ActivationMode::{Offline, Online},
    search::wire::Hit,
};
use testkit::TestApp;

fn kinds(hits: &[Hit]) -> Vec<&'static str> {
    let mut kinds: Vec<_> = hits
        .iter()
        .map(|hit| match hit {
            Hit::License { .. } => "license",
            Hit::Deployment { .. } => "deployment",
            Hit::Order { .. } => "order",
            Hit::Customer { .. } => "customer",
            Hit::Partner { .. } => "partner",
            Hit::Product { .. } => "product",
            Hit::User { .. } => "user",
        })
        .collect();
    kinds.dedup();
    kinds
}

async fn found(client: &Client, side: Side, q: &str) -> Vec<&'static str> {
    kinds(&client.search(side, q).await.unwrap())
}

#[actix_web::test]
async fn a_box_finds_every_kind_by_number_name_and_initials() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let license = &order.lines[0].licenses[0];
    let admin = app.as_role(Role::Admin).await;
    let half = &license.number[..10];

    for (q, expected) in [
        (license.number.as_str(), vec!["license", "deployment"]),
        (&half.to_lowercase(), vec!["license", "deployment"]),
        (order.number.as_str(), vec!["order"]),
        ("远航", vec!["license", "deployment", "order", "customer"]),
        ("zsyh", vec!["license", "deployment", "order", "customer"]),
        ("上海云智", vec!["partner"]),
        ("SHYZ", vec!["partner"]),
        ("企业版", vec!["product"]),
        ("engineer", vec!["user"]),
        ("先生", vec!["user"]),
        ("nothing like it", vec![]),
        ("  ", vec![]),
    ] {
        assert_eq!(found(&admin, Side::Staff, q).await, expected, "`{q}`");
    }
    let hits = admin.search(Side::Staff, half).await.unwrap();
    let Some(Hit::License { number, customer_name, .. }) = hits.into_iter().next() else {
        panic!("no license")
    };
    assert_eq!(
        (number, customer_name.as_str()),
        (license.number.clone(), "招商远航银行股份有限公司")
    );
}

#[actix_web::test]
async fn everybody_finds_only_what_they_may_read() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let engineer = app.as_role(Role::Engineer).await;
    let (own, other) = (app.as_role(Role::Partner).await, app.as_partner_b().await);
    let number = order.lines[0].licenses[0].number.clone();

    assert_eq!(found(&engineer, Side::Staff, "zsyh").await, ["license", "deployment", "customer"]);
    assert!(found(&engineer, Side::Staff, "engineer").await.is_empty(), "users are the admins'");
    assert_eq!(found(&own, Side::Portal, "zsyh").await, ["license", "customer", "order"]);
    for q in ["zsyh", "招商", &order.number, &number, "ORD", "ENT"] {
        assert!(found(&other, Side::Portal, q).await.is_empty(), "B finds `{q}` of A");
        assert!(found(&own, Side::Staff, q).await.is_empty(), "no partner searches the house");
    }
}

#[actix_web::test]
async fn five_of_a_kind_in_one_statement_each() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        app.approved(&[Online, Offline]).await;
    }
    let admin = app.as_role(Role::Admin).await;
    // Who asks, and the seven kinds.
    let most = 1 + 7;

    for q in ["zsyh", "ENT-", "ORD-", "e", "远航"] {
        let before = app.statements();
        let hits = admin.search(Side::Staff, q).await.unwrap();
        let asked = app.statements() - before;
        assert!(asked <= most, "`{q}`: {asked} statements");
        let licenses = hits.iter().filter(|hit| matches!(hit, Hit::License { .. })).count();
        let deployments = hits.iter().filter(|hit| matches!(hit, Hit::Deployment { .. })).count();
        assert!(licenses <= 5 && deployments <= 5, "`{q}`: {licenses}, {deployments}");
    }
    assert_eq!(admin.search(Side::Staff, "ENT-").await.unwrap().len(), 10, "five of six, twice");
}

#[actix_web::test]
async fn a_renamed_user_is_found_by_the_new_name() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let Some(Hit::User { id, .. }) = admin.search(Side::Staff, "engineer").await.unwrap().pop()
    else {
        panic!("no user")
    };
    let user = admin.user(id.into()).await.unwrap();
    let change = ChangeUser {
        name: "沈青".to_owned(),
        email: user.email,
        role: user.role,
        language: user.language,
    };

    admin.change_user(user.id, user.version, &change).await.unwrap();

    assert_eq!(found(&admin, Side::Staff, "sq").await, ["user"]);
}
