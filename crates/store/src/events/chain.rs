//! The seal on the audit trail. Events are committed without it; a sealer that holds a lease gives
//! them a number and a hash over everything before them, within seconds. Whoever changes, removes,
//! inserts or moves a sealed row breaks the chain there. Where it ends is kept apart, under a seal
//! that takes the server's secret: whoever cuts its newest rows off is found too.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::EventId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use sha2::{Digest, Sha256};

use super::{
    event::{Column, Entity, Model},
    head,
};
use crate::{
    StoreError, StoreResult,
    convert::{cut, hash},
    write,
};

/// Rows that are verified at once.
const VERIFY_BATCH: u64 = 1_000;
/// What the first event follows.
const BEGINNING: [u8; 32] = [0; 32];
/// The name of the only chain.
const CHAIN: &str = "events";
/// So much earlier than one sealed before it may an event be: transactions take a while, and
/// servers' clocks differ a little.
const SLACK: TimeDelta = TimeDelta::minutes(10);

/// Seals where the chain ends: number and hash, under a secret that is not in the database.
pub type HeadSeal<'a> = &'a (dyn Fn(i64, &[u8; 32]) -> [u8; 32] + Sync);

/// What [`verify_chain`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// Sealed events that are as they were.
    pub sealed: u64,
    /// Events that the sealer has not come to yet.
    pub unsealed: u64,
    /// Where the chain breaks first.
    pub broken: Option<Break>,
    /// The first event that bears a time well before the ones before it: a clock was set back, or
    /// somebody wrote what should look old. The chain itself holds.
    pub backdated: Option<Place>,
    /// Where the chain ends; note it down elsewhere, and ask for it next time.
    pub head: Head,
}

/// An end of the chain: how many events it has, and the hash over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: [u8; 32],
}

/// A sealed event and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub seq: i64,
    pub event: EventId,
}

/// The first place that is not as it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// The number that should stand here.
    pub seq: i64,
    /// The event that stands here instead, or whose content was changed.
    pub event: Option<EventId>,
    pub flaw: Flaw,
}

/// What is wrong at a [`Break`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The row is not what was sealed: changed, inserted or moved here.
    Changed,
    /// Nothing has this number: removed or moved away.
    Missing,
    /// The newest events are gone.
    CutOff,
    /// Where the chain ended is not known any more, or was not written by us.
    HeadForged,
    /// The chain does not go through the end that was noted elsewhere.
    NotAsNoted,
}

/// Seals the oldest open events, `limit` at most; answers how many. Call it in a transaction, under
/// a lease (`crate::leases`): the unique numbers refuse a second sealer anyway.
pub async fn seal_batch(
    tx: &impl ConnectionTrait,
    limit: u64,
    seal_head: HeadSeal<'_>,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let open = Entity::find()
        .filter(Column::Seq.is_null())
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx)
        .await?;
    if open.is_empty() {
        return Ok(0);
    }
    let last = Entity::find()
        .filter(Column::Seq.is_not_null())
        .order_by_desc(Column::Seq)
        .limit(1)
        .one(tx)
        .await?;
    let (mut seq, mut before) = match &last {
        Some(event) => (event.seq.unwrap_or_default(), seal_of(event)?),
        None => (0, BEGINNING),
    };
    let head = head::Entity::find_by_id(CHAIN.to_owned()).one(tx).await?;
    // The newest rows are gone. Their numbers stay free, so that it is found for ever.
    if let Some(head) = head.as_ref().filter(|head| head.seq > seq) {
        (seq, before) = (head.seq, hash("chain_heads.hash", head.hash.clone())?);
    }
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
    let mac = seal_head(seq, &before);
    let row = head::Model {
        name: CHAIN.to_owned(),
        seq,
        hash: before.to_vec(),
        mac: mac.to_vec(),
        sealed_at: cut(now),
    };
    match head {
        None => write::insert(tx, row).await?,
        Some(_) => write::update_one(tx, row, head::Column::Name.eq(CHAIN)).await?,
    }
    Ok(sealed)
}

/// Recomputes the whole chain and asks whether it ends where the sealer left it, and whether it still
/// goes through an end that was `noted` elsewhere: no database that was set back does.
pub async fn verify_chain(
    db: &impl ConnectionTrait,
    seal_head: HeadSeal<'_>,
    noted: Option<Head>,
) -> StoreResult<ChainReport> {
    // Before the events: what is sealed meanwhile makes the chain longer, not shorter.
    let head = head::Entity::find_by_id(CHAIN.to_owned()).one(db).await?;
    let unsealed = Entity::find().filter(Column::Seq.is_null()).count(db).await?;
    let mut reader = Reader::new(noted);
    loop {
        let some = Entity::find()
            .filter(Column::Seq.gt(reader.seq))
            .order_by_asc(Column::Seq)
            .limit(VERIFY_BATCH)
            .all(db)
            .await?;
        if some.is_empty() {
            return Ok(reader.end(head.as_ref(), seal_head, unsealed));
        }
        for event in &some {
            reader.read(event, head.as_ref());
        }
        if reader.broken.is_some() {
            return Ok(reader.report(unsealed));
        }
    }
}

