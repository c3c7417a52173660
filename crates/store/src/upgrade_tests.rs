//! Two versions on one database: while servers are exchanged one after another, those of the version
//! before go on, reading and writing the columns they know.

use std::collections::BTreeMap;

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// A column by table and name, and whether a row can be written without it.
type Columns = BTreeMap<(String, String), bool>;

async fn columns(db: &DatabaseConnection) -> Columns {
    let asked = "SELECT t.name AS t, c.name AS c, c.\"notnull\" = 0 OR c.dflt_value IS NOT NULL AS f \
                 FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";
    let rows = db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), asked));
    let rows = rows.await.unwrap();
    rows.iter()
        .map(|row| {
            let name = |column| row.try_get::<String>("", column).unwrap();
            ((name("t"), name("c")), row.try_get::<bool>("", "f").unwrap())
        })
        .collect()
}

#[tokio::test]
async fn a_step_leaves_room_for_the_version_before() {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    let db = Database::connect(options).await.unwrap();
    Migrator::up(&db, Some(1)).await.unwrap();
    let mut before = columns(&db).await;

    for step in Migrator::migrations().iter().skip(1) {
        Migrator::up(&db, Some(1)).await.unwrap();
        let after = columns(&db).await;
        for column in before.keys() {
            assert!(after.contains_key(column), "{} takes {column:?} away", step.name());
        }
        let tables: Vec<&String> = before.keys().map(|(table, _)| table).collect();
        for (column, is_free) in &after {
            let is_added = tables.contains(&&column.0) && !before.contains_key(column);
            assert!(!is_added || *is_free, "{} demands {column:?} of old rows", step.name());
        }
        before = after;
    }
    assert!(before.len() > 300, "{} columns", before.len());
}

/// What the first forms of steps 15 and 17 made, with rows of then.
const OF_THEN: &[&str] = &[
    "PRAGMA foreign_keys = OFF",
    "DROP INDEX uq_license_segments_license_id_ordinal",
    "ALTER TABLE license_segments DROP COLUMN ordinal",
    // Its foreign key goes with it, which takes a new table.
    "CREATE TABLE s AS SELECT * FROM license_segments",
    "DROP TABLE license_segments",
    "ALTER TABLE s DROP COLUMN closed_by",
    "ALTER TABLE s RENAME TO license_segments",
    "ALTER TABLE webhooks DROP COLUMN address",
    "INSERT INTO license_segments (id, license_id, order_line_id, created_at, kind, from_on, \
     closed_on) VALUES (x'03', x'aa', x'13', '2026-03-01', 'upgrade', '2026-03-05', NULL), \
     (x'02', x'aa', x'12', '2026-02-01', 'renewal', '2026-02-05', '2026-03-05'), \
     (x'04', x'aa', x'11', '2026-03-01', 'new', NULL, NULL), \
     (x'01', x'bb', x'14', '2026-05-01', 'new', NULL, NULL)",
];

#[tokio::test]
async fn segments_of_before_are_numbered_in_their_order() {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    let db = Database::connect(options).await.unwrap();
    let steps = Migrator::migrations();
    let step = steps.iter().position(|step| step.name().ends_with("_000024_order_and_seals"));
    Migrator::up(&db, Some(u32::try_from(step.unwrap()).unwrap())).await.unwrap();
    for statement in OF_THEN {
        db.execute_unprepared(statement).await.unwrap();
    }

    Migrator::up(&db, Some(1)).await.unwrap();

    let asked = "SELECT lower(hex(id)) || ' ' || ordinal || ' ' || lower(hex(closed_by)) AS s \
                 FROM license_segments ORDER BY license_id, ordinal";
    let rows = db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), asked));
    let rows: Vec<String> =
        rows.await.unwrap().iter().map(|row| row.try_get("", "s").unwrap()).collect();
    assert_eq!(rows, ["04 1 ", "02 2 13", "03 3 ", "01 1 "]);
    let two = "UPDATE license_segments SET ordinal = 3 WHERE id = x'02'";
    assert!(db.execute_unprepared(two).await.is_err(), "one number, one segment");
    let made = columns(&db).await;
    assert!(made[&("webhooks".to_owned(), "address".to_owned())], "old rows have no address");
}

/// A purchase and a sales rep of before step 32. Keys to other tables do not matter here.
const SOLD_THEN: &[&str] = &[
    "PRAGMA foreign_keys = OFF",
    "INSERT INTO users (id, created_at, updated_at, version, username, name, email, role, \
     password_hash, active, language) VALUES (x'09', '2026-01-01', '2026-01-01', 1, 'wang', '王若溪', \
     'wang@dsms.example', 'sales_rep', '', TRUE, 'zh')",
    "INSERT INTO purchases (id, created_at, updated_at, version, order_id, order_line_id, \
     customer_id, kind, purchased_on, sets, amount_minor, currency, payment_status, workspaces, users) \
     VALUES (x'01', '2026-01-01', '2026-01-02', 3, x'05', x'06', x'07', 'new', '2026-01-01', 2, 100, \
     'CNY', 'paid', 1, 20)",
];

#[tokio::test]
async fn purchases_of_before_stay_what_they_were_there_and_back() {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    let db = Database::connect(options).await.unwrap();
    let steps = Migrator::migrations();
    let step = steps.iter().position(|step| step.name().ends_with("_000032_sales")).unwrap();
    Migrator::up(&db, Some(u32::try_from(step).unwrap())).await.unwrap();
    for statement in SOLD_THEN {
        db.execute_unprepared(statement).await.unwrap();
    }
    let one = async |sql: &str| -> String {
        let asked = sea_orm::Statement::from_string(db.get_database_backend(), sql);
        db.query_one_raw(asked).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    };
    let kept = "SELECT lower(hex(id)) || lower(hex(order_id)) || kind || purchased_on || sets \
                || amount_minor || payment_status || version FROM purchases";
    let before = one(kept).await;

    for _ in 0..2 {
        Migrator::up(&db, Some(1)).await.unwrap();
        assert_eq!(one(kept).await, before);
        assert_eq!(one("SELECT name FROM sales_reps").await, "王若溪");
        let by_hand = "INSERT INTO purchases (id, created_at, updated_at, version, customer_id, kind, \
                       purchased_on, sets, amount_minor, currency, payment_status, workspaces, users) \
                       SELECT x'02', created_at, updated_at, 1, customer_id, kind, purchased_on, 1, 0, \
                       currency, payment_status, 0, 0 FROM purchases";
        db.execute_unprepared(by_hand).await.unwrap();
        Migrator::down(&db, Some(1)).await.unwrap();
        assert_eq!(one(kept).await, before, "what was recorded by hand has no place there");
        assert!(db.execute_unprepared(by_hand).await.is_err(), "an order brought each purchase");
    }
}
