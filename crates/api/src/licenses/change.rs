//! Changing licenses by approved lines: renewal, upgrade, expansion, add-on. And taking it back.

use domain::{
    access::Scope,
    events::{EventKind, SubjectKind},
    keys::RevocationReason,
    licenses::{LicenseStatus, Term, wire::PurchaseKind},
    orders::LineKind,
    problem::{Reason, Refusal},
    products::pricing::{PricedLine, PricedPart},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use store::{
    license_keys,
    licenses::{self, License},
    orders::{Line, Order},
    products::Product,
    purchases,
    segments::{self, Head, Segment},
};

use super::{issue, service::sign_for};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::Caller,
};

/// Changes the licenses that a line names, as it was priced, and writes its purchase. Keys that
/// were issued are signed anew.
///
/// # Errors
/// 409 where a license is not any more what the line was priced by.
pub async fn change_line(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &Order,
    line: &Line,
    product: &Product,
) -> ApiResult<()> {
    let price = priced(order, line)?;
    let ids: Vec<_> = price.parts.iter().map(|part| part.license_id).collect();
    let mut changed = Vec::with_capacity(ids.len());
    let locked = licenses::lock_all(&**tx, &ids).await?;
    let heads = segments::heads(&**tx, &ids).await?;
    for mut license in locked {
        let Some(part) = price.parts.iter().find(|part| part.license_id == license.id) else {
            continue;
        };
        let head = heads.get(&license.id).copied().unwrap_or_default();
        if has_moved(&license, head, part, domain::dates::business_day(tx.now)) {
            return Err(Refusal::new(Reason::LicenseMoved).with("number", &part.number).into());
        }
        if line.input.kind == LineKind::Upgrade {
            segments::close(&**tx, license.id, line.id, part.from, tx.now).await?;
        }
        apply(&mut license, part, line.input.kind, product);
        save(app, tx, caller, order, &mut license, kind_of_event(line.input.kind), part).await?;
        changed.push(segment(app, tx, order, line, price, part, head));
    }
    if changed.len() != price.parts.len() {
        return Err(anyhow::anyhow!("order {} names licenses that are gone", order.number).into());
    }
    segments::insert_all(&**tx, &changed).await?;
    let customer = line
        .input
        .end_user
        .customer_id
        .ok_or_else(|| anyhow::anyhow!("order {} has a line without customer", order.number))?;
    let kind = match line.input.kind {
        LineKind::Renewal => PurchaseKind::Renewal,
        LineKind::Upgrade => PurchaseKind::Upgrade,
        _ => PurchaseKind::Expansion,
    };
    let mut purchase = issue::purchase(app, tx, order, line, customer, product, kind).await?;
    purchase.old_expires_on = common(price, |part| part.old_expires_on);
    purchase.new_expires_on = common(price, |part| part.new_expires_on);
    Ok(purchases::insert(&**tx, &purchase).await?)
}

fn priced<'a>(order: &Order, line: &'a Line) -> anyhow::Result<&'a PricedLine> {
    line.price
        .as_ref()
        .ok_or_else(|| anyhow::anyhow!("order {} has a line without price", order.number))
}

/// What all parts have in common, if anything.
fn common<T: PartialEq>(price: &PricedLine, of: impl Fn(&PricedPart) -> T) -> Option<T> {
    let first = price.parts.first().map(&of)?;
    price.parts.iter().all(|part| of(part) == first).then_some(first)
}

/// Whether a license is not any more what a part was priced by.
pub fn has_moved(
    license: &License,
    head: Head,
    part: &PricedPart,
    today: chrono::NaiveDate,
) -> bool {
    let is_over = matches!(
        license.facts().status(today),
        LicenseStatus::Terminated | LicenseStatus::Suspended
    );
    let before = (part.old_product_id, part.old_workspaces, part.old_users);
    is_over
        || head.latest != part.latest_segment
        || license.expires_on != Some(part.old_expires_on)
        || (license.product_id, license.workspaces, license.users) != before
}

fn apply(license: &mut License, part: &PricedPart, kind: LineKind, product: &Product) {
    license.workspaces = part.new_workspaces;
    license.users = part.new_users;
    license.expires_on = Some(part.new_expires_on);
    if kind == LineKind::Upgrade {
        license.product_id = product.id;
        license.edition = product.edition.unwrap_or(license.edition);
    }
}

const fn kind_of_event(kind: LineKind) -> EventKind {
    match kind {
        LineKind::Renewal => EventKind::LicenseRenewed,
        LineKind::Upgrade => EventKind::LicenseUpgraded,
        _ => EventKind::LicenseExpanded,
    }
}

