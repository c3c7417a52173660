//! Alerts: raised once by a run that any server may go on with, told once a day, seen to by those who
//! may, and gone with their cause.

use api::alerts::jobs::run_due;
use chrono::TimeDelta;
use client::{Client, Side};
use domain::{
    access::Role,
    alerts::{
        AlertKind, AlertStatus, Resolution, Severity,
        wire::{AcknowledgeAlerts, AlertListQuery, AlertView, SnoozeAlert},
    },
    dates::plus_days,
    events::{EventKind, SubjectKind, wire::EventListQuery},
    id::Id,
    licenses::{
        ActivationMode::{Offline, Online},
        wire::{Activate, LicenseView},
    },
    notifications::{
        NotificationKind,
        wire::{ChooseNotifications, NotificationListQuery, NotificationPreference},
    },
    orders::LineKind,
    partners::wire::PartnerContent,
    problem::{ProblemCode, Reason},
};
use testkit::{TestApp, key};

use crate::license_lines::{approved, line, order_of, sold};

/// Sold and activated on the first day; it ends in 364 days.
async fn license(app: &TestApp) -> LicenseView {
    sold(app, "DIFY-STANDARD", &[Offline]).await.remove(0)
}

/// Lets time pass until so many days before the end of the term, and does what follows.
async fn days_before_end(app: &TestApp, license: &LicenseView, days: i64) {
    let today = domain::dates::business_day(app.now());
    let left = (license.expires_on.unwrap() - today).num_days();
    app.pass(TimeDelta::days(left - days));
    app.settle().await;
}

async fn with(client: &Client, status: &[AlertStatus]) -> Vec<AlertView> {
    let query = AlertListQuery { status: status.to_vec(), ..AlertListQuery::default() };
    client.alerts(Side::Staff, &query).await.unwrap().items
}

async fn open(app: &TestApp) -> Vec<AlertView> {
    with(&app.as_role(Role::Admin).await, &[AlertStatus::Open]).await
}

/// How often the audit log tells of this.
async fn told(app: &TestApp, kind: EventKind) -> usize {
    let admin = app.as_role(Role::Admin).await;
    let query = EventListQuery { per_page: 100, ..EventListQuery::default() };
    let events = admin.events(&query).await.unwrap();
    events.items.iter().filter(|event| event.kind == kind).count()
}

#[actix_web::test]
async fn a_license_goes_down_its_ladder_and_a_renewal_ends_it() {
    let app = TestApp::start().await;
    let license = license(&app).await;

    days_before_end(&app, &license, 20).await;
    let first = open(&app).await;
    assert_eq!(first.len(), 1, "the most urgent step alone, though three were missed");
    let (kind, step, severity) = (first[0].kind, first[0].step, first[0].severity);
    assert_eq!((kind, step, severity), (AlertKind::Expiring, Some(30), Severity::Warning));
    assert_eq!(first[0].subject_label, license.number);
    assert_eq!(first[0].customer_name.as_deref(), Some("招商远航银行股份有限公司"));
    app.pass(TimeDelta::days(1));
    app.settle().await;
    assert_eq!(open(&app).await, first, "the next day raises nothing new");

    days_before_end(&app, &license, 6).await;
    let next = open(&app).await;
    assert_eq!((next.len(), next[0].step), (1, Some(7)));
    let admin = app.as_role(Role::Admin).await;
    let before = admin.alert(first[0].id).await.unwrap();
    assert_eq!(before.status, AlertStatus::Resolved);
    assert_eq!(before.resolution, Some(Resolution::Superseded));

    approved(&app, &order_of(vec![line(LineKind::Renewal, &[&license])])).await;
    app.settle().await;
    assert_eq!(open(&app).await, [], "at once, and not with the next run");
    let admin = app.as_role(Role::Admin).await;
    let ended = admin.alert(next[0].id).await.unwrap();
    assert_eq!(ended.resolution, Some(Resolution::CauseGone));
    assert_eq!(told(&app, EventKind::AlertRaised).await, 2);
    assert_eq!(told(&app, EventKind::AlertResolved).await, 2);
    let story = admin.license_timeline(Side::Staff, license.id).await.unwrap();
    assert!(story.iter().any(|event| event.kind == EventKind::AlertRaised));
}

