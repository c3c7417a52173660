//! Rules of matching: whether what each of them covers needs no person.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    finance::matching::{Rule, Settings},
    payments::wire::RuleView,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, Set,
};

use super::rule::{ActiveModel, Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, word},
    write,
};

impl TryFrom<Model> for RuleView {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            rule: word("matching_rules.rule", &row.rule)?,
            automatic: row.automatic,
            version: row.version,
        })
    }
}

/// Every rule, in the order of the engine's table.
///
/// # Errors
/// The database is not available.
pub async fn rules(db: &impl ConnectionTrait) -> StoreResult<Vec<RuleView>> {
    let rows = Entity::find().all(db).await?;
    let mut rules = rows.into_iter().map(RuleView::try_from).collect::<StoreResult<Vec<_>>>()?;
    rules.sort_by_key(|one| one.rule);
    Ok(rules)
}

/// How far the engine goes by itself.
///
/// # Errors
/// The database is not available.
pub async fn settings(db: &impl ConnectionTrait) -> StoreResult<Settings> {
    let on = rules(db).await?.into_iter().filter(|one| one.automatic).map(|one| one.rule);
    Ok(Settings { automatic: on.collect::<BTreeSet<_>>(), ..Settings::default() })
}

/// Reads one and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock_rule(tx: &impl ConnectionTrait, rule: Rule) -> StoreResult<RuleView> {
    let found = Entity::find().filter(Column::Rule.eq(rule.as_str())).lock_exclusive();
    found.one(tx).await?.ok_or(StoreError::NotFound)?.try_into()
}

/// Switches one that is locked.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save_rule(
    tx: &impl ConnectionTrait,
    one: &RuleView,
    now: DateTime<Utc>,
) -> StoreResult<RuleView> {
    let change = ActiveModel {
        automatic: Set(one.automatic),
        updated_at: Set(cut(now)),
        version: Set(one.version + 1),
        ..ActiveModel::default()
    };
    let update = Entity::update_many()
        .set(change)
        .filter(Column::Rule.eq(one.rule.as_str()).and(Column::Version.eq(one.version)));
    write::one(update, tx).await?;
    Ok(RuleView { version: one.version + 1, ..one.clone() })
}
