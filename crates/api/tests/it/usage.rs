//! Usage: reported by a key that came with the activation, brought as a file, entered by hand; over
//! what was bought it is an alert, and an order away from being within.

use api::usage::jws::{Signer, digest};
use chrono::{NaiveDate, TimeDelta};
use client::{Client, Side};
use domain::{
    access::Role,
    alerts::{
        AlertKind, AlertStatus, Severity,
        wire::{AlertListQuery, AlertView},
    },
    dates::business_day,
    events::EventKind,
    id::LicenseId,
    licenses::{
        ActivationMode::{Offline, Online},
        wire::{Activate, LicenseView},
    },
    orders::{LineKind, OrderStatus},
    problem::{ProblemCode, Reason},
    usage::{
        OverageLevel, OverageMode, UsageMetric, UsageSource,
        chain::{ClosingClaims, UsageClaims},
        wire::{
            ManualUsage, RecordUsage, RegisterInstallation, SendUsage, TrueUp, UsageQuery,
            UsageView,
        },
    },
};
use testkit::{TestApp, key, today};

use crate::license_lines::{again, approved, line, order_of, product, sold};

const CLUSTER: &str = "cluster-online";

/// An installation that signs what it is told to.
struct Installation {
    signer: Signer,
    license: String,
    cluster: String,
    reports: Vec<String>,
}

impl Installation {
    fn new(secret: u8, license: &LicenseView, cluster: &str) -> Self {
        Self {
            signer: Signer::new(&[secret; 32]).unwrap(),
            license: license.number.clone(),
            cluster: cluster.to_owned(),
            reports: Vec::new(),
        }
    }

    fn report(&mut self, day: NaiveDate, workspaces: u32, users: u32) -> String {
        let claims = UsageClaims {
            sub: self.license.clone(),
            cluster_id: self.cluster.clone(),
            seq: self.reports.len() as u64 + 1,
            prev: self.reports.last().map(|last| digest(last)).unwrap_or_default(),
            day,
            iat: domain::dates::start_of(day).timestamp() + 3_600,
            workspaces,
            users,
            version: Some("3.5.1".to_owned()),
        };
        let report = self.signer.report(&claims).unwrap();
        self.reports.push(report.clone());
        report
    }

    fn file(&self) -> Vec<String> {
        let closing = ClosingClaims {
            sub: self.license.clone(),
            cluster_id: self.cluster.clone(),
            seq: self.reports.len() as u64,
            last: self.reports.last().map(|last| digest(last)).unwrap_or_default(),
            iat: 0,
        };
        let closing = self.signer.closing(&closing).unwrap();
        self.reports.iter().cloned().chain([closing]).collect()
    }

    fn send(reports: &[String]) -> SendUsage {
        SendUsage { reports: reports.to_vec() }
    }
}

/// A license for 3 workspaces and 50 users, activated online by an installation with this key.
async fn activated(app: &TestApp, secret: u8) -> (LicenseView, Installation) {
    let license = sold(app, "DIFY-STANDARD", &[Online]).await.remove(0);
    let installation = Installation::new(secret, &license, CLUSTER);
    let again = Activate {
        installation_key: Some(installation.signer.public().to_owned()),
        ..activation(app, license.id).await
    };
    app.stranger().activate(&again).await.unwrap();
    (license, installation)
}

async fn activation(app: &TestApp, license: LicenseId) -> Activate {
    let admin = app.as_role(Role::Admin).await;
    let code = admin.show_license_key(license).await.unwrap().activation_code.unwrap();
    Activate { code, cluster_id: CLUSTER.to_owned(), version: None, installation_key: None }
}

async fn usage(app: &TestApp, license: &LicenseView) -> UsageView {
    let admin = app.as_role(Role::Admin).await;
    admin.license_usage(Side::Staff, &license.number, &UsageQuery::default()).await.unwrap()
}

fn figures(view: &UsageView) -> Vec<(NaiveDate, u32, u32)> {
    view.samples.iter().map(|sample| (sample.day, sample.workspaces, sample.users)).collect()
}

fn day(ago: i64) -> NaiveDate {
    today() - TimeDelta::days(ago)
}

async fn alerts(app: &TestApp, status: AlertStatus) -> Vec<AlertView> {
    let admin = app.as_role(Role::Admin).await;
    let query = AlertListQuery { status: vec![status], ..AlertListQuery::default() };
    admin.alerts(Side::Staff, &query).await.unwrap().items
}

