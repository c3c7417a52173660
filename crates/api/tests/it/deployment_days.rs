//! Deployments by their days: what is late is an alert, who does the work is told of what others
//! decide, and the calendar, the statistics and the file have what they should.

use chrono::TimeDelta;
use client::{Client, Side};
use domain::{
    access::Role,
    alerts::{
        AlertKind, Resolution, Severity,
        wire::{AlertListQuery, AlertView},
    },
    deployments::{
        DeploymentKind, DeploymentStatus, EngineerRole,
        wire::{
            AssignEngineers, AssignedEngineer, CalendarQuery, DeploymentContent,
            DeploymentListQuery, ReplanDeployment, StatisticsQuery,
        },
    },
    events::{EventKind, SubjectKind, wire::EventListQuery},
    exports::ExportFormat,
    notifications::{
        NotificationKind,
        wire::{ChooseNotifications, NotificationListQuery, NotificationPreference},
    },
    orders::wire::WithReason,
    problem::Reason,
    search::wire::Hit,
    views::SavedList,
};
use testkit::{TestApp, key, today};

use crate::{
    deployments::{Work, team, why},
    engineers::content as engineer_content,
};

async fn with(app: &TestApp, query: &AlertListQuery) -> Vec<AlertView> {
    let admin = app.as_role(Role::Admin).await;
    let all = admin.alerts(Side::Staff, query).await.unwrap().items;
    all.into_iter().filter(|alert| alert.subject_kind == SubjectKind::Deployment).collect()
}

async fn open(app: &TestApp) -> Vec<AlertView> {
    with(app, &AlertListQuery::default()).await
}

/// How often the audit log tells of this of deployments.
async fn told(app: &TestApp, kind: EventKind) -> usize {
    let admin = app.as_role(Role::Admin).await;
    let query = EventListQuery { per_page: 100, ..EventListQuery::default() };
    let events = admin.events(&query).await.unwrap().items;
    let of_deployments = |event: &&domain::events::wire::EventView| {
        event.kind == kind && event.subject_kind == SubjectKind::Deployment
    };
    events.iter().filter(of_deployments).count()
}

/// The plan with a day so many days from the first one, and a window around it.
async fn planned_in(work: &mut Work, days: i64) {
    let on = today() + TimeDelta::days(days);
    let plan = DeploymentContent {
        planned_on: Some(on),
        window_from: Some(on - TimeDelta::days(1)),
        window_until: Some(on + TimeDelta::days(2)),
        ..work.deployment.content.clone()
    };
    let (id, version) = (work.deployment.id, work.deployment.version);
    let ops = work.app.as_role(Role::CommercialOps).await;
    work.deployment = ops.change_deployment(id, version, &plan).await.unwrap();
}

async fn notified(app: &TestApp, role: Role) -> Vec<(NotificationKind, String)> {
    let client = app.as_role(role).await;
    let found = client.notifications(&NotificationListQuery::default()).await.unwrap();
    let words = |one: &domain::notifications::wire::NotificationView| {
        (one.kind, one.kind.words(&one.params, domain::Lang::En))
    };
    let mut kinds: Vec<_> = found.items.iter().map(words).collect();
    kinds.sort();
    kinds
}

#[actix_web::test]
async fn a_plan_whose_day_is_over_is_an_alert_once_until_it_is_begun() {
    let mut work = Work::begin().await;
    planned_in(&mut work, 2).await;
    let d = &work.deployment;
    work.ops.assign_engineers(d.id, d.version, &team(&work.person)).await.unwrap();
    work.app.pass(TimeDelta::days(2));
    work.app.settle().await;
    assert_eq!(open(&work.app).await, [], "its day is in time");

    work.app.pass(TimeDelta::days(1));
    work.app.settle().await;
    let late = open(&work.app).await;
    assert_eq!(late.len(), 1);
    let alert = &late[0];
    assert_eq!((alert.kind, alert.severity), (AlertKind::DeploymentLate, Severity::Warning));
    assert_eq!((alert.subject_id, &alert.subject_label), (d.id.as_uuid(), &d.number));
    assert_eq!(alert.due_on, today() + TimeDelta::days(2));
    assert_eq!(alert.customer_id, Some(d.customer_id));
    assert_eq!(alert.partner_id, None, "partners are not told how the work goes");
    work.app.pass(TimeDelta::days(1));
    work.app.settle().await;
    assert_eq!(open(&work.app).await, late, "the next day raises nothing new");
    assert_eq!(told(&work.app, EventKind::AlertRaised).await, 1);
    let kinds = notified(&work.app, Role::Engineer).await;
    let is_told = kinds.iter().any(|(kind, _)| *kind == NotificationKind::AlertsRaised);
    assert!(is_told, "who leads it is told: {kinds:?}");

    let engineer = work.app.as_role(Role::Engineer).await;
    let now = engineer.deployment(d.id).await.unwrap();
    engineer.start_deployment(d.id, now.version, &key()).await.unwrap();
    work.app.settle().await;
    assert_eq!(open(&work.app).await, [], "at once, and not with the next run");
    let admin = work.app.as_role(Role::Admin).await;
    let over = admin.alert(alert.id).await.unwrap();
    assert_eq!(over.resolution, Some(Resolution::CauseGone));

    // Begun and not done is another alert, a week after.
    work.app.pass(TimeDelta::days(8));
    work.app.settle().await;
    let slow = open(&work.app).await;
    assert_eq!((slow.len(), slow[0].kind), (1, AlertKind::DeploymentUnfinished));
    let engineer = work.app.as_role(Role::Engineer).await;
    let now = engineer.deployment(d.id).await.unwrap();
    engineer.fail_deployment(d.id, now.version, &why(), &key()).await.unwrap();
    work.app.settle().await;
    assert_eq!(open(&work.app).await, []);
}

