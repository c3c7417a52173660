//! Discount rules as they are administered: all of them, whenever they hold.

use chrono::{DateTime, Utc};
use domain::{
    id::PriceRuleId,
    money::BasisPoints,
    products::{
        pricing::PriceRule,
        wire::{RuleContent, RuleView},
    },
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{rule, seller_entity};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, small, word, word_opt},
    write,
};

impl TryFrom<rule::Model> for PriceRule {
    type Error = StoreError;

    fn try_from(row: rule::Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            kind: word("price_rules.kind", &row.kind)?,
            at_least: count("price_rules.at_least", row.at_least)?,
            level: word_opt("price_rules.level", row.level.as_deref())?,
            discount: BasisPoints(count("price_rules.discount_bp", row.discount_bp)?),
            valid_from: row.valid_from,
            valid_until: row.valid_until,
        })
    }
}

impl TryFrom<rule::Model> for RuleView {
    type Error = StoreError;

    fn try_from(row: rule::Model) -> Result<Self, Self::Error> {
        let (version, example) = (row.version, row.example);
        Ok(Self { rule: row.try_into()?, version, example })
    }
}

/// Every rule, the earliest first.
pub async fn all_rules(db: &impl ConnectionTrait) -> StoreResult<Vec<RuleView>> {
    let found = rule::Entity::find()
        .order_by_asc(rule::Column::ValidFrom)
        .order_by_asc(rule::Column::Id)
        .all(db)
        .await?;
    found.into_iter().map(RuleView::try_from).collect()
}

/// Every rule, locked as one: that no two overlap is a fact about all of them.
pub async fn lock_rules(tx: &impl ConnectionTrait) -> StoreResult<Vec<RuleView>> {
    seller_entity::Entity::find()
        .filter(seller_entity::Column::IsDefault.eq(true))
        .lock_exclusive()
        .all(tx)
        .await?;
    all_rules(tx).await
}

/// Writes what a rule says now. One that is changed by a person is no example any more; one that
/// only ends stays what it was.
pub async fn change_rule(
    tx: &impl ConnectionTrait,
    before: &RuleView,
    content: &RuleContent,
    example: bool,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let id = before.rule.id.as_uuid();
    let row = rule::Entity::find_by_id(id).one(tx).await?.ok_or(StoreError::NotFound)?;
    let row = rule::Model {
        updated_at: cut(now),
        version: before.version + 1,
        kind: content.kind.as_str().to_owned(),
        at_least: small("price_rules.at_least", content.at_least)?,
        level: content.level.map(|level| level.as_str().to_owned()),
        discount_bp: small("price_rules.discount_bp", content.discount.0)?,
        valid_from: content.valid_from,
        valid_until: content.valid_until,
        example,
        ..row
    };
    let same = rule::Column::Id.eq(id).and(rule::Column::Version.eq(before.version));
    write::update_one(tx, row, same).await
}

/// Removes a rule that never held.
pub async fn remove_rule(tx: &impl ConnectionTrait, id: PriceRuleId) -> StoreResult<()> {
    match rule::Entity::delete_by_id(id.as_uuid()).exec(tx).await?.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Stale),
    }
}
