//! Files beside deployments. Their content is stored in pieces: a server takes no larger packet than
//! it was told to, and none is told to take ten mebibytes.

pub(crate) mod attachment;
pub(crate) mod piece;

use chrono::{DateTime, Utc};
use domain::{
    attachments::{MediaType, wire::AttachmentView},
    id::{AttachmentId, DeploymentId, UserId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    sea_query::{Asterisk, Expr, Query},
};

use self::attachment::Model;
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, hash, small, word},
    write,
};

/// Bytes of a piece: a quarter of the smallest packet that MySQL is ever told to take (1 MiB).
pub(crate) const PIECE: usize = 256 << 10;

/// A file about to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewAttachment<'a> {
    pub id: AttachmentId,
    pub deployment_id: DeploymentId,
    pub file_name: &'a str,
    pub media_type: MediaType,
    pub sha256: [u8; 32],
    pub uploaded_by: UserId,
    pub content: &'a [u8],
}

/// A file with what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub file_name: String,
    pub media_type: MediaType,
    pub sha256: [u8; 32],
    pub content: Vec<u8>,
}

/// As people write a hash.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is kept beside a deployment, without its content, for who may see the deployment.
///
/// # Errors
/// The database is not available.
pub async fn of_deployment(
    db: &impl ConnectionTrait,
    deployment: DeploymentId,
) -> StoreResult<Option<AttachmentView>> {
    let mut statement = Query::select();
    statement
        .column(("attachments", Asterisk))
        .expr_as(Expr::col(("users", "name")), "uploader")
        .from("attachments")
        .inner_join("users", Expr::col(("users", "id")).equals(("attachments", "uploaded_by")))
        .and_where(Expr::col(("attachments", "deployment_id")).eq(deployment.as_uuid()));
    let Some(found) = db.query_one(&statement).await? else { return Ok(None) };
    let row = Model::from_query_result(&found, "")?;
    Ok(Some(AttachmentView {
        media_type: word("attachments.media_type", &row.media_type)?,
        size: u64::from(count("attachments.size", row.size)?),
        sha256: hex(&row.sha256),
        uploaded_by: found.try_get("", "uploader")?,
        uploaded_at: row.created_at,
        file_name: row.file_name,
    }))
}

/// The same with its content, for who may see the deployment; [`StoreError::NotFound`] where there is
/// none.
///
/// # Errors
/// As said; the database is not available.
pub async fn content_of(
    db: &impl ConnectionTrait,
    deployment: DeploymentId,
) -> StoreResult<Attachment> {
    use attachment::{Column, Entity};
    let row = Entity::find()
        .filter(Column::DeploymentId.eq(deployment.as_uuid()))
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?;
    let pieces = piece::Entity::find()
        .filter(piece::Column::AttachmentId.eq(row.id))
        .order_by_asc(piece::Column::Number)
        .all(db)
        .await?;
    Ok(Attachment {
        file_name: row.file_name,
        media_type: word("attachments.media_type", &row.media_type)?,
        sha256: hash("attachments.sha256", row.sha256)?,
        content: pieces.into_iter().flat_map(|piece| piece.bytes).collect(),
    })
}

/// Keeps a file beside its deployment, instead of the one that is there; for who has locked the
/// deployment.
///
/// # Errors
/// The database is not available.
pub async fn replace(
    tx: &impl ConnectionTrait,
    new: &NewAttachment<'_>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    use attachment::{Column, Entity};
    let same = Column::DeploymentId.eq(new.deployment_id.as_uuid());
    for old in Entity::find().filter(same.clone()).all(tx).await? {
        let its = piece::Column::AttachmentId.eq(old.id);
        piece::Entity::delete_many().filter(its).exec(tx).await?;
    }
    Entity::delete_many().filter(same).exec(tx).await?;
    let size = i64::try_from(new.content.len())
        .map_err(|_| StoreError::Corrupt("attachments.size".to_owned()))?;
    let row = Model {
        id: new.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        deployment_id: new.deployment_id.as_uuid(),
        file_name: new.file_name.to_owned(),
        media_type: new.media_type.as_str().to_owned(),
        size,
        sha256: new.sha256.to_vec(),
        uploaded_by: new.uploaded_by.as_uuid(),
    };
    write::insert(tx, row).await?;
    for (bytes, number) in new.content.chunks(PIECE).zip(1_u32..) {
        let piece = piece::Model {
            attachment_id: new.id.as_uuid(),
            number: small("attachment_pieces.number", number)?,
            bytes: bytes.to_vec(),
        };
        write::insert(tx, piece).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
