//! What every connection is told, and what conflicts are called.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};

use crate::{
    StoreError, cut, leases,
    testing::{at, databases, uuid},
    users, write,
};

#[tokio::test]
async fn an_instant_is_kept_to_the_microsecond() {
    for db in databases().await {
        let precise = DateTime::<Utc>::from_timestamp(1_800_000_000, 123_456_789).unwrap();
        let row = users::user::Model {
            org_admin: false,
            id: uuid(1),
            created_at: cut(precise),
            updated_at: at(0),
            version: 1,
            username: "𠮷田".to_owned(),
            name: String::new(),
            email: String::new(),
            role: "admin".to_owned(),
            partner_id: None,
            password_hash: String::new(),
            active: true,
            language: "en".to_owned(),
            last_sign_in_at: None,
        };
        write::insert(&db.write, row.clone()).await.unwrap();

        let read = users::user::Entity::find_by_id(uuid(1)).one(&db.read).await.unwrap().unwrap();
        assert_eq!(read, row);
        assert_eq!(read.created_at.timestamp_subsec_nanos(), 123_456_000);
        // A character that looks alike is another one.
        let other = users::find_by_username(&db.read, "𠮶田").await.unwrap();
        assert_eq!(other, None);
    }
}

#[tokio::test]
async fn connections_are_as_we_rely_on() {
    for db in databases().await {
        if db.backend() != DbBackend::MySql {
            let fails = db.read.execute_unprepared("DELETE FROM users").await;
            assert!(fails.is_err(), "the readers only read");
            continue;
        }
        // MySQL 8 and MariaDB have different names for it.
        let mut found = None;
        for isolation in ["transaction_isolation", "tx_isolation"] {
            let asked = format!(
                "SELECT @@session.time_zone AS zone, @@session.sql_mode AS mode, \
                 @@session.{isolation} AS isolation"
            );
            let asked = Statement::from_string(DbBackend::MySql, asked);
            found = found.or(db.read.query_one_raw(asked).await.ok().flatten());
        }
        let row = found.unwrap();
        let text = |column| row.try_get::<String>("", column).unwrap();
        assert_eq!((text("zone"), text("isolation")), ("+00:00".into(), "READ-COMMITTED".into()));
        assert!(text("mode").contains("STRICT_ALL_TABLES"));
    }
}

#[tokio::test]
async fn two_that_wait_for_each_other_are_told_to_run_again() {
    for db in databases().await {
        for name in ["a", "b"] {
            leases::acquire(&db.write, name, "nobody", at(0), at(1)).await.unwrap();
        }
        let take = async |first: &str, second: &str| {
            let tx = db.begin().await?;
            leases::acquire(&tx, first, first, at(5), at(9)).await?;
            tokio::time::sleep(Duration::from_millis(200)).await;
            leases::acquire(&tx, second, first, at(5), at(9)).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(())
        };

        let (ab, ba) = tokio::join!(take("a", "b"), take("b", "a"));

        let deadlocks =
            [&ab, &ba].iter().filter(|r| matches!(r, Err(StoreError::Deadlock))).count();
        let expected = usize::from(db.backend() == DbBackend::MySql);
        assert_eq!(deadlocks, expected, "{ab:?} {ba:?}");
        assert!(ab.is_ok() || ba.is_ok());
    }
}

#[tokio::test]
async fn a_lease_passes_on_when_its_time_is_over_and_its_epoch_rises() {
    for db in databases().await {
        let take = async |owner: &str, now, until| {
            leases::acquire(&db.write, "sealer", owner, now, until).await.unwrap()
        };
        assert_eq!(take("one", at(0), at(10)).await, Some(1));
        assert_eq!(take("two", at(5), at(15)).await, None);
        assert_eq!(take("one", at(5), at(15)).await, Some(1));
        assert_eq!(take("two", at(16), at(20)).await, Some(2));
        assert_eq!(take("one", at(17), at(20)).await, None);
        leases::release(&db.write, "sealer", "two").await.unwrap();
        assert_eq!(take("one", at(18), at(20)).await, Some(3));
    }
}

#[tokio::test]
async fn what_was_said_once_is_kept_prepared_and_closing_it_never_waits() {
    for db in databases().await.iter().filter(|db| db.backend() == DbBackend::MySql) {
        // One connection: the status of a session is its own.
        let one = db.begin().await.unwrap();
        let number = async |sql: String| {
            let said = Statement::from_string(DbBackend::MySql, sql);
            one.query_one_raw(said).await.unwrap().unwrap()
        };
        for n in (0..500).chain(0..500) {
            number(format!("SELECT {n} AS n")).await;
        }

        let row = number("SHOW SESSION STATUS LIKE 'Com_stmt_close'".to_owned()).await;
        let closed: String = row.try_get("", "Value").unwrap();
        assert_eq!(closed, "0");
    }
}
