//! What a partner may change of itself.

use domain::{
    access::Scope,
    events::{EventKind, SubjectKind},
    id::PartnerId,
    partners::{
        check_profile,
        wire::{ChangePartnerProfile, PartnerView},
    },
};
use serde_json::json;

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch},
};

fn own_id(caller: &Caller) -> ApiResult<PartnerId> {
    caller.partner.ok_or_else(ApiError::not_found)
}

/// The caller's own organisation.
pub async fn own(app: &App, caller: &Caller, scope: Scope) -> ApiResult<PartnerView> {
    Ok(store::partners::get(&app.db.read, scope, own_id(caller)?).await?)
}

/// Changes address and contact, not level, status or agreement.
///
/// # Errors
/// Field errors; 412 where somebody else was faster.
pub async fn change_own(
    app: &App,
    caller: &Caller,
    scope: Scope,
    version: IfMatch,
    change: &ChangePartnerProfile,
) -> ApiResult<PartnerView> {
    check_profile(change)?;
    let id = own_id(caller)?;
    app.transact(async |tx| {
        let before = store::partners::get(&**tx, scope, id).await?;
        version.check(before.version)?;
        store::partners::change_profile(&**tx, scope, id, before.version, change, tx.now).await?;
        let kept = json!({
            "legal_address": before.legal_address,
            "contact_name": before.contact_name,
            "contact_email": before.contact_email,
            "contact_phone": before.contact_phone,
        });
        record(app, tx, EventKind::PartnerChanged, SubjectKind::Partner, id.as_uuid(), &before.name)
            .by(caller.user)
            .changed(&kept, &json!(change))
            .append()
            .await
    })
    .await?;
    own(app, caller, scope).await
}
