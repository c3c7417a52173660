//! Purchases: what licenses came of, one per order line by a unique index, and what was recorded by
//! hand.

mod batch;
pub(crate) mod purchase;
mod revenue;
mod shares;
#[cfg(test)]
mod tests;
mod views;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    id::{CustomerId, LicenseId, OrderId, OrderLineId, PartnerId, PurchaseId, UserId},
    licenses::wire::{PaymentStatus, PurchaseKind, PurchaseView},
    money::{Amount, BasisPoints, Currency},
    purchases::{PaymentMethod, PurchaseFacts},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Query},
};

use self::purchase::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    batch::{known, remove_all, versions},
    revenue::{Whose, parts, reached, sold},
    shares::shares,
    views::{page, record},
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, id_opt, small, uuid_opt, word, word_opt},
    write,
};

/// A purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    pub id: PurchaseId,
    /// The order and the line that brought it; absent where it was recorded by hand.
    pub order_id: Option<OrderId>,
    pub order_line_id: Option<OrderLineId>,
    pub customer_id: CustomerId,
    /// Named where it was recorded by hand; otherwise the line knows its licenses.
    pub license_id: Option<LicenseId>,
    pub partner_id: Option<PartnerId>,
    /// The sales rep whose it is.
    pub owner_id: Option<UserId>,
    pub kind: PurchaseKind,
    pub purchased_on: NaiveDate,
    pub sets: u32,
    /// Gross, for all sets.
    pub amount: Amount,
    pub currency: Currency,
    pub payment_status: PaymentStatus,
    pub method: Option<PaymentMethod>,
    pub contract_number: Option<String>,
    pub workspaces: u32,
    pub users: u32,
    pub old_expires_on: Option<NaiveDate>,
    pub new_expires_on: Option<NaiveDate>,
    /// What the partner keeps of it.
    pub profit_share: Option<BasisPoints>,
    pub notes: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Purchase {
    /// What decides about it.
    pub const fn facts(&self) -> PurchaseFacts {
        PurchaseFacts {
            payment_status: self.payment_status,
            amount: self.amount,
            is_of_order: self.order_id.is_some(),
        }
    }

    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        let share = self.profit_share.map(|share| small("purchases.profit_share_bp", share.0));
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            order_id: uuid_opt(self.order_id),
            order_line_id: uuid_opt(self.order_line_id),
            customer_id: self.customer_id.as_uuid(),
            kind: self.kind.as_str().to_owned(),
            purchased_on: self.purchased_on,
            sets: small("purchases.sets", self.sets)?,
            amount_minor: self.amount.minor(),
            currency: self.currency.as_str().to_owned(),
            payment_status: self.payment_status.as_str().to_owned(),
            contract_number: self.contract_number.clone(),
            workspaces: small("purchases.workspaces", self.workspaces)?,
            users: small("purchases.users", self.users)?,
            old_expires_on: self.old_expires_on,
            new_expires_on: self.new_expires_on,
            license_id: uuid_opt(self.license_id),
            partner_id: uuid_opt(self.partner_id),
            owner_id: uuid_opt(self.owner_id),
            method: self.method.map(|method| method.as_str().to_owned()),
            profit_share_bp: share.transpose()?,
            notes: self.notes.clone(),
        })
    }
}

