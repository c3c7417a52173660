//! The rules of credit: one row.

use chrono::{DateTime, Utc};
use domain::{
    money::Amount,
    receivables::{CreditRules, wire::CreditRulesView},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set, sea_query::Expr,
};

use super::rule::{ActiveModel, Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, small, to_json},
    write,
};

fn view(row: &Model) -> StoreResult<CreditRulesView> {
    Ok(CreditRulesView {
        rules: CreditRules {
            active: row.active,
            after_days: count("credit_rules.after_days", row.after_days)?,
            above: Amount::from_minor(row.above_minor),
            customer_terms: from_json("credit_rules.customer_terms", &row.customer_terms)?,
        },
        version: row.version,
    })
}

/// The rules as they are.
///
/// # Errors
/// The database is not available.
pub async fn rules(db: &impl ConnectionTrait) -> StoreResult<CreditRulesView> {
    view(&Entity::find().one(db).await?.ok_or(StoreError::NotFound)?)
}

/// The same, kept from changing until the transaction ends.
///
/// # Errors
/// The database is not available.
pub async fn lock_rules(tx: &impl ConnectionTrait) -> StoreResult<CreditRulesView> {
    view(&Entity::find().lock_exclusive().one(tx).await?.ok_or(StoreError::NotFound)?)
}

/// Writes other ones over those of a version.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save_rules(
    tx: &impl ConnectionTrait,
    rules: &CreditRules,
    version: i64,
    now: DateTime<Utc>,
) -> StoreResult<CreditRulesView> {
    let change = ActiveModel {
        active: Set(rules.active),
        after_days: Set(small("credit_rules.after_days", rules.after_days)?),
        above_minor: Set(rules.above.minor()),
        customer_terms: Set(to_json("credit_rules.customer_terms", &rules.customer_terms)?),
        updated_at: Set(cut(now)),
        version: Set(version + 1),
        ..ActiveModel::default()
    };
    let update = Entity::update_many().set(change).filter(Column::Version.eq(version));
    write::one(update, tx).await?;
    Ok(CreditRulesView { rules: *rules, version: version + 1 })
}

/// Whether orders that were approved before there were receivables still wait for their rows.
///
/// # Errors
/// The database is not available.
pub async fn needs_filling(db: &impl ConnectionTrait) -> StoreResult<bool> {
    let row = Entity::find().one(db).await?;
    Ok(row.is_some_and(|row| row.filled_at.is_none()))
}

/// Notes that they have them.
///
/// # Errors
/// The database is not available.
pub async fn mark_filled(tx: &impl ConnectionTrait, now: DateTime<Utc>) -> StoreResult<()> {
    Entity::update_many().col_expr(Column::FilledAt, Expr::value(cut(now))).exec(tx).await?;
    Ok(())
}