/// Reads a chain from its beginning.
struct Reader {
    seq: i64,
    before: [u8; 32],
    latest: DateTime<Utc>,
    sealed: u64,
    /// Whether the head's number came by, with the head's hash.
    met_head: bool,
    noted: Option<Head>,
    broken: Option<Break>,
    backdated: Option<Place>,
}

impl Reader {
    const fn new(noted: Option<Head>) -> Self {
        Self {
            seq: 0,
            before: BEGINNING,
            latest: DateTime::<Utc>::MIN_UTC,
            sealed: 0,
            met_head: false,
            noted,
            broken: None,
            backdated: None,
        }
    }

    /// Takes the next row; nothing more after a break.
    fn read(&mut self, event: &Model, head: Option<&head::Model>) {
        if self.broken.is_some() {
            return;
        }
        self.seq += 1;
        let (seq, event_id) = (self.seq, EventId::from(event.id));
        if event.seq != Some(seq) {
            let flaw = Flaw::Missing;
            self.broken = Some(Break { seq, event: Some(event_id), flaw });
            return;
        }
        self.before = link(self.before, seq, event);
        if event.hash.as_deref() != Some(&self.before) {
            let flaw = Flaw::Changed;
            self.broken = Some(Break { seq, event: Some(event_id), flaw });
            return;
        }
        if self.backdated.is_none() && event.at + SLACK < self.latest {
            self.backdated = Some(Place { seq, event: event_id });
        }
        self.latest = self.latest.max(event.at);
        self.sealed += 1;
        if let Some(head) = head.filter(|head| head.seq == seq) {
            self.met_head = head.hash == self.before;
        }
        if self.noted == Some(Head { seq, hash: self.before }) {
            self.noted = None;
        }
    }

    /// Whether the chain ends no sooner than it did. Events were sealed before there were heads:
    /// only an empty log may lack one.
    fn end(
        mut self,
        head: Option<&head::Model>,
        seal_head: HeadSeal<'_>,
        unsealed: u64,
    ) -> ChainReport {
        let at = |seq, flaw| Some(Break { seq, event: None, flaw });
        if self.broken.is_none() {
            self.broken = match head {
                None if self.seq == 0 => {
                    self.noted.and_then(|noted| at(noted.seq, Flaw::NotAsNoted))
                }
                None => at(self.seq, Flaw::HeadForged),
                Some(head) if !is_ours(head, seal_head) => at(head.seq, Flaw::HeadForged),
                Some(head) if head.seq > self.seq => at(self.seq + 1, Flaw::CutOff),
                Some(head) if !self.met_head => at(head.seq, Flaw::Changed),
                Some(_) => self.noted.and_then(|noted| at(noted.seq, Flaw::NotAsNoted)),
            };
        }
        self.report(unsealed)
    }

    fn report(self, unsealed: u64) -> ChainReport {
        let Self { seq, before, sealed, broken, backdated, .. } = self;
        let head = Head { seq, hash: before };
        ChainReport { sealed, unsealed, broken, backdated, head }
    }
}

fn is_ours(head: &head::Model, seal_head: HeadSeal<'_>) -> bool {
    let hash: Option<[u8; 32]> = head.hash.as_slice().try_into().ok();
    hash.is_some_and(|hash| head.mac == seal_head(head.seq, &hash))
}

fn seal_of(event: &Model) -> StoreResult<[u8; 32]> {
    let bytes = event.hash.clone().ok_or_else(|| {
        StoreError::Corrupt(format!("events.hash: {} has a number and no hash", event.id))
    })?;
    hash("events.hash", bytes)
}

/// SHA-256 over the hash before and every column that never changes, each with its length before
/// it, so that no two events are written the same. Where from and by which key came later: they are
/// mixed in where they are told, so that what was sealed before them still holds.
fn link(before: [u8; 32], seq: i64, event: &Model) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(before);
    digest.update(seq.to_be_bytes());
    digest.update(event.at.timestamp_micros().to_be_bytes());
    let mut part = |part: &[u8]| {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    };
    for column in [
        event.id.as_bytes().as_slice(),
        event.kind.as_bytes(),
        event.subject_kind.as_bytes(),
        event.subject_id.as_bytes(),
        event.subject_label.as_bytes(),
        event.actor_id.as_ref().map(|id| id.as_bytes().as_slice()).unwrap_or_default(),
        event.note.as_deref().unwrap_or_default().as_bytes(),
        event.data.as_bytes(),
    ] {
        part(column);
    }
    if let Some(address) = &event.address {
        part(b"address");
        part(address.as_bytes());
    }
    if let Some(key) = &event.api_key_id {
        part(b"api_key");
        part(key.as_bytes());
    }
    digest.finalize().into()
}

#[cfg(test)]
#[path = "chain_tests.rs"]
mod tests;
