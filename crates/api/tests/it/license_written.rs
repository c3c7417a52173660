//! What is written on a license by hand, and what sales may only propose of its life.

use chrono::TimeDelta;
use client::{ClientError, Side};
use domain::{
    access::Role,
    change_requests::{ChangeStatus, wire::ChangeLicense},
    events::EventKind,
    licenses::{
        ActivationMode, ChangeLicenseContent, LicenseContent, LicenseStatus,
        wire::{ExtendLicense, LicenseView},
    },
    orders::wire::WithReason,
    patch::Patch,
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

use super::license_lines::sold;

/// A license that is in use.
async fn in_use(app: &TestApp) -> LicenseView {
    sold(app, "DIFY-STANDARD", &[ActivationMode::Online]).await.remove(0)
}

fn fields(error: &ClientError) -> Vec<(String, Reason)> {
    let errors = &error.problem().unwrap().errors;
    errors.iter().map(|fault| (fault.pointer.clone(), fault.reason)).collect()
}

fn asking() -> ChangeLicense {
    ChangeLicense { reason: Some("客户欠款未付".to_owned()), ..ChangeLicense::default() }
}

#[actix_web::test]
async fn notes_and_owner_are_written_told_and_kept_from_partners() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let rep = app.as_role(Role::SalesRep).await.me().await.unwrap();
    let sold = in_use(&app).await;
    let content =
        LicenseContent { owner_id: Some(rep.id), notes: Some(" 双活部署 ".to_owned()) };

    let written = admin.replace_license(sold.id, sold.version, &content).await.unwrap();
    let stale = admin.replace_license(sold.id, sold.version, &content).await.unwrap_err();
    let same = admin.replace_license(sold.id, written.version, &content).await.unwrap();
    let noted = ChangeLicenseContent {
        notes: Patch::Set("主备部署".to_owned()),
        ..ChangeLicenseContent::default()
    };
    let changed = admin.change_license(sold.id, same.version, &noted).await.unwrap();
    let long = ChangeLicenseContent { notes: Patch::Set("长".repeat(2001)), ..noted };
    let long = admin.change_license(sold.id, changed.version, &long).await.unwrap_err();
    let cleared = LicenseContent::default();
    let cleared = admin.replace_license(sold.id, changed.version, &cleared).await.unwrap();

    assert_eq!(written.notes.as_deref(), Some("双活部署"));
    assert_eq!(written.owner.map(|owner| owner.id), Some(rep.id));
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    assert_eq!(same.version, written.version, "nothing is different, nothing is written");
    assert_eq!(changed.notes.as_deref(), Some("主备部署"));
    assert_eq!(changed.owner.map(|owner| owner.id), Some(rep.id), "what is left out stays");
    assert_eq!(fields(&long), [("/notes".to_owned(), Reason::TooLong)]);
    assert_eq!((cleared.notes, cleared.owner), (None, None));
    let told = admin.license_timeline(Side::Staff, sold.id).await.unwrap();
    let told = |kind| told.iter().filter(|event| event.kind == kind).count();
    assert_eq!((told(EventKind::LicenseChanged), told(EventKind::LicenseAssigned)), (3, 2));
    let partner = app.as_role(Role::Partner).await;
    let portal = partner.license_timeline(Side::Portal, sold.id).await.unwrap();
    assert!(portal.iter().all(|event| event.kind != EventKind::LicenseChanged));
    let again = LicenseContent { notes: Some("内部".to_owned()), owner_id: None };
    admin.replace_license(sold.id, cleared.version, &again).await.unwrap();
    assert_eq!(partner.license(Side::Portal, &sold.number).await.unwrap().notes, None);
}

#[actix_web::test]
async fn an_owner_who_does_not_sell_leaves_the_notes_unwritten_too() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let engineer = app.as_role(Role::Engineer).await.me().await.unwrap();
    let sold = in_use(&app).await;
    let content = LicenseContent { owner_id: Some(engineer.id), notes: Some("备注".to_owned()) };

    let refused = admin.replace_license(sold.id, sold.version, &content).await.unwrap_err();

    assert_eq!(fields(&refused), [("/owner_id".to_owned(), Reason::NotASalesPerson)]);
    let after = admin.license(Side::Staff, &sold.number).await.unwrap();
    assert_eq!((after.version, after.notes), (sold.version, None));
}

