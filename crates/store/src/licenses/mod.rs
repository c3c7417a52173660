//! Licenses; their status is derived, never stored.

mod batch;
pub(crate) mod license;
mod renewals;
mod status;
pub(crate) mod views;

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    dates::plus_days,
    id::{CustomerId, Id, LicenseId, OrderId, OrderLineId, PartnerId, ProductId, UserId},
    licenses::{ActivationMode, Facts, Moves, Term, term_of},
    products::Edition,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

pub use self::batch::{of_customers, remove_direct, versions};
use self::license::{Column, Entity, Model};
pub use self::renewals::due;
pub use self::views::{LicenseNames, names, page};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, hash, id_opt, small, uuid_opt, word},
    write,
};

/// What was sold to one customer: one set of one order line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    pub id: LicenseId,
    pub number: String,
    pub customer_id: CustomerId,
    pub order_id: OrderId,
    pub order_line_id: OrderLineId,
    /// Which set of its line, from 1.
    pub ordinal: u32,
    pub product_id: ProductId,
    pub edition: Edition,
    pub partner_id: Option<PartnerId>,
    pub owner_id: Option<UserId>,
    /// Workspaces; 0 is unlimited.
    pub workspaces: u32,
    /// Users; 0 is unlimited.
    pub users: u32,
    pub term_years: u32,
    pub grace_days: u32,
    /// The last day of grace. Written as what follows from `expires_on` and `grace_days`, so that
    /// no filter disagrees with the status.
    pub grace_until: Option<NaiveDate>,
    pub activation_mode: ActivationMode,
    pub cluster_id: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    pub activation_deadline: Option<NaiveDate>,
    pub activated_at: Option<DateTime<Utc>>,
    pub activated_on: Option<NaiveDate>,
    pub starts_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    /// The last day of its first term where one was agreed, in place of whole years.
    pub ends_on: Option<NaiveDate>,
    pub suspended_at: Option<DateTime<Utc>>,
    pub suspended_reason: Option<String>,
    pub terminated_at: Option<DateTime<Utc>>,
    pub terminated_reason: Option<String>,
    /// Which of its activation codes is good.
    pub code_generation: u32,
    /// The SHA-256 of that code, where it is activated online.
    pub code_hash: Option<[u8; 32]>,
    /// For staff only.
    pub notes: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Default for License {
    /// Nobody's license, for what a caller leaves out.
    fn default() -> Self {
        Self {
            id: Id::from_uuid(Uuid::nil()),
            number: String::new(),
            customer_id: Id::from_uuid(Uuid::nil()),
            order_id: Id::from_uuid(Uuid::nil()),
            order_line_id: Id::from_uuid(Uuid::nil()),
            ordinal: 1,
            product_id: Id::from_uuid(Uuid::nil()),
            edition: Edition::default(),
            partner_id: None,
            owner_id: None,
            workspaces: 0,
            users: 0,
            term_years: 1,
            grace_days: 0,
            grace_until: None,
            activation_mode: ActivationMode::default(),
            cluster_id: None,
            sent_at: None,
            activation_deadline: None,
            activated_at: None,
            activated_on: None,
            starts_on: None,
            expires_on: None,
            ends_on: None,
            suspended_at: None,
            suspended_reason: None,
            terminated_at: None,
            terminated_reason: None,
            code_generation: 1,
            code_hash: None,
            notes: None,
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
    }
}

impl License {
    /// What its status follows from.
    pub const fn facts(&self) -> Facts {
        Facts {
            terminated: self.terminated_at.is_some(),
            suspended: self.suspended_at.is_some(),
            sent: self.sent_at.is_some(),
            activated: self.activated_at.is_some(),
            expires_on: self.expires_on,
            grace_days: self.grace_days,
        }
    }

    /// What decides about moves by hand, on a business day.
    pub fn moves(&self, today: NaiveDate) -> Moves {
        Moves {
            status: self.facts().status(today),
            mode: self.activation_mode,
            sent: self.sent_at.is_some(),
            activated: self.activated_at.is_some(),
            expires_on: self.expires_on,
        }
    }

    /// Its first term, when it was sent on one day and activated on another.
    pub fn first_term(&self, sent_on: NaiveDate, activated_on: Option<NaiveDate>) -> Term {
        term_of(sent_on, activated_on, self.term_years).until(self.ends_on)
    }

    fn last_day_of_grace(&self) -> Option<NaiveDate> {
        self.expires_on.map(|last| plus_days(last, self.grace_days))
    }

    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            number: self.number.clone(),
            customer_id: self.customer_id.as_uuid(),
            order_id: self.order_id.as_uuid(),
            order_line_id: self.order_line_id.as_uuid(),
            ordinal: small("licenses.ordinal", self.ordinal)?,
            product_id: self.product_id.as_uuid(),
            edition: self.edition.as_str().to_owned(),
            partner_id: uuid_opt(self.partner_id),
            owner_id: uuid_opt(self.owner_id),
            workspaces: small("licenses.workspaces", self.workspaces)?,
            users: small("licenses.users", self.users)?,
            term_years: small("licenses.term_years", self.term_years)?,
            grace_days: small("licenses.grace_days", self.grace_days)?,
            grace_until: self.last_day_of_grace(),
            activation_mode: self.activation_mode.as_str().to_owned(),
            cluster_id: self.cluster_id.clone(),
            sent_at: self.sent_at.map(cut),
            activation_deadline: self.activation_deadline,
            activated_at: self.activated_at.map(cut),
            activated_on: self.activated_on,
            starts_on: self.starts_on,
            expires_on: self.expires_on,
            ends_on: self.ends_on,
            suspended_at: self.suspended_at.map(cut),
            suspended_reason: self.suspended_reason.clone(),
            terminated_at: self.terminated_at.map(cut),
            terminated_reason: self.terminated_reason.clone(),
            code_generation: small("licenses.code_generation", self.code_generation)?,
            code_hash: self.code_hash.map(Vec::from),
            notes: self.notes.clone(),
        })
    }
}

