//! Orders that build upon each other's licenses: what is taken back, and in which order.

use chrono::TimeDelta;
use client::Side;
use domain::{
    access::Role,
    deliveries::{MailKind, wire::DeliveryListQuery},
    licenses::{ActivationMode::Offline, LicenseStatus, Stage},
    orders::{
        LineKind, OrderStatus,
        wire::{ApproveOrder, LineInput, OrderContent, OrderView, WithReason},
    },
    problem::Reason,
    returns::RefundBasis,
};
use testkit::{TestApp, key};

use crate::{
    license_lines::{again, approved, line, order_of, product, sold, submitted},
    returns::{asked, request},
};

/// The order that brought the license, as it is now.
async fn order_with(app: &TestApp, id: domain::id::OrderId) -> OrderView {
    let admin = app.as_role(Role::Admin).await;
    admin.order(Side::Staff, &id.to_string()).await.unwrap()
}

#[actix_web::test]
async fn a_sale_is_not_returned_under_a_renewal_of_another_order() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let sale = order_with(&app, license.order_id).await;
    // Asked for before the renewal, approved after it.
    let full = request(&[1], RefundBasis::Full);
    let (_, early) = asked(&app, &sale.number, &full).await;
    let renewal = approved(&app, &order_of(vec![line(LineKind::Renewal, &[&license])])).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;

    let refused = admin.approve_return(early.id, early.version, &key()).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().reason, Some(Reason::LicenseMoved));
    assert_ne!(again(&app, &license).await.status, LicenseStatus::Terminated);
    let no = WithReason { reason: "先退续订".to_owned() };
    admin.reject_return(early.id, early.version, &no, &key()).await.unwrap();
    let sale = order_with(&app, license.order_id).await;
    let refused = admin.request_return(sale.id, sale.version, &full, &key()).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::LicenseMoved));

    // The renewal first, then the sale.
    let (_, of_renewal) = asked(&app, &renewal.number, &full).await;
    admin.approve_return(of_renewal.id, of_renewal.version, &key()).await.unwrap();
    let now = again(&app, &license).await;
    assert_eq!(now.expires_on, license.expires_on);
    let renewed = now.stages.iter().find(|stage| stage.stage == Stage::Renewed).unwrap();
    assert_eq!(renewed.reached_on, None, "a purchase that was canceled renewed nothing");
    let (_, of_sale) = asked(&app, &sale.number, &full).await;
    admin.approve_return(of_sale.id, of_sale.version, &key()).await.unwrap();
    assert_eq!(again(&app, &license).await.status, LicenseStatus::Terminated);
}

#[actix_web::test]
async fn of_two_upgrades_on_one_day_each_is_taken_back_by_itself() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    app.pass(TimeDelta::days(65));
    let partner = app.as_role(Role::Partner).await;
    let (pro, ent) = (product(&partner, "DIFY-PRO").await, product(&partner, "DIFY-ENT").await);
    let to = |product| {
        order_of(vec![LineInput {
            product_id: Some(product),
            ..line(LineKind::Upgrade, &[&license])
        }])
    };
    let first = approved(&app, &to(pro)).await;
    let second = approved(&app, &to(ent)).await;
    let admin = app.as_role(Role::Admin).await;
    let reason = WithReason { reason: "客户撤回".to_owned() };

    // The first stands under the second.
    let refused = admin
        .cancel_order(Side::Staff, first.id, first.version, &reason, &key())
        .await
        .unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::LicenseMoved));
    admin.cancel_order(Side::Staff, second.id, second.version, &reason, &key()).await.unwrap();

    assert_eq!(again(&app, &license).await.product_code, "DIFY-PRO");
    // What the first upgrade cost counts again; what it credited does not.
    let quoted = partner.place_order(Side::Portal, &to(ent), &key()).await.unwrap();
    let credit = |order: &OrderView| order.lines[0].price.as_ref().unwrap().parts[0].credit;
    assert_eq!(credit(&quoted), credit(&second));
}

#[actix_web::test]
async fn a_feature_that_came_in_between_is_noticed_by_a_renewal() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let partner = app.as_role(Role::Partner).await;
    let audit = product(&partner, "DIFY-AUDIT").await;
    let renewal = submitted(&app, &order_of(vec![line(LineKind::Renewal, &[&license])])).await;
    let addon = LineInput { product_id: Some(audit), ..line(LineKind::Addon, &[&license]) };
    approved(&app, &order_of(vec![addon])).await;
    let admin = app.as_role(Role::Admin).await;

    let approve = ApproveOrder::default();
    let refused =
        admin.approve_order(renewal.id, renewal.version, &approve, &key()).await.unwrap_err();

    assert_eq!(refused.problem().unwrap().reason, Some(Reason::LicenseMoved));
    let review = admin.order_review(renewal.id).await.unwrap();
    assert!(review.will_change[0].has_moved);
}

#[actix_web::test]
async fn what_was_returned_before_its_mail_is_not_delivered() {
    let app = TestApp::start().await;
    for is_queued in [false, true] {
        let order = app.approved(&[Offline]).await;
        if is_queued {
            while api::worker::handle_events(&app.app, "test").await.unwrap() > 0 {}
        }
        let (_, asked) = asked(&app, &order.number, &request(&[1], RefundBasis::Full)).await;
        let admin = app.as_role(Role::Admin).await;

        admin.approve_return(asked.id, asked.version, &key()).await.unwrap();
        app.settle().await;

        let keys = app.mails().into_iter().filter(|mail| !mail.attachments.is_empty());
        assert_eq!(keys.count(), 0, "no key of a terminated license goes out");
        let order = admin.order(Side::Staff, &order.number).await.unwrap();
        assert_eq!(order.status, OrderStatus::Fulfilled, "nobody waits for it any more");
        let query = DeliveryListQuery { order: Some(order.id), ..DeliveryListQuery::default() };
        let mails = admin.deliveries(&query).await.unwrap().items;
        let of_licenses = mails.iter().filter(|mail| mail.kind == MailKind::Licenses).count();
        assert_eq!(of_licenses, usize::from(is_queued), "{mails:?}");
    }
}

#[actix_web::test]
async fn a_clone_leaves_an_agreed_last_day_behind() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let last = license.expires_on.unwrap() + TimeDelta::days(73);
    let co_termed = LineInput { ends_on: Some(last), ..line(LineKind::Renewal, &[&license]) };
    let content = order_of(vec![co_termed]);
    let content = OrderContent { partner_id: Some(app.partner_a), ..content };
    let admin = app.as_role(Role::Admin).await;
    let agreed = admin.place_order(Side::Staff, &content, &key()).await.unwrap();
    let manager = app.as_role(Role::SalesManager).await;

    let of_manager = manager.clone_order(Side::Staff, agreed.id, &key()).await.unwrap();
    let of_admin = admin.clone_order(Side::Staff, agreed.id, &key()).await.unwrap();

    assert_eq!(of_manager.lines[0].input.ends_on, None);
    assert_eq!(of_admin.lines[0].input.ends_on, Some(last));
}
