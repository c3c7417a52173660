//! What only one may do at a time. A lease is a row; taking it over raises its epoch.

pub(crate) mod lease;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr,
};

use self::lease::{Column, Entity, Model};
use crate::{StoreResult, cut, write};

/// Takes the lease, or keeps it where `owner` has it. Answers its epoch, or nothing where somebody
/// else holds it still.
pub async fn acquire(
    db: &impl ConnectionTrait,
    name: &str,
    owner: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> StoreResult<Option<i64>> {
    let (now, until) = (cut(now), cut(until));
    let kept = Entity::update_many()
        .col_expr(Column::Until, Expr::value(until))
        .filter(Column::Name.eq(name))
        .filter(Column::Owner.eq(owner))
        .filter(Column::Until.gte(now))
        .exec(db)
        .await?;
    if kept.rows_affected == 0 {
        let taken = Entity::update_many()
            .col_expr(Column::Owner, Expr::value(owner))
            .col_expr(Column::Until, Expr::value(until))
            .col_expr(Column::Epoch, Expr::col(Column::Epoch).add(1))
            .filter(Column::Name.eq(name))
            .filter(Condition::any().add(Column::Until.lt(now)).add(Column::Owner.eq(owner)))
            .exec(db)
            .await?;
        if taken.rows_affected == 0 {
            let first = Model { name: name.to_owned(), owner: owner.to_owned(), epoch: 1, until };
            return Ok(write::insert_if_absent(db, first).await?.then_some(1));
        }
    }
    let held = Entity::find_by_id(name).filter(Column::Owner.eq(owner)).one(db).await?;
    Ok(held.map(|lease| lease.epoch))
}

/// Gives the lease back before its time.
pub async fn release(db: &impl ConnectionTrait, name: &str, owner: &str) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::Until, Expr::value(DateTime::<Utc>::UNIX_EPOCH))
        .filter(Column::Name.eq(name))
        .filter(Column::Owner.eq(owner))
        .exec(db)
        .await?;
    Ok(())
}