#[actix_web::test]
async fn what_an_installation_reports_is_kept_once_however_often_it_is_sent() {
    let app = TestApp::start().await;
    let (license, mut here) = activated(&app, 7).await;
    let stranger = app.stranger();
    here.report(day(2), 2, 30);
    here.report(day(1), 3, 40);
    here.report(day(1), 2, 44);

    let first = stranger.report_usage(&Installation::send(&here.reports)).await.unwrap();
    let again = stranger.report_usage(&Installation::send(&here.reports)).await.unwrap();
    let last = stranger.report_usage(&Installation::send(&here.reports[2..])).await.unwrap();

    assert_eq!((first.license_number.as_str(), first.taken, first.seq), (&*license.number, 3, 3));
    assert_eq!((again.taken, again.seq, last.taken, last.seq), (0, 3, 0, 3));
    assert_eq!((first.users.used, first.users.limit), (44, 50));
    assert_eq!(first.users.level, OverageLevel::Within);
    let shown = usage(&app, &license).await;
    assert_eq!(figures(&shown), [(day(2), 2, 30), (day(1), 3, 44)]);
    assert_eq!(shown.samples[0].source, UsageSource::Online);
    assert_eq!(shown.users.high_water.unwrap().count, 44);
    assert_eq!((shown.installations.len(), shown.installations[0].last_seq), (1, 3));
    assert_eq!((shown.workspaces.limit, shown.to), (3, today()));

    // One got lost on the way: the server says which it wants.
    here.report(today(), 3, 45);
    here.report(today(), 3, 46);
    let gap = stranger.report_usage(&Installation::send(&here.reports[4..])).await.unwrap_err();
    let problem = gap.problem().unwrap();
    assert_eq!(
        (problem.reason, problem.params["seq"].as_str()),
        (Some(Reason::MissingReports), "4")
    );
    let rest = stranger.report_usage(&Installation::send(&here.reports[3..])).await.unwrap();
    assert_eq!((rest.taken, rest.seq), (2, 5));
}

#[actix_web::test]
async fn only_the_key_that_was_registered_reports() {
    let app = TestApp::start().await;
    let (license, mut here) = activated(&app, 7).await;
    let stranger = app.stranger();
    let mut other = Installation::new(8, &license, CLUSTER);
    let forged = other.report(day(1), 1, 1);
    let unknown = stranger.report_usage(&Installation::send(&[forged])).await.unwrap_err();
    assert_eq!(unknown.problem().unwrap().reason, Some(Reason::UnknownInstallation));
    let nonsense = stranger.report_usage(&Installation::send(&["x.y.z".to_owned()])).await;
    assert_eq!(nonsense.unwrap_err().code(), Some(ProblemCode::NotFound));
    let none = stranger.report_usage(&SendUsage::default()).await.unwrap_err();
    assert_eq!(none.problem().unwrap().errors[0].pointer, "/reports");

    let good = here.report(day(1), 2, 20);
    let mut edited = good.clone();
    let at = edited.rfind('.').unwrap() + 5;
    let other_letter = if &edited[at..=at] == "A" { "B" } else { "A" };
    edited.replace_range(at..=at, other_letter);
    let touched = stranger.report_usage(&Installation::send(&[edited])).await.unwrap_err();
    let error = touched.problem().unwrap().errors[0].clone();
    assert_eq!((error.pointer.as_str(), error.reason), ("/reports/0", Reason::UsageChanged));
    stranger.report_usage(&Installation::send(&[good])).await.unwrap();
    here.report(day(3), 2, 20);
    let back = stranger.report_usage(&Installation::send(&here.reports)).await.unwrap_err();
    assert_eq!(back.problem().unwrap().errors[0].reason, Reason::UsageClockBack);
    assert_eq!(figures(&usage(&app, &license).await), [(day(1), 2, 20)], "nothing of it is kept");

    // It is set up anew: its own key from now on, and a chain that begins anew.
    let mut fresh = Installation::new(9, &license, CLUSTER);
    let again = Activate {
        installation_key: Some(fresh.signer.public().to_owned()),
        ..activation(&app, license.id).await
    };
    app.stranger().activate(&again).await.unwrap();
    let first = fresh.report(today(), 2, 21);
    assert_eq!(stranger.report_usage(&Installation::send(&[first])).await.unwrap().taken, 1);
    let old = stranger.report_usage(&Installation::send(&here.reports[..1])).await.unwrap_err();
    assert_eq!(old.code(), Some(ProblemCode::NotFound), "its key is retired");
    let story = app.as_role(Role::Admin).await.license_timeline(Side::Staff, license.id).await;
    let registered = EventKind::InstallationRegistered;
    assert_eq!(story.unwrap().iter().filter(|event| event.kind == registered).count(), 2);
}

