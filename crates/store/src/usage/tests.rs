//! Usage on each database: the highest of a day counts, and installations keep their place.

use chrono::NaiveDate;
use domain::{
    Id,
    alerts::silence_window,
    id::LicenseId,
    usage::{Sample, UsageSource, chain::Head},
};

use super::*;
use crate::{
    Db, alerts,
    licenses::{
        self, License,
        tests::fixtures::{TODAY, license, prepared},
    },
    testing::{at, uuid},
};

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
}

fn sample(d: u32, workspaces: u32, users: u32) -> Sample {
    Sample {
        day: day(d),
        workspaces,
        users,
        version: Some("1.9.0".to_owned()),
        source: UsageSource::Online,
        reason: None,
    }
}

/// Databases with a license for 50 users and any number of workspaces, and one without limits.
async fn with_licenses() -> Vec<(Db, LicenseId, LicenseId)> {
    let (limited, free) = (License { users: 50, ..license(1) }, license(2));
    let databases = prepared().await;
    let mut all = Vec::new();
    for db in databases {
        licenses::insert_all(&db.write, &[limited.clone(), free.clone()], at(0)).await.unwrap();
        all.push((db, limited.id, free.id));
    }
    all
}

async fn taken(db: &Db, license: LicenseId, samples: Vec<Sample>, n: u128) -> usize {
    let next = std::cell::Cell::new(n);
    let id = || uuid(next.replace(next.get() + 1));
    take(&db.write, license, samples, None, id, at(0)).await.unwrap()
}

#[tokio::test]
async fn the_highest_of_a_day_counts_and_what_comes_again_changes_nothing() {
    for (db, limited, free) in with_licenses().await {
        let first = vec![sample(1, 2, 40), sample(2, 3, 60), sample(1, 3, 30)];
        assert_eq!(taken(&db, limited, first.clone(), 100).await, 2);
        assert_eq!(taken(&db, limited, first, 200).await, 0);
        assert_eq!(taken(&db, limited, vec![sample(2, 1, 70), sample(3, 3, 20)], 300).await, 2);
        taken(&db, free, vec![sample(2, 9, 9_999)], 400).await;

        let found = series(&db.read, limited, (day(1), day(2))).await.unwrap();

        let figures: Vec<_> =
            found.iter().map(|one| (one.day, one.workspaces, one.users)).collect();
        assert_eq!(figures, [(day(1), 3, 40), (day(2), 3, 70)]);
        let all = figures_since(&db.read, &[limited, free], day(2)).await.unwrap();
        assert_eq!(all[&limited], [(day(2), 3, 70), (day(3), 3, 20)]);
        assert_eq!(all[&free], [(day(2), 9, 9_999)]);
        let over = ever_over(&db.read, &[limited, free], day(1)).await.unwrap();
        assert_eq!(over, [limited], "nothing is over where there is no limit");
        assert!(ever_over(&db.read, &[limited], day(3)).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_was_entered_by_hand_says_by_whom_until_more_is_reported() {
    for (db, limited, _) in with_licenses().await {
        let by_hand = |users| Sample {
            source: UsageSource::Manual,
            reason: Some("电话告知".to_owned()),
            version: None,
            ..sample(1, 3, users)
        };
        let someone = Some(Id::from_uuid(uuid(9)));
        let id = || uuid(500);
        take(&db.write, limited, [by_hand(400)], someone, id, at(0)).await.unwrap();
        take(&db.write, limited, [by_hand(40)], someone, id, at(1)).await.unwrap();
        let shown = series(&db.read, limited, (day(1), day(1))).await.unwrap().remove(0);
        assert_eq!((shown.users, shown.entered_by.as_deref()), (40, Some("Someone")));

        assert_eq!(taken(&db, limited, vec![sample(1, 3, 45)], 600).await, 1);

        let shown = series(&db.read, limited, (day(1), day(1))).await.unwrap().remove(0);
        assert_eq!((shown.users, shown.source, shown.entered_by), (45, UsageSource::Online, None));
        assert_eq!(shown.reason, None);
    }
}

fn installation(n: u8, license: LicenseId) -> Installation {
    Installation {
        id: uuid(u128::from(n) + 700).into(),
        license_id: license,
        kid: format!("{n:043}"),
        public_key: [n; 32],
        cluster_id: "cluster-one".to_owned(),
        registered_at: at(i64::from(n)),
        retired_at: None,
        head: None,
        heard_on: TODAY,
        heard_at: None,
        version: 1,
    }
}

#[tokio::test]
async fn an_installation_is_found_by_key_and_license_while_it_is_in_use() {
    for (db, limited, free) in with_licenses().await {
        let mut one = installation(1, limited);
        insert_installation(&db.write, &one, at(0)).await.unwrap();
        // The same cluster may run two licenses, with one key.
        let same_key = Installation { id: uuid(800).into(), ..installation(1, free) };
        insert_installation(&db.write, &same_key, at(0)).await.unwrap();
        let twice = Installation { id: uuid(801).into(), ..installation(1, limited) };
        let refused = insert_installation(&db.write, &twice, at(0)).await.unwrap_err();
        assert!(refused.is_duplicate_of("uq_installations_license_id_kid"), "{refused:?}");
        let of =
            async |kid: &str, number: &str| license_of_key(&db.read, kid, number).await.unwrap();
        let (number, other) = (license(1).number, license(2).number);

        assert_eq!(of(&one.kid, &number).await, Some(limited));
        assert_eq!(of(&one.kid, &other).await, Some(free));
        assert_eq!(of(&one.kid, "ENT-202611-999999").await, None);

        let head = Head { seq: 3, digest: "d".repeat(43), day: day(20), iat: 1_800_000_000 };
        one.head = Some(head);
        save_installation(&db.write, &one, at(5)).await.unwrap();
        assert!(matches!(save_installation(&db.write, &one, at(6)).await, Err(StoreError::Stale)));
        let read = installations(&db.read, limited).await.unwrap().remove(0);
        assert_eq!((read.head, read.version), (one.head.clone(), 2));
        let locked = lock_installations(&db.write, limited).await.unwrap().remove(0);
        let retired = Installation { retired_at: Some(at(9)), ..locked };
        save_installation(&db.write, &retired, at(9)).await.unwrap();
        assert_eq!(of(&one.kid, &number).await, None);
        let heard = heard_on(&db.read, &[limited, free]).await.unwrap();
        assert_eq!(heard.into_iter().collect::<Vec<_>>(), [(free, TODAY)]);
    }
}

#[tokio::test]
async fn silence_is_looked_for_among_installations_in_use() {
    for (db, limited, free) in with_licenses().await {
        let quiet = |n, license, days: i64| Installation {
            heard_on: TODAY - chrono::TimeDelta::days(days),
            ..installation(n, license)
        };
        let retired = Installation { retired_at: Some(at(0)), ..quiet(3, free, 20) };
        for one in [quiet(1, limited, 7), quiet(2, free, 6), retired] {
            insert_installation(&db.write, &one, at(0)).await.unwrap();
        }

        let (found, next) =
            alerts::silent_between(&db.read, silence_window(TODAY), None, 10).await.unwrap();

        assert_eq!((found, next), (vec![alerts::Subject::License(limited)], None));
    }
}
