//! What is written on a license by hand: whose it is, and notes.

use domain::{
    access::Scope,
    events::{EventKind, SubjectKind},
    id::LicenseId,
    licenses::{ChangeLicenseContent, LicenseAction, LicenseContent, wire::LicenseView},
};
use serde_json::json;
use store::licenses::{self, License};

use super::{
    life::{self, Deed},
    service,
};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch},
};

/// Changes what is written on a license; what is absent stays.
///
/// # Errors
/// 404; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: IfMatch,
    asked: &ChangeLicenseContent,
) -> ApiResult<LicenseView> {
    app.transact(async |tx| {
        let present = licenses::lock(&**tx, scope, id).await?;
        version.check(present.version)?;
        let license = change_within(app, tx, caller, scope, present, asked.clone()).await?;
        service::view_of(app, &**tx, caller, license).await
    })
    .await
}

/// Changes a license that is locked. Where nothing is different, nothing is written.
///
/// # Errors
/// Field errors.
pub async fn change_within(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    scope: Scope,
    present: License,
    asked: ChangeLicenseContent,
) -> ApiResult<License> {
    let before = LicenseContent { owner_id: present.owner_id, notes: present.notes.clone() };
    let after = asked.applied_to(before.clone());
    after.check()?;
    let mut license = present;
    if after.owner_id != before.owner_id {
        let deed = Deed {
            owner: life::owner(&**tx, after.owner_id).await?,
            ..Deed::new(LicenseAction::Assign, None)
        };
        license = life::within(app, tx, caller, scope, license.id, None, &deed).await?;
    }
    if after.notes != before.notes {
        license.notes.clone_from(&after.notes);
        licenses::save(&**tx, &mut license, tx.now).await?;
        let (kind, id) = (SubjectKind::License, license.id.as_uuid());
        record(app, tx, EventKind::LicenseChanged, kind, id, &license.number)
            .by(caller.user)
            .changed(&json!({ "notes": before.notes }), &json!({ "notes": after.notes }))
            .also_on(SubjectKind::Customer, license.customer_id.as_uuid())
            .append();
    }
    Ok(license)
}
