//! Wrong passwords in a row, per account and per address: waiting grows, nothing locks for good.

pub(crate) mod attempt;

use chrono::{DateTime, TimeDelta, Utc};
use domain::auth::wait_after;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Expr},
};

use self::attempt::{Column, Entity, Model};
use crate::{StoreError, StoreResult, convert::count, cut, write};

/// After this long without a wrong password the count begins again.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(24);

/// Where a key stands after a wrong password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    pub failures: u32,
    pub blocked_until: DateTime<Utc>,
}

/// Until when any of these keys (`user:zhang`, `addr:192.0.2.1`) has to wait, if one has.
pub async fn blocked_until(
    db: &impl ConnectionTrait,
    keys: &[String],
    now: DateTime<Utc>,
) -> StoreResult<Option<DateTime<Utc>>> {
    let rows = Entity::find()
        .filter(Column::Key.is_in(keys.iter().map(String::as_str)))
        .filter(Column::BlockedUntil.gt(cut(now)))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.blocked_until).max())
}

/// Counts a wrong password, in a transaction. The first `tolerance` of a key cost no waiting beside
/// those that cost nobody any.
pub async fn record_failure(
    tx: &impl ConnectionTrait,
    key: &str,
    tolerance: u32,
    now: DateTime<Utc>,
) -> StoreResult<Failures> {
    let now = cut(now);
    let first = Model { key: key.to_owned(), failures: 1, last_at: now, blocked_until: now };
    let is_first = Entity::find_by_id(key).one(tx).await?.is_none()
        && write::insert_if_absent(tx, first).await?;
    if !is_first {
        let counted = CaseStatement::new()
            .case(Expr::col(Column::LastAt).lt(now - FORGOTTEN_AFTER), Expr::val(1))
            .finally(Expr::col(Column::Failures).add(1));
        let update = Entity::update_many()
            .col_expr(Column::Failures, counted.into())
            .col_expr(Column::LastAt, Expr::value(now))
            .filter(Column::Key.eq(key));
        write::one(update, tx).await?;
    }
    let row = Entity::find_by_id(key).lock_exclusive().one(tx).await?;
    let failures = count("sign_in_attempts.failures", row.ok_or(StoreError::NotFound)?.failures)?;
    let blocked_until = now + TimeDelta::seconds(wait_after(failures.saturating_sub(tolerance)));
    let update = Entity::update_many()
        .col_expr(Column::BlockedUntil, Expr::value(blocked_until))
        .filter(Column::Key.eq(key));
    write::one(update, tx).await?;
    Ok(Failures { failures, blocked_until })
}

/// Forgets a key: somebody signed in.
pub async fn clear(tx: &impl ConnectionTrait, key: &str) -> StoreResult<()> {
    Entity::delete_by_id(key).exec(tx).await?;
    Ok(())
}

/// Forgets keys that were last counted before.
pub async fn purge(db: &impl ConnectionTrait, before: DateTime<Utc>) -> StoreResult<u64> {
    let gone = Entity::delete_many().filter(Column::LastAt.lt(cut(before))).exec(db).await?;
    Ok(gone.rows_affected)
}
