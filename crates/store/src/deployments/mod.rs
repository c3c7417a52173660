//! Deployments of licenses: one by one, locked before they are changed.

mod batch;
pub(crate) mod deployment;
mod overview;
mod staff;
mod views;
pub(crate) mod work;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    dates::business_day,
    deployments::{
        CheckedItem, DeploymentKind, DeploymentStatus, due_on, shown_on,
        wire::{AcceptDeployment, DeploymentContent},
    },
    id::{CustomerId, DeploymentId, LicenseId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

use self::deployment::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    batch::{known, last_ordinals, remove_all, staff_all, versions},
    overview::{brought_to_life, calendar},
    staff::{assign, engineers_of, is_at_work, rename_engineer},
    views::{DeploymentNames, names, page},
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, small, to_json, word, word_opt},
    write,
};

/// Bringing a license to life on a customer's machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    pub id: DeploymentId,
    pub number: String,
    /// Which deployment of its license, from 1.
    pub ordinal: u32,
    pub customer_id: CustomerId,
    pub status: DeploymentStatus,
    /// The plan.
    pub content: DeploymentContent,
    pub checklist: Vec<CheckedItem>,
    /// Which try this is, from 1.
    pub attempt: u32,
    pub started_at: Option<DateTime<Utc>>,
    pub completed_on: Option<NaiveDate>,
    pub acceptance: Option<AcceptDeployment>,
    /// Why it failed or was canceled.
    pub reason: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Deployment {
    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        let content = self.content.clone();
        let acceptance = self.acceptance.clone();
        let due_on = due_on(self.status, &self.content, self.started_at.map(business_day));
        Ok(Model {
            due_on,
            shown_on: shown_on(&self.content),
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            number: self.number.clone(),
            license_id: content.license_id.as_uuid(),
            ordinal: small("deployments.ordinal", self.ordinal)?,
            customer_id: self.customer_id.as_uuid(),
            status: self.status.as_str().to_owned(),
            kind: content.kind.as_str().to_owned(),
            mode: content.mode.as_str().to_owned(),
            method: content.method.as_str().to_owned(),
            environment: content.environment.as_str().to_owned(),
            cloud: content.cloud.map(|cloud| cloud.as_str().to_owned()),
            planned_on: content.planned_on,
            window_from: content.window_from,
            window_until: content.window_until,
            window_hours: content.window_hours,
            product_version: content.product_version,
            server_info: content.server_info,
            notes: content.notes,
            checklist: to_json("deployments.checklist", &self.checklist)?,
            attempt: small("deployments.attempt", self.attempt)?,
            started_at: self.started_at.map(cut),
            completed_on: self.completed_on,
            signed_on: acceptance.as_ref().map(|form| form.signed_on),
            form_number: acceptance.as_ref().and_then(|form| form.form_number.clone()),
            acceptance_remark: acceptance.as_ref().and_then(|form| form.remark.clone()),
            signed_by: acceptance.map(|form| form.signed_by),
            reason: self.reason.clone(),
        })
    }
}

