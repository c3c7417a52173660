//! New customers, customers out of use and in use again, and whose they are.

use domain::{
    Id,
    access::Scope,
    customers::wire::{AssignCustomer, CreateCustomer, CustomerContent, CustomerView},
    events::{EventKind, SubjectKind},
    id::{CustomerId, UserId},
    problem::{Reason, Refusal},
};
use serde_json::json;
use store::{
    StoreError,
    customers::{self, NewContact, NewCustomer},
};

use super::change::{not_taken, today};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::{Record, record},
    http::{Caller, IfMatch, Once, Reply},
    licenses::life::owner,
};

pub fn customer_event<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    id: CustomerId,
    name: &str,
) -> Record<'a> {
    record(app, tx, kind, SubjectKind::Customer, id.as_uuid(), name)
}

/// Keeps a new customer. Who is like it keeps nobody from it.
///
/// # Errors
/// Field errors; a name or a credit code that a customer has.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    new: &CreateCustomer,
) -> ApiResult<Reply> {
    let content = new.content();
    content.check()?;
    let content = content.cleaned();
    app.transact_once(caller.user, once, async |tx| {
        let view = create_within(app, tx, caller, &content, new.owner_id).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}

/// Keeps a new customer within a transaction, from checked and cleaned content.
///
/// # Errors
/// Field errors: a name or a credit code that another customer has, an owner who sells nothing.
pub async fn create_within(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    content: &CustomerContent,
    owner_id: Option<UserId>,
) -> ApiResult<CustomerView> {
    let owner = owner(&**tx, owner_id).await?;
    let id = Id::from_uuid(app.id());
    not_taken(&**tx, id, &content.as_change()).await?;
    let people = content.contacts.iter().map(|person| NewContact {
        id: Id::from_uuid(app.id()),
        name: person.name.clone(),
        title: person.title.clone(),
        email: person.email.clone(),
        phone: person.phone.clone(),
    });
    let customer = NewCustomer {
        id,
        name: content.name.clone(),
        credit_code: content.credit_code.clone(),
        customer_type: content.customer_type,
        industry: content.industry,
        region: content.region,
        city: content.city.clone(),
        address: content.address.clone(),
        owner: owner.map(|owner| owner.id),
        notes: content.notes.clone(),
        contacts: people.collect(),
    };
    match customers::create(&**tx, &customer, tx.now).await {
        // Somebody else took the name or the code this instant: run again, and say so.
        Err(StoreError::Duplicate(_)) => return Err(ApiError::Deadlock),
        other => other?,
    }
    customer_event(app, tx, EventKind::CustomerCreated, id, &customer.name)
        .by(caller.user)
        .append();
    Ok(customers::get(&**tx, Scope::Everything, id, today(tx)).await?)
}

/// Takes a customer out of the lists. What it has stays as it is.
///
/// # Errors
/// 404; 409 where it is archived or part of another one; 412.
pub async fn archive(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: CustomerId,
    version: IfMatch,
) -> ApiResult<CustomerView> {
    app.transact(async |tx| {
        let present = customers::lock(&**tx, scope, id, today(tx)).await?;
        present.in_use()?;
        version.check(present.version)?;
        customers::archive(&**tx, id, present.version, tx.now).await?;
        customer_event(app, tx, EventKind::CustomerArchived, id, &present.name)
            .by(caller.user)
            .append();
        Ok(customers::get(&**tx, scope, id, today(tx)).await?)
    })
    .await
}

/// Brings an archived customer back.
///
/// # Errors
/// 404; 409 where it is in use or part of another one; 412.
pub async fn restore(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: CustomerId,
    version: IfMatch,
) -> ApiResult<CustomerView> {
    app.transact(async |tx| {
        let present = customers::lock(&**tx, scope, id, today(tx)).await?;
        present.may_restore()?;
        version.check(present.version)?;
        customers::restore(&**tx, id, present.version, tx.now).await?;
        customer_event(app, tx, EventKind::CustomerRestored, id, &present.name)
            .by(caller.user)
            .append();
        Ok(customers::get(&**tx, scope, id, today(tx)).await?)
    })
    .await
}

/// The customer that something is about to be sold to: the one that it is part of by now, in use
/// again where it was archived.
///
/// # Errors
/// Only the database's.
pub async fn customer_in_use(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    id: CustomerId,
    why: &str,
) -> ApiResult<CustomerId> {
    let standing = customers::standing(&**tx, id).await?;
    if standing.archived {
        customers::restore(&**tx, standing.id, standing.version, tx.now).await?;
        customer_event(app, tx, EventKind::CustomerRestored, standing.id, &standing.name)
            .by(caller.user)
            .note(Some(why))
            .append();
    }
    Ok(standing.id)
}

/// Gives a customer to somebody who sells, or to nobody.
///
/// # Errors
/// 404; 409 where it is archived; 412; nobody who sells; whose it is already.
pub async fn assign(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: CustomerId,
    version: IfMatch,
    body: &AssignCustomer,
) -> ApiResult<CustomerView> {
    app.transact(async |tx| {
        let present = customers::lock(&**tx, scope, id, today(tx)).await?;
        present.in_use()?;
        version.check(present.version)?;
        let owner = owner(&**tx, body.owner_id).await?;
        if present.owner_id == body.owner_id {
            return Err(Refusal::new(Reason::NothingChanges).at("/owner_id").into());
        }
        customers::assign(&**tx, id, present.version, body.owner_id, tx.now).await?;
        let name = owner.map(|owner| owner.name);
        customer_event(app, tx, EventKind::CustomerAssigned, id, &present.name)
            .by(caller.user)
            .changed(&json!({ "owner": present.owner_name }), &json!({ "owner": name }))
            .append();
        Ok(customers::get(&**tx, scope, id, today(tx)).await?)
    })
    .await
}
