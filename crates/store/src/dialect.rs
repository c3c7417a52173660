//! The only place that knows one database from another: which errors mean what, and what SQL is
//! not the same everywhere.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::StoreError;

/// Turns a driver's error into what callers act on.
pub(crate) fn explain(error: DbErr) -> StoreError {
    match &error {
        DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated => return StoreError::NotFound,
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => {
            tracing::debug!(%error, "no connection");
            return StoreError::ConnectionLost;
        }
        DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner)) => {
            if let Some(known) = explain_sqlx(inner) {
                tracing::debug!(%error, "the database refused");
                return known;
            }
        }
        _ => {}
    }
    StoreError::Database(error)
}

fn explain_sqlx(error: &sqlx::Error) -> Option<StoreError> {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Some(StoreError::ConnectionLost),
        sqlx::Error::Database(refusal) => {
            if let Some(mysql) = refusal.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>() {
                explain_mysql(mysql.number(), mysql.code(), mysql.message())
            } else {
                let code = refusal.code()?.parse().ok()?;
                explain_sqlite(code, refusal.message())
            }
        }
        _ => None,
    }
}

/// Error numbers of MySQL, MariaDB, Galera and `TiDB`.
fn explain_mysql(number: u16, state: Option<&str>, message: &str) -> Option<StoreError> {
    match number {
        1213 | 1205 | 1020 | 9007 | 8002 | 8022 | 8028 => Some(StoreError::Deadlock),
        1040 | 1047 | 1053 | 1158..=1161 | 1290 | 1836 | 1927 | 2006 | 2013 => {
            Some(StoreError::ConnectionLost)
        }
        1022 | 1062 | 1169 | 1586 => Some(StoreError::Duplicate(mysql_constraint(message))),
        1216 | 1217 | 1451 | 1452 => Some(StoreError::Reference(message.to_owned())),
        _ if state == Some("40001") => Some(StoreError::Deadlock),
        _ => None,
    }
}

/// `Duplicate entry 'x' for key 'users.uq_users_username'`; MariaDB leaves the table out.
fn mysql_constraint(message: &str) -> String {
    let quoted = message.rsplit('\'').nth(1).unwrap_or_default();
    let name = quoted.rsplit('.').next().unwrap_or_default();
    if name == "PRIMARY" { "pk".to_owned() } else { name.to_owned() }
}

/// Extended result codes of SQLite; the last byte is the kind.
fn explain_sqlite(code: i32, message: &str) -> Option<StoreError> {
    match (code, code & 0xff) {
        (_, 5 | 6) => Some(StoreError::Deadlock),
        (1555, _) => Some(StoreError::Duplicate("pk".to_owned())),
        (2067, _) => Some(StoreError::Duplicate(sqlite_constraint(message))),
        (787, _) => Some(StoreError::Reference(message.to_owned())),
        // A key that restricts at once fails as a trigger does.
        (1811, _) if message.contains("FOREIGN KEY") => {
            Some(StoreError::Reference(message.to_owned()))
        }
        _ => None,
    }
}

/// `UNIQUE constraint failed: order_lines.order_id, order_lines.line_no`: SQLite names columns, and
/// an index is named after its columns.
fn sqlite_constraint(message: &str) -> String {
    let listed = message.rsplit(": ").next().unwrap_or_default();
    let mut name = String::from("uq");
    for (index, column) in listed.split(", ").enumerate() {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if index == 0 {
            name = format!("uq_{table}");
        }
        name.push('_');
        name.push_str(column);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unique_index_has_one_name_everywhere() {
        let mysql = "Duplicate entry 'x.y''z' for key 'users.uq_users_username'";
        let mariadb = "Duplicate entry 'x' for key 'uq_users_username'";
        let sqlite = "UNIQUE constraint failed: users.username";

        assert_eq!(mysql_constraint(mysql), "uq_users_username");
        assert_eq!(mysql_constraint(mariadb), "uq_users_username");
        assert_eq!(sqlite_constraint(sqlite), "uq_users_username");
        assert_eq!(mysql_constraint("Duplicate entry '1' for key 'users.PRIMARY'"), "pk");
        assert_eq!(
            sqlite_constraint(
                "UNIQUE constraint failed: order_lines.order_id, order_lines.line_no"
            ),
            "uq_order_lines_order_id_line_no"
        );
    }

    #[test]
    fn what_is_worth_another_try_is_known() {
        for number in [1213, 1205, 1020, 9007] {
            assert!(matches!(explain_mysql(number, None, ""), Some(StoreError::Deadlock)));
        }
        for code in [5, 6, 261, 517] {
            assert!(matches!(explain_sqlite(code, ""), Some(StoreError::Deadlock)));
        }
        for number in [1047, 2006, 2013] {
            assert!(matches!(explain_mysql(number, None, ""), Some(StoreError::ConnectionLost)));
        }
    }
}
