//! The search box: each finds what they may read, by numbers, names and initials.

use client::{Client, Side};
use domain::{
    access::Role,
    auth::wire::ChangeUser,
    leads::wire::LeadContent,
    licenses::ActivationMode::{Offline, Online},
    search::wire::Hit,
};
use testkit::{TestApp, key};

use crate::{invoices, leads, purchases};

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
            Hit::Lead { .. } => "lead",
            Hit::Invoice { .. } => "invoice",
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
    // Who asks, and the nine kinds.
    let most = 1 + 9;

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

#[actix_web::test]
async fn leads_and_invoices_are_found_by_those_who_may_read_them() {
    let app = TestApp::start().await;
    let manager = app.as_role(Role::SalesManager).await;
    let owner_id = Some(purchases::user_of(&app, Role::SalesManager).await);
    let lead = LeadContent { owner_id, ..leads::content(&manager, "华东某某证券").await };
    manager.create_lead(&lead, &key()).await.unwrap();
    let order = app.approved(&[Online]).await;
    let invoice = invoices::issued(&app, &order, "26312000000012345678").await.invoice;
    let (rep, engineer) = (app.as_role(Role::SalesRep).await, app.as_role(Role::Engineer).await);
    let partner = app.as_role(Role::Partner).await;

    assert_eq!(found(&manager, Side::Staff, "某某证券").await, ["lead"]);
    assert_eq!(found(&rep, Side::Staff, "某某证券").await, [""; 0], "a colleague's");
    for q in ["263120000000", &invoice.reference.to_lowercase()] {
        assert_eq!(found(&manager, Side::Staff, q).await, ["invoice"], "`{q}`");
        assert_eq!(found(&partner, Side::Portal, q).await, ["invoice"], "`{q}`");
        assert_eq!(found(&engineer, Side::Staff, q).await, [""; 0], "`{q}`");
        let other = app.as_partner_b().await;
        assert_eq!(found(&other, Side::Portal, q).await, [""; 0], "B finds A's");
    }
    let by_title = found(&manager, Side::Staff, &invoice.title).await;
    assert!(by_title.contains(&"invoice"), "{by_title:?}");
}
