//! What differs between targets: which records there are, how they are written, and how that is
//! taken back.

mod customers;
mod deployments;
mod engineers;
pub mod licenses;
pub mod links;
mod purchases;
mod resellers;
mod sales_reps;

use std::collections::HashMap;

use domain::{
    events::SubjectKind,
    imports::{Content, ImportTarget, by_column},
    problem::{FieldError, Reason},
};
use sea_orm::ConnectionTrait;
use store::{StoreError, imports::Import};
use uuid::Uuid;

use crate::{
    app::{App, Tx},
    error::ApiResult,
};

/// A record that is there already.
pub struct Known {
    pub id: Uuid,
    pub label: String,
    /// As [`Content::keys`] has them.
    pub keys: [Option<String>; 2],
}

/// What came of a record that was there.
pub enum Outcome {
    /// What it was before, as JSON, and the version that it has now.
    Updated(String, i64),
    Unchanged,
    /// Files do not change such records.
    LeftAlone,
    Refused(Vec<FieldError>),
}

/// What its records are among what events tell of.
pub const fn subject_kind(target: ImportTarget) -> SubjectKind {
    match target {
        ImportTarget::Customers => SubjectKind::Customer,
        ImportTarget::Engineers => SubjectKind::Engineer,
        ImportTarget::SalesReps => SubjectKind::SalesRep,
        ImportTarget::Resellers => SubjectKind::Partner,
        ImportTarget::Licenses => SubjectKind::License,
        ImportTarget::Purchases => SubjectKind::Purchase,
        ImportTarget::Deployments => SubjectKind::Deployment,
    }
}

/// The columns by which records are told apart: of each of the two keys.
pub const fn key_columns(target: ImportTarget) -> [&'static str; 2] {
    match target {
        ImportTarget::Customers | ImportTarget::Resellers => ["/name", "/credit_code"],
        ImportTarget::Engineers | ImportTarget::SalesReps => ["/email"; 2],
        ImportTarget::Licenses => ["/customer"; 2],
        ImportTarget::Purchases | ImportTarget::Deployments => ["/license"; 2],
    }
}

/// The records that one of these may be, by their keys.
pub async fn known(
    db: &impl ConnectionTrait,
    target: ImportTarget,
    contents: &[&Content],
    [firsts, seconds]: [&[String]; 2],
) -> ApiResult<Vec<Known>> {
    match target {
        ImportTarget::Customers => customers::known(db, firsts, seconds).await,
        ImportTarget::Engineers => engineers::known(db, firsts).await,
        ImportTarget::SalesReps => sales_reps::known(db, firsts).await,
        ImportTarget::Resellers => resellers::known(db, firsts, seconds).await,
        ImportTarget::Licenses => licenses::known(db, contents).await,
        ImportTarget::Purchases => purchases::known(db, contents).await,
        ImportTarget::Deployments => deployments::known(db, contents).await,
    }
}

/// What a record was before, to be restored from.
fn kept(before: &impl serde::Serialize) -> ApiResult<String> {
    Ok(serde_json::to_string(before).map_err(anyhow::Error::from)?)
}

/// Keeps new records, all or, where somebody was faster, those that can be; answers which could not,
/// by their place.
pub async fn create_all(
    app: &App,
    tx: &Tx,
    target: ImportTarget,
    new: &[(Uuid, Content)],
) -> ApiResult<Vec<usize>> {
    if new.is_empty() || insert(app, tx, target, new).await? {
        return Ok(Vec::new());
    }
    let mut taken = Vec::new();
    for (at, one) in new.iter().enumerate() {
        if !insert(app, tx, target, std::slice::from_ref(one)).await? {
            taken.push(at);
        }
    }
    Ok(taken)
}

