//! Mails that may become leads: kept once each, in threads, with what was read out of them.

pub(crate) mod file;
mod files;
pub(crate) mod mail;
pub(crate) mod piece;
#[cfg(test)]
mod tests;
mod views;

use chrono::{DateTime, Utc};
use domain::{
    id::{LeadActivityId, LeadId, LeadMailId, PartnerId, UserId},
    lead_mails::{Found, MailState, Said, Verdict, wire::MailSource},
    leads::Sight,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Query},
};

use self::mail::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, hash, id_opt, small, to_json, uuid_opt, word},
    write,
};

pub use self::files::{NewMailFile, content_of, files_of, keep_files};
pub use self::views::{alike, page, row_of, thread};

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadMail {
    pub id: LeadMailId,
    pub state: MailState,
    pub verdict: Verdict,
    pub because: Option<String>,
    pub source: MailSource,
    /// SHA-256 of its Message-ID, or of the whole where it has none.
    pub message_key: [u8; 32],
    /// SHA-256 of the Message-ID that its thread began with.
    pub thread_key: [u8; 32],
    pub subject: String,
    pub from_name: Option<String>,
    pub from_email: Option<String>,
    pub forwarded_by: Option<String>,
    pub company: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    pub text: String,
    pub said: Said,
    pub found: Vec<Found>,
    pub partner_id: Option<PartnerId>,
    pub lead_id: Option<LeadId>,
    pub activity_id: Option<LeadActivityId>,
    pub taken_by: UserId,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl LeadMail {
    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            state: self.state.as_str().to_owned(),
            verdict: self.verdict.as_str().to_owned(),
            because: self.because.clone(),
            source: self.source.as_str().to_owned(),
            message_key: self.message_key.to_vec(),
            thread_key: self.thread_key.to_vec(),
            subject: self.subject.clone(),
            from_name: self.from_name.clone(),
            from_email: self.from_email.clone(),
            forwarded_by: self.forwarded_by.clone(),
            company: self.company.clone(),
            sent_at: self.sent_at.map(cut),
            text: self.text.clone(),
            said_from: small("lead_mails.said_from", self.said.from)?,
            said_until: small("lead_mails.said_until", self.said.until)?,
            found: to_json("lead_mails.found", &self.found)?,
            partner_id: uuid_opt(self.partner_id),
            lead_id: uuid_opt(self.lead_id),
            activity_id: uuid_opt(self.activity_id),
            taken_by: self.taken_by.as_uuid(),
        })
    }
}

impl TryFrom<Model> for LeadMail {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            state: word("lead_mails.state", &row.state)?,
            verdict: word("lead_mails.verdict", &row.verdict)?,
            because: row.because,
            source: word("lead_mails.source", &row.source)?,
            message_key: hash("lead_mails.message_key", row.message_key)?,
            thread_key: hash("lead_mails.thread_key", row.thread_key)?,
            subject: row.subject,
            from_name: row.from_name,
            from_email: row.from_email,
            forwarded_by: row.forwarded_by,
            company: row.company,
            sent_at: row.sent_at,
            text: row.text,
            said: Said {
                from: count("lead_mails.said_from", row.said_from)?,
                until: count("lead_mails.said_until", row.said_until)?,
            },
            found: from_json("lead_mails.found", &row.found)?,
            partner_id: id_opt(row.partner_id),
            lead_id: id_opt(row.lead_id),
            activity_id: id_opt(row.activity_id),
            taken_by: row.taken_by.into(),
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The mails that somebody sees: those that are on no lead yet, and those on leads that they see.
fn visible(sight: Sight) -> Condition {
    let lead = || Expr::col(("lead_mails", "lead_id"));
    match sight {
        Sight::All => Condition::all(),
        Sight::Nothing => Condition::all().add(Expr::val(1).eq(0)),
        Sight::OfRep(_) | Sight::ThroughPartners => {
            let mut seen = Query::select();
            seen.column(("leads", "id")).from("leads").cond_where(crate::leads::visible(sight));
            let theirs = Condition::any().add(lead().is_null()).add(lead().in_subquery(seen));
            Condition::all().add(theirs)
        }
    }
}

/// One mail; [`StoreError::NotFound`] out of sight.
///
/// # Errors
/// As said; the database is not available.
pub async fn get(db: &impl ConnectionTrait, sight: Sight, id: LeadMailId) -> StoreResult<LeadMail> {
    let found = Entity::find_by_id(id.as_uuid()).filter(visible(sight)).one(db).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Reads it and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`] out of sight.
pub async fn lock(
    tx: &impl ConnectionTrait,
    sight: Sight,
    id: LeadMailId,
) -> StoreResult<LeadMail> {
    let found =
        Entity::find_by_id(id.as_uuid()).filter(visible(sight)).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// The mail that has one of these keys, if any, locked: of several, the first that came.
///
/// # Errors
/// The database is not available.
pub async fn lock_any(
    tx: &impl ConnectionTrait,
    message_keys: &[[u8; 32]],
) -> StoreResult<Option<LeadMail>> {
    if message_keys.is_empty() {
        return Ok(None);
    }
    let keys = message_keys.iter().map(|key| key.to_vec());
    let found = Entity::find()
        .filter(Column::MessageKey.is_in(keys))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .one(tx)
        .await?;
    found.map(TryInto::try_into).transpose()
}

/// Every mail of a thread, locked, the first that came first.
///
/// # Errors
/// The database is not available.
pub async fn lock_thread(
    tx: &impl ConnectionTrait,
    thread_key: &[u8; 32],
) -> StoreResult<Vec<LeadMail>> {
    let rows = Entity::find()
        .filter(Column::ThreadKey.eq(thread_key.to_vec()))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Every mail on a lead, locked.
///
/// # Errors
/// The database is not available.
pub async fn lock_of_lead(tx: &impl ConnectionTrait, lead: LeadId) -> StoreResult<Vec<LeadMail>> {
    let rows = Entity::find()
        .filter(Column::LeadId.eq(lead.as_uuid()))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Keeps a new one; not where one with its key is there already.
///
/// # Errors
/// The database is not available.
pub async fn insert(
    tx: &impl ConnectionTrait,
    mail: &LeadMail,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, mail.row(now)?).await
}

/// Writes a changed one, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save(
    tx: &impl ConnectionTrait,
    mail: &mut LeadMail,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let version = mail.version;
    let row = Model { version: version + 1, ..mail.row(now)? };
    let same = Column::Id.eq(mail.id.as_uuid()).and(Column::Version.eq(version));
    write::update_one(tx, row, same).await?;
    mail.version += 1;
    Ok(())
}

/// Takes every mail off a lead that is deleted: what it said was read, so it is nothing that waits.
///
/// # Errors
/// The database is not available.
pub async fn release(tx: &impl ConnectionTrait, lead: LeadId) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::LeadId, Expr::val(None::<uuid::Uuid>))
        .col_expr(Column::ActivityId, Expr::val(None::<uuid::Uuid>))
        .col_expr(Column::State, Expr::val(MailState::Ignored.as_str()))
        .col_expr(Column::Version, Expr::col("version").add(1))
        .filter(Column::LeadId.eq(lead.as_uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
