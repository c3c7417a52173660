//! Partners as staff keep them, and what one may change of itself.

use domain::{
    Id,
    access::Scope,
    events::{EventKind, SubjectKind},
    id::PartnerId,
    partners::{
        PartnerStatus, check_content, check_profile, sender_key,
        wire::{ChangePartnerProfile, PartnerContact, PartnerContent, PartnerView},
    },
    problem::Reason,
    text::cleaned,
    validate::Faults,
};
use serde_json::json;
use store::{StoreError, sessions};

use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::{Record, record},
    http::{Caller, IfMatch, Once, Reply},
};

fn own_id(caller: &Caller) -> ApiResult<PartnerId> {
    caller.partner.ok_or_else(ApiError::not_found)
}

/// The caller's own organisation.
pub async fn own(app: &App, caller: &Caller, scope: Scope) -> ApiResult<PartnerView> {
    Ok(store::partners::get(&app.db.read, scope, own_id(caller)?).await?)
}

fn partner_event<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    id: PartnerId,
    name: &str,
) -> Record<'a> {
    record(app, tx, kind, SubjectKind::Partner, id.as_uuid(), name)
}

/// Keeps a new partner; it orders once it is approved.
///
/// # Errors
/// Field errors; a name that is taken.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &PartnerContent,
) -> ApiResult<Reply> {
    check_content(content)?;
    let content = clean(content);
    app.transact_once(caller.user, once, async |tx| {
        let id = Id::from_uuid(app.id());
        senders_once(tx, &content, None).await?;
        let inserted =
            store::partners::insert(&**tx, id, PartnerStatus::Pending, &content, tx.now).await;
        named_once(inserted)?;
        partner_event(app, tx, EventKind::PartnerCreated, id, &content.name)
            .by(caller.user)
            .append();
        let view = store::partners::get(&**tx, Scope::Everything, id).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}

/// Changes all that staff keep of a partner.
///
/// # Errors
/// 404; 412; field errors; a name that is taken.
pub async fn change(
    app: &App,
    caller: &Caller,
    id: PartnerId,
    version: IfMatch,
    content: &PartnerContent,
) -> ApiResult<PartnerView> {
    check_content(content)?;
    let content = clean(content);
    app.transact(async |tx| {
        let before = store::partners::get(&**tx, Scope::Everything, id).await?;
        version.check(before.version)?;
        senders_once(tx, &content, Some(id)).await?;
        let changed = store::partners::change(&**tx, id, before.version, &content, tx.now).await;
        named_once(changed)?;
        partner_event(app, tx, EventKind::PartnerChanged, id, &content.name)
            .by(caller.user)
            .changed(&json!(PartnerContent::from(&before)), &json!(content))
            .append();
        Ok(store::partners::get(&**tx, Scope::Everything, id).await?)
    })
    .await
}

/// Lets a partner order: a new one, or a suspended one again.
///
/// # Errors
/// 404; 409 where it is active; 412.
pub async fn approve(
    app: &App,
    caller: &Caller,
    id: PartnerId,
    version: IfMatch,
) -> ApiResult<PartnerView> {
    app.transact(async |tx| {
        let before = store::partners::get(&**tx, Scope::Everything, id).await?;
        before.status.may_approve()?;
        version.check(before.version)?;
        set_status(app, tx, caller, &before, PartnerStatus::Active, None).await
    })
    .await
}

/// Suspends a partner: its people are signed out at once and stay out, its drafts stay drafts.
///
/// # Errors
/// 404; 409 where it is not active; 412; a field error without a reason.
pub async fn suspend(
    app: &App,
    caller: &Caller,
    id: PartnerId,
    version: IfMatch,
    reason: &str,
) -> ApiResult<PartnerView> {
    app.transact(async |tx| {
        let before = store::partners::get(&**tx, Scope::Everything, id).await?;
        before.status.may_suspend()?;
        version.check(before.version)?;
        sessions::end_of_partner(&**tx, id, tx.now).await?;
        set_status(app, tx, caller, &before, PartnerStatus::Suspended, Some(&cleaned(reason))).await
    })
    .await
}

async fn set_status(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    before: &PartnerView,
    status: PartnerStatus,
    note: Option<&str>,
) -> ApiResult<PartnerView> {
    let kind = match status {
        PartnerStatus::Suspended => EventKind::PartnerSuspended,
        PartnerStatus::Active | PartnerStatus::Pending => EventKind::PartnerApproved,
    };
    let id = before.id;
    store::partners::set_status(&**tx, id, before.version, status, tx.now).await?;
    partner_event(app, tx, kind, id, &before.name)
        .by(caller.user)
        .note(note)
        .changed(&json!({"status": before.status}), &json!({"status": status}))
        .append();
    Ok(store::partners::get(&**tx, Scope::Everything, id).await?)
}

/// An address from which mails come leads to one partner.
async fn senders_once(tx: &Tx, content: &PartnerContent, id: Option<PartnerId>) -> ApiResult<()> {
    let taken = store::partners::taken_senders(&**tx, &content.sender_addresses, id).await?;
    let mut faults = Faults::new();
    for (index, address) in content.sender_addresses.iter().enumerate() {
        if taken.contains(address) {
            faults.add(format!("/sender_addresses/{index}"), Reason::AlreadyTaken);
        }
    }
    Ok(faults.into_result()?)
}

/// Two organisations of one name cannot be told apart, and an address leads to one of them.
fn named_once(outcome: Result<(), StoreError>) -> ApiResult<()> {
    match outcome {
        Err(error) if error.is_duplicate_of("uq_partners_name_normalized") => {
            let mut faults = Faults::new();
            faults.add("/name", Reason::AlreadyTaken);
            Ok(faults.into_result()?)
        }
        // Two who kept the same address at the same moment; the index has another name on MySQL.
        Err(error)
            if error.is_duplicate_of("uq_partner_senders_address")
                || error.is_duplicate_of("pk") =>
        {
            let mut faults = Faults::new();
            faults.add("/sender_addresses", Reason::AlreadyTaken);
            Ok(faults.into_result()?)
        }
        other => Ok(other?),
    }
}

/// Trimmed and normalised; what is empty is nothing.
fn clean(content: &PartnerContent) -> PartnerContent {
    let kept = |text: &Option<String>| text.as_deref().map(cleaned).filter(|text| !text.is_empty());
    PartnerContent {
        name: cleaned(&content.name),
        credit_code: kept(&content.credit_code).map(|code| code.to_ascii_uppercase()),
        legal_address: kept(&content.legal_address),
        contact_name: cleaned(&content.contact_name),
        contact_title: kept(&content.contact_title),
        contact_email: cleaned(&content.contact_email),
        contact_phone: kept(&content.contact_phone),
        contacts: clean_contacts(&content.contacts),
        sender_addresses: content
            .sender_addresses
            .iter()
            .filter_map(|address| sender_key(address).ok())
            .collect(),
        agreement_number: kept(&content.agreement_number),
        ..content.clone()
    }
}

fn clean_contacts(contacts: &[PartnerContact]) -> Vec<PartnerContact> {
    let kept = |text: &Option<String>| text.as_deref().map(cleaned).filter(|text| !text.is_empty());
    let clean = |contact: &PartnerContact| PartnerContact {
        name: cleaned(&contact.name),
        title: kept(&contact.title),
        email: cleaned(&contact.email),
        phone: kept(&contact.phone),
    };
    contacts.iter().map(clean).collect()
}

/// Changes address and contacts, not level, status or agreement.
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
    let change =
        &ChangePartnerProfile { contacts: clean_contacts(&change.contacts), ..change.clone() };
    let id = own_id(caller)?;
    app.transact(async |tx| {
        let before = store::partners::get(&**tx, scope, id).await?;
        version.check(before.version)?;
        store::partners::change_profile(&**tx, scope, id, before.version, change, tx.now).await?;
        let kept = PartnerContent::from(&before).profile();
        partner_event(app, tx, EventKind::PartnerChanged, id, &before.name)
            .by(caller.user)
            .changed(&json!(kept), &json!(change))
            .append();
        Ok(())
    })
    .await?;
    own(app, caller, scope).await
}
