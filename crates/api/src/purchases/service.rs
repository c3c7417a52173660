//! Recording purchases by hand, setting them right, and adding them up.

use chrono::{DateTime, Utc};
use domain::{
    Id,
    access::Scope,
    dates::business_day,
    events::{EventKind, SubjectKind, wire::EventView},
    id::PurchaseId,
    licenses::wire::OwnedBy,
    list::Page,
    problem::{Reason, Refusal},
    purchases::{
        check_correction, check_record, revenue,
        wire::{
            CorrectPurchase, PurchaseListQuery, PurchaseRecord, PurchaseRow, RecordPurchase,
            RevenueQuery, RevenueView,
        },
    },
    text::cleaned,
};
use serde_json::{Value, json};
use store::{
    StoreError,
    licenses::License,
    purchases::{self, Purchase},
};

use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::{Record, record},
    http::{Caller, IfMatch, Once, Reply},
    licenses::owner,
};

/// The purchases that the query asks for; `me` is who asks.
///
/// # Errors
/// A place that is none.
pub async fn page(
    app: &App,
    caller: &Caller,
    scope: Scope,
    query: &PurchaseListQuery,
) -> ApiResult<Page<PurchaseRow>> {
    let mut query = query.clone();
    if query.owned_by == Some(OwnedBy::Me) {
        query.owner = Some(caller.user);
    }
    Ok(purchases::page(&app.db.read, scope, &query).await?)
}

/// One purchase.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(app: &App, scope: Scope, id: PurchaseId) -> ApiResult<PurchaseRecord> {
    Ok(purchases::record(&app.db.read, scope, id).await?)
}

/// Everything that happened to it, latest first.
///
/// # Errors
/// 404 when out of reach.
pub async fn timeline(app: &App, scope: Scope, id: PurchaseId) -> ApiResult<Vec<EventView>> {
    purchases::record(&app.db.read, scope, id).await?;
    let kind = SubjectKind::Purchase;
    Ok(store::events::timeline(&app.db.read, scope, kind, id.as_uuid()).await?)
}

/// What was paid, by month, kind and currency; one statement.
///
/// # Errors
/// A field error at `/until`.
pub async fn stats(app: &App, scope: Scope, query: &RevenueQuery) -> ApiResult<RevenueView> {
    let today = app.clock.today();
    query.check(today)?;
    let sold = purchases::sold(&app.db.read, scope, &query.list(today)).await?;
    Ok(revenue(query.days(today), &sold).map_err(anyhow::Error::from)?)
}

/// Records what no order brought.
///
/// # Errors
/// Field errors.
pub async fn record_by_hand(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &RecordPurchase,
) -> ApiResult<Reply> {
    check_record(content, app.clock.today())?;
    app.transact_once(caller.user, once, async |tx| {
        let purchase = of_hand(app, tx, content).await?;
        purchases::insert(&**tx, &purchase).await?;
        let made = purchases::record(&**tx, Scope::Everything, purchase.id).await?;
        let name = &made.purchase.customer_name;
        purchase_event(app, tx, EventKind::PurchaseRecorded, &purchase, name)
            .by(caller.user)
            .changed(&Value::Null, &told(&purchase))
            .append();
        Ok((201, made, Some(1)))
    })
    .await
}

/// The purchase as it is to be kept: customer, license and owner are there.
async fn of_hand(app: &App, tx: &Tx, content: &RecordPurchase) -> ApiResult<Purchase> {
    let unknown = |at: &str| Refusal::from(Reason::UnknownReference).at(at);
    let today = business_day(tx.now);
    match store::customers::get(&**tx, Scope::Everything, content.customer_id, today).await {
        Ok(_) => {}
        Err(StoreError::NotFound) => return Err(unknown("/customer_id").into()),
        Err(error) => return Err(error.into()),
    }
    let mut bought = None;
    if let Some(id) = content.license_id {
        match store::licenses::get(&**tx, Scope::Everything, id).await {
            Ok(license) if license.customer_id == content.customer_id => bought = Some(license),
            Ok(_) => return Err(Refusal::from(Reason::LicenseOfOther).at("/license_id").into()),
            Err(StoreError::NotFound) => return Err(unknown("/license_id").into()),
            Err(error) => return Err(error.into()),
        }
    }
    owner(&**tx, content.owner_id).await?;
    Ok(by_hand(Id::from_uuid(app.id()), content, bought.as_ref(), tx.now))
}

