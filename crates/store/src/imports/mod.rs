//! Imports: one row per file, one per row of it. Rows are read and written in batches by their
//! number, so that a file of any length takes the same memory.

pub(crate) mod import;
pub(crate) mod mapping;
pub(crate) mod row;
mod rows;
mod views;

use chrono::{DateTime, Utc};
use domain::{
    id::{ImportId, UserId},
    imports::{Counts, ImportStatus, ImportTarget, OnDuplicate},
    problem::Reason,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use self::import::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::row_listing;
pub use self::{
    rows::{Row, batch, batch_back, by_numbers, delete_rows, earlier, insert_rows, replace_rows},
    views::{page, rows_page, view},
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, hash, id_opt, small, to_json, uuid_opt, word, word_opt},
    write,
};

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub id: ImportId,
    pub target: ImportTarget,
    pub status: ImportStatus,
    pub file_name: String,
    /// Bytes.
    pub file_size: u64,
    /// SHA-256 of the file.
    pub file_hash: [u8; 32],
    pub encoding: String,
    pub header_row: u32,
    pub headers: Vec<String>,
    pub columns: Vec<Option<String>>,
    pub remembered: bool,
    pub on_duplicate: OnDuplicate,
    pub rows: u32,
    pub done: u32,
    /// The number of the last row that is done; 0 at the beginning.
    pub last_row: u32,
    pub counts: Counts,
    pub failure: Option<Reason>,
    pub created_by: UserId,
    pub acted_by: Option<UserId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub committed_at: Option<DateTime<Utc>>,
    pub undone_at: Option<DateTime<Utc>>,
    /// How often its next batch has failed.
    pub tries: u32,
    /// Until when it waits because of that.
    pub waits_until: Option<DateTime<Utc>>,
    pub version: i64,
}

impl Import {
    /// From the beginning of its rows again, in another state.
    pub fn enter(&mut self, status: ImportStatus) {
        self.status = status;
        (self.done, self.last_row) = (0, 0);
        self.goes_on();
    }

    /// Nothing is wrong with it any more.
    pub const fn goes_on(&mut self) {
        (self.tries, self.waits_until, self.failure) = (0, None, None);
    }

    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            target: self.target.as_str().to_owned(),
            status: self.status.as_str().to_owned(),
            file_name: self.file_name.clone(),
            file_size: i64::try_from(self.file_size)
                .map_err(|_| StoreError::Corrupt("imports.file_size".to_owned()))?,
            file_hash: self.file_hash.to_vec(),
            encoding: self.encoding.clone(),
            header_row: small("imports.header_row", self.header_row)?,
            headers: to_json("imports.headers", &self.headers)?,
            columns: to_json("imports.columns", &self.columns)?,
            remembered: self.remembered,
            on_duplicate: self.on_duplicate.as_str().to_owned(),
            row_count: small("imports.row_count", self.rows)?,
            done: small("imports.done", self.done)?,
            last_row: i64::from(self.last_row),
            counts: to_json("imports.counts", &self.counts)?,
            failure: self.failure.map(|reason| reason.as_str().to_owned()),
            created_by: self.created_by.as_uuid(),
            acted_by: uuid_opt(self.acted_by),
            committed_at: self.committed_at.map(cut),
            undone_at: self.undone_at.map(cut),
            tries: small("imports.tries", self.tries)?,
            waits_until: self.waits_until.map(cut),
        })
    }
}

impl TryFrom<Model> for Import {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            target: word("imports.target", &row.target)?,
            status: word("imports.status", &row.status)?,
            file_name: row.file_name,
            file_size: row
                .file_size
                .try_into()
                .map_err(|_| StoreError::Corrupt("imports.file_size".to_owned()))?,
            file_hash: hash("imports.file_hash", row.file_hash)?,
            encoding: row.encoding,
            header_row: count("imports.header_row", row.header_row)?,
            headers: from_json("imports.headers", &row.headers)?,
            columns: from_json("imports.columns", &row.columns)?,
            remembered: row.remembered,
            on_duplicate: word("imports.on_duplicate", &row.on_duplicate)?,
            rows: count("imports.row_count", row.row_count)?,
            done: count("imports.done", row.done)?,
            last_row: count("imports.last_row", row.last_row)?,
            counts: from_json("imports.counts", &row.counts)?,
            failure: word_opt("imports.failure", row.failure.as_deref())?,
            created_by: row.created_by.into(),
            acted_by: id_opt(row.acted_by),
            created_at: row.created_at,
            updated_at: row.updated_at,
            committed_at: row.committed_at,
            undone_at: row.undone_at,
            tries: count("imports.tries", row.tries)?,
            waits_until: row.waits_until,
            version: row.version,
        })
    }
}

