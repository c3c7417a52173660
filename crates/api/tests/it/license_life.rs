//! A license's life by hand: suspended, resumed, ended, extended, reassigned.

use chrono::TimeDelta;
use client::{Client, ClientError, Side};
use domain::{
    access::Role,
    events::EventKind,
    id::LicenseId,
    keys::{KeyStatus, wire::VerifyKey},
    licenses::{
        ActivationMode::{Offline, Online},
        LicenseStatus,
        wire::{
            Activate, AssignLicense, ExtendLicense, LicenseListQuery, LicenseView, OwnedBy,
            ResumeLicense,
        },
    },
    notifications::{NotificationKind, wire::NotificationListQuery},
    orders::{LineKind, wire::WithReason},
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

use super::license_lines::{again, line, order_of, sold, submitted};

pub fn because(reason: &str) -> WithReason {
    WithReason { reason: reason.to_owned() }
}

pub fn resume() -> ResumeLicense {
    ResumeLicense { reason: None }
}

fn reason(error: &ClientError) -> Option<Reason> {
    let problem = error.problem()?;
    problem.reason.or_else(|| problem.errors.first().map(|fault| fault.reason))
}

async fn worth(app: &TestApp, key: &str) -> KeyStatus {
    let asked = VerifyKey { key: key.to_owned() };
    app.stranger().verify_key(&asked).await.unwrap().license.unwrap().status
}

async fn signed(admin: &Client, id: LicenseId) -> String {
    admin.show_license_key(id).await.unwrap().key.unwrap()
}

/// A delivered online license that waits for its activation, and its code.
pub async fn waiting(app: &TestApp) -> (Client, LicenseView, Activate) {
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let id = order.lines[0].licenses[0].id;
    let license = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    let code = admin.show_license_key(id).await.unwrap().activation_code.unwrap();
    let cluster_id = "cluster-one".to_owned();
    (admin, license, Activate { code, cluster_id, version: None, installation_key: None })
}

#[actix_web::test]
async fn a_suspended_license_is_not_activated_and_its_key_is_good_again_when_resumed() {
    let app = TestApp::start().await;
    let (admin, sent, activate) = waiting(&app).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let once = key();

    let why = because(" 客户欠款 ");
    let off = ops.suspend_license(sent.id, sent.version, &why, &once).await.unwrap();
    let twin = ops.suspend_license(sent.id, sent.version, &why, &once).await.unwrap();
    let twice = ops.suspend_license(sent.id, off.version, &why, &key()).await.unwrap_err();
    let refused = app.stranger().activate(&activate).await.err().unwrap();

    assert_eq!(off, twin, "the same key acts once");
    assert_eq!(off.status, LicenseStatus::Suspended);
    assert_eq!(off.suspended_reason.as_deref(), Some("客户欠款"));
    assert_eq!(reason(&twice), Some(Reason::LicenseSuspended));
    assert_eq!(refused.problem().unwrap().status, 409);
    assert_eq!(reason(&refused), Some(Reason::LicenseSuspended));

    let on = ops.resume_license(sent.id, off.version, &resume(), &key()).await.unwrap();
    let not_off = ops.resume_license(sent.id, on.version, &resume(), &key()).await.unwrap_err();
    let active = app.stranger().activate(&activate).await.unwrap();
    assert_eq!(reason(&not_off), Some(Reason::NotSuspended));
    assert_eq!((on.status, on.suspended_at), (LicenseStatus::PendingActivation, None));

    let now = again(&app, &sent).await;
    let off = ops.suspend_license(sent.id, now.version, &why, &key()).await.unwrap();
    assert_eq!(worth(&app, &active.key).await, KeyStatus::Suspended);
    assert_eq!(signed(&admin, sent.id).await, active.key, "staff see the key it had");
    ops.resume_license(sent.id, off.version, &resume(), &key()).await.unwrap();
    assert_eq!(worth(&app, &active.key).await, KeyStatus::Valid);
    assert_eq!(again(&app, &sent).await.expires_on, now.expires_on, "its term runs on");
}

#[actix_web::test]
async fn an_end_is_final_and_takes_every_key_along() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Offline]).await;
    let license = &licenses[0];
    let admin = app.as_role(Role::Admin).await;
    let good = signed(&admin, license.id).await;
    let renewal = submitted(&app, &order_of(vec![line(LineKind::Renewal, &[license])])).await;

    let why = because("合同解除");
    let ended = admin.terminate_license(license.id, license.version, &why, &key()).await.unwrap();

    assert_eq!(ended.status, LicenseStatus::Terminated);
    assert_eq!(ended.terminated_reason.as_deref(), Some("合同解除"));
    assert_eq!(worth(&app, &good).await, KeyStatus::Terminated);
    let version = ended.version;
    let extend = ExtendLicense { days: 3, reason: "不行".to_owned() };
    let refused = [
        admin.terminate_license(ended.id, version, &why, &key()).await.unwrap_err(),
        admin.suspend_license(ended.id, version, &why, &key()).await.unwrap_err(),
        admin.resume_license(ended.id, version, &resume(), &key()).await.unwrap_err(),
        admin.extend_license(ended.id, version, &extend, &key()).await.unwrap_err(),
    ];
    for error in &refused {
        assert_eq!(reason(error), Some(Reason::LicenseTerminated), "{error}");
    }
    let approve = domain::orders::wire::ApproveOrder::default();
    let late = admin.approve_order(renewal.id, renewal.version, &approve, &key()).await;
    assert_eq!(reason(&late.unwrap_err()), Some(Reason::LicenseMoved), "survives a renewal");
    assert_eq!(again(&app, license).await, ended);
}

