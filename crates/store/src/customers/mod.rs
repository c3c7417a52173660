//! Customers and the people there.

mod batch;
mod change;
pub(crate) mod contact;
mod create;
pub(crate) mod customer;
mod duplicates;
pub(crate) mod key;
mod keys;
mod look_up;
pub(crate) mod merge;
pub(crate) mod merge_move;
pub mod merges;
pub(crate) mod pair;
pub mod pairs;
mod standing;
pub(crate) mod term;
pub mod timeline;
mod views;

use domain::{
    access::Scope,
    id::{CustomerId, PartnerId},
    text,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, Query},
};

use self::customer::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    batch::{Known, known, remove_all, versions},
    change::{change, lock},
    create::{NewContact, NewCustomer, create, create_all},
    duplicates::possible_duplicates,
    look_up::{look_up, own_end_users},
    standing::{Standing, archive, assign, restore, standing},
    views::{get, page, registration},
};
use crate::{StoreError, StoreResult};

/// A customer by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRef {
    pub id: CustomerId,
    pub name: String,
}

/// The customers that a scope opens: a partner's are those that it sold licenses to.
pub(crate) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(partner) => {
            Condition::all().add(Expr::col(("customers", "id")).in_subquery(sold_by(partner)))
        }
        Scope::OfUser(user) => {
            Condition::all().add(Expr::col(("customers", "owner_id")).eq(user.as_uuid()))
        }
    }
}

fn sold_by(partner: PartnerId) -> sea_orm::sea_query::SelectStatement {
    let mut customers = Query::select();
    customers
        .column("customer_id")
        .from("licenses")
        .and_where(Expr::col("partner_id").eq(partner.as_uuid()));
    customers
}

/// What a customer is called; [`StoreError::NotFound`] out of scope.
pub async fn name_of(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: CustomerId,
) -> StoreResult<String> {
    let found = Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(found.name)
}

/// The customer of this name, after normalisation; where it was made part of another one, that one.
/// The whole house is asked, whoever asks: two customers never share a name.
pub async fn find_by_name(
    db: &impl ConnectionTrait,
    name: &str,
) -> StoreResult<Option<CustomerRef>> {
    let found = name_holder(db, name).await?;
    followed(db, found).await
}

/// The customer with this credit code; where it was made part of another one, that one. The whole
/// house is asked: a code stands for one organisation.
pub async fn find_by_credit_code(
    db: &impl ConnectionTrait,
    code: &str,
) -> StoreResult<Option<CustomerRef>> {
    let found = code_holder(db, code).await?;
    followed(db, found).await
}

/// Whose row has this name, whatever became of it: nobody else can have it.
///
/// # Errors
/// Only the database's.
pub async fn holder_of_name(
    db: &impl ConnectionTrait,
    name: &str,
) -> StoreResult<Option<CustomerId>> {
    Ok(name_holder(db, name).await?.map(|row| row.id.into()))
}

/// Whose row has this credit code, whatever became of it.
///
/// # Errors
/// Only the database's.
pub async fn holder_of_credit_code(
    db: &impl ConnectionTrait,
    code: &str,
) -> StoreResult<Option<CustomerId>> {
    Ok(code_holder(db, code).await?.map(|row| row.id.into()))
}

async fn name_holder(db: &impl ConnectionTrait, name: &str) -> StoreResult<Option<Model>> {
    let normalized = text::normalized(name);
    Ok(Entity::find().filter(Column::NameNormalized.eq(normalized)).one(db).await?)
}

async fn code_holder(db: &impl ConnectionTrait, code: &str) -> StoreResult<Option<Model>> {
    Ok(Entity::find().filter(Column::CreditCode.eq(code)).one(db).await?)
}

/// A customer, or the one that it was made part of: merges leave one step to go.
async fn followed(
    db: &impl ConnectionTrait,
    found: Option<Model>,
) -> StoreResult<Option<CustomerRef>> {
    let Some(found) = found else { return Ok(None) };
    let standing = match found.merged_into {
        None => found,
        Some(winner) => Entity::find_by_id(winner).one(db).await?.ok_or(StoreError::NotFound)?,
    };
    Ok(Some(CustomerRef { id: standing.id.into(), name: standing.name }))
}

#[cfg(test)]
mod tests;