/// Keeps a new one.
///
/// # Errors
/// The database is not available.
pub async fn insert(
    tx: &impl ConnectionTrait,
    import: &Import,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, import.row(now)?).await
}

/// Reads one and keeps others from working on it until the transaction ends; only of the targets
/// that are named.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock(
    tx: &impl ConnectionTrait,
    targets: &[ImportTarget],
    id: ImportId,
) -> StoreResult<Import> {
    let found = Entity::find_by_id(id.as_uuid())
        .filter(Column::Target.is_in(targets.iter().map(|target| target.as_str())))
        .lock_exclusive()
        .one(tx)
        .await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Writes a locked one; a step that people see, after which what they saw is old.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save(
    tx: &impl ConnectionTrait,
    import: &mut Import,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = import.version;
    import.version += 1;
    let same = Column::Id.eq(import.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, import.row(now)?, same).await
}

/// Writes how far a locked one has come; its version stays.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn advance(
    tx: &impl ConnectionTrait,
    import: &Import,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let same = Column::Id.eq(import.id.as_uuid()).and(Column::Version.eq(import.version));
    write::update_one(tx, import.row(now)?, same).await
}

/// The one that has waited longest for the worker: to be checked, written or undone, or, once it is
/// over, to be forgotten row by row. One whose last batch failed lets the others pass for a while.
///
/// # Errors
/// The database is not available.
pub async fn at_work(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> StoreResult<Option<ImportId>> {
    let over = ImportStatus::OVER.map(ImportStatus::as_str);
    let has_rows = Column::Status.is_in(over).and(Column::Done.gt(0));
    let waits_not = Column::WaitsUntil.is_null().or(Column::WaitsUntil.lte(cut(now)));
    let found = Entity::find()
        .filter(
            Condition::any()
                .add(Column::Status.is_in(ImportStatus::AT_WORK.map(ImportStatus::as_str)))
                .add(has_rows),
        )
        .filter(waits_not)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .one(db)
        .await?;
    Ok(found.map(|import| import.id.into()))
}

/// One that is over, or never was confirmed, and that nobody has touched since `before`.
///
/// # Errors
/// The database is not available.
pub async fn aged(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
) -> StoreResult<Option<ImportId>> {
    let ages = ImportStatus::ALL.iter().filter(|status| status.aged().is_some());
    let found = Entity::find()
        .filter(Column::Status.is_in(ages.map(|status| status.as_str())))
        .filter(Column::UpdatedAt.lt(cut(before)))
        .one(db)
        .await?;
    Ok(found.map(|import| import.id.into()))
}

/// One that is being read, though nobody has gone on with it since `before`.
///
/// # Errors
/// The database is not available.
pub async fn interrupted(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
) -> StoreResult<Option<ImportId>> {
    let found = Entity::find()
        .filter(Column::Status.eq(ImportStatus::Reading.as_str()))
        .filter(Column::UpdatedAt.lt(cut(before)))
        .one(db)
        .await?;
    Ok(found.map(|import| import.id.into()))
}

/// What somebody chose the last time for the columns of a file with these headings.
///
/// # Errors
/// The database is not available.
pub async fn remembered(
    db: &impl ConnectionTrait,
    user: UserId,
    target: ImportTarget,
    headers_hash: [u8; 32],
) -> StoreResult<Option<Vec<Option<String>>>> {
    let key = (user.as_uuid(), target.as_str().to_owned(), headers_hash.to_vec());
    let found = mapping::Entity::find_by_id(key).one(db).await?;
    found.map(|kept| from_json("import_mappings.columns", &kept.columns)).transpose()
}

/// Remembers what somebody chose for the columns of a file with these headings.
///
/// # Errors
/// The database is not available.
pub async fn remember(
    tx: &impl ConnectionTrait,
    user: UserId,
    target: ImportTarget,
    headers_hash: [u8; 32],
    columns: &[Option<String>],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let key = (user.as_uuid(), target.as_str().to_owned(), headers_hash.to_vec());
    mapping::Entity::delete_by_id(key).exec(tx).await?;
    let kept = mapping::Model {
        user_id: user.as_uuid(),
        target: target.as_str().to_owned(),
        headers_hash: headers_hash.to_vec(),
        columns: to_json("import_mappings.columns", &columns)?,
        used_at: cut(now),
    };
    write::insert(tx, kept).await
}

#[cfg(test)]
mod records_tests;
#[cfg(test)]
mod tests;
