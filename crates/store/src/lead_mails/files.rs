//! The files of mails, in pieces.

use chrono::{DateTime, Utc};
use domain::{
    attachments::MediaType,
    id::{LeadMailFileId, LeadMailId},
    lead_mails::wire::LeadMailFile,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    file::{Column, Entity, Model},
    piece,
};
use crate::{
    StoreError, StoreResult,
    attachments::{Attachment, PIECE},
    convert::{count, cut, hash, small},
    write,
};

/// A file about to be kept.
#[derive(Debug, Clone)]
pub struct NewMailFile<'a> {
    pub id: LeadMailFileId,
    /// Made harmless.
    pub file_name: String,
    pub sha256: [u8; 32],
    pub content: &'a [u8],
}

/// Keeps the files of a new mail.
///
/// # Errors
/// The database is not available.
pub async fn keep_files(
    tx: &impl ConnectionTrait,
    mail: LeadMailId,
    files: &[NewMailFile<'_>],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    for (file, number) in files.iter().zip(1_u32..) {
        let size = i64::try_from(file.content.len())
            .map_err(|_| StoreError::Corrupt("lead_mail_files.size".to_owned()))?;
        let row = Model {
            id: file.id.as_uuid(),
            created_at: cut(now),
            updated_at: cut(now),
            version: 1,
            mail_id: mail.as_uuid(),
            number: small("lead_mail_files.number", number)?,
            file_name: file.file_name.clone(),
            size,
            sha256: file.sha256.to_vec(),
        };
        write::insert(tx, row).await?;
        for (bytes, number) in file.content.chunks(PIECE).zip(1_u32..) {
            let piece = piece::Model {
                file_id: file.id.as_uuid(),
                number: small("lead_mail_file_pieces.number", number)?,
                bytes: bytes.to_vec(),
            };
            write::insert(tx, piece).await?;
        }
    }
    Ok(())
}

/// The files of a mail, without their content, for who may see it.
///
/// # Errors
/// The database is not available.
pub async fn files_of(
    db: &impl ConnectionTrait,
    mail: LeadMailId,
) -> StoreResult<Vec<LeadMailFile>> {
    let theirs = Column::MailId.eq(mail.as_uuid());
    let rows = Entity::find().filter(theirs).order_by_asc(Column::Number).all(db).await?;
    rows.into_iter()
        .map(|row| {
            Ok(LeadMailFile {
                id: row.id.into(),
                file_name: row.file_name,
                size: u64::from(count("lead_mail_files.size", row.size)?),
            })
        })
        .collect()
}

/// A file of a mail with its content; [`StoreError::NotFound`] where the mail has no such file.
///
/// # Errors
/// As said; the database is not available.
pub async fn content_of(
    db: &impl ConnectionTrait,
    mail: LeadMailId,
    file: LeadMailFileId,
) -> StoreResult<Attachment> {
    let row = Entity::find_by_id(file.as_uuid())
        .filter(Column::MailId.eq(mail.as_uuid()))
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?;
    let pieces = piece::Entity::find()
        .filter(piece::Column::FileId.eq(row.id))
        .order_by_asc(piece::Column::Number)
        .all(db)
        .await?;
    Ok(Attachment {
        file_name: row.file_name,
        media_type: MediaType::Binary,
        sha256: hash("lead_mail_files.sha256", row.sha256)?,
        content: pieces.into_iter().flat_map(|piece| piece.bytes).collect(),
    })
}