#[actix_web::test]
async fn grace_and_the_end_are_alerts_and_another_term_is_another_ladder() {
    let app = TestApp::start().await;
    let license = license(&app).await;
    let kinds = async || -> Vec<AlertKind> {
        open(&app).await.into_iter().map(|alert| alert.kind).collect()
    };

    days_before_end(&app, &license, -3).await;
    assert_eq!(kinds().await, [AlertKind::InGrace]);
    days_before_end(&app, &license, -16).await;
    assert_eq!(kinds().await, [AlertKind::Expired]);
    approved(&app, &order_of(vec![line(LineKind::Renewal, &[&license])])).await;
    app.settle().await;
    assert_eq!(kinds().await, []);
    let admin = app.as_role(Role::Admin).await;
    let renewed = admin.license(Side::Staff, &license.number).await.unwrap();
    days_before_end(&app, &renewed, 85).await;
    let found = open(&app).await;
    let of_license = found.iter().find(|alert| alert.kind == AlertKind::Expiring).unwrap();
    assert_eq!((of_license.step, of_license.due_on), (Some(90), renewed.expires_on.unwrap()));
}

#[actix_web::test]
async fn what_is_not_activated_is_an_alert_until_it_is() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    assert_eq!(open(&app).await, []);
    app.pass(TimeDelta::days(5));
    app.settle().await;
    let due = open(&app).await;
    assert_eq!((due.len(), due[0].kind), (1, AlertKind::ActivationDue));
    app.pass(TimeDelta::days(4));
    app.settle().await;
    let overdue = open(&app).await;
    assert_eq!((overdue.len(), overdue[0].kind), (1, AlertKind::ActivationOverdue));

    let admin = app.as_role(Role::Admin).await;
    let shown = admin.show_license_key(order.lines[0].licenses[0].id).await.unwrap();
    let code = shown.activation_code.unwrap();
    let body = Activate {
        code,
        cluster_id: "cluster-one".to_owned(),
        version: None,
        installation_key: None,
    };
    app.stranger().activate(&body).await.unwrap();
    app.settle().await;

    assert_eq!(open(&app).await, []);
}

#[actix_web::test]
async fn a_run_that_stopped_is_finished_by_another_server_and_nothing_is_raised_twice() {
    let app = TestApp::start().await;
    let license = license(&app).await;
    let today = domain::dates::business_day(app.now());
    let left = (license.expires_on.unwrap() - today).num_days();
    app.pass(TimeDelta::days(left - 20));

    assert_eq!(run_due(&app.app, "first").await.unwrap(), 1, "a step, and it is killed");
    assert_eq!(run_due(&app.app, "second").await.unwrap(), 0, "the first one's turn lasts");
    app.pass(TimeDelta::minutes(6));
    let mut steps = 0;
    while run_due(&app.app, "second").await.unwrap() > 0 {
        steps += 1;
    }
    assert!(steps > 3, "it goes on where the first one stopped: {steps}");
    assert_eq!(run_due(&app.app, "first").await.unwrap(), 0, "the day is done");
    app.settle().await;

    assert_eq!(open(&app).await.len(), 1);
    assert_eq!(told(&app, EventKind::AlertRaised).await, 1);
    let digests = told(&app, EventKind::AlertsDigested).await;
    assert_eq!(digests, 2, "commercial operations and the sales manager, once each");
}

#[actix_web::test]
async fn two_servers_at_once_raise_once() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Offline, Offline, Offline]).await;
    let today = domain::dates::business_day(app.now());
    let left = (licenses[0].expires_on.unwrap() - today).num_days();
    app.pass(TimeDelta::days(left - 20));
    let day = async |owner: &'static str| {
        // Each finds its lease over again and again: time runs while they work.
        for _ in 0..12 {
            run_due(&app.app, owner).await.unwrap();
            app.pass(TimeDelta::minutes(6));
        }
    };

    futures_util::future::join(day("one"), day("two")).await;
    app.settle().await;

    assert_eq!(open(&app).await.len(), 3);
    assert_eq!(told(&app, EventKind::AlertRaised).await, 3);
}

