//! Orders as somebody sees them who is to be paid: what is due, what is settled, what is open.

use chrono::{DateTime, Utc};
use domain::{
    dates::business_day,
    id::{OrderId, PartyId},
    licenses::wire::PaymentStatus,
    money::Amount,
    orders::OrderStatus,
    payments::{
        MOST_FOUND, MatchMethod, OrderDue, followed,
        wire::{OpenOrder, OpenOrderQuery, OrderReceipt, OrderReceipts},
    },
    text,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QueryResult, QuerySelect,
    sea_query::{Expr, Order, Query, SelectStatement},
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    convert::{cut, word},
    orders::order,
    purchases::purchase,
    search::{begins_with, ids_by_term},
};

/// What matches and balances settled of an order, without what it gave back. A sum is a DECIMAL on
/// MySQL until it is cast.
pub(crate) const SETTLED: &str = "((SELECT CAST(COALESCE(SUM(m.amount_minor + m.fee_minor), 0) AS SIGNED) \
    FROM payment_matches m WHERE m.order_id = orders.id AND m.undone_at IS NULL) \
    + (SELECT CAST(COALESCE(SUM(CASE b.kind WHEN 'returned' THEN -b.amount_minor \
    ELSE b.amount_minor END), 0) AS SIGNED) FROM balance_entries b \
    WHERE b.order_id = orders.id AND b.undone_at IS NULL))";
/// What of it was taken back, by returns; what is kept of a return's lines was used and stays due.
pub(crate) const TAKEN_BACK: &str = "((SELECT CAST(COALESCE(SUM(t.amount_minor), 0) AS SIGNED) \
    FROM purchases t WHERE t.order_id = orders.id \
    AND t.payment_status IN ('refunded', 'cancelled')) \
    - (SELECT CAST(COALESCE(SUM(k.kept_minor), 0) AS SIGNED) FROM order_returns k \
    WHERE k.order_id = orders.id AND k.status = 'approved'))";
/// Whether anything of it is to be paid still, whatever was matched: somebody may have noted by hand
/// that it is paid.
pub(crate) const IS_ASKED_FOR: &str = "EXISTS (SELECT 1 FROM purchases a WHERE a.order_id = orders.id \
    AND a.payment_status IN ('pending', 'partially_paid'))";
/// The first customer that its lines name.
pub(crate) const CUSTOMER: &str = "(SELECT l.customer_id FROM order_lines l WHERE l.order_id = orders.id \
    AND l.customer_id IS NOT NULL ORDER BY l.line_no LIMIT 1)";

/// An order with whom it is owed by.
#[derive(Debug, Clone)]
pub(super) struct Owed {
    pub order: OpenOrder,
    /// The partner, else the end user's customer.
    pub party: Option<PartyId>,
    pub customer_order_number: Option<String>,
}

impl Owed {
    pub const fn due(&self) -> OrderDue {
        OrderDue {
            id: self.order.id,
            status: self.order.status,
            currency: self.order.currency,
            due: self.order.due,
            settled: self.order.settled,
        }
    }
}

fn statement() -> SelectStatement {
    let mut statement = Query::select();
    statement
        .columns(
            [
                "id",
                "number",
                "status",
                "currency",
                "gross_minor",
                "contract_number",
                "customer_order_number",
                "partner_id",
                "first_end_user",
                "decided_at",
                "created_at",
            ]
            .map(|column| ("orders", column)),
        )
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .expr_as(Expr::cust(SETTLED), "settled")
        .expr_as(Expr::cust(TAKEN_BACK), "taken_back")
        .expr_as(Expr::cust(CUSTOMER), "customer_id")
        .from("orders")
        .left_join("partners", Expr::col(("partners", "id")).equals(("orders", "partner_id")));
    statement
}

