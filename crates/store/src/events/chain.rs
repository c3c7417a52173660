//! The seal on the audit trail. Events are committed without it; a sealer that holds a lease gives
//! them a number and a hash over everything before them, within seconds. Whoever changes or removes
//! a sealed row breaks the chain there.

use domain::id::EventId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use sha2::{Digest, Sha256};

use super::event::{Column, Entity, Model};
use crate::{StoreError, StoreResult, convert::hash, write};

/// Rows that are verified at once.
const VERIFY_BATCH: u64 = 1_000;
/// What the first event follows.
const BEGINNING: [u8; 32] = [0; 32];

/// What [`verify_chain`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// Sealed events that are as they were.
    pub sealed: u64,
    /// Events that the sealer has not come to yet.
    pub unsealed: u64,
    /// Where the chain breaks first.
    pub broken: Option<Break>,
}

/// The first row that is not as it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// The number that should stand here.
    pub seq: i64,
    /// The event that stands here instead, or whose content was changed.
    pub event: EventId,
}

/// Seals the oldest open events, `limit` at most; answers how many. Call it in a transaction, under
/// a lease (`crate::leases`): the unique numbers refuse a second sealer anyway.
pub async fn seal_batch(tx: &impl ConnectionTrait, limit: u64) -> StoreResult<u64> {
    let last = Entity::find()
        .filter(Column::Seq.is_not_null())
        .order_by_desc(Column::Seq)
        .limit(1)
        .one(tx)
        .await?;
    let (mut seq, mut before) = match last {
        Some(event) => (event.seq.unwrap_or_default(), seal_of(&event)?),
        None => (0, BEGINNING),
    };
    let open = Entity::find()
        .filter(Column::Seq.is_null())
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx)
        .await?;
    let sealed = open.len() as u64;
    for event in open {
        seq += 1;
        before = link(before, seq, &event);
        let update = Entity::update_many()
            .col_expr(Column::Seq, Expr::value(seq))
            .col_expr(Column::Hash, Expr::value(before.to_vec()))
            .filter(Column::Id.eq(event.id))
            .filter(Column::Seq.is_null());
        write::one(update, tx).await?;
    }
    Ok(sealed)
}

/// Recomputes the whole chain.
pub async fn verify_chain(db: &impl ConnectionTrait) -> StoreResult<ChainReport> {
    let unsealed = Entity::find().filter(Column::Seq.is_null()).count(db).await?;
    let mut report = ChainReport { sealed: 0, unsealed, broken: None };
    let mut before = BEGINNING;
    let mut seq = 0;
    loop {
        let some = Entity::find()
            .filter(Column::Seq.gt(seq))
            .order_by_asc(Column::Seq)
            .limit(VERIFY_BATCH)
            .all(db)
            .await?;
        if some.is_empty() {
            return Ok(report);
        }
        for event in some {
            seq += 1;
            before = link(before, seq, &event);
            if event.seq != Some(seq) || event.hash.as_deref() != Some(&before) {
                report.broken = Some(Break { seq, event: event.id.into() });
                return Ok(report);
            }
            report.sealed += 1;
        }
    }
}

fn seal_of(event: &Model) -> StoreResult<[u8; 32]> {
    let bytes = event.hash.clone().ok_or_else(|| {
        StoreError::Corrupt(format!("events.hash: {} has a number and no hash", event.id))
    })?;
    hash("events.hash", bytes)
}

/// SHA-256 over the hash before and every column that never changes, each with its length before
/// it, so that no two events are written the same.
fn link(before: [u8; 32], seq: i64, event: &Model) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(before);
    digest.update(seq.to_be_bytes());
    digest.update(event.at.timestamp_micros().to_be_bytes());
    for part in [
        event.id.as_bytes().as_slice(),
        event.kind.as_bytes(),
        event.subject_kind.as_bytes(),
        event.subject_id.as_bytes(),
        event.subject_label.as_bytes(),
        event.actor_id.as_ref().map(|id| id.as_bytes().as_slice()).unwrap_or_default(),
        event.note.as_deref().unwrap_or_default().as_bytes(),
        event.data.as_bytes(),
    ] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}
