//! A slot is raised once whoever tries, a run goes on where it stopped, and what lists and runs read
//! is read from indexes.

use domain::{
    access::Role,
    alerts::{
        AlertKind, DEFAULT_STEPS, Severity, activation_window, ending_window, lingers_from,
        missed_window,
        wire::{AlertListQuery, AlertSort},
    },
    deployments::{DeploymentKind, DeploymentStatus, wire::DeploymentContent},
    list::Sort,
};
use sea_orm::{ConnectionTrait, DbBackend, sea_query::SelectStatement};

use super::*;
use crate::{
    Db,
    deployments::{self, Deployment},
    licenses::{
        self, License,
        tests::fixtures::{TODAY, customer, license, partner, prepared},
    },
    list::Listing,
    testing::{at, is_slow, plan, uuid},
    users,
};

fn in_days(days: i64) -> NaiveDate {
    TODAY + chrono::TimeDelta::days(days)
}

fn new(n: u32, slot: Slot) -> NewAlert {
    let license = license(n);
    NewAlert {
        id: uuid(u128::from(90_000 + n)).into(),
        slot,
        subject: Subject::License(license.id),
        label: license.number,
        customer_id: Some(license.customer_id),
        partner_id: license.partner_id,
        owner_id: None,
    }
}

fn expiring(days: i64, step: u32) -> Slot {
    Slot { kind: AlertKind::Expiring, due_on: in_days(days), step: Some(step) }
}

async fn person(db: &Db, n: u128) -> UserId {
    let user = users::User {
        id: uuid(n).into(),
        username: format!("user{n}"),
        name: format!("User {n}"),
        email: String::new(),
        role: Role::SalesRep,
        partner_id: None,
        org_admin: false,
        password_hash: String::new(),
        active: true,
        language: domain::Lang::En,
        last_sign_in_at: None,
        created_at: at(0),
        updated_at: at(0),
        version: 1,
    };
    users::insert(&db.write, &user).await.unwrap();
    user.id
}

async fn read(db: &Db, scope: Scope, me: UserId, query: &AlertListQuery) -> Vec<AlertView> {
    page(&db.read, scope, me, query).await.unwrap().items
}

