//! Orders with their lines: read whole, locked whole, written under their version.

pub(crate) mod activation;
pub(crate) mod line;
pub(crate) mod number;
pub(crate) mod order;
mod page;
mod rows;
pub(crate) mod term;

use std::{collections::BTreeSet, slice};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    id::{CustomerId, OrderId, OrderLineId, PartnerId, SellerEntityId, UserId},
    money::{Amount, Currency},
    orders::{
        OrderFacts, OrderSource, OrderStatus,
        wire::{LineInput, OrderContent},
    },
    products::pricing::{PricedLine, Totals},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use self::order::{Column, Entity, Model};
pub use self::page::page;
use crate::{
    StoreError, StoreResult,
    convert::{count, cut},
    search, write,
};

/// An order, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub number: String,
    pub source: OrderSource,
    pub status: OrderStatus,
    pub seller_entity_id: SellerEntityId,
    pub partner_id: Option<PartnerId>,
    pub placed_by: UserId,
    pub last_edited_by: UserId,
    pub customer_order_number: Option<String>,
    pub contract_number: Option<String>,
    pub remark: Option<String>,
    pub currency: Currency,
    pub totals: Totals,
    pub acceptance: Option<Acceptance>,
    /// Who approved, rejected or canceled it last.
    pub decision: Option<Decision>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
    /// In their order, numbered from 1.
    pub lines: Vec<Line>,
}

/// Who accepted which content and terms, when, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    pub by: UserId,
    pub at: DateTime<Utc>,
    /// The network address; at most 64 characters.
    pub address: Option<String>,
    pub terms_version: String,
    pub terms_hash: String,
    /// SHA-256 of [`Order::accepted_content`], hexadecimal.
    pub content_hash: Option<String>,
}

/// Who approved, rejected or canceled it, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub by: UserId,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: OrderLineId,
    /// From 1.
    pub line: u32,
    pub input: LineInput,
    /// Locked at submit.
    pub price: Option<PricedLine>,
}

impl Order {
    /// What stands in it.
    pub fn content(&self) -> OrderContent {
        OrderContent {
            partner_id: self.partner_id,
            customer_order_number: self.customer_order_number.clone(),
            contract_number: self.contract_number.clone(),
            remark: self.remark.clone(),
            lines: self.lines.iter().map(|line| line.input.clone()).collect(),
        }
    }

    /// What is accepted at submit, as the text that is hashed.
    pub fn accepted_content(&self, terms_hash: &str) -> String {
        let prices: Vec<_> = self.lines.iter().map(|line| line.price.as_ref()).collect();
        domain::orders::accepted_content(
            &self.content(),
            &prices,
            self.totals,
            self.currency,
            terms_hash,
        )
    }

    /// What decides about moves.
    pub const fn facts(&self, delivered: bool, four_eyes: bool) -> OrderFacts {
        OrderFacts {
            status: self.status,
            placed_by: self.placed_by,
            last_edited_by: self.last_edited_by,
            delivered,
            four_eyes,
        }
    }
}

/// The orders that a scope opens: a partner's own, or those that a person placed.
pub(crate) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(partner) => {
            Condition::all().add(Expr::col(("orders", "partner_id")).eq(partner.as_uuid()))
        }
        Scope::OfUser(user) => {
            Condition::all().add(Expr::col(("orders", "placed_by")).eq(user.as_uuid()))
        }
    }
}

pub async fn find(db: &impl ConnectionTrait, scope: Scope, id: OrderId) -> StoreResult<Order> {
    let header = Entity::find_by_id(id.as_uuid()).filter(visible(scope)).one(db).await?;
    with_lines(db, header).await
}

/// An order by its id or its number.
pub async fn find_by(
    db: &impl ConnectionTrait,
    scope: Scope,
    id_or_number: &str,
) -> StoreResult<Order> {
    if let Ok(id) = id_or_number.parse::<OrderId>() {
        return find(db, scope, id).await;
    }
    let header = Entity::find()
        .filter(Column::Number.eq(id_or_number.to_uppercase()))
        .filter(visible(scope))
        .one(db)
        .await?;
    with_lines(db, header).await
}

/// Reads an order and keeps others from moving it until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, scope: Scope, id: OrderId) -> StoreResult<Order> {
    let header =
        Entity::find_by_id(id.as_uuid()).filter(visible(scope)).lock_exclusive().one(tx).await?;
    with_lines(tx, header).await
}

async fn with_lines(db: &impl ConnectionTrait, header: Option<Model>) -> StoreResult<Order> {
    let header = header.ok_or(StoreError::NotFound)?;
    let lines = line::Entity::find()
        .filter(line::Column::OrderId.eq(header.id))
        .order_by_asc(line::Column::LineNo)
        .all(db)
        .await?;
    let activations = activation::Entity::find()
        .filter(activation::Column::OrderLineId.is_in(lines.iter().map(|line| line.id)))
        .order_by_asc(activation::Column::OrderLineId)
        .order_by_asc(activation::Column::Ordinal)
        .all(db)
        .await?;
    rows::order(header, lines, activations)
}

/// Keeps a new order with its lines.
pub async fn insert(
    tx: &impl ConnectionTrait,
    order: &Order,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    insert_all(tx, slice::from_ref(order), now).await
}

/// Keeps many new orders with their lines in few statements.
pub async fn insert_all(
    tx: &impl ConnectionTrait,
    orders: &[Order],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let headers = orders.iter().map(|order| rows::header(order, now));
    write::insert_all(tx, headers.collect::<StoreResult<Vec<_>>>()?).await?;
    insert_lines(tx, orders, now).await?;
    insert_terms(tx, orders).await
}