#[actix_web::test]
async fn a_new_day_or_an_end_resolves_what_was_late() {
    let mut work = Work::begin().await;
    planned_in(&mut work, 1).await;
    work.app.pass(TimeDelta::days(2));
    work.app.settle().await;
    assert_eq!(open(&work.app).await.len(), 1);

    planned_in(&mut work, 4).await;
    work.app.settle().await;
    assert_eq!(open(&work.app).await, [], "it has another day");
    work.app.pass(TimeDelta::days(3));
    work.app.settle().await;
    assert_eq!(open(&work.app).await.len(), 1, "and missed that too");
    let d = &work.deployment;
    let ops = work.app.as_role(Role::CommercialOps).await;
    ops.cancel_deployment(d.id, d.version, &why(), &key()).await.unwrap();
    work.app.settle().await;

    assert_eq!(open(&work.app).await, []);
    assert_eq!(told(&work.app, EventKind::AlertRaised).await, 2, "each day once");
    assert_eq!(told(&work.app, EventKind::AlertResolved).await, 2);
    let partner = work.app.as_role(Role::Partner).await;
    let seen = partner.alerts(Side::Portal, &AlertListQuery::default()).await.unwrap().items;
    assert!(seen.iter().all(|alert| alert.subject_kind != SubjectKind::Deployment));
}

#[actix_web::test]
async fn two_servers_at_once_say_once_that_it_is_late() {
    let mut work = Work::begin().await;
    planned_in(&mut work, 1).await;
    work.app.settle().await;
    work.app.pass(TimeDelta::days(2));
    let app = &work.app;
    let day = async |owner: &'static str| {
        for _ in 0..14 {
            api::alerts::jobs::run_due(&app.app, owner).await.unwrap();
            app.pass(TimeDelta::minutes(6));
        }
    };

    futures_util::future::join(day("one"), day("two")).await;
    app.settle().await;

    assert_eq!(open(app).await.len(), 1);
    assert_eq!(told(app, EventKind::AlertRaised).await, 1);
}

#[actix_web::test]
async fn who_does_the_work_is_told_of_what_others_decide() {
    let mut work = Work::begin().await;
    planned_in(&mut work, 5).await;
    work.app.settle().await;
    let number = work.deployment.number.clone();
    let d = &work.deployment;
    let given = work.ops.assign_engineers(d.id, d.version, &team(&work.person)).await.unwrap();
    work.app.settle().await;
    let assigned = notified(&work.app, Role::Engineer).await;
    assert_eq!(assigned.len(), 1);
    assert_eq!(assigned[0].0, NotificationKind::DeploymentAssigned);
    let day = today() + TimeDelta::days(5);
    assert!(assigned[0].1.contains(&number) && assigned[0].1.contains(&day.to_string()));
    let mailed = |app: &TestApp| -> Vec<testkit::CaughtMail> {
        let mails = app.mails().into_iter();
        mails.filter(|mail| mail.to == "engineer@dsms.example").collect()
    };
    let mails = mailed(&work.app);
    assert_eq!(mails.len(), 1, "by mail too, as nothing else was chosen");
    assert!(mails[0].text.contains(&format!("{}/deployments/{}", work.app.url, d.id)));

    // What they do themselves is no news, and another role is no other work.
    let role = AssignedEngineer { engineer_id: work.person.id, role: EngineerRole::Database };
    let role = AssignEngineers { engineers: vec![role] };
    let same = work.ops.assign_engineers(d.id, given.version, &role).await.unwrap();
    let notes =
        DeploymentContent { notes: Some("带门禁卡".to_owned()), ..same.content.clone() };
    let noted = work.ops.change_deployment(d.id, same.version, &notes).await.unwrap();
    let own = DeploymentContent { planned_on: Some(day + TimeDelta::days(1)), ..notes };
    let own = work.engineer.change_deployment(d.id, noted.version, &own).await.unwrap();
    work.app.settle().await;
    assert_eq!(notified(&work.app, Role::Engineer).await.len(), 1);

    // They want no mail of a new day any more.
    let no_mail = NotificationPreference {
        kind: NotificationKind::DeploymentMoved,
        in_app: true,
        by_mail: false,
    };
    let choices = ChooseNotifications { preferences: vec![no_mail] };
    work.engineer.choose_notifications(0, &choices).await.unwrap();
    let moved = DeploymentContent { planned_on: None, ..own.content.clone() };
    let moved = work.ops.change_deployment(d.id, own.version, &moved).await.unwrap();
    // Whoever does the work by the time it is told is told.
    work.app.settle().await;
    let other = work.ops.create_engineer(&engineer_content("qian"), &key()).await.unwrap();
    work.ops.assign_engineers(d.id, moved.version, &team(&other)).await.unwrap();
    work.app.settle().await;

    let kinds: Vec<_> =
        notified(&work.app, Role::Engineer).await.into_iter().map(|(kind, _)| kind).collect();
    let all = [
        NotificationKind::DeploymentAssigned,
        NotificationKind::DeploymentMoved,
        NotificationKind::DeploymentUnassigned,
    ];
    assert_eq!(kinds, all);
    assert_eq!(mailed(&work.app).len(), 2, "of the work that came and of the work that went");
    let ops = notified(&work.app, Role::CommercialOps).await;
    assert!(ops.iter().all(|(kind, _)| !all.contains(kind)), "it is no work of theirs");
}