#[actix_web::test]
async fn people_acknowledge_and_snooze_and_a_sleeper_wakes() {
    let app = TestApp::start().await;
    let license = license(&app).await;
    days_before_end(&app, &license, 20).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let alert = open(&app).await.remove(0);
    let today = domain::dates::business_day(app.now());

    let past = ops.snooze_alert(alert.id, alert.version, &SnoozeAlert { until: today }).await;
    let errors = past.unwrap_err().problem().unwrap().errors.clone();
    assert_eq!((errors[0].pointer.as_str(), errors[0].reason), ("/until", Reason::OutOfRange));
    let rep = app.as_role(Role::SalesRep).await;
    let foreign = rep.acknowledge_alert(alert.id, alert.version).await.unwrap_err();
    assert_eq!(foreign.code(), Some(ProblemCode::NotFound), "another's customer");
    let never = ops.reopen_alert(alert.id, alert.version).await.unwrap_err();
    assert_eq!(never.problem().unwrap().reason, Some(Reason::AlertOpen));
    assert_eq!(ops.alert(alert.id).await.unwrap(), alert, "a refusal leaves nothing");

    let seen = ops.acknowledge_alert(alert.id, alert.version).await.unwrap();
    assert_eq!(seen.status, AlertStatus::Acknowledged);
    assert_eq!(seen.handled_by_name.as_deref(), Some("commercial_ops 先生"));
    let stale = ops.reopen_alert(alert.id, alert.version).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let until = SnoozeAlert { until: plus_days(today, 2) };
    let asleep = ops.snooze_alert(alert.id, seen.version, &until).await.unwrap();
    assert_eq!((asleep.status, asleep.snoozed_until), (AlertStatus::Snoozed, Some(until.until)));
    assert_eq!(ops.alert_counts().await.unwrap().open, 0);

    app.pass(TimeDelta::days(2));
    app.settle().await;
    assert_eq!(open(&app).await, []);
    app.pass(TimeDelta::days(1));
    app.settle().await;
    assert_eq!(open(&app).await.len(), 1, "it wakes on the day after");
    assert_eq!(told(&app, EventKind::AlertRaised).await, 1, "it is the same one");

    days_before_end(&app, &license, 5).await;
    let admin = app.as_role(Role::Admin).await;
    let over = admin.alert(alert.id).await.unwrap();
    let late = admin.acknowledge_alert(alert.id, over.version).await.unwrap_err();
    assert_eq!(late.problem().unwrap().reason, Some(Reason::AlertResolved));
}

#[actix_web::test]
async fn several_are_acknowledged_at_once_or_none() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Offline, Offline, Offline]).await;
    days_before_end(&app, &licenses[0], 20).await;
    let manager = app.as_role(Role::SalesManager).await;
    let ids: Vec<_> = open(&app).await.iter().map(|alert| alert.id).collect();
    assert_eq!(ids.len(), 3);

    let mut with_one_that_is_not_there = ids.clone();
    with_one_that_is_not_there.push(Id::from_uuid(uuid::Uuid::from_u128(7)));
    let bad = AcknowledgeAlerts { ids: with_one_that_is_not_there };
    let refused = manager.acknowledge_alerts(&bad, &key()).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/ids/3");
    let none = manager.acknowledge_alerts(&AcknowledgeAlerts::default(), &key()).await;
    assert_eq!(none.unwrap_err().problem().unwrap().errors[0].pointer, "/ids");
    assert_eq!(open(&app).await.len(), 3, "nothing is half done");

    let (all, once) = (AcknowledgeAlerts { ids }, key());
    let done = manager.acknowledge_alerts(&all, &once).await.unwrap();
    let again = manager.acknowledge_alerts(&all, &once).await.unwrap();

    assert_eq!((done.acknowledged, again), (3, done));
    assert_eq!(manager.acknowledge_alerts(&all, &key()).await.unwrap().acknowledged, 0);
    assert_eq!(told(&app, EventKind::AlertAcknowledged).await, 3);
    assert_eq!(with(&manager, &[AlertStatus::Acknowledged]).await.len(), 3);
}

