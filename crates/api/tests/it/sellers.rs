//! Our own company on the paper that goes out, and order terms in versions.

use chrono::Days;
use client::{Client, Side};
use domain::{
    access::Role,
    events::{EventKind, wire::EventListQuery},
    licenses::ActivationMode::Online,
    problem::{ProblemCode, Reason},
    sellers::{SellerContent, SellerView, TermsContent},
};
use testkit::{TestApp, key, today};

async fn ours(admin: &Client) -> SellerView {
    admin.sellers().await.unwrap().remove(0)
}

fn own() -> SellerContent {
    SellerContent {
        name: " 上海云智科技有限公司 ".to_owned(),
        tax_number: "91310000MA1K35K099".to_owned(),
        address: "上海市浦东新区世纪大道 100 号".to_owned(),
    }
}

fn terms(label: &str) -> TermsContent {
    TermsContent {
        label: label.to_owned(),
        text_zh: "1. 新条款\n".to_owned(),
        text_en: "1. New terms\n".to_owned(),
        valid_from: today(),
    }
}

#[actix_web::test]
async fn our_company_stands_on_order_forms_as_an_administrator_wrote_it() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let order = app.approved(&[Online]).await;
    let before = ours(&admin).await;

    let after = admin.change_seller(before.id, before.version, &own()).await.unwrap();

    assert_eq!((after.content.name.as_str(), after.version), ("上海云智科技有限公司", 2));
    assert_eq!(ours(&admin).await, after);
    let form = admin.order_form(Side::Staff, &order.number).await.unwrap();
    assert_eq!(form.seller.name, after.content.name);
    assert_eq!(form.seller.credit_code.as_deref(), Some("91310000MA1K35K099"));
    let stale = admin.change_seller(before.id, before.version, &own()).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let wrong = SellerContent { tax_number: "91110108MA01DSMS7X".to_owned(), ..own() };
    let wrong = admin.change_seller(before.id, after.version, &wrong).await.unwrap_err();
    assert_eq!(wrong.problem().unwrap().errors[0].pointer, "/tax_number");
    assert_eq!(ours(&admin).await, after, "nothing half saved");
    let told = EventListQuery { kind: vec![EventKind::SellerChanged], ..EventListQuery::default() };
    assert_eq!(admin.events(&told).await.unwrap().items.len(), 1);
    for role in Role::ALL.iter().filter(|role| **role != Role::Admin) {
        let refused = app.as_role(*role).await.sellers().await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::NotPermitted), "{role}");
    }
}

#[actix_web::test]
async fn new_terms_are_accepted_from_their_day_on_and_old_orders_keep_theirs() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let old = app.submitted(&[Online]).await;
    let once = key();

    let made = admin.publish_terms(&terms("2027-01"), &once).await.unwrap();
    let again = admin.publish_terms(&terms("2027-01"), &once).await.unwrap();

    assert_eq!(made, again, "the same key publishes once");
    assert!(made.is_current && made.hash.len() == 64);
    let taken = admin.publish_terms(&terms("2027-01"), &key()).await.unwrap_err();
    assert_eq!(taken.problem().unwrap().errors[0].reason, Reason::AlreadyTaken);
    let yesterday = today().checked_sub_days(Days::new(1)).unwrap();
    let late = TermsContent { valid_from: yesterday, ..terms("late") };
    let late = admin.publish_terms(&late, &key()).await.unwrap_err();
    assert_eq!(late.problem().unwrap().errors[0].reason, Reason::InThePast);
    let tomorrow = today().checked_add_days(Days::new(1)).unwrap();
    let next = TermsContent { valid_from: tomorrow, ..terms("2027-02") };
    assert!(!admin.publish_terms(&next, &key()).await.unwrap().is_current);
    assert_eq!(admin.terms_versions().await.unwrap().len(), 3);

    let new = app.submitted(&[Online]).await;
    let form = async |number: &str| admin.order_form(Side::Staff, number).await.unwrap();
    let (old, new) = (form(&old.number).await, form(&new.number).await);
    assert_eq!(new.terms.as_ref().map(|terms| terms.version.as_str()), Some("2027-01"));
    assert_ne!(old.terms, new.terms);
}
