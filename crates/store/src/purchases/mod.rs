//! Purchases that licenses came of: one per order line, by a unique index.

pub(crate) mod purchase;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{CustomerId, LicenseId, OrderId, OrderLineId, PartnerId, PurchaseId},
    licenses::wire::{PaymentStatus, PurchaseKind, PurchaseView},
    money::{Amount, Currency},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};

use self::purchase::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, small, word},
    write,
};

/// A purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    pub id: PurchaseId,
    pub order_id: OrderId,
    pub order_line_id: OrderLineId,
    pub customer_id: CustomerId,
    pub kind: PurchaseKind,
    pub purchased_on: NaiveDate,
    pub sets: u32,
    /// Gross, for all sets.
    pub amount: Amount,
    pub currency: Currency,
    pub payment_status: PaymentStatus,
    pub contract_number: Option<String>,
    pub workspaces: u32,
    pub users: u32,
    pub old_expires_on: Option<NaiveDate>,
    pub new_expires_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
}

/// Keeps a purchase.
pub async fn insert(tx: &impl ConnectionTrait, purchase: &Purchase) -> StoreResult<()> {
    write::insert(tx, row(purchase)?).await
}

/// Keeps many purchases in few statements.
pub async fn insert_all(tx: &impl ConnectionTrait, purchases: &[Purchase]) -> StoreResult<()> {
    let rows = purchases.iter().map(row).collect::<StoreResult<Vec<_>>>()?;
    write::insert_all(tx, rows).await
}

fn row(purchase: &Purchase) -> StoreResult<Model> {
    let at = cut(purchase.created_at);
    Ok(Model {
        id: purchase.id.as_uuid(),
        created_at: at,
        updated_at: at,
        version: 1,
        order_id: purchase.order_id.as_uuid(),
        order_line_id: purchase.order_line_id.as_uuid(),
        customer_id: purchase.customer_id.as_uuid(),
        kind: purchase.kind.as_str().to_owned(),
        purchased_on: purchase.purchased_on,
        sets: small("purchases.sets", purchase.sets)?,
        amount_minor: purchase.amount.minor(),
        currency: purchase.currency.as_str().to_owned(),
        payment_status: purchase.payment_status.as_str().to_owned(),
        contract_number: purchase.contract_number.clone(),
        workspaces: small("purchases.workspaces", purchase.workspaces)?,
        users: small("purchases.users", purchase.users)?,
        old_expires_on: purchase.old_expires_on,
        new_expires_on: purchase.new_expires_on,
    })
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
        .filter(Column::OrderLineId.in_subquery(lines))
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
                order_id: row.order_id.into(),
                old_expires_on: row.old_expires_on,
                new_expires_on: row.new_expires_on,
            })
        })
        .collect()
}

/// What a partner's approved orders come to that are not paid yet, in one currency. Until payments
/// are matched a part that was paid is not known, so the whole of such a purchase counts.
pub async fn open_of_partner(
    db: &impl ConnectionTrait,
    partner: PartnerId,
    currency: Currency,
) -> StoreResult<Amount> {
    let open = [PaymentStatus::Pending, PaymentStatus::PartiallyPaid].map(PaymentStatus::as_str);
    let mut statement = Query::select();
    // A sum is a DECIMAL on MySQL until it is cast.
    statement
        .expr_as(Expr::cust("CAST(COALESCE(SUM(purchases.amount_minor), 0) AS SIGNED)"), "open")
        .from("purchases")
        .inner_join("orders", Expr::col(("orders", "id")).equals(("purchases", "order_id")))
        .and_where(Expr::col(("orders", "partner_id")).eq(partner.as_uuid()))
        .and_where(Expr::col(("purchases", "payment_status")).is_in(open))
        .and_where(Expr::col(("purchases", "currency")).eq(currency.as_str()));
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
