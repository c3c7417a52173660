//! The answer to COMMIT gets lost: what happened counts once, and is acknowledged.

use std::net::ToSocketAddrs as _;

use client::Side;
use domain::{
    access::Role,
    licenses::{ActivationMode::Online, wire::LicenseListQuery},
    orders::{OrderStatus, wire::ApproveOrder},
};
use secrecy::{ExposeSecret as _, SecretString};
use testkit::{Gap, TestApp, key};

/// A server whose line to MySQL has a gap; none on SQLite, which has no line.
pub async fn app_with_gap() -> Option<(TestApp, Gap)> {
    let mut gap = None;
    let app = TestApp::start_with(|config| {
        let url = config.database.url.expose_secret().to_owned();
        let Some((before, rest)) = url.split_once('@') else { return };
        let (server, name) = rest.split_once('/').unwrap();
        let upstream = server.to_socket_addrs().unwrap().next().unwrap();
        let here = Gap::before(upstream);
        config.database.url = SecretString::from(format!("{before}@{}/{name}", here.address));
        gap = Some(here);
    })
    .await;
    gap.map(|gap| (app, gap))
}

#[actix_web::test]
async fn an_approval_whose_commit_was_not_answered_happened_once_and_says_so() {
    let Some((app, gap)) = app_with_gap().await else { return };
    let order = app.submitted(&[Online, Online]).await;
    let admin = app.as_role(Role::Admin).await;
    let (approve, once) = (ApproveOrder::default(), key());

    gap.lose(1);
    let approved = admin.approve_order(order.id, order.version, &approve, &once).await.unwrap();
    assert_eq!(gap.left(), 0, "nothing was lost: this test shows nothing");
    let again = admin.approve_order(order.id, order.version, &approve, &once).await.unwrap();

    assert_eq!(approved.status, OrderStatus::Approved);
    assert_eq!(again.version, approved.version);
    let all = admin.licenses(Side::Staff, &LicenseListQuery::default()).await.unwrap();
    assert_eq!(all.total, 2);
}
