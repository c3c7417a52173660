//! Permissions for a while. Whether one gives anything is asked of the clock with every request, in
//! the statement that asks who calls (`sessions::caller`): nothing has to end them.

pub(crate) mod grant;

use chrono::{DateTime, Utc};
use domain::{
    access::{Permission, Scope},
    grants::wire::{GrantView, Granted, NewGrant},
    id::{GrantId, UserId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, Order, QueryFilter,
    QueryOrder, QueryResult, QuerySelect,
    sea_query::{Alias, Expr, Query, SelectStatement},
};
use uuid::Uuid;

use self::grant::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, word},
    write,
};

/// Most grants that are shown.
const MOST_SHOWN: u64 = 100;

/// A grant, as rules know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub id: GrantId,
    pub user: UserId,
    pub permission: Permission,
    pub until: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// The grants that a scope opens: those of the users whom it opens.
fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfUser(user) => {
            Condition::all().add(Expr::col(("grants", "user_id")).eq(user.as_uuid()))
        }
        // Partners' people are granted nothing.
        Scope::OfPartner(_) => Condition::all().add(Expr::val(1).eq(0)),
    }
}

/// Keeps a new one.
pub async fn insert(
    tx: &impl ConnectionTrait,
    id: GrantId,
    user: UserId,
    by: UserId,
    new: &NewGrant,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = Model {
        id: id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        user_id: user.as_uuid(),
        permission: new.permission.as_str().to_owned(),
        until: cut(new.until),
        reason: new.reason.trim().to_owned(),
        granted_by: by.as_uuid(),
        revoked_at: None,
        revoked_by: None,
    };
    write::insert(tx, row).await
}

/// Reads one and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, scope: Scope, id: GrantId) -> StoreResult<Grant> {
    let row = Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(Grant {
        id: row.id.into(),
        user: row.user_id.into(),
        permission: word("grants.permission", &row.permission)?,
        until: row.until,
        revoked_at: row.revoked_at,
        version: row.version,
    })
}

/// Takes it back. [`StoreError::Stale`] where somebody else did so first.
pub async fn revoke(
    tx: &impl ConnectionTrait,
    grant: &Grant,
    by: UserId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let update = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(cut(now)))
        .col_expr(Column::RevokedBy, Expr::value(by.as_uuid()))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::value(grant.version + 1))
        .filter(Column::Id.eq(grant.id.as_uuid()))
        .filter(Column::RevokedAt.is_null());
    write::one(update, tx).await
}

/// One of them with the names of who gave and took it.
pub async fn view(db: &impl ConnectionTrait, scope: Scope, id: GrantId) -> StoreResult<GrantView> {
    let mut statement = views(scope);
    statement.and_where(Expr::col(("grants", "id")).eq(id.as_uuid()));
    read(&db.query_one(&statement).await?.ok_or(StoreError::NotFound)?)
}

/// What a user was granted, the latest first.
pub async fn of_user(
    db: &impl ConnectionTrait,
    scope: Scope,
    user: UserId,
) -> StoreResult<Vec<GrantView>> {
    let mut statement = views(scope);
    statement
        .and_where(Expr::col(("grants", "user_id")).eq(user.as_uuid()))
        .order_by(("grants", "created_at"), Order::Desc)
        .order_by(("grants", "id"), Order::Desc)
        .limit(MOST_SHOWN);
    db.query_all(&statement).await?.iter().map(read).collect()
}

/// What a user may at `now` beside their role, the first to end first.
pub async fn live_of(
    db: &impl ConnectionTrait,
    user: UserId,
    now: DateTime<Utc>,
) -> StoreResult<Vec<Granted>> {
    let rows = Entity::find()
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(Column::Until.gt(cut(now)))
        .filter(Column::RevokedAt.is_null())
        .order_by_asc(Column::Until)
        .all(db)
        .await?;
    // One that this version of the product does not know any more gives nothing.
    let known = rows.into_iter().filter_map(|row| {
        let permission = row.permission.parse().ok()?;
        Some(Granted { permission, until: row.until })
    });
    Ok(known.collect())
}

fn views(scope: Scope) -> SelectStatement {
    let mut statement = Query::select();
    for column in ["id", "user_id", "permission", "until", "reason", "created_at", "revoked_at"] {
        statement.column(("grants", column));
    }
    let (giver, taker) = (Alias::new("giver"), Alias::new("taker"));
    statement
        .expr_as(Expr::col((giver.clone(), "name")), "granted_by_name")
        .expr_as(Expr::col((taker.clone(), "name")), "revoked_by_name")
        .from("grants")
        .join_as(
            sea_orm::sea_query::JoinType::InnerJoin,
            "users",
            giver.clone(),
            Expr::col((giver, "id")).equals(("grants", "granted_by")),
        )
        .join_as(
            sea_orm::sea_query::JoinType::LeftJoin,
            "users",
            taker.clone(),
            Expr::col((taker, "id")).equals(("grants", "revoked_by")),
        )
        .cond_where(visible(scope));
    statement
}

fn read(row: &QueryResult) -> StoreResult<GrantView> {
    Ok(GrantView {
        id: row.try_get::<Uuid>("", "id")?.into(),
        user_id: row.try_get::<Uuid>("", "user_id")?.into(),
        permission: word("grants.permission", &row.try_get::<String>("", "permission")?)?,
        until: row.try_get("", "until")?,
        reason: row.try_get("", "reason")?,
        granted_by: row.try_get("", "granted_by_name")?,
        granted_at: row.try_get("", "created_at")?,
        revoked_by: row.try_get("", "revoked_by_name")?,
        revoked_at: row.try_get("", "revoked_at")?,
    })
}

#[cfg(test)]
mod tests;
