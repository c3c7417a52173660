//! Two versions on one database: while servers are exchanged one after another, those of the version
//! before go on, reading and writing the columns they know.

use std::collections::BTreeMap;

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// What another version relies on in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kind {
    /// As it was declared.
    declared: String,
    /// A row can be without it.
    is_nullable: bool,
    /// A row can be written without it.
    is_free: bool,
}

/// By table and name.
type Columns = BTreeMap<(String, String), Kind>;

/// Columns that a step made nullable although the version before reads them as always there: table,
/// name, step, and why it was done all the same. The version before fails on the first such row, so
/// docs/operations.md says what to do about it.
const MADE_NULLABLE: [(&str, &str, &str, &str); 2] = [
    ("purchases", "order_id", "_000032_sales", "purchases by hand and from files have no order"),
    ("purchases", "order_line_id", "_000032_sales", "nor a line of one"),
];

async fn columns(db: &DatabaseConnection) -> Columns {
    let asked = "SELECT t.name AS t, c.name AS c, c.type AS d, c.\"notnull\" = 0 AS n, \
                 c.\"notnull\" = 0 OR c.dflt_value IS NOT NULL AS f \
                 FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";
    let rows = db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), asked));
    let rows = rows.await.unwrap();
    rows.iter()
        .map(|row| {
            let text = |column| row.try_get::<String>("", column).unwrap();
            let says = |column| row.try_get::<bool>("", column).unwrap();
            let kind = Kind {
                declared: text("d").to_lowercase(),
                is_nullable: says("n"),
                is_free: says("f"),
            };
            ((text("t"), text("c")), kind)
        })
        .collect()
}

/// What a step does to servers of the version before, which read and write the columns of then.
fn complaints(step: &str, before: &Columns, after: &Columns) -> Vec<String> {
    let mut found = Vec::new();
    for (column, then) in before {
        let Some(now) = after.get(column) else {
            found.push(format!("{step} takes {column:?} away"));
            continue;
        };
        if now.declared != then.declared {
            let (then, now) = (&then.declared, &now.declared);
            found.push(format!("{step} makes {column:?} of {then} {now}: old servers read it"));
        }
        let is_known = MADE_NULLABLE.iter().any(|(table, name, by, _)| {
            (*table, *name) == (column.0.as_str(), column.1.as_str()) && step.ends_with(by)
        });
        if now.is_nullable && !then.is_nullable && !is_known {
            found.push(format!("{step} makes {column:?} nullable: old servers read it"));
        }
        if then.is_free && !now.is_free {
            found.push(format!("{step} demands {column:?}, which old servers leave out"));
        }
    }
    let tables: Vec<&String> = before.keys().map(|(table, _)| table).collect();
    for (column, now) in after {
        let is_added = tables.contains(&&column.0) && !before.contains_key(column);
        if is_added && !now.is_free {
            found.push(format!("{step} demands {column:?} of old rows"));
        }
    }
    found
}

#[tokio::test]
async fn a_step_leaves_room_for_the_version_before() {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    let db = Database::connect(options).await.unwrap();
    Migrator::up(&db, Some(1)).await.unwrap();
    let mut before = columns(&db).await;
    let mut found = Vec::new();

    for step in Migrator::migrations().iter().skip(1) {
        Migrator::up(&db, Some(1)).await.unwrap();
        let after = columns(&db).await;
        found.extend(complaints(step.name(), &before, &after));
        before = after;
    }

    assert!(found.is_empty(), "{found:#?}");
    assert!(before.len() > 300, "{} columns", before.len());
    for (table, name, _, why) in MADE_NULLABLE {
        let kind = &before[&(table.to_owned(), name.to_owned())];
        assert!(kind.is_nullable, "{table}.{name} is no exception any more ({why})");
    }
}

#[test]
fn a_step_that_leaves_no_room_is_named() {
    let kind = |declared: &str, is_nullable, is_free| Kind {
        declared: declared.to_owned(),
        is_nullable,
        is_free,
    };
    let table = |columns: &[(&str, Kind)]| -> Columns {
        let named = columns.iter().map(|(name, kind)| (*name, kind.clone()));
        named.map(|(name, kind)| (("orders".to_owned(), name.to_owned()), kind)).collect()
    };
    let then =
        table(&[("number", kind("text", false, false)), ("remark", kind("text", true, true))]);
    let after = |name, changed| {
        let mut now = then.clone();
        now.insert(("orders".to_owned(), name), changed);
        complaints("the step", &then, &now).join("; ")
    };

    assert_eq!(after("number".to_owned(), kind("text", false, false)), "");
    assert!(after("number".to_owned(), kind("text", true, true)).contains("nullable"));
    assert!(after("number".to_owned(), kind("blob", false, false)).contains("of text blob"));
    assert!(after("remark".to_owned(), kind("text", false, false)).contains("leave out"));
    assert!(after("more".to_owned(), kind("text", false, false)).contains("of old rows"));
    assert!(!complaints("the step", &then, &Columns::new()).is_empty());
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
    assert!(
        made[&("webhooks".to_owned(), "address".to_owned())].is_free,
        "old rows have no address"
    );
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
