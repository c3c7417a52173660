//! Orders as far as alerts are concerned: since when something of them is overdue, and who is told.

use chrono::NaiveDate;
use domain::{
    alerts::OrderFacts,
    id::{CustomerId, OrderId, PartnerId, UserId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Subject,
    scan::{Batch, Place, by_day},
};
use crate::{StoreResult, convert::id_opt, orders::order};

/// An order, as far as what is due of it is concerned, and who sees to its customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverdueOrder {
    pub id: OrderId,
    pub number: String,
    pub customer_id: Option<CustomerId>,
    pub partner_id: Option<PartnerId>,
    pub owner_id: Option<UserId>,
    pub facts: OrderFacts,
}

/// Orders of which something open was due between two days.
///
/// # Errors
/// The database is not available.
pub async fn overdue_between(
    db: &impl ConnectionTrait,
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> StoreResult<Batch> {
    let mut found = Vec::new();
    let mut last = None;
    for row in db.query_all(&overdue(days, after, limit)).await? {
        let id: Uuid = row.try_get("", "id")?;
        found.push(Subject::Order(row.try_get::<Uuid>("", "order_id")?.into()));
        last = Some(Place { on: row.try_get("", "day")?, id });
    }
    let is_full = found.len() as u64 == limit;
    found.sort_unstable();
    found.dedup();
    Ok((found, last.filter(|_| is_full)))
}

pub(super) fn overdue(
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> SelectStatement {
    let mut statement = by_day("receivables", "due_on", days, after, limit);
    statement.column("order_id").and_where(Expr::col("is_open").eq(true));
    statement
}

/// These orders, in no order.
///
/// # Errors
/// The database is not available.
pub async fn orders_of(
    db: &impl ConnectionTrait,
    ids: &[OrderId],
) -> StoreResult<Vec<OverdueOrder>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let due = "(SELECT MIN(r.due_on) FROM receivables r WHERE r.order_id = orders.id \
        AND r.is_open = TRUE)";
    let customer = crate::payments::CUSTOMER;
    let mut statement = Query::select();
    statement
        .columns(["id", "number", "partner_id"].map(|column| ("orders", column)))
        .expr_as(Expr::cust(due), "due_on")
        .expr_as(Expr::cust(customer), "customer_id")
        .expr_as(
            Expr::cust(format!("(SELECT c.owner_id FROM customers c WHERE c.id = {customer})")),
            "owner_id",
        )
        .from("orders")
        .and_where(Expr::col(("orders", "id")).is_in(ids.iter().map(|id| id.as_uuid())));
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            Ok(OverdueOrder {
                id: row.try_get::<Uuid>("", "id")?.into(),
                number: row.try_get("", "number")?,
                customer_id: id_opt(row.try_get("", "customer_id")?),
                partner_id: id_opt(row.try_get("", "partner_id")?),
                owner_id: id_opt(row.try_get("", "owner_id")?),
                facts: OrderFacts { due_on: row.try_get("", "due_on")? },
            })
        })
        .collect()
}

/// One, kept from changing until the transaction ends.
///
/// # Errors
/// The database is not available.
pub async fn lock_order(
    tx: &impl ConnectionTrait,
    id: OrderId,
) -> StoreResult<Option<OverdueOrder>> {
    let locked = order::Entity::find()
        .select_only()
        .column(order::Column::Id)
        .filter(order::Column::Id.eq(id.as_uuid()))
        .lock_exclusive()
        .into_tuple::<Uuid>()
        .one(tx)
        .await?;
    match locked {
        Some(_) => Ok(orders_of(tx, &[id]).await?.pop()),
        None => Ok(None),
    }
}
