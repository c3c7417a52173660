//! Change requests: reached with their subject, whose row is locked before they are written.

pub(crate) mod change_request;
pub(crate) mod number;
mod views;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    change_requests::{Change, ChangeFacts, ChangeStatus, ChangeSubject},
    id::{ChangeRequestId, CustomerId, LicenseId, UserId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use self::change_request::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::views::page;
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, id_opt, to_json, uuid_opt, word},
    write,
};

/// What somebody asked to be changed, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRequest {
    pub id: ChangeRequestId,
    pub number: String,
    pub status: ChangeStatus,
    /// The customer, or whose license it is.
    pub customer_id: CustomerId,
    pub license_id: Option<LicenseId>,
    /// What the subject was called when it was asked.
    pub subject_label: String,
    /// The version of the subject that was seen.
    pub subject_version: i64,
    /// What the fields concerned held then.
    pub before: Change,
    /// What they should hold.
    pub after: Change,
    pub reason: String,
    pub requested_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decision_reason: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl ChangeRequest {
    /// What decides about decisions.
    pub const fn facts(&self, four_eyes: bool) -> ChangeFacts {
        ChangeFacts { status: self.status, requested_by: self.requested_by, four_eyes }
    }

    /// What it is about.
    pub const fn subject(&self) -> ChangeSubject {
        self.after.subject()
    }

    /// The id of the license, else of the customer.
    pub fn subject_id(&self) -> Uuid {
        self.license_id.map_or(self.customer_id.as_uuid(), LicenseId::as_uuid)
    }

    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        let is_open = self.status == ChangeStatus::Requested;
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            number: self.number.clone(),
            status: self.status.as_str().to_owned(),
            subject: self.subject().as_str().to_owned(),
            customer_id: self.customer_id.as_uuid(),
            license_id: uuid_opt(self.license_id),
            subject_label: self.subject_label.clone(),
            subject_version: self.subject_version,
            open_subject: is_open.then(|| self.subject_id()),
            old_values: values(&self.before)?,
            new_values: values(&self.after)?,
            reason: self.reason.clone(),
            requested_by: self.requested_by.as_uuid(),
            decided_by: uuid_opt(self.decided_by),
            decided_at: self.decided_at.map(cut),
            decision_reason: self.decision_reason.clone(),
        })
    }
}

fn values(change: &Change) -> StoreResult<String> {
    match change {
        Change::Customer(change) => to_json("change_requests.values", change),
        Change::License(change) => to_json("change_requests.values", change),
    }
}

fn change(subject: ChangeSubject, values: &str) -> StoreResult<Change> {
    let column = "change_requests.values";
    Ok(match subject {
        ChangeSubject::Customer => Change::Customer(from_json(column, values)?),
        ChangeSubject::License => Change::License(from_json(column, values)?),
    })
}

impl TryFrom<Model> for ChangeRequest {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let subject = word("change_requests.subject", &row.subject)?;
        Ok(Self {
            id: row.id.into(),
            number: row.number,
            status: word("change_requests.status", &row.status)?,
            customer_id: row.customer_id.into(),
            license_id: id_opt(row.license_id),
            subject_label: row.subject_label,
            subject_version: row.subject_version,
            before: change(subject, &row.old_values)?,
            after: change(subject, &row.new_values)?,
            reason: row.reason,
            requested_by: row.requested_by.into(),
            decided_by: id_opt(row.decided_by),
            decided_at: row.decided_at,
            decision_reason: row.decision_reason,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The change requests that a scope opens: partners none; of staff with customers of their own,
/// what they asked for and what is asked of these customers.
fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(_) => Condition::all().add(Expr::val(1).eq(0)),
        Scope::OfUser(user) => Condition::any()
            .add(Expr::col(("change_requests", "requested_by")).eq(user.as_uuid()))
            .add(Expr::col(("change_requests", "customer_id")).in_subquery(owned_by(user))),
    }
}

fn owned_by(user: UserId) -> SelectStatement {
    let mut own = Query::select();
    own.column("id").from("customers").and_where(Expr::col("owner_id").eq(user.as_uuid()));
    own
}

/// One change request; [`StoreError::NotFound`] out of scope.
pub async fn get(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: ChangeRequestId,
) -> StoreResult<ChangeRequest> {
    Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?
        .try_into()
}

/// The number of the request that waits for this customer or license, for callers who may see it.
pub async fn open_on(db: &impl ConnectionTrait, subject: Uuid) -> StoreResult<Option<String>> {
    let found = Entity::find().filter(Column::OpenSubject.eq(subject)).one(db).await?;
    Ok(found.map(|row| row.number))
}

/// Keeps a new one. A second open one of the same subject answers as a duplicate of
/// `uq_change_requests_open_subject`.
pub async fn insert(
    tx: &impl ConnectionTrait,
    new: &ChangeRequest,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, new.row(now)?).await
}

/// Writes a decided one, unless somebody else decided since it was read.
pub async fn save(
    tx: &impl ConnectionTrait,
    decided: &mut ChangeRequest,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = decided.version;
    let row = Model { version: before + 1, ..decided.row(now)? };
    let same = Column::Id.eq(decided.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    decided.version += 1;
    Ok(())
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
    count("change_request_numbers.last", row.last)
}

#[cfg(test)]
mod tests;
