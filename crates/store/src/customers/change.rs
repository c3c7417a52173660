//! A customer that changes, findable by its new name from the same moment.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    customers::{
        Industry, Region,
        duplicates::company_domain,
        wire::{ChangeCustomer, CustomerContact, CustomerView},
    },
    id::{ContactId, CustomerId},
    patch::Patch,
    text,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::{contact, customer, keys, term, views, visible};
use crate::{StoreError, StoreResult, convert::cut, search, write};

/// Reads a customer and keeps others from changing it until the transaction ends.
pub async fn lock(
    tx: &impl ConnectionTrait,
    scope: Scope,
    id: CustomerId,
    today: NaiveDate,
) -> StoreResult<CustomerView> {
    customer::Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    views::get(tx, scope, id, today).await
}

/// Writes what a cleaned `change` says of the customer that was read at `version`; contacts are
/// replaced as a whole and get new ids. A name or credit code that is taken answers as a duplicate
/// of `uq_customers_name_normalized` or `uq_customers_credit_code`.
pub async fn change(
    tx: &impl ConnectionTrait,
    id: CustomerId,
    version: i64,
    change: &ChangeCustomer,
    new_id: impl Fn() -> ContactId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let found = customer::Entity::find_by_id(id.as_uuid()).one(tx).await?;
    let mut row = found.ok_or(StoreError::NotFound)?;
    row.version = version + 1;
    row.updated_at = cut(now);
    row.compared = false;
    if let Some(name) = &change.name {
        row.name = text::cleaned(name);
        row.name_normalized = text::normalized(name);
        row.core_name = text::core_name(name);
    }
    if let Some(kind) = change.customer_type {
        kind.as_str().clone_into(&mut row.customer_type);
    }
    change.credit_code.clone().apply(&mut row.credit_code);
    word(change.industry.clone(), Industry::as_str).apply(&mut row.industry);
    word(change.region.clone(), Region::as_str).apply(&mut row.region);
    change.city.clone().apply(&mut row.city);
    change.address.clone().apply(&mut row.address);
    change.notes.clone().apply(&mut row.notes);
    if let Some(contacts) = &change.contacts {
        row.mail_domain = contacts.iter().find_map(|c| company_domain(c.email.as_deref()?));
    }
    let same = customer::Column::Id.eq(id.as_uuid()).and(customer::Column::Version.eq(version));
    write::update_one(tx, row, same).await?;
    if let Some(name) = &change.name {
        index(tx, id, name).await?;
    }
    if let Some(contacts) = &change.contacts {
        replace_contacts(tx, id, contacts, new_id, now).await?;
    }
    keys::renew(tx, id.as_uuid()).await
}

fn word<T>(patch: Patch<T>, as_str: impl Fn(T) -> &'static str) -> Patch<String> {
    match patch {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(value) => Patch::Set(as_str(value).to_owned()),
    }
}

/// Makes it findable by this name, and by no other.
pub(super) async fn index(
    tx: &impl ConnectionTrait,
    id: CustomerId,
    name: &str,
) -> StoreResult<()> {
    let id = id.as_uuid();
    term::Entity::delete_many().filter(term::Column::CustomerId.eq(id)).exec(tx).await?;
    let terms = search::terms([name]);
    let terms = terms.into_iter().map(|term| term::Model { term, customer_id: id }).collect();
    write::insert_all(tx, terms).await
}

async fn replace_contacts(
    tx: &impl ConnectionTrait,
    id: CustomerId,
    contacts: &[CustomerContact],
    new_id: impl Fn() -> ContactId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let customer_id = id.as_uuid();
    contact::Entity::delete_many()
        .filter(contact::Column::CustomerId.eq(customer_id))
        .exec(tx)
        .await?;
    let rows = contacts.iter().enumerate().map(|(index, person)| contact::Model {
        id: new_id().as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        customer_id,
        name: person.name.clone(),
        title: person.title.clone(),
        email: person.email.clone(),
        phone: person.phone.clone(),
        is_primary: index == 0,
    });
    write::insert_all(tx, rows.collect()).await
}
