//! License keys as anybody may ask about them, the list of revoked ones, and rotation under a running
//! server.

use std::time::Duration;

use api::keys::rotation::{list, retire, rotate};
use chrono::TimeDelta;
use client::Side;
use domain::{
    access::Role,
    events::{SubjectKind, wire::EventListQuery},
    id::LicenseId,
    keys::{
        KeyStatus, RevocationClaims, RevocationReason,
        wire::{VerificationView, VerifyKey},
    },
    licenses::{
        ActivationMode::{Offline, Online},
        wire::{Activate, RecordActivation},
    },
    problem::{ProblemCode, Reason},
};
use serde_json::json;
use testkit::{TestApp, key, today};

/// A delivered offline license and its key.
async fn offline(app: &TestApp) -> (LicenseId, String) {
    let order = app.approved(&[Offline]).await;
    app.settle().await;
    let id = order.lines[0].licenses[0].id;
    let shown = app.as_role(Role::Admin).await.show_license_key(id).await.unwrap();
    (id, shown.key.unwrap())
}

async fn verify(app: &TestApp, key: &str) -> VerificationView {
    app.stranger().verify_key(&VerifyKey { key: key.to_owned() }).await.unwrap()
}

async fn status(app: &TestApp, key: &str) -> KeyStatus {
    verify(app, key).await.license.unwrap().status
}

/// The published list, verified with nothing but what is published.
async fn published(app: &TestApp) -> RevocationClaims {
    let stranger = app.stranger();
    let list = app.call(&stranger, "GET", "/.well-known/revocations.jwt", &[], None).await;
    let jwks = app.call(&stranger, "GET", "/.well-known/jwks.json", &[], None).await;
    let issuer = Some("https://dsms.example.com");
    api::signing::revocations_with_jwks(&list.text, &jwks.text, issuer, app.now()).unwrap()
}

#[actix_web::test]
async fn a_finder_learns_that_a_key_is_genuine_and_little_else() {
    let app = TestApp::start().await;
    let (id, key) = offline(&app).await;
    let admin = app.as_role(Role::Admin).await;
    let license = admin.license(Side::Staff, &id.to_string()).await.unwrap();

    let wrapped = format!("  {}\r\n{}\n", &key[..60], &key[60..]);
    let seen = app
        .call(&app.stranger(), "POST", "/api/v1/verify", &[], Some(&json!({ "key": wrapped })))
        .await;
    let view: VerificationView = serde_json::from_str(&seen.text).unwrap();

    let found = view.license.unwrap();
    assert!(view.genuine);
    assert_eq!(found.status, KeyStatus::Valid);
    assert_eq!(found.license_number, license.number);
    assert_eq!(found.customer, "招***********", "the name stays with us");
    assert!(!seen.text.contains("远航") && !seen.text.contains("cluster-0000"));
    assert_eq!(Some(found.expires_on), license.expires_on);
    assert_eq!(found.kid, app.app.keys.signing_kid());
}

#[actix_web::test]
async fn what_is_no_key_of_ours_is_all_the_same_and_trying_on_has_to_wait() {
    let app = TestApp::start().await;
    let (_, key) = offline(&app).await;
    let other = TestApp::start().await;
    let (_, foreign) = offline(&other).await;
    // Signed by our own key, but not in our records: what a thief of the signing key could make.
    let mut claims = app.app.keys.verify(&key, app.now()).unwrap();
    claims.jti = uuid::Uuid::nil().to_string();
    let stolen = app.app.keys.sign(&claims).unwrap();
    let stolen = String::from_utf8(stolen.as_bytes().to_vec()).unwrap();
    let cut = &key[..key.len() - 1];
    let no = VerificationView { genuine: false, license: None };

    for text in ["nonsense", "a.b.c", "中文 \u{202e}", cut, &foreign, &stolen, &"x".repeat(99_999)]
    {
        assert_eq!(verify(&app, text).await, no, "{text:.40}");
    }
    let empty = app.stranger().verify_key(&VerifyKey { key: " \n".to_owned() }).await.unwrap_err();
    assert_eq!(empty.problem().unwrap().errors[0].pointer, "/key");
    let mut refused = None;
    for _ in 0..20 {
        let nonsense = VerifyKey { key: "nonsense".to_owned() };
        refused = app.stranger().verify_key(&nonsense).await.err();
    }
    assert_eq!(refused.unwrap().code(), Some(ProblemCode::TooManyRequests));
    let activation = Activate {
        code: "nonsense".to_owned(),
        cluster_id: "cluster-one".to_owned(),
        version: None,
        installation_key: None,
    };
    let other_door = app.stranger().activate(&activation).await.err().unwrap();
    assert_eq!(
        other_door.problem().unwrap().reason,
        Some(Reason::UnknownCode),
        "doors of their own"
    );
}

