//! Many customers at once, as an import writes them and takes them back.

use std::collections::HashMap;

use domain::id::CustomerId;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    contact,
    customer::{Column, Entity},
    key, pair, term,
};
use crate::{StoreResult, write};

/// A customer that is there, by what it is told from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: CustomerId,
    pub name: String,
    pub name_normalized: String,
    pub credit_code: Option<String>,
}

/// The customers with one of these normalized names or credit codes. The whole house is asked.
///
/// # Errors
/// The database is not available.
pub async fn known(
    db: &impl ConnectionTrait,
    names: &[String],
    codes: &[String],
) -> StoreResult<Vec<Known>> {
    let mut found = Vec::new();
    // One range of an index each; together they would be none.
    for (column, keys) in [(Column::NameNormalized, names), (Column::CreditCode, codes)] {
        if keys.is_empty() {
            continue;
        }
        let some = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Name, Column::NameNormalized, Column::CreditCode])
            .filter(column.is_in(keys.iter().map(String::as_str)))
            .into_tuple::<(Uuid, String, String, Option<String>)>();
        found.extend(some.all(db).await?.into_iter().map(
            |(id, name, name_normalized, credit_code)| Known {
                id: id.into(),
                name,
                name_normalized,
                credit_code,
            },
        ));
    }
    Ok(found)
}

/// The versions of these customers, which nobody changes until the transaction ends; those that are
/// gone are left out.
///
/// # Errors
/// The database is not available.
pub async fn versions(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<HashMap<Uuid, i64>> {
    write::versions::<Entity>(tx, (Column::Id, Column::Version), ids).await
}

/// Removes customers with their people, as if they had never been. One that anything else speaks of
/// is refused as [`crate::StoreError::Reference`], and with it all of them.
///
/// # Errors
/// The database is not available.
pub async fn remove_all(tx: &impl ConnectionTrait, ids: &[Uuid]) -> StoreResult<()> {
    let ids = || ids.iter().copied();
    // Which ones may be one was found by us, and goes with them.
    for column in [pair::Column::OneId, pair::Column::OtherId] {
        pair::Entity::delete_many().filter(column.is_in(ids())).exec(tx).await?;
    }
    key::Entity::delete_many().filter(key::Column::CustomerId.is_in(ids())).exec(tx).await?;
    term::Entity::delete_many().filter(term::Column::CustomerId.is_in(ids())).exec(tx).await?;
    contact::Entity::delete_many()
        .filter(contact::Column::CustomerId.is_in(ids()))
        .exec(tx)
        .await?;
    Entity::delete_many().filter(Column::Id.is_in(ids())).exec(tx).await?;
    Ok(())
}
