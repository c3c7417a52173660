//! The list agrees with the domain about every status, pages are whole, locks and saves hold, and
//! the orders that lists promise are read from their indexes.

pub(crate) mod fixtures;
mod keys;
mod plans;
mod renewals;

use std::{
    collections::BTreeSet,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::{
    dates::EndsWithin,
    licenses::{
        LicenseStatus,
        wire::{LicenseListQuery, LicenseRow, LicenseSort},
    },
    list::{Page, Sort},
};

use self::fixtures::{ORDER, TODAY, customer, license, partner, prepared};
use super::*;
use crate::{
    Db, customers,
    testing::{at, uuid},
};

async fn read(db: &Db, scope: Scope, query: &LicenseListQuery) -> Page<LicenseRow> {
    page(&db.read, scope, query, TODAY).await.unwrap()
}

fn numbers(page: &Page<LicenseRow>) -> Vec<&str> {
    page.items.iter().map(|row| row.number.as_str()).collect()
}

/// Every fact with every other, on the days around which a status turns.
fn of_every_kind() -> Vec<License> {
    let turns = [-400, -16, -15, -14, -1, 0, 1, 89, 90, 91, 400];
    let last_days = turns.map(|days| Some(TODAY + chrono::TimeDelta::days(days)));
    let mut all = Vec::new();
    for expires_on in last_days.into_iter().chain([None]) {
        for bits in 0..32_u32 {
            let fact = |bit: u32| (bits & (1 << bit) != 0).then(|| at(0));
            all.push(License {
                terminated_at: fact(0),
                suspended_at: fact(1),
                sent_at: fact(2),
                activated_at: fact(3),
                grace_days: if bits & 16 == 0 { 15 } else { 0 },
                expires_on,
                ..license(u32::try_from(all.len()).unwrap() + 1)
            });
        }
    }
    all
}

#[tokio::test]
async fn the_filter_says_what_the_facts_say() {
    for db in prepared().await {
        let all = of_every_kind();
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let mut filters: Vec<Vec<LicenseStatus>> =
            LicenseStatus::ALL.iter().map(|status| vec![*status]).collect();
        filters.push(vec![LicenseStatus::Expiring, LicenseStatus::Created]);
        filters.push(LicenseStatus::ALL.to_vec());

        for status in filters {
            let expected: BTreeSet<LicenseId> = all
                .iter()
                .filter(|license| status.contains(&license.facts().status(TODAY)))
                .map(|license| license.id)
                .collect();
            let mut found = BTreeSet::new();
            let mut query =
                LicenseListQuery { status: status.clone(), per_page: 100, ..Default::default() };
            loop {
                let page = read(&db, Scope::Everything, &query).await;
                assert_eq!(page.total, expected.len() as u64, "{status:?}");
                assert!(page.items.iter().all(|row| status.contains(&row.status)), "{status:?}");
                found.extend(page.items.into_iter().map(|row| row.id));
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
            assert!(!expected.is_empty(), "{status:?}");
            assert_eq!(found, expected, "{status:?}");
        }
    }
}

#[tokio::test]
async fn what_ends_soon_is_what_is_expiring_by_then_or_in_grace() {
    for db in prepared().await {
        let all = of_every_kind();
        insert_all(&db.write, &all, at(0)).await.unwrap();
        for soon in EndsWithin::ALL {
            let last = soon.until(TODAY);
            let is_due = |license: &&License| match license.facts().status(TODAY) {
                LicenseStatus::InGrace => true,
                LicenseStatus::Expiring => license.expires_on.is_some_and(|day| day <= last),
                _ => false,
            };
            let expected: BTreeSet<LicenseId> =
                all.iter().filter(is_due).map(|license| license.id).collect();
            let query = LicenseListQuery {
                ends_within: Some(*soon),
                per_page: 100,
                ..LicenseListQuery::default()
            };

            let page = read(&db, Scope::Everything, &query).await;

            let found: BTreeSet<LicenseId> = page.items.into_iter().map(|row| row.id).collect();
            assert!(!expected.is_empty());
            assert_eq!(found, expected, "{soon}");
        }
    }
}

#[tokio::test]
async fn pages_are_whole_in_every_order_by_number_and_by_place() {
    for db in prepared().await {
        let all: Vec<License> = (1..=60)
            .map(|n| License {
                expires_on: (n % 3 != 0).then(|| TODAY + chrono::TimeDelta::days(i64::from(n % 5))),
                created_at: at(i64::from(n % 7)),
                ..license(n)
            })
            .collect();
        insert_all(&db.write, &all, at(0)).await.unwrap();

        for key in LicenseSort::ALL {
            for descending in [false, true] {
                let sort = Sort { key: *key, descending };
                let mut sorted = all.clone();
                sorted.sort_by_key(|license| license.id);
                match key {
                    LicenseSort::CreatedAt => sorted.sort_by_key(|license| license.created_at),
                    LicenseSort::ExpiresOn => sorted.sort_by_key(|license| license.expires_on),
                    LicenseSort::Number => sorted.sort_by_key(|license| license.number.clone()),
                }
                if descending {
                    sorted.reverse();
                }
                let expected: Vec<LicenseId> = sorted.iter().map(|license| license.id).collect();

                let mut query = LicenseListQuery { sort, per_page: 7, ..Default::default() };
                let mut by_place = Vec::new();
                loop {
                    let page = read(&db, Scope::Everything, &query).await;
                    assert_eq!((page.total, page.total_is_capped), (60, false));
                    by_place.extend(page.items.into_iter().map(|row| row.id));
                    query.after = page.next;
                    if query.after.is_none() {
                        break;
                    }
                }
                let mut by_number = Vec::new();
                for number in 1..=9 {
                    let page = NonZeroU32::new(number).unwrap();
                    let query = LicenseListQuery { page, sort, per_page: 7, ..Default::default() };
                    let page = read(&db, Scope::Everything, &query).await;
                    by_number.extend(page.items.into_iter().map(|row| row.id));
                }
                assert_eq!(by_place, expected, "{sort}");
                assert_eq!(by_number, expected, "{sort}");
            }
        }
    }
}

#[tokio::test]
async fn a_partner_sees_its_own_and_a_user_nothing() {
    for db in prepared().await {
        let mut all: Vec<License> = (1..=12).map(license).collect();
        all[4].partner_id = None;
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let own = Scope::OfPartner(partner(1));
        let nobody = Scope::OfUser(uuid(9).into());

        let page = read(&db, own, &LicenseListQuery::default()).await;
        assert_eq!(page.total, 5);
        assert!(page.items.iter().all(|row| row.partner_name.as_deref() == Some("Partner 1")));
        let elsewhere = LicenseListQuery { partner: Some(partner(0)), ..Default::default() };
        assert_eq!(read(&db, own, &elsewhere).await.total, 0);
        assert_eq!(read(&db, nobody, &LicenseListQuery::default()).await.total, 0);

        // Licenses with odd numbers are the first partner's, all but the fifth.
        for (scope, number, opens) in
            [(own, 1, true), (own, 2, false), (own, 5, false), (nobody, 1, false)]
        {
            let wanted = license(number);
            let found = get(&db.read, scope, wanted.id).await;
            assert_eq!(found.is_ok(), opens, "{scope:?} {number}");
            assert_eq!(find(&db.read, scope, &wanted.number).await.is_ok(), opens);
            assert_eq!(lock(&db.write, scope, wanted.id).await.is_ok(), opens);
        }
    }
}

#[tokio::test]
async fn a_license_is_found_by_its_number_and_its_customer() {
    for db in prepared().await {
        let all: Vec<License> = (1..=8).map(license).collect();
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let search = async |q: &str| {
            let sort = Sort::ascending(LicenseSort::Number);
            let query = LicenseListQuery { q: q.to_owned(), sort, ..Default::default() };
            let page = read(&db, Scope::Everything, &query).await;
            numbers(&page).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };

        assert_eq!(search("ent-202611-000003").await, ["ENT-202611-000003"]);
        assert_eq!(search(" ENT-2026").await.len(), 8);
        assert_eq!(search("ENT-202612").await, [""; 0]);
        // Customer 2 has every fourth license; its name begins like a number does.
        assert_eq!(search("云智").await, ["ENT-202611-000002", "ENT-202611-000006"]);
        assert_eq!(search("enterprise 2").await, ["ENT-202611-000002", "ENT-202611-000006"]);
        assert_eq!(search("ent").await.len(), 8);
        for hostile in ["%", "_", "' OR 1=1 --", "ENT%"] {
            assert_eq!(search(hostile).await, [""; 0], "{hostile}");
        }
    }
}

#[tokio::test]
async fn what_is_written_is_read_and_names_stand_beside_it() {
    for db in prepared().await {
        let mut first = License {
            code_hash: Some([7; 32]),
            owner_id: Some(uuid(9).into()),
            cluster_id: Some("cluster-1".to_owned()),
            ..license(1)
        };
        let all = [license(2), first.clone(), license(3)];
        insert_all(&db.write, &all, at(0)).await.unwrap();

        let same = find(&db.read, Scope::Everything, " ent-202611-000001 ").await.unwrap();
        assert_eq!(same, first);
        let same = find(&db.read, Scope::Everything, &first.id.to_string()).await.unwrap();
        assert_eq!(same, first);
        let found = lock_by_code(&db.write, [7; 32]).await.unwrap();
        assert_eq!(found.as_ref(), Some(&first));
        assert_eq!(lock_by_code(&db.write, [8; 32]).await.unwrap(), None);
        let ordinals = |licenses: Vec<License>| -> Vec<u32> {
            licenses.iter().map(|license| license.ordinal).collect()
        };
        assert_eq!(ordinals(of_order(&db.read, ORDER.into()).await.unwrap()), [1, 2, 3]);
        let ids = [license(3).id, first.id];
        assert_eq!(ordinals(lock_all(&db.write, &ids).await.unwrap()), [1, 3]);
        assert_eq!(lock_all(&db.write, &[]).await.unwrap(), []);
        let expected = LicenseNames {
            product_code: "DIFY-ENT".to_owned(),
            product_name_zh: "企业版".to_owned(),
            product_name_en: "Enterprise".to_owned(),
            customer_name: "Customer 1".to_owned(),
            partner_name: Some("Partner 1".to_owned()),
            owner_name: Some("Someone".to_owned()),
            order_number: "ORD-1".to_owned(),
        };
        assert_eq!(names(&db.read, &first).await.unwrap(), expected);
        first.partner_id = None;
        save(&db.write, &mut first, at(1)).await.unwrap();
        assert_eq!(names(&db.read, &first).await.unwrap().partner_name, None);
    }
}

#[tokio::test]
async fn who_saves_second_is_told_so() {
    for db in prepared().await {
        insert_all(&db.write, &[license(1)], at(0)).await.unwrap();
        let mut mine = get(&db.read, Scope::Everything, license(1).id).await.unwrap();
        let mut theirs = mine.clone();

        mine.expires_on = Some(TODAY);
        save(&db.write, &mut mine, at(1)).await.unwrap();
        theirs.sent_at = Some(at(1));
        let refused = save(&db.write, &mut theirs, at(1)).await;

        assert!(matches!(refused, Err(StoreError::Stale)));
        assert_eq!((mine.version, theirs.version), (2, 1));
        assert_eq!(mine.grace_until, Some(plus_days(TODAY, 15)));
        assert_eq!(get(&db.read, Scope::Everything, mine.id).await.unwrap(), mine);
    }
}

#[tokio::test]
async fn a_number_is_given_out_once() {
    for db in prepared().await {
        insert_all(&db.write, &[license(1)], at(0)).await.unwrap();

        let again = License { number: license(1).number, ..license(2) };
        let refused = insert_all(&db.write, &[license(3), again], at(0)).await.unwrap_err();

        assert!(refused.is_duplicate_of("uq_licenses_number"), "{refused}");
        assert_eq!(of_order(&db.read, ORDER.into()).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_page_takes_three_statements_at_most() {
    for mut db in prepared().await {
        let all: Vec<License> = (1..=30).map(license).collect();
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let counter = Arc::new(AtomicUsize::new(0));
        let counting = Arc::clone(&counter);
        db.read.set_metric_callback(move |_| {
            counting.fetch_add(1, Ordering::Relaxed);
        });

        let query =
            LicenseListQuery { q: "ent".to_owned(), per_page: 5, ..LicenseListQuery::default() };
        assert_eq!(read(&db, Scope::Everything, &query).await.items.len(), 5);
        assert_eq!(counter.load(Ordering::Relaxed), 3);
    }
}

#[tokio::test]
async fn a_partner_finds_the_end_users_it_sold_to_and_nobody_elses() {
    for db in prepared().await {
        let mut all: Vec<License> = (1..=8).map(license).collect();
        for license in &mut all {
            license.created_at = at(i64::from(license.ordinal));
            license.expires_on = Some(TODAY + chrono::TimeDelta::days(license.ordinal.into()));
        }
        all[6].terminated_at = Some(at(0));
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let own = async |n: u32, q: &str| -> Vec<String> {
            let found = customers::own_end_users(&db.read, partner(n), q).await.unwrap();
            found.into_iter().map(|found| found.name).collect()
        };

        // The latest first: the seventh set went to customer 3, the fifth to customer 1.
        assert_eq!(own(1, "").await, ["Customer 3", "Customer 1"]);
        assert_eq!(own(1, "customer 1").await, ["Customer 1"]);
        assert!(own(1, "云智").await.is_empty());
        assert_eq!(own(0, "云智").await, ["Enterprise 2 上海云智"]);
        let reach = Scope::OfPartner(partner(1));
        assert!(customers::name_of(&db.read, reach, customer(3)).await.is_ok());
        assert!(customers::name_of(&db.read, reach, customer(2)).await.is_err());

        // A terminated license is one of the customer's, but keeps nobody.
        let view = customers::get(&db.read, reach, customer(3), TODAY).await.unwrap();
        assert_eq!((view.licenses, view.latest_expiry), (2, all[2].expires_on));
    }
}