impl TryFrom<Model> for Deployment {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let (form_number, remark) = (row.form_number, row.acceptance_remark);
        let signed = row.signed_by.zip(row.signed_on);
        Ok(Self {
            id: row.id.into(),
            number: row.number,
            ordinal: count("deployments.ordinal", row.ordinal)?,
            customer_id: row.customer_id.into(),
            status: word("deployments.status", &row.status)?,
            content: DeploymentContent {
                license_id: row.license_id.into(),
                kind: word("deployments.kind", &row.kind)?,
                mode: word("deployments.mode", &row.mode)?,
                method: word("deployments.method", &row.method)?,
                environment: word("deployments.environment", &row.environment)?,
                cloud: word_opt("deployments.cloud", row.cloud.as_deref())?,
                planned_on: row.planned_on,
                window_from: row.window_from,
                window_until: row.window_until,
                window_hours: row.window_hours,
                product_version: row.product_version,
                server_info: row.server_info,
                notes: row.notes,
            },
            checklist: from_json("deployments.checklist", &row.checklist)?,
            attempt: count("deployments.attempt", row.attempt)?,
            started_at: row.started_at,
            completed_on: row.completed_on,
            acceptance: signed.map(|(signed_by, signed_on)| AcceptDeployment {
                signed_by,
                signed_on,
                form_number,
                remark,
            }),
            reason: row.reason,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The deployments that a scope opens: staff see them all, nobody has some of their own.
pub(crate) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(_) | Scope::OfUser(_) => Condition::all().add(Expr::val(1).eq(0)),
    }
}

fn all(rows: Vec<Model>) -> StoreResult<Vec<Deployment>> {
    rows.into_iter().map(Deployment::try_from).collect()
}

/// One deployment; [`StoreError::NotFound`] out of scope.
///
/// # Errors
/// The database is not available.
pub async fn get(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: DeploymentId,
) -> StoreResult<Deployment> {
    let found = Entity::find_by_id(id.as_uuid()).filter(visible(scope)).one(db).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Reads it and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`] out of scope.
pub async fn lock(
    tx: &impl ConnectionTrait,
    scope: Scope,
    id: DeploymentId,
) -> StoreResult<Deployment> {
    let found =
        Entity::find_by_id(id.as_uuid()).filter(visible(scope)).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Locks the open deployments of licenses, in the order of their ids; for who takes the licenses
/// back.
///
/// # Errors
/// The database is not available.
pub async fn lock_open(
    tx: &impl ConnectionTrait,
    licenses: &[LicenseId],
) -> StoreResult<Vec<Deployment>> {
    if licenses.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::LicenseId.is_in(licenses.iter().map(|id| id.as_uuid())))
        .filter(Column::Status.is_in(DeploymentStatus::OPEN.map(DeploymentStatus::as_str)))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    all(rows)
}

/// The ordinal of a license's next deployment, for who has locked the license.
///
/// # Errors
/// The database is not available.
pub async fn next_ordinal(tx: &impl ConnectionTrait, license: LicenseId) -> StoreResult<u32> {
    let last: Option<Option<i32>> = Entity::find()
        .select_only()
        .column_as(Column::Ordinal.max(), "last")
        .filter(Column::LicenseId.eq(license.as_uuid()))
        .into_tuple()
        .one(tx)
        .await?;
    Ok(count("deployments.ordinal", last.flatten().unwrap_or_default())? + 1)
}

/// The day on which a license's first initial deployment was completed, for who may see the license.
///
/// # Errors
/// The database is not available.
pub async fn deployed_on(
    db: &impl ConnectionTrait,
    license: LicenseId,
) -> StoreResult<Option<NaiveDate>> {
    let done = [DeploymentStatus::Completed, DeploymentStatus::Accepted];
    let first: Option<Option<NaiveDate>> = Entity::find()
        .select_only()
        .column_as(Column::CompletedOn.min(), "first")
        .filter(Column::LicenseId.eq(license.as_uuid()))
        .filter(Column::Kind.eq(DeploymentKind::Initial.as_str()))
        .filter(Column::Status.is_in(done.map(DeploymentStatus::as_str)))
        .into_tuple()
        .one(db)
        .await?;
    Ok(first.flatten())
}

/// Keeps new ones, in one statement. A number that is taken answers as a duplicate of
/// `uq_deployments_number`.
///
/// # Errors
/// The database is not available.
pub async fn insert_all(
    tx: &impl ConnectionTrait,
    deployments: &[Deployment],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let rows = deployments.iter().map(|one| one.row(now)).collect::<StoreResult<Vec<_>>>()?;
    write::insert_all(tx, rows).await
}

/// Writes a changed one, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save(
    tx: &impl ConnectionTrait,
    deployment: &mut Deployment,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = deployment.version;
    let row = Model { version: before + 1, ..deployment.row(now)? };
    let same = Column::Id.eq(deployment.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    deployment.version += 1;
    Ok(())
}

#[cfg(test)]
mod tests;
