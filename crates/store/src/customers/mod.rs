//! Customers and the people there.

mod batch;
mod change;
pub(crate) mod contact;
mod create;
pub(crate) mod customer;
mod duplicates;
mod look_up;
pub(crate) mod term;
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

use self::customer::{Column, Entity};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    batch::{Known, known, remove_all, versions},
    change::{change, lock},
    create::{NewContact, NewCustomer, create, create_all},
    duplicates::possible_duplicates,
    look_up::{look_up, own_end_users},
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

/// The customer of this name, after normalisation. The whole house is asked, whoever asks: two
/// customers never share a name.
pub async fn find_by_name(
    db: &impl ConnectionTrait,
    name: &str,
) -> StoreResult<Option<CustomerRef>> {
    let found =
        Entity::find().filter(Column::NameNormalized.eq(text::normalized(name))).one(db).await?;
    Ok(found.map(|customer| CustomerRef { id: customer.id.into(), name: customer.name }))
}

/// The customer with this credit code. The whole house is asked: a code stands for one organisation.
pub async fn find_by_credit_code(
    db: &impl ConnectionTrait,
    code: &str,
) -> StoreResult<Option<CustomerRef>> {
    let found = Entity::find().filter(Column::CreditCode.eq(code)).one(db).await?;
    Ok(found.map(|customer| CustomerRef { id: customer.id.into(), name: customer.name }))
}

#[cfg(test)]
mod tests;
