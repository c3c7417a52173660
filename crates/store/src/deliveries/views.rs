//! Mails as the log shows them, and as the worker needs them.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    deliveries::wire::{DeliveryListQuery, DeliveryRow, DeliverySort},
    id::{DeliveryId, EventId, LicenseId},
    list::{ListQuery, Page},
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Condition, Expr, Query, SelectStatement},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    convert::{count, from_json, id_opt, word},
    list::{Kind, Listing, SortColumn},
    search::begins_with,
};

/// A mail with everything that sending it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    pub row: DeliveryRow,
    pub event_id: EventId,
    pub license_ids: Vec<LicenseId>,
    pub message_id: String,
    pub data: Value,
    pub version: i64,
}

/// The log is the vendor's own: nobody with a narrower reach sees any of it.
fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(_) | Scope::OfUser(_) => Condition::all().add(Expr::val(1).eq(0)),
    }
}

/// Mails by status, order, or the beginning of an address.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &DeliveryListQuery,
) -> StoreResult<Page<DeliveryRow>> {
    listing(scope, query).page(db, columns, row_view).await
}

pub(crate) fn listing(scope: Scope, query: &DeliveryListQuery) -> Listing<'_> {
    let mut filter = visible(scope);
    if !query.status.is_empty() {
        let statuses = query.status.iter().map(|status| status.as_str());
        filter = filter.add(Expr::col("status").is_in(statuses));
    }
    if let Some(order) = query.order {
        filter = filter.add(Expr::col("order_id").eq(order.as_uuid()));
    }
    let q = query.q.trim();
    if !q.is_empty() {
        filter = filter.add(begins_with(Expr::col("recipient"), q));
    }
    Listing::new("deliveries", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: DeliverySort) -> SortColumn {
    match key {
        DeliverySort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

/// One mail.
pub async fn get(db: &impl ConnectionTrait, scope: Scope, id: DeliveryId) -> StoreResult<Delivery> {
    let mut statement = whole();
    statement
        .and_where(Expr::col(("deliveries", "id")).eq(id.as_uuid()))
        .cond_where(visible(scope));
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    delivery(&row)
}

pub(super) async fn by_ids(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> StoreResult<Vec<Delivery>> {
    let mut statement = whole();
    statement.and_where(Expr::col(("deliveries", "id")).is_in(ids));
    db.query_all(&statement).await?.iter().map(delivery).collect()
}

fn whole() -> SelectStatement {
    let mut statement = Query::select();
    statement.from("deliveries");
    columns(&mut statement);
    for column in ["event_id", "license_ids", "message_id", "data", "version"] {
        statement.column(("deliveries", column));
    }
    statement
}

fn columns(statement: &mut SelectStatement) {
    for column in [
        "id",
        "kind",
        "recipient",
        "subject",
        "language",
        "status",
        "tries",
        "last_error",
        "next_try_at",
        "delivered_at",
        "order_id",
        "created_at",
    ] {
        statement.column(("deliveries", column));
    }
    statement
        .expr_as(Expr::col(("orders", "number")), "order_number")
        .left_join("orders", Expr::col(("orders", "id")).equals(("deliveries", "order_id")));
}

fn row_view(row: &QueryResult) -> StoreResult<DeliveryRow> {
    Ok(DeliveryRow {
        id: row.try_get::<Uuid>("", "id")?.into(),
        kind: word("deliveries.kind", &row.try_get::<String>("", "kind")?)?,
        recipient: row.try_get("", "recipient")?,
        subject: row.try_get("", "subject")?,
        language: word("deliveries.language", &row.try_get::<String>("", "language")?)?,
        status: word("deliveries.status", &row.try_get::<String>("", "status")?)?,
        tries: count("deliveries.tries", row.try_get::<i32>("", "tries")?)?,
        last_error: row.try_get("", "last_error")?,
        next_try_at: row.try_get::<Option<DateTime<Utc>>>("", "next_try_at")?,
        delivered_at: row.try_get::<Option<DateTime<Utc>>>("", "delivered_at")?,
        order_id: id_opt(row.try_get("", "order_id")?),
        order_number: row.try_get("", "order_number")?,
        created_at: row.try_get("", "created_at")?,
    })
}

fn delivery(row: &QueryResult) -> StoreResult<Delivery> {
    Ok(Delivery {
        row: row_view(row)?,
        event_id: row.try_get::<Uuid>("", "event_id")?.into(),
        license_ids: from_json(
            "deliveries.license_ids",
            &row.try_get::<String>("", "license_ids")?,
        )?,
        message_id: row.try_get("", "message_id")?,
        data: from_json("deliveries.data", &row.try_get::<String>("", "data")?)?,
        version: row.try_get("", "version")?,
    })
}
