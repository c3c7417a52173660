//! A license moves to another cluster, or is activated the other way: what is revoked, what is signed,
//! who is told, and what is refused.

use client::{Client, Side};
use domain::{
    access::Role,
    id::LicenseId,
    keys::{KeyStatus, wire::VerifyKey},
    licenses::{
        ActivationMode::{self, Offline, Online},
        LicenseStatus,
        wire::{Activate, ChangeActivationMode, LicenseView, RecordActivation, TransferLicense},
    },
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key, today};

fn to(cluster: &str) -> TransferLicense {
    TransferLicense {
        cluster_id: cluster.to_owned(),
        installation_key: None,
        reason: "机房搬迁".to_owned(),
    }
}

fn mode(mode: ActivationMode, cluster: Option<&str>) -> ChangeActivationMode {
    ChangeActivationMode {
        mode,
        cluster_id: cluster.map(str::to_owned),
        reason: "客户要求".to_owned(),
    }
}

fn activate(code: &str, cluster: &str) -> Activate {
    Activate {
        code: code.to_owned(),
        cluster_id: cluster.to_owned(),
        version: None,
        installation_key: None,
    }
}

/// A delivered license.
async fn delivered(app: &TestApp, mode: ActivationMode) -> (Client, LicenseView) {
    let order = app.approved(&[mode]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let id = order.lines[0].licenses[0].id;
    let license = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    (admin, license)
}

async fn status(app: &TestApp, key: &str) -> KeyStatus {
    let asked = VerifyKey { key: key.to_owned() };
    app.stranger().verify_key(&asked).await.unwrap().license.unwrap().status
}

async fn shown(admin: &Client, id: LicenseId) -> String {
    admin.show_license_key(id).await.unwrap().key.unwrap()
}

#[actix_web::test]
async fn an_offline_license_moves_with_a_new_key_by_mail() {
    let app = TestApp::start().await;
    let (admin, sent) = delivered(&app, Offline).await;
    let first = shown(&admin, sent.id).await;
    let record = RecordActivation { activated_on: today() };
    let active = admin.record_activation(sent.id, sent.version, &record, &key()).await.unwrap();
    let second = shown(&admin, sent.id).await;
    let once = key();

    let moved =
        admin.transfer_license(sent.id, active.version, &to("cluster-new"), &once).await.unwrap();
    let again =
        admin.transfer_license(sent.id, active.version, &to("cluster-new"), &once).await.unwrap();
    app.settle().await;

    assert_eq!(moved, again, "the same key acts once");
    assert_eq!(moved.cluster_id.as_deref(), Some("cluster-new"));
    assert_eq!((moved.status, moved.expires_on), (LicenseStatus::Active, active.expires_on));
    let third = shown(&admin, sent.id).await;
    // The superseded one too: it was good for the old cluster.
    for old in [&first, &second] {
        assert_eq!(status(&app, old).await, KeyStatus::Revoked);
    }
    assert_eq!(status(&app, &third).await, KeyStatus::Valid);
    let claims = |key: &str| app.app.keys.verify(key, app.now()).unwrap();
    assert_eq!(claims(&third).lic.cluster_id.as_deref(), Some("cluster-new"));
    assert_eq!(claims(&third).exp, claims(&second).exp, "the same term");
    let mails = app.mails();
    let mail = mails.iter().find(|mail| mail.subject.contains(&sent.number)).unwrap();
    assert_eq!(mail.to, "orders@a.example");
    assert_eq!(mail.attachments, [(format!("{}.lic", sent.number), third.into_bytes())]);
    for words in ["cluster-0000", "cluster-new", "机房搬迁"] {
        assert!(mail.text.contains(words) && mail.html.contains(words), "{words}");
    }
    let history = admin.activation_changes(sent.id).await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].from_cluster_id.as_deref(), Some("cluster-0000"));
    assert_eq!(history[0].to_cluster_id.as_deref(), Some("cluster-new"));
    assert_eq!((history[0].reason.as_str(), history[0].by.as_str()), ("机房搬迁", "admin 先生"));
    let partner = app.as_role(Role::Partner).await;
    let timeline = partner.license_timeline(Side::Portal, sent.id).await.unwrap();
    let told = timeline.iter().find(|event| event.kind.as_str() == "license.transferred").unwrap();
    assert_eq!(told.note.as_deref(), Some("机房搬迁"));
}