fn read(row: &QueryResult) -> StoreResult<Owed> {
    let gross = Amount::from_minor(row.try_get("", "gross_minor")?);
    let taken_back = Amount::from_minor(row.try_get("", "taken_back")?);
    let settled = Amount::from_minor(row.try_get("", "settled")?);
    let due = gross.minus(taken_back).unwrap_or_default().max(Amount::ZERO);
    let end_user: String = row.try_get("", "first_end_user")?;
    let partner: Option<String> = row.try_get("", "partner_name")?;
    let partner_id: Option<Uuid> = row.try_get("", "partner_id")?;
    let customer_id: Option<Uuid> = row.try_get("", "customer_id")?;
    let decided_at: Option<DateTime<Utc>> = row.try_get("", "decided_at")?;
    let created_at: DateTime<Utc> = row.try_get("", "created_at")?;
    Ok(Owed {
        party: partner_id.or(customer_id).map(Into::into),
        customer_order_number: row.try_get("", "customer_order_number")?,
        order: OpenOrder {
            id: row.try_get::<Uuid>("", "id")?.into(),
            number: row.try_get("", "number")?,
            status: word("orders.status", &row.try_get::<String>("", "status")?)?,
            party_name: partner.unwrap_or_else(|| end_user.clone()),
            end_user,
            contract_number: row.try_get("", "contract_number")?,
            currency: word("orders.currency", &row.try_get::<String>("", "currency")?)?,
            ordered_on: business_day(decided_at.unwrap_or(created_at)),
            due,
            settled,
            open: due.minus(settled).unwrap_or_default().max(Amount::ZERO),
        },
    })
}

fn payable() -> Condition {
    let statuses = [OrderStatus::Approved, OrderStatus::Fulfilled].map(OrderStatus::as_str);
    Condition::all()
        .add(Expr::col(("orders", "status")).is_in(statuses))
        .add(Expr::cust(format!("orders.gross_minor - {TAKEN_BACK} - {SETTLED} > 0")))
}

/// Everything that money is waited for.
pub(super) async fn owed(db: &impl ConnectionTrait) -> StoreResult<Vec<Owed>> {
    let mut all = statement();
    all.cond_where(payable()).and_where(Expr::cust(IS_ASKED_FOR));
    db.query_all(&all).await?.iter().map(read).collect()
}

/// Orders with something open that a search finds, the latest first; without a search those that
/// nobody noted as paid. Minor units of each order's currency.
///
/// # Errors
/// The database is not available.
pub async fn open_orders(
    db: &impl ConnectionTrait,
    query: &OpenOrderQuery,
) -> StoreResult<Vec<OpenOrder>> {
    let mut some = statement();
    some.cond_where(payable())
        .order_by(("orders", "created_at"), Order::Desc)
        .order_by(("orders", "id"), Order::Desc)
        .limit(MOST_FOUND);
    let q = query.q.trim();
    if q.is_empty() {
        some.and_where(Expr::cust(IS_ASKED_FOR));
    } else if let Ok(amount) = q.replace(',', "").parse::<Amount>() {
        let open = format!("orders.gross_minor - {TAKEN_BACK} - {SETTLED} = {}", amount.minor());
        some.and_where(Expr::cust(open));
    } else {
        let normalized = text::normalized(q);
        let by_name = ids_by_term("order_terms", "order_id", q);
        some.cond_where(
            Condition::any()
                .add(begins_with(Expr::col(("orders", "number")), &q.to_uppercase()))
                .add(begins_with(Expr::col(("orders", "contract_number")), q))
                .add(begins_with(Expr::col(("partners", "name_normalized")), &normalized))
                .add(Expr::col(("orders", "id")).in_subquery(by_name)),
        );
    }
    if let Some(currency) = query.currency {
        some.and_where(Expr::col(("orders", "currency")).eq(currency.as_str()));
    }
    let rows = db.query_all(&some).await?;
    rows.iter().map(|row| Ok(read(row)?.order)).collect()
}

