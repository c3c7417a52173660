//! Every row of every table, as text: for looking through, and for comparing.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};

/// The rows of each table, each as its columns one after another, in one order; what is binary as
/// capital hexadecimal digits.
pub async fn rows(db: &DatabaseConnection) -> BTreeMap<String, Vec<String>> {
    let backend = db.get_database_backend();
    let ask = async |sql: String| -> Vec<String> {
        let rows = db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    };
    let is_sqlite = backend == DbBackend::Sqlite;
    let tables = if is_sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    } else {
        "SELECT CAST(table_name AS CHAR) FROM information_schema.tables \
         WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
    };
    let mut all = BTreeMap::new();
    for table in ask(tables.to_owned()).await {
        let lines = if is_sqlite {
            let columns =
                ask(format!("SELECT quote(name) FROM pragma_table_info('{table}')")).await;
            let quoted: Vec<_> = columns
                .iter()
                .map(|name| format!("quote(\"{}\")", name.trim_matches('\'')))
                .collect();
            format!("SELECT {} FROM \"{table}\" ORDER BY 1", quoted.join(" || ' ' || "))
        } else {
            let columns = ask(format!(
                "SELECT CAST(IF(data_type LIKE '%binary' OR data_type LIKE '%blob', \
                 CONCAT('IFNULL(HEX(`', column_name, '`), \\'NULL\\')'), \
                 CONCAT('QUOTE(`', column_name, '`)')) AS CHAR) \
                 FROM information_schema.columns \
                 WHERE table_schema = DATABASE() AND table_name = '{table}' \
                 ORDER BY ordinal_position"
            ));
            let columns = columns.await.join(", ' ', ");
            format!("SELECT CAST(CONCAT({columns}) AS CHAR) AS line FROM `{table}` ORDER BY line")
        };
        all.insert(table, ask(lines).await);
    }
    all
}