#[actix_web::test]
async fn an_online_license_is_activated_again_from_the_new_cluster_only() {
    let app = TestApp::start().await;
    let (admin, sent) = delivered(&app, Online).await;
    let code = admin.show_license_key(sent.id).await.unwrap().activation_code.unwrap();
    let early = admin.transfer_license(sent.id, sent.version, &to("cluster-two"), &key()).await;
    let stranger = app.stranger();
    let first = stranger.activate(&activate(&code, "cluster-one")).await.unwrap();
    let active = admin.license(Side::Staff, &sent.number).await.unwrap();

    let moved =
        admin.transfer_license(sent.id, active.version, &to("cluster-two"), &key()).await.unwrap();
    let old = stranger.activate(&activate(&code, "cluster-one")).await.err().unwrap();
    let new = stranger.activate(&activate(&code, "cluster-two")).await.unwrap();
    app.settle().await;

    assert_eq!(early.unwrap_err().problem().unwrap().reason, Some(Reason::NotBoundYet));
    assert_eq!(old.problem().unwrap().reason, Some(Reason::BoundElsewhere));
    assert_eq!(old.problem().unwrap().status, 409);
    assert_eq!(new.expires_on, active.expires_on.unwrap(), "the term does not begin again");
    assert_eq!(moved.activated_at, active.activated_at);
    assert_eq!(status(&app, &first.key).await, KeyStatus::Revoked);
    assert_eq!(status(&app, &new.key).await, KeyStatus::Valid);
    let mails = app.mails();
    let mail = mails.iter().find(|mail| mail.subject.contains(&sent.number)).unwrap();
    assert!(mail.text.contains(&code) && mail.attachments.is_empty());
    let log =
        admin.deliveries(&domain::deliveries::wire::DeliveryListQuery::default()).await.unwrap();
    let row = log.items.iter().find(|row| row.kind.as_str() == "activation_changed").unwrap();
    let view = admin.delivery(row.id).await.unwrap();
    assert!(!view.text.contains(&code) && !view.html.contains(&code), "masked in the log");
}

#[actix_web::test]
async fn a_transfer_says_where_to_and_why_and_leaves_nothing_when_it_is_refused() {
    let app = TestApp::start().await;
    let (admin, sent) = delivered(&app, Offline).await;
    let before = shown(&admin, sent.id).await;
    let transfer = async |version, body: &TransferLicense| {
        admin.transfer_license(sent.id, version, body, &key()).await.unwrap_err()
    };
    let here = transfer(sent.version, &to("cluster-0000")).await;
    let nowhere =
        transfer(sent.version, &TransferLicense { reason: " ".to_owned(), ..to("?") }).await;
    let stale = transfer(sent.version - 1, &to("cluster-new")).await;
    let partner = app.as_role(Role::Partner).await;
    let rep = app.as_role(Role::SalesRep).await;
    let body = to("cluster-new");

    let fields = |error: &client::ClientError| {
        let errors = &error.problem().unwrap().errors;
        errors.iter().map(|fault| (fault.pointer.clone(), fault.reason)).collect::<Vec<_>>()
    };
    let field = |pointer: &str, reason| (pointer.to_owned(), reason);
    assert_eq!(fields(&here), [field("/cluster_id", Reason::SameCluster)]);
    assert_eq!(
        fields(&nowhere),
        [field("/cluster_id", Reason::ClusterIdInvalid), field("/reason", Reason::Required)]
    );
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    for caller in [&partner, &rep] {
        let refused = caller.transfer_license(sent.id, sent.version, &body, &key()).await;
        assert_eq!(refused.unwrap_err().code(), Some(ProblemCode::NotPermitted));
    }
    assert_eq!(admin.activation_changes(sent.id).await.unwrap(), []);
    assert_eq!(shown(&admin, sent.id).await, before);
    let unknown = admin.activation_changes(domain::Id::from_uuid(uuid::Uuid::nil())).await;
    assert_eq!(unknown.unwrap_err().code(), Some(ProblemCode::NotFound));
}

