//! Purchases of the past from files: as they are recorded by hand, and set right.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    events::{EventKind, SubjectKind},
    id::{CustomerId, LicenseId},
    imports::{Content, PurchaseLine, purchase_key},
    problem::Reason,
    purchases::{check_correction, wire::CorrectPurchase},
};
use sea_orm::ConnectionTrait;
use store::{
    StoreResult,
    imports::Import,
    licenses::{self, License},
    purchases::{self, Purchase},
};
use uuid::Uuid;

use super::{Known, Outcome, kept};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    imports::jobs::by_import,
    purchases::service::{by_hand, told},
};

/// The purchases of what these rows are of.
pub async fn known(db: &impl ConnectionTrait, contents: &[&Content]) -> ApiResult<Vec<Known>> {
    let (mut of_licenses, mut of_customers) = (Vec::<LicenseId>::new(), Vec::<CustomerId>::new());
    for content in contents {
        let Content::Purchase(line) = content else { continue };
        match line.license.id {
            Some(license) => of_licenses.push(license),
            None => of_customers.extend(line.customer.id),
        }
    }
    let found = purchases::known(db, &of_licenses, &of_customers).await?;
    let known = found.into_iter().map(|(license, one)| {
        let whose = license.map_or(one.customer_id.as_uuid(), domain::Id::as_uuid);
        let key = purchase_key(whose, one.kind, one.purchased_on, one.amount, one.currency);
        let label = format!("{} {}", one.purchased_on, one.amount.display(one.currency));
        Known { id: one.id.as_uuid(), label, keys: [Some(key), None] }
    });
    Ok(known.collect())
}

pub async fn create_all(
    tx: &impl ConnectionTrait,
    new: &[(Uuid, Content)],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let lines: Vec<(Uuid, &PurchaseLine)> = new
        .iter()
        .filter_map(|(id, content)| match content {
            Content::Purchase(line) => Some((*id, &**line)),
            _ => None,
        })
        .collect();
    let ids: Vec<LicenseId> = lines.iter().filter_map(|(_, line)| line.license.id).collect();
    let bought = licenses::get_many(tx, Scope::Everything, &ids).await?;
    let bought: HashMap<LicenseId, &License> = bought.iter().map(|one| (one.id, one)).collect();
    let purchase = |(id, line): &(Uuid, &PurchaseLine)| {
        let license = line.license.id.and_then(|id| bought.get(&id)).copied();
        by_hand((*id).into(), &line.record(), license, now)
    };
    let all: Vec<Purchase> = lines.iter().map(purchase).collect();
    purchases::insert_all(tx, &all).await
}

/// As it could be sent back set right; the reason is still to be given.
fn as_is(purchase: &Purchase) -> CorrectPurchase {
    CorrectPurchase {
        payment_status: purchase.payment_status,
        method: purchase.method,
        contract_number: purchase.contract_number.clone(),
        owner_id: purchase.owner_id,
        notes: purchase.notes.clone(),
        reason: String::new(),
    }
}

pub async fn update(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    asked: &PurchaseLine,
) -> ApiResult<Outcome> {
    let purchase = purchases::lock(&**tx, Scope::Everything, id.into()).await?;
    let before = as_is(&purchase);
    if asked.over(&before, "") == before {
        return Ok(Outcome::Unchanged);
    }
    let content = asked.over(&before, &import.file_name);
    if let Err(faults) = check_correction(purchase.facts(), &content) {
        return Ok(Outcome::Refused(faults));
    }
    let version = purchase.version + 1;
    write(app, tx, import, purchase, content).await?;
    Ok(Outcome::Updated(kept(&before)?, version))
}

/// What is taken back was never so: no payment moves by it.
pub async fn restore(
    app: &App,
    tx: &Tx,
    import: &Import,
    id: Uuid,
    before: &str,
) -> ApiResult<Option<Reason>> {
    let before: CorrectPurchase = serde_json::from_str(before).map_err(anyhow::Error::from)?;
    let purchase = purchases::lock(&**tx, Scope::Everything, id.into()).await?;
    write(app, tx, import, purchase, before).await?;
    Ok(None)
}

async fn write(
    app: &App,
    tx: &Tx,
    import: &Import,
    mut purchase: Purchase,
    content: CorrectPurchase,
) -> ApiResult<()> {
    let before = told(&purchase);
    purchase.payment_status = content.payment_status;
    purchase.method = content.method;
    purchase.contract_number = content.contract_number;
    purchase.owner_id = content.owner_id;
    purchase.notes = content.notes;
    purchases::save(&**tx, &mut purchase, tx.now).await?;
    let name = store::customers::name_of(&**tx, Scope::Everything, purchase.customer_id).await?;
    let subject = (SubjectKind::Purchase, purchase.id.as_uuid());
    by_import(app, tx, import, EventKind::PurchaseCorrected, subject, &name)
        .also_on(SubjectKind::Customer, purchase.customer_id.as_uuid())
        .changed(&before, &told(&purchase))
        .append();
    Ok(())
}
