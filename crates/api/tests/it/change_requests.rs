//! Change requests: proposed by those who may not change it themselves, done by who approves.

use client::{Client, Side};
use domain::{
    access::Role,
    change_requests::{
        ChangeStatus, ChangeSubject,
        wire::{ChangeLicense, ChangeRequestListQuery, ChangeRequestView},
    },
    customers::{
        Industry, TimelineKind,
        wire::{
            ChangeCustomer, CustomerContact, CustomerListQuery, CustomerView, TimelineQuery, Told,
        },
    },
    events::{EventKind, wire::FieldChange},
    id::CustomerId,
    keys::{KeyStatus, wire::VerifyKey},
    licenses::{
        ActivationMode::{self, Offline, Online},
        wire::LicenseView,
    },
    list::Page,
    notifications::{NotificationKind, wire::NotificationListQuery},
    orders::wire::{ApproveOrder, WithReason},
    patch::Patch,
    problem::{ProblemCode, Reason},
};
use serde_json::json;
use testkit::{TestApp, key};

/// The only customer, which an approved order brought.
async fn customer(app: &TestApp) -> CustomerView {
    app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let row = admin.customers(&CustomerListQuery::default()).await.unwrap().items.remove(0);
    admin.customer(row.id).await.unwrap()
}

fn to_city(city: &str) -> ChangeCustomer {
    ChangeCustomer {
        city: Patch::Set(city.to_owned()),
        reason: Some("客户迁址".to_owned()),
        ..ChangeCustomer::default()
    }
}

async fn propose(by: &Client, of: &CustomerView, asked: &ChangeCustomer) -> ChangeRequestView {
    by.propose_customer_change(of.id, of.version, asked, &key()).await.unwrap()
}

async fn approve(by: &Client, request: &ChangeRequestView) -> ChangeRequestView {
    by.approve_change_request(request.id, request.version, &key()).await.unwrap()
}

async fn all(by: &Client) -> Page<domain::change_requests::wire::ChangeRequestRow> {
    by.change_requests(&ChangeRequestListQuery::default()).await.unwrap()
}

fn reason(error: &client::ClientError) -> Option<Reason> {
    error.problem().unwrap().reason
}

fn fields(error: &client::ClientError) -> Vec<(String, Reason)> {
    let errors = &error.problem().unwrap().errors;
    errors.iter().map(|fault| (fault.pointer.clone(), fault.reason)).collect()
}