impl TryFrom<Model> for License {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            number: row.number,
            customer_id: row.customer_id.into(),
            order_id: row.order_id.into(),
            order_line_id: row.order_line_id.into(),
            ordinal: count("licenses.ordinal", row.ordinal)?,
            product_id: row.product_id.into(),
            edition: word("licenses.edition", &row.edition)?,
            partner_id: id_opt(row.partner_id),
            owner_id: id_opt(row.owner_id),
            workspaces: count("licenses.workspaces", row.workspaces)?,
            users: count("licenses.users", row.users)?,
            term_years: count("licenses.term_years", row.term_years)?,
            grace_days: count("licenses.grace_days", row.grace_days)?,
            grace_until: row.grace_until,
            activation_mode: word("licenses.activation_mode", &row.activation_mode)?,
            cluster_id: row.cluster_id,
            sent_at: row.sent_at,
            activation_deadline: row.activation_deadline,
            activated_at: row.activated_at,
            activated_on: row.activated_on,
            starts_on: row.starts_on,
            expires_on: row.expires_on,
            ends_on: row.ends_on,
            suspended_at: row.suspended_at,
            suspended_reason: row.suspended_reason,
            terminated_at: row.terminated_at,
            terminated_reason: row.terminated_reason,
            code_generation: count("licenses.code_generation", row.code_generation)?,
            code_hash: row.code_hash.map(|bytes| hash("licenses.code_hash", bytes)).transpose()?,
            notes: row.notes,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The licenses that a scope opens: nobody has licenses of their own but partners.
pub(crate) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(partner) => {
            Condition::all().add(Expr::col(("licenses", "partner_id")).eq(partner.as_uuid()))
        }
        Scope::OfUser(_) => Condition::all().add(Expr::val(1).eq(0)),
    }
}

