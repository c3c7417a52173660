//! Who is told of invoices: those who issue them, that one is asked for; whoever asked and their
//! partner's people, what became of it.

use std::collections::BTreeMap;

use domain::{
    Id,
    access::{Role, Scope},
    events::EventKind,
    notifications::NotificationKind,
};
use store::{events::LeasedEvent, invoices};

use super::routing::{Route, ids};
use crate::{app::Tx, error::ApiResult};

/// Who issues invoices.
const ISSUERS: [Role; 2] = [Role::Admin, Role::Finance];

/// The notifications that follow from an event of an invoice.
///
/// # Errors
/// Only the database's.
pub async fn routes_of(tx: &Tx, event: &LeasedEvent) -> ApiResult<Vec<Route>> {
    let kind = match event.kind {
        EventKind::InvoiceRequested => NotificationKind::InvoiceRequested,
        EventKind::InvoiceIssued => NotificationKind::InvoiceIssued,
        EventKind::InvoiceRejected => NotificationKind::InvoiceRejected,
        _ => return Ok(Vec::new()),
    };
    let id = Id::from_uuid(event.subject_id);
    let invoice = invoices::get(&**tx, Scope::Everything, id).await?;
    let people = if kind == NotificationKind::InvoiceRequested {
        ids(store::users::with_roles(&**tx, &ISSUERS).await?)
    } else {
        let mut people = vec![invoice.requested_by];
        if let Some(partner) = invoice.partner_id {
            people.extend(ids(store::users::of_partner(&**tx, partner).await?));
        }
        people.sort_unstable();
        people.dedup();
        people
    };
    let params = BTreeMap::from([
        ("number".to_owned(), invoice.number.unwrap_or(invoice.reference)),
        ("who".to_owned(), invoice.content.title.name),
        ("reason".to_owned(), event.note.clone().unwrap_or_default()),
    ]);
    Ok(vec![(kind, people, params)])
}
