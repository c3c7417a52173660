//! The periods of licenses that were paid for: one per order line and license, by a unique index.

pub(crate) mod segment;
mod standing;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{LicenseId, OrderId, OrderLineId, ProductId},
    money::Amount,
    orders::LineKind,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{CaseStatement, Expr, Func},
};
use uuid::Uuid;

use self::segment::{Column, Entity, Model};
pub use self::standing::{standings, standings_found};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, id_opt, small, uuid_opt, word},
    write,
};

/// A period of a license that was paid for, with what it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub id: Uuid,
    pub license_id: LicenseId,
    pub order_id: OrderId,
    pub order_line_id: OrderLineId,
    /// The product from then on; for packs, the pack.
    pub product_id: ProductId,
    pub kind: LineKind,
    /// Packs; 1 otherwise.
    pub quantity: u32,
    /// Which of its license's segments it is, from 1, with those that were taken back.
    pub ordinal: u32,
    /// None for a first term, whose days are the license's own until it is renewed.
    pub from_on: Option<NaiveDate>,
    pub until_on: Option<NaiveDate>,
    /// What its days are worth together.
    pub value: Amount,
    /// What of it was credited rather than paid.
    pub credit: Amount,
    /// An upgrade took credit for its days from here on.
    pub closed_on: Option<NaiveDate>,
    /// The line of that upgrade.
    pub closed_by: Option<OrderLineId>,
    pub old_product_id: Option<ProductId>,
    pub old_expires_on: Option<NaiveDate>,
    pub new_expires_on: Option<NaiveDate>,
    pub old_workspaces: u32,
    pub new_workspaces: u32,
    pub old_users: u32,
    pub new_users: u32,
    /// When the changed key was delivered.
    pub delivered_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl Segment {
    fn row(&self) -> StoreResult<Model> {
        Ok(Model {
            id: self.id,
            created_at: cut(self.created_at),
            updated_at: cut(self.created_at),
            version: 1,
            license_id: self.license_id.as_uuid(),
            order_id: self.order_id.as_uuid(),
            order_line_id: self.order_line_id.as_uuid(),
            product_id: self.product_id.as_uuid(),
            kind: self.kind.as_str().to_owned(),
            quantity: small("license_segments.quantity", self.quantity)?,
            ordinal: small("license_segments.ordinal", self.ordinal)?,
            from_on: self.from_on,
            until_on: self.until_on,
            value_minor: self.value.minor(),
            credit_minor: self.credit.minor(),
            closed_on: self.closed_on,
            closed_by: uuid_opt(self.closed_by),
            old_product_id: uuid_opt(self.old_product_id),
            old_expires_on: self.old_expires_on,
            new_expires_on: self.new_expires_on,
            old_workspaces: small("license_segments.old_workspaces", self.old_workspaces)?,
            new_workspaces: small("license_segments.new_workspaces", self.new_workspaces)?,
            old_users: small("license_segments.old_users", self.old_users)?,
            new_users: small("license_segments.new_users", self.new_users)?,
            delivered_at: self.delivered_at.map(cut),
            reversed_at: None,
        })
    }
}

impl TryFrom<Model> for Segment {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id,
            license_id: row.license_id.into(),
            order_id: row.order_id.into(),
            order_line_id: row.order_line_id.into(),
            product_id: row.product_id.into(),
            kind: word("license_segments.kind", &row.kind)?,
            quantity: count("license_segments.quantity", row.quantity)?,
            ordinal: count("license_segments.ordinal", row.ordinal)?,
            from_on: row.from_on,
            until_on: row.until_on,
            value: Amount::from_minor(row.value_minor),
            credit: Amount::from_minor(row.credit_minor),
            closed_on: row.closed_on,
            closed_by: id_opt(row.closed_by),
            old_product_id: id_opt(row.old_product_id),
            old_expires_on: row.old_expires_on,
            new_expires_on: row.new_expires_on,
            old_workspaces: count("license_segments.old_workspaces", row.old_workspaces)?,
            new_workspaces: count("license_segments.new_workspaces", row.new_workspaces)?,
            old_users: count("license_segments.old_users", row.old_users)?,
            new_users: count("license_segments.new_users", row.new_users)?,
            delivered_at: row.delivered_at,
            created_at: row.created_at,
        })
    }
}

/// Keeps new segments.
pub async fn insert_all(tx: &impl ConnectionTrait, segments: &[Segment]) -> StoreResult<()> {
    let rows = segments.iter().map(Segment::row).collect::<StoreResult<Vec<_>>>()?;
    write::insert_all(tx, rows).await
}

