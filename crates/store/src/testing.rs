//! Databases for this crate's tests: SQLite in a temporary file, and the server that
//! `DSMS_TEST_DATABASE` names (`mysql://user@host:port`, where databases may be created).

use std::{
    env, process,
    sync::atomic::{AtomicU32, Ordering},
    time::SystemTime,
};

use chrono::{DateTime, TimeZone, Utc};
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, Database, DbBackend, QueryResult, Statement, StatementBuilder,
    sea_query::{Expr, SelectStatement},
};
use uuid::Uuid;

use crate::{Db, users};

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// A fresh, migrated database of each kind that there is here.
pub(crate) async fn databases() -> Vec<Db> {
    let mut all = vec![sqlite().await];
    if let Ok(url) = env::var("DSMS_TEST_DATABASE") {
        all.push(mysql(&url).await);
    }
    all
}

fn unique_name() -> String {
    let n = COUNTER.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos();
    format!("dsms_{}_{now}_{n}", process::id())
}

pub(crate) async fn sqlite() -> Db {
    let file = env::temp_dir().join("dsms-store-tests").join(format!("{}.db", unique_name()));
    let db = Db::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    Migrator::up(&db.write, None).await.unwrap();
    db
}

async fn mysql(server: &str) -> Db {
    let server = server.trim_end_matches('/');
    let name = unique_name();
    let root = Database::connect(format!("{server}/")).await.unwrap();
    root.execute_unprepared(&format!("CREATE DATABASE `{name}`")).await.unwrap();
    root.close().await.unwrap();
    let db = Db::connect(&format!("{server}/{name}")).await.unwrap();
    Migrator::up(&db.write, None).await.unwrap();
    db
}

/// Somebody of the staff.
pub(crate) fn somebody(n: u128) -> users::user::Model {
    users::user::Model {
        id: uuid(n),
        created_at: at(0),
        updated_at: at(0),
        version: 1,
        username: format!("user{n}"),
        name: format!("User {n}"),
        email: String::new(),
        role: "sales_rep".to_owned(),
        partner_id: None,
        org_admin: false,
        password_hash: String::new(),
        active: true,
        language: "en".to_owned(),
        last_sign_in_at: None,
    }
}

/// A moment to reckon from, and so many seconds later.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 8, 0, 0).unwrap() + chrono::TimeDelta::seconds(seconds)
}

/// An id that is recognised by its number.
pub(crate) fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// How a database would go about reading: a line for each step.
pub(crate) async fn plan(db: &Db, statement: &SelectStatement) -> Vec<String> {
    let built: Statement = StatementBuilder::build(statement, &db.backend());
    let is_sqlite = db.backend() == DbBackend::Sqlite;
    let explain = if is_sqlite { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
    let asked = Statement { sql: format!("{explain} {}", built.sql), ..built };
    let rows = db.read.query_all_raw(asked).await.unwrap();
    let text = |row: &QueryResult, column| {
        row.try_get::<Option<String>>("", column).unwrap().unwrap_or_default()
    };
    rows.iter()
        .map(|row| {
            if is_sqlite {
                return text(row, "detail");
            }
            ["table", "type", "key", "Extra"].map(|column| text(row, column)).join(" | ")
        })
        .collect()
}

/// Whether a step sorts, or reads a whole table of ours without the help of an index.
pub(crate) fn is_slow(step: &str, table: &str) -> bool {
    let scans = step.starts_with(&format!("SCAN {table}")) && !step.contains("INDEX");
    let reads_all = step.starts_with(&format!("{table} | ALL"));
    let sorts = ["TEMP B-TREE", "filesort", "temporary"].iter().any(|word| step.contains(word));
    scans || reads_all || sorts
}

/// Checks that a search for ids reads no table of ours from its first row to its last.
pub(crate) async fn check_search(db: &Db, name: &str, mut statement: SelectStatement) {
    statement.expr(Expr::val(1));
    let steps = plan(db, &statement).await;
    let whole = steps.iter().any(|step| reads_all(db.backend(), step));
    assert!(!whole, "{:?} {name}: {steps:#?}", db.backend());
}

/// Whether a step reads a table of ours from its first row to its last.
fn reads_all(backend: DbBackend, step: &str) -> bool {
    if backend == DbBackend::Sqlite {
        let table = step.strip_prefix("SCAN ").unwrap_or("found");
        return !["found", "hits", "named", "(subquery"]
            .iter()
            .any(|inner| table.starts_with(inner))
            && !step.contains("LIMIT");
    }
    // What is derived is named <derived2>; our own tables by their names.
    (step.contains("| ALL |") || step.contains("| index |")) && !step.starts_with('<')
}
