//! Mailboxes that are read: how far each was, and how that went.

pub(crate) mod mailbox;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::id::MailboxId;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use self::mailbox::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, hash, small},
    write,
};

/// A mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    pub id: MailboxId,
    /// SHA-256 of its name.
    pub key: [u8; 32],
    /// Whose, where and which folder; at most 300 characters.
    pub name: String,
    /// What the server calls this numbering of its mails (RFC 3501, 2.3.1.1); zero before the first
    /// reading.
    pub uid_validity: u32,
    /// The last mail that was kept.
    pub last_uid: u32,
    /// When it was read last, to its end.
    pub read_at: Option<DateTime<Utc>>,
    pub next_at: DateTime<Utc>,
    /// Why the last try failed; at most 500 characters.
    pub error: Option<String>,
    /// The mail that the last tries failed at; zero where it was no mail.
    pub stuck_uid: u32,
    /// How many tries in a row failed there.
    pub failures: u32,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Mailbox {
    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            mailbox_key: self.key.to_vec(),
            name: self.name.clone(),
            uid_validity: self.uid_validity.into(),
            last_uid: self.last_uid.into(),
            read_at: self.read_at.map(cut),
            next_at: cut(self.next_at),
            error: self.error.clone(),
            stuck_uid: self.stuck_uid.into(),
            failures: small("mailboxes.failures", self.failures)?,
        })
    }
}

impl TryFrom<Model> for Mailbox {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            key: hash("mailboxes.mailbox_key", row.mailbox_key)?,
            name: row.name,
            uid_validity: count("mailboxes.uid_validity", row.uid_validity)?,
            last_uid: count("mailboxes.last_uid", row.last_uid)?,
            read_at: row.read_at,
            next_at: row.next_at,
            error: row.error,
            stuck_uid: count("mailboxes.stuck_uid", row.stuck_uid)?,
            failures: count("mailboxes.failures", row.failures)?,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The mailbox of this name's hash, if it was read before.
///
/// # Errors
/// The database is not available.
pub async fn find(db: &impl ConnectionTrait, key: &[u8; 32]) -> StoreResult<Option<Mailbox>> {
    let found = Entity::find().filter(Column::MailboxKey.eq(key.to_vec())).one(db).await?;
    found.map(TryInto::try_into).transpose()
}

/// Reads it and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock(tx: &impl ConnectionTrait, key: &[u8; 32]) -> StoreResult<Mailbox> {
    let found =
        Entity::find().filter(Column::MailboxKey.eq(key.to_vec())).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Keeps a new one, unless it is there already.
///
/// # Errors
/// The database is not available.
pub async fn insert(db: &impl ConnectionTrait, new: &Mailbox) -> StoreResult<()> {
    write::insert_if_absent(db, new.row(new.created_at)?).await?;
    Ok(())
}

/// Writes a changed one.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else changed it since it was read.
pub async fn save(
    tx: &impl ConnectionTrait,
    mailbox: &Mailbox,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = Model { version: mailbox.version + 1, ..mailbox.row(now)? };
    let same = Column::Id.eq(mailbox.id.as_uuid()).and(Column::Version.eq(mailbox.version));
    write::update_one(tx, row, same).await
}
