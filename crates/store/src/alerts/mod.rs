//! Alerts: one per record, kind and slot, by a unique index; who writes a second one learns that it
//! is there.

pub(crate) mod alert;
mod digest;
mod due;
mod overdue;
pub(crate) mod run;
mod runs;
mod scan;
mod views;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    alerts::{AlertStatus, Resolution, Slot, Stored, wire::AlertView},
    events::SubjectKind,
    id::{AlertId, CustomerId, DeploymentId, LicenseId, OrderId, PartnerId, UserId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, UpdateMany,
    sea_query::Expr,
};
use uuid::Uuid;

use self::alert::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    digest::{fresh, mark_told, wake},
    due::{DueDeployment, deployments_of, due_between, leads, lock_deployment},
    overdue::{OverdueOrder, lock_order, orders_of, overdue_between},
    runs::{Part, Run, advance, begin, finish, run_of},
    scan::{
        PartnerAgreement, Place, agreements_between, agreements_of, due_for_activation,
        ending_between, lock_agreement, owners, silent_between, unresolved,
    },
    views::{by_ids, counts, get, page},
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, small, uuid_opt, word},
    write,
};

/// The record that an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    License(LicenseId),
    Partner(PartnerId),
    Deployment(DeploymentId),
    Order(OrderId),
}

impl Subject {
    pub const fn kind(self) -> SubjectKind {
        match self {
            Self::License(_) => SubjectKind::License,
            Self::Partner(_) => SubjectKind::Partner,
            Self::Deployment(_) => SubjectKind::Deployment,
            Self::Order(_) => SubjectKind::Order,
        }
    }

    pub const fn id(self) -> Uuid {
        match self {
            Self::License(id) => id.as_uuid(),
            Self::Partner(id) => id.as_uuid(),
            Self::Deployment(id) => id.as_uuid(),
            Self::Order(id) => id.as_uuid(),
        }
    }

    fn of(kind: &str, id: Uuid) -> StoreResult<Self> {
        match word("alerts.subject_kind", kind)? {
            SubjectKind::License => Ok(Self::License(id.into())),
            SubjectKind::Partner => Ok(Self::Partner(id.into())),
            SubjectKind::Deployment => Ok(Self::Deployment(id.into())),
            SubjectKind::Order => Ok(Self::Order(id.into())),
            other => Err(StoreError::Corrupt(format!("alerts.subject_kind: {other}"))),
        }
    }
}

/// An alert about to be raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAlert {
    pub id: AlertId,
    pub slot: Slot,
    pub subject: Subject,
    /// What people call the record.
    pub label: String,
    pub customer_id: Option<CustomerId>,
    pub partner_id: Option<PartnerId>,
    pub owner_id: Option<UserId>,
}

/// The alerts that a scope opens: a partner's, those of its licenses and its agreement; somebody's own,
/// those of their customers.
fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(partner) => {
            Condition::all().add(Expr::col(("alerts", "partner_id")).eq(partner.as_uuid()))
        }
        Scope::OfUser(user) => {
            Condition::all().add(Expr::col(("alerts", "owner_id")).eq(user.as_uuid()))
        }
    }
}

fn slot_of(row: &Model) -> StoreResult<Slot> {
    Ok(Slot {
        kind: word("alerts.kind", &row.kind)?,
        due_on: row.due_on,
        step: row.step.map(|step| count("alerts.step", step)).transpose()?,
    })
}

/// Raises an alert unless its slot was raised before; answers whether it was new.
///
/// # Errors
/// The database is not available.
pub async fn insert_if_absent(
    tx: &impl ConnectionTrait,
    new: &NewAlert,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let now = cut(now);
    let row = Model {
        id: new.id.as_uuid(),
        created_at: now,
        updated_at: now,
        version: 1,
        kind: new.slot.kind.as_str().to_owned(),
        slot: new.slot.key(),
        severity: new.slot.severity().as_str().to_owned(),
        status: AlertStatus::Open.as_str().to_owned(),
        subject_kind: new.subject.kind().as_str().to_owned(),
        subject_id: new.subject.id(),
        subject_label: new.label.clone(),
        due_on: new.slot.due_on,
        step: new.slot.step.map(|step| small("alerts.step", step)).transpose()?,
        customer_id: uuid_opt(new.customer_id),
        partner_id: uuid_opt(new.partner_id),
        owner_id: uuid_opt(new.owner_id),
        handled_by: None,
        handled_at: None,
        snoozed_until: None,
        resolved_at: None,
        resolution: None,
        digest_on: None,
    };
    write::insert_if_absent(tx, row).await
}

