//! What was written is read again, who works is found, and lists keep to their filters.

use domain::{
    deployments::{
        ChecklistItem, EngineerRole, fresh, ticked,
        wire::{CalendarQuery, DeploymentListQuery, DeploymentSort, EngineerAtWork},
    },
    engineers::wire::{EngineerContent, EngineerListQuery},
    id::EngineerId,
    list::Sort,
};

use super::*;
use crate::{
    Db,
    engineers::{self, Engineer},
    licenses::{self, tests::fixtures},
    search,
    testing::{at, check_search, is_slow, plan, uuid},
};

const USER: u128 = 9;

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, d).unwrap()
}

fn planned(n: u32, kind: DeploymentKind) -> Deployment {
    let license = fixtures::license(n);
    Deployment {
        id: uuid(u128::from(800 + n)).into(),
        number: format!("{}-D1", license.number),
        ordinal: 1,
        customer_id: license.customer_id,
        status: DeploymentStatus::Planned,
        content: DeploymentContent::of(license.id, kind),
        checklist: fresh(kind),
        attempt: 1,
        started_at: None,
        completed_on: None,
        acceptance: None,
        reason: None,
        created_at: at(i64::from(n)),
        version: 1,
    }
}

fn engineer(n: u128, user: Option<u128>) -> Engineer {
    Engineer {
        id: uuid(n).into(),
        content: EngineerContent {
            name: format!("工程师{n}"),
            email: format!("engineer{n}@dsms.example"),
            expertise: vec!["Kubernetes".to_owned()],
            user_id: user.map(|user| uuid(user).into()),
            ..EngineerContent::default()
        },
        active: true,
        created_at: at(0),
        version: 1,
    }
}

fn at_work(engineer: &Engineer, role: EngineerRole) -> EngineerAtWork {
    EngineerAtWork { engineer_id: engineer.id, name: engineer.content.name.clone(), role }
}

async fn prepared() -> Vec<Db> {
    let databases = fixtures::prepared().await;
    for db in &databases {
        let all: Vec<_> = (1..=4).map(fixtures::license).collect();
        licenses::insert_all(&db.write, &all, at(0)).await.unwrap();
    }
    databases
}

async fn numbers(db: &Db, query: &DeploymentListQuery) -> Vec<String> {
    let user = uuid(USER).into();
    let found = page(&db.read, Scope::Everything, user, query, day(1)).await.unwrap();
    found.items.into_iter().map(|row| row.number).collect()
}

#[tokio::test]
async fn what_was_written_is_read_again() {
    for db in prepared().await {
        let mut one = planned(1, DeploymentKind::Initial);
        one.content.planned_on = Some(day(4));
        one.content.window_from = Some(day(3));
        one.content.server_info = Some("3 × 16C64G".to_owned());
        insert_all(&db.write, std::slice::from_ref(&one), at(1)).await.unwrap();
        assert_eq!(get(&db.read, Scope::Everything, one.id).await.unwrap(), one);

        one.checklist = ticked(&one.checklist, &[ChecklistItem::Installed], "赵工", at(7));
        one.status = DeploymentStatus::Accepted;
        one.started_at = Some(at(5));
        one.completed_on = Some(day(4));
        one.acceptance = Some(AcceptDeployment {
            signed_by: "王经理".to_owned(),
            signed_on: day(5),
            form_number: Some("YS-1".to_owned()),
            remark: None,
        });
        let mut stale = one.clone();
        save(&db.write, &mut one, at(8)).await.unwrap();

        assert_eq!(get(&db.read, Scope::Everything, one.id).await.unwrap(), one);
        assert!(matches!(save(&db.write, &mut stale, at(9)).await, Err(StoreError::Stale)));
        let partner = Scope::OfPartner(fixtures::partner(1));
        assert!(matches!(get(&db.read, partner, one.id).await, Err(StoreError::NotFound)));
    }
}