fn all(rows: Vec<Model>) -> StoreResult<Vec<License>> {
    rows.into_iter().map(License::try_from).collect()
}

/// Writes new licenses. A number that is taken answers as a duplicate of `uq_licenses_number`.
pub async fn insert_all(
    tx: &impl ConnectionTrait,
    licenses: &[License],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let rows = licenses.iter().map(|license| license.row(now)).collect::<StoreResult<Vec<_>>>()?;
    write::insert_all(tx, rows).await
}

/// Every number that is taken, of however many there are: for who makes many at once.
pub async fn numbers(db: &impl ConnectionTrait) -> StoreResult<HashSet<String>> {
    let numbers = Entity::find().select_only().column(Column::Number).into_tuple();
    let numbers: Vec<String> = numbers.all(db).await?;
    Ok(numbers.into_iter().collect())
}

/// What an order brought, by line and set; for callers who may see the order.
pub async fn of_order(db: &impl ConnectionTrait, order: OrderId) -> StoreResult<Vec<License>> {
    let rows = Entity::find()
        .filter(Column::OrderId.eq(order.as_uuid()))
        .order_by_asc(Column::OrderLineId)
        .order_by_asc(Column::Ordinal)
        .all(db)
        .await?;
    all(rows)
}

pub async fn get(db: &impl ConnectionTrait, scope: Scope, id: LicenseId) -> StoreResult<License> {
    Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?
        .try_into()
}

/// These licenses, those within reach, in no order.
pub async fn get_many(
    db: &impl ConnectionTrait,
    scope: Scope,
    ids: &[LicenseId],
) -> StoreResult<Vec<License>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named = Column::Id.is_in(ids.iter().map(|id| id.as_uuid()));
    all(Entity::find().filter(named).filter(visible(scope)).all(db).await?)
}

/// A license by its id, or by its number in any case.
pub async fn find(
    db: &impl ConnectionTrait,
    scope: Scope,
    id_or_number: &str,
) -> StoreResult<License> {
    if let Ok(id) = id_or_number.parse() {
        return get(db, scope, id).await;
    }
    Entity::find()
        .filter(Column::Number.eq(id_or_number.trim().to_ascii_uppercase()))
        .filter(visible(scope))
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?
        .try_into()
}

/// The licenses with these numbers, in no order. The whole house is asked.
///
/// # Errors
/// The database is not available.
pub async fn by_numbers(
    db: &impl ConnectionTrait,
    numbers: &[String],
) -> StoreResult<Vec<License>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let named = Column::Number.is_in(numbers.iter().map(String::as_str));
    all(Entity::find().filter(named).all(db).await?)
}

/// Reads a license and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, scope: Scope, id: LicenseId) -> StoreResult<License> {
    Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?
        .try_into()
}

/// Locks the license whose activation code has this hash. Without a scope: who holds the code of a
/// license may activate it, and nobody has signed in.
pub async fn lock_by_code(
    tx: &impl ConnectionTrait,
    code_hash: [u8; 32],
) -> StoreResult<Option<License>> {
    let row = Entity::find()
        .filter(Column::CodeHash.eq(code_hash.to_vec()))
        .lock_exclusive()
        .one(tx)
        .await?;
    row.map(License::try_from).transpose()
}

/// Locks licenses in the order of their ids, as everybody does who locks several: no two
/// transactions wait for each other. For the system's own work, which no scope bounds.
pub async fn lock_all(tx: &impl ConnectionTrait, ids: &[LicenseId]) -> StoreResult<Vec<License>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.as_uuid())))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    all(rows)
}

/// Writes a changed license, unless somebody else changed it since it was read.
pub async fn save(
    tx: &impl ConnectionTrait,
    license: &mut License,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = license.version;
    let row = Model { version: before + 1, ..license.row(now)? };
    let same = Column::Id.eq(license.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    license.version += 1;
    license.grace_until = license.last_day_of_grace();
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