#[actix_web::test]
async fn a_superseded_key_is_named_and_does_not_count_as_stolen() {
    let app = TestApp::start().await;
    let (id, first) = offline(&app).await;
    let admin = app.as_role(Role::Admin).await;
    let sent = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    let record = RecordActivation { activated_on: today() };
    admin.record_activation(id, sent.version, &record, &key()).await.unwrap();
    let second = admin.show_license_key(id).await.unwrap().key.unwrap();

    let listed = published(&app).await;

    assert_eq!(status(&app, &first).await, KeyStatus::Superseded);
    assert_eq!(status(&app, &second).await, KeyStatus::Valid);
    let jti = |key: &str| app.app.keys.verify(key, app.now()).unwrap().jti;
    assert_eq!(listed.revoked.len(), 1);
    assert_eq!(listed.find(&jti(&first)).unwrap().reason, RevocationReason::Superseded);

    app.pass(TimeDelta::days(400));
    assert_eq!(status(&app, &second).await, KeyStatus::Expired);
    assert!(published(&app).await.revoked.is_empty(), "what is over needs no revoking");
}

#[actix_web::test]
async fn a_suspension_is_on_the_list_while_it_lasts_and_an_end_for_good() {
    let app = TestApp::start().await;
    let (id, key) = offline(&app).await;
    let change = async |suspended: bool, terminated: bool| {
        app.app
            .transact(async |tx| {
                let everything = domain::access::Scope::Everything;
                let mut license = store::licenses::lock(&**tx, everything, id).await?;
                license.suspended_at = suspended.then_some(tx.now);
                license.terminated_at = terminated.then_some(tx.now);
                Ok(store::licenses::save(&**tx, &mut license, tx.now).await?)
            })
            .await
            .unwrap();
    };
    let listed = async || {
        let list = published(&app).await;
        list.revoked.iter().map(|key| key.reason).collect::<Vec<_>>()
    };

    change(true, false).await;
    assert_eq!(
        (status(&app, &key).await, listed().await),
        (KeyStatus::Suspended, vec![RevocationReason::Suspended])
    );
    change(false, false).await;
    assert_eq!((status(&app, &key).await, listed().await), (KeyStatus::Valid, vec![]));
    change(false, true).await;
    assert_eq!(
        (status(&app, &key).await, listed().await),
        (KeyStatus::Terminated, vec![RevocationReason::Terminated])
    );
}

#[actix_web::test]
async fn the_list_is_fetched_again_only_when_it_changed() {
    let app = TestApp::start().await;
    let (id, _) = offline(&app).await;
    let stranger = app.stranger();
    let fetch = async |known: &str| {
        let headers = [("If-None-Match", known)];
        app.call(&stranger, "GET", "/.well-known/revocations.jwt", &headers, None).await
    };

    let first = fetch("\"x\"").await;
    let tag = first.header("ETag").unwrap().to_owned();
    app.pass(TimeDelta::seconds(30));
    let again = fetch(&tag).await;
    let admin = app.as_role(Role::Admin).await;
    let sent = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    let record = RecordActivation { activated_on: today() };
    admin.record_activation(id, sent.version, &record, &key()).await.unwrap();
    let changed = fetch(&tag).await;

    assert_eq!(
        (first.status.as_u16(), first.header("Content-Type")),
        (200, Some("application/jwt"))
    );
    assert_eq!(first.header("Cache-Control"), Some("public, max-age=300"));
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    assert_eq!(changed.status.as_u16(), 200);
    assert_ne!(changed.text, first.text);
}