/// Keeps them all or none; answers whether it could.
async fn insert(
    app: &App,
    tx: &Tx,
    target: ImportTarget,
    new: &[(Uuid, Content)],
) -> ApiResult<bool> {
    let inner = tx.savepoint().await?;
    let written = match target {
        ImportTarget::Customers => customers::create_all(app, &inner, new, tx.now).await,
        ImportTarget::Engineers => engineers::create_all(&inner, new, tx.now).await,
        ImportTarget::SalesReps => sales_reps::create_all(&inner, new, tx.now).await,
        ImportTarget::Resellers => resellers::create_all(&inner, new, tx.now).await,
        // Issued one by one.
        ImportTarget::Licenses => Ok(()),
        ImportTarget::Purchases => purchases::create_all(&inner, new, tx.now).await,
        ImportTarget::Deployments => deployments::create_all(&inner, new, tx.now).await,
    };
    match written {
        Ok(()) => {
            inner.commit().await.map_err(StoreError::from)?;
            Ok(true)
        }
        Err(StoreError::Duplicate(_)) => {
            inner.rollback().await.map_err(StoreError::from)?;
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes what a row says over a record.
pub async fn update(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    content: &Content,
) -> ApiResult<Outcome> {
    let outcome = match content {
        Content::Customer(asked) => customers::update(app, tx, import, id, asked).await,
        Content::Engineer(asked) => engineers::update(app, tx, import, id, asked).await,
        Content::SalesRep(asked) => sales_reps::update(app, tx, import, id, asked).await,
        Content::Reseller(asked) => resellers::update(app, tx, import, id, asked).await,
        Content::License(_) => Ok(Outcome::LeftAlone),
        Content::Purchase(asked) => purchases::update(app, tx, import, id, asked).await,
        Content::Deployment(asked) => deployments::update(app, tx, import, id, asked).await,
    };
    Ok(match outcome? {
        Outcome::Refused(faults) => Outcome::Refused(by_column(import.target, faults)),
        other => other,
    })
}

/// The versions of records, locked; those that are gone are left out.
pub async fn versions(
    tx: &Tx,
    target: ImportTarget,
    ids: &[Uuid],
) -> ApiResult<HashMap<Uuid, i64>> {
    Ok(match target {
        ImportTarget::Customers => store::customers::versions(&**tx, ids).await?,
        ImportTarget::Engineers => store::engineers::versions(&**tx, ids).await?,
        ImportTarget::SalesReps => store::sales_reps::versions(&**tx, ids).await?,
        ImportTarget::Resellers => store::partners::versions(&**tx, ids).await?,
        ImportTarget::Licenses => store::licenses::versions(&**tx, ids).await?,
        ImportTarget::Purchases => store::purchases::versions(&**tx, ids).await?,
        ImportTarget::Deployments => store::deployments::versions(&**tx, ids).await?,
    })
}

/// Removes records that nobody else speaks of; answers those that stay because somebody does.
pub async fn remove_all(tx: &Tx, target: ImportTarget, ids: &[Uuid]) -> ApiResult<Vec<Uuid>> {
    if ids.is_empty() || remove(tx, target, ids).await? {
        return Ok(Vec::new());
    }
    let mut kept = Vec::new();
    for id in ids {
        if !remove(tx, target, std::slice::from_ref(id)).await? {
            kept.push(*id);
        }
    }
    Ok(kept)
}

async fn remove(tx: &Tx, target: ImportTarget, ids: &[Uuid]) -> ApiResult<bool> {
    let inner = tx.savepoint().await?;
    let removed = match target {
        ImportTarget::Engineers => engineers::remove_all(&inner, ids).await,
        ImportTarget::Customers => store::customers::remove_all(&inner, ids).await.map(|()| true),
        ImportTarget::SalesReps => store::sales_reps::remove_all(&inner, ids).await.map(|()| true),
        ImportTarget::Resellers => store::partners::remove_all(&inner, ids).await.map(|()| true),
        ImportTarget::Licenses => store::licenses::remove_direct(&inner, ids).await.map(|()| true),
        ImportTarget::Purchases => store::purchases::remove_all(&inner, ids).await.map(|()| true),
        ImportTarget::Deployments => {
            store::deployments::remove_all(&inner, ids).await.map(|()| true)
        }
    };
    match removed {
        Ok(true) => {
            inner.commit().await.map_err(StoreError::from)?;
            Ok(true)
        }
        Ok(false) | Err(StoreError::Reference(_)) => {
            inner.rollback().await.map_err(StoreError::from)?;
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes a record again what it was before; answers why it could not.
pub async fn restore(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    before: &str,
) -> ApiResult<Option<Reason>> {
    match import.target {
        ImportTarget::Customers => customers::restore(app, tx, import, id, before).await,
        ImportTarget::Engineers => engineers::restore(app, tx, import, id, before).await,
        ImportTarget::SalesReps => sales_reps::restore(app, tx, import, id, before).await,
        ImportTarget::Resellers => resellers::restore(app, tx, import, id, before).await,
        // Nothing was written over.
        ImportTarget::Licenses => Ok(Some(Reason::ChangedSince)),
        ImportTarget::Purchases => purchases::restore(app, tx, import, id, before).await,
        ImportTarget::Deployments => deployments::restore(app, tx, import, id, before).await,
    }
}