#[actix_web::test]
async fn what_is_refused_leaves_nothing_behind() {
    let app = TestApp::start().await;
    let (admin, sent, _) = waiting(&app).await;
    let silent =
        admin.suspend_license(sent.id, sent.version, &because(" "), &key()).await.unwrap_err();
    let stale = admin
        .suspend_license(sent.id, sent.version + 1, &because("欠款"), &key())
        .await
        .unwrap_err();
    let early = ExtendLicense { days: 30, reason: "演示".to_owned() };
    let early = admin.extend_license(sent.id, sent.version, &early, &key()).await.unwrap_err();

    assert_eq!(silent.problem().unwrap().errors[0].pointer, "/reason");
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    assert_eq!(reason(&early), Some(Reason::TermNotSettled));
    for role in [Role::SalesRep, Role::SalesManager, Role::Engineer, Role::Finance] {
        let caller = app.as_role(role).await;
        let refused =
            caller.terminate_license(sent.id, sent.version, &because("不行"), &key()).await;
        assert_eq!(refused.unwrap_err().code(), Some(ProblemCode::NotPermitted), "{role}");
    }
    let ops = app.as_role(Role::CommercialOps).await;
    let extend = ExtendLicense { days: 3, reason: "不行".to_owned() };
    let refused = ops.extend_license(sent.id, sent.version, &extend, &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted), "extending is the admin's");
    assert_eq!(again(&app, &sent).await, sent);
}

/// Whichever comes first: a suspended license is never activated, and an activation that came first is
/// seen before anybody suspends.
#[actix_web::test]
async fn an_activation_and_a_suspension_at_once_come_one_after_the_other() {
    let app = TestApp::start().await;
    for _ in 0..testkit::depth(4, 20) {
        let (admin, sent, activate) = waiting(&app).await;
        let (stranger, why, once) = (app.stranger(), because("客户欠款"), key());

        let (activated, suspended) = futures_util::future::join(
            stranger.activate(&activate),
            admin.suspend_license(sent.id, sent.version, &why, &once),
        )
        .await;

        let now = again(&app, &sent).await;
        match (activated, suspended) {
            (Ok(_), Err(error)) => {
                assert_eq!(error.code(), Some(ProblemCode::VersionMismatch));
                assert_eq!(now.status, LicenseStatus::Active);
            }
            (Err(error), Ok(_)) => {
                assert_eq!(reason(&error), Some(Reason::LicenseSuspended));
                assert_eq!((now.status, now.activated_at), (LicenseStatus::Suspended, None));
            }
            (activated, suspended) => {
                panic!("{} {}", activated.is_ok(), suspended.is_ok())
            }
        }
    }
}

#[actix_web::test]
async fn an_extension_moves_the_last_day_and_a_new_key_goes_out() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Offline]).await;
    let (license, admin) = (&licenses[0], app.as_role(Role::Admin).await);
    let first = signed(&admin, license.id).await;

    let extend = ExtendLicense { days: 30, reason: "续订流程中，先延期".to_owned() };
    let longer = admin.extend_license(license.id, license.version, &extend, &key()).await.unwrap();
    app.settle().await;

    let last = license.expires_on.unwrap() + TimeDelta::days(30);
    assert_eq!(longer.expires_on, Some(last));
    let second = signed(&admin, license.id).await;
    let claims = app.app.keys.verify(&second, app.now()).unwrap();
    assert_eq!(claims.exp, domain::dates::end_of(last).timestamp());
    assert_eq!(worth(&app, &first).await, KeyStatus::Superseded);
    let file = (format!("{}.lic", license.number), second.into_bytes());
    let brings_it = |mail: &testkit::CaughtMail| {
        mail.to == "orders@a.example" && mail.attachments.contains(&file)
    };
    assert!(app.mails().iter().any(brings_it), "the new key is on its way");
    for days in [0, 366] {
        let wrong = ExtendLicense { days, ..extend.clone() };
        let error = admin.extend_license(license.id, longer.version, &wrong, &key()).await;
        assert_eq!(error.unwrap_err().problem().unwrap().errors[0].pointer, "/days");
    }
}