#[actix_web::test]
async fn another_attempt_is_another_day_for_those_who_do_it() {
    let work = Work::begin().await.started().await;
    let d = &work.deployment;
    let why = WithReason { reason: "镜像损坏".to_owned() };
    let failed = work.ops.fail_deployment(d.id, d.version, &why, &key()).await.unwrap();
    let again = ReplanDeployment { planned_on: Some(today() + TimeDelta::days(3)) };
    work.ops.replan_deployment(d.id, failed.version, &again, &key()).await.unwrap();
    work.app.settle().await;

    let kinds = notified(&work.app, Role::Engineer).await;
    let moved = kinds.iter().filter(|(kind, _)| *kind == NotificationKind::DeploymentMoved);
    assert_eq!(moved.count(), 1, "{kinds:?}");
}

async fn calendar(client: &Client, from: i64, until: i64) -> Vec<String> {
    let day = |days| Some(today() + TimeDelta::days(days));
    let query = CalendarQuery { from: day(from), until: day(until), ..CalendarQuery::default() };
    let page = client.deployment_calendar(&query).await.unwrap();
    assert!(!page.is_cut);
    page.entries.into_iter().map(|row| row.number).collect()
}

#[actix_web::test]
async fn the_calendar_has_planned_days_and_the_customers_windows() {
    let mut work = Work::begin().await;
    let rep = work.app.as_role(Role::SalesRep).await;
    let number = work.deployment.number.clone();
    assert_eq!(calendar(&rep, 0, 40).await, [""; 0], "no day is agreed");
    planned_in(&mut work, 10).await;
    let mut window = DeploymentContent::of(work.license, DeploymentKind::Update);
    window.window_from = Some(today() + TimeDelta::days(3));
    window.window_until = Some(today() + TimeDelta::days(20));
    let second = work.ops.plan_deployment(&window, &key()).await.unwrap();

    assert_eq!(calendar(&rep, 10, 10).await, [second.number.clone(), number.clone()]);
    assert_eq!(calendar(&rep, 9, 9).await, [second.number.clone(), number.clone()], "its window");
    assert_eq!(calendar(&rep, 4, 5).await, std::slice::from_ref(&second.number));
    assert_eq!(calendar(&rep, 21, 30).await, [""; 0]);
    let d = &work.deployment;
    let given = work.ops.assign_engineers(d.id, d.version, &team(&work.person)).await.unwrap();
    let mine = CalendarQuery {
        from: Some(today()),
        until: Some(today() + TimeDelta::days(30)),
        mine: Some(true),
        engineer: None,
    };
    let own = work.engineer.deployment_calendar(&mine).await.unwrap().entries;
    assert_eq!((own.len(), own[0].engineers.len()), (1, 1));
    let theirs = CalendarQuery { mine: None, engineer: Some(work.person.id), ..mine.clone() };
    assert_eq!(rep.deployment_calendar(&theirs).await.unwrap().entries, own);
    work.ops.cancel_deployment(d.id, given.version, &why(), &key()).await.unwrap();
    assert_eq!(calendar(&rep, 10, 10).await, [second.number], "what is called off is gone");

    let back = CalendarQuery { until: Some(today() - TimeDelta::days(1)), ..mine.clone() };
    let back = rep.deployment_calendar(&back).await.unwrap_err();
    assert_eq!(back.problem().unwrap().errors[0].reason, Reason::EndsBeforeItBegins);
    let long = CalendarQuery { until: Some(today() + TimeDelta::days(60)), ..mine };
    let long = rep.deployment_calendar(&long).await.unwrap_err();
    assert_eq!(long.problem().unwrap().errors[0].pointer, "/until");
    let before = work.app.statements();
    calendar(&rep, 0, 20).await;
    assert!(work.app.statements() - before <= 4, "who asks, the days, and who works on them");
}

