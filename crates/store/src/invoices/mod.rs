//! Invoices: written whole, under the lock of their orders (requests) or of the invoice that they
//! take back (red letters), so that nothing is invoiced or reversed twice.

pub(crate) mod file;
mod files;
pub(crate) mod invoice;
pub(crate) mod number;
pub(crate) mod order;
pub(crate) mod piece;
mod rows;
pub(crate) mod title;
mod titles;
mod views;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    id::{CustomerId, InvoiceId, OrderId, PartnerId, SellerEntityId, UserId},
    invoices::{
        InvoiceFacts, InvoiceStatus, RedConfirmation, RedReason,
        wire::{InvoiceContent, InvoiceLine},
    },
    money::{Amount, Currency},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

use self::invoice::{Column, Entity, Model};
pub use self::{
    files::{NewFile, content_of, file_of, replace_file},
    titles::{Title, keep_title, remove_title, titles_of},
    views::{
        SoldLine, classifications, linked, links_of_order, page, party_name, refunds_of, row_of,
        sold_lines, standing_orders, sums,
    },
};
use crate::{StoreError, StoreResult, convert::count, write};

#[cfg(test)]
pub(crate) use self::views::listing;
#[cfg(test)]
mod tests;

/// An invoice, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    pub id: InvoiceId,
    pub reference: String,
    pub status: InvoiceStatus,
    pub code: Option<String>,
    pub number: Option<String>,
    pub seller_entity_id: SellerEntityId,
    pub partner_id: Option<PartnerId>,
    pub customer_id: Option<CustomerId>,
    pub content: InvoiceContent,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
    pub currency: Currency,
    pub lines: Vec<InvoiceLine>,
    pub issued_on: Option<NaiveDate>,
    pub delivered_on: Option<NaiveDate>,
    pub reason: Option<String>,
    pub requested_by: UserId,
    /// The invoice that it takes back, for red letters.
    pub reverses: Option<InvoiceId>,
    pub replaces: Option<InvoiceId>,
    pub red_reason: Option<RedReason>,
    /// As it was written; whether it lapsed since, `asked_at` tells.
    pub confirmation: Option<RedConfirmation>,
    pub asked_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Invoice {
    /// What decides about moves, when red letters have `reversed` of it.
    pub fn facts(&self, reversed: Amount) -> InvoiceFacts {
        InvoiceFacts {
            status: self.status,
            medium: self.content.medium,
            confirmation: self.confirmation.zip(self.asked_at),
            issued_on: self.issued_on,
            reversed,
            gross: self.gross,
        }
    }

    /// Whether its lines count in what is taken of its orders: what is issued or asked for; red
    /// letters give back once they are issued.
    pub const fn counts(&self) -> bool {
        match self.reverses {
            Some(_) => self.status.is_issued(),
            None => self.status.claims(),
        }
    }

    /// Whether a red letter takes something of its invoice by `now`.
    pub fn reverses_by(&self, now: DateTime<Utc>) -> bool {
        self.status.is_issued()
            || self.status.claims()
                && self
                    .facts(Amount::ZERO)
                    .confirmation_at(now)
                    .is_some_and(RedConfirmation::claims)
    }
}

/// The invoices that a scope opens: a partner's own, or those that a person asked for.
pub(crate) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(partner) => {
            Condition::all().add(Expr::col(("invoices", "partner_id")).eq(partner.as_uuid()))
        }
        Scope::OfUser(user) => {
            Condition::all().add(Expr::col(("invoices", "requested_by")).eq(user.as_uuid()))
        }
    }
}

/// An invoice by its id, our reference or its number; [`StoreError::NotFound`] out of scope, and
/// where a number without its code names several.
///
/// # Errors
/// As said; the database is not available.
pub async fn find_by(db: &impl ConnectionTrait, scope: Scope, name: &str) -> StoreResult<Invoice> {
    if let Ok(id) = name.parse::<InvoiceId>() {
        return get(db, scope, id).await;
    }
    let named = Column::Reference.eq(name.to_uppercase()).or(Column::Number.eq(name));
    let found = Entity::find().filter(visible(scope)).filter(named).limit(2).all(db).await?;
    match <[Model; 1]>::try_from(found) {
        Ok([row]) => row.try_into(),
        Err(_) => Err(StoreError::NotFound),
    }
}