#[actix_web::test]
async fn a_rep_proposes_a_suspension_and_its_end() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let sold = in_use(&app).await;
    let pause = ChangeLicense { suspended: Some(true), ..asking() };
    let resume = ChangeLicense { suspended: Some(false), ..asking() };
    let both = ChangeLicense { terminated: Some(true), ..pause.clone() };
    let propose = async |asked: ChangeLicense, version| {
        rep.propose_license_change(sold.id, version, &asked, &key()).await
    };

    let early = propose(resume.clone(), sold.version).await.unwrap_err();
    let both = propose(both, sold.version).await.unwrap_err();
    let request = propose(pause, sold.version).await.unwrap();
    let before = ops.license(Side::Staff, &sold.number).await.unwrap();
    ops.approve_change_request(request.id, request.version, &key()).await.unwrap();
    let paused = ops.license(Side::Staff, &sold.number).await.unwrap();
    let back = propose(resume, paused.version).await.unwrap();
    ops.approve_change_request(back.id, back.version, &key()).await.unwrap();
    let resumed = ops.license(Side::Staff, &sold.number).await.unwrap();

    // `false` is what it is: nothing is different.
    assert_eq!(fields(&early), [("/cluster_id".to_owned(), Reason::NothingChanges)]);
    assert_eq!(fields(&both), [("/terminated".to_owned(), Reason::OneChangeAtATime)]);
    let [field] = request.fields.as_slice() else { panic!("{:?}", request.fields) };
    assert_eq!(
        (field.field.as_str(), field.from.as_deref(), field.to.as_deref()),
        ("suspended", Some("false"), Some("true"))
    );
    assert_eq!(before.suspended_at, None, "a proposal changes nothing");
    assert_eq!(paused.status, LicenseStatus::Suspended);
    assert_eq!(paused.suspended_reason.as_deref(), Some("客户欠款未付"));
    assert_eq!(resumed.suspended_at, None);
    assert_ne!(resumed.status, LicenseStatus::Suspended);
}

#[actix_web::test]
async fn what_a_rep_proposes_is_approved_by_who_may_do_it() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let admin = app.as_role(Role::Admin).await;
    let sold = in_use(&app).await;
    let last = sold.expires_on.unwrap();
    let until = |days| ChangeLicense { expires_on: Some(last + TimeDelta::days(days)), ..asking() };
    let propose = async |asked: ChangeLicense, version| {
        rep.propose_license_change(sold.id, version, &asked, &key()).await
    };

    let back = propose(until(-1), sold.version).await.unwrap_err();
    let request = propose(until(30), sold.version).await.unwrap();
    // Commercial operations decide about changes, but extending is not theirs.
    let refused =
        ops.approve_change_request(request.id, request.version, &key()).await.unwrap_err();
    let waits = ops.change_request(request.id).await.unwrap();
    admin.approve_change_request(request.id, request.version, &key()).await.unwrap();
    let extended = admin.license(Side::Staff, &sold.number).await.unwrap();

    assert_eq!(fields(&back), [("/expires_on".to_owned(), Reason::ExtensionTooLong)]);
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(waits.status, ChangeStatus::Requested);
    assert_eq!(extended.expires_on, Some(last + TimeDelta::days(30)));

    // A last day that moved since is not the one that was to be moved.
    let request = propose(until(60), extended.version).await.unwrap();
    let deed = ExtendLicense { days: 5, reason: "先行延期".to_owned() };
    admin.extend_license(sold.id, extended.version, &deed, &key()).await.unwrap();
    let outdated =
        admin.approve_change_request(request.id, request.version, &key()).await.unwrap_err();
    assert_eq!(fields(&outdated), [("/expires_on".to_owned(), Reason::ChangeOutdated)]);
}

#[actix_web::test]
async fn notes_and_an_end_are_proposed_and_engineers_propose_neither() {
    let app = TestApp::start().await;
    let rep = app.as_role(Role::SalesRep).await;
    let engineer = app.as_role(Role::Engineer).await;
    let admin = app.as_role(Role::Admin).await;
    let sold = in_use(&app).await;
    let noted = ChangeLicense { notes: Patch::Set("对接人更换".to_owned()), ..asking() };
    let over = ChangeLicense { terminated: Some(true), ..asking() };

    let refused = engineer.propose_license_change(sold.id, sold.version, &over, &key()).await;
    let request = rep.propose_license_change(sold.id, sold.version, &noted, &key()).await.unwrap();
    admin.approve_change_request(request.id, request.version, &key()).await.unwrap();
    let written = admin.license(Side::Staff, &sold.number).await.unwrap();
    let request =
        rep.propose_license_change(sold.id, written.version, &over, &key()).await.unwrap();
    let why = WithReason { reason: "先催款".to_owned() };
    admin.reject_change_request(request.id, request.version, &why, &key()).await.unwrap();
    let kept = admin.license(Side::Staff, &sold.number).await.unwrap();
    let request = rep.propose_license_change(sold.id, kept.version, &over, &key()).await.unwrap();
    admin.approve_change_request(request.id, request.version, &key()).await.unwrap();
    let ended = admin.license(Side::Staff, &sold.number).await.unwrap();

    let refused = refused.unwrap_err();
    assert_eq!(fields(&refused), [("/terminated".to_owned(), Reason::OnlyClusterId)]);
    assert_eq!(written.notes.as_deref(), Some("对接人更换"));
    assert_eq!(kept.terminated_at, None);
    assert_eq!(ended.status, LicenseStatus::Terminated);
}