/// These orders, whatever their status; those that are gone are left out.
///
/// # Errors
/// The database is not available.
pub async fn orders_by_id(
    db: &impl ConnectionTrait,
    ids: &[OrderId],
) -> StoreResult<Vec<OpenOrder>> {
    Ok(named(db, ids).await?.into_iter().map(|owed| owed.order).collect())
}

async fn named(db: &impl ConnectionTrait, ids: &[OrderId]) -> StoreResult<Vec<Owed>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(1_000) {
        let mut some = statement();
        let ids = ids.iter().map(|id| id.as_uuid());
        some.and_where(Expr::col(("orders", "id")).is_in(ids));
        for row in db.query_all(&some).await? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
}

/// Locks orders, the lowest id first, and reads what is due and settled of them: nobody else settles
/// anything of them until the transaction ends.
///
/// # Errors
/// The database is not available.
pub async fn lock_orders(tx: &impl ConnectionTrait, ids: &[OrderId]) -> StoreResult<Vec<OrderDue>> {
    for ids in ids.chunks(1_000) {
        order::Entity::find()
            .select_only()
            .column(order::Column::Id)
            .filter(order::Column::Id.is_in(ids.iter().map(|id| id.as_uuid())))
            .order_by_asc(order::Column::Id)
            .lock_exclusive()
            .into_tuple::<Uuid>()
            .all(tx)
            .await?;
    }
    Ok(named(tx, ids).await?.iter().map(Owed::due).collect())
}

/// Lets the purchases of an order follow what was received for it, except where somebody corrected
/// them by hand.
///
/// # Errors
/// The database is not available.
pub async fn follow(
    tx: &impl ConnectionTrait,
    before: &OrderDue,
    after: &OrderDue,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let was: PaymentStatus = before.payment_status();
    let Some(is) = followed(was, before, after) else { return Ok(()) };
    purchase::Entity::update_many()
        .col_expr(purchase::Column::PaymentStatus, Expr::value(is.as_str()))
        .col_expr(purchase::Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(purchase::Column::Version, Expr::col(purchase::Column::Version).add(1))
        .filter(purchase::Column::OrderId.eq(before.id.as_uuid()))
        .filter(purchase::Column::PaymentStatus.eq(was.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// What was received for an order; for who may see the order.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn receipts(db: &impl ConnectionTrait, id: OrderId) -> StoreResult<OrderReceipts> {
    let owed = named(db, &[id]).await?.pop().ok_or(StoreError::NotFound)?;
    let mut parts = Query::select();
    parts
        .columns(
            ["payment_id", "amount_minor", "fee_minor", "method"]
                .map(|column| ("payment_matches", column)),
        )
        .column(("payments", "value_date"))
        .from("payment_matches")
        .inner_join(
            "payments",
            Expr::col(("payments", "id")).equals(("payment_matches", "payment_id")),
        )
        .and_where(Expr::col(("payment_matches", "order_id")).eq(id.as_uuid()))
        .and_where(Expr::col(("payment_matches", "undone_at")).is_null())
        .order_by(("payments", "value_date"), Order::Asc)
        .order_by(("payment_matches", "id"), Order::Asc);
    let receipts =
        db.query_all(&parts).await?.iter().map(receipt).collect::<StoreResult<Vec<_>>>()?;
    let received: Amount = receipts.iter().map(|one| one.amount).sum();
    Ok(OrderReceipts {
        currency: owed.order.currency,
        due: owed.order.due,
        received,
        fees: receipts.iter().map(|one| one.fee).sum(),
        open: owed.order.open,
        receipts,
    })
}

fn receipt(row: &QueryResult) -> StoreResult<OrderReceipt> {
    let method: MatchMethod =
        word("payment_matches.method", &row.try_get::<String>("", "method")?)?;
    Ok(OrderReceipt {
        payment_id: row.try_get::<Uuid>("", "payment_id")?.into(),
        value_date: row.try_get("", "value_date")?,
        amount: Amount::from_minor(row.try_get("", "amount_minor")?),
        fee: Amount::from_minor(row.try_get("", "fee_minor")?),
        method,
    })
}
