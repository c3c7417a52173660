//! Licenses as they are shown, and sending them again.

use domain::{
    access::{Permission, Scope},
    auth::wire::PartnerName,
    dates::business_day,
    events::{EventKind, SubjectKind, wire::EventView},
    id::LicenseId,
    licenses::{
        Stage, Term,
        wire::{LicenseListQuery, LicenseRow, LicenseView, OwnerName, PurchaseKind, StageView},
    },
    list::Page,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::{
    license_keys::{self, LicenseKey},
    licenses::{self, License},
};

use super::{keys, renewals};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::{Caller, Once, Reply},
};

pub async fn page(
    app: &App,
    caller: &Caller,
    scope: Scope,
    query: &LicenseListQuery,
) -> ApiResult<Page<LicenseRow>> {
    let query = renewals::of_caller(caller, query.clone());
    let page = licenses::page(&app.db.read, scope, &query, app.clock.today()).await?;
    let is_staff = !caller.role.is_partner();
    Ok(page.map(|row| LicenseRow { owner_name: row.owner_name.filter(|_| is_staff), ..row }))
}

/// One license by id or number.
///
/// # Errors
/// 404 when out of reach.
pub async fn view(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id_or_number: &str,
) -> ApiResult<LicenseView> {
    let license = licenses::find(&app.db.read, scope, id_or_number).await?;
    view_of(app, &app.db.read, caller, license).await
}

pub async fn timeline(app: &App, scope: Scope, id: LicenseId) -> ApiResult<Vec<EventView>> {
    let license = licenses::get(&app.db.read, scope, id).await?;
    let events =
        store::events::timeline(&app.db.read, scope, SubjectKind::License, license.id.as_uuid());
    Ok(events.await?)
}

/// Puts the view together; money only for those whose role sees money.
pub async fn view_of(
    app: &App,
    db: &impl ConnectionTrait,
    caller: &Caller,
    license: License,
) -> ApiResult<LicenseView> {
    let today = business_day(app.clock.now());
    let names = licenses::names(db, &license).await?;
    let key = license_keys::current(db, license.id).await?;
    let mut purchases = store::purchases::of_license(db, license.id).await?;
    if !sees_money(caller) {
        for purchase in &mut purchases {
            purchase.amount = None;
        }
    }
    let deployed_on = store::deployments::deployed_on(db, license.id).await?;
    let mut later = purchases.iter().filter(|one| one.kind != PurchaseKind::New && one.stands());
    let renewed_on = later.next().map(|purchase| purchase.purchased_on);
    let ended_on = license.expires_on.filter(|last| *last < today);
    let stage = |stage, reached_on| StageView { stage, reached_on };
    Ok(LicenseView {
        status: license.facts().status(today),
        stages: vec![
            stage(Stage::Created, Some(business_day(license.created_at))),
            stage(Stage::Deployed, deployed_on),
            stage(Stage::InUse, license.activated_on),
            stage(Stage::Renewed, renewed_on),
            stage(Stage::Expired, ended_on),
        ],
        id: license.id,
        number: license.number,
        edition: license.edition,
        product_code: names.product_code,
        product_name_zh: names.product_name_zh,
        product_name_en: names.product_name_en,
        customer_id: license.customer_id,
        customer_name: names.customer_name,
        partner: license
            .partner_id
            .zip(names.partner_name)
            .map(|(id, name)| PartnerName { id, name }),
        owner: license
            .owner_id
            .zip(names.owner_name)
            .filter(|_| !caller.role.is_partner())
            .map(|(id, name)| OwnerName { id, name }),
        order_id: license.order_id,
        order_number: names.order_number,
        workspaces: license.workspaces,
        users: license.users,
        term_years: license.term_years,
        activation_mode: license.activation_mode,
        cluster_id: license.cluster_id,
        sent_at: license.sent_at,
        activation_deadline: license.activation_deadline,
        activated_at: license.activated_at,
        starts_on: license.starts_on,
        expires_on: license.expires_on,
        grace_days: license.grace_days,
        suspended_at: license.suspended_at,
        suspended_reason: license.suspended_reason,
        terminated_at: license.terminated_at,
        terminated_reason: license.terminated_reason,
        notes: license.notes.filter(|_| !caller.role.is_partner()),
        key_id: key.as_ref().map(|key| key.kid.clone()),
        key_fingerprint: key.map(|key| key.fingerprint),
        purchases,
        created_at: license.created_at,
        version: license.version,
    })
}

/// Who may read orders sees what they cost; a partner sees its own.
const fn sees_money(caller: &Caller) -> bool {
    caller.role.is_partner() || caller.powers.may(Permission::OrdersRead)
}

/// Signs a key for a license whose product and customer are looked up; the one before is revoked as
/// superseded.
///
/// # Errors
/// A fault of the signer or the database.
pub async fn sign_for(app: &App, tx: &Tx, license: &License, term: Term) -> ApiResult<LicenseKey> {
    let names = licenses::names(&**tx, license).await?;
    let named = keys::Named { product: &names.product_code, customer: &names.customer_name };
    license_keys::revoke(&**tx, license.id, "superseded", tx.now).await?;
    keys::sign(app, tx, license, term, named).await
}

/// The key of a license that is good now. One that a retired signing key made verifies nowhere any
/// more: a fresh one for the same term takes its place, for whoever gets it next.
///
/// # Errors
/// A fault of the signer or the database.
pub async fn key_that_verifies(
    app: &App,
    tx: &Tx,
    license: &License,
) -> ApiResult<Option<LicenseKey>> {
    let key = license_keys::current(&**tx, license.id).await?;
    if key.as_ref().is_none_or(|key| app.keys.knows(&key.kid)) {
        return Ok(key);
    }
    let fresh = sign_for(app, tx, license, term_of_key(tx, license)).await?;
    let id = license.id.as_uuid();
    record(app, tx, EventKind::KeyReissued, SubjectKind::License, id, &license.number).append();
    Ok(Some(fresh))
}

/// The term that a key replaces another for: the license's own, once it has one; before that, what a
/// first key gets.
pub fn term_of_key(tx: &Tx, license: &License) -> Term {
    match (license.starts_on, license.expires_on) {
        (Some(starts_on), Some(expires_on)) => Term { starts_on, expires_on },
        _ => license.first_term(business_day(tx.now), None),
    }
}

/// Sends a license to its recipient again; when it was first sent does not change.
///
/// # Errors
/// 404; 409 where it is terminated.
pub async fn resend(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let license = licenses::get(&**tx, scope, id).await?;
        license.moves(business_day(tx.now)).may_send_again()?;
        key_that_verifies(app, tx, &license).await?;
        record(
            app,
            tx,
            EventKind::LicenseResent,
            SubjectKind::License,
            id.as_uuid(),
            &license.number,
        )
        .by(caller.user)
        .data(json!({ "order_id": license.order_id }))
        .also_on(SubjectKind::Order, license.order_id.as_uuid())
        .append();
        Ok((202, json!({}), None))
    })
    .await
}