#[tokio::test]
async fn a_license_is_deployed_by_its_first_completed_initial_deployment() {
    for db in prepared().await {
        let mut first = planned(1, DeploymentKind::Initial);
        let license = first.content.license_id;
        assert_eq!(next_ordinal(&db.write, license).await.unwrap(), 1);
        let update = Deployment {
            id: uuid(900).into(),
            number: "ENT-202611-000001-D2".to_owned(),
            ordinal: 2,
            status: DeploymentStatus::Completed,
            completed_on: Some(day(2)),
            ..planned(1, DeploymentKind::Update)
        };
        insert_all(&db.write, &[first.clone(), update], at(1)).await.unwrap();
        assert_eq!(next_ordinal(&db.write, license).await.unwrap(), 3);
        assert_eq!(deployed_on(&db.read, license).await.unwrap(), None);

        first.status = DeploymentStatus::Completed;
        first.completed_on = Some(day(3));
        save(&db.write, &mut first, at(2)).await.unwrap();

        assert_eq!(deployed_on(&db.read, license).await.unwrap(), Some(day(3)));
        let names = names(&db.read, &first).await.unwrap();
        assert_eq!(names.license_number, "ENT-202611-000001");
        assert_eq!(names.life.deployed_on, Some(day(3)));
        assert!(lock_open(&db.write, &[license]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn who_works_is_found_renamed_and_counted() {
    for db in prepared().await {
        let (mut own, other) = (engineer(701, Some(USER)), engineer(702, None));
        engineers::insert(&db.write, &own, at(0)).await.unwrap();
        engineers::insert(&db.write, &other, at(0)).await.unwrap();
        let twice = Engineer { id: uuid(703).into(), ..own.clone() };
        let twice = engineers::insert(&db.write, &twice, at(0)).await.unwrap_err();
        assert!(matches!(twice, StoreError::Duplicate(_)));
        let (mut one, two) =
            (planned(1, DeploymentKind::Initial), planned(2, DeploymentKind::Update));
        insert_all(&db.write, &[one.clone(), two.clone()], at(1)).await.unwrap();
        let both = [at_work(&other, EngineerRole::Lead), at_work(&own, EngineerRole::Deployment)];
        assign(&db.write, one.id, &both).await.unwrap();
        assign(&db.write, two.id, &both[..1]).await.unwrap();

        let mine = DeploymentListQuery { mine: Some(true), ..DeploymentListQuery::default() };
        assert_eq!(numbers(&db, &mine).await, std::slice::from_ref(&one.number));
        let theirs = DeploymentListQuery { mine: Some(false), ..mine.clone() };
        assert_eq!(numbers(&db, &theirs).await, std::slice::from_ref(&two.number));
        let of_other =
            DeploymentListQuery { engineer: Some(other.id), ..DeploymentListQuery::default() };
        assert_eq!(numbers(&db, &of_other).await.len(), 2);
        let works = async |n: u32| {
            let license = fixtures::license(n).id;
            is_at_work(&db.read, uuid(USER).into(), license).await.unwrap()
        };
        assert!(works(1).await && !works(2).await);

        own.content.name = "新名字".to_owned();
        engineers::save(&db.write, &mut own, at(2)).await.unwrap();
        let team = engineers_of(&db.read, &[one.id]).await.unwrap();
        let team: Vec<_> = team[&one.id.as_uuid()].iter().map(|it| it.name.clone()).collect();
        assert_eq!(team, ["工程师702", "新名字"], "in the order in which they were named");
        let load = async |id: EngineerId| {
            let all = EngineerListQuery::default();
            let page = engineers::page(&db.read, Scope::Everything, &all).await.unwrap();
            let found = page.items.into_iter().find(|it| it.id == id).unwrap();
            assert_eq!(engineers::view(&db.read, Scope::Everything, id).await.unwrap(), found);
            found.open_deployments
        };
        assert_eq!((load(own.id).await, load(other.id).await), (1, 2));
        one.status = DeploymentStatus::Completed;
        save(&db.write, &mut one, at(3)).await.unwrap();
        assert_eq!((load(own.id).await, load(other.id).await), (0, 1));
        assert!(!works(1).await, "what is done is nobody's work");
        engineers::delete(&db.write, own.id).await.unwrap();
        let team = engineers_of(&db.read, &[one.id]).await.unwrap();
        assert_eq!(team[&one.id.as_uuid()].len(), 2, "their name stays");
    }
}

#[tokio::test]
async fn a_list_keeps_to_its_filters() {
    for db in prepared().await {
        let mut all: Vec<_> = (1..=4).map(|n| planned(n, DeploymentKind::Initial)).collect();
        for (one, d) in all.iter_mut().zip(1..) {
            one.content.planned_on = Some(day(d));
        }
        all[3].status = DeploymentStatus::Failed;
        insert_all(&db.write, &all, at(1)).await.unwrap();
        let query = DeploymentListQuery::default();

        let between =
            DeploymentListQuery { from: Some(day(2)), until: Some(day(3)), ..query.clone() };
        assert_eq!(numbers(&db, &between).await, ["ENT-202611-000003-D1", "ENT-202611-000002-D1"]);
        let failed =
            DeploymentListQuery { status: vec![DeploymentStatus::Failed], ..query.clone() };
        assert_eq!(numbers(&db, &failed).await, ["ENT-202611-000004-D1"]);
        let license =
            DeploymentListQuery { license: Some(fixtures::license(1).id), ..query.clone() };
        assert_eq!(numbers(&db, &license).await, ["ENT-202611-000001-D1"]);
        let numbered = DeploymentListQuery { q: "ent-202611-000002".to_owned(), ..query.clone() };
        assert_eq!(numbers(&db, &numbered).await, ["ENT-202611-000002-D1"]);
        let named = DeploymentListQuery { q: "云智".to_owned(), ..query.clone() };
        assert_eq!(numbers(&db, &named).await, ["ENT-202611-000002-D1"]);
        let open = lock_open(&db.write, &[fixtures::license(1).id, fixtures::license(4).id]).await;
        assert_eq!(open.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn promised_orders_are_read_from_their_indexes() {
    for db in prepared().await {
        let many: Vec<_> = (1..=2_000_u32)
            .map(|n| Deployment {
                id: uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)).into(),
                number: format!("D{n:06}"),
                ordinal: n,
                status: DeploymentStatus::ALL[(n % 6) as usize],
                created_at: at(i64::from(n)),
                content: DeploymentContent {
                    planned_on: Some(day(1) + chrono::TimeDelta::days(i64::from(n) - 1_000)),
                    ..planned(n % 4 + 1, DeploymentKind::Initial).content
                },
                completed_on: Some(day(1) + chrono::TimeDelta::days(i64::from(n) - 1_000)),
                ..planned(n % 4 + 1, DeploymentKind::Initial)
            })
            .collect();
        insert_all(&db.write, &many, at(0)).await.unwrap();
        for key in DeploymentSort::ALL {
            for descending in [false, true] {
                let sort = Sort { key: *key, descending };
                let query = DeploymentListQuery { sort, ..DeploymentListQuery::default() };
                is_read_in_order(&db, key.as_str(), &query).await;
            }
        }
        let planned = DeploymentListQuery {
            status: vec![DeploymentStatus::Planned],
            sort: Sort::ascending(DeploymentSort::PlannedOn),
            ..DeploymentListQuery::default()
        };
        is_read_in_order(&db, "planned", &planned).await;
        let license = Some(fixtures::license(1).id);
        let of_one = DeploymentListQuery { license, ..DeploymentListQuery::default() };
        is_read_in_order(&db, "license", &of_one).await;
        let analyze = match db.backend() {
            sea_orm::DbBackend::Sqlite => "ANALYZE",
            _ => "ANALYZE TABLE deployments, licenses, customers, customer_terms",
        };
        db.write.execute_unprepared(analyze).await.unwrap();
        let (user, all) = (uuid(USER).into(), CalendarQuery::default());
        let month = overview::page(Scope::Everything, user, &all, (day(1), day(31)));
        let lives = overview::lives(Scope::Everything, (day(1), day(2)), None);
        for (name, statement) in [("calendar", month), ("lives", lives)] {
            let steps = plan(&db, &statement).await;
            let is_fine = !steps.iter().any(|step| is_slow(step, "deployments"));
            assert!(is_fine, "{:?} {name}: {steps:#?}", db.backend());
        }
        for (scope, typed) in [
            (Scope::Everything, "D0001"),
            (Scope::Everything, "ENT-202611-000001"),
            (Scope::Everything, "云智"),
            (Scope::OfPartner(fixtures::partner(1)), "云智"),
        ] {
            let statement = search::deployments_statement(db.backend(), scope, typed);
            check_search(&db, &format!("{typed} {scope:?}"), statement).await;
        }
    }
}

async fn is_read_in_order(db: &Db, name: &str, query: &DeploymentListQuery) {
    let listed = listing(Scope::Everything, uuid(USER).into(), query);
    let steps = plan(db, &listed.explained(db.backend(), |_| {}).unwrap()).await;
    let is_fine = !steps.iter().any(|step| is_slow(step, "deployments"));
    assert!(is_fine, "{:?} by {name}: {steps:#?}", db.backend());
}

#[tokio::test]
async fn the_calendar_and_the_statistics_have_what_meets_their_days() {
    for db in prepared().await {
        let mut all: Vec<_> = (1..=4).map(|n| planned(n, DeploymentKind::Initial)).collect();
        all[0].content.planned_on = Some(day(10));
        all[1].content.window_from = Some(day(3));
        all[1].content.window_until = Some(day(20));
        all[2].content.planned_on = Some(day(9));
        all[2].status = DeploymentStatus::Cancelled;
        all[3].content.kind = DeploymentKind::Update;
        for (one, on) in all.iter_mut().zip(5..) {
            one.completed_on = Some(day(on));
        }
        all[3].status = DeploymentStatus::Completed;
        insert_all(&db.write, &all, at(1)).await.unwrap();
        let shown = async |from: u32, until: u32| -> Vec<String> {
            let (user, all) = (uuid(USER).into(), CalendarQuery::default());
            let days = (day(from), day(until));
            let read = calendar(&db.read, Scope::Everything, user, &all, days, day(1)).await;
            read.unwrap().0.into_iter().map(|row| row.number).collect()
        };
        let (first, second) = (all[0].number.clone(), all[1].number.clone());

        assert_eq!(shown(9, 10).await, [second.clone(), first]);
        assert_eq!(shown(20, 28).await, [second]);
        assert_eq!(shown(1, 2).await, [""; 0]);

        let lives = async |product| {
            let days = (day(1), day(31));
            brought_to_life(&db.read, Scope::Everything, days, product).await.unwrap()
        };
        assert_eq!(lives(None).await, [], "none is done, or none was the first");
        all[0].status = DeploymentStatus::Accepted;
        save(&db.write, &mut all[0], at(2)).await.unwrap();
        let found = lives(None).await;
        assert_eq!((found.len(), found[0].deployed_on), (1, day(5)));
        assert_eq!(found[0].planned_on, Some(day(10)));
        assert_eq!(lives(Some(found[0].product_id)).await, found);
        assert_eq!(lives(Some(uuid(1).into())).await, []);
    }
}
