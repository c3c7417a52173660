//! Keys of licenses: which are revoked and why, and what each signing key has to answer for.

use chrono::NaiveDate;
use domain::{
    id::LicenseKeyId,
    keys::{KeyStatus, RevocationReason},
};
use sea_orm::ConnectionTrait as _;

use super::{
    super::{License, insert_all, save},
    fixtures::{TODAY, license, prepared},
};
use crate::{
    Db, activation_changes as changes, license_keys as keys,
    license_keys::LicenseKey,
    testing::{at, is_slow, plan, uuid},
};

fn key(n: u32, license: &License, expires_on: NaiveDate) -> LicenseKey {
    LicenseKey {
        id: LicenseKeyId::from_uuid(uuid(u128::from(n))),
        license_id: license.id,
        kid: format!("kid-{}", n % 2),
        jti: format!("jti-{n}"),
        jws: "x.y.z".to_owned(),
        fingerprint: format!("print-{n}"),
        cluster_id: None,
        issued_at: at(i64::from(n)),
        signed_on: TODAY,
        expires_on,
    }
}

async fn listed(db: &Db) -> Vec<(String, RevocationReason, i64)> {
    let mut found: Vec<_> = keys::revoked(&db.read, TODAY)
        .await
        .unwrap()
        .into_iter()
        .map(|key| (key.jti, key.reason, key.since))
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn the_list_has_what_is_revoked_and_not_over_yet() {
    for db in prepared().await {
        let (mut one, two) = (license(1), license(2));
        insert_all(&db.write, &[one.clone(), two.clone()], at(0)).await.unwrap();
        let yesterday = TODAY - chrono::TimeDelta::days(1);
        for (n, license, until) in [(1, &one, TODAY), (2, &one, TODAY), (3, &two, yesterday)] {
            keys::revoke(&db.write, license.id, "superseded", at(10 * i64::from(n))).await.unwrap();
            keys::insert(&db.write, &key(n, license, until)).await.unwrap();
        }
        keys::withdraw(&db.write, two.id, RevocationReason::Transferred, at(40)).await.unwrap();
        let jti = |n: u32, reason, since| (format!("jti-{n}"), reason, at(since).timestamp());
        let superseded = jti(1, RevocationReason::Superseded, 20);

        assert_eq!(
            listed(&db).await,
            std::slice::from_ref(&superseded),
            "what is over is not listed"
        );

        one.suspended_at = Some(at(50));
        save(&db.write, &mut one, at(50)).await.unwrap();
        let suspended = |n| jti(n, RevocationReason::Suspended, 50);
        assert_eq!(listed(&db).await, [suspended(1), suspended(2)]);
        one.suspended_at = None;
        save(&db.write, &mut one, at(60)).await.unwrap();
        assert_eq!(listed(&db).await, [superseded]);

        let withdrawn = keys::withdraw(&db.write, one.id, RevocationReason::Transferred, at(70));
        assert_eq!(withdrawn.await.unwrap(), 2, "the superseded one too");
        let transferred = |n| jti(n, RevocationReason::Transferred, 70);
        assert_eq!(listed(&db).await, [transferred(1), transferred(2)]);
        let again = keys::withdraw(&db.write, one.id, RevocationReason::Transferred, at(80));
        assert_eq!(again.await.unwrap(), 0, "since when does not move");
    }
}

#[tokio::test]
async fn a_key_is_found_by_its_own_id() {
    for db in prepared().await {
        let license = License { terminated_at: Some(at(5)), ..license(1) };
        insert_all(&db.write, std::slice::from_ref(&license), at(0)).await.unwrap();
        keys::insert(&db.write, &key(1, &license, TODAY)).await.unwrap();

        let found = keys::find_by_jti(&db.read, "jti-1").await.unwrap().unwrap();

        assert_eq!(found.fingerprint, "print-1");
        assert_eq!(found.facts.status(at(0), at(100), at(50)), KeyStatus::Terminated);
        assert_eq!(keys::find_by_jti(&db.read, "jti-2").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_signing_key_answers_for_what_is_in_use() {
    for db in prepared().await {
        let all = [license(1), license(2), license(3)];
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let day = |days| TODAY + chrono::TimeDelta::days(days);
        for (n, of, days) in [(1, 0, 0), (2, 0, 9), (3, 1, 5), (5, 2, -1)] {
            keys::revoke(&db.write, all[of].id, "superseded", at(0)).await.unwrap();
            keys::insert(&db.write, &key(n, &all[of], day(days))).await.unwrap();
        }

        let found = keys::signed_by(&db.read, TODAY).await.unwrap();
        keys::withdraw(&db.write, all[1].id, RevocationReason::Terminated, at(9)).await.unwrap();
        let left = keys::signed_by(&db.read, TODAY).await.unwrap();

        let counted = |found: &[keys::SignedBy]| {
            found.iter().map(|by| (by.kid.clone(), by.in_use, by.until)).collect::<Vec<_>>()
        };
        let row = |kid: &str, n, days| (kid.to_owned(), n, day(days));
        assert_eq!(counted(&found), [row("kid-0", 1, 9), row("kid-1", 2, 5)]);
        assert_eq!(counted(&left), [row("kid-0", 1, 9), row("kid-1", 1, 0)]);
    }
}

#[tokio::test]
async fn changes_are_told_latest_first_within_the_scope() {
    use domain::{access::Scope, licenses::ActivationMode};
    for db in prepared().await {
        let license = license(1);
        insert_all(&db.write, std::slice::from_ref(&license), at(0)).await.unwrap();
        for n in 1_u32..=2 {
            let change = changes::ActivationChange {
                id: uuid(u128::from(n)).into(),
                license_id: license.id,
                changed_by: uuid(9).into(),
                from_mode: ActivationMode::Offline,
                to_mode: ActivationMode::Offline,
                from_cluster_id: Some(format!("cluster-{}", n - 1)),
                to_cluster_id: Some(format!("cluster-{n}")),
                reason: "换机房".to_owned(),
            };
            changes::insert(&db.write, &change, at(i64::from(n))).await.unwrap();
        }

        let told = changes::of_license(&db.read, Scope::Everything, license.id).await.unwrap();
        let other = Scope::OfPartner(super::fixtures::partner(0));
        let hidden = changes::of_license(&db.read, other, license.id).await;

        let clusters: Vec<_> = told.iter().map(|one| one.to_cluster_id.as_deref()).collect();
        assert_eq!(clusters, [Some("cluster-2"), Some("cluster-1")]);
        assert_eq!((told[0].by.as_str(), told[0].at), ("Someone", at(2)));
        assert!(matches!(hidden, Err(crate::StoreError::NotFound)));
    }
}

#[tokio::test]
async fn the_list_is_read_from_indexes() {
    const ROWS: u32 = 3_000;
    for db in prepared().await {
        let all: Vec<License> = (1..=ROWS)
            .map(|n| License {
                suspended_at: (n % 500 == 0).then(|| at(1)),
                terminated_at: (n % 700 == 0).then(|| at(1)),
                ..license(n)
            })
            .collect();
        insert_all(&db.write, &all, at(0)).await.unwrap();
        let rows = all.iter().zip(1..).map(|(license, n)| {
            let days = chrono::TimeDelta::days(i64::from(n) - i64::from(ROWS) + 50);
            let key = key(n, license, TODAY + days);
            let issued_at = crate::cut(key.issued_at);
            keys::key::Model {
                id: key.id.as_uuid(),
                created_at: issued_at,
                updated_at: issued_at,
                version: 1,
                license_id: key.license_id.as_uuid(),
                kid: key.kid,
                jti: key.jti,
                jws: key.jws,
                fingerprint: key.fingerprint,
                cluster_id: None,
                issued_at,
                signed_on: key.signed_on,
                expires_on: key.expires_on,
                revoked_at: (n % 40 == 0).then(|| at(2)),
                revoked_reason: None,
            }
        });
        crate::write::insert_all(&db.write, rows.collect::<Vec<_>>()).await.unwrap();
        for table in ["licenses", "license_keys"] {
            let is_sqlite = db.backend() == sea_orm::DbBackend::Sqlite;
            let analyze = if is_sqlite { "ANALYZE" } else { "ANALYZE TABLE" };
            db.write.execute_unprepared(&format!("{analyze} {table}")).await.unwrap();
        }

        for statement in [keys::revoked_themselves(TODAY), keys::ended_with_their_license(TODAY)] {
            let steps = plan(&db, &statement).await;

            let slow = |step: &String| is_slow(step, "licenses") || is_slow(step, "license_keys");
            assert!(!steps.iter().any(slow), "{:?}: {steps:#?}", db.backend());
        }
        assert_eq!(keys::revoked(&db.read, TODAY).await.unwrap().len(), 2);
    }
}
