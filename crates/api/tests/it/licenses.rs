//! Licenses: activation, keys, terms, re-sending.

use client::Side;
use domain::{
    access::Role,
    licenses::{
        ActivationMode::{Offline, Online},
        LicenseStatus,
        wire::{Activate, RecordActivation},
    },
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key, today};

fn activate(code: &str, cluster: &str) -> Activate {
    Activate {
        code: code.to_owned(),
        cluster_id: cluster.to_owned(),
        version: None,
        installation_key: None,
    }
}

/// A delivered online license: its id and activation code.
async fn delivered(app: &TestApp) -> (domain::id::LicenseId, String) {
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let id = order.lines[0].licenses[0].id;
    let key = admin.show_license_key(id).await.unwrap();
    (id, key.activation_code.unwrap())
}

#[actix_web::test]
async fn a_code_is_traded_for_a_key_that_is_bound_to_the_cluster() {
    let app = TestApp::start().await;
    let (id, code) = delivered(&app).await;
    let stranger = app.stranger();

    let typed = code.to_lowercase().replace('-', " ");
    let first = stranger.activate(&activate(&typed, "cluster-one")).await.unwrap();
    let again = stranger.activate(&activate(&code, "cluster-one")).await.unwrap();
    let elsewhere = stranger.activate(&activate(&code, "cluster-two")).await.err().unwrap();
    app.settle().await;

    assert_eq!(first.key, again.key, "the same cluster gets the same key");
    assert_eq!(elsewhere.problem().unwrap().reason, Some(Reason::BoundElsewhere));
    let claims = app.app.keys.verify(&first.key, app.now()).unwrap();
    assert_eq!(claims.lic.cluster_id.as_deref(), Some("cluster-one"));
    let partner = app.as_role(Role::Partner).await;
    let license = partner.license(Side::Portal, &id.to_string()).await.unwrap();
    assert_eq!(license.status, LicenseStatus::Active);
    assert_eq!(license.starts_on, Some(today()));
    assert_eq!(license.expires_on.unwrap().to_string(), "2027-11-21");
    let told = partner.unread().await.unwrap();
    assert!(told.unread > 0, "the partner is told");
}

#[actix_web::test]
async fn a_term_begins_seven_days_after_delivery_at_the_latest() {
    let app = TestApp::start().await;
    let (id, code) = delivered(&app).await;
    app.pass(chrono::TimeDelta::days(30));

    app.stranger().activate(&activate(&code, "cluster-one")).await.unwrap();

    let admin = app.as_role(Role::Admin).await;
    let license = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    assert_eq!(license.activation_deadline.unwrap().to_string(), "2026-11-29");
    assert_eq!(license.starts_on.unwrap().to_string(), "2026-11-29");
}

#[actix_web::test]
async fn wrong_codes_are_all_the_same_404_and_guessing_has_to_wait() {
    let app = TestApp::start().await;
    let stranger = app.stranger();

    let malformed = stranger.activate(&activate("nonsense", "cluster-one")).await.err().unwrap();
    let other = domain::licenses::code::encode([9; 16]);
    let unknown = stranger.activate(&activate(&other, "cluster-one")).await.err().unwrap();
    let mut last = None;
    for _ in 0..20 {
        last = stranger.activate(&activate(&other, "cluster-one")).await.err().unwrap().code();
    }

    assert_eq!(malformed.to_string(), unknown.to_string().replace(&other, "nonsense"));
    assert_eq!(unknown.code(), Some(ProblemCode::NotFound));
    assert_eq!(last, Some(ProblemCode::TooManyRequests));
}

#[actix_web::test]
async fn an_offline_activation_is_recorded_and_the_key_replaced() {
    let app = TestApp::start().await;
    let order = app.approved(&[Offline]).await;
    let admin = app.as_role(Role::Admin).await;
    let id = order.lines[0].licenses[0].id;
    let record = RecordActivation { activated_on: today() };
    let before = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    let early = admin.record_activation(id, before.version, &record, &key()).await.unwrap_err();
    app.settle().await;
    let sent = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    app.pass(chrono::TimeDelta::days(2));
    let admin = app.as_role(Role::Admin).await;

    let active = admin.record_activation(id, sent.version, &record, &key()).await.unwrap();

    assert_eq!(early.problem().unwrap().reason, Some(Reason::NotSentYet));
    assert_eq!(active.status, LicenseStatus::Active);
    assert_ne!(active.key_fingerprint, sent.key_fingerprint);
    let shown = admin.show_license_key(id).await.unwrap().key.unwrap();
    let claims = app.app.keys.verify(&shown, app.now()).unwrap();
    assert_eq!(claims.exp, domain::dates::end_of(active.expires_on.unwrap()).timestamp());
}

#[actix_web::test]
async fn every_showing_of_a_key_is_logged_and_the_partner_does_not_see_it() {
    let app = TestApp::start().await;
    let (id, code) = delivered(&app).await;
    let admin = app.as_role(Role::Admin).await;
    let partner = app.as_role(Role::Partner).await;

    let staff = admin.license_timeline(Side::Staff, id).await.unwrap();
    let theirs = partner.license_timeline(Side::Portal, id).await.unwrap();

    let shown = |events: &[domain::events::wire::EventView]| {
        events.iter().filter(|event| event.kind.as_str() == "license.key_shown").count()
    };
    assert_eq!((shown(&staff), shown(&theirs)), (1, 0));
    let log = format!("{staff:?}");
    assert!(!log.contains(&code), "events hold no code");
}

#[actix_web::test]
async fn sending_again_is_one_more_mail_and_moves_no_date() {
    let app = TestApp::start().await;
    let (id, _) = delivered(&app).await;
    let admin = app.as_role(Role::Admin).await;
    let before = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    app.pass(chrono::TimeDelta::days(3));
    let admin = app.as_role(Role::Admin).await;

    admin.resend_license(id, &key()).await.unwrap();
    app.settle().await;

    let after = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    assert_eq!(after.sent_at, before.sent_at);
    assert_eq!(after.activation_deadline, before.activation_deadline);
    let mails = app.mails();
    let sent: Vec<_> = mails.iter().filter(|mail| mail.to == "orders@a.example").collect();
    assert_eq!(sent.len(), 2);
    assert_ne!(sent[0].message_id, sent[1].message_id);
}
