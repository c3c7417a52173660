//! The key of an installation without network comes with its cluster: in the order, with a transfer.

use api::usage::jws::Signer;
use chrono::TimeDelta;
use client::{Client, ClientError, Side};
use domain::{
    access::Role,
    licenses::{
        ActivationMode::{Offline, Online},
        wire::{LicenseView, TransferLicense},
    },
    orders::wire::OrderContent,
    problem::Reason,
    usage::wire::UsageQuery,
};
use testkit::{TestApp, key};

use super::license_lines::approved;

fn own(secret: u8) -> String {
    Signer::new(&[secret; 32]).unwrap().public().to_owned()
}

/// One set for a cluster without network, whose installation has this key.
async fn content(partner: &Client, own: Option<String>) -> OrderContent {
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let mut content = testkit::content(&catalogue, "招商远航银行股份有限公司", &[Offline]);
    content.lines[0].activations[0].installation_key = own;
    content
}

/// The clusters of the installations that are heard, with the time each was given up.
async fn installations(app: &TestApp, license: &LicenseView) -> Vec<(String, bool)> {
    let admin = app.as_role(Role::Admin).await;
    let query = UsageQuery::default();
    let usage = admin.license_usage(Side::Staff, &license.number, &query).await.unwrap();
    let told =
        |one: domain::usage::wire::InstallationView| (one.cluster_id, one.retired_at.is_none());
    usage.installations.into_iter().map(told).collect()
}

async fn refused(app: &TestApp, content: &OrderContent) -> ClientError {
    let partner = app.as_role(Role::Partner).await;
    let draft = partner.place_order(Side::Portal, content, &key()).await.unwrap();
    let submit = app.acceptance(&partner, &draft).await;
    partner.submit_order(Side::Portal, draft.id, draft.version, &submit, &key()).await.unwrap_err()
}

#[actix_web::test]
async fn a_key_travels_with_the_cluster_from_the_order_to_the_transfer() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let partner = app.as_role(Role::Partner).await;
    let order = approved(&app, &content(&partner, Some(own(7))).await).await;
    app.settle().await;
    let number = &order.lines[0].licenses[0].number;
    let sold = admin.license(Side::Staff, number).await.unwrap();

    let first = installations(&app, &sold).await;
    app.pass(TimeDelta::minutes(5));
    let to = TransferLicense {
        cluster_id: "cluster-second".to_owned(),
        installation_key: Some(own(8)),
        reason: "机房搬迁".to_owned(),
    };
    let moved = admin.transfer_license(sold.id, sold.version, &to, &key()).await.unwrap();
    let both = installations(&app, &sold).await;
    let none = TransferLicense {
        cluster_id: "cluster-third".to_owned(),
        installation_key: Some("A".repeat(42)),
        ..to
    };
    let refused = admin.transfer_license(sold.id, moved.version, &none, &key()).await.unwrap_err();

    assert_eq!(first, [("cluster-0000".to_owned(), true)]);
    assert_eq!(both, [("cluster-second".to_owned(), true), ("cluster-0000".to_owned(), false)]);
    let errors = &refused.problem().unwrap().errors;
    assert_eq!(
        (errors[0].pointer.as_str(), errors[0].reason),
        ("/installation_key", Reason::InstallationKeyInvalid)
    );
    let after = admin.license(Side::Staff, number).await.unwrap();
    assert_eq!(after.cluster_id.as_deref(), Some("cluster-second"), "nothing is half saved");
}

#[actix_web::test]
async fn an_order_with_a_key_that_is_none_is_not_submitted() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let at = "/lines/0/activations/0/installation_key";
    let faults = |error: ClientError| {
        let errors = error.problem().unwrap().errors.clone();
        errors.into_iter().map(|fault| (fault.pointer, fault.reason)).collect::<Vec<_>>()
    };
    // Of the right length and letters, and no point of the curve.
    let no_point = ('A'..='Z')
        .map(|first| format!("{first}{}", &own(7)[1..]))
        .find(|key| api::usage::jws::public_key(key).is_none())
        .unwrap();
    let mut online = content(&partner, Some(own(7))).await;
    online.lines[0].activations[0].mode = Online;
    online.lines[0].activations[0].cluster_id = None;

    let short = refused(&app, &content(&partner, Some("short".to_owned())).await).await;
    let no_point = refused(&app, &content(&partner, Some(no_point)).await).await;
    let online = refused(&app, &online).await;

    assert_eq!(faults(short), [(at.to_owned(), Reason::InstallationKeyInvalid)]);
    assert_eq!(faults(no_point), [(at.to_owned(), Reason::InstallationKeyInvalid)]);
    assert_eq!(faults(online), [(at.to_owned(), Reason::KeyComesWithActivation)]);
}

#[actix_web::test]
async fn a_copy_of_an_order_is_for_other_clusters() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let order = approved(&app, &content(&partner, Some(own(7))).await).await;

    let copy = partner.clone_order(Side::Portal, order.id, &key()).await.unwrap();

    let set = &copy.lines[0].input.activations[0];
    assert_eq!(set.mode, Offline);
    assert_eq!((&set.cluster_id, &set.installation_key), (&None, &None));
}