#[actix_web::test]
async fn its_people_are_told_with_the_reason_and_the_portal_shows_it() {
    let app = TestApp::start().await;
    let (admin, sent, _) = waiting(&app).await;

    let why = because("框架协议到期未续");
    let off = admin.suspend_license(sent.id, sent.version, &why, &key()).await.unwrap();
    admin.resume_license(sent.id, off.version, &resume(), &key()).await.unwrap();
    let now = again(&app, &sent).await;
    admin.terminate_license(sent.id, now.version, &because("合同解除"), &key()).await.unwrap();
    app.settle().await;

    let partner = app.as_role(Role::Partner).await;
    let told = partner.notifications(&NotificationListQuery::default()).await.unwrap();
    let kinds: Vec<_> = told.items.iter().map(|item| item.kind).collect();
    for kind in [
        NotificationKind::LicenseSuspended,
        NotificationKind::LicenseResumed,
        NotificationKind::LicenseTerminated,
    ] {
        assert_eq!(kinds.iter().filter(|told| **told == kind).count(), 1, "{kind}");
    }
    let mails = app.mails();
    assert!(mails.iter().any(|mail| mail.text.contains("框架协议到期未续")), "by mail as well");
    let theirs = partner.license(Side::Portal, &sent.number).await.unwrap();
    assert_eq!(theirs.terminated_reason.as_deref(), Some("合同解除"));
    let timeline = partner.license_timeline(Side::Portal, sent.id).await.unwrap();
    let notes: Vec<_> = timeline.iter().filter_map(|event| event.note.as_deref()).collect();
    assert!(notes.contains(&"框架协议到期未续") && notes.contains(&"合同解除"));
}

#[actix_web::test]
async fn a_license_is_given_to_somebody_who_sells_and_found_as_theirs() {
    let app = TestApp::start().await;
    let (_, sent, _) = waiting(&app).await;
    let manager = app.as_role(Role::SalesManager).await;
    let rep = app.as_role(Role::SalesRep).await;
    let me = rep.me().await.unwrap();
    let engineer = app.as_role(Role::Engineer).await.me().await.unwrap();
    let to = |owner_id| AssignLicense { owner_id, reason: None };
    let mine = LicenseListQuery { owned_by: Some(OwnedBy::Me), ..LicenseListQuery::default() };
    let free = LicenseListQuery { owned_by: Some(OwnedBy::Nobody), ..LicenseListQuery::default() };
    let owners = manager.license_owners().await.unwrap();
    assert!(owners.iter().any(|owner| owner.id == me.id));
    assert!(owners.iter().all(|owner| owner.id != engineer.id));
    assert_eq!(rep.licenses(Side::Staff, &free).await.unwrap().total, 1);

    let wrong = manager.assign_license(sent.id, sent.version, &to(Some(engineer.id)), &key()).await;
    let theirs =
        manager.assign_license(sent.id, sent.version, &to(Some(me.id)), &key()).await.unwrap();
    let same = manager
        .assign_license(sent.id, theirs.version, &to(Some(me.id)), &key())
        .await
        .unwrap_err();

    assert_eq!(reason(&wrong.unwrap_err()), Some(Reason::NotASalesPerson));
    assert_eq!(reason(&same), Some(Reason::NothingChanges));
    assert_eq!(theirs.owner.as_ref().map(|owner| owner.id), Some(me.id));
    let rows = rep.licenses(Side::Staff, &mine).await.unwrap();
    assert_eq!(rows.items.iter().map(|row| row.id).collect::<Vec<_>>(), [sent.id]);
    assert_eq!(rows.items[0].owner_name, Some(me.name.clone()));
    assert_eq!(manager.licenses(Side::Staff, &mine).await.unwrap().total, 0);
    assert_eq!(rep.licenses(Side::Staff, &free).await.unwrap().total, 0);
    let partner = app.as_role(Role::Partner).await;
    let portal = partner.licenses(Side::Portal, &mine).await.unwrap();
    assert_eq!((portal.total, portal.items[0].owner_name.as_ref()), (1, None));
    assert_eq!(partner.license(Side::Portal, &sent.number).await.unwrap().owner, None);
    let timeline = rep.license_timeline(Side::Staff, sent.id).await.unwrap();
    let told = timeline.iter().find(|event| event.kind == EventKind::LicenseAssigned).unwrap();
    assert_eq!(told.note, Some(me.name));
}