#[actix_web::test]
async fn a_rotation_reaches_a_running_server_and_old_keys_hold() {
    let app = TestApp::start().await;
    let (_, by_old) = offline(&app).await;
    let old = app.app.keys.signing_kid();

    let done = rotate(&app.app, None, Duration::ZERO).await.unwrap();
    let (_, by_new) = offline(&app).await;

    let stranger = app.stranger();
    let jwks = app.call(&stranger, "GET", "/.well-known/jwks.json", &[], None).await;
    assert_eq!(done.from, old);
    assert_eq!(jwks.json()["keys"][0]["kid"], done.to.as_str(), "the signing one first");
    assert_eq!(jwks.json()["keys"][1]["kid"], old.as_str());
    assert!(!jwks.text.contains("\"d\""), "nothing private");
    for (key, kid) in [(&by_old, &done.from), (&by_new, &done.to)] {
        let license = verify(&app, key).await.license.unwrap();
        assert_eq!((license.status, &license.kid), (KeyStatus::Valid, kid));
    }
    published(&app).await;
    let about_keys =
        EventListQuery { subject_kind: Some(SubjectKind::SigningKey), ..EventListQuery::default() };
    let log = app.as_role(Role::Admin).await.events(&about_keys).await.unwrap();
    let event =
        log.items.iter().find(|event| event.kind.as_str() == "signing_key.rotated").unwrap();
    assert_eq!(event.subject_label, done.to);
    assert_eq!(event.note.as_deref(), Some(format!("{old} → {}", done.to).as_str()));

    let back = rotate(&app.app, Some(old.clone()), Duration::ZERO).await.unwrap();
    assert_eq!((back.to, app.app.keys.signing_kid()), (old.clone(), old.clone()));
    let twice = rotate(&app.app, Some(old), Duration::ZERO).await.unwrap_err();
    assert!(twice.to_string().contains("already"));
    let none = rotate(&app.app, Some("x".to_owned()), Duration::ZERO).await.unwrap_err();
    assert!(none.to_string().contains("no key x"));
}

#[actix_web::test]
async fn a_key_that_licenses_hang_on_is_not_retired_by_mistake() {
    let app = TestApp::start().await;
    let (id, by_old) = offline(&app).await;
    let old = app.app.keys.signing_kid();
    let signs = retire(&app.app, &old, true).await.unwrap_err();
    rotate(&app.app, None, Duration::ZERO).await.unwrap();

    let refused = retire(&app.app, &old, false).await.unwrap_err();
    assert!(signs.to_string().contains("rotate"), "{signs}");
    assert!(refused.to_string().contains("1 of the license keys in use"), "{refused}");
    assert!(verify(&app, &by_old).await.genuine);
    let kept = list(&app.app).await.unwrap();
    let told: Vec<_> =
        kept.iter().map(|kept| (kept.key.signs, kept.signed.as_ref().map(|s| s.in_use))).collect();
    assert_eq!(told, [(true, None), (false, Some(1))]);

    assert_eq!(retire(&app.app, &old, true).await.unwrap(), 1);
    assert!(!verify(&app, &by_old).await.genuine);
    assert_eq!(list(&app.app).await.unwrap().len(), 1);
    assert!(retire(&app.app, &old, true).await.is_err(), "gone");
    rotate(&app.app, None, Duration::ZERO).await.unwrap();
    let unused = list(&app.app).await.unwrap().pop().unwrap();
    assert_eq!(retire(&app.app, &unused.key.kid, false).await.unwrap(), 0);

    let admin = app.as_role(Role::Admin).await;
    let before = app.app.clock.now();
    admin.resend_license(id, &key()).await.unwrap();
    app.settle().await;
    let delivered = admin.show_license_key(id).await.unwrap().key.unwrap();
    assert_ne!(delivered, by_old, "sent again, it is signed again");
    let claims = app.app.keys.verify(&delivered, before).unwrap();
    let license = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    assert_eq!(claims.exp, domain::dates::end_of(license.expires_on.unwrap()).timestamp());
    let mails = app.mails();
    let has = |key: &str| {
        mails.iter().flat_map(|mail| &mail.attachments).any(|(_, file)| file == key.as_bytes())
    };
    assert!(has(&delivered) && has(&by_old));
}

#[actix_web::test]
async fn an_activated_online_key_is_genuine_too() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let shown = admin.show_license_key(order.lines[0].licenses[0].id).await.unwrap();
    let body = Activate {
        code: shown.activation_code.unwrap(),
        cluster_id: "cluster-one".to_owned(),
        version: None,
        installation_key: None,
    };

    let activated = app.stranger().activate(&body).await.unwrap();

    assert_eq!(status(&app, &activated.key).await, KeyStatus::Valid);
}
