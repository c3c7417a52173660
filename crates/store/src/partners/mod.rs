//! Partner organisations: who may order, at which level.

mod batch;
pub(crate) mod partner;
pub(crate) mod sender;
mod senders;
pub(crate) mod term;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    auth::wire::PartnerName,
    id::PartnerId,
    list::{ListQuery, Page},
    money::{Amount, BasisPoints},
    partners::{
        PartnerLevel, PartnerStatus, Standing,
        wire::{
            ChangePartnerProfile, PartnerContact, PartnerContent, PartnerListQuery, PartnerSort,
            PartnerView,
        },
    },
    text,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QueryResult, QuerySelect,
    sea_query::{Asterisk, Expr, SelectStatement},
};

pub use self::batch::{Known, insert_all, known, remove_all, versions};
use self::partner::{Column, Entity, Model};
pub use self::senders::{of_sender, taken as taken_senders};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, small, to_json, word, word_opt},
    list::{Kind, Listing, SortColumn},
    search, write,
};

/// The partners that a scope opens: a partner sees itself, and staff see them all.
pub(crate) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything | Scope::OfUser(_) => Condition::all(),
        Scope::OfPartner(partner) => {
            Condition::all().add(Expr::col(("partners", "id")).eq(partner.as_uuid()))
        }
    }
}

impl TryFrom<Model> for PartnerView {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            name: row.name,
            level: word("partners.level", &row.level)?,
            status: word("partners.status", &row.status)?,
            is_reseller: row.is_reseller,
            region: word_opt("partners.region", row.region.as_deref())?,
            credit_code: row.credit_code,
            legal_address: row.legal_address,
            contact_name: row.contact_name,
            contact_email: row.contact_email,
            contact_phone: row.contact_phone,
            contact_title: row.contact_title,
            contacts: match row.contacts {
                Some(contacts) => from_json("partners.contacts", &contacts)?,
                None => Vec::new(),
            },
            // In a table of their own: `senders` reads them.
            sender_addresses: Vec::new(),
            credit_limit: row.credit_limit_minor.map(Amount::from_minor),
            payment_terms: match row.payment_terms {
                Some(terms) => from_json("partners.payment_terms", &terms)?,
                None => domain::partners::PaymentTerms::default(),
            },
            profit_share: row
                .profit_share_bp
                .map(|share| count("partners.profit_share_bp", share).map(BasisPoints))
                .transpose()?,
            agreement_number: row.agreement_number,
            agreement_signed_on: row.agreement_signed_on,
            agreement_until: row.agreement_until,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// One partner.
pub async fn get(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: PartnerId,
) -> StoreResult<PartnerView> {
    let row = Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?;
    let mut view = PartnerView::try_from(row)?;
    senders::fill(db, std::slice::from_mut(&mut view)).await?;
    Ok(view)
}

/// What a partner is called.
pub async fn name(db: &impl ConnectionTrait, id: PartnerId) -> StoreResult<String> {
    let name = Entity::find_by_id(id.as_uuid()).select_only().column(Column::Name);
    name.into_tuple().one(db).await?.ok_or(StoreError::NotFound)
}

/// Partners by part of their name or its initials, by level, status, and the end of their agreement
/// as counted from `today`.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &PartnerListQuery,
    today: NaiveDate,
) -> StoreResult<Page<PartnerView>> {
    let columns = |select: &mut SelectStatement| {
        select.column(("partners", Asterisk));
    };
    let read = |row: &QueryResult| PartnerView::try_from(Model::from_query_result(row, "")?);
    let mut page = listing(scope, query, today).page(db, columns, read).await?;
    senders::fill(db, &mut page.items).await?;
    Ok(page)
}

pub(crate) fn listing(scope: Scope, query: &PartnerListQuery, today: NaiveDate) -> Listing<'_> {
    let mut filter = visible(scope);
    if !query.q.trim().is_empty() {
        let found = search::ids_by_term("partner_terms", "partner_id", &query.q);
        filter = filter.add(Expr::col("id").in_subquery(found));
    }
    if !query.level.is_empty() {
        filter = filter.add(Expr::col("level").is_in(query.level.iter().map(|l| l.as_str())));
    }
    if !query.status.is_empty() {
        filter = filter.add(Expr::col("status").is_in(query.status.iter().map(|s| s.as_str())));
    }
    if let Some(reseller) = query.reseller {
        filter = filter.add(Expr::col("is_reseller").eq(reseller));
    }
    if let Some(soon) = query.agreement_ends_within {
        filter = filter.add(Expr::col("agreement_until").lte(soon.until(today)));
    }
    Listing::new("partners", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: PartnerSort) -> SortColumn {
    match key {
        PartnerSort::Name => SortColumn::unique("name_normalized", Kind::Text),
        PartnerSort::CreatedAt => SortColumn::new("created_at", Kind::At),
        PartnerSort::AgreementUntil => SortColumn::nullable("agreement_until", Kind::On),
    }
}

