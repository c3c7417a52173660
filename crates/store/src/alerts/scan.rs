//! The records that an alert may be about, a bounded number at a time, each part from one range of an
//! index.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    alerts::{AlertStatus, PartnerFacts},
    id::{CustomerId, PartnerId, UserId},
    partners::PartnerStatus,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Condition, Expr, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::Subject;
use crate::{StoreResult, customers::customer, partners::partner};

/// Where a row stands in the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub on: NaiveDate,
    pub id: Uuid,
}

/// The records of a batch, and where the next one begins; nothing follows where it is `None`.
pub(super) type Batch = (Vec<Subject>, Option<Place>);

/// Licenses that end between two days and are not over for longer than since `lingers_from`.
///
/// # Errors
/// The database is not available.
pub async fn ending_between(
    db: &impl ConnectionTrait,
    (from, until): (NaiveDate, NaiveDate),
    lingers_from: NaiveDate,
    after: Option<Place>,
    limit: u64,
) -> StoreResult<Batch> {
    let statement = endings((from, until), lingers_from, after, limit);
    batch(db, &statement, limit, |id| Subject::License(id.into())).await
}

pub(super) fn endings(
    days: (NaiveDate, NaiveDate),
    lingers_from: NaiveDate,
    after: Option<Place>,
    limit: u64,
) -> SelectStatement {
    let mut statement = by_day("licenses", "expires_on", days, after, limit);
    statement
        .and_where(Expr::col("terminated_at").is_null())
        .and_where(Expr::col("grace_until").gte(lingers_from));
    statement
}