#[actix_web::test]
async fn two_transfers_at_once_are_one_transfer() {
    let app = TestApp::start().await;
    let (admin, sent) = delivered(&app, Offline).await;
    let (keys, bodies) = ([key(), key()], [to("cluster-aaa"), to("cluster-bbb")]);

    let (a, b) = futures_util::future::join(
        admin.transfer_license(sent.id, sent.version, &bodies[0], &keys[0]),
        admin.transfer_license(sent.id, sent.version, &bodies[1], &keys[1]),
    )
    .await;

    assert_ne!(a.is_ok(), b.is_ok(), "{a:?} {b:?}");
    assert_eq!(admin.activation_changes(sent.id).await.unwrap().len(), 1);
}

#[actix_web::test]
async fn going_offline_needs_a_cluster_and_ends_the_code() {
    let app = TestApp::start().await;
    let (admin, sent) = delivered(&app, Online).await;
    let code = admin.show_license_key(sent.id).await.unwrap().activation_code.unwrap();
    let nowhere = admin
        .change_activation_mode(sent.id, sent.version, &mode(Offline, None), &key())
        .await
        .unwrap_err();
    let same = admin
        .change_activation_mode(sent.id, sent.version, &mode(Online, None), &key())
        .await
        .unwrap_err();

    let body = mode(Offline, Some("cluster-off"));
    let changed = admin.change_activation_mode(sent.id, sent.version, &body, &key()).await.unwrap();
    let by_code = app.stranger().activate(&activate(&code, "cluster-one")).await.err().unwrap();
    app.settle().await;

    assert_eq!(nowhere.problem().unwrap().errors[0].reason, Reason::ClusterIdRequired);
    assert_eq!(same.problem().unwrap().reason, Some(Reason::SameMode));
    assert_eq!(
        (changed.activation_mode, changed.cluster_id.as_deref()),
        (Offline, Some("cluster-off"))
    );
    assert_eq!(changed.expires_on, sent.expires_on);
    assert_eq!(by_code.problem().unwrap().reason, Some(Reason::OfflineOnly));
    let signed = shown(&admin, sent.id).await;
    let claims = app.app.keys.verify(&signed, app.now()).unwrap();
    assert_eq!((claims.lic.mode, claims.lic.cluster_id.as_deref()), (Offline, Some("cluster-off")));
    assert_eq!(status(&app, &signed).await, KeyStatus::Valid);
    let mails = app.mails();
    let mail = mails.iter().find(|mail| mail.subject.contains(&sent.number)).unwrap();
    assert_eq!(mail.attachments.len(), 1);
    assert_eq!(admin.activation_changes(sent.id).await.unwrap()[0].from_mode, Online);

    // And back: a code that was ended stays ended.
    let back = admin
        .change_activation_mode(sent.id, changed.version, &mode(Online, None), &key())
        .await
        .unwrap();
    let renewed = admin.show_license_key(sent.id).await.unwrap();
    assert_eq!(back.cluster_id, None, "free to go anywhere");
    assert_eq!(renewed.key, None);
    assert_eq!(status(&app, &signed).await, KeyStatus::Revoked);
    let renewed = renewed.activation_code.unwrap();
    assert_ne!(renewed, code);
    let stranger = app.stranger();
    let old = stranger.activate(&activate(&code, "cluster-one")).await.err().unwrap();
    assert_eq!(old.problem().unwrap().reason, Some(Reason::UnknownCode));
    stranger.activate(&activate(&renewed, "cluster-one")).await.unwrap();
}

#[actix_web::test]
async fn an_activated_license_changes_its_mode_and_not_its_cluster() {
    let app = TestApp::start().await;
    let (admin, sent) = delivered(&app, Online).await;
    let code = admin.show_license_key(sent.id).await.unwrap().activation_code.unwrap();
    let first = app.stranger().activate(&activate(&code, "cluster-one")).await.unwrap();
    let active = admin.license(Side::Staff, &sent.number).await.unwrap();
    let elsewhere = mode(Offline, Some("cluster-two"));

    let refused = admin.change_activation_mode(sent.id, active.version, &elsewhere, &key()).await;
    let changed = admin
        .change_activation_mode(sent.id, active.version, &mode(Offline, None), &key())
        .await
        .unwrap();

    let fault = refused.unwrap_err();
    assert_eq!(fault.problem().unwrap().errors[0].reason, Reason::OtherCluster);
    assert_eq!(changed.cluster_id.as_deref(), Some("cluster-one"));
    assert_eq!(changed.status, LicenseStatus::Active);
    // The same cluster: the installation goes on with what it has until the new one is there.
    assert_eq!(status(&app, &first.key).await, KeyStatus::Superseded);
}