/// A purchase that no order brought, of a license of its customer, if of any.
pub fn by_hand(
    id: PurchaseId,
    content: &RecordPurchase,
    license: Option<&License>,
    now: DateTime<Utc>,
) -> Purchase {
    let kept = |text: &Option<String>| text.as_deref().map(cleaned).filter(|text| !text.is_empty());
    Purchase {
        id,
        order_id: None,
        order_line_id: None,
        customer_id: content.customer_id,
        license_id: content.license_id,
        partner_id: license.and_then(|license| license.partner_id),
        owner_id: content.owner_id,
        kind: content.kind,
        purchased_on: content.purchased_on,
        sets: content.sets,
        amount: content.amount,
        currency: content.currency,
        payment_status: content.payment_status,
        method: content.method,
        contract_number: kept(&content.contract_number),
        workspaces: license.map_or(0, |license| license.workspaces),
        users: license.map_or(0, |license| license.users),
        old_expires_on: None,
        new_expires_on: None,
        profit_share: None,
        notes: kept(&content.notes),
        created_at: now,
        version: 1,
    }
}

/// Sets right how it is paid and whose it is; what it was and why stands on the timeline.
///
/// # Errors
/// 404; 412; field errors, among them that nothing changes.
pub async fn correct(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: PurchaseId,
    version: IfMatch,
    content: &CorrectPurchase,
) -> ApiResult<PurchaseRecord> {
    let text = |text: &Option<String>| text.as_deref().map(cleaned).filter(|text| !text.is_empty());
    app.transact(async |tx| {
        let mut purchase = purchases::lock(&**tx, scope, id).await?;
        version.check(purchase.version)?;
        check_correction(purchase.facts(), content)?;
        let before = purchase.clone();
        purchase.payment_status = content.payment_status;
        purchase.method = content.method;
        purchase.contract_number = text(&content.contract_number);
        purchase.notes = text(&content.notes);
        // Whose it was may have left meanwhile; only a new one is asked for.
        if content.owner_id != purchase.owner_id {
            purchase.owner_id = owner(&**tx, content.owner_id).await?.map(|owner| owner.id);
        }
        if purchase == before {
            return Err(Refusal::from(Reason::NothingChanges).at("").into());
        }
        purchases::save(&**tx, &mut purchase, tx.now).await?;
        if let Some(order) = purchase.order_id {
            crate::receivables::refresh(app, tx, &[order]).await?;
        }
        let after = purchases::record(&**tx, scope, id).await?;
        let name = &after.purchase.customer_name;
        purchase_event(app, tx, EventKind::PurchaseCorrected, &purchase, name)
            .by(caller.user)
            .note(Some(&cleaned(&content.reason)))
            .changed(&told(&before), &told(&purchase))
            .append();
        Ok(after)
    })
    .await
}

/// Deletes what was recorded by hand; what it was stays in the audit log.
///
/// # Errors
/// 404; 409 where an order brought it; 412.
pub async fn delete(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: PurchaseId,
    version: IfMatch,
) -> ApiResult<()> {
    app.transact(async |tx| {
        let purchase = purchases::lock(&**tx, scope, id).await?;
        purchase.facts().may_delete()?;
        version.check(purchase.version)?;
        let name = purchases::record(&**tx, scope, id).await?.purchase.customer_name;
        purchases::delete(&**tx, id).await?;
        purchase_event(app, tx, EventKind::PurchaseDeleted, &purchase, &name)
            .by(caller.user)
            .changed(&told(&purchase), &Value::Null)
            .append();
        Ok(())
    })
    .await
}

/// It stands on no other record's timeline: there are people who read those and see no money.
fn purchase_event<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    purchase: &Purchase,
    customer: &str,
) -> Record<'a> {
    record(app, tx, kind, SubjectKind::Purchase, purchase.id.as_uuid(), customer)
        .also_on(SubjectKind::Customer, purchase.customer_id.as_uuid())
}

/// What is told of it before and after. What it cost is no secret to anybody who reads events.
pub fn told(purchase: &Purchase) -> Value {
    json!({
        "amount": purchase.amount,
        "currency": purchase.currency,
        "payment_status": purchase.payment_status,
        "method": purchase.method,
        "contract_number": purchase.contract_number,
        "owner_id": purchase.owner_id,
        "notes": purchase.notes,
    })
}