/// Licenses that nobody activated, with a deadline between two days.
///
/// # Errors
/// The database is not available.
pub async fn due_for_activation(
    db: &impl ConnectionTrait,
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> StoreResult<Batch> {
    let statement = activations(days, after, limit);
    batch(db, &statement, limit, |id| Subject::License(id.into())).await
}

pub(super) fn activations(
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> SelectStatement {
    let mut statement = by_day("licenses", "activation_deadline", days, after, limit);
    statement.and_where(Expr::col("activated_at").is_null());
    statement
}

/// Partners whose agreement ends between two days.
///
/// # Errors
/// The database is not available.
pub async fn agreements_between(
    db: &impl ConnectionTrait,
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> StoreResult<Batch> {
    let statement = by_day("partners", "agreement_until", days, after, limit);
    batch(db, &statement, limit, |id| Subject::Partner(id.into())).await
}

/// Licenses whose installation was heard of last between two days.
///
/// # Errors
/// The database is not available.
pub async fn silent_between(
    db: &impl ConnectionTrait,
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> StoreResult<Batch> {
    let mut found = Vec::new();
    let mut last = None;
    for row in db.query_all(&silences(days, after, limit)).await? {
        let id: Uuid = row.try_get("", "id")?;
        found.push(Subject::License(row.try_get::<Uuid>("", "license_id")?.into()));
        last = Some(Place { on: row.try_get("", "day")?, id });
    }
    let is_full = found.len() as u64 == limit;
    found.sort_unstable();
    found.dedup();
    Ok((found, last.filter(|_| is_full)))
}

pub(super) fn silences(
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> SelectStatement {
    let mut statement = by_day("installations", "heard_on", days, after, limit);
    statement.column("license_id").and_where(Expr::col("retired_at").is_null());
    statement
}

/// Records with alerts of a status.
///
/// # Errors
/// The database is not available.
pub async fn unresolved(
    db: &impl ConnectionTrait,
    status: AlertStatus,
    after: Option<Place>,
    limit: u64,
) -> StoreResult<Batch> {
    let mut found = Vec::new();
    let mut last = None;
    for row in db.query_all(&standing(status, after, limit)).await? {
        let id: Uuid = row.try_get("", "id")?;
        let kind: String = row.try_get("", "subject_kind")?;
        found.push(Subject::of(&kind, row.try_get("", "subject_id")?)?);
        last = Some(Place { on: row.try_get("", "due_on")?, id });
    }
    let is_full = found.len() as u64 == limit;
    found.sort_unstable();
    found.dedup();
    Ok((found, last.filter(|_| is_full)))
}

pub(super) fn standing(status: AlertStatus, after: Option<Place>, limit: u64) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .columns(["id", "due_on", "subject_kind", "subject_id"])
        .from("alerts")
        .and_where(Expr::col("status").eq(status.as_str()))
        .order_by("due_on", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(limit);
    if let Some(Place { on, id }) = after {
        let beyond = Condition::any().add(Expr::col("due_on").gt(on)).add(Expr::col("id").gt(id));
        statement.and_where(Expr::col("due_on").gte(on)).cond_where(beyond);
    }
    statement
}

/// Ids of a table by a day, in one range of the index that begins with it.
pub(super) fn by_day(
    table: &'static str,
    day: &'static str,
    (from, until): (NaiveDate, NaiveDate),
    after: Option<Place>,
    limit: u64,
) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col("id"), "id")
        .expr_as(Expr::col(day), "day")
        .from(table)
        .and_where(Expr::col(day).lte(until))
        .order_by(day, Order::Asc)
        .order_by("id", Order::Asc)
        .limit(limit);
    match after {
        Some(Place { on, id }) => {
            let beyond = Condition::any().add(Expr::col(day).gt(on)).add(Expr::col("id").gt(id));
            statement.and_where(Expr::col(day).gte(Ord::max(on, from))).cond_where(beyond);
        }
        None => {
            statement.and_where(Expr::col(day).gte(from));
        }
    }
    statement
}

pub(super) async fn batch(
    db: &impl ConnectionTrait,
    statement: &SelectStatement,
    limit: u64,
    subject: impl Fn(Uuid) -> Subject,
) -> StoreResult<Batch> {
    let mut found = Vec::new();
    let mut last = None;
    for row in db.query_all(statement).await? {
        let id: Uuid = row.try_get("", "id")?;
        found.push(subject(id));
        last = Some(Place { on: row.try_get("", "day")?, id });
    }
    let is_full = found.len() as u64 == limit;
    Ok((found, last.filter(|_| is_full)))
}

/// Who sees to these customers; those whom nobody does are left out.
///
/// # Errors
/// The database is not available.
pub async fn owners(
    db: &impl ConnectionTrait,
    customers: &[CustomerId],
) -> StoreResult<HashMap<CustomerId, UserId>> {
    let found: Vec<(Uuid, Option<Uuid>)> = customer::Entity::find()
        .select_only()
        .columns([customer::Column::Id, customer::Column::OwnerId])
        .filter(customer::Column::Id.is_in(customers.iter().map(|id| id.as_uuid())))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(id, owner)| Some((id.into(), owner?.into()))).collect())
}

/// A partner, as far as its agreement is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerAgreement {
    pub id: PartnerId,
    pub name: String,
    pub facts: PartnerFacts,
}

impl From<partner::Model> for PartnerAgreement {
    fn from(row: partner::Model) -> Self {
        let active = row.status == PartnerStatus::Active.as_str();
        let facts = PartnerFacts { active, agreement_until: row.agreement_until };
        Self { id: row.id.into(), name: row.name, facts }
    }
}

/// These partners, in no order.
///
/// # Errors
/// The database is not available.
pub async fn agreements_of(
    db: &impl ConnectionTrait,
    ids: &[PartnerId],
) -> StoreResult<Vec<PartnerAgreement>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named = partner::Column::Id.is_in(ids.iter().map(|id| id.as_uuid()));
    let rows = partner::Entity::find().filter(named).all(db).await?;
    Ok(rows.into_iter().map(PartnerAgreement::from).collect())
}

/// One, kept from changing until the transaction ends.
///
/// # Errors
/// The database is not available.
pub async fn lock_agreement(
    tx: &impl ConnectionTrait,
    id: PartnerId,
) -> StoreResult<Option<PartnerAgreement>> {
    let row = partner::Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    Ok(row.map(PartnerAgreement::from))
}