/// All that was ever raised of these records, by record; one statement.
///
/// # Errors
/// The database is not available.
pub async fn of_subjects(
    db: &impl ConnectionTrait,
    subjects: &[Subject],
) -> StoreResult<HashMap<Subject, Vec<Stored>>> {
    let mut found: HashMap<Subject, Vec<Stored>> = HashMap::new();
    if subjects.is_empty() {
        return Ok(found);
    }
    let kinds =
        [SubjectKind::License, SubjectKind::Partner, SubjectKind::Deployment, SubjectKind::Order];
    let named = kinds.into_iter().fold(Condition::any(), |any, kind| {
        let ids: Vec<Uuid> =
            subjects.iter().filter(|one| one.kind() == kind).map(|one| one.id()).collect();
        let of_kind =
            Column::SubjectKind.eq(kind.as_str()).and(Column::SubjectId.is_in(ids.clone()));
        if ids.is_empty() { any } else { any.add(of_kind) }
    });
    for row in Entity::find().filter(named).all(db).await? {
        let subject = Subject::of(&row.subject_kind, row.subject_id)?;
        let stored = Stored {
            id: row.id.into(),
            slot: slot_of(&row)?,
            status: word("alerts.status", &row.status)?,
        };
        found.entry(subject).or_default().push(stored);
    }
    Ok(found)
}

/// A change that counts as one of the row's.
fn changed(now: DateTime<Utc>) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
}

/// Resolves an alert; answers whether it was not resolved before.
///
/// # Errors
/// The database is not available.
pub async fn resolve(
    tx: &impl ConnectionTrait,
    id: AlertId,
    why: Resolution,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let done = changed(now)
        .col_expr(Column::Status, Expr::value(AlertStatus::Resolved.as_str()))
        .col_expr(Column::ResolvedAt, Expr::value(cut(now)))
        .col_expr(Column::Resolution, Expr::value(why.as_str()))
        .col_expr(Column::SnoozedUntil, Expr::value(None::<NaiveDate>))
        // Nobody is told of what is over.
        .col_expr(Column::DigestOn, Expr::value(day))
        .filter(Column::Id.eq(id.as_uuid()))
        .filter(Column::Status.ne(AlertStatus::Resolved.as_str()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Opens a resolved alert again, as if nobody had seen it; answers whether it was resolved.
///
/// # Errors
/// The database is not available.
pub async fn reopen(
    tx: &impl ConnectionTrait,
    id: AlertId,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let done = changed(now)
        .col_expr(Column::Status, Expr::value(AlertStatus::Open.as_str()))
        .col_expr(Column::ResolvedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Resolution, Expr::value(None::<String>))
        .col_expr(Column::HandledBy, Expr::value(None::<Uuid>))
        .col_expr(Column::HandledAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::DigestOn, Expr::value(None::<NaiveDate>))
        .filter(Column::Id.eq(id.as_uuid()))
        .filter(Column::Status.eq(AlertStatus::Resolved.as_str()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// What somebody made of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handled {
    pub status: AlertStatus,
    pub snoozed_until: Option<NaiveDate>,
    /// Nobody, where it is open again.
    pub by: Option<UserId>,
}

/// Keeps what somebody made of an alert that is still as they saw it.
///
/// # Errors
/// [`StoreError::Stale`] where it moved meanwhile.
pub async fn handle(
    tx: &impl ConnectionTrait,
    seen: &AlertView,
    handled: Handled,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let update = changed(now)
        .col_expr(Column::Status, Expr::value(handled.status.as_str()))
        .col_expr(Column::SnoozedUntil, Expr::value(handled.snoozed_until))
        .col_expr(Column::HandledBy, Expr::value(uuid_opt(handled.by)))
        .col_expr(Column::HandledAt, Expr::value(handled.by.map(|_| cut(now))))
        .filter(Column::Id.eq(seen.id.as_uuid()).and(Column::Version.eq(seen.version)));
    write::one(update, tx).await
}

/// Acknowledges those of these that are open or asleep; answers how many.
///
/// # Errors
/// The database is not available.
pub async fn acknowledge_all(
    tx: &impl ConnectionTrait,
    ids: &[AlertId],
    by: UserId,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let waiting = [AlertStatus::Open.as_str(), AlertStatus::Snoozed.as_str()];
    let done = changed(now)
        .col_expr(Column::Status, Expr::value(AlertStatus::Acknowledged.as_str()))
        .col_expr(Column::SnoozedUntil, Expr::value(None::<NaiveDate>))
        .col_expr(Column::HandledBy, Expr::value(by.as_uuid()))
        .col_expr(Column::HandledAt, Expr::value(cut(now)))
        .filter(Column::Id.is_in(ids.iter().map(|id| id.as_uuid())))
        .filter(Column::Status.is_in(waiting))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

#[cfg(test)]
mod tests;