/// Changes what a partner may change of itself.
pub async fn change_profile(
    tx: &impl ConnectionTrait,
    scope: Scope,
    id: PartnerId,
    version: i64,
    change: &ChangePartnerProfile,
    now: DateTime<Utc>,
) -> StoreResult<PartnerView> {
    let row = Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    let row = Model {
        legal_address: change.legal_address.clone(),
        contact_name: change.contact_name.clone(),
        contact_email: change.contact_email.clone(),
        contact_phone: change.contact_phone.clone(),
        contact_title: change.contact_title.clone(),
        contacts: contacts_json(&change.contacts)?,
        version: version + 1,
        updated_at: cut(now),
        ..row
    };
    let same = Column::Id.eq(id.as_uuid()).and(Column::Version.eq(version));
    write::update_one(tx, row, same).await?;
    get(tx, scope, id).await
}

/// Further contacts as they are kept; nothing for none.
fn contacts_json(contacts: &[PartnerContact]) -> StoreResult<Option<String>> {
    let kept = (!contacts.is_empty()).then(|| to_json("partners.contacts", &contacts));
    kept.transpose()
}

/// What decides whether a partner's orders may be submitted, and at which prices.
pub async fn standing(
    db: &impl ConnectionTrait,
    id: PartnerId,
) -> StoreResult<(Standing, PartnerLevel)> {
    let row = Entity::find_by_id(id.as_uuid()).one(db).await?.ok_or(StoreError::NotFound)?;
    let status = word("partners.status", &row.status)?;
    let standing = Standing { status, agreement_until: row.agreement_until };
    Ok((standing, word("partners.level", &row.level)?))
}

/// Keeps a new partner, findable by its name. A name that is taken is
/// [`StoreError::is_duplicate_of`] `uq_partners_name_normalized`.
pub async fn insert(
    tx: &impl ConnectionTrait,
    id: PartnerId,
    status: PartnerStatus,
    content: &PartnerContent,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = Model {
        id: id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        status: status.as_str().to_owned(),
        ..row_of(content)?
    };
    write::insert(tx, row).await?;
    senders::keep(tx, id, &content.sender_addresses).await?;
    index(tx, id, &content.name).await
}

/// Changes what staff keep of a partner.
pub async fn change(
    tx: &impl ConnectionTrait,
    id: PartnerId,
    version: i64,
    content: &PartnerContent,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = lock(tx, id).await?;
    let row = Model {
        id: row.id,
        created_at: row.created_at,
        updated_at: cut(now),
        version: version + 1,
        status: row.status,
        ..row_of(content)?
    };
    write::update_one(tx, row, at_version(id, version)).await?;
    senders::keep(tx, id, &content.sender_addresses).await?;
    term::Entity::delete_many().filter(term::Column::PartnerId.eq(id.as_uuid())).exec(tx).await?;
    index(tx, id, &content.name).await
}

/// Moves a partner to another status.
pub async fn set_status(
    tx: &impl ConnectionTrait,
    id: PartnerId,
    version: i64,
    status: PartnerStatus,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = lock(tx, id).await?;
    let row = Model {
        status: status.as_str().to_owned(),
        version: version + 1,
        updated_at: cut(now),
        ..row
    };
    write::update_one(tx, row, at_version(id, version)).await
}

async fn lock(tx: &impl ConnectionTrait, id: PartnerId) -> StoreResult<Model> {
    let found = Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)
}

fn at_version(id: PartnerId, version: i64) -> Expr {
    Column::Id.eq(id.as_uuid()).and(Column::Version.eq(version))
}

/// What staff say of a partner, as a row; id, times, version and status are the caller's.
fn row_of(content: &PartnerContent) -> StoreResult<Model> {
    Ok(Model {
        id: uuid::Uuid::nil(),
        created_at: DateTime::<Utc>::UNIX_EPOCH,
        updated_at: DateTime::<Utc>::UNIX_EPOCH,
        version: 0,
        name: content.name.clone(),
        name_normalized: text::normalized(&content.name),
        is_reseller: content.is_reseller,
        level: content.level.as_str().to_owned(),
        status: String::new(),
        region: content.region.map(|region| region.as_str().to_owned()),
        credit_code: content.credit_code.clone(),
        legal_address: content.legal_address.clone(),
        contact_name: content.contact_name.clone(),
        contact_email: content.contact_email.clone(),
        contact_phone: content.contact_phone.clone(),
        agreement_number: content.agreement_number.clone(),
        agreement_signed_on: content.agreement_signed_on,
        agreement_until: content.agreement_until,
        contact_title: content.contact_title.clone(),
        contacts: contacts_json(&content.contacts)?,
        credit_limit_minor: content.credit_limit.map(Amount::minor),
        payment_terms: Some(to_json("partners.payment_terms", &content.payment_terms)?),
        profit_share_bp: content
            .profit_share
            .map(|share| small("partners.profit_share_bp", share.0))
            .transpose()?,
    })
}

/// Makes it findable by its name.
async fn index(tx: &impl ConnectionTrait, id: PartnerId, name: &str) -> StoreResult<()> {
    let id = id.as_uuid();
    let terms = search::terms([name]);
    let terms = terms.into_iter().map(|term| term::Model { term, partner_id: id }).collect();
    write::insert_all(tx, terms).await
}

/// What an organisation is called.
pub(crate) async fn name_of(
    db: &impl ConnectionTrait,
    id: PartnerId,
) -> StoreResult<Option<PartnerName>> {
    let found = Entity::find_by_id(id.as_uuid()).one(db).await?;
    Ok(found.map(|partner| PartnerName { id, name: partner.name }))
}