#[actix_web::test]
async fn who_guesses_keys_has_to_wait() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    let guess = Installation::send(&["x.y.z".to_owned()]);
    let mut last = None;
    for _ in 0..20 {
        last = stranger.report_usage(&guess).await.unwrap_err().code();
    }
    assert_eq!(last, Some(ProblemCode::TooManyRequests));
}

#[actix_web::test]
async fn a_bad_installation_key_activates_nothing() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let id = order.lines[0].licenses[0].id;
    let good = activation(&app, id).await;
    for bad in ["", "short", &"A".repeat(43), &"_".repeat(43)] {
        let body = Activate { installation_key: Some(bad.to_owned()), ..good.clone() };
        let refused = app.stranger().activate(&body).await.err().unwrap();
        let error = refused.problem().unwrap().errors[0].clone();
        assert_eq!(error.pointer, "/installation_key", "{bad}");
        assert_eq!(error.reason, Reason::InstallationKeyInvalid, "{bad}");
    }
    let admin = app.as_role(Role::Admin).await;
    let license = admin.license(Side::Staff, &id.to_string()).await.unwrap();
    assert_eq!(license.activated_at, None);
}

#[actix_web::test]
async fn a_file_is_taken_whole_or_every_fault_is_named() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let cluster = license.cluster_id.clone().unwrap();
    let mut here = Installation::new(5, &license, &cluster);
    let engineer = app.as_role(Role::Engineer).await;
    for ago in [6, 5, 4, 2, 1] {
        here.report(day(ago), 2, 40);
    }
    let upload = async |lines: &[String]| {
        let file = Some(lines.join("\n"));
        engineer.record_usage(license.id, &RecordUsage { manual: None, file }, &key()).await
    };
    let whole = here.file();
    let unknown = upload(&whole).await.unwrap_err();
    let error = unknown.problem().unwrap().errors[0].clone();
    assert_eq!((error.pointer.as_str(), error.reason), ("/file", Reason::UnknownInstallation));

    let registration = |cluster_id: &str| RegisterInstallation {
        cluster_id: cluster_id.to_owned(),
        installation_key: here.signer.public().to_owned(),
    };
    let elsewhere = registration("another-cluster");
    let refused = engineer.register_installation(license.id, &elsewhere, &key()).await;
    assert_eq!(refused.unwrap_err().problem().unwrap().errors[0].pointer, "/cluster_id");
    let own = registration(&cluster);
    let known = engineer.register_installation(license.id, &own, &key()).await.unwrap();
    assert_eq!((known.len(), known[0].key_id.as_str()), (1, here.signer.kid()));

    let mut cut = whole.clone();
    cut.remove(4);
    let mut edited = whole.clone();
    edited[1] = edited[1].replace('e', "f");
    let mut swapped = whole.clone();
    swapped.swap(1, 2);
    let mut missing = whole.clone();
    missing.remove(2);
    for (file, pointer, reason) in [
        (&cut, "/file/5", Reason::UsageCutOff),
        (&whole[..3].to_vec(), "/file/3", Reason::UsageCutOff),
        (&edited, "/file/2", Reason::UsageChanged),
        (&swapped, "/file/3", Reason::UsageReordered),
        (&missing, "/file/3", Reason::UsageMissing),
    ] {
        let refused = upload(file).await.unwrap_err();
        let errors = refused.problem().unwrap().errors.clone();
        let found = errors.iter().any(|e| e.pointer == pointer && e.reason == reason);
        assert!(found, "{reason} at {pointer}: {errors:?}");
    }
    assert!(figures(&usage(&app, &license).await).is_empty(), "a refusal leaves nothing");

    let taken = upload(&whole).await.unwrap();
    let gap = taken.gaps[0];
    assert_eq!((taken.taken, taken.known, taken.gaps.len()), (5, 0, 1));
    assert_eq!((gap.from, gap.to), (day(3), day(3)));
    here.report(today(), 3, 41);
    let more = upload(&here.file()).await.unwrap();
    assert_eq!((more.taken, more.known), (1, 5));
    let mut other = Installation::new(5, &license, &cluster);
    for ago in [6, 5, 4, 2, 1, 0] {
        other.report(day(ago), 1, 1);
    }
    let forked = upload(&other.file()).await.unwrap_err();
    assert!(forked.problem().unwrap().errors.iter().any(|e| e.reason == Reason::UsageForked));
    let shown = usage(&app, &license).await;
    assert_eq!((shown.samples.len(), shown.samples[0].source), (6, UsageSource::Offline));
    let story = engineer.license_timeline(Side::Staff, license.id).await.unwrap();
    let imported = story.iter().filter(|event| event.kind == EventKind::UsageImported).count();
    assert_eq!(imported, 2, "what was refused is not there");
}

