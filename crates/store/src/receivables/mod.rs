//! Receivables: what is due of approved orders, an instalment a row. The rows follow from the order,
//! its terms and what was settled; [`refresh`] writes them anew in the transaction that changed any of
//! these, while the order's row is locked. Lists and sums read rows and no facts.

pub(crate) mod balance;
mod balances;
pub(crate) mod entry;
mod hold;
pub(crate) mod receivable;
pub(crate) mod rule;
mod rules;
mod summary;
#[cfg(test)]
mod tests;
mod views;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    dates::business_day,
    id::OrderId,
    money::Amount,
    orders::OrderStatus,
    partners::PaymentTerms,
    receivables::{Instalment, OrderDays, instalments},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QueryResult,
    QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use self::receivable::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    balances::{
        Balance, Entry, add_entry, balance_listing_page, balance_view, balances_of, entry_of,
        find_or_make, lock_balance, to_give_back, undo_entry,
    },
    hold::{OwedBy, overdue_of},
    rules::{lock_rules, mark_filled, needs_filling, rules, save_rules},
    summary::{ageing_of, booked_since, by, totals},
    views::page,
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, small, to_json},
    orders::order,
    payments::{CUSTOMER, IS_ASKED_FOR, SETTLED, TAKEN_BACK},
    write,
};

/// When everything of an order was handed over: nothing of a service is sent.
const DELIVERED: &str = "(SELECT MAX(v.sent_at) FROM licenses v WHERE v.order_id = orders.id)";
/// When its first invoice was issued that stands.
const INVOICED: &str = "(SELECT MIN(i.issued_on) FROM invoice_orders io \
    INNER JOIN invoices i ON i.id = io.invoice_id WHERE io.order_id = orders.id \
    AND i.status IN ('issued', 'delivered') AND i.reverses_id IS NULL)";

/// What decides about the rows of an order.
struct Facts {
    id: Uuid,
    partner_id: Option<Uuid>,
    customer_id: Option<Uuid>,
    currency: String,
    partner_terms: Option<String>,
    is_payable: bool,
    due: Amount,
    settled: Amount,
    days: OrderDays,
}

/// Brings the rows of orders in line with their facts; three statements, and one per row that is not
/// as it should be. Nobody else settles anything of the orders until the transaction ends.
///
/// # Errors
/// The database is not available.
pub async fn refresh(
    tx: &impl ConnectionTrait,
    orders: &[OrderId],
    new_id: impl Fn() -> Uuid,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let orders: BTreeSet<Uuid> = orders.iter().map(|id| id.as_uuid()).collect();
    let orders: Vec<Uuid> = orders.into_iter().collect();
    for ids in orders.chunks(500) {
        refresh_some(tx, ids, &new_id, now).await?;
    }
    Ok(())
}