async fn read_all(
    db: &impl ConnectionTrait,
    filter: sea_orm::Condition,
) -> StoreResult<Vec<Segment>> {
    Entity::find()
        .filter(filter)
        .filter(Column::ReversedAt.is_null())
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?
        .into_iter()
        .map(Segment::try_from)
        .collect()
}

/// Every segment of a license, those that were taken back with the instant of that, the first one
/// first; for callers who may see the license.
///
/// # Errors
/// Only the database's.
pub async fn past(
    db: &impl ConnectionTrait,
    license: LicenseId,
) -> StoreResult<Vec<(Segment, Option<DateTime<Utc>>)>> {
    Entity::find()
        .filter(Column::LicenseId.eq(license.as_uuid()))
        .order_by_asc(Column::Ordinal)
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            let reversed_at = row.reversed_at;
            Ok((Segment::try_from(row)?, reversed_at))
        })
        .collect()
}

/// What an order's lines changed of licenses that were there already, and has not been taken back;
/// for callers who may see the order.
pub async fn changes_of_order(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> StoreResult<Vec<Segment>> {
    let changed = Column::OrderId.eq(order.as_uuid()).and(Column::Kind.ne(LineKind::New.as_str()));
    read_all(db, changed.into()).await
}

/// Where a license's segments stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Head {
    /// The ordinal of the latest that counts; 0 where there is none.
    pub latest: u32,
    /// The ordinal of the next.
    pub next: u32,
}

/// Where the segments of these licenses stand, those of locked ones for good; one statement. What
/// has none is left out.
pub async fn heads(
    db: &impl ConnectionTrait,
    licenses: &[LicenseId],
) -> StoreResult<HashMap<LicenseId, Head>> {
    if licenses.is_empty() {
        return Ok(HashMap::new());
    }
    let counts: Expr = CaseStatement::new()
        .case(Expr::col(Column::ReversedAt).is_null(), Expr::col(Column::Ordinal))
        .finally(0)
        .into();
    let rows: Vec<(Uuid, i32, i32)> = Entity::find()
        .select_only()
        .column(Column::LicenseId)
        .expr_as(Func::max(counts), "latest")
        .expr_as(Expr::col(Column::Ordinal).max(), "ordinal")
        .filter(Column::LicenseId.is_in(licenses.iter().map(|id| id.as_uuid())))
        .group_by(Column::LicenseId)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(license, latest, highest)| {
            let latest = count("license_segments.ordinal", latest)?;
            let next = count("license_segments.ordinal", highest)?.saturating_add(1);
            Ok((license.into(), Head { latest, next }))
        })
        .collect()
}

/// Says that the key that came of a change was delivered. What was delivered before stays so.
pub async fn mark_delivered(
    tx: &impl ConnectionTrait,
    order: OrderId,
    licenses: &[LicenseId],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::DeliveredAt, Expr::value(cut(now)))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::OrderId.eq(order.as_uuid()))
        .filter(Column::LicenseId.is_in(licenses.iter().map(|id| id.as_uuid())))
        .filter(Column::DeliveredAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Says that the upgrade of a line took credit for a license's days from `on`.
pub async fn close(
    tx: &impl ConnectionTrait,
    license: LicenseId,
    line: OrderLineId,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let open = Column::ClosedBy.is_null();
    set_closed(tx, license, open, Some((line, on)), now).await
}

/// Takes the closing by an upgrade's line back.
pub async fn reopen(
    tx: &impl ConnectionTrait,
    license: LicenseId,
    line: OrderLineId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    set_closed(tx, license, Column::ClosedBy.eq(line.as_uuid()), None, now).await
}

async fn set_closed(
    tx: &impl ConnectionTrait,
    license: LicenseId,
    which: Expr,
    to: Option<(OrderLineId, NaiveDate)>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::ClosedOn, Expr::value(to.map(|(_, on)| on)))
        .col_expr(Column::ClosedBy, Expr::value(to.map(|(line, _)| line.as_uuid())))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::LicenseId.eq(license.as_uuid()))
        .filter(Column::ReversedAt.is_null())
        .filter(which)
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes a segment back: its order was canceled or returned. It counts no more.
pub async fn reverse(tx: &impl ConnectionTrait, id: Uuid, now: DateTime<Utc>) -> StoreResult<()> {
    let update = Entity::update_many()
        .col_expr(Column::ReversedAt, Expr::value(cut(now)))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::ReversedAt.is_null());
    write::one(update, tx).await
}