fn by_hand(ago: i64, workspaces: u32, users: u32) -> RecordUsage {
    let manual = ManualUsage {
        day: day(ago),
        workspaces,
        users,
        version: None,
        reason: "客户电话告知".to_owned(),
    };
    RecordUsage { manual: Some(manual), file: None }
}

#[actix_web::test]
async fn what_somebody_was_told_is_kept_with_its_reason_by_those_who_may() {
    let app = TestApp::start().await;
    let license = sold(&app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let engineer = app.as_role(Role::Engineer).await;
    let rep = app.as_role(Role::SalesRep).await;
    let refused = rep.record_usage(license.id, &by_hand(0, 1, 1), &key()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
    let mut bad = by_hand(-1, 1, 2_000_000);
    bad.manual.as_mut().unwrap().reason = String::new();
    let refused = engineer.record_usage(license.id, &bad, &key()).await.unwrap_err();
    let errors = refused.problem().unwrap().errors.clone();
    let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/manual/day", "/manual/users", "/manual/reason"]);

    let once = key();
    let body = by_hand(0, 3, 480);
    let first = engineer.record_usage(license.id, &body, &once).await.unwrap();
    let again = engineer.record_usage(license.id, &body, &once).await.unwrap();
    assert_eq!((first.taken, &again), (1, &first));
    engineer.record_usage(license.id, &by_hand(0, 3, 48), &key()).await.unwrap();

    let shown = usage(&app, &license).await.samples.remove(0);
    assert_eq!((shown.users, shown.source), (48, UsageSource::Manual), "a slip is mended");
    assert_eq!(shown.reason.as_deref(), Some("客户电话告知"));
    assert_eq!(shown.entered_by.as_deref(), Some("engineer 先生"));
    let (own, other) = (app.as_role(Role::Partner).await, app.as_partner_b().await);
    let query = UsageQuery::default();
    let seen = own.license_usage(Side::Portal, &license.number, &query).await.unwrap();
    assert_eq!((seen.samples.len(), &seen.samples[0].entered_by), (1, &None));
    assert_eq!(seen.samples[0].reason, None, "what was said within the house stays there");
    let hidden = other.license_usage(Side::Portal, &license.number, &query).await.unwrap_err();
    assert_eq!(hidden.code(), Some(ProblemCode::NotFound));
}

async fn over_by(app: &TestApp, users: u32) -> LicenseView {
    let license = sold(app, "DIFY-STANDARD", &[Offline]).await.remove(0);
    let engineer = app.as_role(Role::Engineer).await;
    engineer.record_usage(license.id, &by_hand(0, 3, 50 + users), &key()).await.unwrap();
    app.settle().await;
    license
}

#[actix_web::test]
async fn usage_over_what_was_bought_is_an_alert_until_an_expansion_makes_up_for_it() {
    let app = TestApp::start().await;
    let license = over_by(&app, 71).await;
    let found = alerts(&app, AlertStatus::Open).await;
    assert_eq!((found.len(), found[0].kind), (1, AlertKind::OverUsers));
    assert_eq!((found[0].severity, found[0].due_on), (Severity::Warning, today()));
    app.pass(TimeDelta::days(1));
    let engineer = app.as_role(Role::Engineer).await;
    engineer.record_usage(license.id, &by_hand(-1, 3, 130), &key()).await.unwrap();
    app.settle().await;
    assert_eq!(alerts(&app, AlertStatus::Open).await.len(), 1, "it is the same excess");
    let shown = usage(&app, &license).await;
    assert_eq!(
        (shown.users.level, shown.workspaces.level),
        (OverageLevel::Tolerated, OverageLevel::Within)
    );
    let need = shown.users.true_up.unwrap();
    assert_eq!((need.packs, need.brings), (2, 100));

    let manager = app.as_role(Role::SalesManager).await;
    let workspaces = TrueUp { metric: UsageMetric::Workspaces };
    let nothing = manager.true_up(license.id, workspaces, &key()).await.unwrap_err();
    assert_eq!(nothing.problem().unwrap().reason, Some(Reason::NothingOver));
    let once = key();
    let draft = manager.true_up(license.id, TrueUp::default(), &once).await.unwrap();
    let again = manager.true_up(license.id, TrueUp::default(), &once).await.unwrap();
    assert_eq!((draft.status, again.id), (OrderStatus::Draft, draft.id));
    let drafted = &draft.lines[0];
    assert_eq!((drafted.input.kind, drafted.input.sets), (LineKind::Expansion, 2));
    assert_eq!(drafted.input.licenses, [license.id]);
    assert_eq!(drafted.price.as_ref().unwrap().parts[0].new_users, 150);
    assert!(draft.remark.as_deref().unwrap().contains("130"), "{:?}", draft.remark);
    assert_eq!(draft.partner.as_ref().unwrap().id, app.partner_a);

    let partner = app.as_role(Role::Partner).await;
    let mut packs = line(LineKind::Expansion, &[&license]);
    (packs.product_id, packs.sets) = (Some(product(&partner, "DIFY-USERS-50").await), 2);
    approved(&app, &order_of(vec![packs])).await;
    app.settle().await;
    assert_eq!(again_limit(&app, &license).await, 150);
    assert_eq!(alerts(&app, AlertStatus::Open).await, [], "at once");
    assert_eq!(usage(&app, &license).await.users.level, OverageLevel::Within);
}

async fn again_limit(app: &TestApp, license: &LicenseView) -> u32 {
    again(app, license).await.users
}

#[actix_web::test]
async fn a_product_says_what_it_tolerates() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let list = admin.price_list().await.unwrap().products;
    let standard = list.iter().find(|product| product.content.code == "DIFY-STANDARD").unwrap();
    let mut content = standard.content.clone();
    content.overage_mode = OverageMode::Soft;
    let refused = admin.change_product(standard.id, standard.version, &content).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/overage_percent");
    content.overage_percent = 10;
    let soft = admin.change_product(standard.id, standard.version, &content).await.unwrap();
    assert_eq!((soft.content.overage_mode, soft.content.overage_percent), (OverageMode::Soft, 10));

    let license = over_by(&app, 5).await;
    let severity = async || alerts(&app, AlertStatus::Open).await[0].severity;
    assert_eq!(severity().await, Severity::Warning);
    let engineer = app.as_role(Role::Engineer).await;
    engineer.record_usage(license.id, &by_hand(0, 3, 56), &key()).await.unwrap();
    app.settle().await;
    assert_eq!(severity().await, Severity::Critical);
    assert_eq!(usage(&app, &license).await.users.level, OverageLevel::Exceeded);
}

#[actix_web::test]
async fn an_installation_that_falls_silent_is_an_alert_until_it_is_heard_of() {
    let app = TestApp::start().await;
    let (_, mut here) = activated(&app, 7).await;
    here.report(today(), 2, 30);
    app.stranger().report_usage(&Installation::send(&here.reports)).await.unwrap();
    app.settle().await;
    app.pass(TimeDelta::days(6));
    app.settle().await;
    assert_eq!(alerts(&app, AlertStatus::Open).await, []);
    app.pass(TimeDelta::days(1));
    app.settle().await;
    let found = alerts(&app, AlertStatus::Open).await;
    assert_eq!((found.len(), found[0].kind), (1, AlertKind::UsageSilent));
    assert_eq!(found[0].due_on, today());

    here.report(business_day(app.now()), 2, 30);
    app.stranger().report_usage(&Installation::send(&here.reports)).await.unwrap();
    app.settle().await;

    assert_eq!(alerts(&app, AlertStatus::Open).await, []);
}

#[actix_web::test]
async fn the_days_that_are_shown_are_bounded() {
    let app = TestApp::start().await;
    let license = over_by(&app, 1).await;
    let ask = async |client: &Client, from, to| {
        client.license_usage(Side::Staff, &license.number, &UsageQuery { from, to }).await
    };
    let finance = app.as_role(Role::Finance).await;
    let some = ask(&finance, Some(day(3)), Some(day(1))).await.unwrap();
    assert_eq!((some.samples.len(), some.users.high_water.unwrap().count), (0, 51));
    let long = ask(&finance, Some(day(400)), None).await.unwrap_err();
    assert_eq!(long.problem().unwrap().errors[0].pointer, "/from");
    let before = app.statements();
    ask(&finance, None, None).await.unwrap();
    assert!(app.statements() - before <= 14, "{}", app.statements() - before);
}