#[actix_web::test]
async fn statistics_count_what_came_to_life_and_the_list_opens_it() {
    let mut work = Work::begin().await;
    planned_in(&mut work, 2).await;
    work.app.pass(TimeDelta::days(3));
    let ops = work.app.as_role(Role::CommercialOps).await;
    let engineer = work.app.as_role(Role::Engineer).await;
    work = Work { ops, engineer, ..work }.started().await.ticked().await.completed().await;
    let rep = work.app.as_role(Role::SalesRep).await;
    let asked = StatisticsQuery { from: Some(today()), ..StatisticsQuery::default() };

    let found = rep.deployment_statistics(&asked).await.unwrap();

    let total = found.total;
    assert_eq!((total.deployed, total.planned, total.on_time), (1, 1, 0), "a day late");
    assert_eq!(total.days_to_deployed, Some(3));
    assert_eq!((found.months.len(), found.months[0].figures), (1, total));
    assert_eq!((found.products.len(), found.products[0].figures), (1, total));
    assert!(!found.products[0].name_zh.is_empty());
    let opened = DeploymentListQuery {
        kind: vec![DeploymentKind::Initial],
        product: Some(found.products[0].product_id),
        completed_from: Some(found.months[0].from),
        completed_until: Some(found.months[0].until),
        ..DeploymentListQuery::default()
    };
    let rows = rep.deployments(&opened).await.unwrap();
    assert_eq!((rows.total, rows.items[0].status), (1, DeploymentStatus::Completed));
    let other = StatisticsQuery { until: Some(today() + TimeDelta::days(2)), ..asked.clone() };
    assert_eq!(rep.deployment_statistics(&other).await.unwrap().total.deployed, 0);
    let back = StatisticsQuery { until: Some(today() - TimeDelta::days(1)), ..asked };
    let back = rep.deployment_statistics(&back).await.unwrap_err();
    assert_eq!(back.problem().unwrap().errors[0].pointer, "/until");
    let before = work.app.statements();
    rep.deployment_statistics(&StatisticsQuery::default()).await.unwrap();
    assert!(work.app.statements() - before <= 4);
}

#[actix_web::test]
async fn the_list_goes_out_as_a_file_and_the_search_box_finds_its_rows() {
    let mut work = Work::begin().await;
    planned_in(&mut work, 2).await;
    let d = &work.deployment;
    work.ops.assign_engineers(d.id, d.version, &team(&work.person)).await.unwrap();
    let rep = work.app.as_role(Role::SalesRep).await;

    let file = rep.export(SavedList::Deployments, ExportFormat::Csv, "status=planned").await;
    let file = String::from_utf8(file.unwrap()).unwrap();
    let lines: Vec<_> = file.lines().collect();
    assert!(lines[0].starts_with("\u{feff}Deployment,Status,Kind"), "{}", lines[0]);
    assert_eq!(lines.len(), 2);
    for told in [&d.number, &d.customer_name, &work.person.name] {
        assert!(lines[1].contains(told.as_str()), "{}", lines[1]);
    }
    let none = rep.export(SavedList::Deployments, ExportFormat::Csv, "status=failed").await;
    assert_eq!(String::from_utf8(none.unwrap()).unwrap().lines().count(), 1);
    let finance = work.app.as_role(Role::Finance).await;
    assert!(finance.export(SavedList::Deployments, ExportFormat::Csv, "").await.is_err());

    let found = async |client: &Client, side, q: &str| -> Vec<String> {
        let hits = client.search(side, q).await.unwrap();
        hits.into_iter()
            .filter_map(|hit| match hit {
                Hit::Deployment { number, .. } => Some(number),
                _ => None,
            })
            .collect()
    };
    let all = std::slice::from_ref(&d.number);
    assert_eq!(found(&rep, Side::Staff, &d.number.to_lowercase()).await, all);
    assert_eq!(found(&rep, Side::Staff, &d.license_number).await, all);
    assert_eq!(found(&rep, Side::Staff, &d.customer_name).await, all);
    assert_eq!(found(&finance, Side::Staff, &d.number).await, [""; 0], "may read none");
    let partner = work.app.as_role(Role::Partner).await;
    assert_eq!(found(&partner, Side::Portal, &d.number).await, [""; 0]);
}