#[actix_web::test]
async fn what_a_rep_proposes_is_done_when_it_is_approved() {
    let app = TestApp::start().await;
    let before = customer(&app).await;
    let rep = app.as_role(Role::SalesRep).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let asked = ChangeCustomer {
        name: Some(" 招商远航理财有限公司".to_owned()),
        industry: Patch::Set(Industry::Finance),
        contacts: Some(vec![CustomerContact {
            name: "李文静".to_owned(),
            email: Some("li@licai.example".to_owned()),
            ..CustomerContact::default()
        }]),
        reason: Some("更名".to_owned()),
        ..ChangeCustomer::default()
    };

    let directly = rep.change_customer(before.id, before.version, &asked).await.unwrap_err();
    let once = key();
    let request =
        rep.propose_customer_change(before.id, before.version, &asked, &once).await.unwrap();
    let again =
        rep.propose_customer_change(before.id, before.version, &asked, &once).await.unwrap();

    assert_eq!(directly.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(request, again, "the same key acts once");
    assert_eq!(request.number, "CR-20261122-0001");
    let told: Vec<_> = request
        .fields
        .iter()
        .map(|change| (change.field.as_str(), change.to.as_deref().unwrap_or("—")))
        .collect();
    assert_eq!(
        told,
        [
            ("contacts", "李文静 · li@licai.example"),
            ("industry", "finance"),
            ("name", "招商远航理财有限公司")
        ]
    );
    let name = request.fields.iter().find(|change| change.field == "name").unwrap();
    assert_eq!(name.from.as_deref(), Some(before.name.as_str()));
    assert_eq!(rep.customer(before.id).await.unwrap(), before, "nothing is changed yet");

    let done = approve(&ops, &request).await;
    app.settle().await;

    assert_eq!((done.status, done.decided_by_name.is_some()), (ChangeStatus::Approved, true));
    let after = rep.customer(before.id).await.unwrap();
    assert_eq!(after.name, "招商远航理财有限公司");
    assert_eq!(after.industry, Some(Industry::Finance));
    assert_eq!(after.contacts[0].email.as_deref(), Some("li@licai.example"));
    assert_eq!(after.version, before.version + 1);
    let by_name = CustomerListQuery { q: "理财".to_owned(), ..CustomerListQuery::default() };
    assert_eq!(rep.customers(&by_name).await.unwrap().total, 1);
    let timeline = story(&rep, before.id).await;
    let kinds: Vec<_> = timeline.iter().map(|(kind, ..)| *kind).collect();
    for kind in [EventKind::CustomerChanged, EventKind::ChangeRequested, EventKind::ChangeApproved]
    {
        assert_eq!(kinds.iter().filter(|one| **one == kind).count(), 1, "{kind}");
    }
    let (_, note, changes) =
        timeline.iter().find(|(kind, ..)| *kind == EventKind::CustomerChanged).unwrap();
    assert!(note.as_deref().unwrap().starts_with("CR-20261122-0001"));
    assert!(changes.iter().any(|change| change.field == "industry"));
    let news = rep.notifications(&NotificationListQuery::default()).await.unwrap();
    assert_eq!(news.items[0].kind, NotificationKind::ChangeApproved);
    let news = app.as_role(Role::Admin).await;
    let news = news.notifications(&NotificationListQuery::default()).await.unwrap();
    assert!(news.items.iter().any(|one| one.kind == NotificationKind::ChangeRequested));
    let page = format!("/change-requests/{}", request.id);
    let mails = app.mails();
    let mut to_admin = mails.iter().filter(|mail| mail.to == "admin@dsms.example");
    assert!(to_admin.any(|mail| mail.text.contains(&page)), "who decides is led to it by mail");
}

#[actix_web::test]
async fn one_request_waits_at_a_time_until_it_is_withdrawn_by_who_made_it() {
    let app = TestApp::start().await;
    let subject = customer(&app).await;
    let rep = app.as_role(Role::SalesRep).await;
    let manager = app.as_role(Role::SalesManager).await;
    let first = propose(&rep, &subject, &to_city("上海")).await;

    let second = manager
        .propose_customer_change(subject.id, subject.version, &to_city("北京"), &key())
        .await
        .unwrap_err();
    let not_theirs =
        manager.withdraw_change_request(first.id, first.version, &key()).await.unwrap_err();
    let withdrawn = rep.withdraw_change_request(first.id, first.version, &key()).await.unwrap();
    let twice = rep.withdraw_change_request(first.id, withdrawn.version, &key()).await.unwrap_err();

    assert_eq!(second.code(), Some(ProblemCode::Conflict));
    assert_eq!(reason(&second), Some(Reason::ChangeOpen));
    assert_eq!(second.problem().unwrap().params["number"], first.number);
    assert_eq!(not_theirs.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(reason(&not_theirs), Some(Reason::ChangeOfOthers));
    assert_eq!(withdrawn.status, ChangeStatus::Withdrawn);
    assert_eq!(reason(&twice), Some(Reason::ChangeDecided));
    let next = propose(&manager, &subject, &to_city("北京")).await;
    assert_eq!(next.number, "CR-20261122-0002");
    let open = ChangeRequestListQuery {
        status: vec![ChangeStatus::Requested],
        subject: vec![ChangeSubject::Customer],
        customer: Some(subject.id),
        ..ChangeRequestListQuery::default()
    };
    let waiting = rep.change_requests(&open).await.unwrap();
    assert_eq!((waiting.total, waiting.items[0].id), (1, next.id));
    let mine = ChangeRequestListQuery { mine: Some(true), ..ChangeRequestListQuery::default() };
    assert_eq!(rep.change_requests(&mine).await.unwrap().items[0].id, first.id);
}

#[actix_web::test]
async fn two_who_propose_at_once_are_one_who_waits() {
    let app = TestApp::start().await;
    let subject = customer(&app).await;
    let rep = app.as_role(Role::SalesRep).await;
    let (keys, asked) = ([key(), key()], [to_city("上海"), to_city("北京")]);

    let (a, b) = futures_util::future::join(
        rep.propose_customer_change(subject.id, subject.version, &asked[0], &keys[0]),
        rep.propose_customer_change(subject.id, subject.version, &asked[1], &keys[1]),
    )
    .await;

    assert_ne!(a.is_ok(), b.is_ok(), "{a:?} {b:?}");
    let refused = a.err().or(b.err()).unwrap();
    assert_eq!(reason(&refused), Some(Reason::ChangeOpen));
    assert_eq!(all(&rep).await.total, 1);
}

#[actix_web::test]
async fn what_was_changed_since_is_not_overwritten() {
    let app = TestApp::start().await;
    let subject = customer(&app).await;
    let rep = app.as_role(Role::SalesRep).await;
    let admin = app.as_role(Role::Admin).await;
    let request = propose(&rep, &subject, &to_city("上海")).await;
    let address = ChangeCustomer {
        address: Patch::Set("前海一路 1 号".to_owned()),
        ..ChangeCustomer::default()
    };

    let moved = admin.change_customer(subject.id, subject.version, &address).await.unwrap();
    let fine = admin.change_request(request.id).await.unwrap();
    let moved = admin.change_customer(subject.id, moved.version, &to_city("深圳")).await.unwrap();
    let outdated = admin.change_request(request.id).await.unwrap();
    let refused =
        admin.approve_change_request(request.id, request.version, &key()).await.unwrap_err();

    assert_eq!(fine.moved, Vec::<String>::new(), "another field is no matter");
    assert_eq!(outdated.moved, ["city"]);
    assert_eq!(refused.problem().unwrap().status, 409);
    assert_eq!(reason(&refused), Some(Reason::ChangeOutdated));
    assert_eq!(fields(&refused), [("/city".to_owned(), Reason::ChangeOutdated)]);
    let after = admin.customer(subject.id).await.unwrap();
    assert_eq!((after.city.as_deref(), after.version), (Some("深圳"), moved.version));
    assert_eq!(admin.change_request(request.id).await.unwrap().status, ChangeStatus::Requested);
    // Back to what it was: then what was proposed makes sense again.
    let back = ChangeCustomer { city: Patch::Clear, ..ChangeCustomer::default() };
    admin.change_customer(subject.id, moved.version, &back).await.unwrap();
    approve(&admin, &request).await;
    assert_eq!(admin.customer(subject.id).await.unwrap().city.as_deref(), Some("上海"));
}

#[actix_web::test]
async fn four_eyes_decide_and_they_decide_once() {
    let app = TestApp::start().await;
    let subject = customer(&app).await;
    let admin = app.as_role(Role::Admin).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let rep = app.as_role(Role::SalesRep).await;
    let request = propose(&admin, &subject, &to_city("上海")).await;

    let own = admin.approve_change_request(request.id, request.version, &key()).await.unwrap_err();
    let may_not =
        rep.approve_change_request(request.id, request.version, &key()).await.unwrap_err();
    let stale =
        ops.approve_change_request(request.id, request.version - 1, &key()).await.unwrap_err();
    let keys = [key(), key()];
    let (a, b) = futures_util::future::join(
        ops.approve_change_request(request.id, request.version, &keys[0]),
        ops.approve_change_request(request.id, request.version, &keys[1]),
    )
    .await;

    assert_eq!(reason(&own), Some(Reason::ChangeOfOneself));
    assert_eq!(may_not.code(), Some(ProblemCode::NotPermitted));
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    assert_ne!(a.is_ok(), b.is_ok(), "{a:?} {b:?}");
    assert_eq!(reason(&a.err().or(b.err()).unwrap()), Some(Reason::ChangeDecided));
    let after = admin.customer(subject.id).await.unwrap();
    assert_eq!(after.version, subject.version + 1, "changed once");
}

#[actix_web::test]
async fn a_rejection_says_why_and_changes_nothing() {
    let app = TestApp::start().await;
    let subject = customer(&app).await;
    let rep = app.as_role(Role::SalesRep).await;
    let admin = app.as_role(Role::Admin).await;
    let request = propose(&rep, &subject, &to_city("上海")).await;
    let why = |reason: &str| WithReason { reason: reason.to_owned() };

    let without = admin
        .reject_change_request(request.id, request.version, &why(" "), &key())
        .await
        .unwrap_err();
    let rejected = admin
        .reject_change_request(request.id, request.version, &why("以营业执照为准"), &key())
        .await
        .unwrap();
    app.settle().await;

    assert_eq!(fields(&without)[0].0, "/reason");
    assert_eq!(rejected.decision_reason.as_deref(), Some("以营业执照为准"));
    assert_eq!(admin.customer(subject.id).await.unwrap(), subject);
    let news = rep.notifications(&NotificationListQuery::default()).await.unwrap();
    assert_eq!(news.items[0].kind, NotificationKind::ChangeRejected);
    assert_eq!(news.items[0].params["reason"], "以营业执照为准");
    propose(&rep, &subject, &to_city("上海")).await;
}

#[actix_web::test]
async fn a_proposal_that_will_not_do_leaves_nothing() {
    let app = TestApp::start().await;
    let subject = customer(&app).await;
    let rep = app.as_role(Role::SalesRep).await;
    let engineer = app.as_role(Role::Engineer).await;
    let refused = async |asked: &ChangeCustomer| {
        let version = subject.version;
        rep.propose_customer_change(subject.id, version, asked, &key()).await.unwrap_err()
    };
    let same = ChangeCustomer {
        name: Some(format!(" {}", subject.name)),
        reason: Some("无".to_owned()),
        ..ChangeCustomer::default()
    };
    let silent = ChangeCustomer { reason: Some("  ".to_owned()), ..to_city("上海") };
    let wrong = ChangeCustomer {
        credit_code: Patch::Set("91110000802100433A".to_owned()),
        ..to_city("上海")
    };

    assert_eq!(fields(&refused(&same).await), [(String::new(), Reason::NothingChanges)]);
    assert_eq!(fields(&refused(&silent).await), [("/reason".to_owned(), Reason::Required)]);
    assert_eq!(
        fields(&refused(&wrong).await),
        [("/credit_code".to_owned(), Reason::InvalidCreditCode)]
    );
    let stale = rep.propose_customer_change(subject.id, 99, &to_city("上海"), &key()).await;
    assert_eq!(stale.unwrap_err().code(), Some(ProblemCode::VersionMismatch));
    let not_theirs = engineer
        .propose_customer_change(subject.id, subject.version, &to_city("上海"), &key())
        .await;
    assert_eq!(not_theirs.unwrap_err().code(), Some(ProblemCode::NotPermitted));
    assert_eq!(all(&rep).await.total, 0);
}

#[actix_web::test]
async fn a_name_and_a_code_stand_for_one_customer() {
    let app = TestApp::start().await;
    let subject = customer(&app).await;
    let partner = app.as_role(Role::Partner).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let content = testkit::content(&catalogue, "杭州西溪湿地公园", &[Online]);
    let draft = partner.place_order(Side::Portal, &content, &key()).await.unwrap();
    let submit = app.acceptance(&partner, &draft).await;
    let order =
        partner.submit_order(Side::Portal, draft.id, draft.version, &submit, &key()).await.unwrap();
    let admin = app.as_role(Role::Admin).await;
    let order =
        admin.approve_order(order.id, order.version, &ApproveOrder::default(), &key()).await;
    assert!(order.is_ok());
    let coded = ChangeCustomer {
        credit_code: Patch::Set(" 91110000802100433b ".to_owned()),
        ..ChangeCustomer::default()
    };
    let coded = admin.change_customer(subject.id, subject.version, &coded).await.unwrap();
    let query = CustomerListQuery { q: "西溪".to_owned(), ..CustomerListQuery::default() };
    let other = admin.customers(&query).await.unwrap().items.remove(0);
    let twin = ChangeCustomer {
        name: Some(subject.name.clone()),
        credit_code: coded.credit_code.clone().into(),
        reason: Some("合并".to_owned()),
        ..ChangeCustomer::default()
    };

    let directly = admin.change_customer(other.id, 1, &twin).await.unwrap_err();
    let rep = app.as_role(Role::SalesRep).await;
    let proposed = rep.propose_customer_change(other.id, 1, &twin, &key()).await.unwrap_err();

    assert_eq!(coded.credit_code.as_deref(), Some("91110000802100433B"));
    let taken = |pointer: &str| (pointer.to_owned(), Reason::AlreadyTaken);
    for refused in [directly, proposed] {
        assert_eq!(fields(&refused), [taken("/name"), taken("/credit_code")]);
    }
}

#[actix_web::test]
async fn a_direct_change_is_a_merge_patch() {
    let app = TestApp::start().await;
    let subject = customer(&app).await;
    let ops = app.as_role(Role::CommercialOps).await;

    let set = ops.change_customer(subject.id, subject.version, &to_city("上海")).await.unwrap();
    let same = ops.change_customer(subject.id, set.version, &to_city("上海")).await.unwrap();
    let stale = ops.change_customer(subject.id, subject.version, &to_city("北京")).await;
    let path = format!("/api/v1/customers/{}", subject.id);
    let version = format!("\"{}\"", set.version);
    let headers = [("If-Match", version.as_str())];
    let cleared = app.call(&ops, "PATCH", &path, &headers, Some(&json!({"city": null}))).await;
    let unknown = app.call(&ops, "PATCH", &path, &headers, Some(&json!({"owner": "x"}))).await;

    assert_eq!((set.city.as_deref(), set.version), (Some("上海"), subject.version + 1));
    assert_eq!(same.version, set.version, "nothing is written where nothing is different");
    assert!(stale.unwrap_err().is_stale());
    assert_eq!(cleared.json()["city"], serde_json::Value::Null);
    assert_eq!(cleared.json()["contacts"], json!(set.contacts), "what is absent stays");
    assert_eq!(unknown.code(), Some(ProblemCode::InvalidFields));
    let timeline = story(&ops, subject.id).await;
    let changes = timeline.iter().filter(|(kind, ..)| *kind == EventKind::CustomerChanged);
    assert_eq!(changes.count(), 2);
}

/// The changes on a customer's timeline, with what was noted and what was changed.
async fn story(
    client: &Client,
    id: CustomerId,
) -> Vec<(EventKind, Option<String>, Vec<FieldChange>)> {
    let query = TimelineQuery { kind: vec![TimelineKind::Change], ..TimelineQuery::default() };
    let page = client.customer_timeline(id, &query).await.unwrap();
    let events = page.items.into_iter().filter_map(|entry| match entry.told {
        Told::Event { event, changes } => Some((event, entry.note, changes)),
        _ => None,
    });
    events.collect()
}

async fn license(app: &TestApp, mode: ActivationMode) -> LicenseView {
    let order = app.approved(&[mode]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    admin.license(Side::Staff, &order.lines[0].licenses[0].number).await.unwrap()
}

fn to_cluster(cluster: &str) -> ChangeLicense {
    ChangeLicense {
        cluster_id: Patch::Set(cluster.to_owned()),
        reason: Some("机房搬迁".to_owned()),
        ..ChangeLicense::default()
    }
}

#[actix_web::test]
async fn an_engineer_proposes_a_cluster_and_approval_signs_for_it() {
    let app = TestApp::start().await;
    let sold = license(&app, Offline).await;
    let admin = app.as_role(Role::Admin).await;
    let engineer = app.as_role(Role::Engineer).await;
    let old = admin.show_license_key(sold.id).await.unwrap().key.unwrap();
    let mode =
        ChangeLicense { cluster_id: Patch::Keep, activation_mode: Some(Online), ..to_cluster("") };

    let only_clusters =
        engineer.propose_license_change(sold.id, sold.version, &mode, &key()).await.unwrap_err();
    let same = engineer
        .propose_license_change(sold.id, sold.version, &to_cluster("cluster-0000"), &key())
        .await
        .unwrap_err();
    let request = engineer
        .propose_license_change(sold.id, sold.version, &to_cluster(" cluster-new "), &key())
        .await
        .unwrap();
    assert_eq!(admin.license(Side::Staff, &sold.number).await.unwrap().version, sold.version);
    approve(&admin, &request).await;
    app.settle().await;

    let fault = |pointer: &str, reason| vec![(pointer.to_owned(), reason)];
    assert_eq!(fields(&only_clusters), fault("/activation_mode", Reason::OnlyClusterId));
    assert_eq!(fields(&same), fault("/cluster_id", Reason::NothingChanges));
    assert_eq!((request.subject, request.subject_id), (ChangeSubject::License, sold.id.as_uuid()));
    let after = admin.license(Side::Staff, &sold.number).await.unwrap();
    assert_eq!(after.cluster_id.as_deref(), Some("cluster-new"));
    let asked = VerifyKey { key: old };
    let verified = app.stranger().verify_key(&asked).await.unwrap();
    assert_eq!(verified.license.unwrap().status, KeyStatus::Revoked);
    let new = admin.show_license_key(sold.id).await.unwrap().key.unwrap();
    let claims = app.app.keys.verify(&new, app.now()).unwrap();
    assert_eq!(claims.lic.cluster_id.as_deref(), Some("cluster-new"));
    let history = admin.activation_changes(sold.id).await.unwrap();
    assert_eq!((history[0].reason.as_str(), history.len()), ("机房搬迁", 1));
    assert!(app.mails().iter().any(|mail| mail.text.contains("cluster-new")));
    // It stands on the license's timeline, and on the partner's without what staff said before.
    let kinds = |events: Vec<domain::events::wire::EventView>| {
        events.into_iter().map(|event| event.kind).collect::<Vec<_>>()
    };
    let told = kinds(admin.license_timeline(Side::Staff, sold.id).await.unwrap());
    assert!(told.contains(&EventKind::ChangeApproved), "{told:?}");
    let partner = app.as_role(Role::Partner).await;
    let told = kinds(partner.license_timeline(Side::Portal, sold.id).await.unwrap());
    assert!(told.contains(&EventKind::LicenseTransferred));
    assert!(!told.iter().any(|kind| kind.as_str().starts_with("change.")), "{told:?}");
    let refused = partner.change_requests(&ChangeRequestListQuery::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}

#[actix_web::test]
async fn a_proposed_mode_follows_the_rules_at_both_ends() {
    let app = TestApp::start().await;
    let sold = license(&app, Online).await;
    let admin = app.as_role(Role::Admin).await;
    let rep = app.as_role(Role::SalesRep).await;
    let offline = ChangeLicense { activation_mode: Some(Offline), ..to_cluster("cluster-off") };
    let nowhere = ChangeLicense { cluster_id: Patch::Keep, ..offline.clone() };
    let early = rep
        .propose_license_change(sold.id, sold.version, &to_cluster("cluster-off"), &key())
        .await
        .unwrap_err();
    let nowhere =
        rep.propose_license_change(sold.id, sold.version, &nowhere, &key()).await.unwrap_err();

    let request =
        rep.propose_license_change(sold.id, sold.version, &offline, &key()).await.unwrap();
    approve(&admin, &request).await;

    assert_eq!(reason(&early), Some(Reason::NotBoundYet));
    assert_eq!(fields(&nowhere), [("/cluster_id".to_owned(), Reason::ClusterIdRequired)]);
    let after = admin.license(Side::Staff, &sold.number).await.unwrap();
    assert_eq!(
        (after.activation_mode, after.cluster_id.as_deref()),
        (Offline, Some("cluster-off"))
    );

    // What the rules have come to forbid is not approved either, and nothing of it is kept.
    let next = rep
        .propose_license_change(after.id, after.version, &to_cluster("cluster-two"), &key())
        .await
        .unwrap();
    let order = admin.order(Side::Staff, &after.order_number).await.unwrap();
    let full = domain::returns::wire::RequestReturn {
        lines: vec![1],
        basis: domain::returns::RefundBasis::Full,
        reason: "项目取消".to_owned(),
    };
    let back = admin.request_return(order.id, order.version, &full, &key()).await.unwrap();
    let ops = app.as_role(Role::CommercialOps).await;
    ops.approve_return(back.id, back.version, &key()).await.unwrap();
    let refused = ops.approve_change_request(next.id, next.version, &key()).await.unwrap_err();
    assert_eq!(reason(&refused), Some(Reason::LicenseTerminated));
    assert_eq!(ops.change_request(next.id).await.unwrap().status, ChangeStatus::Requested);
}
