//! Mails: a server that says no for now, one that says no for good, and trying again.

use domain::{
    access::Role,
    deliveries::{DeliveryStatus, MailKind, wire::DeliveryListQuery},
    licenses::{ActivationMode::Online, LicenseStatus},
    orders::OrderStatus,
    problem::Reason,
};
use testkit::TestApp;

#[actix_web::test]
async fn what_does_not_go_out_is_tried_again_and_marks_nothing_as_sent() {
    // Nothing listens there: every try is refused at once.
    let app = TestApp::start_with(|config| {
        config.mail.transport = api::config::MailTransport::Smtp;
        config.mail.tls = api::config::MailTls::None;
        config.mail.host = "127.0.0.1".to_owned();
        config.mail.port = 9;
    })
    .await;
    let order = app.approved(&[Online]).await;

    app.settle().await;

    let admin = app.as_role(Role::Admin).await;
    let query = DeliveryListQuery { order: Some(order.id), ..DeliveryListQuery::default() };
    let mails = admin.deliveries(&query).await.unwrap();
    let mail = mails.items.iter().find(|mail| mail.kind == MailKind::Licenses).unwrap();
    assert_eq!((mail.status, mail.tries), (DeliveryStatus::Retrying, 1));
    assert!(mail.next_try_at.unwrap() > app.now());
    let after = admin.order(client::Side::Staff, &order.number).await.unwrap();
    assert_eq!(after.status, OrderStatus::Approved);
    assert_eq!(after.lines[0].licenses[0].status, LicenseStatus::Created);

    app.pass(chrono::TimeDelta::seconds(6));
    app.settle().await;
    let mail = admin.delivery(mail.id).await.unwrap();
    assert_eq!(mail.row.tries, 2);
    let again = admin.retry_delivery(mail.row.id, mail.version).await.unwrap();
    assert_eq!((again.row.status, again.row.tries), (DeliveryStatus::Queued, 0));
}

#[actix_web::test]
async fn the_log_shows_a_mail_without_its_secrets_and_delivered_ones_stay_delivered() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let code = admin
        .show_license_key(order.lines[0].licenses[0].id)
        .await
        .unwrap()
        .activation_code
        .unwrap();
    let query = DeliveryListQuery { order: Some(order.id), ..DeliveryListQuery::default() };
    let mails = admin.deliveries(&query).await.unwrap();
    let mail = mails.items.iter().find(|mail| mail.kind == MailKind::Licenses).unwrap();

    let seen = admin.delivery(mail.id).await.unwrap();
    let refused = admin.retry_delivery(mail.id, seen.version).await.unwrap_err();

    assert!(app.mails().iter().any(|mail| mail.text.contains(&code)), "the receiver reads it");
    assert!(!seen.text.contains(&code) && !seen.html.contains(&code), "the log does not");
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::DeliveryNotFailed));
}
