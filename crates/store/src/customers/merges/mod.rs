//! Customers made one, and two again. Everything of it happens in one transaction: the rows that go
//! over are noted one by one, so that exactly these go back.

mod read;
pub(crate) mod references;
mod undo;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{
    customers::merge::{Fields, MergeField, Moved, merged},
    id::{CustomerId, CustomerMergeId, UserId},
    text,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::{
    read::{Preview, get, of_customer, preview},
    undo::{Undoing, undo, undoing},
};
use super::{
    change::index,
    contact,
    customer::{Column, Entity, Model},
    keys, merge, merge_move, pairs,
};
use crate::{
    StoreError, StoreResult,
    convert::{cut, id_opt, to_json, uuid_opt, word, word_opt},
    write,
};

/// What a customer was: its fields, and who its people were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    pub fields: Fields,
    pub contacts: Vec<Person>,
}

/// A contact of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    pub id: Uuid,
    pub is_primary: bool,
}

/// A merge about to be made.
#[derive(Debug, Clone)]
pub struct NewMerge {
    pub id: CustomerMergeId,
    pub winner: CustomerId,
    pub winner_version: i64,
    pub loser: CustomerId,
    pub loser_version: i64,
    pub take: Vec<MergeField>,
    pub reason: Option<String>,
    pub by: UserId,
}

/// What came of it, for the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub before: Fields,
    pub after: Fields,
}

pub(super) fn fields_of(row: &Model) -> StoreResult<Fields> {
    Ok(Fields {
        name: row.name.clone(),
        credit_code: row.credit_code.clone(),
        customer_type: word("customers.customer_type", &row.customer_type)?,
        industry: word_opt("customers.industry", row.industry.as_deref())?,
        region: word_opt("customers.region", row.region.as_deref())?,
        city: row.city.clone(),
        address: row.address.clone(),
        notes: row.notes.clone(),
        owner: id_opt(row.owner_id),
    })
}

/// Writes the fields into a row, with what follows from the name.
pub(super) fn put(row: &mut Model, fields: &Fields) {
    row.name.clone_from(&fields.name);
    row.name_normalized = text::normalized(&fields.name);
    row.core_name = text::core_name(&fields.name);
    row.credit_code.clone_from(&fields.credit_code);
    fields.customer_type.as_str().clone_into(&mut row.customer_type);
    row.industry = fields.industry.map(|it| it.as_str().to_owned());
    row.region = fields.region.map(|it| it.as_str().to_owned());
    row.city.clone_from(&fields.city);
    row.address.clone_from(&fields.address);
    row.notes.clone_from(&fields.notes);
    row.owner_id = uuid_opt(fields.owner);
}

/// A customer's people, in their order.
pub(super) async fn people(
    db: &impl ConnectionTrait,
    customer: Uuid,
) -> StoreResult<Vec<contact::Model>> {
    Ok(contact::Entity::find()
        .filter(contact::Column::CustomerId.eq(customer))
        .order_by_desc(contact::Column::IsPrimary)
        .order_by_asc(contact::Column::Id)
        .all(db)
        .await?)
}

pub(super) fn persons(people: &[contact::Model]) -> Vec<Person> {
    people.iter().map(|one| Person { id: one.id, is_primary: one.is_primary }).collect()
}

/// What a person is known by: two of one customer that share it are one.
fn known_by(person: &contact::Model) -> (String, String) {
    match person.email.as_deref().map(str::trim).filter(|email| !email.is_empty()) {
        Some(email) => ("email".to_owned(), email.to_lowercase()),
        None => (text::normalized(&person.name), person.phone.clone().unwrap_or_default()),
    }
}

/// The loser's people whom the winner does not know yet.
pub(super) fn newcomers<'a>(
    winners: &[contact::Model],
    losers: &'a [contact::Model],
) -> Vec<&'a contact::Model> {
    let known: HashSet<_> = winners.iter().map(known_by).collect();
    losers.iter().filter(|person| !known.contains(&known_by(person))).collect()
}

/// Keeps others from changing either until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock(
    tx: &impl ConnectionTrait,
    winner: CustomerId,
    loser: CustomerId,
) -> StoreResult<()> {
    lock_both(tx, winner, loser).await.map(drop)
}

/// Both customers, locked in one order whoever asks, so that two merges do not wait for each other.
pub(super) async fn lock_both(
    tx: &impl ConnectionTrait,
    winner: CustomerId,
    loser: CustomerId,
) -> StoreResult<(Model, Model)> {
    let ids = [winner.as_uuid(), loser.as_uuid()];
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let find = |id: CustomerId| {
        rows.iter().find(|row| row.id == id.as_uuid()).cloned().ok_or(StoreError::NotFound)
    };
    Ok((find(winner)?, find(loser)?))
}

