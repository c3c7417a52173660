//! The files of invoices, in pieces.

use chrono::{DateTime, Utc};
use domain::{
    attachments::{MediaType, wire::AttachmentView},
    id::{AttachmentId, InvoiceId, UserId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    sea_query::{Asterisk, Expr, Query},
};

use super::{
    file::{Column, Entity, Model},
    piece,
};
use crate::{
    StoreError, StoreResult,
    attachments::{Attachment, PIECE, hex},
    convert::{count, cut, hash, small, word},
    write,
};

/// A file about to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    pub id: AttachmentId,
    pub invoice_id: InvoiceId,
    pub file_name: &'a str,
    pub media_type: MediaType,
    pub sha256: [u8; 32],
    pub uploaded_by: UserId,
    pub content: &'a [u8],
}

/// What is kept beside an invoice, without its content, for who may see the invoice.
///
/// # Errors
/// The database is not available.
pub async fn file_of(
    db: &impl ConnectionTrait,
    invoice: InvoiceId,
) -> StoreResult<Option<AttachmentView>> {
    let mut statement = Query::select();
    statement
        .column(("invoice_files", Asterisk))
        .expr_as(Expr::col(("users", "name")), "uploader")
        .from("invoice_files")
        .inner_join("users", Expr::col(("users", "id")).equals(("invoice_files", "uploaded_by")))
        .and_where(Expr::col(("invoice_files", "invoice_id")).eq(invoice.as_uuid()));
    let Some(found) = db.query_one(&statement).await? else { return Ok(None) };
    let row = Model::from_query_result(&found, "")?;
    Ok(Some(AttachmentView {
        media_type: word("invoice_files.media_type", &row.media_type)?,
        size: u64::from(count("invoice_files.size", row.size)?),
        sha256: hex(&row.sha256),
        uploaded_by: found.try_get("", "uploader")?,
        uploaded_at: row.created_at,
        file_name: row.file_name,
    }))
}

/// The same with its content; [`StoreError::NotFound`] where there is none.
///
/// # Errors
/// As said; the database is not available.
pub async fn content_of(db: &impl ConnectionTrait, invoice: InvoiceId) -> StoreResult<Attachment> {
    let row = Entity::find()
        .filter(Column::InvoiceId.eq(invoice.as_uuid()))
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
        media_type: word("invoice_files.media_type", &row.media_type)?,
        sha256: hash("invoice_files.sha256", row.sha256)?,
        content: pieces.into_iter().flat_map(|piece| piece.bytes).collect(),
    })
}

/// Keeps a file beside its invoice, instead of the one that is there; for who has locked the invoice.
///
/// # Errors
/// The database is not available.
pub async fn replace_file(
    tx: &impl ConnectionTrait,
    new: &NewFile<'_>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let same = Column::InvoiceId.eq(new.invoice_id.as_uuid());
    for old in Entity::find().filter(same.clone()).all(tx).await? {
        let its = piece::Column::FileId.eq(old.id);
        piece::Entity::delete_many().filter(its).exec(tx).await?;
    }
    Entity::delete_many().filter(same).exec(tx).await?;
    let size = i64::try_from(new.content.len())
        .map_err(|_| StoreError::Corrupt("invoice_files.size".to_owned()))?;
    let row = Model {
        id: new.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        invoice_id: new.invoice_id.as_uuid(),
        file_name: new.file_name.to_owned(),
        media_type: new.media_type.as_str().to_owned(),
        size,
        sha256: new.sha256.to_vec(),
        uploaded_by: new.uploaded_by.as_uuid(),
    };
    write::insert(tx, row).await?;
    for (bytes, number) in new.content.chunks(PIECE).zip(1_u32..) {
        let piece = piece::Model {
            file_id: new.id.as_uuid(),
            number: small("invoice_file_pieces.number", number)?,
            bytes: bytes.to_vec(),
        };
        write::insert(tx, piece).await?;
    }
    Ok(())
}
