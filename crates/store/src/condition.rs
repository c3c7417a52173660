//! In what condition the database is: its clock, its settings, what waits. For `dsms doctor`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, Statement,
};

use crate::{
    Db, StoreError, StoreResult,
    events::event::{Column, Entity},
};

/// What the database says of itself.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its clock.
    pub now: DateTime<Utc>,
    /// Settings by name, as the writing session has them.
    pub variables: BTreeMap<String, String>,
}

const MYSQL_VARIABLES: &str = "SHOW VARIABLES WHERE Variable_name IN ('character_set_database', \
     'innodb_flush_log_at_trx_commit', 'log_bin', 'max_allowed_packet', 'sync_binlog', \
     'transaction_isolation', 'tx_isolation')";
const MYSQL_CLOCK: &str = "SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%fZ') AS clock";
const SQLITE_CLOCK: &str = "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS clock";

/// Asks the database for its clock and settings.
///
/// # Errors
/// The database is not available.
pub async fn of(db: &Db) -> StoreResult<Condition> {
    let is_embedded = db.is_embedded();
    let clock = if is_embedded { SQLITE_CLOCK } else { MYSQL_CLOCK };
    let text: String = one(db, clock).await?.try_get("", "clock")?;
    let now = text.parse().map_err(|error| StoreError::Corrupt(format!("{text}: {error}")))?;
    let mut variables = BTreeMap::new();
    if is_embedded {
        let synchronous: i64 = one(db, "PRAGMA synchronous").await?.try_get("", "synchronous")?;
        variables.insert("synchronous".to_owned(), synchronous.to_string());
    } else {
        let asked = Statement::from_string(DbBackend::MySql, MYSQL_VARIABLES);
        for row in db.write.query_all_raw(asked).await? {
            variables.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        }
    }
    Ok(Condition { now, variables })
}

async fn one(db: &Db, sql: &str) -> StoreResult<QueryResult> {
    let asked = Statement::from_string(db.backend(), sql);
    db.write.query_one_raw(asked).await?.ok_or(StoreError::NotFound)
}

/// Since when the oldest event waits for its place in the chain: long, where nobody works.
///
/// # Errors
/// The database is not available.
pub async fn oldest_unsealed(db: &impl ConnectionTrait) -> StoreResult<Option<DateTime<Utc>>> {
    let open = Entity::find()
        .select_only()
        .column(Column::At)
        .filter(Column::Seq.is_null())
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .limit(1);
    Ok(open.into_tuple().one(db).await?)
}
