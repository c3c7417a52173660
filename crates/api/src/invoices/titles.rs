//! The title book 抬头: kept where somebody types a title, suggested where the next one is asked for.

use domain::{
    Id,
    access::Scope,
    events::{EventKind, SubjectKind},
    id::InvoiceTitleId,
    invoices::{
        InvoiceKind, InvoiceMedium, check_title,
        wire::{KeepTitle, PartyQuery, TitleView},
    },
    problem::{Reason, Refusal},
};
use serde_json::{Value, json};
use store::{
    StoreError,
    invoices::{Title, keep_title, party_name, remove_title, titles_of},
};

use super::{service::tidy_title, views::check_party};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::{Record, record},
    http::{Caller, Once, Reply},
};

/// A party's titles, the default one first.
///
/// # Errors
/// A field error where neither or both kinds of party are named.
pub async fn list(app: &App, scope: Scope, party: PartyQuery) -> ApiResult<Vec<TitleView>> {
    check_party(party)?;
    Ok(titles_of(&app.db.read, scope, party.partner, party.customer).await?)
}

/// Keeps a title of a party, in the place of its one of the same name.
///
/// # Errors
/// Field errors.
pub async fn keep(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    new: &KeepTitle,
) -> ApiResult<Reply> {
    check_party(PartyQuery { partner: new.partner_id, customer: new.customer_id })?;
    check_title(InvoiceMedium::Digital, InvoiceKind::Ordinary, &new.title)?;
    app.transact_once(caller.user, once, async |tx| {
        let title = Title {
            id: Id::from_uuid(app.id()),
            partner_id: new.partner_id,
            customer_id: new.customer_id,
            title: tidy_title(&new.title),
            is_default: new.is_default,
        };
        let kept = keep_within(app, tx, caller, &title).await?;
        Ok((201, kept, None))
    })
    .await
}

/// The same as a part of another use case.
///
/// # Errors
/// The party does not exist.
pub(super) async fn keep_within(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    title: &Title,
) -> ApiResult<TitleView> {
    let name = match party_name(&**tx, title.partner_id, title.customer_id).await {
        Err(StoreError::NotFound) => {
            let at = if title.partner_id.is_some() { "/partner_id" } else { "/customer_id" };
            return Err(Refusal::from(Reason::UnknownReference).at(at).into());
        }
        outcome => outcome?,
    };
    let kept = keep_title(&**tx, title, tx.now).await?;
    if let Some(event) = title_event(app, tx, EventKind::InvoiceTitleKept, &kept, &name) {
        event
            .by(caller.user)
            .note(Some(&kept.title.name))
            .changed(&Value::Null, &told(&kept))
            .append();
    }
    Ok(kept)
}

/// Takes a title out of the book. Invoices keep theirs.
///
/// # Errors
/// 404.
pub async fn remove(app: &App, caller: &Caller, scope: Scope, id: InvoiceTitleId) -> ApiResult<()> {
    app.transact(async |tx| {
        let gone = remove_title(&**tx, scope, id).await?;
        let name = party_name(&**tx, gone.partner_id, gone.customer_id).await?;
        if let Some(event) = title_event(app, tx, EventKind::InvoiceTitleRemoved, &gone, &name) {
            event
                .by(caller.user)
                .note(Some(&gone.title.name))
                .changed(&told(&gone), &Value::Null)
                .append();
        }
        Ok(())
    })
    .await
}

/// An event of the party whose title it is.
fn title_event<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    title: &TitleView,
    name: &str,
) -> Option<Record<'a>> {
    let (subject, id) = match (title.partner_id, title.customer_id) {
        (Some(partner), _) => (SubjectKind::Partner, partner.as_uuid()),
        (None, Some(customer)) => (SubjectKind::Customer, customer.as_uuid()),
        (None, None) => return None,
    };
    Some(record(app, tx, kind, subject, id, name))
}

fn told(title: &TitleView) -> Value {
    json!({ "title": title.title.name, "tax_number": title.title.tax_number })
}
