//! Returns of orders: reached through the order, whose row is locked before they are written.

pub(crate) mod order_return;

use chrono::{DateTime, Utc};
use domain::{
    id::{OrderId, ReturnId, UserId},
    money::{Amount, Currency},
    returns::{RefundBasis, ReturnFacts, ReturnStatus, wire::ReturnedLine},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use self::order_return::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, id_opt, small, to_json, uuid_opt, word},
    write,
};

/// A return of lines of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    pub id: ReturnId,
    pub order_id: OrderId,
    /// Which return of its order, from 1.
    pub ordinal: u32,
    pub status: ReturnStatus,
    pub basis: RefundBasis,
    pub reason: String,
    pub lines: Vec<ReturnedLine>,
    /// What is paid back for all of its lines.
    pub refund: Amount,
    pub currency: Currency,
    pub requested_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decision_reason: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Return {
    /// What decides about decisions.
    pub const fn facts(&self, four_eyes: bool) -> ReturnFacts {
        ReturnFacts { status: self.status, requested_by: self.requested_by, four_eyes }
    }

    /// What of the lines' price is not paid back, because it was used.
    fn kept(&self) -> StoreResult<Amount> {
        let whole = Amount::total(self.lines.iter().map(|line| line.gross));
        let kept = whole.and_then(|whole| whole.minus(self.refund));
        kept.map_err(|error| StoreError::Corrupt(format!("order_returns: {error}")))
    }

    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            order_id: self.order_id.as_uuid(),
            ordinal: small("order_returns.ordinal", self.ordinal)?,
            status: self.status.as_str().to_owned(),
            basis: self.basis.as_str().to_owned(),
            reason: self.reason.clone(),
            lines: to_json("order_returns.lines", &self.lines)?,
            refund_minor: self.refund.minor(),
            kept_minor: Some(self.kept()?.minor()),
            currency: self.currency.as_str().to_owned(),
            requested_by: self.requested_by.as_uuid(),
            decided_by: uuid_opt(self.decided_by),
            decided_at: self.decided_at.map(cut),
            decision_reason: self.decision_reason.clone(),
        })
    }
}

impl TryFrom<Model> for Return {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            order_id: row.order_id.into(),
            ordinal: count("order_returns.ordinal", row.ordinal)?,
            status: word("order_returns.status", &row.status)?,
            basis: word("order_returns.basis", &row.basis)?,
            reason: row.reason,
            lines: from_json("order_returns.lines", &row.lines)?,
            refund: Amount::from_minor(row.refund_minor),
            currency: word("order_returns.currency", &row.currency)?,
            requested_by: row.requested_by.into(),
            decided_by: id_opt(row.decided_by),
            decided_at: row.decided_at,
            decision_reason: row.decision_reason,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// An order's returns, the latest first; for callers who may see the order.
pub async fn of_order(db: &impl ConnectionTrait, order: OrderId) -> StoreResult<Vec<Return>> {
    Entity::find()
        .filter(Column::OrderId.eq(order.as_uuid()))
        .order_by_desc(Column::Ordinal)
        .all(db)
        .await?
        .into_iter()
        .map(Return::try_from)
        .collect()
}

/// One return, for callers who will ask whether they may see its order.
pub async fn get(db: &impl ConnectionTrait, id: ReturnId) -> StoreResult<Return> {
    Entity::find_by_id(id.as_uuid()).one(db).await?.ok_or(StoreError::NotFound)?.try_into()
}

/// Keeps a new return.
pub async fn insert(
    tx: &impl ConnectionTrait,
    new: &Return,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, new.row(now)?).await
}

/// Writes a decided return, unless somebody else decided since it was read.
pub async fn save(
    tx: &impl ConnectionTrait,
    decided: &mut Return,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = decided.version;
    let row = Model { version: before + 1, ..decided.row(now)? };
    let same = Column::Id.eq(decided.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    decided.version += 1;
    Ok(())
}