#[actix_web::test]
async fn people_are_told_once_a_day_and_as_they_chose() {
    let app = TestApp::start().await;
    let licenses = sold(&app, "DIFY-STANDARD", &[Offline, Offline]).await;
    let manager = app.as_role(Role::SalesManager).await;
    let no_mail = NotificationPreference {
        kind: NotificationKind::AlertsRaised,
        in_app: true,
        by_mail: false,
    };
    let choices = ChooseNotifications { preferences: vec![no_mail] };
    manager.choose_notifications(0, &choices).await.unwrap();
    let digests = |who: &str| {
        let to = format!("{who}@dsms.example");
        let mails = app.mails();
        mails
            .into_iter()
            .filter(|mail| mail.to == to && mail.subject.contains("new alert"))
            .collect()
    };

    days_before_end(&app, &licenses[0], 20).await;
    let first: Vec<testkit::CaughtMail> = digests("commercial_ops");
    assert_eq!(first.len(), 1, "one mail for two alerts");
    assert!(first[0].subject.contains("2 new alerts (0 critical)"), "{}", first[0].subject);
    for license in &licenses {
        assert!(first[0].text.contains(&license.number), "{}", first[0].text);
    }
    assert!(first[0].text.contains(&format!("{}/alerts", app.url)));
    assert!(digests("sales_manager").is_empty(), "they want no mail");
    let manager = app.as_role(Role::SalesManager).await;
    let listed = manager.notifications(&NotificationListQuery::default()).await.unwrap();
    let listed: Vec<_> = listed.items.iter().map(|one| one.kind).collect();
    assert_eq!(listed, [NotificationKind::AlertsRaised]);
    for silent in ["admin", "finance", "engineer", "partner"] {
        assert!(digests(silent).is_empty(), "{silent}");
    }
    app.pass(TimeDelta::days(1));
    app.settle().await;
    assert_eq!(digests("commercial_ops").len(), 1, "nothing is new, so there is no mail");
}

#[actix_web::test]
async fn a_product_says_its_own_ladder() {
    let app = TestApp::start().await;
    let license = license(&app).await;
    let admin = app.as_role(Role::Admin).await;
    let list = admin.price_list().await.unwrap();
    let product =
        list.products.iter().find(|product| product.content.code == license.product_code).unwrap();
    let mut content = product.content.clone();
    content.reminder_days = Some(vec![10, 10]);
    let refused = admin.change_product(product.id, product.version, &content).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/reminder_days/1");
    content.reminder_days = Some(vec![2, 10]);
    let changed = admin.change_product(product.id, product.version, &content).await.unwrap();
    assert_eq!(changed.content.reminder_days, Some(vec![10, 2]), "the farthest first");

    days_before_end(&app, &license, 20).await;
    assert_eq!(open(&app).await, []);
    days_before_end(&app, &license, 9).await;
    assert_eq!(open(&app).await[0].step, Some(10));
}

#[actix_web::test]
async fn a_partner_sees_its_own_and_not_who_sees_to_it() {
    let app = TestApp::start().await;
    let license = license(&app).await;
    days_before_end(&app, &license, 20).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let alert = open(&app).await.remove(0);
    ops.acknowledge_alert(alert.id, alert.version).await.unwrap();
    let (own, other) = (app.as_role(Role::Partner).await, app.as_partner_b().await);
    let waiting = AlertListQuery { status: vec![AlertStatus::Open], ..AlertListQuery::default() };

    let seen = own.alerts(Side::Portal, &waiting).await.unwrap().items;

    assert_eq!((seen.len(), seen[0].status), (1, AlertStatus::Open));
    assert_eq!((&seen[0].handled_by_name, seen[0].handled_at), (&None, None));
    assert_eq!(other.alerts(Side::Portal, &waiting).await.unwrap().total, 0);
    let story = own.license_timeline(Side::Portal, license.id).await.unwrap();
    assert!(story.iter().all(|event| event.kind != EventKind::AlertAcknowledged));
}

#[actix_web::test]
async fn an_agreement_about_to_end_is_an_alert_until_it_is_prolonged() {
    let app = TestApp::start().await;
    app.pass(TimeDelta::days(950));
    app.settle().await;
    let found = open(&app).await;
    assert_eq!(found.len(), 2, "of both partners");
    let one = found.iter().find(|alert| alert.partner_id == Some(app.partner_a)).unwrap();
    assert_eq!((one.kind, one.step), (AlertKind::AgreementEnding, Some(60)));
    assert_eq!(one.subject_kind, SubjectKind::Partner);

    let channel = app.as_role(Role::ChannelManager).await;
    let partner = channel.partner(app.partner_a).await.unwrap();
    let prolonged = PartnerContent {
        agreement_until: partner.agreement_until.map(|last| plus_days(last, 365)),
        ..PartnerContent::from(&partner)
    };
    channel.change_partner(partner.id, partner.version, &prolonged).await.unwrap();
    app.settle().await;

    let left = open(&app).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].partner_id, Some(app.partner_b));
    let mails = app.mails();
    let to_channel = mails.iter().filter(|mail| mail.to == "channel_manager@dsms.example");
    assert_eq!(to_channel.count(), 1);
}
