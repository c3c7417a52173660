//! Changing a customer's data: by who may, and by what was proposed and approved.

use chrono::NaiveDate;
use domain::{
    Id,
    access::Scope,
    customers::wire::{ChangeCustomer, CustomerView},
    events::{EventKind, SubjectKind},
    id::CustomerId,
    patch::Patch,
    problem::Reason,
    validate::Faults,
};
use sea_orm::ConnectionTrait;
use store::{StoreError, customers};

use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch},
};

/// Changes a customer; what is absent stays.
///
/// # Errors
/// 404; 409 where it is archived or part of another one; 412; field errors; a name or a credit code
/// that another customer has.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: CustomerId,
    version: IfMatch,
    asked: &ChangeCustomer,
) -> ApiResult<CustomerView> {
    asked.check()?;
    let asked = asked.clone().cleaned();
    app.transact(async |tx| {
        let today = today(tx);
        let present = customers::lock(&**tx, scope, id, today).await?;
        present.in_use()?;
        version.check(present.version)?;
        let note = asked.reason.as_deref();
        if change_within(app, tx, caller, &present, &asked, note).await? {
            Ok(customers::get(&**tx, scope, id, today).await?)
        } else {
            Ok(present)
        }
    })
    .await
}

/// The business day of a transaction.
pub fn today(tx: &Tx) -> NaiveDate {
    domain::dates::business_day(tx.now)
}

/// Changes a customer that is locked, by a checked and cleaned `asked`. Answers whether anything is
/// different now; where nothing is, nothing is written.
///
/// # Errors
/// It is archived or part of another one; a name or a credit code that another customer has.
pub async fn change_within(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    present: &CustomerView,
    asked: &ChangeCustomer,
    note: Option<&str>,
) -> ApiResult<bool> {
    present.in_use()?;
    let before = ChangeCustomer::as_is(present);
    let change = asked.clone().differing_from(&before);
    if change.is_empty() {
        return Ok(false);
    }
    not_taken(&**tx, present.id, &change).await?;
    let new_id = || Id::from_uuid(app.id());
    let written =
        customers::change(&**tx, present.id, present.version, &change, new_id, tx.now).await;
    known_once(written)?;
    let name = change.name.as_deref().unwrap_or(&present.name);
    let kind = EventKind::CustomerChanged;
    record(app, tx, kind, SubjectKind::Customer, present.id.as_uuid(), name)
        .by(caller.user)
        .note(note)
        .changed(&before.limited_to(&change).told(), &change.told())
        .append();
    Ok(true)
}

/// Checks that no other customer has the name or the credit code that this one is to have.
///
/// # Errors
/// A field error for each that is taken.
pub async fn not_taken(
    db: &impl ConnectionTrait,
    id: CustomerId,
    change: &ChangeCustomer,
) -> ApiResult<()> {
    let mut faults = Faults::new();
    if let Some(name) = &change.name {
        let other = customers::holder_of_name(db, name).await?;
        if other.is_some_and(|other| other != id) {
            faults.add("/name", Reason::AlreadyTaken);
        }
    }
    if let Patch::Set(code) = &change.credit_code {
        let other = customers::holder_of_credit_code(db, code).await?;
        if other.is_some_and(|other| other != id) {
            faults.add("/credit_code", Reason::AlreadyTaken);
        }
    }
    Ok(faults.into_result()?)
}

/// Somebody else took the name or the code this instant: run again, and say so.
fn known_once(written: Result<(), StoreError>) -> ApiResult<()> {
    match written {
        Err(StoreError::Duplicate(_)) => Err(ApiError::Deadlock),
        other => Ok(other?),
    }
}
