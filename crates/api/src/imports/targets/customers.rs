//! Customers from files.

use chrono::{DateTime, Utc};
use domain::{
    Id,
    access::Scope,
    customers::{
        CustomerType,
        wire::{ChangeCustomer, CustomerContact, CustomerView},
    },
    events::{EventKind, SubjectKind},
    id::ContactId,
    imports::Content,
    patch::Patch,
    problem::{FieldError, Reason},
};
use sea_orm::ConnectionTrait;
use store::{
    StoreError, StoreResult,
    customers::{self, NewContact, NewCustomer},
    imports::Import,
};
use uuid::Uuid;

use super::{Known, Outcome, kept};
use crate::{
    app::{App, Tx},
    customers::change::{not_taken, today},
    error::{ApiError, ApiResult},
    imports::jobs::by_import,
};

pub async fn known(
    db: &impl ConnectionTrait,
    names: &[String],
    codes: &[String],
) -> ApiResult<Vec<Known>> {
    let found = customers::known(db, names, codes).await?;
    let known = found.into_iter().map(|customer| Known {
        id: customer.id.as_uuid(),
        label: customer.name,
        keys: [Some(customer.name_normalized), customer.credit_code],
    });
    Ok(known.collect())
}

pub async fn create_all(
    app: &App,
    tx: &impl ConnectionTrait,
    new: &[(Uuid, Content)],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let new: Vec<NewCustomer> = new
        .iter()
        .filter_map(|(id, content)| match content {
            Content::Customer(customer) => Some(new_customer(app, *id, customer)),
            _ => None,
        })
        .collect();
    customers::create_all(tx, &new, now).await
}

fn set<T: Clone>(patch: &Patch<T>) -> Option<T> {
    match patch {
        Patch::Set(value) => Some(value.clone()),
        Patch::Keep | Patch::Clear => None,
    }
}

fn new_customer(app: &App, id: Uuid, row: &ChangeCustomer) -> NewCustomer {
    let contact = |person: &CustomerContact| NewContact {
        id: Id::from_uuid(app.id()),
        name: person.name.clone(),
        title: person.title.clone(),
        email: person.email.clone(),
        phone: person.phone.clone(),
    };
    NewCustomer {
        id: id.into(),
        name: row.name.clone().unwrap_or_default(),
        credit_code: set(&row.credit_code),
        customer_type: row.customer_type.unwrap_or(CustomerType::Enterprise),
        industry: set(&row.industry),
        region: set(&row.region),
        city: set(&row.city),
        address: set(&row.address),
        owner: None,
        notes: set(&row.notes),
        contacts: row.contacts.iter().flatten().map(contact).collect(),
    }
}

pub async fn update(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    asked: &ChangeCustomer,
) -> ApiResult<Outcome> {
    let present = customers::lock(&**tx, Scope::Everything, id.into(), today(tx)).await?;
    let before = ChangeCustomer::as_is(&present);
    let people = before.contacts.clone().unwrap_or_default();
    let change = asked.clone().joining(&people).differing_from(&before);
    if change.is_empty() {
        return Ok(Outcome::Unchanged);
    }
    if let Some(refused) = write(app, tx, import, &present, &change).await? {
        return Ok(Outcome::Refused(refused));
    }
    Ok(Outcome::Updated(kept(&before)?, present.version + 1))
}

pub async fn restore(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    before: &str,
) -> ApiResult<Option<Reason>> {
    let before: ChangeCustomer = serde_json::from_str(before).map_err(anyhow::Error::from)?;
    let present = customers::lock(&**tx, Scope::Everything, id.into(), today(tx)).await?;
    let change = before.differing_from(&ChangeCustomer::as_is(&present));
    let refused = write(app, tx, import, &present, &change).await?;
    Ok(refused.map(|faults| faults.first().map_or(Reason::ChangedSince, |fault| fault.reason)))
}

/// Writes a change with its event; answers what refused it.
async fn write(
    app: &App,
    tx: &Tx,
    import: &Import,
    present: &CustomerView,
    change: &ChangeCustomer,
) -> ApiResult<Option<Vec<FieldError>>> {
    match not_taken(&**tx, present.id, change).await {
        Err(ApiError::Refused { problem, .. }) => return Ok(Some(problem.errors)),
        other => other?,
    }
    let new_id = || ContactId::from_uuid(app.id());
    let written =
        customers::change(&**tx, present.id, present.version, change, new_id, tx.now).await;
    match written {
        // Somebody took the name this instant: run again, and say so.
        Err(StoreError::Duplicate(_)) => return Err(ApiError::Deadlock),
        other => other?,
    }
    let name = change.name.as_deref().unwrap_or(&present.name);
    let kind = EventKind::CustomerChanged;
    by_import(app, tx, import, kind, (SubjectKind::Customer, present.id.as_uuid()), name)
        .changed(&ChangeCustomer::as_is(present).limited_to(change).told(), &change.told())
        .append();
    Ok(None)
}
