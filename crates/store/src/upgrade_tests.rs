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