impl TryFrom<Model> for Purchase {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let share = row.profit_share_bp.map(|share| count("purchases.profit_share_bp", share));
        Ok(Self {
            id: row.id.into(),
            order_id: id_opt(row.order_id),
            order_line_id: id_opt(row.order_line_id),
            customer_id: row.customer_id.into(),
            license_id: id_opt(row.license_id),
            partner_id: id_opt(row.partner_id),
            owner_id: id_opt(row.owner_id),
            kind: word("purchases.kind", &row.kind)?,
            purchased_on: row.purchased_on,
            sets: count("purchases.sets", row.sets)?,
            amount: Amount::from_minor(row.amount_minor),
            currency: word("purchases.currency", &row.currency)?,
            payment_status: word("purchases.payment_status", &row.payment_status)?,
            method: word_opt("purchases.method", row.method.as_deref())?,
            contract_number: row.contract_number,
            workspaces: count("purchases.workspaces", row.workspaces)?,
            users: count("purchases.users", row.users)?,
            old_expires_on: row.old_expires_on,
            new_expires_on: row.new_expires_on,
            profit_share: share.transpose()?.map(BasisPoints),
            notes: row.notes,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The purchases that a scope opens: a partner's own, a sales rep's own, or all of them.
pub(crate) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(partner) => {
            Condition::all().add(Expr::col(("purchases", "partner_id")).eq(partner.as_uuid()))
        }
        Scope::OfUser(user) => {
            Condition::all().add(Expr::col(("purchases", "owner_id")).eq(user.as_uuid()))
        }
    }
}

/// Keeps a new one.
///
/// # Errors
/// The database is not available.
pub async fn insert(tx: &impl ConnectionTrait, purchase: &Purchase) -> StoreResult<()> {
    write::insert(tx, purchase.row(purchase.created_at)?).await
}

/// Keeps many purchases in few statements.
///
/// # Errors
/// The database is not available.
pub async fn insert_all(tx: &impl ConnectionTrait, purchases: &[Purchase]) -> StoreResult<()> {
    let row = |purchase: &Purchase| purchase.row(purchase.created_at);
    let rows = purchases.iter().map(row).collect::<StoreResult<Vec<_>>>()?;
    write::insert_all(tx, rows).await
}

/// Whose a purchase through a partner is, the customer's owner, and what the partner keeps of it.
///
/// # Errors
/// The database is not available.
pub async fn terms(
    tx: &impl ConnectionTrait,
    customer: CustomerId,
    partner: PartnerId,
) -> StoreResult<(Option<UserId>, Option<BasisPoints>)> {
    let mut statement = Query::select();
    statement
        .column(("customers", "owner_id"))
        .column(("partners", "profit_share_bp"))
        .from("customers")
        .inner_join("partners", Expr::col(("partners", "id")).eq(partner.as_uuid()))
        .and_where(Expr::col(("customers", "id")).eq(customer.as_uuid()));
    let row = tx.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let share: Option<i32> = row.try_get("", "profit_share_bp")?;
    let share = share.map(|share| count("partners.profit_share_bp", share)).transpose()?;
    Ok((id_opt(row.try_get("", "owner_id")?), share.map(BasisPoints)))
}

/// Reads a purchase and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`] out of scope.
pub async fn lock(
    tx: &impl ConnectionTrait,
    scope: Scope,
    id: PurchaseId,
) -> StoreResult<Purchase> {
    let found =
        Entity::find_by_id(id.as_uuid()).filter(visible(scope)).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Writes a changed one, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save(
    tx: &impl ConnectionTrait,
    purchase: &mut Purchase,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = purchase.version;
    let row = Model { version: before + 1, ..purchase.row(now)? };
    let same = Column::Id.eq(purchase.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    purchase.version += 1;
    Ok(())
}

/// Deletes one.
///
/// # Errors
/// The database is not available.
pub async fn delete(tx: &impl ConnectionTrait, id: PurchaseId) -> StoreResult<()> {
    Entity::delete_by_id(id.as_uuid()).exec(tx).await?;
    Ok(())
}

/// What a license was bought and changed by, the first one first. Whoever reached the license may
/// see that there were any.
pub async fn of_license(
    db: &impl ConnectionTrait,
    license: LicenseId,
) -> StoreResult<Vec<PurchaseView>> {
    let mut lines = Query::select();
    lines
        .column("order_line_id")
        .from("license_segments")
        .and_where(Expr::col("license_id").eq(license.as_uuid()));
    let rows = Entity::find()
        .filter(
            Condition::any()
                .add(Column::OrderLineId.in_subquery(lines))
                .add(Column::LicenseId.eq(license.as_uuid())),
        )
        .order_by_asc(Column::PurchasedOn)
        .order_by_asc(Column::CreatedAt)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PurchaseView {
                id: row.id.into(),
                kind: word("purchases.kind", &row.kind)?,
                purchased_on: row.purchased_on,
                sets: count("purchases.sets", row.sets)?,
                amount: Some(Amount::from_minor(row.amount_minor)),
                currency: word("purchases.currency", &row.currency)?,
                payment_status: word("purchases.payment_status", &row.payment_status)?,
                contract_number: row.contract_number,
                order_id: id_opt(row.order_id),
                old_expires_on: row.old_expires_on,
                new_expires_on: row.new_expires_on,
            })
        })
        .collect()
}

/// What is open of a partner's approved orders, in one currency: what was paid in part counts as far
/// as it is open.
///
/// # Errors
/// The database is not available.
pub async fn open_of_partner(
    db: &impl ConnectionTrait,
    partner: PartnerId,
    currency: Currency,
) -> StoreResult<Amount> {
    let mut statement = Query::select();
    // A sum is a DECIMAL on MySQL until it is cast.
    statement
        .expr_as(Expr::cust("CAST(COALESCE(SUM(open_minor), 0) AS SIGNED)"), "open")
        .from("receivables")
        .and_where(Expr::col("partner_id").eq(partner.as_uuid()))
        .and_where(Expr::col("is_open").eq(true))
        .and_where(Expr::col("currency").eq(currency.as_str()));
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    Ok(Amount::from_minor(row.try_get("", "open")?))
}

/// Takes back the purchases of these lines: paid ones are refunded, others canceled.
pub async fn return_lines(
    tx: &impl ConnectionTrait,
    lines: &[OrderLineId],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let ids = || Column::OrderLineId.is_in(lines.iter().map(|line| line.as_uuid()));
    let paid = [PaymentStatus::Paid, PaymentStatus::PartiallyPaid].map(PaymentStatus::as_str);
    for (filter, to) in [
        (Column::PaymentStatus.is_in(paid), PaymentStatus::Refunded),
        (Column::PaymentStatus.eq(PaymentStatus::Pending.as_str()), PaymentStatus::Cancelled),
    ] {
        Entity::update_many()
            .col_expr(Column::PaymentStatus, Expr::value(to.as_str()))
            .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(ids())
            .filter(filter)
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Cancels an order's purchases; answers how many.
pub async fn cancel_of_order(
    tx: &impl ConnectionTrait,
    order: OrderId,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let canceled = Entity::update_many()
        .col_expr(Column::PaymentStatus, Expr::value(PaymentStatus::Cancelled.as_str()))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::OrderId.eq(order.as_uuid()))
        .exec(tx)
        .await?;
    Ok(canceled.rows_affected)
}