/// One invoice; [`StoreError::NotFound`] out of scope.
///
/// # Errors
/// As said; the database is not available.
pub async fn get(db: &impl ConnectionTrait, scope: Scope, id: InvoiceId) -> StoreResult<Invoice> {
    let found = Entity::find_by_id(id.as_uuid()).filter(visible(scope)).one(db).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Reads an invoice and keeps others from moving or reversing it until the transaction ends.
///
/// # Errors
/// As [`get`].
pub async fn lock(tx: &impl ConnectionTrait, scope: Scope, id: InvoiceId) -> StoreResult<Invoice> {
    let found = Entity::find_by_id(id.as_uuid()).filter(visible(scope)).lock_exclusive();
    found.one(tx).await?.ok_or(StoreError::NotFound)?.try_into()
}

/// All invoices about these orders, the oldest first, whatever became of them; for callers who may
/// see the orders.
///
/// # Errors
/// The database is not available.
pub async fn of_orders(db: &impl ConnectionTrait, orders: &[OrderId]) -> StoreResult<Vec<Invoice>> {
    let mut about = sea_orm::sea_query::Query::select();
    about
        .column("invoice_id")
        .from("invoice_orders")
        .and_where(Expr::col("order_id").is_in(orders.iter().map(|id| id.as_uuid())));
    Entity::find()
        .filter(Expr::col(("invoices", "id")).in_subquery(about))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?
        .into_iter()
        .map(Invoice::try_from)
        .collect()
}

/// The red letters that were begun on an invoice, the oldest first.
///
/// # Errors
/// The database is not available.
pub async fn red_of(db: &impl ConnectionTrait, id: InvoiceId) -> StoreResult<Vec<Invoice>> {
    Entity::find()
        .filter(Column::ReversesId.eq(id.as_uuid()))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?
        .into_iter()
        .map(Invoice::try_from)
        .collect()
}

/// Whether a request or an invoice that counts stands in the place of this one already.
///
/// # Errors
/// The database is not available.
pub async fn is_replaced(db: &impl ConnectionTrait, id: InvoiceId) -> StoreResult<bool> {
    let found = Entity::find().filter(Column::ReplacesId.eq(id.as_uuid())).all(db).await?;
    let found = found.into_iter().map(Invoice::try_from).collect::<StoreResult<Vec<_>>>()?;
    Ok(found.iter().any(|one| one.status.claims()))
}

/// Keeps a new invoice, with what it has of each order.
///
/// # Errors
/// The database is not available.
pub async fn insert(
    tx: &impl ConnectionTrait,
    new: &Invoice,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, rows::row(new, now)?).await?;
    let orders = rows::orders(new).map(|(order, gross)| order::Model {
        invoice_id: new.id.as_uuid(),
        order_id: order.as_uuid(),
        gross_minor: gross.minor(),
    });
    write::insert_all(tx, orders.collect()).await
}

/// Writes a changed invoice, unless somebody else changed it since it was read. What it has of its
/// orders does not change.
///
/// # Errors
/// [`StoreError::Stale`]; [`StoreError::Duplicate`] of a number.
pub async fn save(
    tx: &impl ConnectionTrait,
    changed: &mut Invoice,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = changed.version;
    let row = Model { version: before + 1, ..rows::row(changed, now)? };
    let same = Column::Id.eq(changed.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    changed.version += 1;
    Ok(())
}

/// The next number of our own of a day, from 1. The row of the day is written, so whoever asks at the
/// same moment waits; what rolls back gives its number back.
///
/// # Errors
/// The database is not available.
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
    count("invoice_numbers.last", row.last)
}
