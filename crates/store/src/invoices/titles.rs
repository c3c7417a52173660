//! The title book 抬头: whom the invoices of a partner or customer name.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    id::{CustomerId, InvoiceTitleId, PartnerId},
    invoices::wire::{InvoiceTitle, TitleView},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::title::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, id_opt, uuid_opt, word},
    write,
};

/// Most titles that a form suggests.
const MOST: u64 = 50;

/// A title to be kept, of a partner or a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    pub id: InvoiceTitleId,
    pub partner_id: Option<PartnerId>,
    pub customer_id: Option<CustomerId>,
    pub title: InvoiceTitle,
    pub is_default: bool,
}

/// The titles that a scope opens: a partner's own; staff read every party's.
fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything | Scope::OfUser(_) => Condition::all(),
        Scope::OfPartner(partner) => Condition::all().add(Column::PartnerId.eq(partner.as_uuid())),
    }
}

fn of(partner: Option<PartnerId>, customer: Option<CustomerId>) -> Condition {
    Condition::all()
        .add_option(partner.map(|partner| Column::PartnerId.eq(partner.as_uuid())))
        .add_option(customer.map(|customer| Column::CustomerId.eq(customer.as_uuid())))
}

fn view(row: Model) -> StoreResult<TitleView> {
    Ok(TitleView {
        id: row.id.into(),
        partner_id: id_opt(row.partner_id),
        customer_id: id_opt(row.customer_id),
        title: InvoiceTitle {
            kind: word("invoice_titles.kind", &row.kind)?,
            name: row.name,
            tax_number: row.tax_number,
            address: row.address,
            phone: row.phone,
            bank: row.bank,
            account: row.account,
        },
        is_default: row.is_default,
    })
}

/// A party's titles, the default one first, then by name; at most 50.
///
/// # Errors
/// The database is not available.
pub async fn titles_of(
    db: &impl ConnectionTrait,
    scope: Scope,
    partner: Option<PartnerId>,
    customer: Option<CustomerId>,
) -> StoreResult<Vec<TitleView>> {
    Entity::find()
        .filter(visible(scope))
        .filter(of(partner, customer))
        .order_by_desc(Column::IsDefault)
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .limit(MOST)
        .all(db)
        .await?
        .into_iter()
        .map(view)
        .collect()
}

/// Keeps a title, in the place of the party's one of the same name; where it is the default one, no
/// other is. Answers what is kept.
///
/// # Errors
/// The database is not available.
pub async fn keep_title(
    tx: &impl ConnectionTrait,
    new: &Title,
    now: DateTime<Utc>,
) -> StoreResult<TitleView> {
    let party = of(new.partner_id, new.customer_id);
    let before = Entity::find()
        .filter(party.clone())
        .filter(Column::Name.eq(&new.title.name))
        .lock_exclusive()
        .one(tx)
        .await?;
    if new.is_default {
        Entity::update_many()
            .col_expr(Column::IsDefault, Expr::val(false))
            .filter(party)
            .exec(tx)
            .await?;
    }
    let row = Model {
        id: before.as_ref().map_or(new.id.as_uuid(), |before| before.id),
        created_at: before.as_ref().map_or(cut(now), |before| before.created_at),
        updated_at: cut(now),
        version: before.as_ref().map_or(1, |before| before.version + 1),
        partner_id: uuid_opt(new.partner_id),
        customer_id: uuid_opt(new.customer_id),
        kind: new.title.kind.as_str().to_owned(),
        name: new.title.name.clone(),
        tax_number: new.title.tax_number.clone(),
        address: new.title.address.clone(),
        phone: new.title.phone.clone(),
        bank: new.title.bank.clone(),
        account: new.title.account.clone(),
        is_default: new.is_default || before.as_ref().is_some_and(|before| before.is_default),
    };
    match before {
        Some(before) => {
            let same = Column::Id.eq(before.id);
            write::update_one(tx, row.clone(), same).await?;
        }
        None => write::insert(tx, row.clone()).await?,
    }
    view(row)
}

/// Takes a title out of the book; answers what it was.
///
/// # Errors
/// [`StoreError::NotFound`] out of scope.
pub async fn remove_title(
    tx: &impl ConnectionTrait,
    scope: Scope,
    id: InvoiceTitleId,
) -> StoreResult<TitleView> {
    let found = Entity::find_by_id(id.as_uuid()).filter(visible(scope)).lock_exclusive();
    let row = found.one(tx).await?.ok_or(StoreError::NotFound)?;
    Entity::delete_by_id(row.id).exec(tx).await?;
    view(row)
}
