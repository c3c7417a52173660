//! Leads: one by one, locked before they are changed; their lists, their story, the board and the
//! funnel.

pub(crate) mod activity;
mod config;
pub(crate) mod lead;
pub(crate) mod order;
mod overview;
pub(crate) mod source;
pub(crate) mod status;
pub(crate) mod step;
mod story;
pub(crate) mod term;
#[cfg(test)]
mod tests;
mod views;

use chrono::{DateTime, Utc};
use domain::{
    id::{LeadId, LeadStatusId},
    leads::{LostReason, Sight, wire::LeadContent},
    money::Amount,
    text,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};

use self::lead::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    config::{
        insert_source, insert_status, lock_source, lock_statuses, save_source, save_status,
        sources, statuses,
    },
    overview::{Standing, cards, entered_at, furthest, standing},
    story::{Activity, Move, activities, forget_activity, keep_moves, log, moves},
    views::{link_order, orders_of, page, view},
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, id_opt, small, uuid_opt, word, word_opt},
    search, write,
};

/// What may become an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    pub id: LeadId,
    pub content: LeadContent,
    pub status_id: LeadStatusId,
    pub entered_at: DateTime<Utc>,
    pub touched_at: DateTime<Utc>,
    pub lost_reason: Option<LostReason>,
    /// Why it was lost, disqualified or reopened.
    pub reason: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Lead {
    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        let content = self.content.clone();
        let probability = content.probability.map(|it| small("leads.probability", it));
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            company_normalized: text::normalized(&content.company).chars().take(190).collect(),
            title: content.title,
            company: content.company,
            contact_name: content.contact_name,
            contact_email: content.contact_email,
            contact_phone: content.contact_phone,
            owner_id: uuid_opt(content.owner_id),
            partner_id: uuid_opt(content.partner_id),
            source_id: content.source_id.as_uuid(),
            industry: content.industry.map(|industry| industry.as_str().to_owned()),
            region: content.region.map(|region| region.as_str().to_owned()),
            product_id: uuid_opt(content.product_id),
            amount_minor: content.amount.minor(),
            currency: content.currency.as_str().to_owned(),
            expected_on: content.expected_on,
            probability: probability.transpose()?,
            next_step: content.next_step,
            next_on: content.next_on,
            customer_id: uuid_opt(content.customer_id),
            notes: content.notes,
            status_id: self.status_id.as_uuid(),
            entered_at: cut(self.entered_at),
            touched_at: cut(self.touched_at),
            lost_reason: self.lost_reason.map(|reason| reason.as_str().to_owned()),
            reason: self.reason.clone(),
        })
    }

    /// What it is found by.
    fn terms(&self) -> Vec<term::Model> {
        let lead_id = self.id.as_uuid();
        let terms = search::terms([self.content.company.as_str(), self.content.title.as_str()]);
        terms.into_iter().map(|term| term::Model { term, lead_id }).collect()
    }
}

impl TryFrom<Model> for Lead {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let probability = row.probability.map(|it| count("leads.probability", it));
        Ok(Self {
            id: row.id.into(),
            content: LeadContent {
                title: row.title,
                company: row.company,
                contact_name: row.contact_name,
                contact_email: row.contact_email,
                contact_phone: row.contact_phone,
                owner_id: id_opt(row.owner_id),
                partner_id: id_opt(row.partner_id),
                source_id: row.source_id.into(),
                industry: word_opt("leads.industry", row.industry.as_deref())?,
                region: word_opt("leads.region", row.region.as_deref())?,
                product_id: id_opt(row.product_id),
                amount: Amount::from_minor(row.amount_minor),
                currency: word("leads.currency", &row.currency)?,
                expected_on: row.expected_on,
                probability: probability.transpose()?,
                next_step: row.next_step,
                next_on: row.next_on,
                customer_id: id_opt(row.customer_id),
                notes: row.notes,
            },
            status_id: row.status_id.into(),
            entered_at: row.entered_at,
            touched_at: row.touched_at,
            lost_reason: word_opt("leads.lost_reason", row.lost_reason.as_deref())?,
            reason: row.reason,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The leads that somebody sees.
pub(crate) fn visible(sight: Sight) -> Condition {
    let owner = || Expr::col(("leads", "owner_id"));
    match sight {
        Sight::All => Condition::all(),
        Sight::OfRep(user) => {
            // Within a condition of its own: what a query adds narrows it.
            let theirs = Condition::any().add(owner().eq(user.as_uuid())).add(owner().is_null());
            Condition::all().add(theirs)
        }
        Sight::ThroughPartners => {
            Condition::all().add(Expr::col(("leads", "partner_id")).is_not_null())
        }
        Sight::Nothing => Condition::all().add(Expr::val(1).eq(0)),
    }
}

/// One lead; [`StoreError::NotFound`] out of sight.
///
/// # Errors
/// The database is not available.
pub async fn get(db: &impl ConnectionTrait, sight: Sight, id: LeadId) -> StoreResult<Lead> {
    let found = Entity::find_by_id(id.as_uuid()).filter(visible(sight)).one(db).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Reads it and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`] out of sight.
pub async fn lock(tx: &impl ConnectionTrait, sight: Sight, id: LeadId) -> StoreResult<Lead> {
    let found =
        Entity::find_by_id(id.as_uuid()).filter(visible(sight)).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Keeps new ones, in few statements.
///
/// # Errors
/// The database is not available.
pub async fn insert_all(
    tx: &impl ConnectionTrait,
    leads: &[Lead],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let rows = leads.iter().map(|lead| lead.row(now)).collect::<StoreResult<Vec<_>>>()?;
    write::insert_all(tx, rows).await?;
    write::insert_all(tx, leads.iter().flat_map(Lead::terms).collect()).await
}

/// Writes a changed one, unless somebody else changed it since it was read; `before` is what it was
/// found by.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save(
    tx: &impl ConnectionTrait,
    before: &LeadContent,
    lead: &mut Lead,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let version = lead.version;
    let row = Model { version: version + 1, ..lead.row(now)? };
    let same = Column::Id.eq(lead.id.as_uuid()).and(Column::Version.eq(version));
    write::update_one(tx, row, same).await?;
    lead.version += 1;
    let names = |content: &LeadContent| (content.company.clone(), content.title.clone());
    if names(before) != names(&lead.content) {
        forget_terms(tx, lead.id).await?;
        write::insert_all(tx, lead.terms()).await?;
    }
    Ok(())
}

async fn forget_terms(tx: &impl ConnectionTrait, id: LeadId) -> StoreResult<()> {
    let theirs = term::Column::LeadId.eq(id.as_uuid());
    term::Entity::delete_many().filter(theirs).exec(tx).await?;
    Ok(())
}

/// Deletes one with its story. Orders that came of it forbid it by their link.
///
/// # Errors
/// The database is not available.
pub async fn delete(tx: &impl ConnectionTrait, id: LeadId) -> StoreResult<()> {
    crate::lead_mails::release(tx, id).await?;
    forget_terms(tx, id).await?;
    story::forget(tx, id).await?;
    Entity::delete_by_id(id.as_uuid()).exec(tx).await?;
    Ok(())
}
