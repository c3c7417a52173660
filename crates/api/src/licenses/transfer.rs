//! Binding a license to another cluster, and activating it the other way. Both leave a row in its
//! history, an event, and a mail with what its holder needs next.

use domain::{
    Id,
    access::Scope,
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::LicenseId,
    keys::RevocationReason,
    licenses::{
        ActivationMode, check_mode_change, check_transfer,
        wire::{ActivationChangeView, ChangeActivationMode, TransferLicense},
    },
};
use serde_json::json;
use store::{
    activation_changes::{self, ActivationChange},
    license_keys,
    licenses::{self, License},
};

use super::service;
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch, Once, Reply},
    usage::installations,
};

/// The clusters and activation modes that a license had, latest first.
///
/// # Errors
/// 404 when out of reach.
pub async fn history(
    app: &App,
    scope: Scope,
    id: LicenseId,
) -> ApiResult<Vec<ActivationChangeView>> {
    Ok(activation_changes::of_license(&app.db.read, scope, id).await?)
}

/// Binds a license to another cluster. What was signed for the old one is revoked; a key for the new
/// one is signed for the same term. The activation code of an online license stays what it is: from
/// now on it opens the new cluster and no other.
///
/// # Errors
/// 404; 409 where the rules forbid it; 412; a cluster id or a reason that is none.
pub async fn transfer(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: IfMatch,
    once: Option<&Once>,
    body: &TransferLicense,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let license = transfer_within(app, tx, caller, scope, id, Some(version), body).await?;
        let view = service::view_of(app, &**tx, caller, license).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

/// The same as part of another use case, which may have seen another version.
///
/// # Errors
/// As [`transfer`].
pub async fn transfer_within(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: Option<IfMatch>,
    body: &TransferLicense,
) -> ApiResult<License> {
    let before = licenses::lock(&**tx, scope, id).await?;
    before.moves(business_day(tx.now)).may_transfer()?;
    version.map_or(Ok(()), |version| version.check(before.version))?;
    check_transfer(&body.cluster_id, &body.reason, before.cluster_id.as_deref())?;

    let mut license = License { cluster_id: Some(body.cluster_id.clone()), ..before.clone() };
    licenses::save(&**tx, &mut license, tx.now).await?;
    license_keys::withdraw(&**tx, id, RevocationReason::Transferred, tx.now).await?;
    service::sign_for(app, tx, &license, service::term_of_key(tx, &license)).await?;
    let kind = EventKind::LicenseTransferred;
    write_down(app, tx, caller, kind, &before, &license, &body.reason).await?;
    let own = body.installation_key.as_deref().map(str::trim).filter(|key| !key.is_empty());
    installations::register_with_cluster(app, tx, caller, &license, own).await?;
    Ok(license)
}

/// Activates a license the other way from now on. One that goes offline gets a key for its cluster;
/// one that goes online gets a code, and gives up a key for a cluster that nobody activated.
///
/// # Errors
/// 404; 409 where the rules forbid it; 412; a cluster id or a reason that is none.
pub async fn change_mode(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: IfMatch,
    once: Option<&Once>,
    body: &ChangeActivationMode,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let license = change_mode_within(app, tx, caller, scope, id, Some(version), body).await?;
        let view = service::view_of(app, &**tx, caller, license).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

/// The same as part of another use case, which may have seen another version.
///
/// # Errors
/// As [`change_mode`].
pub async fn change_mode_within(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: Option<IfMatch>,
    body: &ChangeActivationMode,
) -> ApiResult<License> {
    let before = licenses::lock(&**tx, scope, id).await?;
    before.moves(business_day(tx.now)).may_change_mode(body.mode)?;
    version.map_or(Ok(()), |version| version.check(before.version))?;
    let (bound_to, asked) = (before.cluster_id.as_deref(), body.cluster_id.as_deref());
    check_mode_change(body.mode, asked, &body.reason, bound_to)?;

    let is_bound = before.activated_at.is_some() || body.mode == ActivationMode::Offline;
    let cluster_id = before.cluster_id.clone().or_else(|| body.cluster_id.clone());
    let mut license = License {
        activation_mode: body.mode,
        cluster_id: cluster_id.filter(|_| is_bound),
        ..before.clone()
    };
    if body.mode == ActivationMode::Online {
        // A code that somebody may still have does not come back to life.
        license.code_generation += u32::from(before.code_hash.is_some());
        license.code_hash = Some(app.codes.hash(id, license.code_generation));
    }
    licenses::save(&**tx, &mut license, tx.now).await?;
    if is_bound {
        service::sign_for(app, tx, &license, service::term_of_key(tx, &license)).await?;
    } else {
        // The code may be used in any cluster; two keys for two of them must not be good at once.
        license_keys::withdraw(&**tx, id, RevocationReason::Transferred, tx.now).await?;
    }
    let kind = EventKind::ActivationModeChanged;
    write_down(app, tx, caller, kind, &before, &license, &body.reason).await?;
    Ok(license)
}

async fn write_down(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    kind: EventKind,
    before: &License,
    after: &License,
    reason: &str,
) -> ApiResult<()> {
    let reason = reason.trim();
    let change = ActivationChange {
        id: Id::from_uuid(app.id()),
        license_id: after.id,
        changed_by: caller.user,
        from_mode: before.activation_mode,
        to_mode: after.activation_mode,
        from_cluster_id: before.cluster_id.clone(),
        to_cluster_id: after.cluster_id.clone(),
        reason: reason.to_owned(),
    };
    activation_changes::insert(&**tx, &change, tx.now).await?;
    let state = |license: &License| json!({ "mode": license.activation_mode, "cluster_id": license.cluster_id });
    record(app, tx, kind, SubjectKind::License, after.id.as_uuid(), &after.number)
        .by(caller.user)
        .note(Some(reason))
        .changed(&state(before), &state(after))
        .also_on(SubjectKind::Order, after.order_id.as_uuid())
        .also_on(SubjectKind::Customer, after.customer_id.as_uuid())
        .append();
    Ok(())
}