async fn refresh_some(
    tx: &impl ConnectionTrait,
    ids: &[Uuid],
    new_id: &impl Fn() -> Uuid,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    order::Entity::find()
        .select_only()
        .column(order::Column::Id)
        .filter(order::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(order::Column::Id)
        .lock_exclusive()
        .into_tuple::<Uuid>()
        .all(tx)
        .await?;
    let facts = facts(tx, ids).await?;
    let mut rows: BTreeMap<Uuid, Vec<Model>> = BTreeMap::new();
    for row in Entity::find().filter(Column::OrderId.is_in(ids.iter().copied())).all(tx).await? {
        rows.entry(row.order_id).or_default().push(row);
    }
    let mut customer_terms = None;
    let mut new = Vec::new();
    for one in facts {
        let before = rows.remove(&one.id).unwrap_or_default();
        if before.is_empty() && !one.is_payable {
            continue;
        }
        // What was agreed when it was approved holds.
        let terms = match (before.first(), &one.partner_terms, one.partner_id) {
            (Some(row), ..) => from_json("receivables.terms", &row.terms)?,
            (None, Some(terms), _) => from_json("partners.payment_terms", terms)?,
            (None, None, Some(_)) => PaymentTerms::default(),
            (None, None, None) => match customer_terms {
                Some(terms) => terms,
                None => *customer_terms.insert(rules(tx).await?.rules.customer_terms),
            },
        };
        let due = if one.is_payable { one.due } else { Amount::ZERO };
        let parts = instalments(terms, due, one.settled, one.days)
            .map_err(|error| StoreError::Corrupt(format!("receivables: {error}")))?;
        for part in parts {
            let ordinal = small("receivables.ordinal", part.ordinal)?;
            let there = before.iter().find(|row| row.ordinal == ordinal);
            let row = row_of(&one, &part, terms, there, new_id, now)?;
            match there {
                None => new.push(row),
                Some(there) if *there == Model { updated_at: there.updated_at, ..row.clone() } => {}
                Some(there) => {
                    let same = Column::Id.eq(there.id).and(Column::Version.eq(there.version));
                    write::update_one(tx, Model { version: there.version + 1, ..row }, same)
                        .await?;
                }
            }
        }
    }
    write::insert_all(tx, new).await
}

fn row_of(
    facts: &Facts,
    part: &Instalment,
    terms: PaymentTerms,
    there: Option<&Model>,
    new_id: &impl Fn() -> Uuid,
    now: DateTime<Utc>,
) -> StoreResult<Model> {
    Ok(Model {
        id: there.map_or_else(new_id, |row| row.id),
        created_at: there.map_or(cut(now), |row| row.created_at),
        updated_at: cut(now),
        version: there.map_or(1, |row| row.version),
        order_id: facts.id,
        ordinal: small("receivables.ordinal", part.ordinal)?,
        partner_id: facts.partner_id,
        customer_id: facts.customer_id,
        currency: facts.currency.clone(),
        terms: to_json("receivables.terms", &terms)?,
        ordered_on: facts.days.approved_on,
        due_on: part.due_on,
        amount_minor: part.amount.minor(),
        open_minor: part.open.minor(),
        is_open: part.open > Amount::ZERO,
    })
}

async fn facts(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<Vec<Facts>> {
    let mut statement = Query::select();
    statement
        .columns(
            ["id", "status", "partner_id", "currency", "gross_minor", "decided_at", "created_at"]
                .map(|column| ("orders", column)),
        )
        .column(("partners", "payment_terms"))
        .expr_as(Expr::cust(SETTLED), "settled")
        .expr_as(Expr::cust(TAKEN_BACK), "taken_back")
        .expr_as(Expr::cust(CUSTOMER), "customer_id")
        .expr_as(Expr::cust(DELIVERED), "delivered_at")
        .expr_as(Expr::cust(INVOICED), "invoiced_on")
        .expr_as(Expr::cust(format!("CASE WHEN {IS_ASKED_FOR} THEN 1 ELSE 0 END")), "asked_for")
        .from("orders")
        .left_join("partners", Expr::col(("partners", "id")).equals(("orders", "partner_id")))
        .and_where(Expr::col(("orders", "id")).is_in(ids.iter().copied()));
    tx.query_all(&statement).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> StoreResult<Facts> {
    let status: OrderStatus =
        crate::convert::word("orders.status", &row.try_get::<String>("", "status")?)?;
    let decided_at: Option<DateTime<Utc>> = row.try_get("", "decided_at")?;
    let created_at: DateTime<Utc> = row.try_get("", "created_at")?;
    let approved_on = business_day(decided_at.unwrap_or(created_at));
    let sent_at: Option<DateTime<Utc>> = row.try_get("", "delivered_at")?;
    let delivered_on: Option<NaiveDate> = match status {
        OrderStatus::Fulfilled => Some(sent_at.map_or(approved_on, business_day)),
        _ => None,
    };
    let gross = Amount::from_minor(row.try_get("", "gross_minor")?);
    let taken_back = Amount::from_minor(row.try_get("", "taken_back")?);
    let is_payable = domain::payments::is_payable(status);
    let due = gross.minus(taken_back).unwrap_or_default().max(Amount::ZERO);
    let settled = Amount::from_minor(row.try_get("", "settled")?);
    // Somebody noted by hand that it is paid: nothing is asked for, whatever was matched.
    let is_asked_for = count("asked_for", row.try_get::<i64>("", "asked_for")?)? > 0;
    Ok(Facts {
        id: row.try_get("", "id")?,
        partner_id: row.try_get("", "partner_id")?,
        customer_id: row.try_get("", "customer_id")?,
        currency: row.try_get("", "currency")?,
        partner_terms: row.try_get("", "payment_terms")?,
        is_payable,
        due,
        settled: if is_asked_for { settled } else { due },
        days: OrderDays { approved_on, delivered_on, invoiced_on: row.try_get("", "invoiced_on")? },
    })
}

/// Payable orders that have no rows, the lowest id first: those that were approved before there were
/// any, and those that came without an approval.
///
/// # Errors
/// The database is not available.
pub async fn missing(
    db: &impl ConnectionTrait,
    after: Option<OrderId>,
    limit: u64,
) -> StoreResult<Vec<OrderId>> {
    let statuses = [OrderStatus::Approved, OrderStatus::Fulfilled].map(OrderStatus::as_str);
    let none = "NOT EXISTS (SELECT 1 FROM receivables r WHERE r.order_id = orders.id)";
    let mut statement = Query::select();
    statement
        .column(("orders", "id"))
        .from("orders")
        .and_where(Expr::col(("orders", "status")).is_in(statuses))
        .and_where(Expr::cust(none))
        .order_by(("orders", "id"), sea_orm::sea_query::Order::Asc)
        .limit(limit);
    if let Some(after) = after {
        statement.and_where(Expr::col(("orders", "id")).gt(after.as_uuid()));
    }
    let rows = db.query_all(&statement).await?;
    rows.iter().map(|row| Ok(row.try_get::<Uuid>("", "id")?.into())).collect()
}