/// Writes both rows. Names and codes are unique: the loser lets go of its own first.
pub(super) async fn write_both(
    tx: &impl ConnectionTrait,
    (winner, winner_version): (&mut Model, i64),
    (loser, loser_version): (&mut Model, i64),
    now: DateTime<Utc>,
) -> StoreResult<()> {
    for row in [&mut *winner, &mut *loser] {
        row.updated_at = cut(now);
        row.compared = false;
    }
    winner.version = winner_version + 1;
    loser.version = loser_version + 1;
    let is = |row: &Model, version: i64| Column::Id.eq(row.id).and(Column::Version.eq(version));
    let letting_go = Entity::update_many()
        .col_expr(Column::NameNormalized, Expr::value(format!("\u{1}{}", loser.id.simple())))
        .col_expr(Column::CreditCode, Expr::value(Option::<String>::None))
        .filter(is(loser, loser_version));
    write::one(letting_go, tx).await?;
    write::update_one(tx, winner.clone(), is(winner, winner_version)).await?;
    write::update_one(tx, loser.clone(), is(loser, loser_version)).await
}

/// The mail domain of the first person who has one.
pub(super) async fn follow_people(tx: &impl ConnectionTrait, row: &mut Model) -> StoreResult<()> {
    use domain::customers::duplicates::company_domain;
    let people = people(tx, row.id).await?;
    row.mail_domain = people.iter().find_map(|one| company_domain(one.email.as_deref()?));
    Ok(())
}

/// Makes the loser part of the winner; both were read at their versions, and both are in use. The
/// loser is kept, archived, and its name goes on leading to the winner.
///
/// # Errors
/// [`StoreError::Stale`] where either was changed meanwhile.
pub async fn merge(
    tx: &impl ConnectionTrait,
    new: &NewMerge,
    now: DateTime<Utc>,
) -> StoreResult<Merged> {
    let (mut winner, mut loser) = lock_both(tx, new.winner, new.loser).await?;
    let (before, others) = (fields_of(&winner)?, fields_of(&loser)?);
    let after = merged(&before, &others, &new.take);
    let (winners, losers) = (people(tx, winner.id).await?, people(tx, loser.id).await?);
    let coming = newcomers(&winners, &losers);
    let id = new.id.as_uuid();
    let mut row = merge::Model {
        id,
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        winner_id: winner.id,
        loser_id: loser.id,
        loser_name: loser.name.clone(),
        taken: to_json("customer_merges.taken", &new.take)?,
        winner_before: snapshot(before.clone(), &winners)?,
        winner_after: String::new(),
        loser_before: snapshot(others, &losers)?,
        reason: new.reason.clone(),
        merged_by: new.by.as_uuid(),
        undone_at: None,
        undone_by: None,
    };
    write::insert(tx, row.clone()).await?;
    references::hand_over(tx, id, loser.id, winner.id).await?;
    let notes = coming.iter().map(|person| merge_move::Model {
        merge_id: id,
        what: Moved::Contacts.as_str().to_owned(),
        row_id: person.id,
    });
    write::insert_all(tx, notes.collect()).await?;
    let has_primary = !winners.is_empty();
    for person in coming {
        let update = contact::Entity::update_many()
            .col_expr(contact::Column::CustomerId, Expr::value(winner.id))
            .col_expr(contact::Column::IsPrimary, Expr::value(person.is_primary && !has_primary))
            .filter(contact::Column::Id.eq(person.id));
        write::one(update, tx).await?;
    }

    put(&mut winner, &after);
    follow_people(tx, &mut winner).await?;
    if after.name != before.name {
        // The name that it gives up leads to it, too.
        loser.name_normalized = text::normalized(&before.name);
        loser.core_name = text::core_name(&before.name);
    }
    if new.take.contains(&MergeField::CreditCode) {
        loser.credit_code.clone_from(&before.credit_code);
    }
    loser.archived = true;
    loser.archived_at = Some(cut(now));
    loser.merged_into = Some(winner.id);
    let both = ((&mut winner, new.winner_version), (&mut loser, new.loser_version));
    write_both(tx, both.0, both.1, now).await?;
    row.winner_after = snapshot(after.clone(), &people(tx, winner.id).await?)?;
    write::update_one(tx, row, merge::Column::Id.eq(id)).await?;
    if after.name != before.name {
        index(tx, new.winner, &after.name).await?;
    }
    keys::renew(tx, winner.id).await?;
    pairs::forget(tx, new.loser).await?;
    Ok(Merged { before, after })
}

fn snapshot(fields: Fields, people: &[contact::Model]) -> StoreResult<String> {
    to_json("customer_merges", &Snapshot { fields, contacts: persons(people) })
}

#[cfg(test)]
mod tests;
