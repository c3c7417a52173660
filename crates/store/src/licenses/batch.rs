//! Many licenses at once, as an import finds them and takes them back.

use std::collections::HashMap;

use domain::{id::CustomerId, orders::OrderSource};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    License, all,
    license::{Column, Entity},
};
use crate::{StoreResult, write};

/// The licenses of these customers, the first ones first. The whole house is asked.
///
/// # Errors
/// The database is not available.
pub async fn of_customers(
    db: &impl ConnectionTrait,
    customers: &[CustomerId],
) -> StoreResult<Vec<License>> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find()
        .filter(Column::CustomerId.is_in(customers.iter().map(|id| id.as_uuid())))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id);
    all(found.all(db).await?)
}

/// The versions of these licenses, which nobody changes until the transaction ends; those that are
/// gone are left out.
///
/// # Errors
/// The database is not available.
pub async fn versions(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<HashMap<Uuid, i64>> {
    write::versions::<Entity>(tx, (Column::Id, Column::Version), ids).await
}

/// Removes licenses that came of orders of their own, with these orders, their purchases, their keys
/// and what was due of them, as if they had never been. One that anything else speaks of is refused as
/// [`crate::StoreError::Reference`], and with it all of them.
///
/// # Errors
/// The database is not available.
pub async fn remove_direct(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<()> {
    let mut own = Query::select();
    own.column(("licenses", "order_id"))
        .column(("licenses", "order_line_id"))
        .from("licenses")
        .inner_join("orders", Expr::col(("orders", "id")).equals(("licenses", "order_id")))
        .and_where(Expr::col(("licenses", "id")).is_in(ids.iter().copied()))
        .and_where(Expr::col(("orders", "source")).eq(OrderSource::Direct.as_str()));
    let (mut orders, mut lines) = (Vec::<Uuid>::new(), Vec::<Uuid>::new());
    for row in tx.query_all(&own).await? {
        orders.push(row.try_get("", "order_id")?);
        lines.push(row.try_get("", "order_line_id")?);
    }
    for (table, column, those) in [
        ("license_keys", "license_id", ids),
        ("license_segments", "license_id", ids),
        ("purchases", "order_id", &orders),
        ("licenses", "id", ids),
        ("order_activations", "order_line_id", &lines),
        ("order_lines", "id", &lines),
        ("order_terms", "order_id", &orders),
        ("receivables", "order_id", &orders),
        ("orders", "id", &orders),
    ] {
        let mut gone = Query::delete();
        gone.from_table(table).and_where(Expr::col(column).is_in(those.iter().copied()));
        tx.execute(&gone).await?;
    }
    Ok(())
}