#[tokio::test]
async fn a_slot_is_raised_once_and_is_open_again_when_its_cause_is_back() {
    for db in prepared().await {
        let first = new(1, expiring(20, 30));
        let again = NewAlert { id: uuid(5).into(), ..first.clone() };
        let next = NewAlert { id: uuid(6).into(), slot: expiring(20, 14), ..first.clone() };

        assert!(insert_if_absent(&db.write, &first, at(0)).await.unwrap());
        assert!(!insert_if_absent(&db.write, &again, at(1)).await.unwrap());
        assert!(insert_if_absent(&db.write, &next, at(2)).await.unwrap());

        let why = Resolution::Superseded;
        assert!(resolve(&db.write, first.id, why, TODAY, at(3)).await.unwrap());
        assert!(!resolve(&db.write, first.id, why, TODAY, at(4)).await.unwrap(), "once");
        let resolved = get(&db.read, Scope::Everything, first.id).await.unwrap();
        assert_eq!(resolved.status, AlertStatus::Resolved);
        assert_eq!((resolved.resolved_at, resolved.resolution), (Some(at(3)), Some(why)));
        assert_eq!(resolved.customer_name.as_deref(), Some("Customer 1"));
        assert_eq!(fresh(&db.read, 10).await.unwrap().len(), 1, "nobody is told of what is over");
        assert!(reopen(&db.write, first.id, at(5)).await.unwrap());
        assert!(!reopen(&db.write, first.id, at(6)).await.unwrap());

        let named = [first.subject, new(2, expiring(1, 1)).subject];
        let all = of_subjects(&db.read, &named).await.unwrap();
        assert_eq!(all.len(), 1);
        let stored = &all[&first.subject];
        assert_eq!(stored.len(), 2);
        assert!(stored.iter().all(|alert| alert.status == AlertStatus::Open));
        assert!(stored.iter().any(|alert| alert.slot == first.slot));
        assert!(of_subjects(&db.read, &[]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_people_make_of_it_holds_until_the_day_it_wakes() {
    for db in prepared().await {
        let rep = person(&db, 40).await;
        let alert = NewAlert { owner_id: Some(rep), ..new(1, expiring(20, 30)) };
        insert_if_absent(&db.write, &alert, at(0)).await.unwrap();
        let seen = get(&db.read, Scope::OfUser(rep), alert.id).await.unwrap();
        assert_eq!(seen.owner_name.as_deref(), Some("User 40"));
        mark_told(&db.write, &[alert.id], TODAY).await.unwrap();
        assert!(fresh(&db.read, 10).await.unwrap().is_empty());

        let sleeps = Handled {
            status: AlertStatus::Snoozed,
            snoozed_until: Some(in_days(2)),
            by: Some(rep),
        };
        handle(&db.write, &seen, sleeps, at(1)).await.unwrap();
        let stale = handle(&db.write, &seen, sleeps, at(2)).await;
        assert!(matches!(stale, Err(StoreError::Stale)));

        assert!(wake(&db.write, in_days(2), 10, at(3)).await.unwrap().is_empty(), "that day too");
        assert_eq!(wake(&db.write, in_days(3), 10, at(4)).await.unwrap().len(), 1);
        let woken = get(&db.read, Scope::Everything, alert.id).await.unwrap();
        assert_eq!((woken.status, woken.snoozed_until), (AlertStatus::Open, None));
        assert_eq!(fresh(&db.read, 10).await.unwrap().len(), 1, "they are told again");
        assert_eq!(acknowledge_all(&db.write, &[alert.id], rep, at(5)).await.unwrap(), 1);
        assert_eq!(acknowledge_all(&db.write, &[alert.id], rep, at(6)).await.unwrap(), 0);
        let seen = get(&db.read, Scope::Everything, alert.id).await.unwrap();
        assert_eq!((seen.status, seen.handled_at), (AlertStatus::Acknowledged, Some(at(5))));
        assert_eq!(seen.handled_by_name.as_deref(), Some("User 40"));
    }
}

#[tokio::test]
async fn everybody_sees_what_they_may_and_finds_it() {
    for db in prepared().await {
        let (rep, other) = (person(&db, 40).await, person(&db, 41).await);
        // Odd ones are partner 1's, even ones partner 0's; every fourth is of the same customer.
        for n in 1..=8 {
            let owner_id = (n == 3).then_some(rep);
            let step = if n < 5 { 7 } else { 90 };
            let alert = NewAlert { owner_id, ..new(n, expiring(i64::from(n), step)) };
            insert_if_absent(&db.write, &alert, at(i64::from(n))).await.unwrap();
        }
        resolve(&db.write, new(8, expiring(8, 90)).id, Resolution::CauseGone, TODAY, at(9))
            .await
            .unwrap();
        let all = AlertListQuery::default();
        let count =
            async |scope, me, query: AlertListQuery| read(&db, scope, me, &query).await.len();

        assert_eq!(count(Scope::Everything, rep, all.clone()).await, 7, "what is over is left out");
        assert_eq!(count(Scope::OfPartner(partner(1)), rep, all.clone()).await, 4);
        assert_eq!(count(Scope::OfUser(rep), rep, all.clone()).await, 1);
        let out_of_reach = get(&db.read, Scope::OfPartner(partner(1)), new(2, expiring(2, 7)).id);
        assert!(matches!(out_of_reach.await, Err(StoreError::NotFound)));
        for (query, expected) in [
            (AlertListQuery { status: vec![AlertStatus::Open], ..all.clone() }, 7),
            (AlertListQuery { severity: vec![Severity::Critical], ..all.clone() }, 4),
            (AlertListQuery { kind: vec![AlertKind::InGrace], ..all.clone() }, 0),
            (AlertListQuery { mine: Some(true), ..all.clone() }, 1),
            (AlertListQuery { mine: Some(false), ..all.clone() }, 6),
            (AlertListQuery { status: vec![AlertStatus::Resolved], ..all.clone() }, 1),
            (AlertListQuery { license: Some(license(5).id), ..all.clone() }, 1),
            (AlertListQuery { customer: Some(customer(2)), ..all.clone() }, 2),
            (AlertListQuery { partner: Some(partner(0)), ..all.clone() }, 3),
            (AlertListQuery { q: "ent-202611-000003".to_owned(), ..all.clone() }, 1),
            (AlertListQuery { q: "云智".to_owned(), ..all.clone() }, 2),
            (AlertListQuery { q: "%".to_owned(), ..all.clone() }, 0),
        ] {
            assert_eq!(count(Scope::Everything, rep, query.clone()).await, expected, "{query:?}");
        }
        let sort = Sort::ascending(AlertSort::DueOn);
        let soonest = read(&db, Scope::Everything, rep, &AlertListQuery { sort, ..all }).await;
        assert_eq!(soonest[0].due_on, in_days(1));
        let found = counts(&db.read, Scope::Everything, rep, &[]).await.unwrap();
        assert_eq!((found.open, found.critical, found.mine), (7, 4, 1));
        assert_eq!(counts(&db.read, Scope::Everything, other, &[]).await.unwrap().mine, 0);
    }
}

#[tokio::test]
async fn a_run_goes_on_where_it_stopped_and_ends_once() {
    for db in prepared().await {
        assert_eq!(run_of(&db.read, TODAY).await.unwrap(), None);
        let run = begin(&db.write, TODAY, at(0)).await.unwrap();
        assert_eq!((run.part, run.after, run.is_finished), (Part::Endings, None, false));
        let place = Place { on: in_days(3), id: uuid(7) };
        advance(&db.write, TODAY, Part::Activations, Some(place)).await.unwrap();

        let taken_over = begin(&db.write, TODAY, at(50)).await.unwrap();

        assert_eq!((taken_over.part, taken_over.after), (Part::Activations, Some(place)));
        assert!(finish(&db.write, TODAY, at(60)).await.unwrap());
        assert!(!finish(&db.write, TODAY, at(61)).await.unwrap());
        assert!(run_of(&db.read, TODAY).await.unwrap().unwrap().is_finished);
        let mut part = Part::Endings;
        for _ in 0..9 {
            part = part.next();
        }
        assert_eq!(part, Part::Telling);
    }
}

#[tokio::test]
async fn a_scan_meets_every_license_of_its_days_once() {
    for db in prepared().await {
        let all: Vec<License> = (1..=40_u32)
            .map(|n| License {
                sent_at: Some(at(0)),
                activated_at: n.is_multiple_of(2).then(|| at(0)),
                activation_deadline: Some(in_days(i64::from(n % 9) - 4)),
                expires_on: (n % 5 != 0).then(|| in_days(i64::from(n % 7) * 30 - 60)),
                grace_until: None,
                terminated_at: (n == 1).then(|| at(0)),
                ..license(n)
            })
            .collect();
        licenses::insert_all(&db.write, &all, at(0)).await.unwrap();
        let days = ending_window(TODAY, 60);
        let lingers = lingers_from(TODAY);
        let is_due = |license: &&License| {
            license.terminated_at.is_none()
                && license.expires_on.is_some_and(|last| (days.0..=days.1).contains(&last))
        };
        let expected: Vec<LicenseId> = all.iter().filter(is_due).map(|one| one.id).collect();

        let mut found = Vec::new();
        let mut after = None;
        loop {
            let (batch, next) = ending_between(&db.read, days, lingers, after, 3).await.unwrap();
            found.extend(batch);
            after = next;
            if after.is_none() {
                break;
            }
        }
        let mut expected: Vec<Subject> = expected.into_iter().map(Subject::License).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected);

        let days = activation_window(TODAY);
        let waiting = |license: &&License| {
            license.activated_at.is_none()
                && license.activation_deadline.is_some_and(|day| (days.0..=days.1).contains(&day))
        };
        let expected = all.iter().filter(waiting).count();
        let (found, next) = due_for_activation(&db.read, days, None, 100).await.unwrap();
        assert_eq!((found.len(), next), (expected, None));
        let owned = owners(&db.read, &[customer(1)]).await.unwrap();
        assert!(owned.is_empty(), "nobody sees to it");
    }
}

/// Enough for an optimizer to take indexes seriously.
const ROWS: u32 = 3_000;

/// A deployment for some day around today; most of them are over.
fn planned(n: u32) -> Deployment {
    let license = license(n);
    Deployment {
        id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)).into(),
        number: format!("{}-D1", license.number),
        ordinal: 1,
        customer_id: license.customer_id,
        status: DeploymentStatus::ALL[(n % 6) as usize],
        content: DeploymentContent {
            planned_on: Some(in_days(i64::from(n) - 2_000)),
            ..DeploymentContent::of(license.id, DeploymentKind::Initial)
        },
        checklist: Vec::new(),
        attempt: 1,
        started_at: None,
        completed_on: None,
        acceptance: None,
        reason: None,
        created_at: at(0),
        version: 1,
    }
}

#[tokio::test]
async fn a_run_meets_each_deployment_that_missed_its_day_once() {
    for db in prepared().await {
        let all: Vec<License> = (1..=40).map(license).collect();
        licenses::insert_all(&db.write, &all, at(0)).await.unwrap();
        let rep = person(&db, 40).await;
        let mut all: Vec<_> = (1..=40).map(planned).collect();
        for (one, days) in all.iter_mut().zip(-20..) {
            one.content.planned_on = Some(in_days(days));
        }
        deployments::insert_all(&db.write, &all, at(0)).await.unwrap();
        let is_late = |one: &&Deployment| {
            one.status == DeploymentStatus::Planned
                && one.content.planned_on.is_some_and(|on| on < TODAY)
        };
        let late: Vec<_> = all.iter().filter(is_late).collect();
        assert!(late.len() > 2);

        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let (batch, next) =
                due_between(&db.read, missed_window(TODAY), after, 2).await.unwrap();
            found.extend(batch);
            after = next;
            if after.is_none() {
                break;
            }
        }

        let subjects: Vec<_> = late.iter().map(|one| Subject::Deployment(one.id)).collect();
        found.sort_unstable();
        let mut expected = subjects.clone();
        expected.sort_unstable();
        assert_eq!(found, expected);
        let alert = NewAlert {
            subject: subjects[0],
            slot: Slot { kind: AlertKind::DeploymentLate, due_on: in_days(-3), step: None },
            owner_id: Some(rep),
            ..new(1, expiring(1, 1))
        };
        assert!(insert_if_absent(&db.write, &alert, at(1)).await.unwrap());
        let stored = of_subjects(&db.read, &subjects).await.unwrap();
        assert_eq!((stored.len(), stored[&subjects[0]][0].slot), (1, alert.slot));
        let known = lock_deployment(&db.write, late[0].id).await.unwrap().unwrap();
        assert_eq!(known.facts.due_on, late[0].content.planned_on);
        let facts = deployments_of(&db.read, &[late[0].id]).await.unwrap();
        assert_eq!(facts, [known]);
        assert_eq!(leads(&db.read, &[late[0].id]).await.unwrap().len(), 0, "nobody does it yet");
    }
}