/// Writes a changed order, its lines left alone.
pub async fn save(
    tx: &impl ConnectionTrait,
    order: &mut Order,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = order.version;
    let row = Model { version: before + 1, ..rows::header(order, now)? };
    let same = Column::Id.eq(order.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    order.version += 1;
    Ok(())
}

/// Puts an order's lines in the place of those that were there. Part of a change that [`save`]
/// guards.
pub async fn replace_lines(
    tx: &impl ConnectionTrait,
    order: &Order,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let id = order.id.as_uuid();
    let before: Vec<(Uuid, String)> = line::Entity::find()
        .select_only()
        .columns([line::Column::Id, line::Column::EndUserName])
        .filter(line::Column::OrderId.eq(id))
        .into_tuple()
        .all(tx)
        .await?;
    if !before.is_empty() {
        activation::Entity::delete_many()
            .filter(activation::Column::OrderLineId.is_in(before.iter().map(|(id, _)| *id)))
            .exec(tx)
            .await?;
        line::Entity::delete_many().filter(line::Column::OrderId.eq(id)).exec(tx).await?;
    }
    insert_lines(tx, slice::from_ref(order), now).await?;
    let names: BTreeSet<&str> = before.iter().map(|(_, name)| name.as_str()).collect();
    if names != end_users(order) {
        term::Entity::delete_many().filter(term::Column::OrderId.eq(id)).exec(tx).await?;
        insert_terms(tx, slice::from_ref(order)).await?;
    }
    Ok(())
}

async fn insert_lines(
    tx: &impl ConnectionTrait,
    orders: &[Order],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let mut lines = Vec::new();
    let mut activations = Vec::new();
    for order in orders {
        for line in &order.lines {
            lines.push(rows::line(order, line, now)?);
            activations.extend(rows::activations(line)?);
        }
    }
    write::insert_all(tx, lines).await?;
    write::insert_all(tx, activations).await
}

fn end_users(order: &Order) -> BTreeSet<&str> {
    order.lines.iter().map(|line| line.input.end_user.name.as_str()).collect()
}

async fn insert_terms(tx: &impl ConnectionTrait, orders: &[Order]) -> StoreResult<()> {
    let terms = orders.iter().flat_map(|order| {
        let order_id = order.id.as_uuid();
        let terms = search::terms(end_users(order));
        terms.into_iter().map(move |term| term::Model { term, order_id })
    });
    write::insert_all(tx, terms.collect()).await
}

/// Says which customer the end user of a line is. Part of a move that [`save`] guards.
pub async fn set_customer(
    tx: &impl ConnectionTrait,
    line: OrderLineId,
    customer: CustomerId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let update = line::Entity::update_many()
        .col_expr(line::Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(line::Column::Version, Expr::col(line::Column::Version).add(1))
        .col_expr(line::Column::CustomerId, Expr::value(customer.as_uuid()))
        .filter(line::Column::Id.eq(line.as_uuid()));
    write::one(update, tx).await
}

/// The next number of a day, from 1. The row of the day is written, so whoever asks at the same
/// moment waits; what rolls back gives its number back.
pub async fn next_number(tx: &impl ConnectionTrait, day: NaiveDate) -> StoreResult<u32> {
    let count_up = || {
        number::Entity::update_many()
            .col_expr(number::Column::Last, Expr::col(number::Column::Last).add(1))
            .filter(number::Column::Day.eq(day))
    };
    if count_up().exec(tx).await?.rows_affected == 0 {
        write::insert_if_absent(tx, number::Model { day, last: 0 }).await?;
        write::one(count_up(), tx).await?;
    }
    let row = number::Entity::find_by_id(day).one(tx).await?.ok_or(StoreError::NotFound)?;
    count("order_numbers.last", row.last)
}

/// Whether any of the order's licenses was delivered.
pub async fn is_delivered(db: &impl ConnectionTrait, id: OrderId) -> StoreResult<bool> {
    use crate::licenses::license;
    let sent = license::Entity::find()
        .filter(license::Column::OrderId.eq(id.as_uuid()))
        .filter(license::Column::SentAt.is_not_null())
        .limit(1)
        .one(db)
        .await?;
    Ok(sent.is_some())
}

/// A partner's other approved orders: how many, and what those in this order's currency come to.
pub async fn partner_totals(
    db: &impl ConnectionTrait,
    partner: PartnerId,
    except: OrderId,
) -> StoreResult<(u32, Amount)> {
    let mut currency = Query::select();
    currency.column("currency").from("orders").and_where(Expr::col("id").eq(except.as_uuid()));
    let approved = [OrderStatus::Approved, OrderStatus::Fulfilled].map(OrderStatus::as_str);
    let mut statement = Query::select();
    // A sum is a DECIMAL on MySQL until it is cast.
    statement
        .expr_as(Expr::cust("COUNT(*)"), "orders")
        .expr_as(Expr::cust("CAST(COALESCE(SUM(gross_minor), 0) AS SIGNED)"), "gross")
        .from("orders")
        .and_where(Expr::col("partner_id").eq(partner.as_uuid()))
        .and_where(Expr::col("status").is_in(approved))
        .and_where(Expr::col("id").ne(except.as_uuid()))
        .and_where(Expr::col("currency").in_subquery(currency));
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let orders = count("orders", row.try_get::<i64>("", "orders")?)?;
    Ok((orders, Amount::from_minor(row.try_get("", "gross")?)))
}

#[cfg(test)]
mod tests;
