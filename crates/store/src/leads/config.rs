//! Statuses and sources: a few rows that are read as a whole.

use chrono::{DateTime, Utc};
use domain::{
    id::LeadSourceId,
    leads::wire::{LeadSourceContent, LeadSourceView, LeadStatusContent, LeadStatusView},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use super::{source, status};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, small, word},
    write,
};

impl TryFrom<status::Model> for LeadStatusView {
    type Error = StoreError;

    fn try_from(row: status::Model) -> Result<Self, Self::Error> {
        let days = row.rotting_days.map(|days| count("lead_statuses.rotting_days", days));
        Ok(Self {
            id: row.id.into(),
            content: LeadStatusContent {
                name_zh: row.name_zh,
                name_en: row.name_en,
                kind: word("lead_statuses.kind", &row.kind)?,
                place: count("lead_statuses.place", row.place)?,
                color: word("lead_statuses.color", &row.color)?,
                probability: count("lead_statuses.probability", row.probability)?,
                rotting_days: days.transpose()?,
                active: row.active,
            },
            version: row.version,
        })
    }
}

impl TryFrom<source::Model> for LeadSourceView {
    type Error = StoreError;

    fn try_from(row: source::Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            content: LeadSourceContent {
                name_zh: row.name_zh,
                name_en: row.name_en,
                place: count("lead_sources.place", row.place)?,
                active: row.active,
            },
            version: row.version,
        })
    }
}

/// Every status, in their order; those who may see a lead may see what it is called.
///
/// # Errors
/// The database is not available.
pub async fn statuses(db: &impl ConnectionTrait) -> StoreResult<Vec<LeadStatusView>> {
    let rows = status::Entity::find()
        .order_by_asc(status::Column::Place)
        .order_by_asc(status::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(LeadStatusView::try_from).collect()
}

/// Every status, locked: whether one may be changed depends on the others.
///
/// # Errors
/// The database is not available.
pub async fn lock_statuses(tx: &impl ConnectionTrait) -> StoreResult<Vec<LeadStatusView>> {
    let rows =
        status::Entity::find().order_by_asc(status::Column::Id).lock_exclusive().all(tx).await?;
    let mut all: Vec<LeadStatusView> =
        rows.into_iter().map(LeadStatusView::try_from).collect::<StoreResult<_>>()?;
    all.sort_by_key(|one| (one.content.place, one.id));
    Ok(all)
}

fn status_row(one: &LeadStatusView, now: DateTime<Utc>) -> StoreResult<status::Model> {
    let content = one.content.clone();
    let days = content.rotting_days.map(|days| small("lead_statuses.rotting_days", days));
    Ok(status::Model {
        id: one.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: one.version,
        name_zh: content.name_zh,
        name_en: content.name_en,
        kind: content.kind.as_str().to_owned(),
        place: small("lead_statuses.place", content.place)?,
        color: content.color.as_str().to_owned(),
        probability: small("lead_statuses.probability", content.probability)?,
        rotting_days: days.transpose()?,
        active: content.active,
    })
}

/// Keeps a new status.
///
/// # Errors
/// The database is not available.
pub async fn insert_status(
    tx: &impl ConnectionTrait,
    one: &LeadStatusView,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, status_row(one, now)?).await
}

/// Writes a changed status, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save_status(
    tx: &impl ConnectionTrait,
    one: &mut LeadStatusView,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = one.version;
    let row = status::Model { version: before + 1, ..status_row(one, now)? };
    let mut row = status::ActiveModel::from(row).reset_all();
    row.created_at = sea_orm::NotSet;
    row.updated_at = Set(cut(now));
    let update = status::Entity::update_many()
        .set(row)
        .filter(status::Column::Id.eq(one.id.as_uuid()).and(status::Column::Version.eq(before)));
    write::one(update, tx).await?;
    one.version += 1;
    Ok(())
}

/// Every source, in their order.
///
/// # Errors
/// The database is not available.
pub async fn sources(db: &impl ConnectionTrait) -> StoreResult<Vec<LeadSourceView>> {
    let rows = source::Entity::find()
        .order_by_asc(source::Column::Place)
        .order_by_asc(source::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(LeadSourceView::try_from).collect()
}

/// Reads a source and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock_source(
    tx: &impl ConnectionTrait,
    id: LeadSourceId,
) -> StoreResult<LeadSourceView> {
    let found = source::Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

fn source_row(one: &LeadSourceView, now: DateTime<Utc>) -> StoreResult<source::Model> {
    let content = one.content.clone();
    Ok(source::Model {
        id: one.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: one.version,
        name_zh: content.name_zh,
        name_en: content.name_en,
        place: small("lead_sources.place", content.place)?,
        active: content.active,
    })
}

/// Keeps a new source.
///
/// # Errors
/// The database is not available.
pub async fn insert_source(
    tx: &impl ConnectionTrait,
    one: &LeadSourceView,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, source_row(one, now)?).await
}

/// Writes a changed source, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save_source(
    tx: &impl ConnectionTrait,
    one: &mut LeadSourceView,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = one.version;
    let row = source::Model { version: before + 1, ..source_row(one, now)? };
    let mut row = source::ActiveModel::from(row).reset_all();
    row.created_at = sea_orm::NotSet;
    let update = source::Entity::update_many()
        .set(row)
        .filter(source::Column::Id.eq(one.id.as_uuid()).and(source::Column::Version.eq(before)));
    write::one(update, tx).await?;
    one.version += 1;
    Ok(())
}
