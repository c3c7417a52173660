//! The keys by which customers that may be one find each other: nobody compares all with all.

use std::collections::{BTreeSet, HashMap};

use domain::customers::duplicates::Identity;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{contact, customer, key};
use crate::{StoreError, StoreResult, write};

/// Most customers that one is compared with.
const MOST: u64 = 200;

/// Keeps the keys of new customers.
pub(super) async fn insert_all(
    tx: &impl ConnectionTrait,
    new: impl Iterator<Item = (Uuid, Identity)>,
) -> StoreResult<()> {
    let keys = new.flat_map(|(customer_id, identity)| {
        identity.keys().into_iter().map(move |term| key::Model { term, customer_id })
    });
    write::insert_all(tx, keys.collect()).await
}

/// Makes a customer's keys follow what it is now.
pub(super) async fn renew(tx: &impl ConnectionTrait, id: Uuid) -> StoreResult<()> {
    let identity = identities(tx, &[id]).await?.remove(&id).ok_or(StoreError::NotFound)?;
    key::Entity::delete_many().filter(key::Column::CustomerId.eq(id)).exec(tx).await?;
    insert_all(tx, [(id, identity.1)].into_iter()).await
}

/// Those customers and what they are told from others by, in two statements.
pub(super) async fn identities(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> StoreResult<HashMap<Uuid, (customer::Model, Identity)>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let some = || ids.iter().copied();
    let rows = customer::Entity::find().filter(customer::Column::Id.is_in(some())).all(db).await?;
    let mut people: HashMap<Uuid, Vec<contact::Model>> = HashMap::new();
    let contacts = contact::Entity::find().filter(contact::Column::CustomerId.is_in(some()));
    for person in contacts.all(db).await? {
        people.entry(person.customer_id).or_default().push(person);
    }
    let known = rows.into_iter().map(|row| {
        let people = people.remove(&row.id).unwrap_or_default();
        let identity = Identity::new(
            &row.name,
            row.credit_code.as_deref(),
            people.iter().filter_map(|person| person.email.as_deref()),
            people.iter().filter_map(|person| person.phone.as_deref()),
        );
        (row.id, (row, identity))
    });
    Ok(known.collect())
}

/// Customers that share one of these keys, 200 at most.
pub(super) async fn sharing(
    db: &impl ConnectionTrait,
    keys: &BTreeSet<String>,
    except: Option<Uuid>,
) -> StoreResult<Vec<Uuid>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows = db.query_all(&sharing_statement(keys, except)).await?;
    rows.iter().map(|row| Ok(row.try_get("", "customer_id")?)).collect()
}

pub(crate) fn sharing_statement(keys: &BTreeSet<String>, except: Option<Uuid>) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .distinct()
        .column(("customer_keys", "customer_id"))
        .from("customer_keys")
        .and_where(Expr::col(("customer_keys", "term")).is_in(keys.iter().map(String::as_str)))
        .limit(MOST);
    if let Some(id) = except {
        statement.and_where(Expr::col(("customer_keys", "customer_id")).ne(id));
    }
    statement
}