/// Keeps a changed license, with a key that says so and the event.
async fn save(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &Order,
    license: &mut License,
    kind: EventKind,
    part: &PricedPart,
) -> ApiResult<()> {
    licenses::save(&**tx, license, tx.now).await?;
    sign_again(app, tx, license).await?;
    let id = license.id.as_uuid();
    let state = |expires_on, workspaces, users| -> Value {
        json!({"expires_on": expires_on, "workspaces": workspaces, "users": users})
    };
    record(app, tx, kind, SubjectKind::License, id, &license.number)
        .by(caller.user)
        .note(Some(&order.number))
        .changed(
            &state(part.old_expires_on, part.old_workspaces, part.old_users),
            &state(part.new_expires_on, part.new_workspaces, part.new_users),
        )
        .also_on(SubjectKind::Order, order.id.as_uuid())
        .also_on(SubjectKind::Customer, license.customer_id.as_uuid())
        .append();
    Ok(())
}

/// A license that has a key gets one for what it is now; one that has none will get it when it is
/// activated.
pub(super) async fn sign_again(app: &App, tx: &Tx, license: &License) -> ApiResult<()> {
    let has_key = license_keys::current(&**tx, license.id).await?.is_some();
    if let (true, Some(starts_on), Some(expires_on)) =
        (has_key, license.starts_on, license.expires_on)
    {
        sign_for(app, tx, license, Term { starts_on, expires_on }).await?;
    }
    Ok(())
}

fn segment(
    app: &App,
    tx: &Tx,
    order: &Order,
    line: &Line,
    price: &PricedLine,
    part: &PricedPart,
    head: Head,
) -> Segment {
    let packs = matches!(line.input.kind, LineKind::Expansion | LineKind::Addon);
    Segment {
        id: app.id(),
        license_id: part.license_id,
        order_id: order.id,
        order_line_id: line.id,
        product_id: price.product_id,
        kind: line.input.kind,
        quantity: if packs { price.sets } else { 1 },
        ordinal: head.next,
        from_on: Some(part.from),
        until_on: Some(part.until),
        value: part.value,
        credit: part.credit,
        closed_on: None,
        closed_by: None,
        old_product_id: Some(part.old_product_id),
        old_expires_on: Some(part.old_expires_on),
        new_expires_on: Some(part.new_expires_on),
        old_workspaces: part.old_workspaces,
        new_workspaces: part.new_workspaces,
        old_users: part.old_users,
        new_users: part.new_users,
        delivered_at: None,
        created_at: tx.now,
    }
}

/// Whether changes are the last of their licenses: others would be built upon them.
///
/// # Errors
/// 409 with the number of a license that was changed again since.
pub async fn check_latest(db: &impl ConnectionTrait, changes: &[Segment]) -> ApiResult<()> {
    let ids: Vec<_> = changes.iter().map(|change| change.license_id).collect();
    let heads = segments::heads(db, &ids).await?;
    let is_latest = |id, ordinal| heads.get(&id).is_some_and(|head: &Head| head.latest == ordinal);
    let Some(moved) = changes.iter().find(|one| !is_latest(one.license_id, one.ordinal)) else {
        return Ok(());
    };
    let license = licenses::get(db, Scope::Everything, moved.license_id).await?;
    Err(Refusal::new(Reason::LicenseMoved).with("number", license.number).into())
}

/// Takes the changes of a canceled order back: each license is again what it was before.
///
/// # Errors
/// 409 where a license was changed again since.
pub async fn restore(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    order: &Order,
    changes: &[Segment],
    reason: &str,
) -> ApiResult<()> {
    let ids: Vec<_> = changes.iter().map(|change| change.license_id).collect();
    let locked = licenses::lock_all(&**tx, &ids).await?;
    check_latest(&**tx, changes).await?;
    for mut license in locked {
        let Some(change) = changes.iter().find(|change| change.license_id == license.id) else {
            continue;
        };
        let after = (change.new_expires_on, change.new_workspaces, change.new_users);
        if (license.expires_on, license.workspaces, license.users) != after {
            let refusal = Refusal::new(Reason::LicenseMoved);
            return Err(refusal.with("number", &license.number).into());
        }
        license.expires_on = change.old_expires_on;
        license.workspaces = change.old_workspaces;
        license.users = change.old_users;
        if let Some(before) = change.old_product_id.filter(|id| *id != license.product_id) {
            let product = store::products::find_many(&**tx, &[before]).await?.pop();
            license.product_id = before;
            license.edition = product.and_then(|p| p.edition).unwrap_or(license.edition);
        }
        segments::reverse(&**tx, change.id, tx.now).await?;
        if change.kind == LineKind::Upgrade {
            segments::reopen(&**tx, license.id, change.order_line_id, tx.now).await?;
        }
        licenses::save(&**tx, &mut license, tx.now).await?;
        let given = license_keys::current(&**tx, license.id).await?;
        sign_again(app, tx, &license).await?;
        let fresh = license_keys::current(&**tx, license.id).await?;
        if let Some(given) = given.filter(|given| fresh.is_some_and(|key| key.id != given.id)) {
            // Not merely superseded: it says more than was bought.
            license_keys::end(&**tx, given.id, RevocationReason::Withdrawn, tx.now).await?;
        }
        let id = license.id.as_uuid();
        record(app, tx, EventKind::LicenseRestored, SubjectKind::License, id, &license.number)
            .by(caller.user)
            .note(Some(reason))
            .also_on(SubjectKind::Order, order.id.as_uuid())
            .append();
    }
    Ok(())
}