async fn check(db: &Db, table: &str, name: &str, statement: &SelectStatement) {
    let steps = plan(db, statement).await;
    let is_fine = !steps.iter().any(|step| is_slow(step, table));
    assert!(is_fine, "{:?} {table} by {name}: {steps:#?}", db.backend());
}

#[tokio::test]
async fn what_lists_and_runs_read_comes_from_indexes() {
    for db in prepared().await {
        let rep = person(&db, 40).await;
        let licenses: Vec<License> = (1..=ROWS)
            .map(|n| License {
                activated_at: (n % 9 != 0).then(|| at(0)),
                activation_deadline: Some(in_days(i64::from(n % 1_500) - 1_400)),
                expires_on: Some(in_days(i64::from(n % 1_500) - 700)),
                ..license(n)
            })
            .collect();
        licenses::insert_all(&db.write, &licenses, at(0)).await.unwrap();
        let rows: Vec<Model> = (1..=ROWS)
            .map(|n| {
                let alert = new(n, expiring(i64::from(n % 400), 30));
                Model {
                    id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)),
                    created_at: at(i64::from(n)),
                    updated_at: at(i64::from(n)),
                    version: 1,
                    kind: "expiring".to_owned(),
                    slot: alert.slot.key(),
                    severity: "warning".to_owned(),
                    status: if n.is_multiple_of(20) { "open" } else { "resolved" }.to_owned(),
                    subject_kind: "license".to_owned(),
                    subject_id: alert.subject.id(),
                    subject_label: alert.label,
                    due_on: alert.slot.due_on,
                    step: Some(30),
                    customer_id: uuid_opt(alert.customer_id),
                    partner_id: uuid_opt(alert.partner_id),
                    owner_id: n.is_multiple_of(30).then(|| rep.as_uuid()),
                    handled_by: None,
                    handled_at: None,
                    snoozed_until: None,
                    resolved_at: None,
                    resolution: None,
                    digest_on: Some(TODAY),
                }
            })
            .collect();
        write::insert_all(&db.write, rows).await.unwrap();
        let planned: Vec<_> = (1..=ROWS).map(planned).collect();
        deployments::insert_all(&db.write, &planned, at(0)).await.unwrap();
        let analyze = if db.backend() == DbBackend::Sqlite {
            "ANALYZE"
        } else {
            "ANALYZE TABLE alerts, licenses, deployments"
        };
        db.write.execute_unprepared(analyze).await.unwrap();
        let shown = |listing: Listing<'_>| listing.explained(db.backend(), |_| {}).unwrap();
        for descending in [false, true] {
            for key in AlertSort::ALL {
                let sort = Sort { key: *key, descending };
                let all = AlertListQuery { sort, ..AlertListQuery::default() };
                let open = AlertListQuery { status: vec![AlertStatus::Open], ..all };
                let name = format!("open by {sort}");
                check(&db, "alerts", &name, &shown(listing(Scope::Everything, rep, &open))).await;
            }
            let sort = Sort { key: AlertSort::RaisedAt, descending };
            let mine = AlertListQuery {
                sort,
                status: vec![AlertStatus::Open],
                mine: Some(true),
                ..AlertListQuery::default()
            };
            check(&db, "alerts", "mine", &shown(listing(Scope::Everything, rep, &mine))).await;
            let open = AlertListQuery { mine: None, ..mine };
            let own = listing(Scope::OfPartner(partner(1)), rep, &open);
            check(&db, "alerts", "a partner's", &shown(own)).await;
        }
        let place = Some(Place { on: in_days(-3), id: uuid(7) });
        for after in [None, place] {
            let days = ending_window(TODAY, DEFAULT_STEPS[0]);
            let endings = scan::endings(days, lingers_from(TODAY), after, 200);
            check(&db, "licenses", "end", &endings).await;
            let waiting = scan::activations(activation_window(TODAY), after, 200);
            check(&db, "licenses", "deadline", &waiting).await;
            let late = due::due(missed_window(TODAY), after, 200);
            check(&db, "deployments", "due", &late).await;
            let standing = scan::standing(AlertStatus::Open, after, 200);
            check(&db, "alerts", "status", &standing).await;
        }
    }
}
