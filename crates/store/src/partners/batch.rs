//! Many partners at once, as an import writes them and takes them back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    id::PartnerId,
    partners::{PartnerStatus, wire::PartnerContent},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    Model,
    partner::{Column, Entity},
    row_of, sender, term,
};
use crate::{StoreResult, convert::cut, search, write};

/// A partner that is there, by what it is told from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: PartnerId,
    pub name: String,
    pub name_normalized: String,
    pub credit_code: Option<String>,
}

/// The partners with one of these normalized names or credit codes, resellers or not. The whole
/// house is asked.
///
/// # Errors
/// The database is not available.
pub async fn known(
    db: &impl ConnectionTrait,
    names: &[String],
    codes: &[String],
) -> StoreResult<Vec<Known>> {
    let mut found: Vec<Known> = Vec::new();
    // One range of an index each; together they would be none.
    for (column, keys) in [(Column::NameNormalized, names), (Column::CreditCode, codes)] {
        if keys.is_empty() {
            continue;
        }
        let some = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Name, Column::NameNormalized, Column::CreditCode])
            .filter(column.is_in(keys.iter().map(String::as_str)))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .into_tuple::<(Uuid, String, String, Option<String>)>();
        for (id, name, name_normalized, credit_code) in some.all(db).await? {
            found.push(Known { id: id.into(), name, name_normalized, credit_code });
        }
    }
    Ok(found)
}

/// Keeps new partners, findable by their names, in few statements, all or none. A name that is taken
/// answers as in [`super::insert`]. Addresses from which mails come are not among what they have.
///
/// # Errors
/// The database is not available.
pub async fn insert_all(
    tx: &impl ConnectionTrait,
    new: &[(PartnerId, PartnerContent)],
    status: PartnerStatus,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let (mut rows, mut terms) = (Vec::new(), Vec::new());
    for (id, content) in new {
        let partner_id = id.as_uuid();
        rows.push(Model {
            id: partner_id,
            created_at: cut(now),
            updated_at: cut(now),
            version: 1,
            status: status.as_str().to_owned(),
            ..row_of(content)?
        });
        let words = search::terms([content.name.as_str()]);
        terms.extend(words.into_iter().map(|term| term::Model { term, partner_id }));
    }
    write::insert_all(tx, rows).await?;
    write::insert_all(tx, terms).await
}

/// The versions of these partners, which nobody changes until the transaction ends; those that are
/// gone are left out.
///
/// # Errors
/// The database is not available.
pub async fn versions(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<HashMap<Uuid, i64>> {
    write::versions::<Entity>(tx, (Column::Id, Column::Version), ids).await
}

/// Removes partners as if they had never been. One that anything else speaks of is refused as
/// [`crate::StoreError::Reference`], and with it all of them.
///
/// # Errors
/// The database is not available.
pub async fn remove_all(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<()> {
    let ids = || ids.iter().copied();
    sender::Entity::delete_many().filter(sender::Column::PartnerId.is_in(ids())).exec(tx).await?;
    term::Entity::delete_many().filter(term::Column::PartnerId.is_in(ids())).exec(tx).await?;
    Entity::delete_many().filter(Column::Id.is_in(ids())).exec(tx).await?;
    Ok(())
}
